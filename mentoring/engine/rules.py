"""Who may never be matched with whom. Such a pair is no edge at all, never a score of 0."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from mentoring.engine.people import Bar, Fixed, Mentee, Mentor, Rule

Bits = NDArray[np.uint16]

KEPT = 500

BITS: dict[Rule, int] = {rule: 1 << place for place, rule in enumerate(Rule)}


class Rules:
    """The rules for given people. Bars and fixed pairs that name others are left aside."""

    def __init__(
        self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], bars: Collection[Bar], fixed: Collection[Fixed]
    ) -> None:
        self.mentees = mentees
        self.width = len(mentors)
        self.mentee_places = {mentee.id: place for place, mentee in enumerate(mentees)}
        self.mentor_places = {mentor.id: place for place, mentor in enumerate(mentors)}
        organisations = [person.organisation for person in (*mentees, *mentors)]
        numbers = {name: number for number, name in enumerate(sorted(set(organisations)))}
        self.organisation_of_mentors = np.array([numbers[mentor.organisation] for mentor in mentors], np.int32)
        self.organisation = {name: numbers[name] for name in organisations}
        self.asks_for_others = np.array([mentor.other_organisation for mentor in mentors], np.bool_)
        self.formats = [mentor.formats for mentor in mentors]
        self.rows: dict[tuple[str, bool, frozenset[str]], Bits] = {}
        self.pairs: dict[str, list[tuple[int, Rule]]] = {mentee.id: [] for mentee in mentees}
        self._add_pairs(mentors, bars, fixed)

    def _add_pairs(self, mentors: Sequence[Mentor], bars: Collection[Bar], fixed: Collection[Fixed]) -> None:
        places = self.mentor_places
        managed_by: dict[str, list[int]] = {}  # mentors by those above them
        for place, mentor in enumerate(mentors):
            for manager in mentor.managers:
                managed_by.setdefault(manager, []).append(place)
        for mentee in self.mentees:
            own = self.pairs[mentee.id]
            if mentee.id in places:
                own.append((places[mentee.id], Rule.SAME_PERSON))
            above = [places[manager] for manager in mentee.managers if manager in places]
            own.extend((place, Rule.LINE_MANAGEMENT) for place in (*above, *managed_by.get(mentee.id, ())))
        named = [*bars, *(Bar(pair.mentee, pair.mentor, Rule.PAIRED) for pair in fixed)]
        for bar in named:
            if bar.mentee in self.pairs and bar.mentor in places:
                self.pairs[bar.mentee].append((places[bar.mentor], bar.why))

    def of(self, mentee: int) -> Bits:
        """(J,): the sum of ``BITS`` of all rules that stand between this mentee and each mentor."""
        person = self.mentees[mentee]
        kind = (person.organisation, person.other_organisation, person.formats)
        if kind not in self.rows:
            if len(self.rows) >= KEPT:
                self.rows.clear()
            self.rows[kind] = self._row(*kind)
        bits = self.rows[kind].copy()
        for place, rule in self.pairs[person.id]:
            bits[place] |= BITS[rule]
        return bits

    def _row(self, organisation: str, asks_for_others: bool, formats: frozenset[str]) -> Bits:
        """(J,): the same for all mentees of one kind; kept for the next."""
        bits = np.zeros(self.width, np.uint16)
        if organisation:
            same = self.organisation_of_mentors == self.organisation[organisation]
            bits[same & (self.asks_for_others | asks_for_others)] |= BITS[Rule.SAME_ORGANISATION]
        if formats:
            none_shared = np.array([bool(others) and not others & formats for others in self.formats], np.bool_)
            bits[none_shared] |= BITS[Rule.FORMAT]
        return bits

    def first_against(self, mentee: str, mentor: str) -> Rule | None:
        """The first rule that forbids two people, by their ids, if any. Being a pair already is none."""
        bits = int(self.of(self.mentee_places[mentee])[self.mentor_places[mentor]])
        return next((rule for rule, bit in BITS.items() if bits & bit and rule is not Rule.PAIRED), None)
