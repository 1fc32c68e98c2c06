"""People, programmes and events for tests. Times are in winter unless a test is about the clocks."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import Programme, ProgrammeRole, User
from events.booking import book
from events.models import Booking, Event
from events.organising import publish_event
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_numbers = count(1)


def person(name: str = "", **fields: Any) -> User:
    number = next(_numbers)
    user: User = User.objects.create_user(f"person{number}@example.org", name=name or f"Kim {number}", **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def programme(name: str = "") -> Programme:
    number = next(_numbers)
    return Programme.objects.create(name=name or f"Programme {number}", slug=f"programme-{number}")


def organiser(of: Programme | None = None, role: str = "ADMIN", **fields: Any) -> User:
    user = person(**fields)
    ProgrammeRole.objects.create(programme=of or programme(), user=user, role=role)
    return user


def draft(**fields: Any) -> Event:
    """An online webinar in ten days, from 10:00 to 11:00 in London."""
    number = next(_numbers)
    starts_at = fields.pop("starts_at", NOW + 10 * DAY + HOUR)
    given: dict[str, Any] = {
        "title": f"Webinar {number}", "slug": f"webinar-{number}", "summary": "What it is about.", "kind": "WEBINAR",
        "mode": "ONLINE", "online_link": f"https://teams.example.com/join/{number}",
        "starts_at": starts_at, "ends_at": starts_at + HOUR,
    }  # fmt: skip
    return Event.objects.create(**given | fields)


def event(now: datetime = NOW, **fields: Any) -> Event:
    """The same, published, by an organiser in its programme."""
    fields.setdefault("programme", programme())
    fields.setdefault("organiser", organiser(fields["programme"]))
    made = draft(**fields)
    return publish_event(made.pk, actor=fields["organiser"], now=now)


def booked(on: Event, who: User | None = None, now: datetime = NOW, **more: Any) -> Booking:
    return book(on.pk, who or person(), now=now, **more)


def waiting(on: Event, who: User | None = None, now: datetime = NOW) -> Booking:
    return booked(on, who, now, or_wait=True)


def states(on: Event) -> list[str]:
    """The states of an event's bookings in the order they were made."""
    return list(Booking.objects.filter(event=on).order_by("pk").values_list("state", flat=True))


def letters(name: str = "") -> list[Message]:
    """What is in the outbox, in order."""
    found = Message.objects.order_by("pk")
    return list(found.filter(letter=name) if name else found)


def render(message: Message, now: datetime = NOW) -> Mail:
    """The letter as it would leave; fails if it would be dropped."""
    mail = letter_called(message.letter).render(message.about_id, now)
    assert isinstance(mail, Mail), mail
    return mail


def drop_reason(message: Message, now: datetime = NOW) -> str:
    """Why it would be dropped; fails if it would leave."""
    answer = letter_called(message.letter).render(message.about_id, now)
    assert isinstance(answer, Drop), answer
    return answer.reason
