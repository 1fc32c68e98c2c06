"""Synonyms and the glossary."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from careers.admin.base import CorrectedAdmin
from careers.corrections import keep_correction
from careers.models import Correction, GlossaryTerm, Synonym
from careers.revision import bump_revision, lock_catalogue


@admin.register(Synonym)
class SynonymAdmin(CorrectedAdmin):
    """Nobody holds anything against a synonym, so it may be deleted."""

    list_display = ("term", "kind", "family", "role", "level", "skill")
    list_filter = ("kind",)
    list_select_related = ("family", "role", "level", "skill")
    search_fields = ("term",)
    autocomplete_fields = ("family", "role", "level", "skill")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(CorrectedAdmin, self).has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        lock_catalogue()
        keep_correction(row=obj, field=Correction.WHOLE_ROW, before=str(obj), after="deleted", by=request.user)
        super().delete_model(request, obj)
        bump_revision(now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for synonym in queryset:
            self.delete_model(request, synonym)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(CorrectedAdmin):
    named_by = "term"
    list_display = ("term", "also_known_as", "retired_at")
    list_filter = (("retired_at", admin.EmptyFieldListFilter),)
    search_fields = ("term", "also_known_as")
