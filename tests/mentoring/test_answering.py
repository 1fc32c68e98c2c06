"""Answers to proposals, and what follows from each."""

import pytest

from accounts.models import AuditEntry
from mentoring import answering
from mentoring.answering import (
    AnsweredAlready,
    AskedEnough,
    MenteeHasLeft,
    NoPlaceLeft,
    NotTheirs,
    QuestionAnswered,
    accept,
    answer_question,
    ask_question,
    decline,
    withdraw,
)
from mentoring.models import Match, Question
from mentoring.proposing import DeclinedBefore, HasEnoughMentors, propose
from notifications.models import Message
from notifications.outbox import cancel_chosen
from tests.mentoring import world
from tests.mentoring.world import DAY, NOW

pytestmark = pytest.mark.django_db
State, Origin = Match.State, Match.Origin
LATER = NOW + DAY


def proposal(**fields: object) -> Match:
    """Between somebody who wishes for one mentor and a mentor with one place, in a programme."""
    fields.setdefault("programme", world.programme())
    fields.setdefault("origin", Origin.ROUND)
    mentee, mentor = fields.pop("mentee", None) or world.mentee(), fields.pop("mentor", None) or world.mentor()
    return propose(mentee.user, mentor.user, round=None, now=NOW, **fields)  # type: ignore[attr-defined, arg-type]


def letters() -> list[str]:
    queued = Message.objects.exclude(state=Message.State.CANCELLED).order_by("pk").values_list("letter", flat=True)
    return [name.removeprefix("mentoring.") for name in queued if name != "mentoring.proposed"]


def test_accepting_makes_a_pair_and_tells_the_mentee_once_however_often_it_is_clicked() -> None:
    pair = proposal()
    for _ in range(3):
        done = accept(pair.uuid, by=pair.mentor, now=LATER)
    assert (done.state, done.answered_at, done.met_at) == (State.ACCEPTED, LATER, LATER)
    assert letters() == ["accepted"]
    entry = AuditEntry.objects.get(action="mentoring.accepted")
    assert (entry.actor, entry.subject, entry.scope) == (pair.mentor, pair.mentee, pair.programme.scope)  # type: ignore[union-attr]


def test_declining_keeps_the_reason_frees_the_place_and_keeps_the_two_apart_in_the_programme() -> None:
    pair = proposal()
    for reason in ("NO_TIME", "OTHER"):
        decline(pair.uuid, reason=reason, note="On leave until May", by=pair.mentor, now=LATER)
    pair.refresh_from_db()
    assert (pair.state, pair.decline_reason, pair.decline_note) == (State.DECLINED, "NO_TIME", "On leave until May")
    assert pair.ended_at == LATER
    assert letters() == ["declined"]
    assert propose(
        world.mentee().user, pair.mentor, programme=pair.programme, round=None, origin=Origin.ROUND, now=LATER
    )
    with pytest.raises(DeclinedBefore):
        propose(pair.mentee, pair.mentor, programme=pair.programme, round=None, origin=Origin.NEXT_BEST, now=LATER)


def test_after_accepting_declining_says_where_to_end_it() -> None:
    pair = proposal()
    accept(pair.uuid, by=pair.mentor, now=LATER)
    with pytest.raises(AnsweredAlready, match="end it on the page of the two of you"):
        decline(pair.uuid, reason="NO_TIME", by=pair.mentor, now=LATER)
    assert letters() == ["accepted"]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(State.DECLINED, "was declined"), (State.LAPSED, "in time"), (State.WITHDRAWN, "withdrawn")],
)
def test_what_is_over_is_not_accepted_and_says_what_became_of_it(state: str, sentence: str) -> None:
    pair = world.match_of(world.mentee().user, world.mentor().user, state)
    with pytest.raises(AnsweredAlready, match=sentence):
        accept(pair.uuid, by=pair.mentor, now=LATER)
    assert letters() == []


def test_a_mentor_accepts_no_more_people_than_they_have_places_for() -> None:
    mentor = world.mentor(places=1)
    first, second = (proposal(mentor=mentor, origin=Origin.ASKED) for _ in range(2))
    accept(first.uuid, by=mentor.user, now=LATER)
    with pytest.raises(NoPlaceLeft):
        accept(second.uuid, by=mentor.user, now=LATER)
    mentor.places = 2
    mentor.save()
    assert accept(second.uuid, by=mentor.user, now=LATER).state == State.ACCEPTED


def test_who_stopped_being_a_mentor_has_no_place() -> None:
    pair = proposal()
    pair.mentor.mentor.delete()
    with pytest.raises(NoPlaceLeft):
        accept(pair.uuid, by=pair.mentor, now=LATER)


def test_somebody_whose_account_is_closed_is_not_accepted() -> None:
    pair = proposal()
    pair.mentee.is_active = False
    pair.mentee.save()
    with pytest.raises(MenteeHasLeft):
        accept(pair.uuid, by=pair.mentor, now=LATER)


