"""Answering a questionnaire: page by page, saved half-filled, handed in once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.refusals import Refused
from fellowship.enrolling.ready import baseline_is_answered
from fellowship.evaluating.waves import is_asked
from fellowship.models import (
    Aim,
    Connection,
    Item,
    ItemAnswer,
    OutsideConnection,
    Response,
    SkillAnswer,
    Wave,
)

SKILLS, CONNECTIONS = "skills", "connections"
MOST_OUTSIDE = 10


class NotOpen(Refused):
    """This questionnaire is not open now. What you saved is kept."""


class HandedInAlready(Refused):
    """You have handed this in already. Thank you."""


class NothingAnswered(Refused):
    """Answer at least one question before you hand in."""


def pages_of(wave: Wave, items: Sequence[Item], *, has_skills: bool, has_others: bool) -> list[str]:
    """The pages of a questionnaire in order: one for each aim that has items, skills, connections."""
    aims = {item.aim for item in items}
    pages = [aim.lower() for aim in Aim.values if aim in aims]
    if wave.asks_skills and has_skills:
        pages.append(SKILLS)
    if wave.asks_connections and has_others:
        pages.append(CONNECTIONS)
    return pages


def items_of(wave: Wave) -> list[Item]:
    """What is asked now, in order. One query."""
    return list(wave.instrument.items.filter(is_retired=False))


@transaction.atomic
def save_items(wave: Wave, user: User, answers: Mapping[Item, int | str | None], *, now: datetime) -> None:
    """Keep the answers of one page; None or no words takes an answer back. Raises NotOpen, HandedInAlready."""
    response = _response(wave, user, now)
    ItemAnswer.objects.filter(response=response, item__in=answers).delete()
    ItemAnswer.objects.bulk_create(
        ItemAnswer(
            response=response, item=item, points=answer if isinstance(answer, int) else None,
            text=answer if isinstance(answer, str) else "",
        )
        for item, answer in answers.items() if answer not in (None, "")
    )  # fmt: skip


@transaction.atomic
def save_skills(wave: Wave, user: User, levels: Mapping[int, int | None], *, now: datetime) -> None:
    """Keep levels from 0 to 4 by the id of the skill; None takes one back. Raises NotOpen, HandedInAlready."""
    response = _response(wave, user, now)
    SkillAnswer.objects.filter(response=response, skill__in=levels).delete()
    SkillAnswer.objects.bulk_create(
        SkillAnswer(response=response, skill_id=skill, level=level)
        for skill, level in levels.items() if level is not None
    )  # fmt: skip


@transaction.atomic
def save_connections(
    wave: Wave, user: User, strengths: Mapping[int, str], outside: Sequence[tuple[str, int]], *, now: datetime
) -> None:
    """Keep whom somebody knows, by the person's id, and organisations outside with how many people there.

    Raises NotOpen, HandedInAlready.
    """
    response = _response(wave, user, now)
    Connection.objects.filter(response=response).delete()
    OutsideConnection.objects.filter(response=response).delete()
    Connection.objects.bulk_create(
        Connection(response=response, to_id=to, strength=strength)
        for to, strength in strengths.items() if strength and to != user.pk
    )  # fmt: skip
    OutsideConnection.objects.bulk_create(
        OutsideConnection(response=response, organisation=name, people=people)
        for name, people in outside[:MOST_OUTSIDE]
    )


@transaction.atomic
def hand_in(wave: Wave, user: User, *, may_quote: bool, now: datetime) -> None:
    """Hand in what was answered. Raises NotOpen, HandedInAlready, NothingAnswered."""
    response = _response(wave, user, now)
    if not (response.answers.exists() or response.skill_answers.exists() or response.connections.exists()):
        raise NothingAnswered
    response.handed_in_at, response.may_quote = now, may_quote
    response.save()
    if wave.moment == Wave.Moment.BASELINE:
        baseline_is_answered(wave.cohort, user, now=now)


def _response(wave: Wave, user: User, now: datetime) -> Response:
    """The person's response, locked; begun if there is none."""
    if not wave.opens_on <= timezone.localdate(now) <= wave.closes_on or not is_asked(wave, user):
        raise NotOpen
    Response.objects.get_or_create(wave=wave, user=user)
    found: Response = Response.objects.select_for_update(of=("self",), no_key=True).get(wave=wave, user=user)
    if found.handed_in_at is not None:
        raise HandedInAlready
    return found
