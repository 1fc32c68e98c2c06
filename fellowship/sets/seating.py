"""Who sits where: what a division is like, moves by hand, and telling fellows and facilitators."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import Profile, ProgrammeRole, Region, User
from common.refusals import Refused
from common.vocabulary import Profession
from fellowship.letters.sets import TO_FACILITATOR, TO_FELLOW
from fellowship.models import Cohort, Fellow, LearningSet, SetMember
from fellowship.sets import meeting
from fellowship.sets.dividing import SITTING, members_of
from fellowship.solving.learning_sets import LEAST, MOST, Member, imbalance
from notifications.models import Message
from notifications.outbox import cancel, hold_email


class NoSetsYet(Refused):
    """There are no sets yet. Propose some first."""


class SomebodyHasNoSet(Refused):
    """Somebody has no set yet. Give everybody a seat, then tell them."""


class NumberHasChanged(Refused):
    """The number of people has changed since you looked. Look at it again, then tell them."""


class NotAFacilitator(Refused):
    """That person is no facilitator of the programme any more. Choose another."""


@dataclass(frozen=True)
class Seat:
    """A fellow of a set, and their work as the division sees it."""

    fellow: Fellow
    member: Member
    is_kept: bool

    @property
    def work(self) -> str:
        named = [PROFESSIONS.get(self.member.profession, ""), self.member.employer, REGIONS.get(self.member.region, "")]
        return ", ".join(filter(None, named)) or "Work not known"


@dataclass(frozen=True)
class Table:
    """A set as an admin sees it: who sits there, how mixed that is, and what breaks a rule."""

    learning_set: LearningSet
    seats: Sequence[Seat]
    professions: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]
    employers: int
    breaks: Sequence[str]


@dataclass(frozen=True)
class Division:
    tables: Sequence[Table]
    without: Sequence[Seat]  # fellows with no seat
    imbalance: int

    @property
    def people(self) -> int:
        return sum(len(table.seats) for table in self.tables)


PROFESSIONS: Mapping[str, str] = dict(Profession.choices)
REGIONS: Mapping[str, str] = dict(Region.choices)


def division_of(cohort: Cohort) -> Division:
    """The sets of a cohort as they are. Six queries, however many people."""
    members = members_of(cohort)
    fellows = Fellow.objects.select_related("user").in_bulk(members)
    placed: dict[int, list[Seat]] = {}
    for row in SetMember.objects.filter(learning_set__cohort=cohort):
        if row.fellow_id in fellows:
            seat = Seat(fellows.pop(row.fellow_id), members[row.fellow_id], row.is_kept)
            placed.setdefault(row.learning_set_id, []).append(seat)
    rows = list(LearningSet.objects.filter(cohort=cohort).select_related("facilitator"))
    leaders = [one.facilitator_id for one in rows if one.facilitator_id]
    work = {one.pk: one.works_for for one in Profile.objects.select_related("organisation").filter(pk__in=leaders)}
    tables = [_table(one, placed.get(one.pk, []), work.get(one.facilitator_id or 0, "")) for one in rows]
    left = [Seat(one, members[one.pk], is_kept=False) for one in fellows.values()]
    mixed = imbalance([[seat.member for seat in table.seats] for table in tables]) if tables else 0
    return Division(tables, sorted(left, key=lambda seat: str(seat.fellow)), mixed)


def _table(learning_set: LearningSet, seats: list[Seat], leader_works_for: str) -> Table:
    seats.sort(key=lambda seat: str(seat.fellow).casefold())
    employers = Counter(seat.member.employer for seat in seats if seat.member.employer)
    breaks = [f"{number} people work for {name}." for name, number in employers.items() if number > 1]
    if not LEAST <= len(seats) <= MOST:
        breaks.append(f"A set has {LEAST} to {MOST} people; this has {len(seats)}.")
    if learning_set.facilitator is None:
        breaks.append("Nobody leads it yet.")
    elif leader_works_for.casefold() in {name.casefold() for name in employers}:
        breaks.append(f"{learning_set.facilitator} works where one of the fellows does.")
    return Table(
        learning_set, seats, _counted((seat.member.profession for seat in seats), PROFESSIONS),
        _counted((seat.member.region for seat in seats), REGIONS), len(employers), breaks,
    )  # fmt: skip


def _counted(words: Iterable[str], labels: Mapping[str, str]) -> list[tuple[str, int]]:
    return [(labels.get(word, word), number) for word, number in Counter(filter(None, words)).most_common()]


@dataclass(frozen=True)
class Way:
    """What moving somebody into a set would do."""

    learning_set: LearningSet
    size: int
    imbalance: int
    colleagues: Sequence[str]


def ways_for(division: Division, fellow: Fellow) -> list[Way]:
    """What each set would be like with this fellow in it; where they sit now is left out."""
    everybody = [*division.without, *(seat for table in division.tables for seat in table.seats)]
    own = next(seat for seat in everybody if seat.fellow.pk == fellow.pk)
    ways = []
    for there in division.tables:
        if own in there.seats:
            continue
        after = [
            [seat.member for seat in table.seats if seat != own] + ([own.member] if table is there else [])
            for table in division.tables
        ]
        same = [seat for seat in there.seats if own.member.employer and seat.member.employer == own.member.employer]
        ways.append(Way(there.learning_set, len(there.seats) + 1, imbalance(after), [str(one.fellow) for one in same]))
    return ways


@transaction.atomic
def move_fellow_to(fellow: Fellow, learning_set: LearningSet, *, actor: User, now: datetime) -> int:
    """Give somebody a seat in a set of their cohort, and keep them there. To the same set again: nothing.

    Returns how many letters are held about it: one once fellows know their sets, else none. Their places on coming
    meetings move with them.
    """
    cohort = _locked(learning_set.cohort)
    seat = SetMember.objects.select_for_update().filter(fellow=fellow).first()
    if seat is not None and seat.learning_set_id == learning_set.pk:
        return 0
    before = seat.learning_set if seat is not None else None
    if seat is None:
        seat = SetMember(fellow=fellow)
    seat.learning_set, seat.is_kept = learning_set, True
    seat.save()
    audit.record(
        actor=actor, action="fellowship.seat_moved", about=learning_set, subject=fellow.user,
        scope=cohort.programme.scope, now=now,
    )  # fmt: skip
    if cohort.sets_told_at is None:
        return 0
    meeting.follow(fellow.user, before, learning_set, actor=actor, now=now)
    cancel(Message.objects.filter(letter=TO_FELLOW, about_id=seat.pk), reason="They sit in another set now.", now=now)
    return _hold(TO_FELLOW, seat.pk, learning_set.pk, cohort, now)


@transaction.atomic
def keep_seat(fellow: Fellow, *, is_kept: bool, now: datetime) -> None:
    """Say whether proposing anew leaves somebody where they sit."""
    SetMember.objects.filter(fellow=fellow).update(is_kept=is_kept, updated_at=now)


@transaction.atomic
def change_set(learning_set: LearningSet, *, name: str, facilitator: User | None, actor: User, now: datetime) -> int:
    """Name a set and say who leads it. Returns how many letters are held about it. Raises NotAFacilitator."""
    cohort = _locked(learning_set.cohort)
    if facilitator is not None and not may_lead(cohort).filter(pk=facilitator.pk).exists():
        raise NotAFacilitator
    before = learning_set.facilitator_id
    learning_set.name, learning_set.facilitator = name, facilitator
    learning_set.save()
    audit.record(
        actor=actor, action="fellowship.set_changed", about=learning_set, scope=cohort.programme.scope, now=now
    )
    if cohort.sets_told_at is None or facilitator is None or facilitator.pk == before:
        return 0
    about = Message.objects.filter(letter=TO_FACILITATOR, about_id=learning_set.pk)
    cancel(about, reason="Somebody else leads the set now.", now=now)
    return _hold(TO_FACILITATOR, learning_set.pk, facilitator.pk, cohort, now)


def may_lead(cohort: Cohort) -> "QuerySet[User]":
    """The facilitators of the programme."""
    return User.objects.filter(
        programme_roles__programme=cohort.programme_id, programme_roles__role=ProgrammeRole.Role.FACILITATOR,
        is_active=True,
    ).order_by("name", "pk")  # fmt: skip


@transaction.atomic
def tell_sets(cohort: Cohort, *, expected: int, actor: User, now: datetime) -> int:
    """Let fellows see their sets, and hold a letter for each and for each facilitator. Returns how many are held.

    ``expected``: how many fellows the admin was told that this reaches. Told once already: nothing, 0. Raises
    NoSetsYet, SomebodyHasNoSet, NumberHasChanged.
    """
    cohort = _locked(cohort)
    if cohort.sets_told_at:
        return 0
    sets = list(LearningSet.objects.filter(cohort=cohort))
    if not sets:
        raise NoSetsYet
    seats = list(SetMember.objects.filter(learning_set__cohort=cohort, fellow__state__in=SITTING))
    if len(seats) < Fellow.objects.filter(cohort=cohort, state__in=SITTING).count():
        raise SomebodyHasNoSet
    if len(seats) != expected:
        raise NumberHasChanged
    cohort.sets_told_at = now
    cohort.save()
    held = sum(_hold(TO_FELLOW, seat.pk, seat.learning_set_id, cohort, now) for seat in seats)
    held += sum(_hold(TO_FACILITATOR, one.pk, one.facilitator_id, cohort, now) for one in sets if one.facilitator_id)
    audit.record(
        actor=actor, action="fellowship.sets_told", about=cohort, scope=cohort.programme.scope,
        detail={"people": len(seats)}, now=now,
    )  # fmt: skip
    return held


def _hold(letter: str, about: int, other: int, cohort: Cohort, now: datetime) -> int:
    """Hold a letter; the same news again is a letter of its own, since in between it was another."""
    times = Message.objects.filter(letter=letter, about_id=about).count()
    key = f"{letter}:{about}:{other}:{times}"
    return hold_email(letter=letter, about_id=about, key=key, scope=cohort.programme.scope, now=now) is not None


def _locked(cohort: Cohort) -> Cohort:
    held: Cohort = (
        Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("programme").get(pk=cohort.pk)
    )
    return held
