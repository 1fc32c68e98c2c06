"""Fellows: those who were enrolled, and what has to be ready before they start."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import User
from common.models import BaseModel
from fellowship.models.applications import Application
from fellowship.models.cohorts import Cohort
from fellowship.models.moves import FellowState


class Fellow(BaseModel):
    """One person's year. Being at risk is computed from what happens, never kept here."""

    State = FellowState

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="fellows")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="fellowships")
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="fellow"
    )
    state = models.CharField(max_length=9, choices=FellowState.choices, default=FellowState.ACTIVE)
    adviser = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="advises")
    share_of_time = models.DecimalField(
        max_digits=3, decimal_places=2, default=1, help_text="1: full time. Slower clocks for those who work part time."
    )
    enrolled_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "user"], name="person_is_a_fellow_of_a_cohort_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cohort", "state"], name="fellows_of_a_cohort"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class FellowMove(BaseModel):
    """The record of one move. Never changed."""

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=9, choices=FellowState.choices)
    after = models.CharField(max_length=9, choices=FellowState.choices)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class OnboardingItem(BaseModel):
    """One thing that must be ready before a person starts."""

    class Kind(models.TextChoices):
        SPONSOR = "SPONSOR", "The employer’s support is confirmed"
        TIME = "TIME", "Protected time is agreed"
        CONSENT = "CONSENT", "Consent is given"
        BASELINE = "BASELINE", "The first questionnaire is answered"
        DAYS = "DAYS", "The mandatory days are free"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="onboarding")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "kind"], name="thing_to_do_before_the_start_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
