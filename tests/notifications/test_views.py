"""Staff's pages of the outbox: who sees what, and that nothing happens that they have not seen listed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.models import User
from accounts.preferences import stop_url
from notifications import letters
from notifications.delivery import deliver
from notifications.models import Message
from notifications.outbox import cancel_chosen, edit_held, hold_email, release
from notifications.views import MOST_AT_ONCE
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.letterbox import letters as letterbox

pytestmark = pytest.mark.django_db
State = Message.State
LIST = "/staff/outbox/"
DONE: list[dict[str, Any]] = []


def scopes_for_tests(user: User, *, now: datetime) -> set[str] | None:
    return {"admin": None, "north": {"north"}, "south": {"south"}}.get(user.name, set())


def names_for_tests() -> dict[str, str]:
    return {"north": "Programme of the north", "south": "Programme of the south"}


def keep(**entry: Any) -> None:
    DONE.append(entry)


@pytest.fixture(autouse=True)
def people(settings: Settings) -> None:
    settings.OUTBOX_SCOPES_OF = f"{__name__}.scopes_for_tests"
    settings.OUTBOX_NAMES_OF_SCOPES = f"{__name__}.names_for_tests"
    settings.OUTBOX_RECORDS_WITH = f"{__name__}.keep"
    settings.STAFF_NEED_MFA = False
    DONE.clear()


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(f"{name}@example.org", "correct horse battery", name=name))
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    return client


@pytest.fixture
def admin() -> Client:
    return signed_in("admin")


@pytest.fixture
def north() -> Client:
    return signed_in("north")


def hold(number: int, scope: str = "north") -> int:
    message_id = hold_email(letter=HELLO.name, about_id=number, key=f"held:{number}", scope=scope, now=NOW)
    assert message_id
    return message_id


def seen(*message_ids: int) -> str:
    """What the form on the page that lists these letters sends."""
    found = Message.objects.filter(pk__in=message_ids).order_by("pk")
    return ",".join(f"{message.pk}@{message.version}" for message in found)


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


ADDRESSES = ["", "1/", "1/edit/", "release/", "retry/", "cancel/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_find_nothing(address: str) -> None:
    assert signed_in("nobody").get(LIST + address).status_code == 404
    answer = Client().get(LIST + address)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize(
    "address", ["{}/", "{}/edit/", "release/?message={}", "retry/?message={}", "cancel/?message={}"]
)
def test_the_letters_of_another_programme_are_not_there(north: Client, address: str) -> None:
    theirs = hold(1, "south")
    assert north.get(LIST + address.format(theirs)).status_code == 404


@pytest.mark.parametrize("action", ["release", "retry", "cancel"])
def test_a_foreign_letter_in_the_form_is_refused_and_takes_the_whole_form_with_it(north: Client, action: str) -> None:
    ours, theirs = hold(1), hold(2, "south")
    answer = north.post(f"{LIST}{action}/", {"chosen": f"{ours},{theirs}", "reason": "x"})
    assert answer.status_code == 404
    assert set(Message.objects.values_list("state", flat=True)) == {State.HELD}
    assert DONE == []


def test_a_list_shows_only_ones_own(north: Client) -> None:
    hold(1)
    hold(2, "south")
    assert "person1@example.org" in text_of(north.get(LIST))
    assert "person2@example.org" not in text_of(north.get(LIST))
    assert "1 letter in the outbox" in text_of(north.get(LIST))


def every_state() -> dict[str, int]:
    """One letter in each state; returns their ids."""
    ids = {}
    for number, state in enumerate(State, start=1):
        ids[state.value] = queue(number if number != letterbox.STALE else 99)
        ended = state in (State.SENT, State.DROPPED, State.ABANDONED, State.CANCELLED)
        Message.objects.filter(pk=ids[state.value]).update(
            state=state, leased_until=NOW, finished_at=NOW if ended else None, to=f"{state.lower()}@trust.nhs.uk"
        )
    return ids


@pytest.mark.parametrize("state", list(State))
def test_each_state_can_be_filtered(admin: Client, state: State) -> None:
    every_state()
    text = text_of(admin.get(LIST, {"state": state}))
    assert "1 letter in the outbox" in text
    assert f"{state.lower()}@trust.nhs.uk" in text


def test_filters_by_letter_programme_address_and_trouble(admin: Client) -> None:
    every_state()
    hold(50, "south")
    Message.objects.filter(state=State.WAITING).update(tries=2, reason="451 later")
    for number in (60, 61):
        queue(number, due_at=timezone.now() + timedelta(days=number), scope="west")
    for query, count in (
        ({"letter": HELLO.name}, 10),
        ({"scope": "south"}, 1),
        ({"scope": "north"}, 0),
        ({"address": "SENT@trust"}, 1),
        ({"address": "@trust.nhs.uk"}, 7),
        ({"state": "TRYING_AGAIN"}, 1),
        ({"state": "SCHEDULED"}, 2),
        ({"state": "SENT", "address": "held"}, 0),
    ):
        words = "No letter fits all of these filters" if not count else f"{count} letter"
        assert words in text_of(admin.get(LIST, query)), query
    text = text_of(admin.get(LIST, {"state": "TRYING_AGAIN"}))
    assert "Failed 2 times" in text
    assert "451 later" in text


def test_programmes_are_called_by_their_names(admin: Client, north: Client) -> None:
    number = hold(1)
    hold(2, "a programme that has gone")
    everything = text_of(admin.get(LIST))
    assert "person1@example.org Programme of the north" in everything
    assert "person2@example.org a programme that has gone" in everything
    assert "Programme Any Programme of the north Programme of the south" in everything
    assert "Programme Any of yours Programme of the north Address" in text_of(north.get(LIST))
    assert "Programme of the north" in text_of(north.get(f"{LIST}{number}/"))


def test_an_unknown_filter_is_said_and_left_out(admin: Client) -> None:
    queue()
    text = text_of(admin.get(LIST, {"state": "LOST"}))
    assert "We left out a filter that we do not know" in text
    assert "1 letter in the outbox" in text


def test_an_empty_outbox_says_so(admin: Client) -> None:
    assert "No letters yet" in text_of(admin.get(LIST))


def test_a_list_costs_the_same_whatever_it_holds(admin: Client) -> None:
    queue()
    admin.get(LIST)
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for number in range(100, 160):
        hold(number)
    with CaptureQueriesContext(connection) as many:
        admin.get(LIST)
    assert len(many) == len(few)
    counts = [query["sql"] for query in many if "COUNT(" in query["sql"] and "notifications_message" in query["sql"]]
    assert counts
    assert all("LIMIT 10001" in sql for sql in counts), "counting stops somewhere"


def test_pages_turn_and_say_when_there_are_more_than_were_counted(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.views.MOST_LISTED", 60)
    Message.objects.bulk_create(Message(letter=HELLO.name, about_id=n, key=f"k{n}", due_at=NOW) for n in range(61))
    text = text_of(admin.get(LIST, {"page": 2}))
    assert "More than 60 letters in the outbox" in text
    assert "Showing 51 to 60 of more than 60" in text
    assert "Showing 51 to 60" in text_of(admin.get(LIST, {"page": 99}))
    Message.objects.filter(key="k0").delete()
    assert "60 letters in the outbox" in text_of(admin.get(LIST))
    assert "More than" not in text_of(admin.get(LIST)).partition("Filters")[0]


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


def test_before_a_release_the_exact_list_and_count_are_shown_and_nothing_has_happened(north: Client) -> None:
    chosen = [hold(number) for number in (1, 2, 3)]
    letterbox.ADDRESSES[4] = "person3@example.org"
    chosen.append(hold(4))
    hold(5)
    page = north.get(f"{LIST}release/", {"message": chosen})
    text = text_of(page)
    assert "Release: 4 letters" in text
    assert "Exactly these letters, to 3 addresses" in text
    assert text.count("person3@example.org") == 2
    assert "person5@example.org" not in text
    assert set(Message.objects.values_list("state", flat=True)) == {State.HELD}
    answer = north.post(f"{LIST}release/", {"chosen": page.context["ids"]}, follow=True)
    assert "4 letters were released. They leave within a minute." in text_of(answer)
    assert sorted(Message.objects.filter(state=State.WAITING).values_list("pk", flat=True)) == chosen
    (entry,) = DONE
    assert entry["detail"] == {"messages": chosen}


@pytest.mark.parametrize("action", ["release", "retry", "cancel"])
@pytest.mark.parametrize("query", [{}, {"message": ""}, {"message": []}, {"all": "no"}, {"all": ""}, {"state": "HELD"}])
def test_no_selection_never_means_everybody(admin: Client, action: str, query: dict[str, Any]) -> None:
    hold(1)
    queue(2)
    before = list(Message.objects.order_by("pk").values_list("state", flat=True))
    assert "choosing none never means all" in text_of(admin.get(f"{LIST}{action}/", query))
    for form in ({}, {"chosen": ""}, {"chosen": ",,"}):
        answer = admin.post(f"{LIST}{action}/?all=yes&state=HELD", {**form, "reason": "x"})
        assert "choosing none never means all" in text_of(answer)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == before


def test_all_that_fit_the_filters_are_listed_before_they_go(north: Client) -> None:
    chosen = [hold(number) for number in range(20, 80)]
    hold(90, "south")
    queue(91, scope="north")
    page = north.get(LIST, {"state": "HELD"})
    address = re.search(r'href="(/staff/outbox/release/\?[^"]+)"', page.content.decode())
    assert address
    listed = north.get(address[1].replace("&amp;", "&"))
    assert "Release: 60 letters" in text_of(listed)
    north.post(f"{LIST}release/", {"chosen": listed.context["ids"]})
    assert Message.objects.filter(pk__in=chosen, state=State.WAITING).count() == 60
    assert Message.objects.filter(state=State.HELD).count() == 1


def test_a_filter_we_do_not_know_does_not_widen_what_goes(north: Client) -> None:
    hold(1)
    text = text_of(north.get(f"{LIST}release/", {"all": "yes", "letter": "events.misspelt"}))
    assert "We do not know one of the filters" in text


def test_too_many_at_once_are_refused(admin: Client) -> None:
    Message.objects.bulk_create(
        Message(letter=HELLO.name, about_id=n, key=f"k{n}", due_at=NOW, state=State.HELD, to="a@example.org")
        for n in range(MOST_AT_ONCE + 1)
    )
    text = text_of(admin.get(f"{LIST}release/", {"all": "yes", "state": "HELD"}))
    assert "You chose more than 2,000 letters" in text


@pytest.mark.parametrize("action", ["release", "retry", "cancel"])
def test_who_signed_in_long_ago_is_asked_for_their_password_again(north: Client, action: str) -> None:
    message_id = hold(1)
    session = north.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    assert north.get(f"{LIST}{action}/", {"message": message_id}).status_code == 200
    answer = north.post(f"{LIST}{action}/", {"chosen": message_id, "reason": "x"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/reauthenticate/?next=%2Fstaff%2Foutbox%2F{action}%2F"
    assert Message.objects.get().state == State.HELD


def test_after_the_password_the_chosen_letters_go_without_choosing_them_again(north: Client) -> None:
    first, second, third = hold(1), hold(2), hold(3)
    session = north.session
    del session["account_authentication_methods"]
    session.save()
    asked = north.post(f"{LIST}release/", {"chosen": seen(first, third)})
    answer = north.post(asked["Location"], {"password": "correct horse battery"}, follow=True)
    assert "2 letters were released." in text_of(answer)
    assert Message.objects.get(pk=second).state == State.HELD


def test_what_changed_meanwhile_is_left_alone_and_said(north: Client) -> None:
    first, second = hold(1), hold(2)
    listed = north.get(f"{LIST}release/", {"message": [first, second]}).context["ids"]
    cancel_chosen([second], reason="x", now=NOW)
    answer = north.post(f"{LIST}release/", {"chosen": listed}, follow=True)
    assert "1 letter was released." in text_of(answer)
    assert "1 letter was left alone" in text_of(answer)
    assert Message.objects.get(pk=second).state == State.CANCELLED


def test_failed_letters_are_tried_again(admin: Client) -> None:
    ids = every_state()
    page = admin.get(f"{LIST}retry/", {"message": [ids["ABANDONED"], ids["SENT"]]})
    assert "Send again: 1 letter" in text_of(page)
    assert "1 more that you chose is left out" in text_of(page)
    admin.post(f"{LIST}retry/", {"chosen": ids["ABANDONED"]})
    assert Message.objects.get(pk=ids["ABANDONED"]).state == State.WAITING


def test_what_waits_for_its_moment_is_not_offered_another_try(admin: Client) -> None:
    message_id = queue(5, due_at=NOW + timedelta(days=9999))
    assert "Send again" not in text_of(admin.get(LIST))
    assert "Send again" not in text_of(admin.get(f"{LIST}{message_id}/"))
    assert "None of the letters that you chose" in text_of(admin.get(f"{LIST}retry/", {"message": message_id}))


def test_what_cannot_be_done_is_said(admin: Client) -> None:
    ids = every_state()
    for action, words in (
        ("release", "can be released: that takes one that is held"),
        ("cancel", "can be cancelled: that takes one that is held or waiting"),
    ):
        assert words in text_of(admin.get(f"{LIST}{action}/", {"message": ids["SENT"]}))
        assert words in text_of(admin.post(f"{LIST}{action}/", {"chosen": ids["SENT"], "reason": "x"}))


def test_cancelling_asks_why_and_keeps_the_answer(admin: Client) -> None:
    message_id = queue(5)
    answer = admin.post(f"{LIST}cancel/", {"chosen": message_id, "reason": " "})
    assert "Say why you cancel" in text_of(answer)
    assert "Cancel: 1 letter" in text_of(answer)
    answer = admin.post(f"{LIST}cancel/", {"chosen": message_id, "reason": "Wrong date"}, follow=True)
    assert "1 letter was cancelled. Nobody gets them." in text_of(answer)
    assert Message.objects.get().reason == "Wrong date"


def test_forms_need_the_token(north: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = north.cookies
    message_id = hold(1)
    assert strict.post(f"{LIST}release/", {"chosen": message_id}).status_code == 403
    assert Message.objects.get().state == State.HELD


@pytest.mark.parametrize("name", ["message_list", "release", "retry", "cancel"])
@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE"])
def test_other_verbs_are_refused(admin: Client, name: str, verb: str) -> None:
    assert admin.generic(verb, reverse(f"notifications:{name}")).status_code == 405


NASTY = ("\ud800", "x" * 100_000, "9" * 24, "-1", "0", "1e9", "' OR 1=1 --", "<script>x", "\r\nX: y", "\u202e", "²", "")
VALUES = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_characters="\x00"), max_size=30))
FIELDS = (
    "state",
    "letter",
    "scope",
    "address",
    "sort",
    "page",
    "message",
    "all",
    "chosen",
    "reason",
    "subject",
    "text",
    "seen",
)


@pytest.mark.parametrize("address", ["", "{}/", "{}/edit/", "release/", "retry/", "cancel/"])
def test_no_input_breaks_a_page(admin: Client, address: str) -> None:
    where = LIST + address.format(hold(1))

    @tries(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
    def check(values: dict[str, str]) -> None:
        clean = {key: value.encode("utf-8", "replace").decode() for key, value in values.items()}
        assert admin.get(where, clean).status_code in (200, 302, 400, 404)
        assert admin.post(where, clean).status_code in (200, 302, 400, 404, 405)

    check()


@pytest.mark.parametrize("number", ["9" * 24, "0", "-1", "x"])
def test_an_unknown_number_is_not_found(admin: Client, number: str) -> None:
    assert admin.get(f"{LIST}{number}/").status_code == 404
