"""The order of a role's levels, which the official download does not say.

It comes from the order facts of the shipped catalogue. A level that is not in them stands directly below the first
level that asks for more on average over its skills, or last; it is marked until someone confirms its place. Tried on
every level of the October 2025 edition as if it were unknown, that rule finds the right place for 192 of 201 and is
never more than two places out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Avg
from django.utils.text import slugify

from careers.catalogue.reading import Row
from careers.corrections import Corrections
from careers.identity import Wanted, match
from careers.models import Framework, Level, Requirement, Track

_MANAGEMENT = " - management"


def settle_ladders(shipped: Sequence[Row], corrections: Corrections) -> tuple[int, list[Level]]:
    """Number the live levels of every official role 1, 2, 3 …

    ``shipped`` are the rows of the catalogue's ``levels.csv``. A place that staff corrected or confirmed stays between
    the same neighbours. Returns how many levels changed, and those whose place nobody has confirmed. Three queries.
    """
    rows = Level.objects.live().filter(role__family__framework=Framework.OFFICIAL)
    levels = list(rows.select_related("role").order_by("role__name", "order", "pk"))
    asks: dict[int, float] = dict(
        Requirement.objects.filter(level__in=rows).values_list("level").annotate(Avg("required", default=0.0))
    )
    facts = shipped_order(shipped, levels)
    was = {level.pk: (level.order, level.order_is_known) for level in levels}
    ladders: dict[int, list[Level]] = defaultdict(list)
    for level in levels:
        ladders[level.role_id].append(level)
    for ladder in ladders.values():
        for place, level in enumerate(_ladder(ladder, facts, asks, corrections), start=1):
            level.order = place
    changed = [level for level in levels if was[level.pk] != (level.order, level.order_is_known)]
    Level.objects.bulk_update(changed, ["order", "order_is_known"], batch_size=500)
    return len(changed), [level for level in levels if not level.order_is_known]


def shipped_order(shipped: Sequence[Row], levels: Iterable[Level]) -> dict[int, int]:
    """What ``levels.csv`` says of ``levels``: their order by pk."""
    wanted = [Wanted(row["name"], slugify(row["role"])) for row in shipped]
    found = match(wanted, levels, owner=lambda level: level.role.slug, moves=True)
    return {level.pk: shipped[index]["order"] for index, level in found.items()}


def _ladder(
    levels: Iterable[Level], order_facts: Mapping[int, int], asks: Mapping[int, float], corrections: Corrections
) -> list[Level]:
    """The levels of one role, most junior first."""
    told: list[Level] = []
    confirmed: list[Level] = []
    unknown: list[Level] = []
    for level in levels:
        if "order" in corrections.fields("level", level.pk):
            confirmed.append(level)
        elif level.pk in order_facts:
            level.order_is_known = True
            told.append(level)
        else:
            (confirmed if level.order_is_known else unknown).append(level)
    ladder = sorted(told, key=lambda level: order_facts[level.pk])
    for level in sorted(confirmed, key=lambda level: (level.order, level.pk)):
        _put_before(ladder, level, [other.order >= level.order for other in ladder])
    sure = list(ladder)
    for level in sorted(unknown, key=lambda level: (asks.get(level.pk, 0.0), level.name)):
        own = asks.get(level.pk, 0.0)
        _put_before(ladder, level, [other in sure and asks.get(other.pk, 0.0) > own for other in ladder])
    return ladder


def _put_before(ladder: list[Any], level: Any, above: list[bool]) -> None:
    ladder.insert(above.index(True) if True in above else len(ladder), level)


def inferred_tracks(names: Iterable[str]) -> dict[str, Track]:
    """The tracks of one role's levels by their names: "X - management" forks from "X"."""
    names = list(names)
    stems = {name.removesuffix(_MANAGEMENT) for name in names if name.endswith(_MANAGEMENT)}
    return {
        name: Track.MANAGEMENT if name.endswith(_MANAGEMENT) else Track.TECHNICAL if name in stems else Track.SINGLE
        for name in names
    }
