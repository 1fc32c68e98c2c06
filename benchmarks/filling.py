"""Events, bookings and messages for the pages that show them: a month with 200 events, and a list that is full."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from accounts.models import User
from benchmarks.tellers import tell
from events.models import Booking, Event
from notifications.models import Message

EVENTS = 200
PEOPLE = 200
BOOKED_ON_EACH = 20
MONTH = datetime(2030, 5, 1, 9, tzinfo=UTC)


def fill(*, now: datetime) -> None:
    """Fills the tables. A site administrator booked some of the events."""
    root = User.objects.create_superuser("root@example.org", None, name="Root")
    tell(root, now=now)
    people = User.objects.bulk_create(User(email=f"someone{number}@example.org") for number in range(PEOPLE))
    events = Event.objects.bulk_create(_event(number, now) for number in range(EVENTS))
    places = [
        (event, people[(7 * start + n) % PEOPLE]) for start, event in enumerate(events) for n in range(BOOKED_ON_EACH)
    ]
    places += [(event, root) for event in events[:30]]
    bookings = Booking.objects.bulk_create(
        Booking(event=event, person=person, state="BOOKED", booked_at=now) for event, person in places
    )
    Message.objects.bulk_create(
        Message(
            letter="events.booking_confirmed", about_id=booking.pk, key=f"events.booking_confirmed:{booking.pk}",
            due_at=now, state="SENT", to=booking.person.email, subject="Booked", text="Words", finished_at=now,
        )
        for booking in bookings
    )  # fmt: skip


def cookie() -> str:
    """The cookie of the site administrator, signed in."""
    client = Client()
    client.force_login(User.objects.get(email="root@example.org"))
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _event(number: int, now: datetime) -> Event:
    starts_at = MONTH + timedelta(days=number % 28, hours=number % 8)
    return Event(
        slug=f"event-{number}", title=f"Learning from data, part {number}", kind="WEBINAR", mode="ONLINE", capacity=30,
        summary="What three trusts do with what they already know.", state="PUBLISHED", published_at=now,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
    )  # fmt: skip
