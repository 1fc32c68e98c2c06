"""Plans: where a person wants to get, what they do for it and by when, and what they said when they looked back."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q

from accounts.models import User
from careers.models import Level, Skill
from common.models import BaseModel

LONGEST_TEXT = 1_000  # characters of what to do
LONGEST_NOTE = 2_000


class Pays(models.TextChoices):
    """What a person can pay for learning."""

    NOTHING = "NOTHING", "Nothing: only what is free, or what others pay for"
    SOMETHING = "SOMETHING", "Something, or my employer does"


class ActionKind(models.TextChoices):
    LEARN = "LEARN", "Learn"
    MENTOR = "MENTOR", "Meet a mentor"
    SHADOW = "SHADOW", "Shadow or talk to someone"
    ATTEND = "ATTEND", "Attend an event"
    JOIN = "JOIN", "Join a network"
    WORK = "WORK", "Gain evidence at work"
    READ = "READ", "Read"
    OWN = "OWN", "Something else"


class Horizon(models.TextChoices):
    NOW = "NOW", "Now"
    LATER = "LATER", "Later"


class ActionState(models.TextChoices):
    TO_DO = "TO_DO", "To do"
    DOING = "DOING", "Doing"
    DONE = "DONE", "Done"
    DROPPED = "DROPPED", "Dropped"


OPEN_STATES = (ActionState.TO_DO, ActionState.DOING)


class Plan(BaseModel):
    """The one plan of a person. ``review_at``: when the letter about the review leaves; none once it has left."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="plan")
    hours_a_week = models.PositiveSmallIntegerField()
    pays = models.CharField(max_length=9, choices=Pays.choices)
    started_at = models.DateTimeField()
    review_on = models.DateField()
    review_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["review_at", "id"], name="plan_to_review", condition=Q(review_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.started_at:%-d %B %Y}"


class PlanGoal(BaseModel):
    """A level that a person wants to get to. Its ``stops`` are the route they chose, the goal last; none: no route."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "level"], name="plan_has_a_goal_once"),
        ]

    def __str__(self) -> str:
        return str(self.level)


class PlanStop(BaseModel):
    """A level on the route to a goal."""

    goal = models.ForeignKey(PlanGoal, on_delete=models.CASCADE, related_name="stops")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "position"], name="route_has_one_stop_at_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.level}"


class ActionQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """What a person means to do."""
        return self.filter(plan__user=user)

    def open(self) -> Self:
        """What is neither done nor dropped."""
        return self.filter(state__in=OPEN_STATES)

    def progress(self, *, today: date) -> dict[str, int]:
        """How many are ``open``, of these ``doing`` and ``late``, and how many ``done`` and ``dropped``. One query."""
        return self.aggregate(
            open=Count("pk", filter=Q(state__in=OPEN_STATES)),
            doing=Count("pk", filter=Q(state=ActionState.DOING)),
            done=Count("pk", filter=Q(state=ActionState.DONE)),
            dropped=Count("pk", filter=Q(state=ActionState.DROPPED)),
            late=Count("pk", filter=Q(state__in=OPEN_STATES, due_on__lt=today)),
        )


class Action(BaseModel):
    """One thing to do. ``address`` is a page of the portal, or empty. ``remind_at``: none if no reminder is to come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=6, choices=ActionKind.choices)
    text = models.TextField(max_length=LONGEST_TEXT)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    evidence = models.TextField(max_length=LONGEST_TEXT, blank=True)
    due_on = models.DateField(null=True, blank=True)
    horizon = models.CharField(max_length=5, choices=Horizon.choices)
    state = models.CharField(max_length=7, choices=ActionState.choices, default=ActionState.TO_DO)
    note = models.TextField(max_length=LONGEST_NOTE, blank=True, help_text="For the person alone.")
    done_on = models.DateField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("-horizon", "due_on", "created_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="DONE", done_on__isnull=False) | ~Q(state="DONE") & Q(done_on=None),
                name="action_says_when_it_was_done",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "state", "due_on"], name="action_of_a_plan"),
            # Only what is still to come, as with the reminders of events (docs/adr/0077).
            models.Index(fields=["remind_at", "id"], name="action_to_remind_of", condition=Q(remind_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class PlanReview(BaseModel):
    """One time that a person looked back: what had changed, and how far they were."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    reviewed_at = models.DateTimeField()
    changed = models.TextField(max_length=LONGEST_NOTE, blank=True)
    done = models.PositiveSmallIntegerField()
    still_open = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("-reviewed_at", "-pk")

    def __str__(self) -> str:
        return f"Review of {self.reviewed_at:%-d %B %Y}"
