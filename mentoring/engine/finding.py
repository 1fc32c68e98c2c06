"""From the people of a round to its draft: who is matched with whom, how well and why, and who is left and why."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from common.refusals import Refused
from mentoring.engine.draft import Bound, Draft, Load, Pair
from mentoring.engine.fixed import Standing, standing
from mentoring.engine.inputs import hash_of
from mentoring.engine.people import LONGEST_WAIT, Bar, Fixed, Mentee, Mentor, Rule
from mentoring.engine.problem import NO_PAIR, Aim, Integers, Keys, Objective, Problem
from mentoring.engine.rules import BITS, Rules
from mentoring.engine.scoring import Scheme, Scoring, all_rules_of, table_of_points
from mentoring.engine.solving import solve
from mentoring.engine.unmatched import Unmet, why_unmet
from mentoring.engine.weights import Weights

# Mentees times mentors; the table of points takes two bytes for each.
MOST_PAIRS = 300_000_000


class RoundIsTooLarge(Refused):
    """This round has too many people to be matched at once. Split it, for instance by region."""


class Stage(StrEnum):
    SCORING = "scoring"
    SOLVING = "solving"
    EXPLAINING = "explaining"


OnProgress = Callable[[Stage, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """All that a run reads. The order of people, pairs and bars does not matter."""

    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    scheme: Scheme = field(default_factory=Weights)
    fixed: Sequence[Fixed] = ()
    bars: Sequence[Bar] = ()
    floor: int = 0  # no match below so many points, but for pins
    objective: Objective = Objective.FAIR


def find_pairs(asked: Round, on_progress: OnProgress = lambda stage, percent: None) -> Draft:
    """The best new pairs for all who still want someone; live pairs are never touched.

    ``on_progress`` hears the stage and how many per cent of all are done, several times a second, and may raise to end
    the work. Raises PinsDoNotFit, RoundIsTooLarge, and ValueError where an id comes twice.
    """
    return _Run(asked, on_progress).draft()


class _Run:
    def __init__(self, asked: Round, on_progress: OnProgress) -> None:
        self.asked, self.on_progress = asked, on_progress
        self.mentees = sorted(asked.mentees, key=lambda mentee: mentee.id)
        self.mentors = sorted(asked.mentors, key=lambda mentor: mentor.id)
        for people in (self.mentees, self.mentors):
            if len({person.id for person in people}) < len(people):
                raise ValueError("An id comes twice.")
        self.rules = Rules(self.mentees, self.mentors, asked.bars, asked.fixed)
        self.standing: Standing = standing(self.mentees, self.mentors, asked.fixed, self.rules)
        self.has = np.array([self.standing.of_mentees[mentee.id] for mentee in self.mentees], np.int64)
        self.wanted = np.array([mentee.wanted for mentee in self.mentees], np.int64)
        self.places = np.array([mentor.places for mentor in self.mentors], np.int64)
        self.used = np.array([self.standing.of_mentors[mentor.id] for mentor in self.mentors], np.int64)
        self.rows = np.flatnonzero(self.wanted > self.has)
        if len(self.rows) * len(self.mentors) > MOST_PAIRS:
            raise RoundIsTooLarge
        self.scoring: Scoring = asked.scheme.scoring(self.mentees, self.mentors)

    def draft(self) -> Draft:
        problem = self._problem()
        solution = solve(problem, self._say_aim)
        found = list(zip(self.rows[solution.mentees].tolist(), solution.mentors.tolist(), strict=True))
        possible = sum(int(np.count_nonzero(row > NO_PAIR)) for row in problem.points)
        del problem  # it is large
        pairs = self._pairs(found)
        points = [pair.points for pair in pairs if pair.points is not None]
        now = self.has + np.bincount([mentee for mentee, _ in found], minlength=len(self.mentees))
        return Draft(
            pairs=pairs,
            unmet=self._unmet(found, now),
            loads=self._loads(found),
            met=tuple(int(np.count_nonzero(now >= count)) for count in range(1, max(now, default=0) + 1)),
            total=sum(points),
            lowest=min(points, default=None),
            best=self.scoring.best,
            bounds={aim: Bound(proof.value, proof.bound) for aim, proof in solution.proofs.items()},
            possible=possible,
            inputs=self._inputs(),
        )

    def _problem(self) -> Problem:
        rows = self.rows
        table = table_of_points(
            self.scoring, self.rules, rows, self.asked.floor,
            lambda share: self.on_progress(Stage.SCORING, round(40 * share)),
        )  # fmt: skip
        return Problem(
            points=table,
            best=self.scoring.best,
            needs=(self.wanted - self.has)[rows],
            has=self.has[rows],
            places=np.maximum(self.places - self.used, 0),
            weeks=np.array([min(self.mentees[row].weeks, LONGEST_WAIT) for row in rows], np.int64),
            mentee_keys=_keys([self.mentees[row].id for row in rows]),
            mentor_keys=_keys([mentor.id for mentor in self.mentors]),
            objective=self.asked.objective,
        )

    def _say_aim(self, aim: Aim) -> None:
        self.on_progress(Stage.SOLVING, 40 + 10 * list(Aim).index(aim))

    def _pairs(self, found: list[tuple[int, int]]) -> tuple[Pair, ...]:
        pins = {(self.rules.mentee_places[one], self.rules.mentor_places[other]) for one, other in self.standing.pins}
        pairs = []
        for number, (mentee, mentor) in enumerate(sorted([*found, *pins])):
            if number % 256 == 0:
                self.on_progress(Stage.EXPLAINING, 80 + 10 * number // (len(found) + len(pins)))
            is_pin = (mentee, mentor) in pins
            is_scored = not is_pin or self.scoring.points(mentee)[mentor] != NO_PAIR
            reasons = self.scoring.reasons(mentee, mentor) if is_scored else ()
            points = sum(reason.points for reason in reasons) if is_scored else None
            pairs.append(Pair(self.mentees[mentee].id, self.mentors[mentor].id, points, reasons, is_pin))
        return tuple(pairs)

    def _unmet(self, found: list[tuple[int, int]], now: Integers) -> tuple[Unmet, ...]:
        taken = np.bincount([mentor for _, mentor in found], minlength=len(self.mentors))
        mentors_of: dict[int, list[int]] = {}
        for mentee, mentor in found:
            mentors_of.setdefault(mentee, []).append(mentor)
        ids = [mentor.id for mentor in self.mentors]
        unmet = []
        short = np.flatnonzero(now < self.wanted).tolist()
        for number, mentee in enumerate(short):
            if number % 64 == 0:
                self.on_progress(Stage.EXPLAINING, 90 + 10 * number // len(short))
            points, bits = all_rules_of(self.scoring, self.rules, mentee, self.asked.floor)
            bits[mentors_of.get(mentee, [])] |= BITS[Rule.PAIRED]
            unmet.append(
                why_unmet(
                    mentee=self.mentees[mentee].id,
                    has=int(now[mentee]),
                    wanted=int(self.wanted[mentee]),
                    mentors=ids,
                    points=points,
                    bits=bits,
                    places=self.places,
                    left=self.places - self.used - taken,
                )
            )
        return tuple(unmet)

    def _loads(self, found: list[tuple[int, int]]) -> tuple[Load, ...]:
        pinned = Counter(mentor for _, mentor in self.standing.pins)
        new = Counter(self.mentors[mentor].id for _, mentor in found)
        return tuple(
            Load(
                mentor=mentor.id,
                places=mentor.places,
                live=self.standing.of_mentors[mentor.id] - pinned[mentor.id],
                pinned=pinned[mentor.id],
                found=new[mentor.id],
            )
            for mentor in self.mentors
        )

    def _inputs(self) -> str:
        asked = self.asked
        rest = (asked.scheme, sorted(asked.fixed), sorted(asked.bars), asked.floor, asked.objective)
        return hash_of(self.mentees, self.mentors, *rest)


def _keys(ids: Sequence[str]) -> Keys:
    """(ids,): a number from each id that looks drawn by lot."""
    whole = b"".join(hashlib.blake2b(one.encode(), digest_size=8).digest() for one in ids)
    return np.frombuffer(whole, "<u8").astype(np.uint64)
