"""What releasing a decision would tell: the letter as it would leave, and how it differs from the usual one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff

from fellowship.elsewhere import SENT_ON, Place, in_a_letter, places_of_all
from fellowship.letters.moves import mail_about
from fellowship.models import Decision, Offer
from fellowship.models.moves import ApplicationState
from fellowship.moving import STEPS, end_of_offer
from fellowship.timeline import label_of
from notifications.writing import write

S = ApplicationState


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a letter. ``mark``: "+" where the team put it in, "-" where the team took it out, else empty."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one person would hear. ``letter`` is False where the step tells them nothing."""

    decision: Decision
    now_reads: str
    will_read: str
    letter: bool
    subject: str
    text: str
    own_words: bool
    lines: tuple[Line, ...]

    @property
    def version(self) -> str:
        """Which decision, and when it was made: what the release page sends back for each tick."""
        return f"{self.decision.pk}@{self.decision.made_at.isoformat()}"


def usual_letter(decision: Decision, now: datetime) -> tuple[str, str]:
    """Subject and text as they would be if it were released at ``now``; empty where the step has no letter."""
    return _usual(decision, _places([decision], now), now)


def _usual(decision: Decision, places: Mapping[int, Sequence[Place]], now: datetime) -> tuple[str, str]:
    application = decision.application
    step = STEPS.get((application.state, decision.outcome))
    if step is None or not step.letter:
        return "", ""
    offer = None
    if decision.outcome == S.OFFERED:
        offer = Offer(application=application, offered_at=now, expires_at=end_of_offer(application.call, now))
    better = places.get(application.pk, ())
    written = write(mail_about(application, step.letter, offer=offer, better=better, now=now))
    return written.subject, written.text


def told(decisions: Iterable[Decision], now: datetime) -> list[Told]:
    """What each would hear. As many queries for many as for one, if ``application`` with ``user``,
    ``call__cohort__programme`` and ``interview__slot__panel`` is there."""
    found = list(decisions)
    places = _places(found, now)
    return [_told(one, places, now) for one in found]


def _places(decisions: Iterable[Decision], now: datetime) -> Mapping[int, Sequence[Place]]:
    """Where those may go on to who get no place, by application, as their letter says it."""
    found = places_of_all([one.application for one in decisions if one.outcome in SENT_ON], now)
    return {pk: in_a_letter(places) for pk, places in found.items()}


def _told(decision: Decision, places: Mapping[int, Sequence[Place]], now: datetime) -> Told:
    subject, text = _usual(decision, places, now)
    own = bool(decision.letter_text) and bool(text)
    lines: tuple[Line, ...] = ()
    if own:
        before = [subject, "", *text.splitlines()]
        after = [decision.letter_subject, "", *decision.letter_text.splitlines()]
        compared = [(line[0].strip(), line[2:]) for line in ndiff(before, after) if line[0] != "?"]
        lines = tuple(Line(mark if line.strip() else "", line) for mark, line in compared)  # blank lines say nothing
        subject, text = decision.letter_subject, decision.letter_text
    return Told(
        decision=decision,
        now_reads=label_of(decision.application.state),
        will_read=label_of(decision.outcome),
        letter=bool(text),
        subject=subject,
        text=text,
        own_words=own,
        lines=lines,
    )
