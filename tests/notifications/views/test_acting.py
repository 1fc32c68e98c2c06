"""Releasing, trying again, cancelling: nothing happens to letters that staff have not seen listed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from notifications.models import Message
from notifications.outbox import cancel_chosen
from notifications.views import MOST_AT_ONCE
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.letterbox import letters as letterbox
from tests.notifications.views.staff import DONE, LIST, every_state, hold, seen, text_of

pytestmark = pytest.mark.django_db
State = Message.State


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
