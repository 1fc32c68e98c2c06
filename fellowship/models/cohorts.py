"""What a programme is for, and its cohorts."""

import uuid
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Programme
from accounts.roles import programmes_where
from common.models import BaseModel
from fellowship.models.moves import COHORT_MOVES, CohortState, NotLegal
from mentoring.models import Round


class ProgrammePage(BaseModel):
    """What the world reads about a programme. Markdown in ``about``; what each of the three aims means here."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, primary_key=True, related_name="page")
    is_public = models.BooleanField(default=False)
    summary = models.CharField(max_length=300, blank=True)
    about = models.TextField(max_length=10_000, blank=True)
    skilled = models.CharField(max_length=500, blank=True)
    connected = models.CharField(max_length=500, blank=True)
    inspired = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return str(self.programme)


class CohortQuerySet(models.QuerySet[Any]):
    def run_by(self, user: Any, roles: Any, *, now: datetime) -> Self:
        """Cohorts of programmes in which the person has, or stands in for, one of the roles."""
        return self.filter(programme__in=programmes_where(user, roles, now=now))


class Cohort(BaseModel):
    """One year's group of fellows."""

    State = CohortState

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=80)
    state = models.CharField(max_length=9, choices=CohortState.choices, default=CohortState.PLANNED)
    places = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    protected_time = models.CharField(max_length=200, blank=True, help_text="As asked of employers, in words.")
    funding = models.CharField(max_length=200, blank=True, help_text="What the employer receives, in words.")
    summary = models.TextField(max_length=2_000, blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mentor_round = models.OneToOneField(Round, null=True, blank=True, on_delete=models.SET_NULL, related_name="cohort")
    sets_told_at = models.DateTimeField(null=True, blank=True, help_text="When fellows could see their learning sets.")

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "slug"], name="programme_has_a_cohort_of_an_address_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cohort_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(places__range=(1, 5_000)), name="cohort_has_places"),
        ]

    def __str__(self) -> str:
        return self.name

    def has_started(self, on: date) -> bool:
        """Whether the year has begun by a day: by its dates, or because the team said so earlier."""
        return on >= self.starts_on or self.state not in (CohortState.PLANNED, CohortState.OPEN, CohortState.SELECTING)

    def move_to(self, state: str) -> None:
        """Take the step, in memory. Raises NotLegal."""
        if state not in COHORT_MOVES[self.state]:
            raise NotLegal
        self.state = state


class MandatoryDay(BaseModel):
    """A day that every fellow must be there. Applicants see it before they apply."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="mandatory_days")
    on = models.DateField()
    title = models.CharField(max_length=150)
    place = models.CharField(max_length=200, blank=True, help_text="Empty: not known yet.")

    class Meta:
        ordering = ("on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "on", "title"], name="cohort_has_a_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%-d %B %Y}: {self.title}"
