"""What a person wants to hear, on its page and from inside an e-mail."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEntry, ContactPreference, User
from accounts.preferences import (
    REMINDER_TIMES,
    LetterIsEssential,
    people_who_refuse,
    refused_topics,
    save_choices,
    stop_letter,
    stop_url,
    wants,
)
from notifications import letters
from notifications.letters import Drop, letter
from tests.accounts.conftest import MakePerson

NEWS = "tests.news"


@pytest.fixture(autouse=True)
def _news() -> Iterator[None]:
    """A letter that may be stopped."""
    letter(NEWS, title="News from us")(lambda about_id, now: Drop("Only a test."))
    yield
    letters._REGISTRY.pop(NEWS)


def path(user: User, name: str = NEWS) -> str:
    return stop_url(user.pk, name).removeprefix("http://localhost:8000")


def test_what_was_never_said_is_wanted(ada: User, now: datetime) -> None:
    assert wants(ada.pk, NEWS)
    save_choices(ada, offered=[NEWS, "reminder.1-day"], wanted=["reminder.1-day"], now=now)
    assert not wants(ada.pk, NEWS)
    assert refused_topics(ada) == {NEWS}
    assert list(people_who_refuse(NEWS)) == [ada.pk]
    save_choices(ada, offered=[NEWS], wanted=[NEWS], now=now)
    assert wants(ada.pk, NEWS)
    assert ContactPreference.objects.filter(user=ada).count() == 2


def test_one_person_says_a_thing_once(ada: User) -> None:
    ContactPreference.objects.create(user=ada, topic=NEWS, wanted=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPreference.objects.create(user=ada, topic=NEWS, wanted=False)


def test_the_page_offers_reminders_and_letters_and_says_which_always_come(
    ada: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(ada)
    page = client.get("/me/contact/").content.decode()
    for words in ("7 days before", "1 day before", "1 hour before", "News from us", "What we always send"):
        assert words in page
    assert "<li>Your account will be deleted</li>" in page, "essential, so it is told and not offered"
    client.post("/me/contact/", {"reminders": ["reminder.1-day"], "letters": []})
    assert {"reminder.7-days", "reminder.1-hour", NEWS} <= refused_topics(ada)
    assert "reminder.1-day" not in refused_topics(ada)
    page = client.get("/me/contact/").content.decode()
    ticked = [time.topic for time in REMINDER_TIMES if f'value="{time.topic}" checked' in page]
    assert ticked == ["reminder.1-day"]


def test_something_that_is_not_offered_is_refused_in_words(ada: User, signed_in: Callable[[User], Client]) -> None:
    answer = signed_in(ada).post("/me/contact/", {"letters": ["accounts.account_erased"]})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not ContactPreference.objects.exists()


def test_opening_the_link_in_a_letter_asks_and_stops_nothing(ada: User) -> None:
    page = Client().get(path(ada))
    assert page.status_code == 200
    assert "Stop these e-mails?" in page.content.decode()
    assert "ada" not in page.content.decode().lower(), "it does not say whose it is"
    assert "no-store" in page.headers["Cache-Control"]
    assert wants(ada.pk, NEWS)


def test_mail_programs_stop_it_with_one_post_without_cookies(ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = strict.post(path(ada), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "We will not send these any more" in answer.content.decode()
    assert not wants(ada.pk, NEWS)
    assert AuditEntry.objects.filter(action="accounts.letter_stopped").count() == 1


def test_a_link_stops_this_letter_for_this_person_and_nothing_else(
    ada: User, make_person: MakePerson, now: datetime
) -> None:
    ben = make_person("ben@example.org")
    Client().post(path(ada))
    assert wants(ben.pk, NEWS)
    assert wants(ada.pk, "events.reminder")


@pytest.mark.parametrize("token", ["x", "WzEsIngiXQ:1abc:def", "a" * 5000])
def test_a_link_that_we_did_not_make_is_not_found(db: None, token: str) -> None:
    assert Client().get(f"/letters/stop/{token}/").status_code == 404
    assert Client().post(f"/letters/stop/{token}/").status_code == 404


def test_a_token_signed_for_something_else_is_not_found(ada: User) -> None:
    token = signing.dumps([ada.pk, NEWS], salt="something else")
    assert Client().post(f"/letters/stop/{token}/").status_code == 404
    assert wants(ada.pk, NEWS)


def test_essential_letters_cannot_be_stopped(ada: User, now: datetime) -> None:
    with pytest.raises(LetterIsEssential):
        stop_letter(ada, "accounts.deletion_asked", now=now)
    page = Client().post(path(ada, "accounts.deletion_asked"))
    assert "cannot be stopped" in page.content.decode()


def test_a_link_of_a_person_who_left_is_answered_kindly(ada: User) -> None:
    address = path(ada)
    ada.delete()
    assert Client().post(address).status_code == 200
    assert not ContactPreference.objects.exists()
