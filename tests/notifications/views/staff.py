"""What tests of staff's pages of the outbox share: people and their scopes, letters in each state, what was kept."""

import re
from datetime import datetime
from typing import Any

from django.test import Client

from accounts.models import User
from notifications.models import Message
from notifications.outbox import hold_email
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.letterbox import letters as letterbox

State = Message.State
LIST = "/staff/outbox/"
DONE: list[dict[str, Any]] = []


def scopes_for_tests(user: User, *, now: datetime) -> set[str] | None:
    return {"admin": None, "north": {"north"}, "south": {"south"}}.get(user.name, set())


def names_for_tests() -> dict[str, str]:
    return {"north": "Programme of the north", "south": "Programme of the south"}


def keep(**entry: Any) -> None:
    DONE.append(entry)


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(f"{name}@example.org", "correct horse battery", name=name))
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    return client


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
