"""Action learning sets. What is said in a set stays there: attendance and agreed actions are kept, and nothing else."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import ProgrammeRole, User
from common.models import BaseModel
from common.runs import LongRun
from events.models import Event
from fellowship.models.cohorts import Cohort
from fellowship.models.fellows import Fellow
from fellowship.models.moves import FellowState


class LearningSetQuerySet(models.QuerySet[Any]):
    def led_by(self, user: User, *, now: datetime) -> Self:
        """Sets that this person facilitates, or stands in for the facilitator of. The role must still be held."""
        roles = ProgrammeRole.objects.held_by(user, on=timezone.localdate(now)).filter(
            programme=models.OuterRef("cohort__programme"), user=models.OuterRef("facilitator"),
            role=ProgrammeRole.Role.FACILITATOR,
        )  # fmt: skip
        return self.filter(models.Exists(roles))

    def inside(self, user: User, *, now: datetime) -> Self:
        """Sets whose agreed actions this person may read: as one of its fellows or who leads it. Nobody else."""
        sits = SetMember.objects.filter(learning_set=models.OuterRef("pk"), fellow__user=user).exclude(
            fellow__state=FellowState.LEFT
        )
        told = Q(cohort__sets_told_at__isnull=False) & models.Exists(sits)
        return self.filter(told | Q(pk__in=LearningSet.objects.led_by(user, now=now).values("pk")))


class LearningSet(BaseModel):
    """Five to eight fellows who learn with each other, and who leads them."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sets")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True, help_text="Empty: “Set” and its number.")
    facilitator = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads_sets")

    objects = LearningSetQuerySet.as_manager()

    class Meta:
        ordering = ("number", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "number"], name="cohort_numbers_its_sets"),
        ]

    def __str__(self) -> str:
        return self.name or f"Set {self.number}"


class SetMember(BaseModel):
    """A fellow sits in one set. ``is_kept``: proposing anew leaves them there."""

    learning_set = models.ForeignKey(LearningSet, on_delete=models.CASCADE, related_name="members")
    fellow = models.OneToOneField(Fellow, on_delete=models.CASCADE, related_name="seat")
    is_kept = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.fellow} in {self.learning_set}"


class SetRun(LongRun):
    """One calculation of the sets of a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="set_runs")
    count = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Sets asked for; empty: the usual.")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    best = models.PositiveIntegerField(null=True, blank=True, help_text="The least imbalance found so far.")
    bound = models.PositiveIntegerField(null=True, blank=True, help_text="No division has less.")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(state__in=("QUEUED", "RUNNING")), name="cohort_divides_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Division of {self.asked_at:%-d %B %Y}"


class SetMeeting(BaseModel):
    """A meeting of a set: an event by invitation, on which its fellows have their places."""

    learning_set = models.ForeignKey(LearningSet, on_delete=models.CASCADE, related_name="meetings")
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="set_meeting")

    class Meta:
        ordering = ("event__starts_at", "pk")

    def __str__(self) -> str:
        return str(self.event)


class AgreedAction(BaseModel):
    """What somebody took on at a meeting. The set alone reads it. ``fellow`` empty: all of them."""

    meeting = models.ForeignKey(SetMeeting, on_delete=models.CASCADE, related_name="actions")
    fellow = models.ForeignKey(Fellow, null=True, blank=True, on_delete=models.CASCADE, related_name="agreed_actions")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text
