"""The terms of the portal's own score: each gives one mentee's points with every mentor, and the facts behind them.

``points(mentee, among)`` is used for whole rows (``among`` is a slice) and for one pair (an index), so that what is
shown as a reason is what was counted.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.engine.people import Gap, Mentee, Mentor
from mentoring.engine.scoring import Reason, Term

Among = slice | int
Row = NDArray[np.uint8]  # all points together are at most 100
Wide = NDArray[np.signedinteger]

ENOUGH_TIMES = 3  # shared half-days that earn all the points
ENOUGH_MOTIVATIONS = 2
BANDS_ABOVE = (1, 2)

EVERYONE = slice(None)
WORD = 2**64 - 1  # sets are bits, 64 to a number


class ScoreTerm(ABC):
    """``most``: the points it can give. People are addressed by their places in the lists."""

    term: Term

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        self.most, self.mentees, self.mentors = most, mentees, mentors

    @abstractmethod
    def points(self, mentee: int, among: Among) -> Any:
        """(J,) uint8 for a slice, a number for an index: 0 … most, which is at most 100."""

    @abstractmethod
    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        """What the points of a pair rest on."""

    def add(self, row: Row, mentee: int) -> None:
        """Add the points to a row (J,)."""
        row += self.points(mentee, EVERYONE)

    def reason(self, mentee: int, mentor: int) -> Reason:
        points = int(self.points(mentee, mentor))
        return Reason(self.term, points, self.most, self.facts(self.mentees[mentee], self.mentors[mentor]))

    def share(self, part: Any, whole: int) -> Any:
        """``most * part / whole``, rounded to the nearest whole number, halves up."""
        if isinstance(part, np.ndarray):  # narrow numbers are quicker
            part = part.astype(np.int16 if (2 * self.most + 1) * whole < 2**15 else np.int32)
        return (2 * self.most * part + whole) // (2 * whole)


class Gaps(ScoreTerm):
    """The share of the mentee's missing levels that the mentor can teach."""

    term = Term.GAPS

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        self.levels: dict[str, NDArray[np.uint8]] = {}
        for place, mentor in enumerate(mentors):
            for skill, level in mentor.skills.items():
                if skill not in self.levels:
                    self.levels[skill] = np.zeros(len(mentors), np.uint8)
                self.levels[skill][place] = level
        self.taught: dict[tuple[str, Gap], NDArray[np.uint8]] = {}

    def levels_taught(self, skill: str, gap: Gap) -> NDArray[np.uint8]:
        """(J,): min(gap, max(0, mentor - mentee)). Many mentees share a gap, so each is counted once."""
        if (skill, gap) not in self.taught:
            levels = self.levels.get(skill, np.zeros(len(self.mentors), np.uint8))
            self.taught[skill, gap] = np.clip(levels, gap.have, gap.target) - np.uint8(gap.have)
        return self.taught[skill, gap]

    def points(self, mentee: int, among: Among) -> Any:
        gaps = self.mentees[mentee].gaps
        missing = sum(gap.target - gap.have for gap in gaps.values())
        rows = [self.levels_taught(skill, gap)[among] for skill, gap in gaps.items()]
        if not rows:
            return 0
        if isinstance(among, int):
            return self.share(sum(int(row) for row in rows), missing)
        taught: NDArray[np.unsignedinteger] = rows[0].astype(np.uint8 if missing < 2**8 else np.uint16)
        for row in rows[1:]:
            taught += row
        return self.share(taught, missing).astype(np.uint8)

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        """``covered``: [skill, from, to, wanted]; ``missing``: [skill, from, wanted], nothing of it is covered."""
        covered: list[list[Any]] = []
        missing: list[list[Any]] = []
        for skill, gap in sorted(mentee.gaps.items()):
            reach = min(gap.target, mentor.skills.get(skill, 0))
            if reach > gap.have:
                covered.append([skill, gap.have, reach, gap.target])
            else:
                missing.append([skill, gap.have, gap.target])
        return {"covered": covered, "missing": missing}


class NewGround(Gaps):
    """Whether the mentor can teach a skill that no earlier conversation was about."""

    term = Term.NEW_GROUND

    def points(self, mentee: int, among: Among) -> Any:
        person = self.mentees[mentee]
        rows = [
            self.levels_taught(skill, gap)[among] > 0
            for skill, gap in person.gaps.items()
            if skill not in person.talked_about
        ]
        return np.uint8(self.most) * np.any(rows, axis=0) if rows else 0

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        new = sorted(
            skill
            for skill, gap in mentee.gaps.items()
            if skill not in mentee.talked_about and mentor.skills.get(skill, 0) > gap.have
        )
        return {"skills": new}


class ByKind(ScoreTerm):
    """A term that is the same for all mentees of a kind: rows are kept for the next of the kind."""

    kept = 500

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        self.rows: dict[Any, Row] = {}

    @abstractmethod
    def kind(self, mentee: Mentee) -> Any:
        """What all mentees with the same row have in common."""

    @abstractmethod
    def row(self, mentee: Mentee) -> Wide:
        """(J,): the points of this mentee and all of the same kind."""

    def points(self, mentee: int, among: Among) -> Any:
        person = self.mentees[mentee]
        kind = self.kind(person)
        if kind not in self.rows:
            if len(self.rows) >= self.kept:
                self.rows.clear()
            self.rows[kind] = self.row(person).astype(np.uint8)
        return self.rows[kind][among]


