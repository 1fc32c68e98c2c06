"""Meetings of two people: proposed, agreed, held; what each keeps of them, and what they agree to do."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from careers.models import Skill
from common.models import BaseModel
from events.local_time import LONDON, local, span_words
from mentoring.models.conversations import Conversation
from mentoring.models.matches import Match, NotLegal
from planning.models import Action, ActionState
from planning.models.plans import OPEN_STATES

LONGEST_MEETING = 480  # minutes
BETWEEN_TWO = Q(match__isnull=False, conversation__isnull=True) | Q(match__isnull=True, conversation__isnull=False)


class Pulse(models.IntegerChoices):
    """Answers to both questions after a meeting."""

    NO = 1, "No"
    A_LITTLE = 2, "A little"
    MOSTLY = 3, "Mostly"
    YES = 4, "Yes"


class BetweenTwo(BaseModel):
    """What belongs to a mentor and a mentee, who are a pair or have one conversation."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, null=True, blank=True, on_delete=models.CASCADE)
    conversation = models.ForeignKey(Conversation, null=True, blank=True, on_delete=models.CASCADE)
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        default_related_name = "%(class)ss"

    def other(self, user: User) -> User:
        """The other of the two."""
        return self.mentee if user.pk == self.mentor_id else self.mentor


class MeetingQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        """A person's meetings, on either side."""
        return self.filter(Q(mentor=user) | Q(mentee=user))

    def open(self) -> Self:
        """Proposed or agreed, and not yet held."""
        return self.filter(state__in=(Meeting.State.PROPOSED, Meeting.State.BOOKED))

    def ahead(self, now: datetime) -> Self:
        """Agreed, and still to begin."""
        return self.filter(state=Meeting.State.BOOKED, starts_at__gt=now)

    def held(self) -> Self:
        return self.filter(state=Meeting.State.DONE)


class Meeting(BetweenTwo):
    """One meeting. While times are proposed, ``proposed_by`` waits for the other; an agreed time stands until then.

    ``sequence`` counts changes that calendars must hear of.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "Times proposed"
        BOOKED = "BOOKED", "Agreed"
        DONE = "DONE", "You met"
        MISSED = "MISSED", "Did not take place"
        CANCELLED = "CANCELLED", "Called off"

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        State.PROPOSED: frozenset({State.BOOKED, State.CANCELLED}),
        State.BOOKED: frozenset({State.DONE, State.MISSED, State.CANCELLED}),
        State.DONE: frozenset({State.MISSED}),
        State.MISSED: frozenset({State.DONE}),
        State.CANCELLED: frozenset(),
    }

    state = models.CharField(max_length=9, choices=State.choices)
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=40, default=LONDON, help_text="Whose clocks the time is told by.")
    where = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    agenda = models.TextField(max_length=2000, blank=True, help_text="Both read and write it.")
    proposed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Who waits for an answer."
    )
    arranged_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta(BetweenTwo.Meta):
        abstract = False
        ordering = ("-starts_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=BETWEEN_TWO, name="meeting_is_of_a_pair_or_a_conversation"),
            models.CheckConstraint(
                condition=Q(state__in=("PROPOSED", "CANCELLED")) | Q(starts_at__isnull=False),
                name="agreed_meeting_has_a_time",
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="meeting_is_of_two_people"),
            models.CheckConstraint(condition=Q(minutes__range=(5, LONGEST_MEETING)), name="meeting_lasts_5_to_480"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mentor", "state", "-starts_at"], name="meeting_of_a_mentor"),
            models.Index(fields=["mentee", "state", "-starts_at"], name="meeting_of_a_mentee"),
        ]

    def __str__(self) -> str:
        return f"Meeting of {self.when}"

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def when(self) -> str:
        """ "Thursday 4 March 2027, 10:00 to 11:00 (UK time)"; says so while no time is agreed."""
        ends_at = self.ends_at
        return span_words(self.starts_at, ends_at, self.zone) if self.starts_at and ends_at else "No time agreed yet"

    @property
    def day(self) -> str:
        """ "4 March 2027" """
        here = local(self.starts_at, self.zone) if self.starts_at else None
        return f"{here.day} {here:%B %Y}" if here else "no day yet"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.BOOKED)

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    def move_to(self, state: str) -> None:
        """Take the step, in memory. Raises NotLegal where the table has no such step."""
        if state not in self.MOVES[self.state]:
            raise NotLegal(f"{self.state} to {state}")
        self.state = state


class ProposedTime(BaseModel):
    """A time that one of the two proposes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="proposed_times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "starts_at"], name="meeting_proposes_a_time_once"),
        ]

    def __str__(self) -> str:
        return self.when

    @property
    def when(self) -> str:
        """As the meeting would read if it were agreed."""
        meeting = self.meeting
        return span_words(self.starts_at, self.starts_at + timedelta(minutes=meeting.minutes), meeting.zone)


class Attendee(BaseModel):
    """One of the two at a meeting: their own note, which nobody else ever reads, and two answers afterwards."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="meetings_attended")
    note = models.TextField(max_length=5000, blank=True, help_text="For this person alone.")
    useful = models.PositiveSmallIntegerField(null=True, blank=True, choices=Pulse.choices)
    forward = models.PositiveSmallIntegerField(null=True, blank=True, choices=Pulse.choices)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "user"], name="person_attends_a_meeting_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, useful__isnull=True, forward__isnull=True)
                | Q(answered_at__isnull=False, useful__range=(1, 4), forward__range=(1, 4)),
                name="both_questions_are_answered_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.meeting}"


class GoneMeeting(BaseModel):
    """An agreed meeting that went with the account of one of the two: what takes it out of the other's calendar."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", help_text="Who stays.")
    uid = models.UUIDField(unique=True, help_text="What calendars call the meeting.")
    sequence = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.when

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def when(self) -> str:
        """As the meeting said it."""
        return span_words(self.starts_at, self.ends_at, self.zone)


class StepQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Neither done nor dropped, here or in the mentee's plan."""
        return self.filter(Q(action=None, done_on=None) | Q(action__state__in=OPEN_STATES))


class Step(BetweenTwo):
    """Something that the two agreed one of them does. What the mentee does stands in their plan too, with its state."""

    class Whose(models.TextChoices):
        MENTEE = "MENTEE", "The mentee"
        MENTOR = "MENTOR", "The mentor"

    whose = models.CharField(max_length=6, choices=Whose.choices, default=Whose.MENTEE)
    text = models.CharField(max_length=300)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = StepQuerySet.as_manager()

    class Meta(BetweenTwo.Meta):
        abstract = False
        ordering = ("due_on", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=BETWEEN_TWO, name="step_is_of_a_pair_or_a_conversation"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        if self.action is not None:
            return bool(self.action.state == ActionState.DONE)
        return self.done_on is not None

    @property
    def is_dropped(self) -> bool:
        return self.action is not None and self.action.state == ActionState.DROPPED
