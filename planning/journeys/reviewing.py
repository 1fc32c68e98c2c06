"""Staff read a journey before everybody does: publish it, send it back with the reason, choose words to quote."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from careers.models import Learning, Role
from common.refusals import Refused
from notifications.outbox import queue_email
from planning.journeys import public_state
from planning.journeys.writing import move
from planning.models.journeys import Journey, NotLegal, Quote

MOST_QUOTES = 10


class OwnJourney(Refused):
    """This is your own journey. Somebody else must read it."""


class NotTheirWords(Refused):
    """Those words do not stand in the journey. Copy them from it exactly."""


class EnoughQuotes(Refused):
    """Ten quotes were chosen from this journey. Take one back first."""


def may_review(user: Any) -> bool:
    """Whether this person reads journeys before they are published: site administrators and support."""
    return bool(user.is_active and (user.is_superuser or user.is_staff))


@transaction.atomic
def publish(journey_id: UUID, *, reviewer: User, now: datetime, read: str | None = None) -> None:
    """Let everybody read it, and tell its person. Raises OwnJourney, NotLegal.

    ``read`` is the ``edition`` that the reviewer read: one withdrawn, changed and handed in meanwhile stays unread.
    """
    journey = _locked(journey_id, reviewer)
    if read is not None and read != edition(journey):
        raise NotLegal
    move(journey, Journey.State.PUBLISHED)
    journey.published_at, journey.reviewed_by, journey.reason = now, reviewer, ""
    journey.save()
    words = all_words(journey)
    Quote.objects.filter(pk__in=[one.pk for one in journey.quotes.all() if _plain(one.text) not in words]).delete()
    _tell(journey, "planning.journey_published", "planning.journey_published", reviewer, now)


@transaction.atomic
def send_back(journey_id: UUID, *, reason: str, reviewer: User, now: datetime) -> None:
    """Ask its person to change it, with the reason; nobody else reads it meanwhile. Raises OwnJourney, NotLegal."""
    journey = _locked(journey_id, reviewer)
    move(journey, Journey.State.RETURNED)
    journey.reviewed_by, journey.reason = reviewer, reason
    journey.save()
    _tell(journey, "planning.journey_returned", "planning.journey_returned", reviewer, now)


@transaction.atomic
def quote(
    journey_id: UUID, *, text: str, role: Role | None, learning: Learning | None, reviewer: User, now: datetime
) -> None:
    """Show words of a published journey on the page of a role or a course. Raises NotTheirWords, EnoughQuotes."""
    journey = Journey.objects.select_for_update(of=("self",)).get(pk=journey_id)
    if _plain(text) not in all_words(journey):
        raise NotTheirWords
    if journey.quotes.count() >= MOST_QUOTES:
        raise EnoughQuotes
    Quote.objects.get_or_create(journey=journey, text=_plain(text), role=role, learning=learning)
    public_state.bump()
    audit.record(actor=reviewer, action="planning.journey_quoted", about=journey, subject=journey.user, now=now)


@transaction.atomic
def take_quote_back(journey_id: UUID, quote_id: UUID) -> None:
    """Show a quote no longer. Once is as good as twice."""
    if Quote.objects.filter(journey=journey_id, pk=quote_id).delete()[0]:
        public_state.bump()


def edition(journey: Journey) -> str:
    """Says which of the times that it was handed in this is; nobody can change it until the next."""
    return journey.submitted_at.isoformat() if journey.submitted_at else ""


def all_words(journey: Journey) -> str:
    """Every text of a journey that may be quoted, each on its own line, in plain spaces."""
    texts = [words for _, words in journey.texts]
    for course in journey.courses.all():
        texts += [course.changed, course.to_whom]
    return "\n".join(_plain(text) for text in texts)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _locked(journey_id: UUID, reviewer: User) -> Journey:
    journey: Journey = Journey.objects.select_for_update(of=("self",)).get(pk=journey_id, is_example=False)
    if journey.user_id == reviewer.pk:
        raise OwnJourney
    return journey


def _tell(journey: Journey, letter: str, action: str, reviewer: User, now: datetime) -> None:
    """Tell the person once for each time that they handed it in."""
    assert journey.user_id is not None
    audit.record(actor=reviewer, action=action, about=journey, subject=journey.user, now=now)
    handed_in = f"{journey.submitted_at:%Y%m%d%H%M%S%f}"
    queue_email(letter=letter, about_id=journey.user_id, key=f"{letter}:{journey.pk}:{handed_in}", now=now)
