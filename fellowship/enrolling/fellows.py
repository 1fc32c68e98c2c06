"""How a fellow's year goes on: moves from state to state, the adviser, the share of time, leave."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts import audit
from accounts.models import ProgrammeRole, User
from accounts.roles import RUNNING_IT, may
from common.refusals import Refused
from fellowship.curriculum.inviting import GIVES_UP, give_up_places, take_places_again
from fellowship.hearing import advisers_of
from fellowship.mentor_rounds import end_pair_of, take_part_again
from fellowship.models import Application, Cohort, DeepDive, Fellow, FellowMove, Leave, NotLegal
from fellowship.models.moves import FELLOW_MOVES, GOES_ON, ApplicationState, FellowState
from fellowship.moving import NoPlaceLeft
from notifications.models import Message
from notifications.outbox import cancel, queue_email

S = FellowState
LETTERS: Mapping[str, str] = {
    S.PAUSED: "fellow_paused", S.ACTIVE: "fellow_resumed", S.COMPLETED: "fellow_completed", S.LEFT: "fellow_left",
}  # fmt: skip
# The few ways back, for those who run the programme and with a reason.
UNDO: frozenset[tuple[str, str]] = frozenset({
    (S.COMPLETED, S.ACTIVE), (S.LEFT, S.ACTIVE), (S.ALUMNI, S.COMPLETED),
})  # fmt: skip
# Advisers see that somebody needs a break before anybody else does.
_OF_ADVISERS = frozenset({(S.ACTIVE, S.PAUSED), (S.PAUSED, S.ACTIVE)})


class NotYourFellow(Refused):
    """You may not do this with this fellow."""


class SayWhy(Refused):
    """Say why. The reason is kept with the fellow’s record."""


class NotAnAdviser(Refused):
    """This person is no adviser of the programme. An owner can put them into its team."""


class OwnAdviser(Refused):
    """Nobody advises themselves. Choose somebody else."""


class NobodyChosen(Refused):
    """Nobody was chosen. Choose at least one fellow: choosing none never means all."""


class LeaveIsBackwards(Refused):
    """The last day must not be before the first."""


class LeaveIsThere(Refused):
    """There is leave on some of these days already."""


def steps_open(fellow: Fellow, actor: User, *, now: datetime) -> list[str]:
    """The states to which this person may take the fellow, ways back apart."""
    return [after for after in S.values if after in FELLOW_MOVES[fellow.state] and _may(fellow, after, actor, now)]


def ways_back(fellow: Fellow) -> list[str]:
    """The states to which those who run the programme may take a step back."""
    return [after for before, after in sorted(UNDO) if before == fellow.state]


@transaction.atomic
def move_fellow(
    fellow_id: int, after: str, *, actor: User | None, now: datetime, reason: str = "", undo: bool = False
) -> Fellow:
    """Take a step. ``actor`` None: it follows from something else that was allowed. Returns the fellow as it is then.

    Who leaves or pauses gives up the places ahead and has them again when they are back; the pair of the cohort's
    mentor round ends with the year. Taking it twice is taking it once. Raises NotLegal, NotYourFellow, SayWhy for
    leaving or an undo without a reason, and NoPlaceLeft where somebody else has the place by now.
    """
    if undo or after == S.LEFT:  # whoever counts places locks the cohort first
        Cohort.objects.select_for_update(of=("self",), no_key=True).get(fellows=fellow_id)
    fellow: Fellow = (
        Fellow.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__programme", "cohort__mentor_round", "user", "application")
        .get(pk=fellow_id)
    )
    if fellow.state == after:
        return fellow
    before = fellow.state
    if (before, after) not in UNDO if undo else after not in FELLOW_MOVES[before]:
        raise NotLegal
    if actor is not None and not _may(fellow, after, actor, now, undo=undo):
        raise NotYourFellow
    if (undo or after == S.LEFT) and not reason.strip():
        raise SayWhy
    if after == S.LEFT:
        _free_the_place(fellow, now)
    elif fellow.place_is_free:
        _take_the_place_again(fellow, now)
    fellow.state = after
    fellow.save()
    made = FellowMove.objects.create(
        fellow=fellow, before=before, after=after, moved_at=now, moved_by=actor, reason=reason.strip()
    )
    _letter(made, undo=undo, now=now)
    if after in GIVES_UP:
        give_up_places(fellow, now=now)
    elif before in GIVES_UP:
        take_places_again(fellow, now=now)
    if after == S.LEFT:
        end_pair_of(fellow, actor=actor, now=now)
    elif before == S.LEFT:
        take_part_again(fellow, actor=actor, now=now)
    audit.record(
        actor=actor, action="fellowship.fellow_moved", about=fellow, subject=fellow.user,
        scope=fellow.cohort.programme.scope, detail={"before": before, "after": after, "undo": undo}, now=now,
    )  # fmt: skip
    return fellow


def _free_the_place(fellow: Fellow, now: datetime) -> None:
    """Before the start somebody else can still have the place, and the team hears who is next; after it, nobody can."""
    if fellow.cohort.has_started(timezone.localdate(now)) or not _is_enrolled(fellow):
        return
    fellow.place_is_free = True
    letter = "fellowship.fellow_freed_place"
    queue_email(
        letter=letter, about_id=fellow.pk, key=f"{letter}:{fellow.pk}:{now.timestamp():.0f}",
        scope=fellow.cohort.programme.scope, now=now,
    )  # fmt: skip


def _take_the_place_again(fellow: Fellow, now: datetime) -> None:
    cohort = fellow.cohort
    if Application.objects.filter(call__cohort=cohort).holding_a_place().count() >= cohort.places:
        raise NoPlaceLeft
    fellow.place_is_free = False
    letter = Message.objects.filter(letter="fellowship.fellow_freed_place", about_id=fellow.pk)
    cancel(letter, reason="They are back and have their place again.", now=now)


def _is_enrolled(fellow: Fellow) -> bool:
    """Whether it is their application that holds the place: not where it was put off."""
    return fellow.application is not None and fellow.application.state == ApplicationState.ENROLLED


def letter_key(move_id: int) -> str:
    """The outbox key of the letter of a move."""
    return f"fellowship.fellow_move:{move_id}"


@transaction.atomic
def give_adviser(fellows: Iterable[Fellow], adviser: User | None, *, actor: User, now: datetime) -> int:
    """Let somebody advise these fellows of one cohort, or nobody. Returns for how many that is new; both hear of it.

    Raises NobodyChosen, NotAnAdviser, OwnAdviser; then nothing changes.
    """
    fellows = list(fellows)
    if not fellows:
        raise NobodyChosen
    programme = fellows[0].cohort.programme
    if adviser is not None:
        advisers = ProgrammeRole.objects.filter(programme=programme, role=ProgrammeRole.Role.ADVISER)
        if not advisers.filter(user=adviser, user__is_active=True).exists():
            raise NotAnAdviser
        if any(fellow.user_id == adviser.pk for fellow in fellows):
            raise OwnAdviser
    given = 0
    for fellow in Fellow.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[f.pk for f in fellows]):
        if fellow.adviser_id == (adviser.pk if adviser else None):
            continue
        fellow.adviser = adviser
        fellow.save(update_fields=["adviser", "updated_at"])
        # Who advises them holds the first conversation too, and is asked for it.
        talks = DeepDive.objects.filter(cohort=fellow.cohort_id, user=fellow.user_id, held_on=None)
        talks.update(adviser=adviser, asked_at=None, updated_at=now)
        given += 1
        audit.record(
            actor=actor, action="fellowship.adviser_given", about=fellow, subject=fellow.user, scope=programme.scope,
            detail={"adviser": adviser.pk if adviser else None}, now=now,
        )  # fmt: skip
        if adviser is not None:
            for letter in ("fellow_has_adviser", "adviser_has_fellow"):
                queue_email(
                    letter=f"fellowship.{letter}", about_id=fellow.pk,
                    key=f"fellowship.{letter}:{fellow.pk}:{adviser.pk}:{now.timestamp():.0f}", scope=programme.scope,
                    now=now,
                )  # fmt: skip
    return given


@transaction.atomic
def share_out_advisers(cohort_id: int, *, actor: User, now: datetime) -> int:
    """Give an adviser to each fellow who has none, always the one with the fewest. Returns to how many.

    Raises NotAnAdviser where the programme has no adviser to give.
    """
    waiting = list(
        Fellow.objects.filter(cohort=cohort_id, state__in=GOES_ON)
        .exclude(adviser__in=advisers_of(cohort_id))
        .select_related("cohort__programme")
    )
    if not waiting:
        return 0
    loads = {
        one: one.load
        for one in advisers_of(cohort_id).annotate(
            load=Count("advises", filter=Q(advises__cohort=cohort_id, advises__state__in=GOES_ON))
        )
    }
    given = 0
    for fellow in waiting:
        free = [one for one in loads if one.pk != fellow.user_id]
        if not free:
            raise NotAnAdviser("The programme has no adviser yet. An owner can put some into its team.")
        adviser = min(free, key=lambda one: (loads[one], one.pk))
        given += give_adviser([fellow], adviser, actor=actor, now=now)
        loads[adviser] += 1
    return given


@transaction.atomic
def set_share_of_time(fellow: Fellow, share: Decimal, *, actor: User, now: datetime) -> None:
    """Say which part of full time a fellow works: 1 is full time. Clocks of early warning run at that pace."""
    Fellow.objects.filter(pk=fellow.pk).update(share_of_time=share, updated_at=now)
    audit.record(
        actor=actor, action="fellowship.share_of_time_set", about=fellow, subject=fellow.user,
        scope=fellow.cohort.programme.scope, detail={"share": str(share)}, now=now,
    )  # fmt: skip


@transaction.atomic
def add_leave(fellow: Fellow, *, first: date, last: date, actor: User, now: datetime) -> Leave:
    """Note days on which a fellow is away. Raises LeaveIsBackwards, LeaveIsThere."""
    if last < first:
        raise LeaveIsBackwards
    Fellow.objects.select_for_update(of=("self",), no_key=True).get(pk=fellow.pk)
    if Leave.objects.filter(fellow=fellow, first__lte=last, last__gte=first).exists():
        raise LeaveIsThere
    leave: Leave = Leave.objects.create(fellow=fellow, first=first, last=last, added_by=actor)
    audit.record(
        actor=actor, action="fellowship.leave_added", about=fellow, subject=fellow.user,
        scope=fellow.cohort.programme.scope, now=now,
    )  # fmt: skip
    return leave


@transaction.atomic
def remove_leave(fellow: Fellow, leave_id: int, *, actor: User, now: datetime) -> None:
    """Take leave out again. Once it is gone nothing happens."""
    gone, _ = Leave.objects.filter(fellow=fellow, pk=leave_id).delete()
    if gone:
        audit.record(
            actor=actor, action="fellowship.leave_removed", about=fellow, subject=fellow.user,
            scope=fellow.cohort.programme.scope, now=now,
        )  # fmt: skip


def _may(fellow: Fellow, after: str, actor: User, now: datetime, *, undo: bool = False) -> bool:
    if actor.pk == fellow.user_id:
        return False
    roles = RUNNING_IT
    if not undo and (fellow.state, after) in _OF_ADVISERS:
        return may(actor, fellow.cohort.programme, (*roles, ProgrammeRole.Role.ADVISER), now=now)
    return may(actor, fellow.cohort.programme, roles, now=now)


def _letter(made: FellowMove, *, undo: bool, now: datetime) -> None:
    if undo:
        undone = made.fellow.moves.filter(before=made.after, after=made.before).last()
        if undone is not None:
            cancel(Message.objects.filter(key=letter_key(undone.pk)), reason="What it told was undone.", now=now)
        return
    letter = LETTERS.get(made.after)
    if letter:
        queue_email(
            letter=f"fellowship.{letter}", about_id=made.pk, key=letter_key(made.pk),
            scope=made.fellow.cohort.programme.scope, now=now,
        )  # fmt: skip
