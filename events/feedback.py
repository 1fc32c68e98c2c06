"""What people thought of an event: asked of those who were there, shown to the organiser without names."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import IntegerChoices

from common.refusals import Refused
from events.models import Booking, Event, Feedback

OPEN_FOR = timedelta(days=60)
# With fewer answers one could tell whose they are.
FEWEST_SHOWN = 5


class FeedbackIsClosed(Refused):
    """Feedback is for those who were there, from the end of the event on, for 60 days."""


class FeedbackIsGiven(Refused):
    """You have told us already what you thought. Thank you."""


@dataclass(frozen=True)
class Question:
    """A question with how many chose each answer, best first."""

    words: str
    answers: tuple[tuple[str, int], ...]

    @property
    def headline(self) -> str:
        """ "How useful was it? 4 of 6 say “extremely useful” or “very useful”" """
        (best, most), (good, many), *_ = self.answers
        total = sum(number for _, number in self.answers)
        return f"{self.words} {most + many} of {total} say “{best.lower()}” or “{good.lower()}”"


@dataclass(frozen=True)
class Results:
    """Everybody's answers together. With fewer than five there are no answers in it, only their number."""

    count: int
    questions: tuple[Question, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_hidden(self) -> bool:
        return self.count < FEWEST_SHOWN


def may_give(booking: Booking, now: datetime) -> bool:
    """Whether this person may say what they thought: they had a place and were not marked as missing."""
    missing = booking.attendance in (Booking.Attendance.ABSENT, Booking.Attendance.EXCUSED)
    event = booking.event
    return booking.is_booked and event.is_published and not missing and event.ends_at <= now < event.ends_at + OPEN_FOR


def give_feedback(booking: Booking, *, useful: int, will_use: int, text: str, now: datetime) -> Feedback:
    """Keep one person's answers. Raises FeedbackIsClosed, FeedbackIsGiven."""
    if not may_give(booking, now):
        raise FeedbackIsClosed
    try:
        with transaction.atomic():
            return Feedback.objects.create(booking=booking, useful=useful, will_use=will_use, text=text)
    except IntegrityError:
        raise FeedbackIsGiven from None


def results(event: Event) -> Results:
    """The answers about an event. Texts come in the order of the alphabet, which says nothing of who wrote when."""
    given = list(Feedback.objects.filter(booking__event=event).values_list("useful", "will_use", "text"))
    if len(given) < FEWEST_SHOWN:
        return Results(len(given))
    questions = (
        _question("How useful was it?", Feedback.Useful, [useful for useful, _, _ in given]),
        _question("Will you use what you learned?", Feedback.WillUse, [will_use for _, will_use, _ in given]),
    )
    return Results(len(given), questions, tuple(sorted(text for _, _, text in given if text)))


def _question(words: str, choices: type[IntegerChoices], chosen: list[int]) -> Question:
    counts = Counter(chosen)
    return Question(words, tuple((str(choice.label), counts[choice.value]) for choice in reversed(choices)))