def test_the_other_requests_of_somebody_who_has_enough_mentors_are_withdrawn_and_the_mentors_told() -> None:
    mentee = world.mentee(wanted=2)
    pairs = [proposal(mentee=mentee, origin=Origin.ASKED, programme=None) for _ in range(3)]
    accept(pairs[0].uuid, by=pairs[0].mentor, now=LATER)
    assert Match.objects.filter(state=State.PROPOSED).count() == 2
    accept(pairs[1].uuid, by=pairs[1].mentor, now=LATER)
    pairs[2].refresh_from_db()
    assert pairs[2].state == State.WITHDRAWN
    assert letters() == ["accepted", "accepted", "withdrawn"]
    with pytest.raises(AnsweredAlready, match="withdrawn meanwhile"):
        accept(pairs[2].uuid, by=pairs[2].mentor, now=LATER)


def test_somebody_who_now_wishes_for_fewer_mentors_gets_no_more() -> None:
    mentee = world.mentee(wanted=2)
    pairs = [proposal(mentee=mentee) for _ in range(2)]
    accept(pairs[0].uuid, by=pairs[0].mentor, now=LATER)
    mentee.wanted = 1
    mentee.save()
    with pytest.raises(HasEnoughMentors, match="They have as many mentors"):
        accept(pairs[1].uuid, by=pairs[1].mentor, now=LATER)


def test_withdrawing_tells_everybody_but_who_did_it() -> None:
    for by, told in (
        ("mentee", ["withdrawn"]), ("mentor", ["withdrawn_mentee"]), ("", ["withdrawn", "withdrawn_mentee"])
    ):  # fmt: skip
        Message.objects.all().delete()
        pair = proposal()
        who = getattr(pair, by) if by else None
        for _ in range(2):
            done = withdraw(pair.uuid, by=who, now=LATER)
        assert (done.state, done.ended_by) == (State.WITHDRAWN, who)
        assert letters() == told


def test_a_held_letter_about_a_withdrawn_proposal_is_cancelled() -> None:
    pair = proposal(held=True)
    withdraw(pair.uuid, by=None, now=LATER)
    assert Message.objects.get(letter="mentoring.proposed").state == Message.State.CANCELLED


def test_the_team_withdraws_and_another_team_cannot() -> None:
    pair = proposal()
    with pytest.raises(NotTheirs):
        withdraw(pair.uuid, by=world.staff(), now=LATER)
    assert withdraw(pair.uuid, by=world.staff(pair.programme), now=LATER).state == State.WITHDRAWN


def test_a_question_goes_to_the_mentee_and_its_answer_to_the_mentor_once_each() -> None:
    pair = proposal()
    for _ in range(2):
        question = ask_question(pair.uuid, text="Evenings?", by=pair.mentor, now=LATER)
        answer_question(question.pk, text="Yes, Tuesdays", by=pair.mentee, now=LATER)
    assert Question.objects.get().answer == "Yes, Tuesdays"
    assert letters() == ["question_asked", "question_answered"]
    with pytest.raises(QuestionAnswered):
        answer_question(question.pk, text="No", by=pair.mentee, now=LATER)
    with pytest.raises(NotTheirs):
        answer_question(question.pk, text="Yes, Tuesdays", by=pair.mentor, now=LATER)
    pair.refresh_from_db()
    assert pair.state == State.PROPOSED


def test_questions_end_after_five_and_with_the_proposal() -> None:
    pair = proposal()
    for number in range(5):
        question = ask_question(pair.uuid, text=f"Question {number}", by=pair.mentor, now=LATER)
    with pytest.raises(AskedEnough):
        ask_question(pair.uuid, text="One more", by=pair.mentor, now=LATER)
    with pytest.raises(NotTheirs):
        ask_question(pair.uuid, text="Me?", by=pair.mentee, now=LATER)
    withdraw(pair.uuid, by=None, now=LATER)
    with pytest.raises(AnsweredAlready):
        answer_question(question.pk, text="Too late", by=pair.mentee, now=LATER)


def test_every_state_that_is_over_has_its_sentence() -> None:
    over = [state for state in State if state not in Match.LIVE]
    assert set(over) == set(answering._BECAME)


@pytest.mark.parametrize("letter_is", ["held", "cancelled"])
def test_nobody_hears_of_the_end_of_a_proposal_whose_letter_the_team_never_let_go(letter_is: str) -> None:
    pair = proposal(held=True)
    if letter_is == "cancelled":
        cancel_chosen([Message.objects.get().pk], reason="A mistake", now=LATER)
    assert not Match.objects.of(pair.mentee).told().exists()
    withdraw(pair.uuid, by=pair.mentor, now=LATER)
    assert letters() == []
    assert not Match.objects.of(pair.mentee).told().exists()
