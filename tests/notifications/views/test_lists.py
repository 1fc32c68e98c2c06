"""Staff's lists of letters: who sees which, filters, pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.models import Message
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.views.staff import DONE, LIST, every_state, hold, signed_in, text_of

pytestmark = pytest.mark.django_db
State = Message.State
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
