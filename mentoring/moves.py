"""The table of moves of a pair: from which state to which, who may do it, which letters go out, and what follows.

``Match.MOVES`` says which moves there are; a test holds the two together and walks each move as each party.
docs/mentoring.md shows the table for people.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts.models import User
from accounts.roles import RUNNING_IT, may
from mentoring.models import Match

State = Match.State


class Party(StrEnum):
    """Who somebody is to a pair."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    TEAM = "team"  # owners and admins of its programme, and site administrators; nobody if two people asked directly
    PORTAL = "portal"  # the portal itself, when a time is over


BOTH = frozenset({Party.MENTOR, Party.MENTEE})
MENTOR, MENTEE, TEAM, PORTAL = (frozenset({party}) for party in Party)


@dataclass(frozen=True)
class Move:
    """One step, from any of the states ``start``. ``letters`` are the names of those that may go out."""

    name: str
    start: tuple[str, ...]
    end: str
    who: frozenset[Party]
    letters: frozenset[str]
    follows: str


def _move(
    name: str, start: tuple[str, ...], end: str, who: frozenset[Party], letters: tuple[str, ...], follows: str
) -> Move:
    return Move(name, start, end, who, frozenset(f"mentoring.{one}" for one in letters), follows)


def _both(name: str) -> tuple[str, str]:
    return f"{name}_mentor", f"{name}_mentee"


LEFT = ("mentor_left", "mentee_left")  # to who stays

TABLE: tuple[Move, ...] = (
    _move(
        "Accept", (State.PROPOSED,), State.ACCEPTED, MENTOR, ("accepted", "withdrawn"),
        "The two arrange to meet. What else was proposed for the mentee is withdrawn once they have as many mentors as "
        "they wished for.",
    ),
    _move(
        "Decline", (State.PROPOSED,), State.DECLINED, MENTOR, ("declined",),
        "The place is free. The two are never proposed again in this programme. The team sees the next best mentor.",
    ),
    _move(
        "Lapse", (State.PROPOSED,), State.LAPSED, PORTAL, ("lapsed", "lapsed_mentor"),
        "The place is free. It is no decline: the two may be proposed again. The team sees the next best mentor.",
    ),
    _move(
        "Withdraw", (State.PROPOSED,), State.WITHDRAWN, MENTOR | MENTEE | TEAM | PORTAL,
        ("withdrawn", "withdrawn_mentee"),
        "The place is free. A mentor withdraws by taking a break; the team sees the next best mentor.",
    ),
    _move(
        "Meet", (State.ACCEPTED, State.DORMANT), State.ACTIVE, BOTH, (),
        "The days without a meeting count from this one.",
    ),
    _move(
        "Fall asleep", (State.ACCEPTED, State.ACTIVE), State.DORMANT, PORTAL, _both("pair_asleep"),
        "After 30 days without a meeting. After 90 days a warning, and 7 days later the pair is closed.",
    ),
    _move(
        "Pause", (State.ACCEPTED, State.ACTIVE, State.DORMANT), State.PAUSED, BOTH, _both("pair_paused"),
        "Until a day that they choose. The place stays taken.",
    ),
    _move(
        "Take up", (State.PAUSED,), State.ACTIVE, BOTH | PORTAL, _both("pair_taken_up"),
        "Earlier, or on the day, by itself. The days without a meeting count from then.",
    ),
    _move(
        "End", (State.ACCEPTED, State.ACTIVE, State.PAUSED), State.ENDED, BOTH | PORTAL,
        (*_both("pair_ended"), *LEFT),
        "The place is free, meetings ahead are called off, and both are asked for feedback. Unless it ended well the "
        "mentee waits again. By itself when one of the two closes their account.",
    ),
    _move(
        "Close", (State.DORMANT,), State.ENDED, BOTH | PORTAL, (*_both("pair_ended"), *_both("pair_closed"), *LEFT),
        "By the two as above; by itself 7 days after the warning, or when one of them closes their account.",
    ),
)  # fmt: skip


def move_between(start: str, end: str) -> Move:
    """The row of the table. Raises KeyError where there is none."""
    for move in TABLE:
        if start in move.start and end == move.end:
            return move
    raise KeyError(f"{start} to {end}")


def parties(pair: Match, user: User | None, *, now: datetime) -> frozenset[Party]:
    """What somebody is to a pair; None is the portal itself. Nobody is a party of a pair they have no part in."""
    if user is None:
        return PORTAL
    found = set()
    if user.pk == pair.mentor_id:
        found.add(Party.MENTOR)
    if user.pk == pair.mentee_id:
        found.add(Party.MENTEE)
    if pair.programme is not None and not found and may(user, pair.programme, RUNNING_IT, now=now):
        found.add(Party.TEAM)
    return frozenset(found)
