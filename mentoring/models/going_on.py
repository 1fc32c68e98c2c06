"""How a pair goes on: goals, progress that both agree on, feedback at the end, what became of it, concerns."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Programme, User
from careers.models import Skill
from common.models import BaseModel
from common.vocabulary import SkillLevel
from mentoring.models.conversations import Conversation
from mentoring.models.matches import Match

FROM_NONE = [(0, "None yet"), *SkillLevel.choices]


class Goal(BaseModel):
    """Something that a pair wants to reach."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(max_length=300)
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class Progress(BaseModel):
    """One of a pair says that the mentee has reached a level in a skill; it counts once the other agrees."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="progress")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    have = models.PositiveSmallIntegerField(choices=FROM_NONE, null=True, blank=True)  # null: not known
    reached = models.PositiveSmallIntegerField(choices=SkillLevel.choices)
    said_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-said_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["match", "skill"], condition=Q(agreed_at=None), name="pair_says_one_thing_of_a_skill_at_a_time"
            ),
            models.CheckConstraint(condition=Q(have__lt=F("reached"), reached__lte=4), name="progress_leads_up"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {'not known' if self.have is None else self.have} to {self.reached}"


class EndFeedback(BaseModel):
    """What one of a pair says at its end."""

    class Worked(models.IntegerChoices):
        NO = 1, "No"
        PARTLY = 2, "Partly"
        MOSTLY = 3, "Mostly"
        YES = 4, "Yes"

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="feedback")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    worked = models.PositiveSmallIntegerField(choices=Worked.choices)
    text = models.TextField(max_length=2000, blank=True, help_text="For the programme’s team.")
    thanks = models.TextField(max_length=2000, blank=True, help_text="For the other one.")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["match", "user"], name="person_gives_feedback_on_a_pair_once"),
            models.CheckConstraint(condition=Q(worked__range=(1, 4)), name="feedback_has_an_answer"),
        ]

    def __str__(self) -> str:
        return f"Feedback of {self.given_at:%-d %B %Y}"


class Outcome(BaseModel):
    """What became of a mentee, asked months after a pair ended well, and told to the mentor if the mentee wishes."""

    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="outcome")
    ask_at = models.DateTimeField(null=True, blank=True, help_text="When the mentee is asked; none once they were.")
    asked_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    may_tell = models.BooleanField(default=False, help_text="The mentee wants the mentor to read it.")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ask_at"], name="outcome_to_ask", condition=Q(ask_at__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(may_tell=False) | ~Q(text=""), name="what_is_told_was_written"),
        ]

    def __str__(self) -> str:
        return f"What became of {self.match}"


class ConcernQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.exclude(state=Concern.State.RESOLVED)


class Concern(BaseModel):
    """Something that worries one of two people about the other, or about how it goes. In confidence."""

    class State(models.TextChoices):
        REPORTED = "REPORTED", "Reported"
        ACKNOWLEDGED = "ACKNOWLEDGED", "Being looked into"
        RESOLVED = "RESOLVED", "Closed"

    class Kind(models.TextChoices):
        CONDUCT = "CONDUCT", "How somebody behaved towards me"
        SAFETY = "SAFETY", "Somebody may come to harm"
        CONFIDENCE = "CONFIDENCE", "Something told in confidence was passed on"
        BOUNDARIES = "BOUNDARIES", "Something that goes beyond mentoring"
        OTHER = "OTHER", "Something else"

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        State.REPORTED: frozenset({State.ACKNOWLEDGED, State.RESOLVED}),
        State.ACKNOWLEDGED: frozenset({State.RESOLVED}),
        State.RESOLVED: frozenset(),
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="None: site admins."
    )
    match = models.ForeignKey(Match, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    conversation = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reporter = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="concerns_reported")
    about = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(max_length=5000)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REPORTED)
    reported_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=5000, blank=True, help_text="What the reporter is told.")
    record = models.TextField(max_length=5000, blank=True, help_text="For those who deal with it alone.")
    escalated_at = models.DateTimeField(null=True, blank=True, help_text="Site admins were told that nobody answered.")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="RESOLVED") | Q(resolved_at__isnull=False), name="closed_concern_says_when"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["programme", "state", "-reported_at"], name="concern_of_a_programme"),
            models.Index(
                fields=["acknowledge_by"], name="concern_nobody_saw", condition=Q(state="REPORTED", escalated_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"Concern of {self.reported_at:%-d %B %Y}"

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]
