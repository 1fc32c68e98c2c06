"""Letters about proposals: each is written for the person it goes to, and dropped when things have changed."""

import pytest

from accounts.models import User
from mentoring.models import Match, Question
from mentoring.proposing import propose
from notifications.letters import Drop, Mail, all_letters, letter_called
from notifications.models import Message
from notifications.writing import write
from tests.mentoring import world
from tests.mentoring.world import DAY, NOW

pytestmark = pytest.mark.django_db
State = Match.State
ABOUT_A_PAIR = {  # who gets it, and in which state of the pair
    "proposed": ("mentor", State.PROPOSED), "proposal_waits": ("mentor", State.PROPOSED),
    "accepted": ("mentee", State.ACCEPTED), "declined": ("mentee", State.DECLINED), "lapsed": ("mentee", State.LAPSED),
    "lapsed_mentor": ("mentor", State.LAPSED), "withdrawn": ("mentor", State.WITHDRAWN),
    "withdrawn_mentee": ("mentee", State.WITHDRAWN),
}  # fmt: skip


def a_pair(state: str = State.PROPOSED, **fields: object) -> Match:
    mentee, mentor = world.person("Sam Obi"), world.person("Olive Green")
    world.mentee(mentee)
    world.mentor(mentor)
    pair = world.match_of(mentee, mentor, state, **fields)
    Message.objects.create(
        letter="mentoring.proposed", about_id=pair.pk, key=f"mentoring.proposed:{pair.pk}", due_at=NOW, state="SENT"
    )
    return pair


def render(name: str, about: int) -> Mail | Drop:
    return letter_called(f"mentoring.{name}").render(about, NOW)


def text_of(name: str, about: int) -> str:
    mail = render(name, about)
    assert isinstance(mail, Mail), mail
    words = write(mail)
    return f"{words.subject}\n{words.text}"


@pytest.mark.parametrize("with_programme", [True, False])
@pytest.mark.parametrize("name", ABOUT_A_PAIR)
def test_each_letter_is_for_its_reader_in_plain_words(name: str, with_programme: bool) -> None:
    side, state = ABOUT_A_PAIR[name]
    programme = world.programme("Digital mentors") if with_programme else None
    if programme:
        programme.reply_to = "team@example.org"
        programme.save()
    pair = a_pair(state, programme=programme, origin="ROUND" if with_programme else "ASKED")
    mail = render(name, pair.pk)
    assert isinstance(mail, Mail)
    assert mail.to == getattr(pair, side).email
    assert mail.reply_to == (("team@example.org",) if with_programme else ())
    text = text_of(name, pair.pk)
    assert f"Hello {getattr(pair, side)}," in text
    assert "None" not in text
    assert "–" not in text
    assert "—" not in text


@pytest.mark.parametrize("name", ABOUT_A_PAIR)
def test_a_letter_is_dropped_when_the_pair_has_gone_on_or_the_reader_has_left(name: str) -> None:
    side, state = ABOUT_A_PAIR[name]
    pair = a_pair(state)
    person = getattr(pair, side)
    person.is_active = False
    person.save()
    assert isinstance(render(name, pair.pk), Drop)
    person.is_active = True
    person.save()
    Match.objects.filter(pk=pair.pk).update(state=State.ENDED, ended_at=NOW)
    assert isinstance(render(name, pair.pk), Drop)
    pair.delete()
    assert isinstance(render(name, 0), Drop)


def test_why_a_mentor_declined_stands_in_no_letter() -> None:
    pair = a_pair(State.DECLINED, decline_reason="WRONG_LEVEL", decline_note="Too junior for me")
    text = text_of("declined", pair.pk)
    assert "junior" not in text
    assert "senior" not in text


def test_the_words_of_the_team_stand_in_the_letter_of_their_round() -> None:
    round_ = world.round_of(letter_note="We meet on 3 March in Leeds.")
    pair = propose(
        world.mentee().user, world.mentor().user, programme=round_.programme, round=round_, origin="ROUND", now=NOW
    )
    assert "We meet on 3 March in Leeds." in text_of("proposed", pair.pk)


def test_a_reminder_names_the_day_can_be_stopped_and_comes_no_more_once_it_is_over() -> None:
    pair = a_pair()
    assert "Without an answer by Wednesday 20 January" in text_of("proposal_waits", pair.pk)
    mail = render("proposal_waits", pair.pk)
    assert isinstance(mail, Mail)
    assert mail.unsubscribe_url
    pair.mentor.contact_preferences.create(topic="mentoring.proposal_waits", wanted=False)
    assert isinstance(render("proposal_waits", pair.pk), Drop)
    assert isinstance(letter_called("mentoring.proposal_waits").render(a_pair().pk, NOW + 30 * DAY), Drop)


def test_a_mentor_whom_the_proposal_never_reached_is_not_told_that_it_is_withdrawn() -> None:
    pair = a_pair(State.WITHDRAWN)
    Message.objects.update(state="CANCELLED")
    assert isinstance(render("withdrawn", pair.pk), Drop)


def test_a_mentee_reads_that_the_mentor_takes_a_break() -> None:
    pair = a_pair(State.WITHDRAWN)
    assert "taking a break" not in text_of("withdrawn_mentee", pair.pk)
    Match.objects.filter(pk=pair.pk).update(ended_by=pair.mentor)
    assert "taking a break" in text_of("withdrawn_mentee", pair.pk)


def test_questions_and_answers_are_told_and_never_repeated() -> None:
    pair = a_pair()
    question = Question.objects.create(match=pair, text="A secret question", asked_at=NOW)
    text = text_of("question_asked", question.pk)
    assert "Olive Green has a question" in text
    assert "secret" not in text
    Question.objects.update(answer="A secret answer", answered_at=NOW)
    assert isinstance(render("question_asked", question.pk), Drop)
    text = text_of("question_answered", question.pk)
    assert "Sam Obi has answered" in text
    assert "secret" not in text
    Match.objects.update(state=State.WITHDRAWN, ended_at=NOW)
    assert isinstance(render("question_answered", question.pk), Drop)


def test_only_the_reminder_can_be_switched_off() -> None:
    mine = {f"mentoring.{name}" for name in (*ABOUT_A_PAIR, "question_asked", "question_answered")}
    assert {name for name in mine if not letter_called(name).essential} == {"mentoring.proposal_waits"}
    assert mine <= {one.name for one in all_letters()}


@pytest.mark.parametrize("name", ABOUT_A_PAIR)
def test_no_letter_gives_an_address_in_place_of_a_name(name: str) -> None:
    _, state = ABOUT_A_PAIR[name]
    pair = a_pair(state)
    User.objects.filter(pk__in=(pair.mentee_id, pair.mentor_id)).update(name="")
    words = text_of(name, pair.pk)
    assert "@" not in words
    assert "omebody who gave no name" in words
