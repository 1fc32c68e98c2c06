"""Assessments: what a person says they can do, and what moves them. Only they may see it."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.models.profile import BANDS_OR_NONE
from careers.models import Level, Skill, StartingPoint, Statement
from careers.models.eligibility import ANOTHER_AREA, NO_REGISTRATION, Applicant
from common.models import BaseModel
from common.vocabulary import Background, Band, EmployerKind, Nation, Profession, SkillLevel

IDLE = timedelta(minutes=30)  # signed out, an assessment is forgotten after this long without a page
MOST_STATEMENTS = 5  # of each kind
NONE_YET = 0
PROFESSIONS_OR_NONE = [(NO_REGISTRATION, "I have none"), *Profession.choices]


# Of the jobs and goals, what no page of planning shows.
_LONG_TEXTS = (
    "point__summary", "point__first_steps", "level__official_text", "level__what_changes", "goal__official_text",
    "goal__what_changes",
)  # fmt: skip


class AssessmentQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """The assessments of a person, the newest first."""
        return self.filter(user=user).order_by("-started_at", "-pk")

    def signed_out(self, now: datetime) -> Self:
        """Those of nobody in particular that were seen within the last half hour, or that a code still opens."""
        return self.filter(user=None).filter(Q(seen_at__gt=now - IDLE) | Q(return_code__expires_at__gt=now))

    def forgotten(self, now: datetime) -> Self:
        """Those of nobody in particular that are due to be deleted."""
        idle = self.filter(user=None, seen_at__lte=now - IDLE)
        return idle.filter(Q(return_code=None) | Q(return_code__expires_at__lte=now))

    def with_ends(self) -> Self:
        """With the job they start from and their goal, so that showing these asks no further query."""
        return self.select_related("point", "level", "goal").defer(*_LONG_TEXTS)


class Assessment(BaseModel):
    """One time that a person looked at their skills. Empty answers about themselves mean that they were not given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="assessments")
    point = models.ForeignKey(StartingPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    band = models.CharField(max_length=5, choices=BANDS_OR_NONE, blank=True)
    background = models.CharField(max_length=11, choices=Background.choices, blank=True)
    profession = models.CharField(max_length=30, choices=PROFESSIONS_OR_NONE, blank=True)
    nation = models.CharField(max_length=20, choices=Nation.choices, blank=True)
    area = models.CharField(max_length=100, blank=True, help_text=f"{ANOTHER_AREA}: none that any course names.")
    employer_kind = models.CharField(max_length=12, choices=EmployerKind.choices, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When a page of it was last shown. Counts as long as it is nobody’s.")
    finished_at = models.DateTimeField(null=True, blank=True)
    statements: "models.ManyToManyField[Statement, Any]" = models.ManyToManyField(
        Statement, blank=True, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(point=None) | Q(level=None), name="assessment_starts_from_one_job"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-started_at"], name="assessment_of_a_person"),
            models.Index(fields=["seen_at"], name="assessment_of_nobody", condition=Q(user=None)),
        ]

    def __str__(self) -> str:
        return f"Assessment of {timezone.localtime(self.started_at):%-d %B %Y, %H:%M}"

    @property
    def starts_from(self) -> str:
        """The job they start from in words; empty if none was given."""
        return str(self.point or self.level or "")

    @property
    def applicant(self) -> Applicant:
        """What they say of themselves, for the rules about who may apply. A job stands in for what was not said."""
        return Applicant(
            background=self.background or (self.point.background if self.point else ""),
            band=self.band,
            profession=self.profession or (self.point.profession if self.point else ""),
            nation=self.nation,
            area=self.area,
            employer_kind=self.employer_kind,
        )

    @property
    def band_rank(self) -> int | None:
        """The rank of today's band; None where it is not known or there is none."""
        return Band(self.band).rank if self.band in Band.values else None


class Answer(BaseModel):
    """One skill that is asked in an assessment, at its place in the order, and what the person said.

    Without ``answered_at`` it is still open. ``level`` is 0 (none yet) to 4, or None for "I don't know".
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(NONE_YET, "None yet"), *SkillLevel.choices]
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True, help_text="Evidence, for the person alone.")

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assessment", "skill"], name="assessment_asks_a_skill_once"),
            models.UniqueConstraint(fields=["assessment", "position"], name="assessment_asks_one_skill_at_a_place"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(0, 4)) & Q(answered_at__isnull=False),
                name="answer_is_on_the_scale_and_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.words}"

    @property
    def words(self) -> str:
        """What was answered, in words."""
        if self.answered_at is None:
            return "Not answered"
        return "I don’t know" if self.level is None else str(self.get_level_display())

    @property
    def is_retired(self) -> bool:
        """Whether the framework no longer has this skill."""
        return self.skill.retired_at is not None
