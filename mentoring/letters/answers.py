"""Letters of mentoring: proposals, answers, questions. What people wrote is read on the portal and in no letter."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.preferences import stop_url, wants
from mentoring.models import Match, Question
from notifications.letters import Drop, Mail, letter
from notifications.models import Message

State = Match.State
CHANGED = "The proposal was answered or withdrawn meanwhile."
DAYS = 7  # working days, where no round says otherwise


@letter("mentoring.proposed", title="Somebody hopes that you will be their mentor", essential=True)
def proposed(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentor. It names no day: the days begin when it leaves, and it may be held until then."""
    pair = _pair(match_id, State.PROPOSED)
    if pair is None:
        return Drop(CHANGED)
    return _mail(pair, pair.mentor, "proposed", days=pair.round.answer_days if pair.round else DAYS)


@letter("mentoring.proposal_waits", title="A proposal for you as a mentor still waits")
def proposal_waits(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentor."""
    pair = _pair(match_id, State.PROPOSED)
    if pair is None or pair.answer_by <= now:
        return Drop(CHANGED)
    if not wants(pair.mentor_id, "mentoring.proposal_waits"):
        return Drop("The person does not want this letter.")
    return _mail(pair, pair.mentor, "proposal_waits", stop="mentoring.proposal_waits")


@letter("mentoring.accepted", title="A mentor has accepted you", essential=True)
def accepted(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentee."""
    pair = _pair(match_id, *Match.TAKEN)
    return _mail(pair, pair.mentee, "accepted") if pair else Drop("The pair has ended meanwhile.")


@letter("mentoring.declined", title="A mentor could not take you on", essential=True)
def declined(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentee. It gives no reason: only the team reads that."""
    pair = _pair(match_id, State.DECLINED)
    return _mail(pair, pair.mentee, "declined") if pair else Drop(CHANGED)


@letter("mentoring.lapsed", title="A mentor did not answer in time", essential=True)
def lapsed(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentee."""
    pair = _pair(match_id, State.LAPSED)
    return _mail(pair, pair.mentee, "lapsed") if pair else Drop(CHANGED)


@letter("mentoring.lapsed_mentor", title="A proposal for you as a mentor is over", essential=True)
def lapsed_mentor(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentor."""
    pair = _pair(match_id, State.LAPSED)
    return _mail(pair, pair.mentor, "lapsed_mentor") if pair else Drop(CHANGED)


@letter("mentoring.withdrawn", title="A proposal for you as a mentor was withdrawn", essential=True)
def withdrawn(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentor, if the proposal had reached them."""
    pair = _pair(match_id, State.WITHDRAWN)
    if pair is None:
        return Drop(CHANGED)
    told = Message.objects.filter(letter="mentoring.proposed", about_id=pair.pk, state=Message.State.SENT)
    if not told.exists():
        return Drop("The proposal had not reached the mentor.")
    return _mail(pair, pair.mentor, "withdrawn")


@letter("mentoring.withdrawn_mentee", title="A proposal of a mentor for you was withdrawn", essential=True)
def withdrawn_mentee(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentee, who did not do it."""
    pair = _pair(match_id, State.WITHDRAWN)
    if pair is None:
        return Drop(CHANGED)
    return _mail(pair, pair.mentee, "withdrawn_mentee", by_mentor=pair.ended_by_id == pair.mentor_id)


@letter("mentoring.question_asked", title="A mentor asks you something before they answer", essential=True)
def question_asked(question_id: int, now: datetime) -> Mail | Drop:
    """About a question, to the mentee."""
    question = _question(question_id)
    if question is None or question.match.state != State.PROPOSED or question.answered_at is not None:
        return Drop("The question was answered, or the proposal is over.")
    return _mail(question.match, question.match.mentee, "question_asked")


@letter("mentoring.question_answered", title="Your question about a proposal was answered", essential=True)
def question_answered(question_id: int, now: datetime) -> Mail | Drop:
    """About a question, to the mentor."""
    question = _question(question_id)
    if question is None or question.match.state != State.PROPOSED:
        return Drop(CHANGED)
    return _mail(question.match, question.match.mentor, "question_answered")


def _pair(match_id: int, *states: str) -> Match | None:
    with_people = Match.objects.select_related("mentee", "mentor", "programme", "round")
    found: Match | None = with_people.filter(pk=match_id, state__in=states).first()
    return found


def _question(question_id: int) -> Question | None:
    with_people = Question.objects.select_related("match__mentee", "match__mentor", "match__programme")
    found: Question | None = with_people.filter(pk=question_id).first()
    return found


def _mail(pair: Match, to: User, name: str, *, stop: str = "", **context: object) -> Mail | Drop:
    if not to.is_active:
        return Drop("The person has left.")
    address = f"{settings.SITE_URL}{reverse('mentoring:proposal', args=[pair.uuid])}"
    if to.pk == pair.mentee_id:
        address += "?for=mentee"  # signed out, the code goes to whom the letter went to
    answers_to = pair.programme.reply_to if pair.programme else ""
    return Mail(
        to=to.email,
        template=f"mentoring/{name}",
        context={"pair": pair, "person": to, "address": address, **context},
        reply_to=(answers_to,) if answers_to else (),
        unsubscribe_url=stop_url(to.pk, stop) if stop else "",
    )
