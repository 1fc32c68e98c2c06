"""Sixteen at the same moment, on real connections: limits of offers and of those who ask hold all the same."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from pytest_django import Settings

from accounts.models import User
from notifications.models import Message
from planning.models import Offer, Request
from planning.shadowing import MOST_ASKED_A_MONTH, MOST_OFFERS, accept, ask_for, save_offer, withdraw_request
from tests.events.test_races import PEOPLE, crowd
from tests.planning.world import DAY, NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
ROUNDS = 20
SOON = (NOW + 9 * DAY).date()


@pytest.fixture(autouse=True)
def no_broker(settings: Settings) -> None:
    """Doorbells are no part of the race."""
    settings.REDIS_URL = ""


@pytest.fixture
def people() -> list[User]:
    return User.objects.bulk_create(User(email=f"racer{number}@example.org") for number in range(PEOPLE + 1))


def offers(owner: User, number: int, most_a_month: int = 1) -> list[Offer]:
    return Offer.objects.bulk_create(
        Offer(
            user=owner, kind="SHADOW", title="A day", text="With us", where="Leeds", most_a_month=most_a_month,
            offered_at=NOW,
        )
        for _ in range(number)
    )  # fmt: skip


def asked(offer: Offer, people: list[User]) -> list[Request]:
    return Request.objects.bulk_create(
        Request(offer=offer, asker=one, text="Please", asked_at=NOW) for one in people[:PEOPLE]
    )


def most_accepted(people: list[User], room: int) -> int:
    """The owner says yes to sixteen at once, in twenty rounds: how many that were at the most."""
    owner, waiting, counts = people[-1], [], []

    def act(number: int, _: int) -> None:
        accept(waiting[number].uuid, owner=owner, answer="Come", meets_on=SOON, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            (mine,) = offers(owner, 1, room)
            waiting[:] = asked(mine, people)
            racers.rush(number)
            counts.append(Request.objects.filter(offer=mine, state="ACCEPTED").count())
    assert min(counts) >= room
    return max(counts)


def test_an_owner_who_says_yes_to_all_at_once_gets_as_many_as_they_have_room_for(people: list[User]) -> None:
    assert most_accepted(people, room=3) == 3
    assert Message.objects.filter(letter="planning.offer_answered").count() == 3 * ROUNDS


def test_this_test_can_fail_without_the_locks_more_come_than_there_is_room_for(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    assert most_accepted(people, room=3) > 3, "the race is not close enough to prove anything"


def test_sixteen_questions_at_once_are_the_five_of_a_month(people: list[User]) -> None:
    asker, offered = people[0], offers(people[-1], PEOPLE)
    with crowd(lambda number, _: ask_for(offered[number].pk, asker=asker, text="Please", now=NOW)) as racers:
        for number in range(ROUNDS):
            Request.objects.all().delete()
            racers.rush(number)
            assert Request.objects.count() == MOST_ASKED_A_MONTH


def test_the_same_question_sixteen_times_is_one_request_and_one_letter(people: list[User]) -> None:
    with crowd(
        lambda _, offer: ask_for(made[offer].pk, asker=people[0], text="Please", now=NOW + offer * 31 * DAY)
    ) as (racers):
        made = offers(people[-1], ROUNDS)
        for number in range(ROUNDS):
            racers.rush(number)
            assert Request.objects.filter(offer=made[number]).count() == 1
    assert Message.objects.filter(letter="planning.offer_asked").count() == ROUNDS


def test_who_withdraws_while_the_owner_says_yes_ends_in_one_state_that_both_were_told(people: list[User]) -> None:
    owner, waiting = people[-1], []

    def act(number: int, _: int) -> None:
        request = waiting[number // 2]
        if number % 2:
            accept(request.uuid, owner=owner, answer="Come", meets_on=SOON, now=NOW)
        else:
            withdraw_request(request.uuid, asker=request.asker, now=NOW)

    with crowd(act) as racers:
        for number in range(ROUNDS):
            (mine,) = offers(owner, 1, 20)
            waiting[:] = asked(mine, people)[: PEOPLE // 2]
            racers.rush(number)
            for request in Request.objects.filter(pk__in=[one.pk for one in waiting]):
                assert request.state == "WITHDRAWN"
                letters = set(Message.objects.filter(about_id=request.pk).values_list("letter", flat=True))
                # Called off only where the owner had said yes before.
                assert ("planning.offer_called_off" in letters) is (request.answered_at is not None)


def test_sixteen_offers_at_once_are_the_ten_that_one_may_have(people: list[User]) -> None:
    fields = {"kind": "CHAT", "title": "A chat", "text": "Ask me", "where": "Online", "most_a_month": 1, "role": None}
    with crowd(lambda *_: save_offer(people[0], None, fields=fields, paused=False, now=NOW)) as racers:
        for number in range(5):
            Offer.objects.all().delete()
            racers.rush(number)
            assert Offer.objects.count() == MOST_OFFERS
