"""The moves that people really made between jobs: added up over published journeys, small numbers never shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.urls import reverse

from careers.revision import PerRevision
from planning.journeys import public_state
from planning.models.journeys import Journey, Step

FEWEST = 3  # with fewer people one could tell who they are
MOST_FLOWS = 24


@dataclass(frozen=True)
class Job:
    """A role or a starting point, as an end of a move. ``pk`` is its database id."""

    is_role: bool
    pk: int
    name: str
    slug: str

    @property
    def url(self) -> str:
        page = "careers:role_detail" if self.is_role else "careers:starting_point_detail"
        return reverse(page, args=[self.slug])


@dataclass(frozen=True)
class Flow:
    """How many people moved from one job to another: 3 or more."""

    source: Job
    target: Job
    people: int

    @property
    def words(self) -> str:
        return f"{self.source.name} to {self.target.name}"


@dataclass(frozen=True)
class Passing:
    """Who passed through a role. ``people`` is None for fewer than three; ``flows`` go into the role and out of it."""

    anybody: bool
    people: int | None
    flows: tuple[Flow, ...]


End = tuple[bool, int]  # of a move: is it a role, and its database id


@dataclass(frozen=True)
class Between:
    """What journeys know of some moves. ``roles``: ids of those that the moves lead to and that anybody was in."""

    flows: tuple[Flow, ...]
    roles: frozenset[int]


@dataclass(frozen=True)
class Told:
    """What published journeys of people add up to. ``passed``: how many passed through each role, by its id."""

    flows: tuple[Flow, ...]
    passed: Mapping[int, int]


def _add_up() -> Told:
    """One query. A person counts once for each move and role, however often they made it."""
    people: Counter[tuple[Job, Job]] = Counter()
    passed: Counter[int] = Counter()
    for path in _paths():
        people.update({(before, after) for before, after in pairwise(path) if before and after and before != after})
        passed.update({job.pk for job in path if job and job.is_role})
    flows = [Flow(source, target, number) for (source, target), number in people.items() if number >= FEWEST]
    return Told(tuple(sorted(flows, key=lambda flow: (-flow.people, flow.words))), passed)


def _paths() -> list[list[Job | None]]:
    """The jobs of each published journey in order; None for one that the catalogue does not know. No examples."""
    rows = Step.objects.filter(journey__in=Journey.objects.real()).order_by("journey", "from_year", "position")
    paths: dict[Any, list[Job | None]] = defaultdict(list)
    for journey, role, role_name, role_slug, point, point_name, point_slug in rows.values_list(
        "journey", "level__role", "level__role__name", "level__role__slug", "point", "point__title", "point__slug"
    ):
        job = Job(False, point, point_name, point_slug) if point else None
        paths[journey].append(Job(True, role, role_name, role_slug) if role else job)
    return list(paths.values())


# Added up once for each state of the journeys and process: most pages of roles and courses show some of it.
told = PerRevision(_add_up, public_state.everything)


def all_flows() -> tuple[Flow, ...]:
    """The moves that at least three people made, the commonest first. One query, two when journeys have changed.

    A change of level within a role is no move, and neither is a job that the catalogue does not know: moves are counted
    between the jobs on both sides of it only if they follow each other.
    """
    return told().flows


def passing_through(role: int) -> Passing:
    """Who passed through the role with this id, whence and whither. Queries as ``all_flows``."""
    now = told()
    people = now.passed.get(role, 0)
    flows = [flow for flow in now.flows if role in (_role(flow.source), _role(flow.target))]
    return Passing(people > 0, people if people >= FEWEST else None, tuple(flows))


def flows_between(pairs: Iterable[tuple[End, End]]) -> Between:
    """Those of the moves in ``pairs`` that at least three people made, and which of their roles anybody was in.

    Queries as ``all_flows``; none without pairs.
    """
    wanted = set(pairs)
    if not wanted:
        return Between((), frozenset())
    now = told()
    return Between(
        flows=tuple(
            flow
            for flow in now.flows
            if ((flow.source.is_role, flow.source.pk), (flow.target.is_role, flow.target.pk)) in wanted
        ),
        roles=frozenset(pk for _, (is_role, pk) in wanted if is_role and now.passed.get(pk)),
    )


def _role(job: Job) -> int | None:
    return job.pk if job.is_role else None
