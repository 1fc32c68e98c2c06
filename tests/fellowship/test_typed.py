"""What applicants type outlives time-outs and signing in again, and nothing from another site gets in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from fellowship.applying import answering, starting
from fellowship.calls.questions import publish_questions
from fellowship.models import Application, Question
from fellowship.views import typed
from tests.fellowship import world
from tests.fellowship.test_applying import ids, published

pytestmark = pytest.mark.django_db
WORDS = "Our ward runs on paper. " * 40


@pytest.fixture
def draft() -> Application:
    now = timezone.now()
    call = published(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    return starting.start(call, world.person(), eligibility={}, now=now)


@pytest.fixture
def section(draft: Application) -> str:
    return reverse("fellowship:section_answer", args=[draft.uuid, draft.call.sections.get().pk])


def question(draft: Application) -> str:
    return f"q_{ids(draft.call)[1]}"


def test_what_is_posted_after_the_session_ended_waits_until_the_person_signed_in(
    draft: Application, section: str, client: Client
) -> None:
    answer = client.post(section, {question(draft): WORDS})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/?next=/me/applications/")
    assert answering.answers_of(draft) == {}, "nobody is signed in, so nothing is saved"
    client.force_login(draft.user)
    page = client.get(section)
    assert WORDS.strip() in page.content.decode() and typed.WAS_SIGNED_OUT in page.content.decode()
    assert answering.answers_of(draft) == {}, "looking saves nothing"
    assert client.post(section, {question(draft): WORDS}).status_code == 302
    assert list(answering.answers_of(draft).values()) == [WORDS.strip()]
    assert typed.WAS_SIGNED_OUT not in client.get(section).content.decode()


def test_nobody_else_finds_it_and_it_is_forgotten_after_an_hour(
    draft: Application, section: str, client: Client
) -> None:
    client.post(section, {question(draft): WORDS})
    client.force_login(world.person())
    assert client.get(section).status_code == 404
    late = Client()
    late.post(section, {question(draft): WORDS})
    late.force_login(draft.user)
    with time_machine.travel(timezone.now() + typed.KEPT_FOR):
        assert WORDS.strip() not in late.get(section).content.decode()


def test_visitors_cannot_fill_the_sessions(draft: Application, section: str, client: Client) -> None:
    before = Session.objects.count()
    client.post(section.replace(str(draft.uuid), "0b6b6f0e-6c0f-4d32-a29c-b0b2a5a1ffff"), {"q": WORDS})
    client.post(section, {question(draft): "x" * (typed.MOST + 1)})
    assert Session.objects.count() == before


def token_in(html: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found
    return found[1]


def test_a_page_from_before_signing_in_again_loses_nothing_and_saves_nothing_by_itself(
    draft: Application, section: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(draft.user)
    old = token_in(client.get(section).content.decode())
    client.cookies["csrftoken"] = "x" * 32
    given = {question(draft): WORDS, "csrfmiddlewaretoken": old}
    assert client.post(section, given).status_code == 403, "it does not say where it comes from"
    assert client.post(section, given, headers={"origin": "https://elsewhere.example"}).status_code == 403
    page = client.post(section, given, headers={"origin": "http://testserver"})
    assert page.status_code == 200 and WORDS.strip() in page.content.decode()
    assert typed.PAGE_WAS_OLD in page.content.decode()
    assert answering.answers_of(draft) == {}
    new = token_in(page.content.decode())
    client.post(section, given | {"csrfmiddlewaretoken": new})
    assert list(answering.answers_of(draft).values()) == [WORDS.strip()]


def test_autosave_says_when_it_saved_and_what_is_wrong(draft: Application, section: str, client: Client) -> None:
    assert "Press Save" in client.post(section, {}, headers={"x-autosave": "yes"}).json()["problem"]
    client.force_login(draft.user)
    said = client.post(section, {question(draft): "Half a"}, headers={"x-autosave": "yes"}).json()["saved"]
    assert re.fullmatch(r"Saved at \d\d:\d\d\.", said)
    assert list(answering.answers_of(draft).values()) == ["Half a"]


def test_what_can_be_read_is_saved_though_something_else_cannot(draft: Application, client: Client) -> None:
    made = draft.call.sections.get()
    number = Question.objects.create(section=made, kind=Question.Kind.NUMBER, text="How many beds?", position=5)
    publish_questions(draft.call, actor=world.in_team(draft.call.cohort.programme), now=timezone.now())
    client.force_login(draft.user)
    page = client.post(
        reverse("fellowship:section_answer", args=[draft.uuid, made.pk]),
        {question(draft): "Kept", f"q_{number.uuid}": "a few"},
    )
    assert page.status_code == 200 and "a few" in page.content.decode()
    assert "Kept" in answering.answers_of(draft).values()


def test_about_you_is_saved_field_by_field(draft: Application, client: Client) -> None:
    client.force_login(draft.user)
    given = {"name": "Ada", "region": "ATLANTIS", "why": "To learn"}
    assert client.post(reverse("fellowship:about_you", args=[draft.uuid]), given).status_code == 200
    draft.refresh_from_db()
    assert (draft.name, draft.why, draft.region) == ("Ada", "To learn", "")


def test_a_line_break_in_a_name_never_reaches_a_letter(draft: Application, client: Client) -> None:
    client.force_login(draft.user)
    client.post(reverse("fellowship:about_you", args=[draft.uuid]), {"name": "Ada\r\nBcc: all@example.org"})
    assert "\n" not in User.objects.get(pk=draft.user_id).applications.get().name
