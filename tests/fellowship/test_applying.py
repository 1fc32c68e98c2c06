"""Applying: nothing typed is lost, what is missing is said, and nobody hands in late or twice."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation
from accounts.preferences import read_stop_token, stop_letter
from fellowship.applying import answering, starting, support
from fellowship.calls.deadlines import extend_for, make_late_code
from fellowship.calls.questions import publish_questions, save_question
from fellowship.letters.applying import DRAFT_WAITS, draft_waits
from fellowship.letters.support import support_asked, support_waits
from fellowship.models import Application, Call, Equality, Question, SupportLetter
from fellowship.models.applications import support_token
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from fellowship.timeline import timeline_of
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


def published(**fields: object) -> Call:
    call = world.call(**fields)
    publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)
    call.refresh_from_db()
    return call


def ids(call: Call) -> list[str]:
    return [str(one.uuid) for section in call.sections.all() for one in section.questions.all()]


def filled(application: Application) -> Application:
    """Everything that is needed, answered."""
    about = {
        "name": "Ada", "job_title": "Nurse", "organisation_name": "A trust", "background": "CLINICAL",
        "region": "LONDON", "nominated": "MYSELF", "why": "To learn",
    }  # fmt: skip
    answering.save_about_you(application.pk, about, now=NOW)
    choice, about_it = ids(application.call)
    return answering.save_answers(application.pk, {choice: "Yes", about_it: "A ward that runs on paper"}, {}, now=NOW)


def test_one_application_a_person_with_a_reference_that_can_be_said() -> None:
    call, user = published(), world.person()
    one = starting.start(call, user, eligibility={"1": "yes"}, via="poster", now=NOW)
    assert starting.start(call, user, eligibility={}, now=NOW) == one
    assert (one.eligibility, one.via, one.state) == ({"1": "yes"}, "poster", ApplicationState.DRAFT)
    assert not set(one.reference.removeprefix("DHP-").replace("-", "")) & set("01ILO")


def test_half_filled_answers_are_kept_and_what_is_missing_is_said() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    choice, _ = ids(one.call)
    one = answering.save_answers(one.pk, {choice: "No"}, {}, now=NOW)
    assert answering.answers_of(one) == {choice: "No"}
    said = answering.missing(one, answering.form_of(one), answering.answers_of(one))
    assert "What is it about? This is not answered." in [each.words for each in said]
    with pytest.raises(answering.NotComplete):
        answering.hand_in(one.pk, agrees=True, actor=one.user, now=NOW)


def test_handing_in_needs_the_declaration_and_happens_once() -> None:
    one = filled(starting.start(published(), world.person(), eligibility={}, now=NOW))
    with pytest.raises(answering.TellUsYouAgree):
        answering.hand_in(one.pk, agrees=False, actor=one.user, now=NOW)
    done = answering.hand_in(one.pk, agrees=True, actor=one.user, now=NOW)
    assert answering.hand_in(one.pk, agrees=True, actor=one.user, now=NOW + timedelta(days=1)).submitted_at == NOW
    assert done.state == ApplicationState.SUBMITTED and done.moves.count() == 1
    assert Message.objects.filter(letter="fellowship.received").count() == 1
    with pytest.raises(answering.HandedInAlready):
        answering.save_answers(one.pk, {}, {}, now=NOW)


def test_the_end_is_to_the_minute_but_for_those_with_more_time() -> None:
    call = published()
    one = filled(starting.start(call, world.person(), eligibility={}, now=NOW))
    other = filled(starting.start(call, world.person(), eligibility={}, now=NOW))
    admin = world.in_team(call.cohort.programme)
    extend_for(call, other.user, call.closes_at + timedelta(hours=1), reason="Illness", actor=admin, now=NOW)
    with pytest.raises(answering.CallNotOpen):
        answering.hand_in(one.pk, agrees=True, actor=one.user, now=call.closes_at)
    answering.hand_in(other.pk, agrees=True, actor=other.user, now=call.closes_at)
    answering.hand_in(one.pk, agrees=True, actor=one.user, now=call.closes_at - timedelta(seconds=1))


def test_a_late_code_opens_the_call_for_who_has_it() -> None:
    call = published()
    late = call.closes_at + timedelta(hours=1)
    code = make_late_code(call, late + timedelta(days=1), actor=world.in_team(call.cohort.programme), now=NOW)
    with pytest.raises(answering.CallNotOpen):
        starting.start(call, world.person(), eligibility={}, now=late)
    one = starting.start(call, world.person(), eligibility={}, late_code=code, now=late)
    assert answering.save_about_you(one.pk, {"name": "Ada"}, now=late).name == "Ada"


def test_an_answer_that_takes_a_question_out_takes_its_answer_with_it() -> None:
    call = world.call()
    section = call.sections.get()
    choice, about_it = section.questions.all()
    save_question(section, about_it, {"shown_if": choice, "shown_if_answer": "Yes"})
    publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)
    call.refresh_from_db()
    one = filled(starting.start(call, world.person(), eligibility={}, now=NOW))
    answering.save_answers(one.pk, {str(choice.uuid): "No"}, {}, now=NOW)
    assert len(answering.answers_of(one)) == 2  # kept as long as it may come back
    answering.hand_in(one.pk, agrees=True, actor=one.user, now=NOW)
    assert answering.answers_of(one) == {str(choice.uuid): "No"}


@pytest.mark.parametrize(
    ("question", "answer", "problem"),
    [
        ({"kind": "LONG", "most_words": 2}, "one two three", "This is 1 word too long."),
        ({"kind": "CHOICE", "choices": ["Yes"]}, "Perhaps", "One of the choices is no longer there. Choose again."),
        ({"kind": "NUMBER", "least": 3, "most": None}, "2", "The number must be at least 3."),
        ({"kind": "NUMBER", "least": None, "most": 5}, "6", "The number must be at most 5."),
        ({"kind": "DATE"}, "2027-02-30", "This is not a date."),
        ({"kind": "SHORT"}, " ", "This is not answered."),
        ({"kind": "SHORT"}, "fine", ""),
    ],
)
def test_what_is_wrong_with_an_answer_is_a_sentence(question: dict[str, object], answer: str, problem: str) -> None:
    usual = {"required": True, "most_words": None, "choices": [], "least": None, "most": None}
    assert answering.problem_of(usual | question, answer) == problem


def test_last_years_answers_to_the_same_questions_are_there_to_be_changed() -> None:
    first = published()
    user = world.person()
    before = filled(starting.start(first, user, eligibility={}, now=NOW))
    answering.hand_in(before.pk, agrees=True, actor=user, now=NOW)
    second = world.call(world.cohort(first.cohort.programme))
    Question.objects.filter(section__call=second, text="What is it about?").update(text="What is it for?")
    publish_questions(second, actor=world.in_team(first.cohort.programme), now=NOW)
    second.refresh_from_db()
    again = starting.start(second, user, eligibility={}, now=NOW)
    assert again.previous == before
    assert list(answering.answers_of(again).values()) == ["Yes"]


def test_a_sponsor_answers_once_by_a_link_that_is_stored_nowhere() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    with pytest.raises(support.OwnSponsor):
        support.ask_sponsor(one.pk, name="Me", email=one.user.email.upper(), now=NOW)
    asked = support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW)
    assert support.ask_sponsor(one.pk, name="Grace", email="Grace@example.org", now=NOW) == asked
    token = token_in_letter(asked)
    assert token not in str(SupportLetter.objects.values().get(pk=asked.pk))
    support.answer(token, "CONFIRMED", job_title="Director", protected_time=True, now=NOW)
    with pytest.raises(support.LinkOpensNothing):
        support.answer(token, "REFUSED", now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.protected_time) == ("CONFIRMED", True)


def test_asking_somebody_else_ends_the_first_link_and_links_end_by_themselves() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    first = support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW)
    second = support.ask_sponsor(one.pk, name="Alan", email="alan@example.org", now=NOW)
    with pytest.raises(support.LinkOpensNothing):
        support.letter_of(token_in_letter(first), now=NOW)
    assert support.letter_of(token_in_letter(second), now=NOW) == second
    with pytest.raises(support.LinkOpensNothing):
        support.letter_of(token_in_letter(second), now=NOW + support.LIFETIME)


def token_in_letter(asked: SupportLetter) -> str:
    """The secret as the letter would have it, though it may be too late to send it."""
    return support_token(asked.application.uuid, asked.email, asked.asked_at)


def test_the_letter_to_a_sponsor_has_the_link_until_it_is_answered() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    asked = support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW)
    mail = support_asked(asked.pk, NOW)
    assert isinstance(mail, Mail) and token_in_letter(asked) in str(mail.context["address"])
    support.answer(token_in_letter(asked), "WRONG_PERSON", now=NOW)
    assert isinstance(support_waits(asked.pk, NOW), Drop)


@time_machine.travel(NOW, tick=False)
def test_a_person_applies_on_pages_and_nobody_else_sees_it(client: Client) -> None:
    call = published(closes_at=NOW + timedelta(days=3650))
    user = world.person()
    client.force_login(user)
    client.post(reverse("fellowship:application_start", args=[call.cohort.programme.slug, call.cohort.slug]))
    one = Application.objects.get(user=user)
    choice, about_it = ids(call)
    section = reverse("fellowship:section_answer", args=[one.uuid, call.sections.get().pk])
    assert client.post(section, {f"q_{choice}": "Yes", f"q_{about_it}": "Paper"}).status_code == 302
    about = {
        "name": "Ada", "job_title": "Nurse", "organisation_name": "A trust", "background": "CLINICAL",
        "region": "LONDON", "nominated": "MYSELF", "why": "To learn",
    }  # fmt: skip
    assert client.post(reverse("fellowship:about_you", args=[one.uuid]), about).status_code == 302
    client.post(reverse("fellowship:equality", args=[one.uuid]), {"age": "25 to 34"})
    assert Equality.objects.get(application=one).answers == {"age": "25 to 34"}
    page = client.get(reverse("fellowship:hand_in", args=[one.uuid])).content.decode()
    assert "Paper" in page and "25 to 34" not in page
    client.post(reverse("fellowship:hand_in", args=[one.uuid]), {"agrees": "on"})
    one.refresh_from_db()
    assert one.state == ApplicationState.SUBMITTED
    assert one.reference in client.get(reverse("fellowship:application", args=[one.uuid])).content.decode()
    client.force_login(world.person())
    assert client.get(reverse("fellowship:application", args=[one.uuid])).status_code == 404


def test_withdrawing_lets_a_person_apply_again() -> None:
    call, user = published(), world.person()
    one = starting.start(call, user, eligibility={}, now=NOW)
    move(one.pk, ApplicationState.WITHDRAWN, actor=user, now=NOW)
    assert starting.start(call, user, eligibility={}, now=NOW) != one


def test_the_receipt_leaves_though_the_team_was_quicker() -> None:
    one = filled(starting.start(published(), world.person(), eligibility={}, now=NOW))
    answering.hand_in(one.pk, agrees=True, actor=one.user, now=NOW)
    about = Message.objects.get(letter="fellowship.received").about_id
    move(one.pk, ApplicationState.ELIGIBLE, actor=world.in_team(one.call.cohort.programme), now=NOW)
    assert isinstance(letter_called("fellowship.received").write(about, NOW), Mail)
    move(one.pk, ApplicationState.WITHDRAWN, actor=one.user, now=NOW)
    assert isinstance(letter_called("fellowship.received").write(about, NOW), Drop)


def test_the_timeline_says_what_happened_in_plain_words_without_what_was_undone() -> None:
    one = world.application(state=ApplicationState.SUBMITTED)
    admin = world.in_team(one.call.cohort.programme)
    move(one.pk, ApplicationState.INELIGIBLE, actor=admin, now=NOW)
    move(one.pk, ApplicationState.SUBMITTED, actor=admin, now=NOW, undo=True, reason="Read wrongly")
    for after in (ApplicationState.ELIGIBLE, ApplicationState.IN_REVIEW, ApplicationState.SCORED):
        move(one.pk, after, actor=admin, now=NOW)
    assert [stop.label for stop in timeline_of(one)] == ["Started", "Handed in", "Being read"]


def test_who_withdrew_and_applies_again_finds_what_they_wrote() -> None:
    call, user = published(), world.person()
    one = filled(starting.start(call, user, eligibility={}, now=NOW))
    move(one.pk, ApplicationState.WITHDRAWN, actor=user, now=NOW)
    again = starting.start(call, user, eligibility={}, now=NOW)
    assert (again.why, again.previous) == ("To learn", one)
    assert sorted(answering.answers_of(again).values()) == ["A ward that runs on paper", "Yes"]


def test_those_who_began_are_reminded_until_they_hand_in() -> None:
    one = filled(starting.start(published(), world.person(), eligibility={}, now=NOW))
    due = set(Message.objects.filter(letter="fellowship.draft_waits").values_list("due_at", flat=True))
    assert due == {one.call.closes_at - wait for wait in starting.REMIND_BEFORE}
    assert isinstance(draft_waits(one.pk, NOW), Mail)
    assert isinstance(draft_waits(one.pk, one.call.closes_at), Drop)
    answering.hand_in(one.pk, agrees=True, actor=one.user, now=NOW)
    assert isinstance(draft_waits(one.pk, NOW), Drop)


def test_the_reminder_of_a_draft_can_be_stopped_from_inside_it() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    mail = draft_waits(one.pk, NOW)
    assert isinstance(mail, Mail) and mail.unsubscribe_url
    assert read_stop_token(mail.unsubscribe_url.rstrip("/").rpartition("/")[2]) == (one.user_id, DRAFT_WAITS)
    stop_letter(one.user, DRAFT_WAITS, now=NOW)
    assert isinstance(draft_waits(one.pk, NOW), Drop)


def test_a_sponsor_is_written_to_again_after_a_day_and_nobody_writes_to_the_world() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    first = support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW)
    second = support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW + timedelta(days=1))
    assert first != second and isinstance(support_waits(first.pk, NOW), Drop)
    for number in range(support.MOST_PEOPLE - 1):
        support.ask_sponsor(one.pk, name="Boss", email=f"boss{number}@example.org", now=NOW)
    with pytest.raises(support.TooManyPeople):
        support.ask_sponsor(one.pk, name="Boss", email="more@example.org", now=NOW)


def test_an_application_that_is_over_asks_nobody_for_support() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    asked = support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW)
    move(one.pk, ApplicationState.WITHDRAWN, actor=one.user, now=NOW)
    with pytest.raises(support.LinkOpensNothing):
        support.letter_of(token_in_letter(asked), now=NOW)
    with pytest.raises(support.NoSponsorNeeded):
        support.ask_sponsor(one.pk, name="Grace", email="grace@example.org", now=NOW)


def test_another_employer_is_no_longer_the_one_of_the_list() -> None:
    one = starting.start(published(), world.person(), eligibility={}, now=NOW)
    trust = Organisation.objects.create(name="Vale Trust", kind="TRUST")
    assert answering.save_about_you(one.pk, {"organisation_name": "vale trust"}, now=NOW).organisation == trust
    assert answering.save_about_you(one.pk, {"organisation_name": "Elsewhere"}, now=NOW).organisation is None


def test_a_file_is_given_taken_out_and_never_shown_in_the_page(client: Client) -> None:
    call = world.call(closes_at=NOW + timedelta(days=3650))
    section = call.sections.get()
    file = Question.objects.create(section=section, kind="FILE", text="A letter", is_required=False, position=3)
    publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)
    call.refresh_from_db()
    one = starting.start(call, world.person(), eligibility={}, now=NOW)
    page, name = reverse("fellowship:section_answer", args=[one.uuid, section.pk]), f"q_{file.uuid}"
    with time_machine.travel(NOW, tick=False):
        client.force_login(one.user)
        wrong = SimpleUploadedFile("letter.pdf", b"<script>alert(1)</script>", "application/pdf")
        assert name in client.post(page, {name: wrong}).context["form"].errors
        assert client.post(page, {name: SimpleUploadedFile("l.pdf", b"%PDF-1.7")}).status_code == 302
        address = reverse("fellowship:answer_file", args=[one.uuid, file.uuid])
        answer = client.get(address)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="l.pdf"'
        assert (answer.headers["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7")
        client.post(page, {f"{name}_remove": "on"})
        assert client.get(address).status_code == 404
