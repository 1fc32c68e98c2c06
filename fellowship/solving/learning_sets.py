"""Who learns with whom: sets of five to eight, nobody with a colleague of their own employer, everybody mixed.

An integer program (CP-SAT of OR-tools). Rules: sizes within one of each other; no two of one employer in a set; a
facilitator leads nobody of their own employer and no more sets than they offer. Aims, the least sum of: one for each
person by whom a profession is above or below its even share of a set, the same for regions. What stays apart, such as
pairs that an admin keeps together or apart, is fixed first.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from common.refusals import Refused

LEAST, MOST, USUAL = 5, 8, 6
# Work, not seconds, so that the answer is the same on a busy machine: about three seconds on a quiet core.
_WORK = 6.0


class TooFewForASet(Refused):
    """A learning set has five to eight people. There are fewer."""


class DoesNotDivide(Refused):
    """So many sets would not have five to eight people each. Choose another number of sets."""


class TooManyOfOneEmployer(Refused):
    """More people work for one employer than there are sets, so two of them would meet. Make more sets."""


class NoSetsFit(Refused):
    """What is kept together contradicts the rules about employers, sizes or facilitators. Keep fewer people fixed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A fellow. Empty words are not known, and count for nothing."""

    id: int
    employer: str = ""
    profession: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Facilitator:
    id: int
    employer: str = ""
    most: int = 1  # sets


@dataclass(frozen=True, slots=True)
class LearningSet:
    members: tuple[int, ...]
    facilitator: int | None  # None: nobody is left
    professions: Mapping[str, int]
    regions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sets:
    sets: tuple[LearningSet, ...]
    imbalance: int  # people above or below an even share, over all sets, professions and regions
    bound: int  # no division has less; equal: this is the best there is


def how_many_sets(people: int) -> int:
    """The usual number of sets for so many people. Raises TooFewForASet."""
    if people < LEAST:
        raise TooFewForASet
    usual = max(round(people / USUAL), 1)
    for count in sorted(range(1, people + 1), key=lambda count: (abs(count - usual), count)):
        if people // count >= LEAST and -(-people // count) <= MOST:
            return count
    raise DoesNotDivide(f"{people} people cannot be divided into sets of five to eight.")


def divide(
    members: Sequence[Member],
    facilitators: Sequence[Facilitator] = (),
    *,
    count: int | None = None,
    kept: Mapping[int, int] | None = None,
    on_better: Callable[[int, int], None] | None = None,
) -> Sets:
    """Divide people into sets. ``kept``: by member, the number of the set (0 …) that they stay in. ``on_better`` hears
    of each better division while it goes on: its imbalance, and the least that there could be.

    The same whatever the order of people. Raises TooFewForASet, DoesNotDivide, TooManyOfOneEmployer, NoSetsFit.
    """
    people = sorted(members, key=lambda member: member.id)
    sets = count or how_many_sets(len(people))
    if len(people) // sets < LEAST or -(-len(people) // sets) > MOST:
        raise DoesNotDivide
    employers = Counter(member.employer for member in people if member.employer)
    crowded = [employer for employer, number in employers.items() if number > sets]
    if crowded:
        raise TooManyOfOneEmployer(
            f"{employers[crowded[0]]} people work for {crowded[0]}, and there are {sets} sets, so two of them would "
            f"meet. Make at least {employers[crowded[0]]} sets."
        )
    return _Division(people, sorted(facilitators, key=lambda one: one.id), sets, kept or {}).solved(on_better)


class _Division:
    def __init__(
        self, people: list[Member], facilitators: list[Facilitator], count: int, kept: Mapping[int, int]
    ) -> None:
        self.people, self.facilitators, self.sets = people, facilitators, range(count)
        self.model = cp_model.CpModel()
        self.sits = [[self.model.new_bool_var("") for _ in self.sets] for _ in people]
        self.leads = [[self.model.new_bool_var("") for _ in self.sets] for _ in facilitators]
        self.off: list[cp_model.IntVar] = []
        self._everybody_sits_once(kept)
        self._no_colleagues()
        self._facilitators(kept)
        for trait in ("profession", "region"):
            self._even(trait)
        # Somebody to lead a set outweighs every mixing.
        led = sum(seat for seats in self.leads for seat in seats)
        self.model.minimize(sum(self.off) - 1_000 * led)

    def _everybody_sits_once(self, kept: Mapping[int, int]) -> None:
        least, more = divmod(len(self.people), len(self.sets))
        for person, seats in zip(self.people, self.sits, strict=True):
            self.model.add_exactly_one(seats)
            if person.id in kept:
                self.model.add(seats[kept[person.id]] == 1)
        for number in self.sets:
            size = sum(seats[number] for seats in self.sits)
            if kept:  # which sets are the larger ones is free, as people stay where they are
                self.model.add_linear_constraint(size, least, least + bool(more))
            else:
                self.model.add(size == least + (number < more))

    def _no_colleagues(self) -> None:
        for members in _by([person.employer for person in self.people]).values():
            for number in self.sets:
                self.model.add_at_most_one(self.sits[member][number] for member in members)

    def _facilitators(self, kept: Mapping[int, int]) -> None:
        for number in self.sets:
            self.model.add_at_most_one(seats[number] for seats in self.leads)
        for leader, seats in zip(self.facilitators, self.leads, strict=True):
            self.model.add(sum(seats) <= leader.most)
            for person, own in zip(self.people, self.sits, strict=True):
                if leader.employer and person.employer == leader.employer:
                    for number in self.sets:
                        self.model.add_at_most_one(seats[number], own[number])

    def _even(self, trait: str) -> None:
        for members in _by([getattr(person, trait) for person in self.people]).values():
            least, more = divmod(len(members), len(self.sets))
            for number in self.sets:
                there = sum(self.sits[member][number] for member in members)
                off = self.model.new_int_var(0, len(members), "")
                self.model.add(off >= there - least - bool(more))
                self.model.add(off >= least - there)
                self.off.append(off)

    def solved(self, on_better: Callable[[int, int], None] | None) -> Sets:
        solver = cp_model.CpSolver()
        solver.parameters.max_deterministic_time = _WORK
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        told = _Told(self.off, self.leads, on_better) if on_better else None
        if solver.solve(self.model, told) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise NoSetsFit
        led = sum(solver.value(seat) for seats in self.leads for seat in seats)
        sets = []
        for number in self.sets:
            members = [
                person for person, seats in zip(self.people, self.sits, strict=True) if solver.value(seats[number])
            ]
            leaders = [
                one.id for one, seats in zip(self.facilitators, self.leads, strict=True) if solver.value(seats[number])
            ]
            sets.append(described(members, leaders[0] if leaders else None))
        bound = max(round(solver.best_objective_bound) + 1_000 * led, 0)
        return Sets(tuple(sets), imbalance=sum(solver.value(off) for off in self.off), bound=bound)


class _Told(cp_model.CpSolverSolutionCallback):
    """Passes on how good each better division is."""

    def __init__(
        self,
        off: Sequence[cp_model.IntVar],
        leads: Sequence[Sequence[cp_model.IntVar]],
        on_better: Callable[[int, int], None],
    ) -> None:
        super().__init__()
        self.off, self.leads, self.on_better = off, leads, on_better

    def on_solution_callback(self) -> None:
        led = sum(self.value(seat) for seats in self.leads for seat in seats)
        bound = max(round(self.best_objective_bound) + 1_000 * led, 0)
        self.on_better(sum(self.value(off) for off in self.off), bound)


def described(members: Collection[Member], facilitator: int | None) -> LearningSet:
    """A set with its counts, also of one that somebody made by hand."""
    return LearningSet(
        tuple(sorted(member.id for member in members)),
        facilitator,
        Counter(member.profession for member in members if member.profession),
        Counter(member.region for member in members if member.region),
    )


def imbalance(sets: Sequence[Collection[Member]]) -> int:
    """People above or below an even share, as ``divide`` counts it, of any division."""
    off = 0
    for trait in ("profession", "region"):
        counts = [Counter(getattr(member, trait) for member in one if getattr(member, trait)) for one in sets]
        for word, number in sum(counts, Counter()).items():
            least, more = divmod(number, len(sets))
            off += sum(max(count[word] - least - bool(more), least - count[word], 0) for count in counts)
    return off


def _by(words: Sequence[str]) -> Mapping[str, list[int]]:
    """Places by word; the empty word is left out."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        if word:
            places.setdefault(word, []).append(place)
    return places
