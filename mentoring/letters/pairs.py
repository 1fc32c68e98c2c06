"""Letters of mentoring: how a pair goes on and ends. Those to either side are two letters, named by side."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.preferences import stop_url, wants
from mentoring.models import EndFeedback, Match, Outcome, Progress
from notifications.letters import Drop, Mail, letter

Side = Literal["mentor", "mentee"]
Say = Callable[[Match, User, datetime], Mail | Drop]
SIDES: tuple[Side, ...] = ("mentor", "mentee")
LEFT = "The pair is gone, or the person has left."
State = Match.State


def about_pair(name: str, side: Side) -> str:
    """What the letter about a pair to its mentor or its mentee is called."""
    return f"mentoring.{name}_{side}"


def to_either(name: str, *, title: str, essential: bool = False) -> Callable[[Say], Say]:
    """Registers a letter about a pair twice: to its mentor and to its mentee."""

    def register(say: Say) -> Say:
        for side in SIDES:
            called = about_pair(name, side)
            letter(called, title=f"{title} (to {side}s)", essential=essential)(_written(say, side, called, essential))
        return say

    return register


def _written(say: Say, side: Side, called: str, essential: bool) -> Callable[[int, datetime], Mail | Drop]:
    def write(match_id: int, now: datetime) -> Mail | Drop:
        with_people = Match.objects.select_related("mentor", "mentee", "programme")
        pair = with_people.filter(pk=match_id).first()
        person: User | None = getattr(pair, side, None)
        if pair is None or person is None or not person.is_active:
            return Drop(LEFT)
        if not essential and not wants(person.pk, called):
            return Drop("The person does not want this letter.")
        return say(pair, person, now)

    return write


@to_either("pair_asleep", title="You have not met for a month")
def pair_asleep(pair: Match, person: User, now: datetime) -> Mail | Drop:
    if pair.state != State.DORMANT:
        return Drop("They have met since, or the pair has ended.")
    called = about_pair("pair_asleep", "mentor" if person == pair.mentor else "mentee")
    return mail_about(pair, person, "pair_asleep", stop=called)


@to_either("pair_to_close", title="Your pair will be closed unless you meet", essential=True)
def pair_to_close(pair: Match, person: User, now: datetime) -> Mail | Drop:
    if pair.state != State.DORMANT or pair.warned_at is None:
        return Drop("They have met since, or the pair has ended.")
    return mail_about(pair, person, "pair_to_close")


@to_either("pair_closed", title="Your pair was closed", essential=True)
def pair_closed(pair: Match, person: User, now: datetime) -> Mail | Drop:
    return mail_about(pair, person, "pair_closed")


@to_either("pair_paused", title="Your pair is paused", essential=True)
def pair_paused(pair: Match, person: User, now: datetime) -> Mail | Drop:
    if pair.state != State.PAUSED:
        return Drop("They took it up again, or the pair has ended.")
    return mail_about(pair, person, "pair_paused")


@to_either("pair_taken_up", title="Your pair meets again", essential=True)
def pair_taken_up(pair: Match, person: User, now: datetime) -> Mail | Drop:
    if pair.state not in (State.ACTIVE, State.DORMANT):
        return Drop("The pair was paused again or has ended.")
    return mail_about(pair, person, "pair_taken_up")


@to_either("pair_ended", title="Your pair has ended", essential=True)
def pair_ended(pair: Match, person: User, now: datetime) -> Mail | Drop:
    return mail_about(pair, person, "pair_ended", address="pair_feedback")


@letter("mentoring.thanks_given", title="Thanks from your mentor or mentee", essential=True)
def thanks_given(feedback_id: int, now: datetime) -> Mail | Drop:
    """About what one of a pair said at its end; the thanks themselves are read on the portal."""
    given = EndFeedback.objects.select_related("user", "match__mentor", "match__mentee", "match__programme")
    found = given.filter(pk=feedback_id).first()
    if found is None or not found.thanks or not found.match.other(found.user).is_active:
        return Drop(LEFT)
    return mail_about(found.match, found.match.other(found.user), "thanks_given")


@letter("mentoring.progress_said", title="Progress that your mentor or mentee asks you to confirm")
def progress_said(progress_id: int, now: datetime) -> Mail | Drop:
    """About what one of a pair says was reached."""
    rows = Progress.objects.select_related("skill", "said_by", "match__mentor", "match__mentee", "match__programme")
    said = rows.filter(pk=progress_id, agreed_at=None).first()
    if said is None or said.said_by is None or not said.match.other(said.said_by).is_active:
        return Drop("It was answered or taken back meanwhile.")
    person = said.match.other(said.said_by)
    if not wants(person.pk, "mentoring.progress_said"):
        return Drop("The person does not want this letter.")
    return mail_about(said.match, person, "progress_said", stop="mentoring.progress_said", said=said)


@letter("mentoring.outcome_asked", title="Months after mentoring: what has become of you?")
def outcome_asked(outcome_id: int, now: datetime) -> Mail | Drop:
    """About an outcome, to the mentee."""
    outcome = _outcome(outcome_id)
    if outcome is None or outcome.answered_at is not None or not outcome.match.mentee.is_active:
        return Drop("The person has answered already or has left.")
    if not wants(outcome.match.mentee_id, "mentoring.outcome_asked"):
        return Drop("The person does not want this letter.")
    return mail_about(
        outcome.match, outcome.match.mentee, "outcome_asked", stop="mentoring.outcome_asked", address="pair_outcome"
    )


@letter("mentoring.outcome_told", title="What has become of somebody you mentored")
def outcome_told(outcome_id: int, now: datetime) -> Mail | Drop:
    """About an outcome, to the mentor; only while the mentee wants it told."""
    outcome = _outcome(outcome_id)
    if outcome is None or not outcome.may_tell or not outcome.match.mentor.is_active:
        return Drop("The mentee does not want it told, or somebody has left.")
    if not wants(outcome.match.mentor_id, "mentoring.outcome_told"):
        return Drop("The person does not want this letter.")
    return mail_about(outcome.match, outcome.match.mentor, "outcome_told", stop="mentoring.outcome_told")


def mail_about(
    pair: Match, person: User, name: str, *, stop: str = "", address: str = "pair_detail", **context: object
) -> Mail:
    """A letter about a pair to one of the two; ``address`` is the name of the page that it leads to."""
    programme = pair.programme
    return Mail(
        to=person.email,
        template=f"mentoring/{name}",
        context={
            "person": person, "pair": pair, "other": pair.other(person), "is_mentor": person.pk == pair.mentor_id,
            "address": f"{settings.SITE_URL}{reverse(f'mentoring:{address}', args=[pair.uuid])}", **context,
        },
        reply_to=(programme.reply_to,) if programme and programme.reply_to else (),
        unsubscribe_url=stop_url(person.pk, stop) if stop else "",
    )  # fmt: skip


def _outcome(outcome_id: int) -> Outcome | None:
    rows = Outcome.objects.select_related("match__mentor", "match__mentee", "match__programme")
    found: Outcome | None = rows.filter(pk=outcome_id).first()
    return found
