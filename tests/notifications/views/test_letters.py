"""One letter, to staff: as it is or would be, its words changed, its secrets hidden."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.preferences import stop_url
from notifications import letters
from notifications.delivery import deliver
from notifications.models import Message
from notifications.outbox import edit_held, release
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.letterbox import letters as letterbox
from tests.notifications.views.staff import DONE, LIST, hold, text_of

pytestmark = pytest.mark.django_db
State = Message.State


def test_a_letter_that_waits_is_shown_as_it_would_be_now(admin: Client) -> None:
    text = text_of(admin.get(f"{LIST}{queue(5)}/"))
    assert "As it would be sent now" in text
    assert "To: person5@example.org" in text
    assert "this is letter 5" in text
    assert not Message.objects.get().text


def test_a_letter_that_left_is_shown_as_it_left(admin: Client) -> None:
    message_id = queue(5)
    deliver(message_id, now=NOW)
    letterbox.MORE["name"] = "Somebody else"
    text = text_of(admin.get(f"{LIST}{message_id}/"))
    assert "As it was sent" in text
    assert "Dear Kim" in text


def test_a_stale_a_broken_and_a_forgotten_letter_say_so(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = queue(letterbox.STALE)
    assert "It would be dropped now: The booking was cancelled." in text_of(admin.get(f"{LIST}{stale}/"))
    sent = queue(5)
    deliver(sent, now=NOW)
    Message.objects.filter(pk=sent).update(text="", to="", subject="")
    assert "The words were deleted after their time." in text_of(admin.get(f"{LIST}{sent}/"))

    def broken(*_: object) -> letters.Mail:
        raise ValueError("no such event")

    waiting = queue(6)
    monkeypatch.setitem(letters._REGISTRY, HELLO.name, letters.Letter(HELLO.name, HELLO.title, False, broken))
    answer = admin.get(f"{LIST}{waiting}/")
    assert answer.status_code == 200
    assert "It cannot be written now. ValueError: no such event" in text_of(answer)


def test_names_in_letters_add_no_markup_to_pages(admin: Client) -> None:
    letterbox.MORE["name"] = "<script>alert(1)</script>"
    message_id = hold(5)
    Message.objects.update(subject="<b>bold</b>", reason="<i>why</i>")
    for address in (LIST, f"{LIST}{message_id}/", f"{LIST}{message_id}/edit/", f"{LIST}release/?message={message_id}"):
        html = admin.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<b>bold" not in html
        assert "<i>why" not in html


def test_reading_a_letter_is_kept_on_record(admin: Client) -> None:
    message_id = hold(5)
    admin.get(f"{LIST}{message_id}/")
    (entry,) = DONE
    assert entry["action"] == "notifications.letter_read"
    assert entry["about"] == f"notifications.message:{message_id}"
    assert entry["scope"] == "north"


def test_held_words_can_be_changed(north: Client) -> None:
    message_id = hold(5)
    page = north.get(f"{LIST}{message_id}/edit/")
    assert "this is letter 5" in text_of(page)
    seen = page.context["form"].initial["seen"]
    answer = north.post(f"{LIST}{message_id}/edit/", {"subject": "New", "text": "New words", "seen": seen}, follow=True)
    assert "The letter has the new words. It is still held." in text_of(answer)
    assert "New words" in text_of(answer)
    assert Message.objects.get().state == State.HELD
    assert [entry["action"] for entry in DONE] == ["notifications.letter_edited", "notifications.letter_read"]


def test_empty_words_are_refused_in_a_sentence_and_nothing_is_lost(north: Client) -> None:
    message_id = hold(5)
    text = text_of(north.post(f"{LIST}{message_id}/edit/", {"subject": "", "text": "Mine", "seen": ""}))
    assert "Enter a subject" in text
    assert "Mine" in text


def test_who_was_slower_sees_the_other_words_and_keeps_their_own(north: Client) -> None:
    message_id = hold(5)
    seen = Message.objects.get().updated_at.isoformat()
    Message.objects.update(text="Their words\n", updated_at=NOW + timedelta(hours=1))
    mine = {"subject": "Mine", "text": "My words", "seen": seen}
    page = north.post(f"{LIST}{message_id}/edit/", mine)
    text = text_of(page)
    assert "Somebody else changed this letter" in text
    assert "Their words" in text
    assert "My words" in text
    again = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    assert again
    north.post(f"{LIST}{message_id}/edit/", {**mine, "seen": again[1]})
    assert Message.objects.get().text == "My words\n"


def test_what_is_no_longer_held_cannot_be_edited(north: Client) -> None:
    message_id = hold(5)
    release([message_id], now=NOW)
    assert "no longer held" in text_of(north.get(f"{LIST}{message_id}/edit/", follow=True))


@pytest.mark.parametrize("version", ["", "the one that was seen"])
def test_who_edits_what_somebody_has_released_meanwhile_loses_none_of_their_words(north: Client, version: str) -> None:
    message_id = hold(5)
    before = Message.objects.get()
    version = version and before.updated_at.isoformat()
    release([message_id], now=NOW + timedelta(hours=1))
    mine = {"subject": "My subject", "text": "My long words", "seen": version}
    page = north.post(f"{LIST}{message_id}/edit/", mine)
    assert page.status_code == 200
    assert "Somebody released or cancelled this since you opened it" in text_of(page)
    assert "My long words" in text_of(page)
    assert 'value="My subject"' in page.content.decode()
    assert "Keep these words" not in text_of(page)
    assert Message.objects.get().text == before.text
    assert DONE == []


def test_nothing_is_released_that_somebody_changed_since_it_was_listed(north: Client) -> None:
    first, second = hold(1), hold(2)
    listed = north.get(f"{LIST}release/", {"message": [first, second]}).context["ids"]
    version = Message.objects.get(pk=second).updated_at
    edit_held(second, subject="Other", text="Other words", seen=version, now=NOW + timedelta(hours=1))
    page = north.post(f"{LIST}release/", {"chosen": listed})
    assert "Somebody changed this since you opened it" in text_of(page)
    assert text_of(page).count("Changed meanwhile") == 1
    assert "person2@example.org Changed meanwhile" in text_of(page)
    assert set(Message.objects.values_list("state", flat=True)) == {State.HELD}
    assert DONE == []
    answer = north.post(f"{LIST}release/", {"chosen": page.context["ids"]}, follow=True)
    assert "2 letters were released." in text_of(answer)


def test_a_release_that_names_no_version_is_shown_the_list_first(north: Client) -> None:
    message_id = hold(1)
    page = north.post(f"{LIST}release/", {"chosen": message_id})
    assert "Somebody changed this since you opened it" in text_of(page)
    assert Message.objects.get().state == State.HELD


def test_who_read_a_letter_before_it_was_changed_is_told_before_they_release_it(north: Client) -> None:
    message_id = hold(1)
    address = re.search(r'href="(/staff/outbox/release/[^"]+)"', north.get(f"{LIST}{message_id}/").content.decode())
    assert address
    page = north.get(address[1])
    assert "Somebody changed this" not in text_of(page)
    assert "this is letter 1" in text_of(page), "one letter is shown with its words"
    version = Message.objects.get().updated_at
    edit_held(message_id, subject="Other", text="Other words", seen=version, now=NOW + timedelta(hours=1))
    page = north.get(address[1])
    assert "Somebody changed this since you opened it" in text_of(page)
    assert "Other words" in text_of(page)


def test_staff_see_no_secret_and_who_gets_the_letter_does(north: Client, settings: Settings) -> None:
    stop = stop_url(5, HELLO.name)
    token = stop.rstrip("/").rpartition("/")[2]
    letterbox.MORE["unsubscribe_url"] = stop
    held, waiting = hold(5), queue(6, scope="north")
    Message.objects.filter(pk=held).update(text=f"Words, and {stop} to stop.\n")
    addresses = [f"{held}/", f"{held}/edit/", f"release/?message={held}", f"{waiting}/"]
    for address in addresses:
        page = north.get(LIST + address).content.decode()
        assert "hidden-1" in page, address
        assert token not in page, address
    change = {"subject": "New", "text": "Other words, and https://portal.example.org/letters/stop/hidden-1/ to stop."}
    version = Message.objects.get(pk=held).updated_at.isoformat()
    clash = north.post(f"{LIST}{held}/edit/", {**change, "seen": NOW.isoformat()}).content.decode()
    assert token not in clash
    north.post(f"{LIST}{held}/edit/", {**change, "seen": version})
    assert Message.objects.get(pk=held).text == f"Other words, and {stop} to stop.\n"
    for message_id in (held, waiting):
        Message.objects.filter(pk=message_id).update(state=State.WAITING)
        deliver(message_id, now=timezone.now() + timedelta(hours=1))
        page = north.get(f"{LIST}{message_id}/").content.decode()
        assert "As it was sent" in page
        assert "hidden-1" in page
        assert token not in page
    assert all(token in str(letter.body) for letter in mail.outbox)
    assert len(mail.outbox) == 2
