"""Families, roles, levels, skills, and what levels need."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from careers.admin.base import CorrectedAdmin, JoinedInline, TabularInline
from careers.admin.checks import LevelForm
from careers.corrections import keep_correction
from careers.models import Activity, Family, Level, Requirement, Role, Skill


@admin.register(Family)
class FamilyAdmin(CorrectedAdmin):
    list_display = ("name", "framework", "retired_at")
    list_filter = ("framework", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name",)
    only_when_adding = ("framework",)
    always_readonly = ("official_text",)


class LadderFormSet(forms.BaseInlineFormSet):
    """The places of a role's levels."""

    def clean(self) -> None:
        super().clean()
        places = [form.cleaned_data["order"] for form in self.forms if "order" in getattr(form, "cleaned_data", {})]
        if len(set(places)) < len(places):
            raise ValidationError(
                "Two levels have the same place. Give each a number of its own, 1 for the most junior."
            )


class LadderInline(TabularInline):
    """The order of seniority can only be seen, and so corrected, for all levels of a role at once."""

    model = Level
    formset = LadderFormSet
    fields = ("name", "order", "track", "order_is_known")
    readonly_fields = ("name", "order_is_known")
    verbose_name_plural = "order of seniority"
    show_change_link = True
    can_delete = False
    extra = max_num = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Level]:
        return super().get_queryset(request).filter(retired_at=None).order_by("order", "pk")


@admin.register(Role)
class RoleAdmin(CorrectedAdmin):
    list_display = ("name", "family", "retired_at")
    list_filter = ("family", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("family",)
    search_fields = ("name",)
    always_readonly = ("official_type", "official_text")
    inlines = (LadderInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A level is a thing of its own: what changed on the ladder is a correction of the level."""
        before = {level.pk: level for level in Level.objects.filter(role=form.instance)}
        for level in formset.save():
            for name in ("order", "track"):
                told = [str(getattr(row, name)) for row in (before[level.pk], level)]
                keep_correction(row=level, field=name, before=told[0], after=told[1], by=request.user)
            if before[level.pk].order != level.order and not level.order_is_known:
                Level.objects.filter(pk=level.pk).update(order_is_known=True)


class RequirementInline(JoinedInline):
    model = Requirement
    autocomplete_fields = ("skill",)


@admin.register(Level)
class LevelAdmin(CorrectedAdmin):
    form = LevelForm
    list_display = ("name", "role", "order", "track", "band_low", "band_high", "order_is_known", "retired_at")
    list_filter = (
        "order_is_known",
        "role__family",
        "track",
        "registration",
        ("retired_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("role",)
    search_fields = ("name", "role__name")
    autocomplete_fields = ("role",)
    always_readonly = ("official_text",)
    only_when_adding = ("order",)
    inlines = (RequirementInline,)


class ActivityInline(JoinedInline):
    model = Activity


@admin.register(Skill)
class SkillAdmin(CorrectedAdmin):
    list_display = ("name", "framework", "area", "retired_at")
    list_filter = ("framework", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("name",)
    only_when_adding = ("framework",)
    always_readonly = Skill.OFFICIAL_WORDS
    inlines: ClassVar = (ActivityInline,)