class Goal(ByKind):
    """All points where the mentor holds or held the goal role, half for the family."""

    term = Term.GOAL

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        self.in_role: dict[str, list[int]] = {}
        self.in_family: dict[str, list[int]] = {}
        for place, mentor in enumerate(mentors):
            for role in mentor.roles:
                self.in_role.setdefault(role, []).append(place)
            for family in mentor.families:
                self.in_family.setdefault(family, []).append(place)

    def kind(self, mentee: Mentee) -> Any:
        return mentee.goal_role, mentee.goal_family

    def row(self, mentee: Mentee) -> Wide:
        row = np.zeros(len(self.mentors), np.int64)
        row[self.in_family.get(mentee.goal_family, [])] = self.share(1, 2)
        row[self.in_role.get(mentee.goal_role, [])] = self.most
        return row

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        match = "family" if mentee.goal_family in mentor.families else ""
        if mentee.goal_role in mentor.roles:
            match = "role"
        return {"match": match, "role": mentee.goal_role, "family": mentee.goal_family}


class Bands(ByKind):
    """All points where the mentor is one or two bands above."""

    term = Term.BANDS

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        self.bands = np.array([np.nan if mentor.band is None else mentor.band for mentor in mentors], np.float64)

    def kind(self, mentee: Mentee) -> Any:
        return mentee.band

    def row(self, mentee: Mentee) -> Wide:
        above = self.bands - (np.nan if mentee.band is None else mentee.band)
        return np.where(np.isin(above, BANDS_ABOVE), self.most, 0)

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        known = mentee.band is not None and mentor.band is not None
        return {"above": mentor.band - mentee.band if known else None}  # type: ignore[operator]


class Place(ByKind):
    """All points where they are in one region or both are fine with meeting from afar."""

    term = Term.PLACE

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        self.regions = np.array([mentor.region for mentor in mentors], np.object_)
        self.remote = np.array([mentor.remote for mentor in mentors], np.bool_)

    def kind(self, mentee: Mentee) -> Any:
        return mentee.region, mentee.remote

    def row(self, mentee: Mentee) -> Wide:
        near = (self.regions == mentee.region) & bool(mentee.region)
        return np.where(near | (self.remote & mentee.remote), self.most, 0)

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        near = bool(mentee.region) and mentee.region == mentor.region
        return {"same_region": near, "remote": mentee.remote and mentor.remote}


class Shared(ByKind):
    """A term that counts what is in a set of both, up to what is enough."""

    enough = 1

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        wanted = sorted(frozenset[str]().union(*(self.words(mentee) for mentee in mentees)))
        self.places = {word: place for place, word in enumerate(wanted)}
        sets = [self.bits(mentor) for mentor in mentors]
        parts = range(0, max(1, len(wanted)), 64)
        self.parts = {part: np.array([one >> part & WORD for one in sets], np.uint64) for part in parts}

    @abstractmethod
    def words(self, person: Mentee | Mentor) -> frozenset[str]:
        """What a mentee wants, or a mentor brings."""

    def bits(self, person: Mentee | Mentor) -> int:
        """A bit for each of a person's words that some mentee has."""
        return sum(1 << self.places[word] for word in self.words(person) if word in self.places)

    def kind(self, mentee: Mentee) -> Any:
        return self.words(mentee)

    def points(self, mentee: int, among: Among) -> Any:
        if isinstance(among, int):  # a row is much for one pair
            shared = self.words(self.mentees[mentee]) & self.words(self.mentors[among])
            return self.share(min(len(shared), self.enough), self.enough)
        return super().points(mentee, among)

    def row(self, mentee: Mentee) -> Wide:
        own = self.bits(mentee)
        shared = np.zeros(len(self.mentors), np.uint8)
        for part, others in self.parts.items():
            if own >> part & WORD:
                shared += np.minimum(np.bitwise_count(others & np.uint64(own >> part & WORD)), self.enough)
        points: Wide = self.share(np.minimum(shared, self.enough), self.enough)
        return points

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        return {"shared": sorted(self.words(mentee) & self.words(mentor)), "said": bool(self.words(mentee))}


class Times(Shared):
    """Half-days that suit both."""

    term = Term.TIMES
    enough = ENOUGH_TIMES

    def words(self, person: Mentee | Mentor) -> frozenset[str]:
        return person.times


class Motivations(Shared):
    """What both are in it for."""

    term = Term.MOTIVATIONS
    enough = ENOUGH_MOTIVATIONS

    def words(self, person: Mentee | Mentor) -> frozenset[str]:
        return person.motivations


class Experiences(Shared):
    """An experience that both chose to name, to be matched on."""

    term = Term.EXPERIENCES

    def words(self, person: Mentee | Mentor) -> frozenset[str]:
        return person.experiences


class Shortlist(ScoreTerm):
    """The mentee's own order of mentors: all points for the first, evenly fewer for those after."""

    term = Term.SHORTLIST

    def __init__(self, most: int, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
        super().__init__(most, mentees, mentors)
        self.places = {mentor.id: place for place, mentor in enumerate(mentors)}

    def points(self, mentee: int, among: Among) -> Any:
        shortlist = self.mentees[mentee].shortlist
        row = np.zeros(len(self.mentors) if shortlist else 1, np.uint8)
        for rank, mentor in enumerate(shortlist):
            if mentor in self.places:
                row[self.places[mentor]] = self.share(len(shortlist) - rank, len(shortlist))
        return row[among] if shortlist else 0

    def facts(self, mentee: Mentee, mentor: Mentor) -> Mapping[str, Any]:
        """``rank``: 1 for the first of ``of``; None for who is not on it."""
        rank = mentee.shortlist.index(mentor.id) + 1 if mentor.id in mentee.shortlist else None
        return {"rank": rank, "of": len(mentee.shortlist)}


TERMS: Mapping[Term, type[ScoreTerm]] = {
    one.term: one for one in (Gaps, Goal, Bands, Place, Times, Motivations, Experiences, NewGround, Shortlist)
}
