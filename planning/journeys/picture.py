"""The picture of moves: jobs before on the left, jobs after on the right, a line for each move."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.journeys.flows import Flow, Job

_ROW_HEIGHT, _TOP = 52, 34
_LONGEST_LABEL = 19  # characters; two of them stand side by side on a narrow phone
_THINNEST, _THICKEST = 2, 14


@dataclass(frozen=True)
class Node:
    """A job on one side, at ``y`` pixels."""

    label: str
    y: int

    @property
    def text_y(self) -> int:
        return self.y - 12


@dataclass(frozen=True)
class Line:
    """A move: from and to in pixels from the top, and how wide."""

    y1: int
    y2: int
    width: int


@dataclass(frozen=True)
class FlowPicture:
    """What ``planning/includes/flows.html`` draws. ``flows`` are the same numbers, for the table."""

    headline: str
    description: str
    sources: tuple[Node, ...]
    targets: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: int
    flows: tuple[Flow, ...]


def draw_flows(flows: Sequence[Flow]) -> FlowPicture | None:
    """The picture of the moves, commonest first as given; None where there is none."""
    if not flows:
        return None
    sources = list(dict.fromkeys(flow.source for flow in flows))
    targets = list(dict.fromkeys(flow.target for flow in flows))
    most = max(flow.people for flow in flows)
    first = flows[0]
    return FlowPicture(
        headline=f"The commonest move: {first.words}, {first.people} people",
        description="; ".join(f"{flow.words}: {flow.people}" for flow in flows),
        sources=_nodes(sources),
        targets=_nodes(targets),
        lines=tuple(
            Line(_y(sources.index(flow.source)), _y(targets.index(flow.target)), _width(flow.people, most))
            for flow in flows
        ),
        height=_y(max(len(sources), len(targets)) - 1) + 20,
        flows=tuple(flows),
    )


def _nodes(jobs: Sequence[Job]) -> tuple[Node, ...]:
    return tuple(Node(_short(job.name), _y(place)) for place, job in enumerate(jobs))


def _y(place: int) -> int:
    return _TOP + place * _ROW_HEIGHT


def _width(people: int, most: int) -> int:
    return max(_THINNEST, round(_THICKEST * people / most))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
