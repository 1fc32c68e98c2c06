"""Questionnaires that were answered: before, in the middle and at the end of a year."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from careers.models import Skill
from fellowship.evaluating.instruments import save_instrument
from fellowship.evaluating.waves import plan_usual
from fellowship.models import (
    Cohort,
    CohortSkill,
    Connection,
    Fellow,
    Instrument,
    Item,
    ItemAnswer,
    OutsideConnection,
    Response,
    SkillAnswer,
    Wave,
)
from portal.worlds.calls import Team
from portal.worlds.people import AT_ONCE, World, at
from portal.worlds.words import ITEM_WORDS

MEASURED = ("Change management", "Data literacy", "User focus", "Stakeholder management", "Communication")


def make_instrument(world: World, cohort: Cohort, team: Team) -> Instrument:
    """The usual questionnaire of a programme."""
    return save_instrument(
        None, programme=cohort.programme, name="Skilled, connected, inspired", usual=True, actor=team.admin,
        intro="It takes ten minutes. Nobody but the evaluation sees what you answer.", now=world.now,
    )  # fmt: skip


def make_waves(world: World, cohort: Cohort, instrument: Instrument, team: Team) -> list[Wave]:
    """The five times of a cohort and its skills."""
    plan_usual(cohort, instrument, actor=team.admin, now=world.now)
    skills = list(Skill.objects.live().filter(name__in=MEASURED)[:4])
    skills += list(Skill.objects.live().exclude(pk__in=[one.pk for one in skills]).order_by("pk")[: 4 - len(skills)])
    CohortSkill.objects.bulk_create(CohortSkill(cohort=cohort, skill=one) for one in skills)
    return list(cohort.waves.all())


def answer_waves(world: World, cohort: Cohort, waves: Sequence[Wave], fellows: Sequence[Fellow]) -> None:
    """What fellows answered at each time that is over; nearly all answer, fewer each time, and most grow."""
    today = timezone.localdate(world.now)
    people = [one.user for one in fellows]
    for step, wave in enumerate(waves):
        if wave.closes_on >= today:
            continue
        there = [user for place, user in enumerate(people) if step == 0 or (place * 7 + step) % 15]
        opened = at(wave.opens_on + timedelta(days=2), 18)
        responses = Response.objects.bulk_create(
            Response(wave=wave, user=user, handed_in_at=opened + timedelta(days=place % 12), may_quote=place % 3 == 0)
            for place, user in enumerate(there)
        )
        _answers(world, wave, responses, step)
        _skills(world, cohort, responses, step)
        _connections(world, responses, people, step)


def _answers(world: World, wave: Wave, responses: Sequence[Response], step: int) -> None:
    draw, rows = world.draw, []
    for place, one in enumerate(responses):
        for item in wave.instrument.items.all():
            if item.kind == Item.Kind.SCALE:
                points = min(max(round(draw.gauss(2.6 + 0.55 * step, 0.8)), 1), 5)
                rows.append(ItemAnswer(response=one, item=item, points=6 - points if item.is_reversed else points))
            elif place % 2 == 0 and step:
                quoted = one.may_quote and place % 4 == 0
                rows.append(ItemAnswer(response=one, item=item, text=draw.choice(ITEM_WORDS), is_quoted=quoted))
    ItemAnswer.objects.bulk_create(rows, batch_size=AT_ONCE)


def _skills(world: World, cohort: Cohort, responses: Sequence[Response], step: int) -> None:
    skills = [one.skill_id for one in cohort.skills.all()]
    SkillAnswer.objects.bulk_create(
        [
            SkillAnswer(
                response=one, skill_id=skill, level=min(max(round(world.draw.gauss(1.3 + 0.6 * step, 0.7)), 0), 4)
            )
            for one in responses
            for skill in skills
        ],
        batch_size=AT_ONCE,
    )


def _connections(world: World, responses: Sequence[Response], people: Sequence[User], step: int) -> None:
    draw, kind = world.draw, Connection.Strength
    rows, outside = [], []
    for one in responses:
        others = [user for user in people if user != one.user]
        for user in draw.sample(others, min(len(others), draw.randint(0, 2) + 5 * step)):
            strength = kind.WORKED if step and draw.random() < 0.35 else kind.KNOWS
            rows.append(Connection(response=one, to=user, strength=strength))
        outside += [
            OutsideConnection(response=one, organisation=employer.name, people=draw.randint(1, 3 + step))
            for employer in draw.sample(world.employers, 1 + step)
        ]
    Connection.objects.bulk_create(rows, batch_size=AT_ONCE)
    OutsideConnection.objects.bulk_create(outside, batch_size=AT_ONCE)
