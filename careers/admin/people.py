"""Where people come from and what moves them."""

from django.contrib import admin

from careers.admin.base import CorrectedAdmin, JoinedInline
from careers.admin.checks import BandForm
from careers.models import StartingPoint, StartingPointSkill, Statement, StatementTarget


class BringsInline(JoinedInline):
    model = StartingPointSkill
    autocomplete_fields = ("skill",)


@admin.register(StartingPoint)
class StartingPointAdmin(CorrectedAdmin):
    form = BandForm
    named_by = "title"
    list_display = ("title", "background", "band_low", "band_high", "retired_at")
    list_filter = ("background", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("title",)
    only_when_adding = ("code",)
    inlines = (BringsInline,)


class TargetInline(JoinedInline):
    model = StatementTarget
    autocomplete_fields = ("family", "role", "skill")


@admin.register(Statement)
class StatementAdmin(CorrectedAdmin):
    list_display = ("statement", "kind", "retired_at")
    list_filter = ("kind", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("statement",)
    only_when_adding = ("code",)
    inlines = (TargetInline,)
