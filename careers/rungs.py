"""The ladder of a role: its levels in order of seniority, which may fork into a technical and a management track.

``levels`` are the levels of one role, the most junior first; ``tracks`` is the track of every level by its index.
"""

from collections.abc import Sequence

from careers.models import Track


def _blocks(levels: Sequence[int], tracks: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """A ladder as a list of stretches: a rung of the trunk is ((level,), ()), a fork (technical, management)."""
    blocks: list[tuple[list[int], list[int]]] = []
    forked = False
    for level in levels:
        track = tracks[level]
        if track == Track.SINGLE:
            blocks.append(([level], []))
        else:
            if not forked:
                blocks.append(([], []))
            blocks[-1][track == Track.MANAGEMENT].append(level)
        forked = track != Track.SINGLE
    return [(tuple(one), tuple(other)) for one, other in blocks]


def next_rungs(levels: Sequence[int], tracks: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """The next rung or rungs of each level: both peers below a fork, the same track on it, the trunk again after it."""
    above: dict[int, tuple[int, ...]] = {}
    blocks = _blocks(levels, tracks)
    for place, tracks_of_block in enumerate(blocks):
        after = tuple(chain[0] for chain in blocks[place + 1] if chain) if place + 1 < len(blocks) else ()
        for chain in tracks_of_block:
            for rung, level in enumerate(chain):
                above[level] = (chain[rung + 1],) if rung + 1 < len(chain) else after
    return above


def peers(levels: Sequence[int], tracks: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of levels on the same rung of the two tracks."""
    return [pair for one, other in _blocks(levels, tracks) for pair in zip(one, other, strict=False)]


def forks(levels: Sequence[int], tracks: Sequence[str]) -> bool:
    """Whether somebody on the ladder has to choose between the two tracks."""
    return any(one and other for one, other in _blocks(levels, tracks))


def first_rungs(levels: Sequence[int], tracks: Sequence[str]) -> tuple[int, ...]:
    """The most junior level, or two where the ladder begins as a fork."""
    blocks = _blocks(levels, tracks)
    return tuple(chain[0] for chain in blocks[0] if chain) if blocks else ()
