"""Information requests: only what is named opens, and staff see old beside new."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from fellowship.applying import information
from fellowship.calls.questions import publish_questions
from fellowship.letters.applying import information_late, information_waits
from fellowship.models import Answer, Application, Question
from fellowship.models.moves import ApplicationState as S
from notifications.letters import Drop, Mail
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=7)


@pytest.fixture
def eligible() -> Application:
    call = world.call()
    publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)
    one = world.application(call, state=S.ELIGIBLE)
    for question, text in zip(Question.objects.filter(section__call=call), ("Yes", "Paper"), strict=True):
        Answer.objects.create(application=one, question=question, text=text)
    return one


@pytest.fixture
def admin(eligible: Application) -> User:
    return world.in_team(eligible.call.cohort.programme)


def ids(one: Application) -> list[str]:
    return [str(question.uuid) for question in Question.objects.filter(section__call=one.call)]


def ask(one: Application, admin: User) -> None:
    information.ask(
        one.pk,
        questions=[ids(one)[1]],
        details=["job_title"],
        text="Which ward?",
        answer_by=UNTIL,
        actor=admin,
        now=NOW,
    )


def test_only_what_is_named_opens_again(eligible: Application, admin: User) -> None:
    with pytest.raises(information.NotAsked):
        information.save(eligible.pk, {}, {}, {}, now=NOW)
    ask(eligible, admin)
    choice, about_it = ids(eligible)
    information.save(
        eligible.pk, {"job_title": "Nurse", "name": "Not asked"}, {about_it: "Ward 7", choice: "No"}, {}, now=NOW
    )
    eligible.refresh_from_db()
    answers = {str(one.question.uuid): one.text for one in eligible.answers.select_related("question")}
    assert answers == {choice: "Yes", about_it: "Ward 7"}
    assert (eligible.job_title, eligible.name) == ("Nurse", "")


def test_old_and_new_stand_side_by_side_and_the_application_goes_on(eligible: Application, admin: User) -> None:
    ask(eligible, admin)
    _, about_it = ids(eligible)
    with pytest.raises(information.StillMissing):
        information.send(eligible.pk, actor=eligible.user, now=NOW)
    information.save(eligible.pk, {"job_title": "Nurse"}, {about_it: "Ward 7"}, {}, now=NOW)
    assert information.send(eligible.pk, actor=eligible.user, now=NOW).state == S.ELIGIBLE
    request = eligible.information_requests.get()
    changes = information.changes_of([request], {about_it: "What is it about?"})[0]
    assert {(one.asked, one.before, one.after) for one in changes} == {
        ("Job title", "", "Nurse"), ("What is it about?", "Paper", "Ward 7"),
    }  # fmt: skip
    assert request.answered_at == NOW and all(one.is_changed for one in changes)


def test_what_is_saved_and_not_sent_yet_is_not_shown_to_the_team(
    eligible: Application, admin: User, client: Client
) -> None:
    ask(eligible, admin)
    _, about_it = ids(eligible)
    information.save(eligible.pk, {"job_title": "Matron"}, {about_it: "Ward 7"}, {}, now=NOW)
    client.force_login(admin)
    address = reverse("fellowship:application_staff", args=[eligible.uuid])
    page = client.get(address).content.decode()
    assert "Paper" in page and "Ward 7" not in page and "Matron" not in page
    information.send(eligible.pk, actor=eligible.user, now=NOW)
    page = client.get(address).content.decode()
    assert "Ward 7" in page and "Matron" in page


def test_asking_names_something_and_gives_time(eligible: Application, admin: User) -> None:
    given = {"text": "?", "actor": admin, "now": NOW}
    with pytest.raises(information.NothingAsked):
        information.ask(eligible.pk, questions=["no such"], details=["why"], answer_by=UNTIL, **given)
    with pytest.raises(information.EndsTooSoon):
        information.ask(eligible.pk, questions=[], details=["name"], answer_by=NOW, **given)
    eligible.refresh_from_db()
    assert eligible.state == S.ELIGIBLE


def test_the_reminder_goes_only_while_the_answer_is_missing(eligible: Application, admin: User) -> None:
    ask(eligible, admin)
    request = eligible.information_requests.get()
    assert Message.objects.get(letter="fellowship.information_waits").due_at == UNTIL - information.REMIND_BEFORE
    mail = information_waits(request.pk, NOW)
    assert isinstance(mail, Mail) and mail.to == eligible.user.email
    information.take_back(eligible.pk, actor=admin, now=NOW)
    assert isinstance(information_waits(request.pk, NOW), Drop)


def test_it_is_asked_and_answered_on_pages(eligible: Application, admin: User, client: Client) -> None:
    _, about_it = ids(eligible)
    client.force_login(admin)
    page = reverse("fellowship:information_ask", args=[eligible.uuid])
    assert "questions" in client.post(page, {"text": "Which?"}).context["form"].errors
    given = {
        "questions": [about_it], "text": "Which ward?",
        "answer_on_day": "1", "answer_on_month": "3", "answer_on_year": "2090",
    }  # fmt: skip
    assert client.post(page, given).status_code == 302
    client.force_login(eligible.user)
    own = reverse("fellowship:information_answer", args=[eligible.uuid])
    assert "Which ward?" in client.get(own).content.decode()
    assert client.post(own, {f"q_{about_it}": "", "send": "yes"}).context["problems"]
    assert client.post(own, {f"q_{about_it}": "Ward 7", "send": "yes"}).status_code == 302
    eligible.refresh_from_db()
    assert eligible.state == S.ELIGIBLE
    assert client.get(own).status_code == 404
    client.force_login(admin)
    text = client.get(reverse("fellowship:application_staff", args=[eligible.uuid])).content.decode()
    assert "Paper" in text and "Ward 7" in text


def test_who_asked_hears_once_when_the_time_is_over_without_an_answer(eligible: Application, admin: User) -> None:
    ask(eligible, admin)
    told = Message.objects.get(letter="fellowship.information_late")
    assert told.due_at == UNTIL
    mail = information_late(told.about_id, UNTIL)
    assert isinstance(mail, Mail) and mail.to == admin.email
    role = admin.programme_roles.get()
    role.deputy, role.away_from, role.away_until = world.person(), UNTIL.date(), UNTIL.date()
    role.save()
    mail = information_late(told.about_id, UNTIL)
    assert isinstance(mail, Mail) and mail.to == role.deputy.email
    assert str(mail.context["address"]).endswith(reverse("fellowship:application_staff", args=[eligible.uuid]))
    information.take_back(eligible.pk, actor=admin, now=NOW)
    assert isinstance(information_late(told.about_id, UNTIL), Drop)
    information.ask(
        eligible.pk, questions=[ids(eligible)[1]], details=[], text="Which floor?", answer_by=UNTIL + timedelta(days=3),
        actor=admin, now=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert isinstance(information_late(told.about_id, UNTIL), Drop)
