"""Editions, what they changed, and the corrections made here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from careers.admin.base import ModelAdmin
from careers.models import Change, Correction, Edition
from careers.revision import bump_revision


class NotByHand(ModelAdmin):
    """Rows that loading and importing write."""

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(NotByHand):
    """The name and month may be put right, for instance after an import under a wrong one."""

    list_display = ("name", "framework", "date", "is_current", "loaded_at")
    list_filter = ("framework", "is_current")
    readonly_fields = ("framework", "slug", "loaded_at", "is_current", "has_official_text", "previous")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
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
        return ModelAdmin.has_delete_permission(self, request, obj)
