"""The order of a role's levels, which the official download does not say.

It comes from the order facts of the shipped catalogue. A level that is not in them stands directly below the first level
that asks for more on average over its skills, or last; it is marked until someone confirms its place. Tried on every
level of the October 2025 edition as if it were unknown, that rule finds the right place for 192 of 201 and is never more
than two places out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Avg

from careers.corrections import Corrections
from careers.models import Framework, Level, Requirement, Track

_MANAGEMENT = " - management"


def settle_ladders(order_facts: Mapping[int, int], corrections: Corrections, *, now: datetime) -> tuple[int, list[Level]]:
    """Number the live levels of every official role 1, 2, 3 …

    Returns how many changed their place, and the levels whose place nobody has confirmed.

    ``order_facts`` says the order of levels by their pk, as the shipped catalogue has it. A place that staff corrected
    or confirmed stays between the same neighbours.
    """
    levels = Level.objects.live().filter(role__family__framework=Framework.OFFICIAL).select_related("role")
    asks: dict[int, float] = dict(
        Requirement.objects.filter(level__in=levels).values_list("level").annotate(Avg("required", default=0.0))
    )
    ladders: dict[int, list[Level]] = defaultdict(list)
    for level in levels.order_by("role__name", "order", "pk"):
        ladders[level.role_id].append(level)
    changed = []
    for ladder in ladders.values():
        was = {level.pk: (level.order, level.order_is_known) for level in ladder}
        for place, level in enumerate(_ladder(ladder, order_facts, asks, corrections), start=1):
            level.order = place
        changed += [level for level in ladder if was[level.pk] != (level.order, level.order_is_known)]
    for level in changed:
        level.updated_at = now
    Level.objects.bulk_update(changed, ["order", "order_is_known", "updated_at"], batch_size=500)
    return len(changed), [level for ladder in ladders.values() for level in ladder if not level.order_is_known]


def _ladder(
    levels: Iterable[Level], order_facts: Mapping[int, int], asks: Mapping[int, float], corrections: Corrections
) -> list[Level]:
    """The levels of one role, most junior first."""
    told, confirmed, unknown = [], [], []
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
