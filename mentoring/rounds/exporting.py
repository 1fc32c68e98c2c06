"""Drafts as CSV files: pairs with their reasons, and people under the headings that mentor-match writes."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from careers.frame import current_frame
from common.csv_files import write_csv
from mentoring.models import Participant, Run
from mentoring.reasons import reason_lines

Side = Participant.Side
PAIR_COLUMNS = (
    "mentee", "mentee_email", "mentor", "mentor_email", "points", "best_possible", "pinned", "reasons", "not_covered",
)  # fmt: skip
PEER_COLUMNS = (
    "first name", "last name", "email address", "number of matches", "mentor only", "mentee only",
    "both mentor and mentee",
)  # fmt: skip


def pairs_csv(run: Run) -> str:
    """Every pair of a draft, a row each; the points in its reasons add up to its points. Two queries."""
    return write_csv(PAIR_COLUMNS, _pair_rows(run))


def _pair_rows(run: Run) -> Iterator[tuple[object, ...]]:
    frame = current_frame()
    for pair in run.pairs.select_related("mentee", "mentor").order_by("mentee__name", "mentee", "pk").iterator():
        lines = reason_lines(pair.reasons, for_team=True, frame=frame)
        yield (
            pair.mentee.name, pair.mentee.email, pair.mentor.name, pair.mentor.email, pair.points, run.best,
            "yes" if pair.is_pin else "no",
            " | ".join(f"{line.points} of {line.of}: {line.text}" for line in lines if line.points),
            " | ".join(line.lacking for line in lines if line.lacking),
        )  # fmt: skip


def peer_csv(run: Run, side: str) -> str:
    """Everybody on one side with those they are matched with, as mentor-match writes it. Four queries."""
    other = Side.MENTOR if side == Side.MENTEE else Side.MENTEE
    abouts = _abouts(run, other)
    matches: dict[int, list[str]] = defaultdict(list)
    for mentee, mentor in run.pairs.order_by("pk").values_list("mentee", "mentor"):
        person, with_whom = (mentee, mentor) if side == Side.MENTEE else (mentor, mentee)
        matches[person].append(abouts.get(with_whom, ""))
    in_it = Participant.objects.filter(round=run.round_id, state=Participant.State.IN)
    others = set(in_it.filter(side=other).values_list("user", flat=True))
    people = in_it.filter(side=side).select_related("user").order_by("user__name", "user")
    width = max(map(len, matches.values()), default=0)
    columns = (*PEER_COLUMNS, *(f"match {number} biography" for number in range(width)), "match details")
    rows = []
    for one in people:
        first, _, last = one.user.name.partition(" ")
        found, both = matches[one.user_id], one.user_id in others
        only = [_yes(not both and side == which) for which in (Side.MENTOR, Side.MENTEE)]
        padded = [*found, *[""] * (width - len(found))]
        rows.append((first, last, one.user.email, len(found), *only, _yes(both), *padded, "\n".join(found)))
    return write_csv(columns, rows)


def _abouts(run: Run, side: str) -> dict[int, str]:
    """Who they are and what they wrote, of everybody on a side: mentor-match calls it their biography."""
    words = "user__mentor__helps_with" if side == Side.MENTOR else "user__mentee__hopes"
    rows = Participant.objects.filter(round=run.round_id, side=side).values_list(
        "user", "user__name", "user__email", "user__profile__job_title", words
    )
    return {user: _about(*told) for user, *told in rows}


def _about(name: str, email: str, job: Any, words: Any) -> str:
    who = ", ".join(filter(None, (name, job, email)))
    return f"{who}: {words}" if words else who


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
