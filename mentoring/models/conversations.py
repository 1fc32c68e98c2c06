"""Single conversations: times that mentors offer, and who books one."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from accounts.models import User
from careers.models import Skill
from common.models import BaseModel
from events.local_time import LONDON, span_words
from mentoring.models.matches import NotLegal


class SlotQuerySet(models.QuerySet[Any]):
    def free(self, now: datetime) -> Self:
        """Still ahead and not in a break of the mentor, and nobody holds or has them."""
        taken = Conversation.objects.filter(slot=OuterRef("pk")).taking(now)
        return self.not_in_a_break().filter(starts_at__gt=now, mentor__is_active=True).exclude(Exists(taken))

    def not_in_a_break(self) -> Self:
        """Without those of mentors on a break that lasts until that day or longer."""
        until = "mentor__mentor__paused_until"
        return self.filter(Q(**{until: None}) | Q(**{f"{until}__lt": TruncDate("starts_at")}))


class Slot(BaseModel):
    """A time that a mentor offers for one conversation."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    zone = models.CharField(max_length=40, default=LONDON)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentor", "starts_at"], name="mentor_offers_a_time_once"),
            models.CheckConstraint(condition=Q(minutes__range=(15, 120)), name="slot_lasts_15_to_120_minutes"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["starts_at"], name="slot_ahead")]

    def __str__(self) -> str:
        return self.when

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def when(self) -> str:
        """ "Thursday 4 March 2027, 10:00 to 10:45 (UK time)" """
        return span_words(self.starts_at, self.ends_at, self.zone)


class ConversationQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> Self:
        return self.filter(Q(mentor=user) | Q(mentee=user))

    def taking(self, now: datetime) -> Self:
        """Those that keep a slot from others: agreed, or held and the time to confirm has not passed."""
        held = Q(state=Conversation.State.HELD, held_until__gt=now)
        return self.filter(held | Q(state=Conversation.State.CONFIRMED))

    def open(self, now: datetime) -> Self:
        """Held, or agreed and still to come: of these nobody has more than two."""
        return self.taking(now).filter(starts_at__gt=now)

    def to_lapse(self, now: datetime) -> Self:
        """Held, and not confirmed in time."""
        return self.filter(state=Conversation.State.HELD, held_until__lte=now)

    def took_place(self, now: datetime) -> Self:
        """Agreed and over: the two have talked, as far as the portal knows."""
        return self.filter(state=Conversation.State.CONFIRMED, starts_at__lte=now)


class Conversation(BaseModel):
    """Somebody booked a slot. ``held_until``: without the mentor's word by then it is free again."""

    class State(models.TextChoices):
        HELD = "HELD", "Waiting for the mentor"
        CONFIRMED = "CONFIRMED", "Agreed"
        DECLINED = "DECLINED", "Declined"
        LAPSED = "LAPSED", "Not confirmed in time"
        CANCELLED = "CANCELLED", "Called off"

    LIVE: ClassVar = (State.HELD, State.CONFIRMED)
    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        State.HELD: frozenset({State.CONFIRMED, State.DECLINED, State.LAPSED, State.CANCELLED}),
        State.CONFIRMED: frozenset({State.CANCELLED}),
        State.DECLINED: frozenset(),
        State.LAPSED: frozenset(),
        State.CANCELLED: frozenset(),
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey(Slot, null=True, on_delete=models.SET_NULL, related_name="conversations")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="conversations_as_mentor")
    mentee = models.ForeignKey(User, on_delete=models.CASCADE, related_name="conversations_as_mentee")
    state = models.CharField(max_length=9, choices=State.choices, default=State.HELD)
    starts_at = models.DateTimeField()
    about = models.TextField(max_length=1000, help_text="What the mentee would like to talk about.")
    skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    booked_at = models.DateTimeField()
    held_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was declined, lapsed or called off.")
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mentor_again_at = models.DateTimeField(null=True, blank=True, help_text="The mentor would talk to them again.")
    mentee_again_at = models.DateTimeField(null=True, blank=True, help_text="The mentee would talk to them again.")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=("HELD", "CONFIRMED")), name="slot_has_one_conversation"
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="nobody_talks_to_themselves"),
            models.CheckConstraint(
                condition=Q(state__in=("HELD", "CONFIRMED"), ended_at__isnull=True)
                | Q(state__in=("DECLINED", "LAPSED", "CANCELLED"), ended_at__isnull=False),
                name="conversation_says_when_it_ended",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mentor", "state"], name="conversation_of_a_mentor"),
            models.Index(fields=["mentee", "state"], name="conversation_of_a_mentee"),
            models.Index(fields=["held_until"], name="conversation_to_lapse", condition=Q(state="HELD")),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} and {self.mentor}"

    @property
    def both_ask_again(self) -> bool:
        return self.mentor_again_at is not None and self.mentee_again_at is not None

    def other(self, user: User) -> User:
        """The other of the two."""
        return self.mentee if user.pk == self.mentor_id else self.mentor

    def move_to(self, state: str) -> None:
        """Take the step, in memory. Raises NotLegal where the table has no such step."""
        if state not in self.MOVES[self.state]:
            raise NotLegal(f"{self.state} to {state}")
        self.state = state
