"""Where people come from and what moves them: starting points and statements."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from careers.models.framework import Family, Role, Skill
from common.models import BaseModel
from common.vocabulary import Background, Band, Profession, SkillLevel


class StartingPointQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(retired_at=None)

    def at_band(self, band: str) -> Self:
        """Occupations whose typical band covers ``band``."""
        rank = Band(band).rank
        at_or_below = [other.value for other in Band if other.rank <= rank]
        at_or_above = [other.value for other in Band if other.rank >= rank]
        return self.filter(band_low__in=at_or_below, band_high__in=at_or_above)


class StartingPoint(BaseModel):
    """An occupation that people come from. Bands and skills are our judgement, for a person to correct."""

    code = models.SlugField(max_length=60, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    background = models.CharField(max_length=11, choices=Background.choices)
    band_low = models.CharField("typical band from", max_length=3, choices=Band.choices, blank=True)
    band_high = models.CharField("typical band to", max_length=3, choices=Band.choices, blank=True)
    profession = models.CharField("usual registration", max_length=30, choices=Profession.choices, blank=True)
    summary = models.TextField(blank=True)
    first_steps = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = StartingPointQuerySet.as_manager()

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("careers:starting_point_detail", args=[self.slug])


class StartingPointSkill(BaseModel):
    """A skill that people in this occupation typically bring, and how well."""

    starting_point = models.ForeignKey(StartingPoint, on_delete=models.CASCADE, related_name="brings")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    typical = models.PositiveSmallIntegerField("typical level", choices=SkillLevel.choices)

    class Meta:
        ordering = ("starting_point", "skill__name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["starting_point", "skill"], name="starting_point_brings_a_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starting_point}: {self.skill}"


class StatementKind(models.TextChoices):
    MOTIVATION = "MOTIVATION", "Motivation"
    VALUE = "VALUE", "Value"
    STRENGTH = "STRENGTH", "Strength"


class Statement(BaseModel):
    """A sentence a person may choose about what moves them."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=StatementKind.choices)
    statement = models.CharField(max_length=300)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return self.statement


class StatementTarget(BaseModel):
    """Where a statement points, weakly (1) to strongly (3): our judgement, not a validated questionnaire."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="targets")
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("statement", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(family__isnull=False, role=None, skill=None)
                | models.Q(family=None, role__isnull=False, skill=None)
                | models.Q(family=None, role=None, skill__isnull=False),
                name="statement_target_is_one_thing",
            ),
            models.CheckConstraint(condition=models.Q(weight__range=(1, 3)), name="statement_weight_is_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.family or self.role or self.skill}"
