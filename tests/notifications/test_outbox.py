"""Putting messages into the outbox, holding, releasing, cancelling and forgetting them."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from notifications import outbox
from notifications.delivery import Outcome, deliver, deliver_due
from notifications.models import Message
from notifications.outbox import (
    MessageCannotChange,
    MessageHasChanged,
    NobodyChosen,
    cancel,
    cancel_chosen,
    edit_held,
    forget_address,
    forget_bodies,
    hold_email,
    queue_email,
    queue_selected,
    release,
    retry,
)
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.letterbox import letters as letterbox
from tests.smtp_sink import Sink

pytestmark = [pytest.mark.django_db, pytest.mark.main_journey]  # on SQLite as well: it has SQL of its own
State = Message.State


def hold(number: int = 1) -> int:
    message_id = hold_email(letter=HELLO.name, about_id=number, key=f"held:{number}", scope="north", now=NOW)
    assert message_id
    return message_id


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def rows(due_at: object = None) -> "QuerySet[ContentType, dict[str, object]]":
    """A query over some table, as reminders have one over bookings."""
    return ContentType.objects.annotate(
        about_id=F("id"),
        key=Concat(Value("kind:"), Cast("id", CharField())),
        scope=F("app_label"),
        due_at=Value(due_at or NOW, output_field=DateTimeField()),
    ).values("due_at", "about_id", "scope", "key")


def test_a_message_goes_with_its_transaction() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_the_same_key_twice_is_one_message_and_poisons_no_transaction() -> None:
    with transaction.atomic():
        assert queue() == queue()
        assert Message.objects.count() == 1


def test_a_letter_nobody_registered_is_a_mistake_at_once() -> None:
    for put in (queue_email, hold_email):
        with pytest.raises(KeyError, match=r"No letter is called events\.misspelt"):
            put(letter="events.misspelt", about_id=1, key="k", now=NOW)  # type: ignore[operator]
    with pytest.raises(KeyError):
        queue_selected(letter="events.misspelt", rows=rows(), now=NOW)


def test_selected_rows_become_messages_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        added = queue_selected(letter=HELLO.name, rows=rows(NOW + timedelta(days=1)), now=NOW)
    assert added == ContentType.objects.count() > 10
    for kind in ContentType.objects.all():
        message = Message.objects.get(key=f"kind:{kind.pk}")
        assert (message.letter, message.about_id, message.scope) == (HELLO.name, kind.pk, kind.app_label)
        assert (message.state, message.tries, message.prewritten) == (State.WAITING, 0, False)
        assert (message.due_at, message.created_at) == (NOW + timedelta(days=1), NOW)
        assert (message.to, message.text, message.lease, message.leased_until) == ("", "", "", None)


def test_selecting_again_adds_nothing_and_some_more_adds_those() -> None:
    half = rows().filter(pk__lte=ContentType.objects.order_by("pk")[5].pk)
    assert queue_selected(letter=HELLO.name, rows=half, now=NOW) == 6
    assert queue_selected(letter=HELLO.name, rows=half, now=NOW) == 0
    assert queue_selected(letter=HELLO.name, rows=rows(), now=NOW) == ContentType.objects.count() - 6


def test_selecting_nothing_adds_nothing() -> None:
    assert queue_selected(letter=HELLO.name, rows=rows().filter(pk=0), now=NOW) == 0
    assert queue_selected(letter=HELLO.name, rows=rows().filter(pk__in=[]), now=NOW) == 0


def test_selected_messages_are_sent(sink: Sink) -> None:
    added = queue_selected(letter=HELLO.name, rows=rows(), now=NOW)
    assert deliver_due(clock=lambda: NOW) == added


def test_a_held_letter_waits_for_a_person_with_its_words(sink: Sink) -> None:
    hold(5)
    assert deliver_due(clock=lambda: NOW + timedelta(days=30)) == 0
    message = Message.objects.get()
    assert (message.state, message.to, message.scope) == (State.HELD, "person5@example.org", "north")
    assert message.subject == "Hello number 5"
    assert "this is letter 5" in message.text


def test_a_letter_that_would_be_dropped_is_not_held() -> None:
    assert hold_email(letter=HELLO.name, about_id=letterbox.STALE, key="k", now=NOW) is None
    assert not Message.objects.exists()


def test_holding_the_same_letter_twice_keeps_what_was_edited() -> None:
    message_id = hold()
    edit_held(message_id, subject="Ours", text="Our words", seen=Message.objects.get().updated_at, now=NOW)
    assert hold() == message_id
    assert Message.objects.get().text == "Our words\n"


def test_edited_words_are_sent_with_the_ending_of_every_letter(sink: Sink) -> None:
    message_id = hold()
    seen = Message.objects.get().updated_at
    edit_held(message_id, subject="Good\nnews", text="Dear <b>Kim</b>,\r\n\r\n\r\n\r\nyes.", seen=seen, now=NOW)
    release([message_id], now=NOW)
    assert deliver(message_id, now=NOW) is Outcome.SENT
    message = Message.objects.get()
    assert message.subject == "Good news"
    assert message.text == "Dear <b>Kim</b>,\n\nyes.\n\n--\nDigital Health Pathways\nhttps://portal.example.org\n"
    html = sink.received[0].get_payload()[1].get_payload(decode=True).decode()  # type: ignore[union-attr, index]
    assert "<p>Dear &lt;b&gt;Kim&lt;/b&gt;,</p>" in html
    assert sink.received[0]["Subject"] == "Good news"


def test_only_a_held_letter_can_be_edited() -> None:
    message_id = hold()
    seen = Message.objects.get().updated_at
    release([message_id], now=NOW)
    with pytest.raises(MessageCannotChange):
        edit_held(message_id, subject="x", text="y", seen=seen, now=NOW)


def test_two_editors_do_not_overwrite_each_other() -> None:
    message_id = hold()
    seen = Message.objects.get().updated_at
    edit_held(message_id, subject="First", text="first", seen=seen, now=NOW + timedelta(seconds=1))
    with pytest.raises(MessageHasChanged):
        edit_held(message_id, subject="Second", text="second", seen=seen, now=NOW + timedelta(seconds=2))
    assert Message.objects.get().subject == "First"


def test_exactly_the_chosen_letters_are_released() -> None:
    first, second, third = hold(1), hold(2), hold(3)
    assert release([first, third], now=NOW) == 2
    assert states() == [State.WAITING, State.HELD, State.WAITING]
    assert release([first, second], now=NOW) == 1, "what has gone does not go again"


@pytest.mark.parametrize("nobody", [[], (), iter([])])
def test_choosing_nobody_never_means_everybody(nobody: "list[int]") -> None:
    hold()
    queue()
    for act in (release, retry):
        with pytest.raises(NobodyChosen):
            act(list(nobody), now=NOW)
    with pytest.raises(NobodyChosen):
        cancel_chosen(nobody, reason="x", now=NOW)
    assert states() == [State.HELD, State.WAITING]


def test_a_released_letter_that_has_become_stale_is_dropped(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    message_id = hold(7)
    release([message_id], now=NOW)
    monkeypatch.setattr(letterbox, "STALE", 7)
    assert deliver(message_id, now=NOW) is Outcome.DROPPED
    assert not sink.received


def test_a_cancelled_message_is_not_sent(sink: Sink) -> None:
    message_id = queue()
    assert cancel(Message.objects.filter(letter=HELLO.name, about_id=1), reason="Withdrawn.", now=NOW) == 1
    assert deliver(message_id, now=NOW) is Outcome.NOT_MINE
    message = Message.objects.get()
    assert (message.state, message.reason, message.finished_at) == (State.CANCELLED, "Withdrawn.", NOW)


@pytest.mark.parametrize("state", [State.SENT, State.DROPPED, State.ABANDONED, State.SENDING, State.CANCELLED])
def test_what_has_ended_or_is_being_sent_is_not_cancelled(state: str) -> None:
    queue()
    Message.objects.update(state=state, leased_until=NOW)
    assert cancel(Message.objects.all(), reason="x", now=NOW) == 0


@pytest.mark.parametrize(
    ("state", "again"),
    [
        (State.ABANDONED, True),
        (State.DROPPED, True),
        (State.CANCELLED, True),
        (State.WAITING, True),
        (State.SENT, False),
        (State.SENDING, False),
        (State.HELD, False),
    ],
)
def test_trying_again_starts_from_the_first_try(state: str, again: bool) -> None:
    message_id = queue()
    Message.objects.update(state=state, tries=9, reason="551", finished_at=NOW, leased_until=NOW)
    assert retry([message_id], now=NOW + timedelta(hours=1)) == again
    message = Message.objects.get()
    if again:
        assert (message.state, message.tries, message.reason, message.finished_at) == (State.WAITING, 0, "", None)
        assert message.due_at == NOW + timedelta(hours=1)
    else:
        assert (message.state, message.tries) == (state, 9)


def test_trying_again_sends_nothing_before_its_moment() -> None:
    message_id = queue(due_at=NOW + timedelta(days=7))
    assert retry([message_id], now=NOW) == 0
    cancel_chosen([message_id], reason="x", now=NOW)
    assert retry([message_id], now=NOW) == 1
    assert (Message.objects.get().state, Message.objects.get().due_at) == (State.WAITING, NOW + timedelta(days=7))


def test_a_held_letter_that_was_cancelled_is_held_again_and_not_sent() -> None:
    message_id = hold()
    cancel_chosen([message_id], reason="x", now=NOW)
    assert retry([message_id], now=NOW) == 1
    assert states() == [State.HELD]


def test_a_prewritten_letter_that_failed_keeps_its_words_for_the_next_try(sink: Sink) -> None:
    message_id = hold()
    release([message_id], now=NOW)
    letterbox.ADDRESSES[1] = "never@example.org"
    assert deliver(message_id, now=NOW) is Outcome.ABANDONED
    letterbox.ADDRESSES[1] = "found@example.org"
    retry([message_id], now=NOW)
    assert deliver(message_id, now=NOW) is Outcome.SENT
    assert Message.objects.get().text.count("Digital Health Pathways") == 1


def test_words_and_addresses_are_forgotten_after_their_time(settings: Settings, sink: Sink) -> None:
    settings.OUTBOX_KEEPS_BODIES = timedelta(days=90)
    for number in (1, 2, 3):
        queue(number)
    deliver_due(clock=lambda: NOW)
    old, newer, _ = Message.objects.order_by("pk")
    Message.objects.filter(pk=old.pk).update(finished_at=NOW - timedelta(days=91))
    Message.objects.filter(pk=newer.pk).update(finished_at=NOW - timedelta(days=89))
    hold(5)
    assert forget_bodies(now=NOW) == 1
    old.refresh_from_db()
    assert (old.to, old.subject, old.text) == ("", "", "")
    assert old.state == State.SENT
    assert Message.objects.exclude(to="").count() == 3
    assert forget_bodies(now=NOW) == 0


def test_forgetting_goes_on_until_all_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "FORGOTTEN_AT_ONCE", 10)
    Message.objects.bulk_create(
        Message(
            letter=HELLO.name, about_id=n, key=f"k{n}", state=State.SENT, due_at=NOW, to="a@example.org", text="x",
            finished_at=NOW - timedelta(days=100),
        )
        for n in range(35)
    )  # fmt: skip
    assert forget_bodies(now=NOW) == 35


def test_a_letter_whose_words_are_forgotten_cannot_be_sent_empty() -> None:
    message_id = hold()
    cancel_chosen([message_id], reason="x", now=NOW - timedelta(days=100))
    forget_bodies(now=NOW)
    assert retry([message_id], now=NOW) == 0


def test_an_address_that_leaves_is_nowhere_and_gets_nothing(sink: Sink) -> None:
    deliver(queue(1, to="kim@example.org"), now=NOW)
    hold(2)
    Message.objects.filter(about_id=2).update(to="Kim@example.org")
    queue(3)
    assert forget_address("kim@example.org", now=NOW) == 2
    assert states() == [State.SENT, State.CANCELLED, State.WAITING]
    everything = str(list(Message.objects.values()))
    assert "kim@" not in everything.lower()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
def test_forgetting_looks_only_at_what_is_not_forgotten() -> None:
    Message.objects.bulk_create(
        Message(letter=HELLO.name, about_id=n, key=f"k{n}", state=State.SENT, due_at=NOW, finished_at=NOW)
        for n in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")
    old = Message.objects.filter(finished_at__lt=NOW + timedelta(days=1)).exclude(to="").order_by("finished_at")
    assert "message_with_an_address" in old.values("pk")[:5000].explain()


@pytest.mark.parametrize(
    ("due_at", "rings"), [(None, 1), (NOW, 1), (NOW - timedelta(days=1), 1), (NOW + timedelta(seconds=1), 0)]
)
def test_only_what_is_due_rings(
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    due_at: object,
    rings: int,
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with django_capture_on_commit_callbacks() as callbacks:
        queue(due_at=due_at)
    assert len(callbacks) == rings
