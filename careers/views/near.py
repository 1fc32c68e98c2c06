"""The roles one move away, ready for a page."""

from dataclasses import dataclass, replace

from careers.directions.words import brought, still_new, why_sentence
from careers.frame import Frame
from careers.models import Level
from careers.pathways import Move, Start, Why
from careers.posts import posts_of
from careers.roles.near import near_roles
from careers.views.pathway_questions import Asked

MOST_CARDS = 12  # entry levels shown in full
MOST_CARDS_BELOW = 4


@dataclass(frozen=True)
class NearRole:
    """A level that is one move away."""

    level: Level
    ready: int  # per cent
    gap: int  # skill steps
    skills: int  # to raise
    reasons: str
    registration_sometimes: bool
    pathways_url: str


@dataclass(frozen=True)
class ShownNear:
    """As ``careers.roles.near.NearRoles``; what is ``more`` is to be listed by name only."""

    ready: list[NearRole]
    entries: list[NearRole]
    more_entries: list[NearRole]
    below: list[NearRole]
    more_below: list[NearRole]


def show_near(frame: Frame, asked: Asked, start: Start, *, most: tuple[int, int, int]) -> ShownNear:
    """``most`` of the ready ones, the entry levels, and those below today's band. One query."""
    found = near_roles(frame, start, most_ready=most[0], most_entries=most[1], most_below=most[2])
    moves = (*found.ready, *found.entries, *found.below)
    levels = Level.objects.select_related("role__family").in_bulk([frame.levels.ids[move.level] for move in moves])
    posts = posts_of(frame)

    def row(move: Move) -> NearRole:
        next_rung = why_sentence(move, first=True) if move.why is Why.NEXT_RUNG else ""
        return NearRole(
            levels[frame.levels.ids[move.level]],
            ready=move.ready,
            gap=move.gap,
            skills=len(move.gained),
            reasons=" ".join(filter(None, (next_rung, brought(frame, start, move), still_new(frame, move)))),
            registration_sometimes=move.registration_sometimes,
            pathways_url=replace(asked, goal=posts.level[move.level]).address(),
        )

    entries, below = ([row(move) for move in group] for group in (found.entries, found.below))
    return ShownNear(
        ready=[row(move) for move in found.ready],
        entries=entries[:MOST_CARDS],
        more_entries=entries[MOST_CARDS:],
        below=below[:MOST_CARDS_BELOW],
        more_below=below[MOST_CARDS_BELOW:],
    )
