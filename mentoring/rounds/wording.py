"""Sentences for whom a run leaves without a mentor: why, and what would help; and for pins that cannot stand.

Why two people fit is told by ``mentoring.reasons``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mentoring.engine import Cause, Fault, Misfit, Rule, Step

RULES: Mapping[str, str] = {
    Rule.SAME_PERSON: "is the same person",
    Rule.PAIRED: "is a pair with them already",
    Rule.LINE_MANAGEMENT: "is in their line of management",
    Rule.SAME_ORGANISATION: "works for the same organisation",
    Rule.FORMAT: "offers another kind of meeting",
    Rule.DECLINED: "declined them before",
    Rule.MET: "was their mentor before in this programme",
    Rule.VETO: "was ruled out by the mentee",
    Rule.NOT_THESE_TWO: "is kept apart from them by the team",
    Rule.NOT_SCORED: "has no score with them in the file",
    Rule.FLOOR: "scores below the lowest score of the round",
}
CAUSES: Mapping[str, str] = {
    Cause.NO_MENTORS: "The round has no mentors",
    Cause.NO_ONE_ALLOWED: "No mentor may be matched with them",
    Cause.ALL_TAKEN: "Every mentor who fits has no place left",
}


def why_left(cause: str, facts: Mapping[str, Any], mentors: int) -> list[str]:
    """Why somebody has fewer mentors than they want: what it comes down to, then what stands between in numbers."""
    told = []
    if cause == Cause.ALL_TAKEN:
        told.append(
            f"{_count(facts['allowed'], 'mentor')} may be matched with them, and all of their "
            f"{_count(facts['places'], 'place')} went to others."
        )
    else:
        told.append(f"{CAUSES[cause]}.")
    told += [
        f"{_count(count, 'mentor')} of {mentors} {RULES[rule]}." if count == 1
        else f"{count} of {_count(mentors, 'mentor')}: each {RULES[rule]}."
        for rule, count in sorted(facts["barred"].items(), key=lambda one: (-one[1], one[0]))
    ]  # fmt: skip
    return told


def what_would_help(changes: Iterable[Mapping[str, Any]], name_of: Callable[[str], str]) -> list[str]:
    """What would be enough, a sentence each. ``name_of`` gives a mentor's name by their id."""
    told = []
    for change in changes:
        names = [name_of(mentor) for mentor in change["mentors"]]
        more = change["count"] - len(names)
        who = listed([*names, _count(more, "other")] if more > 0 else names, "or")
        points = "" if change["points"] is None else f" The best of them would score {change['points']}."
        if change["step"] == Step.ONE_MORE_PLACE:
            told.append(f"One more place with {who}.{points}")
        elif change["step"] == Step.LOWER_FLOOR:
            enough = f"A lowest score of {change['points']} or less" if change["points"] else "No lowest score"
            told.append(f"{enough}: then {who} could take them.")
        else:
            told.append(f"An exception for {who}, who has a place and {RULES[change['rule']]}.{points}")
    return told or ["Only other mentors would help."]


def misfit_words(misfit: Misfit, mentee: str, mentor: str) -> str:
    """Why a pin cannot stand."""
    two = f"{mentee} cannot be put together with {mentor}"
    if misfit.fault is Fault.UNKNOWN:
        return f"{two}: one of them does not take part any more."
    if misfit.fault is Fault.NO_PLACE:
        return f"{two}: {mentor} has no place left beside other pins and pairs."
    if misfit.fault is Fault.NOT_WANTED:
        return f"{two}: {mentee} wants no further mentor beside other pins and pairs."
    return f"{two}: {mentor} {RULES[misfit.rule] if misfit.rule else 'may not be matched with them'}."


def listed(words: list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
