"""Pauses pairs and ends them: well, with feedback and thanks, or because another mentor would suit better."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from mentoring.letters.pairs import about_pair
from mentoring.meetings.arranging import call_off
from mentoring.models import EndFeedback, Match, Meeting, Outcome, Participant
from notifications.outbox import queue_email

LONGEST_PAUSE = timedelta(days=366)
ASKED_LATER = timedelta(days=182)  # what has become of the mentee?
WELL = (Match.EndReason.GOAL_MET, Match.EndReason.TIME_OVER)
State = Match.State
EndReason = Match.EndReason


class PairHasChanged(Refused):
    """This pair has changed meanwhile, so that cannot be done any more. Look at how it stands now."""


class PauseIsOver(Refused):
    """Choose a day that is still to come."""


class PauseTooLong(Refused):
    """Pause for a year at most. If it will be longer, end the pair: you can find each other again."""


class OnlyTheMentee(Refused):
    """Only the mentee asks for another mentor. You can end the pair instead."""


class StillTogether(Refused):
    """Feedback is for when the pair has ended."""


class SaidAlready(Refused):
    """You gave your feedback on this pair already. Thank you."""


class NothingWritten(Refused):
    """Write what has become of you first. Without words there is nothing to tell."""


@transaction.atomic
def pause_pair(match_id: UUID, *, until: date, by: User, now: datetime) -> None:
    """Pause until the end of a day; the other one is told. Raises PairHasChanged, PauseIsOver, PauseTooLong."""
    today = timezone.localdate(now)
    if until <= today:
        raise PauseIsOver
    if until > today + LONGEST_PAUSE:
        raise PauseTooLong
    pair = locked_pair(match_id, by)
    _move(pair, State.PAUSED, now=now)
    pair.paused_until, pair.warned_at = until, None
    pair.save()
    _record(pair, "mentoring.pair_paused", by, now)
    tell_side(pair, "pair_paused", pair.other(by), ending=f":{until}", now=now)


@transaction.atomic
def take_up(match_id: UUID, *, by: User, now: datetime) -> None:
    """Meet again after a pause, or earlier. Raises PairHasChanged."""
    pair = locked_pair(match_id, by)
    if pair.state != State.PAUSED:
        raise PairHasChanged
    wake(pair, now=now)
    _record(pair, "mentoring.pair_taken_up", by, now)
    tell_side(pair, "pair_taken_up", pair.other(by), ending=f":{timezone.localdate(now)}", now=now)


def wake(pair: Match, *, now: datetime) -> None:
    """Let a paused pair meet again. The days without a meeting count from now: a pause is not silence."""
    pair.move_to(State.ACTIVE, now=now)
    pair.paused_until, pair.met_at = None, now
    pair.save()


@transaction.atomic
def end_pair(match_id: UUID, *, reason: str, by: User, now: datetime) -> None:
    """End a pair; the other one is told kindly and without the reason. Twice is as good as once.

    Raises PairHasChanged, OnlyTheMentee.
    """
    pair = locked_pair(match_id, by)
    if pair.state == State.ENDED:
        return
    if reason == EndReason.CHANGE and by.pk != pair.mentee_id:
        raise OnlyTheMentee
    end(pair, reason=reason, by=by, now=now)
    tell_side(pair, "pair_ended", pair.other(by), now=now)


def end(pair: Match, *, reason: str, by: User | None, now: datetime) -> None:
    """End a pair that is locked, whoever ends it: meetings ahead are called off, and the mentee may wait again.

    Tells nobody. Raises PairHasChanged.
    """
    _move(pair, State.ENDED, now=now)
    pair.ended_by, pair.end_reason, pair.paused_until, pair.warned_at = by, reason, None, None
    pair.save()
    for meeting in Meeting.objects.filter(match=pair).open().exclude(starts_at__lte=now):
        call_off(meeting.uuid, by=by or pair.mentor, now=now)
    _record(pair, "mentoring.pair_ended", by, now, reason=reason)
    _back_on_the_list(pair, now)
    if reason in WELL:
        Outcome.objects.create(match=pair, ask_at=now + ASKED_LATER)


@transaction.atomic
def give_feedback(match_id: UUID, *, worked: int, text: str, thanks: str, by: User, now: datetime) -> None:
    """Keep what one of a pair says at its end; thanks go to the other. Raises StillTogether, SaidAlready."""
    pair = Match.objects.of(by).get(uuid=match_id)
    if pair.state != State.ENDED:
        raise StillTogether
    try:
        with transaction.atomic():
            given = EndFeedback.objects.create(
                match=pair, user=by, worked=worked, text=text, thanks=thanks, given_at=now
            )
    except IntegrityError:
        raise SaidAlready from None
    if thanks:
        letter = "mentoring.thanks_given"
        queue_email(letter=letter, about_id=given.pk, key=f"{letter}:{given.pk}", scope=scope_of(pair), now=now)


@transaction.atomic
def tell_outcome(match_id: UUID, *, text: str, may_tell: bool, by: User, now: datetime) -> None:
    """Keep what has become of the mentee; the mentor hears of it if ``may_tell``. Raises NothingWritten."""
    outcome = Outcome.objects.select_for_update(of=("self",)).get(match__uuid=match_id, match__mentee=by)
    if may_tell and not text:
        raise NothingWritten
    outcome.text, outcome.may_tell, outcome.answered_at = text, may_tell, now
    outcome.save()
    if may_tell:
        letter = "mentoring.outcome_told"
        queue_email(letter=letter, about_id=outcome.pk, key=f"{letter}:{outcome.pk}", now=now)


def locked_pair(match_id: UUID, by: User) -> Match:
    """The pair, if it is theirs and was accepted, so that what the two do comes one after the other.

    Raises Match.DoesNotExist.
    """
    found = Match.objects.of(by).begun().get(uuid=match_id)
    chosen = Match.objects.select_for_update(of=("self",), no_key=True)
    pair: Match = chosen.select_related("mentor", "mentee", "programme").get(pk=found.pk)
    return pair


def tell_side(pair: Match, name: str, user: User, *, ending: str = "", now: datetime) -> None:
    """Put a letter about a pair to one of the two into the outbox; once for each ``ending``."""
    letter = about_pair(name, "mentor" if user.pk == pair.mentor_id else "mentee")
    key = f"{letter}:{pair.pk}{ending}"
    queue_email(letter=letter, about_id=pair.pk, key=key, scope=scope_of(pair), now=now)


def scope_of(pair: Match) -> str:
    """The programme whose team sees the letters."""
    return pair.programme.scope if pair.programme else ""


def end_reasons() -> list[tuple[str, str]]:
    """The reasons to choose from; another mentor is asked for elsewhere."""
    left_out = (EndReason.ASLEEP, EndReason.CHANGE)
    return [(reason.value, str(reason.label)) for reason in EndReason if reason not in left_out]


def _back_on_the_list(pair: Match, now: datetime) -> None:
    """The mentee waits again in the round, from today on, unless it ended well and nobody else is wanted."""
    place = Participant.objects.filter(
        round=pair.round_id, user=pair.mentee_id, side=Participant.Side.MENTEE, state=Participant.State.IN
    )
    if pair.end_reason not in WELL:
        place.update(waiting_since=now, updated_at=now)
    elif not Match.objects.filter(round=pair.round_id, mentee=pair.mentee_id).live().exists():
        place.update(state=Participant.State.LEFT, updated_at=now)


def _move(pair: Match, state: str, *, now: datetime) -> None:
    if not pair.may_become(state):
        raise PairHasChanged
    pair.move_to(state, now=now)


def _record(pair: Match, action: str, by: User | None, now: datetime, **detail: str) -> None:
    subject = pair.other(by) if by else pair.mentee
    audit.record(actor=by, action=action, about=pair, subject=subject, scope=scope_of(pair), detail=detail, now=now)
