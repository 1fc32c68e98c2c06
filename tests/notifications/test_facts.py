"""Facts: looked up for several letters at once, and never old when a letter is written."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notifications import letters
from notifications.delivery import deliver_due
from notifications.facts import Facts
from notifications.letters import Drop, Letter, Mail
from notifications.models import Message
from notifications.outbox import queue_email
from tests.notifications.conftest import DEAR, NOW
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db


def people(count: int) -> list[User]:
    return User.objects.bulk_create(User(email=f"person{n}@example.org", name=f"Kim {n}") for n in range(count))


def queue_dear(user: User) -> int:
    return queue_email(letter=DEAR.name, about_id=user.pk, key=f"dear:{user.pk}", now=NOW)


def test_ten_letters_of_a_kind_cost_one_look_up(sink: Sink) -> None:
    for user in people(10):
        queue_dear(user)
    with CaptureQueriesContext(connection) as queries:
        assert deliver_due(clock=lambda: NOW) == 10
    assert len(sink.received) == 10
    assert sum("accounts_user" in query["sql"] for query in queries) == 1
    assert sum(query["sql"].startswith("UPDATE") for query in queries) == 1 + 10, "claimed together, recorded each"


def test_kinds_are_looked_up_apart_and_each_letter_gets_its_own() -> None:
    (kim, sam), gone = people(2), 10**9
    messages = [Message(letter=DEAR.name, about_id=pk) for pk in (kim.pk, sam.pk, gone, kim.pk)]
    messages.insert(2, Message(letter="letterbox.hello", about_id=7))
    found = Facts(messages)
    written = [found.render(message, NOW) for message in messages]
    said = [mail.to if isinstance(mail, Mail) else mail.reason for mail in written]
    assert said == [kim.email, sam.email, "person7@example.org", "This person has left.", kim.email]


def test_facts_that_have_grown_old_are_looked_up_again_for_those_to_come() -> None:
    asked: list[list[int]] = []

    def look_up(ids: Collection[int]) -> dict[int, str]:
        asked.append(list(ids))
        return dict.fromkeys(ids, f"look {len(asked)}")

    def write(found: str | None, now: datetime) -> Mail | Drop:
        return Drop(str(found))

    letters._REGISTRY[DEAR.name] = Letter(DEAR.name, DEAR.title, False, write, look_up)
    messages = [Message(letter=DEAR.name, about_id=number) for number in range(1, 7)]
    found, said = Facts(messages), []
    for message, seconds in zip(messages, (0, 0.3, 0.5, 0.51, 1, -5), strict=True):
        said.append(found.render(message, NOW + timedelta(seconds=seconds)).reason)  # type: ignore[union-attr]
    assert said == ["look 1", "look 1", "look 1", "look 2", "look 2", "look 3"]
    assert asked == [[1, 2, 3, 4, 5, 6], [4, 5, 6], [6]]


def test_whoever_leaves_while_an_earlier_letter_is_being_sent_gets_none(sink: Sink) -> None:
    """The mail server takes a second for each letter, and the first one it takes is the last that anybody wants."""
    seconds = [0]

    def clock() -> datetime:
        return NOW + timedelta(seconds=seconds[0])

    def slow(user: User | None, now: datetime) -> Mail | Drop:
        mail = DEAR.write(user, now)
        User.objects.all().delete()
        seconds[0] += 1
        return mail

    letters._REGISTRY[DEAR.name] = Letter(DEAR.name, DEAR.title, False, slow, DEAR.look_up)
    for user in people(3):
        queue_dear(user)
    assert deliver_due(clock=clock) == 3
    assert len(sink.received) == 1
    assert sorted(Message.objects.values_list("state", "reason")) == [
        ("DROPPED", "This person has left."), ("DROPPED", "This person has left."), ("SENT", ""),
    ]  # fmt: skip


def test_a_letter_nobody_knows_is_said_to_be_unknown() -> None:
    with pytest.raises(KeyError, match="No letter is called"):
        Facts([message := Message(letter="events.gone", about_id=1)]).render(message, NOW)
