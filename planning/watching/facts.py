"""How watched things stand: few facts of each, as plain values that JSON can hold."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from careers.models import Family, Learning, Level, Network, Role
from planning.models.journeys import Course, Journey, Step

Facts = dict[str, Any]
Used = dict[int, dict[str, list[str]]]  # by id of the thing and background: ids of journeys

_OF_COURSES = (
    "status", "backgrounds", "band_low", "band_high", "professions", "nations", "areas", "employer_kinds",
    "eligibility_note", "cost_band", "duration",
)  # fmt: skip


def facts_of(kind: str, ids: Collection[int]) -> dict[int, Facts]:
    """How the things of one kind stand now, by id. At most four queries, whatever their number."""
    facts: dict[int, Facts] = _READ[kind](ids)
    used: Used = _USED[kind](ids)
    return {pk: {**values, "journeys": used.get(pk, {})} for pk, values in facts.items()}


def _courses(ids: Collection[int]) -> dict[int, Facts]:
    rows = Learning.objects.filter(pk__in=ids)
    return {
        row.pk: {name: _plain(getattr(row, name)) for name in _OF_COURSES} | {"retired": row.retired_at is not None}
        for row in rows
    }


def _networks(ids: Collection[int]) -> dict[int, Facts]:
    rows = Network.objects.filter(pk__in=ids)
    return {
        row.pk: {
            "backgrounds": _plain(row.backgrounds), "joining": row.joining, "cost_band": row.cost_band,
            "retired": row.retired_at is not None,
        }
        for row in rows
    }  # fmt: skip


def _roles(ids: Collection[int]) -> dict[int, Facts]:
    levels: dict[int, dict[str, Any]] = defaultdict(dict)
    needs: dict[int, set[str]] = defaultdict(set)
    found = Level.objects.live().filter(role__in=ids).values_list(
        "role", "name", "band_low", "band_high", "requirements__skill__name"
    )  # fmt: skip
    for role, name, low, high, skill in found:
        levels[role][name] = [low, high]
        if skill:
            needs[role].add(skill)
    rows = Role.objects.filter(pk__in=ids).values_list("pk", "retired_at")
    return {
        pk: {"levels": levels[pk], "skills": sorted(needs[pk]), "retired": retired is not None} for pk, retired in rows
    }


def _families(ids: Collection[int]) -> dict[int, Facts]:
    roles: dict[int, list[str]] = defaultdict(list)
    for family, name in Role.objects.live().filter(family__in=ids).order_by("name").values_list("family", "name"):
        roles[family].append(name)
    rows = Family.objects.filter(pk__in=ids).values_list("pk", "retired_at")
    return {pk: {"roles": roles[pk], "retired": retired is not None} for pk, retired in rows}


def _used(pairs: Any) -> Used:
    used: Used = defaultdict(lambda: defaultdict(list))
    for pk, background, journey in pairs:
        used[pk][background].append(str(journey))
    return {pk: {background: sorted(set(ids)) for background, ids in each.items()} for pk, each in used.items()}


def _steps(way: str, ids: Collection[int]) -> Used:
    rows = Step.objects.filter(**{f"{way}__in": ids}, journey__in=Journey.objects.real())
    return _used(rows.values_list(way, "journey__background", "journey"))


def _in_courses(ids: Collection[int]) -> Used:
    rows = Course.objects.filter(learning__in=ids, journey__in=Journey.objects.real())
    return _used(rows.values_list("learning", "journey__background", "journey"))


def _in_networks(ids: Collection[int]) -> Used:
    rows = Journey.objects.real().filter(networks__in=ids)
    return _used(rows.values_list("networks", "background", "pk"))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


_READ: dict[str, Callable[[Collection[int]], dict[int, Facts]]] = {
    "course": _courses,
    "network": _networks,
    "role": _roles,
    "family": _families,
}
_USED: dict[str, Callable[[Collection[int]], Used]] = {
    "course": _in_courses,
    "network": _in_networks,
    "role": lambda ids: _steps("level__role", ids),
    "family": lambda ids: _steps("level__role__family", ids),
}
