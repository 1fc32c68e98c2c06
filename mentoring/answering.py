"""Answers to proposals: accepted, declined, asked about, withdrawn.

Each move is one transaction that holds the mentor's row, then the mentee's, then the pair's (docs/adr/0122), and asks
the table of moves. Doing it twice gives the same answer and one letter.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from mentoring.models import Match, Mentee, Mentor, Question
from mentoring.moves import move_between, parties
from mentoring.proposing import HasEnoughMentors, proposal_key
from notifications.models import Message
from notifications.outbox import cancel, queue_email

State = Match.State
MOST_QUESTIONS = 5


class NotTheirs(Exception):
    """Somebody tried a move that is not theirs to make."""


class NoPlaceLeft(Refused):
    """All your places are taken. Offer one more place first, or decline."""


class MenteeHasLeft(Refused):
    """They have closed their account meanwhile, so there is nothing to answer any more."""


class AnsweredAlready(Refused):
    """The message says what became of the proposal."""


class AskedEnough(Refused):
    """You have asked five questions. Keep the rest for your first conversation: accept, or decline."""


class QuestionAnswered(Refused):
    """You have answered this question already. Your first answer stays."""


_BECAME = {
    State.DECLINED: "This proposal was declined, so it cannot be changed any more.",
    State.LAPSED: "This proposal was not answered in time, so it is over. The programme can propose it again.",
    State.WITHDRAWN: "This proposal was withdrawn meanwhile.",
    State.ENDED: "This proposal was accepted, and the two have ended since.",
}
_ACCEPTED = "This proposal was accepted. If it no longer suits, end it on the page of the two of you."


@transaction.atomic
def accept(uuid: UUID, *, by: User, now: datetime) -> Match:
    """Accept a proposal. Raises NotTheirs, AnsweredAlready, NoPlaceLeft, MenteeHasLeft, HasEnoughMentors."""
    pair, mentor, mentee = locked(uuid)
    _check_party(pair, State.ACCEPTED, by, now)
    if pair.state in Match.TAKEN:
        return pair
    _check_open(pair)
    if not pair.mentee.is_active:
        raise MenteeHasLeft
    if mentor is None or Match.objects.filter(mentor=by).taken().count() >= mentor.places:
        raise NoPlaceLeft
    has = Match.objects.filter(mentee=pair.mentee_id).taken().count()
    if mentee is not None and has >= mentee.wanted:
        raise HasEnoughMentors("They have as many mentors as they wished for meanwhile. Thank you all the same.")
    pair.answered_at = pair.met_at = now
    write_move(pair, State.ACCEPTED, by=by, now=now)
    queue_letter("accepted", pair.pk, pair, now)
    if mentee is not None and has + 1 >= mentee.wanted:
        _withdraw_the_rest(pair, now)
    return pair


@transaction.atomic
def decline(uuid: UUID, *, reason: str, note: str = "", by: User, now: datetime) -> Match:
    """Decline a proposal; ``reason`` is one of ``Match.DeclineReason``. Raises NotTheirs, AnsweredAlready."""
    pair, _, _ = locked(uuid)
    _check_party(pair, State.DECLINED, by, now)
    if pair.state == State.DECLINED:
        return pair
    _check_open(pair)
    pair.answered_at, pair.decline_reason, pair.decline_note = now, reason, note
    write_move(pair, State.DECLINED, by=by, now=now)
    queue_letter("declined", pair.pk, pair, now)
    return pair


@transaction.atomic
def withdraw(uuid: UUID, *, by: User | None, now: datetime) -> Match:
    """Take a proposal back; ``by`` is None for the portal itself. Raises NotTheirs, AnsweredAlready.

    The mentor hears of it if the proposal had reached them, and so does the mentee unless the team still held the
    letter; not whoever did it.
    """
    pair, _, _ = locked(uuid)
    _check_party(pair, State.WITHDRAWN, by, now)
    if pair.state == State.WITHDRAWN:
        return pair
    _check_open(pair)
    told = Match.objects.told().filter(pk=pair.pk).exists()
    write_move(pair, State.WITHDRAWN, by=by, now=now)
    if not told:
        return pair
    if by is None or by.pk != pair.mentor_id:
        queue_letter("withdrawn", pair.pk, pair, now)
    if by is None or by.pk != pair.mentee_id:
        queue_letter("withdrawn_mentee", pair.pk, pair, now)
    return pair


@transaction.atomic
def ask_question(uuid: UUID, *, text: str, by: User, now: datetime) -> Question:
    """Ask the mentee before answering; the days go on. Raises NotTheirs, AnsweredAlready, AskedEnough."""
    pair, _, _ = locked(uuid)
    _check_party(pair, State.ACCEPTED, by, now)
    _check_open(pair)
    asked = list(pair.questions.all())
    for question in asked:
        if question.text == text:  # sent twice
            return question
    if len(asked) >= MOST_QUESTIONS:
        raise AskedEnough
    question = Question.objects.create(match=pair, text=text, asked_at=now)
    queue_letter("question_asked", question.pk, pair, now)
    return question


@transaction.atomic
def answer_question(question_id: int, *, text: str, by: User, now: datetime) -> Question:
    """Answer a question of the mentor. Raises NotTheirs, AnsweredAlready, QuestionAnswered."""
    question = Question.objects.select_for_update(of=("self",)).select_related("match__programme").get(pk=question_id)
    if question.match.mentee_id != by.pk:
        raise NotTheirs
    if question.answered_at is not None:
        if question.answer == text:  # sent twice
            return question
        raise QuestionAnswered
    _check_open(question.match)
    question.answer, question.answered_at = text, now
    question.save(update_fields=["answer", "answered_at", "updated_at"])
    queue_letter("question_answered", question.pk, question.match, now)
    return question


def locked(uuid: UUID) -> tuple[Match, Mentor | None, Mentee | None]:
    """A pair and what its two people offer and wish for, locked in the one order that all use.

    Call it in a transaction. Raises Match.DoesNotExist.
    """
    seen = Match.objects.only("mentor", "mentee").get(uuid=uuid)
    mentor = Mentor.objects.select_for_update(no_key=True).filter(user=seen.mentor_id).first()
    mentee = Mentee.objects.select_for_update(no_key=True).filter(user=seen.mentee_id).first()
    with_people = Match.objects.select_related("mentor", "mentee", "programme", "round")
    return with_people.select_for_update(of=("self",), no_key=True).get(pk=seen.pk), mentor, mentee


def write_move(pair: Match, state: str, *, by: User | None, now: datetime) -> None:
    """Take a step and keep it in the audit trail; ``by`` is None for the portal itself. Raises NotLegal."""
    before = pair.state
    pair.move_to(state, now=now)
    if state not in Match.LIVE:
        pair.ended_by = by
        waiting = Message.objects.filter(key=proposal_key(pair))
        cancel(waiting, reason="The proposal is over.", now=now)
    pair.save()
    audit.record(
        actor=by, action=f"mentoring.{state.lower()}", about=pair, subject=pair.mentee, scope=_scope(pair),
        detail={"from": before}, now=now,
    )  # fmt: skip


def queue_letter(name: str, about_id: int, pair: Match, now: datetime) -> None:
    """One letter of that name about this row: a pair takes each step only once."""
    letter = f"mentoring.{name}"
    queue_email(letter=letter, about_id=about_id, key=f"{letter}:{about_id}", scope=_scope(pair), now=now)


def _scope(pair: Match) -> str:
    return pair.programme.scope if pair.programme else ""


def _withdraw_the_rest(pair: Match, now: datetime) -> None:
    """The mentee has as many mentors as they wished for, so what waits for an answer is withdrawn.

    Their row is held, so nobody else holds any of these.
    """
    waiting = Match.objects.filter(mentee=pair.mentee_id, state=State.PROPOSED).select_related("programme", "mentee")
    for other in waiting.select_for_update(of=("self",), no_key=True):
        write_move(other, State.WITHDRAWN, by=None, now=now)
        queue_letter("withdrawn", other.pk, other, now)


def _check_party(pair: Match, end: str, by: User | None, now: datetime) -> None:
    if not move_between(State.PROPOSED, end).who & parties(pair, by, now=now):
        raise NotTheirs


def _check_open(pair: Match) -> None:
    if pair.state != State.PROPOSED:
        raise AnsweredAlready(_BECAME.get(State(pair.state), _ACCEPTED))
