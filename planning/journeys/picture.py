"""The picture of moves: jobs before on the left, jobs after on the right, a line for each move."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from planning.journeys.flows import Flow, Job

_ROW_HEIGHT, _TOP = 64, 50
_LONGEST_LINE = 19  # characters; two of them stand side by side on a narrow phone
_MOST_LINES, _LINE_HEIGHT, _ABOVE = 2, 16, 12
_THINNEST, _THICKEST = 2, 14


@dataclass(frozen=True)
class Node:
    """A job on one side, at ``y`` pixels. ``label`` is its name in lines, each with its own y."""

    label: tuple[tuple[int, str], ...]
    y: int


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
    return tuple(Node(_label(job.name, _y(place)), _y(place)) for place, job in enumerate(jobs))


def _y(place: int) -> int:
    return _TOP + place * _ROW_HEIGHT


def _width(people: int, most: int) -> int:
    return max(_THINNEST, round(_THICKEST * people / most))


def _label(name: str, y: int) -> tuple[tuple[int, str], ...]:
    lines = wrap(name, _LONGEST_LINE, max_lines=_MOST_LINES, placeholder="…")
    first = y - _ABOVE - _LINE_HEIGHT * (len(lines) - 1)
    return tuple((first + _LINE_HEIGHT * place, line) for place, line in enumerate(lines))
