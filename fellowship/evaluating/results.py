"""What the answers of a cohort show, per aim, skill and connection: the same people now and at the start.

Only times that are over are shown: while answers come in, each reload would tell what the newest person said. Groups of
fewer than five people are not shown at all (fellowship.measures).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from fellowship.evaluating.waves import asked_ids
from fellowship.measures import SMALLEST, Result, compare, score_of
from fellowship.models import (
    Aim,
    Application,
    Cohort,
    Connection,
    Item,
    ItemAnswer,
    OutsideConnection,
    Response,
    SkillAnswer,
    Wave,
)
from fellowship.models.evaluation import HIGHEST


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were asked at a time, and how many have answered."""

    wave: Wave
    asked: int
    answered: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.asked) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is measured, compared with the start."""

    id: str
    title: str
    lowest: float
    highest: float
    result: Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """A time after the start, with everything that was measured at both."""

    wave: Wave
    aims: tuple[Line, ...]
    skills: tuple[Line, ...]
    connections: tuple[Line, ...]

    @property
    def shows_something(self) -> bool:
        """Whether at least one thing was answered by enough people at both times."""
        return any(line.result.pairs for line in (*self.aims, *self.skills, *self.connections))


@dataclass(frozen=True, slots=True)
class Scores:
    """By person, at one time. ``aims`` by aim, ``skills`` by the skill's id; the rest are counts."""

    aims: Mapping[str, Mapping[int, float]]
    skills: Mapping[int, Mapping[int, float]]
    known: Mapping[int, float]
    worked: Mapping[int, float]
    organisations: Mapping[int, float]


def rates_of(cohort: Cohort, waves: Iterable[Wave]) -> list[Rate]:
    """Response rates, in the order of the times. Four queries."""
    waves = list(waves)
    asked = asked_ids(waves)
    given: dict[int, int] = {}
    done = Response.objects.filter(wave__in=waves, handed_in_at__isnull=False).order_by()
    for wave_id in done.values_list("wave", flat=True):
        given[wave_id] = given.get(wave_id, 0) + 1
    return [Rate(wave, len(asked[wave.pk]), given.get(wave.pk, 0)) for wave in waves]


def comparisons_of(cohort: Cohort, *, on: date) -> list[Comparison]:
    """Each time that is over, compared with the start; none while the start itself is asked. Constant in queries."""
    over = list(cohort.waves.filter(closes_on__lt=on).select_related("instrument"))
    start = next((wave for wave in over if wave.moment == Wave.Moment.BASELINE), None)
    if start is None or len(over) < 2:
        return []
    scores = scores_of(cohort, over)
    asked = asked_ids(over)
    skills = dict(cohort.skills.values_list("skill", "skill__name"))
    before = scores[start.pk]
    return [
        _compared(wave, before, scores[wave.pk], skills, len(asked[wave.pk] | asked[start.pk]))
        for wave in over if wave.pk != start.pk
    ]  # fmt: skip


def _compared(wave: Wave, before: Scores, after: Scores, skills: Mapping[int, str], asked: int) -> Comparison:
    return Comparison(
        wave,
        aims=tuple(
            Line(aim.lower(), Aim(aim).label, 1, HIGHEST, compare(before.aims[aim], after.aims[aim], asked=asked))
            for aim in Aim.values
        ),
        skills=tuple(
            Line(f"skill-{pk}", name, 0, 4, compare(before.skills.get(pk, {}), after.skills.get(pk, {}), asked=asked))
            for pk, name in skills.items()
        ),
        connections=tuple(
            Line(name, title, 0, _top(was, now), compare(was, now, asked=asked))
            for name, title, was, now in (
                ("known", "Fellows of the cohort whom they could ring", before.known, after.known),
                ("worked", "Fellows with whom they have worked on something", before.worked, after.worked),
                ("reach", "Organisations in which they know somebody", before.organisations, after.organisations),
            )
        ),
    )


def _top(*counts: Mapping[int, float]) -> float:
    return max([1.0, *(value for count in counts for value in count.values())])


