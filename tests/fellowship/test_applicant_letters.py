"""Letters to applicants: exactly those of the list as it was shown, held once, and nobody where nobody was chosen."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import AuditEntry, ContactPreference, User
from fellowship.models import ApplicantLetter, ApplicantLetterTo, Application, Call, SupportLetter
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState
WORDS = {"subject": "Your employer", "text": "Please ask your employer for support."}


@pytest.fixture(autouse=True)
def no_second_step(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


@pytest.fixture
def call() -> Call:
    return world.call()


@pytest.fixture
def admin(call: Call) -> User:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def team(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def add(call: Call, query: str = "") -> str:
    return reverse("fellowship:applicant_letter_add", args=[call.cohort.uuid]) + query


def said(expected: int, **more: Any) -> dict[str, str]:
    return {**WORDS, "expected": str(expected), "once": str(uuid4()), **more}


def supported(application: Application, state: str) -> None:
    SupportLetter.objects.create(
        application=application, state=state, name="Boss", email="boss@example.org", token_hash=str(application.pk),
        asked_at=NOW,
    )  # fmt: skip


def held() -> set[str]:
    return set(Message.objects.filter(state=Message.State.HELD).values_list("to", flat=True))


def test_all_in_the_list_are_those_that_its_filters_let_through(call: Call, admin: User, team: Client) -> None:
    asked, confirmed, nobody = (world.application(call, state=S.SUBMITTED) for _ in range(3))
    supported(asked, SupportLetter.State.ASKED)
    supported(confirmed, SupportLetter.State.CONFIRMED)
    world.application(call, state=S.WITHDRAWN)
    world.application(call, state=S.SUBMITTED, user=admin)
    world.application(state=S.SUBMITTED)  # to another programme
    listed = team.get(reverse("fellowship:application_list", args=[call.cohort.uuid]), {"support": "MISSING"})
    assert 'name="support" value="MISSING"' in listed.content.decode()
    query = "?support=MISSING&state=SUBMITTED&to=all"
    assert "Write to 2 applicants" in team.get(add(call, query)).content.decode()
    assert team.post(add(call, query), said(2)).status_code == 302
    assert held() == {asked.user.email, nobody.user.email}
    message = Message.objects.filter(state=Message.State.HELD).first()
    assert message is not None and message.scope == call.cohort.programme.scope
    entry = AuditEntry.objects.get(action="fellowship.applicants_written_to")
    assert entry.detail == {"people": 2}


def test_those_ticked_get_it_and_no_tick_is_nobody(call: Call, team: Client) -> None:
    one, _ = (world.application(call, state=S.SUBMITTED) for _ in range(2))
    stranger = world.application(state=S.SUBMITTED)
    assert "goes to nobody" in team.post(add(call), said(0)).content.decode()
    assert "Write to 0 applicants" in team.get(add(call, "?state=SUBMITTED")).content.decode()
    ticked = add(call, f"?application={one.uuid}&application={stranger.uuid}&application=x")
    assert "Write to 1 applicant " in team.get(ticked).content.decode()
    assert team.post(ticked, said(1)).status_code == 302
    assert held() == {one.user.email}


def test_sending_the_form_twice_holds_the_letters_once(call: Call, team: Client) -> None:
    world.application(call, state=S.SUBMITTED)
    same = said(1)
    for _ in range(2):
        assert team.post(add(call, "?to=all"), same).status_code == 302
    assert (ApplicantLetter.objects.count(), len(held())) == (1, 1)
    assert "Load this page again" in team.post(add(call, "?to=all"), said(1, once="x")).content.decode()


def test_a_list_that_has_changed_is_looked_at_again_and_the_words_stay(call: Call, team: Client) -> None:
    for _ in range(2):
        world.application(call, state=S.SUBMITTED)
    answer = team.post(add(call, "?to=all"), said(3)).content.decode()
    assert "The list has changed" in answer and WORDS["text"] in answer and 'name="expected" value="2"' in answer
    assert not Message.objects.exists()


def test_who_withdrew_since_or_wants_none_does_not_get_it(call: Call, team: Client) -> None:
    stays, goes, refuses = (world.application(call, state=S.SUBMITTED) for _ in range(3))
    team.post(add(call, "?to=all"), said(3))
    Application.objects.filter(pk=goes.pk).update(state=S.WITHDRAWN)
    ContactPreference.objects.create(user=refuses.user, topic="fellowship.applicant_letter", wanted=False)
    render = letter_called("fellowship.applicant_letter").render
    written = {row.user_id: render(row.pk, NOW) for row in ApplicantLetterTo.objects.all()}
    mail = written[stays.user_id]
    assert isinstance(mail, Mail) and mail.unsubscribe_url
    assert isinstance(written[goes.user_id], Drop) and isinstance(written[refuses.user_id], Drop)


def test_what_was_written_is_kept_with_how_many_have_left(call: Call, team: Client) -> None:
    address = reverse("fellowship:applicant_letter_list", args=[call.cohort.uuid])
    assert "Nothing was written yet" in team.get(address).content.decode()
    world.application(call, state=S.SUBMITTED)
    team.post(add(call, "?to=all"), said(1))
    text = team.get(address).content.decode()
    assert "to 1 applicant" in text and "1 held" in text and WORDS["text"] in text
    assert "No letter has these words" in team.get(address, {"q": "Thursday"}).content.decode()
