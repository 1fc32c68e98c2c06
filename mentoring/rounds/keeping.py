"""Makes rounds and changes them, and says who takes part: people join, and the team adds, leaves out and takes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Programme, User
from common.refusals import Refused
from mentoring.engine import Weights
from mentoring.models import Bond, Mentee, Mentor, Participant, Round, Run
from mentoring.rounds.waiting import waiting_since

Side = Participant.Side
State = Participant.State


class RoundNameTaken(Refused):
    """This programme has a round with that name already. Choose another name."""


class RoundIsClosed(Refused):
    """This round is closed."""


class JoiningIsOver(Refused):
    """Nobody can join this round any more."""


class NothingToOffer(Refused):
    """Say first what you offer as a mentor. Then you can join."""


class NothingWishedFor(Refused):
    """Say first what you look for in a mentor. Then you can join."""


class HasChanged(Refused):
    """This has changed meanwhile: they left the round themselves, or somebody else on the team was quicker."""


class LeftOut(Refused):
    """The team of the programme has left you out of this round. Ask them why."""


@dataclass(frozen=True)
class Preset:
    """A set of settings to begin with. Each of them can be changed."""

    name: str
    words: str
    settings: Mapping[str, Any]


def _weights(**changed: int) -> dict[str, int]:
    return {name: changed.get(name, getattr(Weights(), name)) for name in Weights.__dataclass_fields__}


PRESETS: Mapping[str, Preset] = {
    "closest": Preset(
        "Closest to their gaps",
        "What people want to learn counts most. No match below 40 points, so some may go without.",
        {
            "weights": _weights(gaps=70, goal=10, bands=5, times=5, motivations=0, experiences=5, shortlist=5, place=0),
            "floor": 40, "objective": Round.Objective.FAIR, "other_organisation": True, "most_wanted": 3,
        },
    ),
    "most": Preset(
        "As many as possible",
        "Everybody has one mentor before anybody has two, and there is no lowest score.",
        {
            "weights": _weights(), "floor": 0, "objective": Round.Objective.FAIR, "other_organisation": False,
            "most_wanted": 1,
        },
    ),
}  # fmt: skip
SETTINGS = (
    "name", "welcome", "join_until", "objective", "scores", "weights", "floor", "other_organisation", "most_wanted",
    "most_places", "answer_days",
)  # fmt: skip


def weights_of(settings: Mapping[str, int]) -> Weights:
    """The weights that a round or a run keeps, as the engine takes them. None kept: its own."""
    return Weights(**settings) if settings else Weights()


def save_round(
    round_: Round | None, *, programme: Programme, settings: Mapping[str, Any], actor: User, now: datetime
) -> Round:
    """Make a round, or change one; ``settings`` has the fields of ``SETTINGS``.

    Raises RoundNameTaken, RoundIsClosed.
    """
    try:
        with transaction.atomic():
            round_ = _held(round_) if round_ else Round(programme=programme)
            for name in SETTINGS:
                setattr(round_, name, settings[name])
            action = "mentoring.round_changed" if round_.pk else "mentoring.round_made"
            round_.save()
            audit.record(actor=actor, action=action, about=round_, scope=programme.scope, now=now)
    except IntegrityError:
        raise RoundNameTaken from None
    return round_


@transaction.atomic
def close_round(round_: Round, *, actor: User, now: datetime) -> None:
    """End a round: nobody joins, nothing runs, pairs go on. A run at work is cancelled. Raises RoundIsClosed."""
    round_ = _held(round_)
    round_.state, round_.closed_at = Round.State.CLOSED, now
    round_.save()
    round_.runs.filter(state__in=Run.UNFINISHED).update(cancel_asked=True, updated_at=now)
    round_.files.all().delete()
    audit.record(actor=actor, action="mentoring.round_closed", about=round_, scope=round_.programme.scope, now=now)


def may_join(round_: Round, now: datetime) -> bool:
    """Whether anybody may join by themselves."""
    is_open = round_.state != Round.State.CLOSED and round_.join_until is not None
    return is_open and round_.join_until > now  # type: ignore[operator]


@transaction.atomic
def join_round(round_: Round, user: User, side: str, *, now: datetime) -> Participant:
    """Take part on one side. Twice is as good as once; who left may come back.

    Raises RoundIsClosed, JoiningIsOver, NothingToOffer, NothingWishedFor, LeftOut.
    """
    round_ = _held(round_)
    if not may_join(round_, now):
        raise JoiningIsOver
    if side == Side.MENTOR and not Mentor.objects.filter(user=user).exists():
        raise NothingToOffer
    if side == Side.MENTEE and not Mentee.objects.filter(user=user).exists():
        raise NothingWishedFor
    return add_participant(round_, user, side, source=Participant.Source.JOINED, now=now)


def add_participant(round_: Round, user: User, side: str, *, source: str, now: datetime) -> Participant:
    """Put somebody on a side, for what brings people in from elsewhere. Twice is as good as once. Raises LeftOut."""
    since = waiting_since(round_.programme, [user.pk], now=now)[user.pk] if side == Side.MENTEE else now
    given, is_new = Participant.objects.get_or_create(
        round=round_, user=user, side=side, defaults={"source": source, "waiting_since": since}
    )
    if given.state == State.EXCLUDED:
        raise LeftOut
    if given.state == State.LEFT:
        given.state, given.waiting_since, is_new = State.IN, since, True
        given.save()
    if is_new:
        audit.record(
            actor=user, action="mentoring.round_joined", about=round_, subject=user, scope=round_.programme.scope,
            detail={"side": side}, now=now,
        )  # fmt: skip
    return given


@transaction.atomic
def leave_round(round_: Round, user: User, *, now: datetime) -> int:
    """Take part no longer, on either side. Pairs that were proposed stay. Returns how many sides were left."""
    theirs = Participant.objects.filter(round=round_, user=user, state=State.IN)
    left = theirs.update(state=State.LEFT, updated_at=now)
    if left:
        audit.record(
            actor=user, action="mentoring.round_left", about=round_, subject=user, scope=round_.programme.scope, now=now
        )
    return left


@transaction.atomic
def exclude(one: Participant, *, reason: str, actor: User | None, now: datetime) -> None:
    """Leave somebody out of the coming runs, with a reason that the team alone reads. Raises HasChanged."""
    _change(one, State.IN, State.EXCLUDED, reason, "mentoring.participant_excluded", actor, now)


@transaction.atomic
def readmit(one: Participant, *, actor: User | None, now: datetime) -> None:
    """Let somebody take part again who was left out: not who left. Raises HasChanged."""
    _change(one, State.EXCLUDED, State.IN, "", "mentoring.participant_readmitted", actor, now)


def _change(
    one: Participant, before: str, state: str, reason: str, action: str, actor: User | None, now: datetime
) -> None:  # fmt: skip
    round_ = _held(one.round)
    changed = Participant.objects.filter(pk=one.pk, state=before)
    if not changed.update(state=state, reason=reason[:300], updated_at=now):
        raise HasChanged
    audit.record(
        actor=actor, action=action, about=one, subject=one.user, scope=round_.programme.scope,
        detail={"side": one.side}, now=now,
    )  # fmt: skip


class NotInThisRound(Refused):
    """Both must take part in this round: one as the mentee, the other as the mentor."""


class OnePersonTwice(Refused):
    """Mentee and mentor are the same person."""


@transaction.atomic
def tie(round_: Round, *, mentee: User, mentor: User, kind: str, reason: str, actor: User, now: datetime) -> Bond:
    """Put two people together, or keep them apart, in the coming runs. The newest word about two people counts.

    Raises RoundIsClosed, NotInThisRound, OnePersonTwice.
    """
    round_ = _held(round_)
    if mentee == mentor:
        raise OnePersonTwice
    sides = round_.participants.filter(state=State.IN)
    if not (
        sides.filter(user=mentee, side=Side.MENTEE).exists() and sides.filter(user=mentor, side=Side.MENTOR).exists()
    ):
        raise NotInThisRound
    bond, _ = Bond.objects.update_or_create(
        round=round_, mentee=mentee, mentor=mentor, defaults={"kind": kind, "reason": reason[:300], "made_by": actor}
    )
    audit.record(
        actor=actor, action="mentoring.pair_tied", about=bond, scope=round_.programme.scope, detail={"kind": kind},
        now=now,
    )  # fmt: skip
    return bond


@transaction.atomic
def untie(bond: Bond, *, actor: User, now: datetime) -> None:
    """Leave two people to the next run again. Raises RoundIsClosed."""
    round_ = _held(bond.round)
    audit.record(actor=actor, action="mentoring.pair_untied", about=bond, scope=round_.programme.scope, now=now)
    bond.delete()


def _held(round_: Round) -> Round:
    """The round, locked and as it is now. Raises RoundIsClosed."""
    held = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=round_.pk)
    if held.state == Round.State.CLOSED:
        raise RoundIsClosed
    return held