def scores_of(cohort: Cohort, waves: Iterable[Wave]) -> dict[int, Scores]:
    """By wave: scores of those who handed in. Six queries."""
    waves = list(waves)
    whose = dict(Response.objects.filter(wave__in=waves, handed_in_at__isnull=False).values_list("pk", "user"))
    of_wave = dict(Response.objects.filter(pk__in=whose).values_list("pk", "wave"))
    items = {item.pk: item for item in Item.objects.filter(instrument__in={wave.instrument_id for wave in waves})}
    scale: dict[int, dict[str, dict[int, int]]] = {}
    points = ItemAnswer.objects.filter(response__in=whose, points__isnull=False)
    for response, item_id, value in points.values_list("response", "item", "points"):
        item = items[item_id]
        assert value is not None
        turned = HIGHEST + 1 - value if item.is_reversed else value
        scale.setdefault(response, {}).setdefault(item.aim, {})[item_id] = turned
    skills: dict[int, dict[int, dict[int, float]]] = {wave.pk: {} for wave in waves}
    for response, skill, level in SkillAnswer.objects.filter(response__in=whose).values_list(
        "response", "skill", "level"
    ):
        skills[of_wave[response]].setdefault(skill, {})[whose[response]] = level
    employers = employers_of(cohort)
    knows: dict[int, set[int]] = {}
    worked: dict[int, set[int]] = {}
    for response, to, strength in Connection.objects.filter(response__in=whose).values_list(
        "response", "to", "strength"
    ):
        knows.setdefault(response, set()).add(to)
        if strength == Connection.Strength.WORKED:
            worked.setdefault(response, set()).add(to)
    outside: dict[int, set[str]] = {}
    for response, name in OutsideConnection.objects.filter(response__in=whose).values_list("response", "organisation"):
        outside.setdefault(response, set()).add(name.strip().casefold())
    made = {}
    for wave in waves:
        mine = [response for response in whose if of_wave[response] == wave.pk]
        asks = wave.asks_connections
        made[wave.pk] = Scores(
            aims={aim: _aim_scores(aim, mine, whose, scale, items, wave) for aim in Aim.values},
            skills=skills[wave.pk],
            known={whose[one]: len(knows.get(one, ())) for one in mine} if asks else {},
            worked={whose[one]: len(worked.get(one, ())) for one in mine} if asks else {},
            organisations={
                whose[one]: len(_reach(whose[one], knows.get(one, set()), employers) | outside.get(one, set()))
                for one in mine
            }
            if asks
            else {},
        )
    return made


def _aim_scores(
    aim: str, mine: list[int], whose: Mapping[int, int], scale: Mapping[int, Mapping[str, Mapping[int, int]]],
    items: Mapping[int, Item], wave: Wave,
) -> dict[int, float]:  # fmt: skip
    """The mean of the aim's items as they are asked today, of those who answered at least half of them."""
    asked = [
        pk for pk, item in items.items()
        if item.aim == aim and item.kind == Item.Kind.SCALE and item.instrument_id == wave.instrument_id
        and not item.is_retired
    ]  # fmt: skip
    found = {}
    for response in mine:
        score = score_of(scale.get(response, {}).get(aim, {}), asked)
        if score is not None:
            found[whose[response]] = score
    return found


def _reach(person: int, known: set[int], employers: Mapping[int, str]) -> set[str]:
    """Other organisations than one's own in which one knows a fellow."""
    return {employers[one] for one in known if one in employers} - {employers.get(person, "")}


def employers_of(cohort: Cohort) -> dict[int, str]:
    """By person of the cohort: their organisation, folded. One query."""
    rows = Application.objects.filter(call__cohort=cohort, fellow__isnull=False).values_list(
        "user", "organisation__name", "organisation_name"
    )
    return {user: (name or typed).strip().casefold() for user, name, typed in rows if (name or typed).strip()}


def written(cohort: Cohort, *, on: date) -> "QuerySet[ItemAnswer]":
    """What people wrote at times that are over and at which five or more answered; ``response.may_quote`` says whether
    it may be quoted. In an order that says nothing of who."""
    enough = (
        Response.objects.filter(wave__cohort=cohort, wave__closes_on__lt=on, handed_in_at__isnull=False)
        .order_by().values("wave").annotate(given=Count("pk")).filter(given__gte=SMALLEST).values("wave")
    )  # fmt: skip
    return (
        ItemAnswer.objects.filter(response__wave__in=enough, response__handed_in_at__isnull=False)
        .exclude(text="")
        .select_related("item", "response__wave")
        .order_by("item__position", "item", "text", "pk")
    )
