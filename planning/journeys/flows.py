"""The moves that people really made between jobs: added up over published journeys, small numbers never shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.urls import reverse

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


def flows_of(journeys: Any = None) -> list[Flow]:
    """The moves that at least three people made, the commonest first. One query.

    ``journeys`` narrows the published journeys of people; examples never count. A person counts once for each move,
    however often they made it. A change of level within a role is no move, and neither is a job that the catalogue does
    not know: moves are counted between the jobs on both sides of it only if they follow each other.
    """
    return _added_up(_paths(Journey.objects.real() if journeys is None else journeys))


def passing_through(role: int) -> Passing:
    """Who passed through the role with this id, whence and whither. One query."""
    passing = Journey.objects.real().filter(pk__in=Step.objects.filter(level__role=role).values("journey"))
    paths = _paths(passing)
    flows = [flow for flow in _added_up(paths) if role in (_role(flow.source), _role(flow.target))]
    return Passing(bool(paths), len(paths) if len(paths) >= FEWEST else None, tuple(flows))


def _paths(journeys: Any) -> list[list[Job | None]]:
    """The jobs of each journey in order; None for one that the catalogue does not know. One query."""
    rows = Step.objects.filter(journey__in=journeys).order_by("journey", "from_year", "position")
    paths: dict[Any, list[Job | None]] = defaultdict(list)
    for journey, role, role_name, role_slug, point, point_name, point_slug in rows.values_list(
        "journey", "level__role", "level__role__name", "level__role__slug", "point", "point__title", "point__slug"
    ):
        job = Job(False, point, point_name, point_slug) if point else None
        paths[journey].append(Job(True, role, role_name, role_slug) if role else job)
    return list(paths.values())


def _added_up(paths: Iterable[Sequence[Job | None]]) -> list[Flow]:
    people = Counter(
        move
        for path in paths
        for move in {(before, after) for before, after in pairwise(path) if before and after and before != after}
    )
    flows = [Flow(source, target, number) for (source, target), number in people.items() if number >= FEWEST]
    return sorted(flows, key=lambda flow: (-flow.people, flow.words))


def flows_between(pairs: Iterable[tuple[tuple[bool, int], tuple[bool, int]]]) -> list[Flow]:
    """Those of the moves in ``pairs``, each end (is it a role, id), that at least three people made. One query."""
    wanted = set(pairs)
    ends = {end for pair in wanted for end in pair}
    at = Step.objects.filter(level__role__in=[pk for is_role, pk in ends if is_role]).values("journey")
    flows = flows_of(Journey.objects.real().filter(pk__in=at)) if wanted else []
    return [
        flow
        for flow in flows
        if ((flow.source.is_role, flow.source.pk), (flow.target.is_role, flow.target.pk)) in wanted
    ]


def _role(job: Job) -> int | None:
    return job.pk if job.is_role else None
