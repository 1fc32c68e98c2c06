"""Pairs: from a proposal to the end, in one table of states."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Programme, User
from common.models import BaseModel
from mentoring.models.rounds import Round
from notifications.models import Message


class NotLegal(Exception):
    """A pair cannot move from the state it is in to the one asked for."""


def held_back() -> Exists:
    """Whether the letter with the proposal is held, or was cancelled before its release, of a pair in a query."""
    letter = Message.objects.filter(letter="mentoring.proposed", about_id=OuterRef("pk"))
    cancelled = Q(state=Message.State.CANCELLED, prewritten=True)
    return Exists(letter.filter(Q(state=Message.State.HELD) | cancelled))


class MatchQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        """Proposed, accepted, meeting, asleep or paused: what takes a place."""
        return self.filter(state__in=Match.LIVE)

    def taken(self) -> Self:
        """What takes a place and was accepted."""
        return self.filter(state__in=Match.TAKEN)

    def begun(self) -> Self:
        """Those that were accepted, whether they go on or have ended."""
        return self.filter(state__in=(*Match.TAKEN, Match.State.ENDED))

    def of(self, user: User) -> Self:
        """A person's pairs, on either side."""
        return self.filter(Q(mentor=user) | Q(mentee=user))

    def told(self) -> Self:
        """Without proposals whose letter the team holds or never let go: the two do not know of them."""
        return self.filter(~Q(state__in=Match.UNTOLD) | ~held_back())

    def overdue(self, now: datetime) -> Self:
        """Proposals that nobody answered in time."""
        return self.filter(state=Match.State.PROPOSED, answer_by__lte=now)


class Match(BaseModel):
    """One mentor and one mentee. Once it has ended it never opens again; the two may get a new row."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "Waiting for the mentor’s answer"
        ACCEPTED = "ACCEPTED", "Accepted, not met yet"
        ACTIVE = "ACTIVE", "Meeting"
        DORMANT = "DORMANT", "Not met for a while"
        PAUSED = "PAUSED", "Paused"
        DECLINED = "DECLINED", "Declined"
        LAPSED = "LAPSED", "Not answered in time"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"
        ENDED = "ENDED", "Ended"

    class Origin(models.TextChoices):
        ROUND = "ROUND", "A round"
        ASKED = "ASKED", "Asked directly"
        NEXT_BEST = "NEXT_BEST", "Next best after another fell"

    class DeclineReason(models.TextChoices):
        NO_TIME = "NO_TIME", "I have no time at present"
        WRONG_SKILLS = "WRONG_SKILLS", "My skills are not what they need"
        WRONG_LEVEL = "WRONG_LEVEL", "They need someone more or less senior"
        TOO_CLOSE = "TOO_CLOSE", "We work too closely together"
        KNOW_THEM = "KNOW_THEM", "I know them already in another way"
        CONFLICT = "CONFLICT", "There is a conflict of interest"
        DISTANCE = "DISTANCE", "Meeting would be difficult"
        LEAVING = "LEAVING", "I am leaving or changing my job"
        OTHER = "OTHER", "Another reason"

    class EndReason(models.TextChoices):
        GOAL_MET = "GOAL_MET", "We did what we set out to do"
        TIME_OVER = "TIME_OVER", "The time we agreed is over"
        CHANGE = "CHANGE", "Another mentor would suit better"
        NO_TIME = "NO_TIME", "One of us has no time any more"
        MOVED_ON = "MOVED_ON", "One of us has moved on"
        ASLEEP = "ASLEEP", "We had not met for a long time"
        OTHER = "OTHER", "Another reason"

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        State.PROPOSED: frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset({State.ACTIVE, State.DORMANT, State.PAUSED, State.ENDED}),
        State.ACTIVE: frozenset({State.DORMANT, State.PAUSED, State.ENDED}),
        State.DORMANT: frozenset({State.ACTIVE, State.PAUSED, State.ENDED}),
        State.PAUSED: frozenset({State.ACTIVE, State.ENDED}),
        State.DECLINED: frozenset(),
        State.LAPSED: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.ENDED: frozenset(),
    }
    LIVE: ClassVar = (State.PROPOSED, State.ACCEPTED, State.ACTIVE, State.DORMANT, State.PAUSED)
    UNTOLD: ClassVar = (State.PROPOSED, State.WITHDRAWN)  # where the two may not know of it: see ``held_back``
    TAKEN: ClassVar = (State.ACCEPTED, State.ACTIVE, State.DORMANT, State.PAUSED)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="matches", help_text="None: directly."
    )
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.SET_NULL, related_name="matches")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="matches_as_mentee")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="matches_as_mentor")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    origin = models.CharField(max_length=9, choices=Origin.choices)
    message = models.TextField(max_length=2000, blank=True, help_text="What the mentee wrote who asked directly.")
    points = models.PositiveIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list, help_text="As in the run that found the pair.")
    proposed_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="Without an answer by then it lapses.")
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True)
    decline_note = models.CharField(max_length=500, blank=True, help_text="For the programme’s team alone.")
    met_at = models.DateTimeField(null=True, blank=True, help_text="When they last met, or else accepted.")
    warned_at = models.DateTimeField(null=True, blank=True, help_text="Told that it will be closed unless they meet.")
    paused_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="When it stopped taking a place, whatever the reason."
    )
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    end_reason = models.CharField(max_length=9, choices=EndReason.choices, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state__in=("PROPOSED", "ACCEPTED", "ACTIVE", "DORMANT", "PAUSED")),
                name="two_people_are_one_live_pair",
            ),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="nobody_mentors_themselves"),
            models.CheckConstraint(
                condition=Q(state__in=("PROPOSED", "ACCEPTED", "ACTIVE", "DORMANT", "PAUSED"), ended_at__isnull=True)
                | Q(state__in=("DECLINED", "LAPSED", "WITHDRAWN", "ENDED"), ended_at__isnull=False),
                name="pair_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="DECLINED") | ~Q(decline_reason=""), name="declining_has_a_reason"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mentor", "state"], name="match_of_a_mentor"),
            models.Index(fields=["mentee", "state"], name="match_of_a_mentee"),
            models.Index(fields=["programme", "state", "-id"], name="match_of_a_programme"),
            models.Index(fields=["round", "state", "-id"], name="match_of_a_round"),
            models.Index(fields=["answer_by"], name="match_to_lapse", condition=Q(state="PROPOSED")),
            models.Index(
                fields=["met_at"], name="match_to_nudge", condition=Q(state__in=("ACCEPTED", "ACTIVE", "DORMANT"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} and {self.mentor}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    def other(self, user: User) -> User:
        """The other of the two."""
        return self.mentee if user.pk == self.mentor_id else self.mentor

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    def move_to(self, state: str, *, now: datetime) -> None:
        """Take the step, in memory. Raises NotLegal where the table has no such step."""
        if not self.may_become(state):
            raise NotLegal(f"{self.state} to {state}")
        self.state = state
        if state not in self.LIVE:
            self.ended_at = now


class Question(BaseModel):
    """A question between the two before the mentor answers. The clock of the proposal goes on."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Question of {self.asked_at:%-d %B %Y}"
