"""Bookings: who has a place, who waits for one, who was asked."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.fields import WordSetField
from common.models import BaseModel
from events.local_time import moment_words
from events.models.events import Event


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings."""

    def live(self) -> Self:
        """Neither cancelled nor lapsed."""
        return self.filter(state__in=Booking.LIVE)

    def holding_a_place(self) -> Self:
        """Booked, or asked whether they want the place that is kept for them."""
        return self.filter(state__in=Booking.HOLDING)

    def after(self, booking: "Booking") -> Self:
        """Those that the same person made on the same event later."""
        return self.filter(event=booking.event_id, person=booking.person_id, pk__gt=booking.pk)

    def that_had_a_place(self) -> Self:
        """Booked at some time, or asked now."""
        return self.filter(Q(booked_at__isnull=False) | Q(state=Booking.State.OFFERED))

    def waiting_in_order(self) -> Self:
        """The waiting list, first come first. Rows are added under the event's lock, so ids are in order."""
        return self.filter(state=Booking.State.WAITING).order_by("pk")

    def count_by_state(self) -> dict[str, int]:
        """How many there are in each state, by its name in lower case. One query."""
        found = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return {state.lower(): found.get(state, 0) for state in Booking.State.values}

    def run_out(self, now: datetime) -> Self:
        """Asked, and did not answer in time."""
        return self.filter(state=Booking.State.OFFERED, offer_ends_at__lte=now)


class Booking(BaseModel):
    """One person's place on one event, or their wish for one. Who books again gets a new row."""

    class State(models.TextChoices):
        BOOKED = "BOOKED", "Booked"
        WAITING = "WAITING", "On the waiting list"
        OFFERED = "OFFERED", "Asked to confirm"
        CANCELLED = "CANCELLED", "Cancelled"
        LAPSED = "LAPSED", "Lapsed"

    class Attendance(models.TextChoices):
        PRESENT = "PRESENT", "Present"
        LATE = "LATE", "Came late"
        ABSENT = "ABSENT", "Absent"
        EXCUSED = "EXCUSED", "Excused"

    class Adjustment(models.TextChoices):
        CAPTIONS = "CAPTIONS", "Captions"
        BSL = "BSL", "British Sign Language interpreter"
        STEP_FREE = "STEP_FREE", "Step-free access"
        DIET = "DIET", "Dietary needs"
        OTHER = "OTHER", "Something else"

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        State.WAITING: frozenset({State.OFFERED, State.BOOKED, State.CANCELLED, State.LAPSED}),
        State.OFFERED: frozenset({State.BOOKED, State.CANCELLED, State.LAPSED}),
        State.BOOKED: frozenset({State.CANCELLED}),
        State.CANCELLED: frozenset(),
        State.LAPSED: frozenset(),
    }
    LIVE: ClassVar = (State.BOOKED, State.OFFERED, State.WAITING)
    HOLDING: ClassVar = (State.BOOKED, State.OFFERED)
    CAME: ClassVar = (Attendance.PRESENT, Attendance.LATE)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bookings")
    state = models.CharField(max_length=10, choices=State.choices)
    booked_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was cancelled or lapsed.")
    calendar_steps = models.PositiveIntegerField(
        default=0, help_text="How far earlier bookings have moved the sequence in this person's calendar."
    )
    attendance = models.CharField(max_length=8, choices=Attendance.choices, blank=True)
    adjustments = WordSetField(choices=Adjustment.choices, help_text="For the organiser only; erased after the event.")
    adjustments_note = models.CharField(max_length=500, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar[list[models.Index]] = [
            # Also for the foreign key. Counting places, the order of waiting, and whom to tell.
            models.Index(fields=["event", "state", "id"], name="booking_of_an_event"),
            models.Index(fields=["offer_ends_at"], name="booking_offered", condition=Q(state="OFFERED")),
            models.Index(
                fields=["event"], name="booking_not_yet_booked", condition=Q(state__in=("WAITING", "OFFERED"))
            ),
            models.Index(
                fields=["event"],
                name="booking_with_adjustments",
                condition=~Q(adjustments="") | ~Q(adjustments_note=""),
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=("BOOKED", "OFFERED", "WAITING")),
                name="person_has_one_live_booking_per_event",
            ),
            models.CheckConstraint(
                condition=~Q(state="OFFERED") | Q(offer_ends_at__isnull=False), name="offer_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(state="BOOKED") | Q(booked_at__isnull=False), name="booking_says_when_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("CANCELLED", "LAPSED"), ended_at__isnull=False)
                | Q(state__in=("BOOKED", "OFFERED", "WAITING"), ended_at__isnull=True),
                name="booking_says_when_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_state_display()}"

    @property
    def is_booked(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def came(self) -> bool:
        return self.attendance in self.CAME

    @property
    def adjustment_words(self) -> str:
        """What was asked for, in one line."""
        named = [str(self.Adjustment(word).label) for word in self.adjustments]
        return "; ".join([*named, *([self.adjustments_note] if self.adjustments_note else [])])

    @property
    def offer_ends(self) -> str:
        """Until when a place is kept, in words; empty if none ever was."""
        return moment_words(self.offer_ends_at, self.event.zone) if self.offer_ends_at else ""

    def needs(self, adjustments: Iterable[str], note: str) -> None:
        """Set what the person needs to take part; the caller saves."""
        self.adjustments = tuple(adjustments)  # type: ignore[assignment]  # mypy knows the column, not the tuple
        self.adjustments_note = note

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    def offer_is_open(self, now: datetime) -> bool:
        return self.is_offered and self.offer_ends_at is not None and now < self.offer_ends_at
