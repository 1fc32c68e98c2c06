"""What every page for correcting the catalogue does: keep the correction, show it in the history, move the revision."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from careers.admin.stale import SavedFresh
from careers.catalogue.identity import free_slug
from careers.corrections import field_name, in_words, keep_correction
from careers.models import Correction
from careers.revision import bump_revision, lock_catalogue

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
else:
    TabularInline = admin.TabularInline


class JoinedInline(TabularInline):
    """Rows that join two others: a change makes the whole set of this owner the staff's own."""

    extra = 0


class CorrectedAdmin(SavedFresh):
    """Keeps every change as a correction. Rows are retired, not deleted: people may hold something against them."""

    object_history_template = "admin/careers/object_history.html"
    named_by: ClassVar[str] = "name"  # a new row's slug is made from this field
    only_when_adding: ClassVar[tuple[str, ...]] = ()
    always_readonly: ClassVar[tuple[str, ...]] = ()
    actions = ("retire", "bring_back")
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        names = {field.name for field in self.model._meta.get_fields()}
        kept = tuple(name for name in ("slug", "retired_at", "created_at", "updated_at") if name in names)
        return (*self.always_readonly, *kept, *(self.only_when_adding if obj else ()))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What an action does to the chosen rows is written and kept for all of them or for none."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            return super().changelist_view(request, extra_context)

    # --- keeping corrections ----------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            if any(field.name == "slug" for field in obj._meta.fields):
                taken = set(self.model._default_manager.values_list("slug", flat=True))
                obj.slug = free_slug(getattr(obj, self.named_by), taken)
            super().save_model(request, obj, form, change)
            keep_correction(row=obj, field=Correction.WHOLE_ROW, before="", after="added", by=request.user)
            return
        before = self.model._default_manager.get(pk=obj.pk)
        simple = [name for name in form.changed_data if not self._is_many(name)]
        self._many_before = {name: in_words(before, name) for name in form.changed_data if self._is_many(name)}
        super().save_model(request, obj, form, change)
        for name in simple:
            keep_correction(
                row=obj, field=name, before=in_words(before, name), after=in_words(obj, name), by=request.user
            )

    def _is_many(self, name: str) -> bool:
        return isinstance(self.model._meta.get_field(name), models.ManyToManyField)

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            for name, before in self._many_before.items():
                keep_correction(
                    row=form.instance,
                    field=field_name(form.instance, name),
                    before=before,
                    after=in_words(form.instance, name),
                    by=request.user,
                )
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            bump_revision(now=timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The set of joined rows belongs to the owner, so its correction is the owner's."""
        before = self._set_in_words(formset)
        super().save_formset(request, form, formset, change)
        if formset.has_changed():
            keep_correction(
                row=form.instance,
                field=str(formset.model._meta.model_name),
                before=before,
                after=self._set_in_words(formset),
                by=request.user,
            )

    @staticmethod
    def _set_in_words(formset: Any) -> str:
        """The stored rows of a set, one a line."""
        owner = formset.fk
        rows = formset.model._default_manager.filter(**{owner.name: formset.instance})
        told = [
            field.name
            for field in formset.model._meta.fields
            if field.name not in (owner.name, "id", "created_at", "updated_at")
        ]
        lines = (", ".join(text for name in told if (text := in_words(row, name))) for row in rows)
        return "\n".join(sorted(lines))

    # --- retiring ---------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not any(field.name == "retired_at" for field in self.model._meta.fields):
            for name in ("retire", "bring_back"):
                actions.pop(name, None)
        return actions

    @admin.action(description="Retire the chosen rows", permissions=["change"])
    def retire(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        self._set_retired(request, rows.filter(retired_at=None), timezone.now())

    @admin.action(description="Bring the chosen rows back", permissions=["change"])
    def bring_back(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        self._set_retired(request, rows.exclude(retired_at=None), None)

    def _set_retired(self, request: HttpRequest, rows: models.QuerySet[Any], value: Any) -> None:
        lock_catalogue()
        count = 0
        for row in rows:
            before = in_words(row, "retired_at")
            row.retired_at = value
            row.save(update_fields=["retired_at", "updated_at"])
            after = in_words(row, "retired_at")
            keep_correction(row=row, field="retired_at", before=before, after=after, by=request.user)
            self.log_change(request, row, "Retired." if value else "Brought back.")
            count += 1
        if count:
            bump_revision(now=timezone.now())
        self.message_user(request, f"{count} rows were {'retired' if value else 'brought back'}.")

    # --- history ----------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        key = unquote(object_id)
        mine = Correction.objects.filter(model=self.model._meta.model_name, object_id=key if key.isdecimal() else 0)
        context = {**(extra_context or {}), "corrections": mine.select_related("by")}
        return super().history_view(request, object_id, context)
