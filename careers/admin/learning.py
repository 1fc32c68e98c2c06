"""Learning, networks and events that come round."""

from django.contrib import admin

from careers.admin.base import CorrectedAdmin, JoinedInline
from careers.admin.checks import OpenBandForm
from careers.models import Learning, LearningSkill, Network, RecurringEvent


class TeachesInline(JoinedInline):
    model = LearningSkill
    autocomplete_fields = ("skill",)


@admin.register(Learning)
class LearningAdmin(CorrectedAdmin):
    form = OpenBandForm
    list_display = ("name", "kind", "provider", "status", "last_checked", "confidence", "retired_at")
    list_filter = ("kind", "status", "cost_band", "confidence", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "provider")
    date_hierarchy = "last_checked"
    inlines = (TeachesInline,)


@admin.register(Network)
class NetworkAdmin(CorrectedAdmin):
    list_display = ("name", "organiser", "cost_band", "last_checked", "retired_at")
    list_filter = ("cost_band", "confidence", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "organiser")
    filter_horizontal = ("families",)


@admin.register(RecurringEvent)
class RecurringEventAdmin(CorrectedAdmin):
    list_display = ("name", "organiser", "usual_month", "next_date", "last_checked", "retired_at")
    list_filter = ("status", "confidence", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "organiser")
