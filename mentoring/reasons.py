"""Reasons in words: sentences from the facts that a run kept for a pair, with the points that each gave."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from careers.frame import Frame, Names, current_frame
from common.vocabulary import SkillLevel
from mentoring.engine import Term
from mentoring.models import HalfDay

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class ReasonLine:
    """What speaks for a pair: ``points`` of ``of``. ``lacking`` says what was asked for and is not there."""

    points: int
    of: int
    text: str
    lacking: str = ""


def reason_lines(
    reasons: Sequence[Facts], *, for_mentor: bool = False, for_team: bool = False, frame: Frame | None = None
) -> list[ReasonLine]:
    """Each reason in a sentence, those with most points first; they add up to the points of the pair.

    Reasons without points and without anything that is lacking are left out. A mentor does not learn whether they are
    on the mentee's own list: its points stand under "what else". Nor does the team of a programme, and it does not read
    which experience two people share either. ``frame``: at hand already, where many pairs are shown.
    """
    frame = frame or current_frame()
    lines = [_line(reason, frame, for_mentor or for_team, for_team) for reason in reasons]
    return sorted((line for line in lines if line.points or line.lacking), key=lambda line: -line.points)


def level_word(level: int) -> str:
    """ "working"; empty for 0."""
    return str(SkillLevel(level).label).lower() if level else ""


def rise(now: int | None, then: int) -> str:
    """ "from awareness to working"; "up to working" from 0, which is none yet, and from what is not known."""
    return f"from {level_word(now)} to {level_word(then)}" if now else f"up to {level_word(then)}"


def _line(reason: Facts, frame: Frame, hides_list: bool, hides_experiences: bool) -> ReasonLine:
    term, points, of = reason["term"], int(reason["points"]), int(reason["of"])
    if term == Term.SHORTLIST and hides_list:
        return ReasonLine(points, of, "What else they wish for")
    if term == Term.EXPERIENCES and hides_experiences:
        return ReasonLine(points, of, "Both chose to name an experience that they share")
    text, lacking = _WRITERS[Term(term)](reason.get("facts", {}), frame)
    return ReasonLine(points, of, text, lacking)


def _gaps(facts: Facts, frame: Frame) -> tuple[str, str]:
    covered, missing = facts.get("covered", ()), facts.get("missing", ())
    taught = _listed(
        f"{_name(frame.skills, skill)} {rise(now, reach)}"
        + (f" (they want {level_word(wanted)})" if reach < wanted else "")
        for skill, now, reach, wanted in covered
    )
    not_taught = _listed(f"{_name(frame.skills, skill)} {rise(now, wanted)}" for skill, now, wanted in missing)
    text = f"Can help with {taught}" if covered else "Covers none of the gaps"
    return text, f"Not covered: {not_taught}" if missing else ""


def _goal(facts: Facts, frame: Frame) -> tuple[str, str]:
    if facts.get("match") == "role":
        return f"Holds or held the role they aim for: {_name(frame.roles, facts['role'])}", ""
    if facts.get("match") == "family":
        return f"Works or worked in the family of the role they aim for: {_name(frame.families, facts['family'])}", ""
    role = facts.get("role")
    return "No role near the goal", f"Has not held the role they aim for: {_name(frame.roles, role)}" if role else ""


def _bands(facts: Facts, frame: Frame) -> tuple[str, str]:
    above = facts.get("above")
    if above is None:
        return "Bands are not known", ""
    if above > 0:
        return f"Is {above} {'band' if above == 1 else 'bands'} above", ""
    return "Is in the same band" if above == 0 else "Is in a lower band", ""


def _place(facts: Facts, frame: Frame) -> tuple[str, str]:
    if facts.get("same_region"):
        return "Both are in the same region", ""
    if facts.get("remote"):
        return "Both are fine with meeting from afar", ""
    return "Different regions", "They are in different regions, and one of them wants to meet in person"


def _times(facts: Facts, frame: Frame) -> tuple[str, str]:
    shared = facts.get("shared", ())
    if shared:
        return f"Suits both: {_listed(HalfDay(one).label for one in shared)}", ""
    return "No half-day in common", "No half-day that suits both" if facts.get("said") else ""


def _motivations(facts: Facts, frame: Frame) -> tuple[str, str]:
    return f"Both are in it for {_listed(map(_plain, facts.get('shared', ())))}", ""


def _experiences(facts: Facts, frame: Frame) -> tuple[str, str]:
    return f"Both chose to name: {_listed(facts.get('shared', ()))}", ""


def _new_ground(facts: Facts, frame: Frame) -> tuple[str, str]:
    new = _listed(_name(frame.skills, skill) for skill in facts.get("skills", ()))
    return f"Covers what no earlier conversation was about: {new}", ""


def _shortlist(facts: Facts, frame: Frame) -> tuple[str, str]:
    return f"Number {facts.get('rank')} on the mentee’s own list", ""


def _given(facts: Facts, frame: Frame) -> tuple[str, str]:
    return "Scored by the programme in its own way", ""


_WRITERS: Mapping[Term, Callable[[Facts, Frame], tuple[str, str]]] = {
    Term.GAPS: _gaps, Term.GOAL: _goal, Term.BANDS: _bands, Term.PLACE: _place, Term.TIMES: _times,
    Term.MOTIVATIONS: _motivations, Term.EXPERIENCES: _experiences, Term.NEW_GROUND: _new_ground,
    Term.SHORTLIST: _shortlist, Term.GIVEN: _given, Term.OTHER: _given,
}  # fmt: skip


def _name(names: Names, slug: str) -> str:
    place = names.index.get(slug)
    return names.names[place] if place is not None else _plain(slug)  # what has left the framework since


def _plain(word: str) -> str:
    return word.replace("-", " ").replace("_", " ").lower()


def _listed(words: Iterable[str]) -> str:
    """ "a, b and c" """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last
