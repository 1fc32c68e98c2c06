"""Events: what happens, when and where, for whom and how many."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import available_timezones

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Programme, ProgrammeRole, User
from accounts.roles import RUNNING_IT, is_site_admin, is_staff_member, programmes_where
from careers.models import Family, Skill
from common.models import BaseModel
from common.refusals import Refused
from events.local_time import LONDON, local, span_words

Someone = User | AnonymousUser
Role = ProgrammeRole.Role


class NotLegal(Refused):
    """That is no longer possible: somebody changed it meanwhile. Load the page again to see how it is now."""


def validate_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("There is no time zone of that name.")


class EventQuerySet(models.QuerySet["Event"]):
    """Events."""

    def upcoming(self, now: datetime) -> Self:
        """Published and not over."""
        return self.filter(state=Event.State.PUBLISHED, ends_at__gt=now)

    def listed(self) -> Self:
        """Published and open to all: what anybody may read in lists."""
        return self.filter(state=Event.State.PUBLISHED, audience=Event.Audience.OPEN)

    def visible_to(self, user: Someone, *, now: datetime) -> Self:
        """Published or cancelled, and open to all or meant for this person; and whatever they run."""
        meant, theirs = Q(audience=Event.Audience.OPEN), Q()
        if isinstance(user, User):
            meant |= Q(pk__in=user.event_invitations.values("event")) | Q(pk__in=user.bookings.values("event"))
            theirs = Q(pk__in=Event.objects.run_by(user, now=now).values("pk"))
        return self.filter(~Q(state=Event.State.DRAFT) & meant | theirs)

    def run_by(self, user: Someone, *, now: datetime) -> Self:
        """Events that this person organises, hosts with others, or runs with their programme; all for a site admin.

        None without a role in some programme: those who see who is booked are staff, who sign in with a second step. An
        organiser who has left the team of the event's programme runs it no longer.
        """
        if is_site_admin(user):
            return self
        if not isinstance(user, User) or not is_staff_member(user, now=now):
            return self.none()
        run, member = (programmes_where(user, roles, now=now).values("pk") for roles in (RUNNING_IT, Role.values))
        organised = Q(organiser=user) & (Q(programme=None) | Q(programme__in=member))
        return self.filter(organised | Q(programme__in=run) | Q(pk__in=user.co_hosted.values("event")))

    def with_taken(self) -> Self:
        """Annotates ``taken``: how many places are booked or held for somebody who was asked."""
        return self.annotate(taken=_bookings_in("BOOKED", "OFFERED"))

    def with_waiting(self) -> Self:
        """Annotates ``waiting``: how many wait for a place."""
        return self.annotate(waiting=_bookings_in("WAITING"))

    def having_places(self, now: datetime) -> Self:
        """Those that can be booked now: open for booking, and with a free place that nobody waits for."""
        return (
            self.with_taken()
            .with_waiting()
            .filter(Q(capacity=None) | Q(taken__lt=F("capacity"), waiting=0))
            .filter(Q(booking_opens_at=None) | Q(booking_opens_at__lte=now))
            .filter(Q(booking_closes_at=None) | Q(booking_closes_at__gt=now))
            .filter(external_link="", starts_at__gt=now)
        )


def _bookings_in(*states: str) -> Coalesce:
    from events.models.bookings import Booking

    counted = Booking.objects.filter(event=OuterRef("pk"), state__in=states).order_by().values("event")
    return Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField())


class EventSeries(BaseModel):
    """Events that were copied from one another, week by week. Each has bookings of its own."""

    class Meta:
        verbose_name_plural = "event series"

    def __str__(self) -> str:
        return f"Series {self.pk}"


class Event(BaseModel):
    """Something that people book a place on, or an external event that they find elsewhere."""

    class Kind(models.TextChoices):
        CONFERENCE = "CONFERENCE", "Conference"
        WEBINAR = "WEBINAR", "Webinar"
        WORKSHOP = "WORKSHOP", "Workshop"
        LECTURE = "LECTURE", "Lecture"
        LEARNING_SET = "LEARNING_SET", "Learning set"
        SHOWCASE = "SHOWCASE", "Showcase"
        DROP_IN = "DROP_IN", "Drop-in"

    class Mode(models.TextChoices):
        ONLINE = "ONLINE", "Online"
        IN_PERSON = "IN_PERSON", "In person"
        BOTH = "BOTH", "In person and online"

    class Audience(models.TextChoices):
        OPEN = "OPEN", "Open to all"
        INVITED = "INVITED", "By invitation"

    class State(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        PUBLISHED = "PUBLISHED", "Published"
        CANCELLED = "CANCELLED", "Cancelled"

    MOVES: ClassVar[Mapping[str, frozenset[str]]] = {
        State.DRAFT: frozenset({State.PUBLISHED}),
        State.PUBLISHED: frozenset({State.CANCELLED}),
        State.CANCELLED: frozenset(),
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its name in calendar files.")
    slug = models.SlugField(max_length=90, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.OPEN)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField("time zone", max_length=40, default=LONDON, validators=[validate_zone])
    mode = models.CharField(max_length=9, choices=Mode.choices)
    town = models.CharField(max_length=100, blank=True, help_text="Everybody may read this.")
    place = models.TextField(blank=True, help_text="Address and room, for those who have a place.")
    online_link = models.URLField(max_length=2000, blank=True, help_text="For those who have a place.")
    external_link = models.URLField(max_length=500, blank=True, help_text="Where an event of others is booked.")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: no limit.")
    booking_opens_at = models.DateTimeField(null=True, blank=True, help_text="Empty: when it is published.")
    booking_closes_at = models.DateTimeField(null=True, blank=True, help_text="Empty: when it starts.")
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    organiser = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="organised_events"
    )
    families = models.ManyToManyField(Family, blank=True, related_name="events")
    skills = models.ManyToManyField(Skill, blank=True, related_name="events")
    series = models.ForeignKey(EventSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    sequence = models.PositiveIntegerField(default=0, help_text="How often it was changed, for calendars.")
    moved_from_at = models.DateTimeField(null=True, blank=True, help_text="When it was to start before it was moved.")
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at", "id"], name="event_published", condition=Q(state="PUBLISHED")),
            models.Index(fields=["ends_at"], name="event_by_its_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="event_has_a_place"),
            models.CheckConstraint(
                condition=Q(external_link="") | Q(capacity=None, audience="OPEN"), name="external_event_has_no_places"
            ),
            models.CheckConstraint(condition=Q(mode="ONLINE") | ~Q(town=""), name="event_in_person_names_its_town"),
            models.CheckConstraint(
                condition=Q(state="CANCELLED", cancelled_at__isnull=False)
                | ~Q(state="CANCELLED") & Q(cancelled_at__isnull=True),
                name="event_says_when_it_was_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(booking_closes_at=None)
                | Q(booking_opens_at=None)
                | Q(booking_closes_at__gt=F("booking_opens_at")),
                name="booking_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.slug])

    @property
    def is_external(self) -> bool:
        return bool(self.external_link)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_in_person(self) -> bool:
        return self.mode != self.Mode.ONLINE

    @property
    def is_online(self) -> bool:
        return self.mode != self.Mode.IN_PERSON

    @property
    def when(self) -> str:
        """ "Thursday 4 March 2027, 10:00 to 11:30 (UK time)" """
        return span_words(self.starts_at, self.ends_at, self.zone)

    @property
    def moved_from(self) -> str:
        """When it was to start before it was moved last, with the length it has now; empty if it never was."""
        if self.moved_from_at is None:
            return ""
        return span_words(self.moved_from_at, self.moved_from_at + (self.ends_at - self.starts_at), self.zone)

    @property
    def where(self) -> str:
        """What everybody may read: "Online", "Leeds", "Leeds and online"."""
        return {
            self.Mode.ONLINE: "Online", self.Mode.IN_PERSON: self.town, self.Mode.BOTH: f"{self.town} and online",
        }[self.Mode(self.mode)]  # fmt: skip

    @property
    def starts_on_the_wall(self) -> datetime:
        return local(self.starts_at, self.zone)

    @property
    def scope(self) -> str:
        """How messages and the audit trail name what it belongs to; empty for the site."""
        return f"programme:{self.programme_id}" if self.programme_id else ""

    @property
    def reply_to(self) -> tuple[str, ...]:
        """Where answers to its letters go."""
        return (self.programme.reply_to,) if self.programme and self.programme.reply_to else ()

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]

    def has_started(self, now: datetime) -> bool:
        return now >= self.starts_at

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends_at
