"""Editions, what they changed, and the corrections made here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from careers.admin.stale import SavedFresh
from careers.corrections import in_words, keep_correction
from careers.models import Change, Correction, Edition
from careers.revision import bump_revision


class NotByHand(SavedFresh):
    """Rows that loading and importing write."""

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(NotByHand):
    """The name and month may be put right after an import under wrong ones. Those of a shipped edition are not ours
    to change here: loading knows it by them, and takes them from ``editions.csv`` again.
    """

    list_display = ("name", "framework", "date", "is_current", "loaded_at")
    list_filter = ("framework", "is_current")
    readonly_fields = ("framework", "slug", "loaded_at", "is_current", "has_official_text", "previous")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None or obj.has_official_text:
            return self.readonly_fields
        return (*self.readonly_fields, "name", "date", "source", "licence", "attribution")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = Edition.objects.get(pk=obj.pk)
        super().save_model(request, obj, form, change)
        for name in form.changed_data:
            told = [in_words(row, name) for row in (before, obj)]
            keep_correction(row=obj, field=name, before=told[0], after=told[1], by=request.user)
        if form.changed_data:
            bump_revision(now=timezone.now())


@admin.register(Change)
class ChangeAdmin(NotByHand):
    list_display = ("__str__", "subject", "kind", "edition")
    list_filter = ("edition", "subject", "kind")
    list_select_related = ("edition",)
    search_fields = ("name", "skill_name", "before", "after")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Correction)
class CorrectionAdmin(NotByHand):
    """To give a field back to the files, delete its corrections here and load the catalogue."""

    list_display = ("object_name", "model", "field", "before", "after", "by", "created_at")
    list_filter = ("model", "field")
    list_select_related = ("by",)
    search_fields = ("object_name", "before", "after")
    date_hierarchy = "created_at"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(NotByHand, self).has_delete_permission(request, obj)
