"""Letters: functions registered by name that write an e-mail at the moment it is sent, or say why it should not be.

An app's ``letters.py``, imported from its ``AppConfig.ready()``::

    @letter("events.booking_confirmed", title="Booking confirmed", essential=True)
    def booking_confirmed(booking_id: int, now: datetime) -> Mail | Drop:
        booking = Booking.objects.filter(pk=booking_id).first()
        if booking is None or booking.is_cancelled:
            return Drop("The booking was cancelled.")
        return Mail(to=booking.person.email, template="events/booking_confirmed", context={"booking": booking})

The template ``templates/emails/events/booking_confirmed.txt`` begins with the subject; the text follows. In it,
``{{ }}`` writes values as they are. Web addresses stay links only on our own site or where ``Mail.links`` names them,
so that nobody's name or title becomes one (docs/adr/0062).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a letter."""

    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Calendar:
    """A calendar file (RFC 5545, in UTF-8). ``method`` must be the METHOD inside it.

    REQUEST and CANCEL also travel as a form of the letter itself, which is how mail programs know an invitation.
    """

    content: bytes
    method: Literal["PUBLISH", "REQUEST", "CANCEL"]
    name: str = "event.ics"


@dataclass(frozen=True)
class Mail:
    """A letter ready to be written.

    ``to`` is one bare address. ``template`` names ``templates/emails/<template>.txt`` and, if there is one, ``.html``
    (which extends ``emails/layout.html``); without it the HTML is made from the text. ``links`` are the addresses
    outside our own site that it may contain. ``unsubscribe_url`` (https, on our site) is where a POST stops letters of
    this kind; leave it empty for letters that cannot be stopped. ``headers`` adds further headers, one line each.
    """

    to: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    reply_to: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    calendar: Calendar | None = None
    unsubscribe_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """The letter is stale, withdrawn or no longer wanted. ``reason`` is a sentence that staff read."""

    reason: str


# A letter's function gets what its ``look_up`` found, or the id that it is about if it has none.
Write = Callable[[Any, datetime], Mail | Drop]
LookUp = Callable[[Collection[int]], Mapping[int, Any]]


def _ids(about_ids: Collection[int]) -> Mapping[int, int]:
    return {about_id: about_id for about_id in about_ids}


@dataclass(frozen=True)
class Letter:
    """A registered letter. ``essential`` ones cannot be switched off by the person who gets them.

    Both functions only read: they run at each attempt, and when staff look at a message that waits.
    """

    name: str
    title: str
    essential: bool
    write: Write
    look_up: LookUp = _ids

    def render(self, about_id: int, now: datetime) -> Mail | Drop:
        """The letter about this id as things are, or why it should not be sent."""
        return self.write(self.look_up([about_id]).get(about_id), now)


_REGISTRY: dict[str, Letter] = {}


def letter(name: str, *, title: str, essential: bool = False, look_up: LookUp = _ids) -> Callable[[Write], Write]:
    """Registers a function as the letter ``name`` (``<app>.<what happened>``). Raises ValueError if there is one.

    ``look_up(about_ids)`` finds what several letters are about with a fixed number of queries; the function then gets
    what it found for one id, or None. It is not older than half a second when the letter is written.
    """

    def register(write: Write) -> Write:
        if name in _REGISTRY:
            raise ValueError(f"The letter {name} is registered twice.")
        _REGISTRY[name] = Letter(name, title, essential, write, look_up)
        return write

    return register


def find_letter(name: str) -> Letter | None:
    """The letter of that name, or None if the code that knew it has gone."""
    return _REGISTRY.get(name)


def letter_called(name: str) -> Letter:
    """The letter of that name. Raises KeyError if there is none."""
    if name not in _REGISTRY:
        raise KeyError(f"No letter is called {name}.")
    return _REGISTRY[name]


def all_letters() -> list[Letter]:
    """Every registered letter, by title."""
    return sorted(_REGISTRY.values(), key=lambda one: one.title)
