"""Families, roles, levels, skills, and which level needs which skill how well."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from careers.models.editions import Framework
from common.fields import WordSetField
from common.models import BaseModel
from common.vocabulary import Band, Confidence, Profession, SkillLevel


class LiveQuerySet(models.QuerySet[Any]):
    """Rows of the current editions, as against those kept because people hold something against them."""

    def live(self) -> Self:
        return self.filter(retired_at=None)


class Retirable(BaseModel):
    """A row that a later edition may drop. It is retired, never deleted, so that what people saved still reads."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    official_text = models.TextField(
        blank=True, help_text="The official description, filled by importing the official download."
    )

    objects = LiveQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Family(Retirable):
    """A group of roles."""

    framework = models.CharField(max_length=10, choices=Framework.choices)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "families"

    def get_absolute_url(self) -> str:
        return f"{reverse('careers:role_list')}?family={self.slug}"


class Role(Retirable):
    """A job that exists in many organisations, with one or more levels of seniority."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="roles")
    official_type = models.CharField(
        "type of role",
        max_length=200,
        blank=True,
        help_text="Where the official download names one, such as Senior Civil Service.",
    )
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def get_absolute_url(self) -> str:
        return reverse("careers:role_detail", args=[self.slug])


class Track(models.TextChoices):
    """Some ladders fork: technical and management levels with one stem are alternatives, not steps."""

    SINGLE = "SINGLE", "Single ladder"
    TECHNICAL = "TECHNICAL", "Technical track"
    MANAGEMENT = "MANAGEMENT", "Management track"


class Registration(models.TextChoices):
    """Whether a post asks for registration with a regulator of health professions."""

    NO = "NO", "No registration needed"
    SOMETIMES = "SOMETIMES", "Sometimes asks for a professional registration"
    YES = "YES", "Needs a professional registration"


class Level(Retirable):
    """One rung of a role's ladder. ``order`` 1 is the most junior."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="levels")
    order = models.PositiveSmallIntegerField("order of seniority")
    order_is_known = models.BooleanField(
        default=True, help_text="No: a new level whose place nobody has confirmed; it stands last for now."
    )
    track = models.CharField(max_length=10, choices=Track.choices, default=Track.SINGLE)
    band_low = models.CharField("typical band from", max_length=3, choices=Band.choices, blank=True)
    band_high = models.CharField("typical band to", max_length=3, choices=Band.choices, blank=True)
    band_confidence = models.CharField(max_length=6, choices=Confidence.choices, default=Confidence.LOW)
    band_basis = models.CharField("basis of the band", max_length=200, blank=True)
    registration = models.CharField(max_length=9, choices=Registration.choices, default=Registration.NO)
    professions = WordSetField("professions that may apply", choices=Profession.choices)
    note = models.CharField(max_length=300, blank=True)
    what_changes = models.TextField("what changes at this level", blank=True)

    class Meta:
        ordering = ("role__name", "order", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(band_low="", band_high="") | (~models.Q(band_low="") & ~models.Q(band_high="")),
                name="level_has_both_ends_of_its_band_or_neither",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["role", "order"])]

    def get_absolute_url(self) -> str:
        return f"{self.role.get_absolute_url()}#{self.slug}"


class Skill(Retirable):
    """Something people can do, on the four-step scale. The four texts say what each step looks like."""

    OFFICIAL_WORDS: ClassVar = (
        "official_text", "official_awareness", "official_working", "official_practitioner", "official_expert",
    )  # fmt: skip

    framework = models.CharField(max_length=10, choices=Framework.choices)
    area = models.CharField(max_length=200, blank=True, help_text="The family where an NHS skill mainly belongs.")
    summary = models.TextField(blank=True)
    awareness = models.TextField(blank=True)
    working = models.TextField(blank=True)
    practitioner = models.TextField(blank=True)
    expert = models.TextField(blank=True)
    official_awareness = models.TextField(blank=True)
    official_working = models.TextField(blank=True)
    official_practitioner = models.TextField(blank=True)
    official_expert = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def get_absolute_url(self) -> str:
        return reverse("careers:skill_detail", args=[self.slug])

    def meaning(self, level: int) -> str:
        """What this skill looks like at ``level`` (1 to 4), in our words."""
        return str(getattr(self, SkillLevel(level).name.lower()))

    def official_meaning(self, level: int) -> str:
        """The official words for ``level``, or an empty string where none were imported."""
        return str(getattr(self, f"official_{SkillLevel(level).name.lower()}"))


class Requirement(BaseModel):
    """A level needs a skill. Chief roles name skills without a level: ``required`` is then None."""

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="requirements")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="requirements")
    required = models.PositiveSmallIntegerField("required level", choices=SkillLevel.choices, null=True, blank=True)

    class Meta:
        ordering = ("level", "skill__name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "skill"], name="level_needs_a_skill_once"),
            models.CheckConstraint(
                condition=models.Q(required=None) | models.Q(required__range=(1, 4)),
                name="required_level_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.skill}"


class Activity(BaseModel):
    """Something to do at work that builds a skill, and what would show that it was done."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="activities")
    order = models.PositiveSmallIntegerField(default=1)
    activity = models.TextField()
    evidence = models.TextField()

    class Meta:
        ordering = ("skill", "order")
        verbose_name_plural = "activities"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["skill", "order"], name="activity_order_is_unique_in_its_skill"),
        ]

    def __str__(self) -> str:
        return self.activity
