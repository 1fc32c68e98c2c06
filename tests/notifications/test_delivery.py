"""Delivery: once, with a stable id, retried when that helps, given up with a reason when it does not."""

import io
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from email.message import Message as Received

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from notifications import delivery, letters
from notifications.composing import message_id_of
from notifications.delivery import (
    BATCH,
    MAX_TRIES,
    MOST_RINGS,
    Outcome,
    backoff,
    deliver,
    deliver_due,
    sweep,
)
from notifications.letters import Attachment, Calendar
from notifications.models import Message
from tests.notifications.conftest import HELLO, NOW, queue
from tests.notifications.letterbox import letters as letterbox
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db
State = Message.State


def message_of(number: int) -> Message:
    return Message.objects.get(about_id=number)


def parts_of(received: Received) -> dict[str, str]:
    """The text of each part of a letter, by type."""
    return {
        part.get_content_type(): part.get_payload(decode=True).decode()  # type: ignore[union-attr]
        for part in received.walk()
        if not part.is_multipart()
    }


@pytest.mark.main_journey
def test_a_message_is_written_when_it_is_sent_and_kept_as_sent(sink: Sink) -> None:
    message_id = queue(7)
    assert not message_of(7).text
    assert deliver(message_id, now=NOW) is Outcome.SENT
    message = message_of(7)
    assert (message.state, message.to, message.tries) == (State.SENT, "person7@example.org", 1)
    assert message.subject == "Hello number 7"
    (received,) = sink.received
    assert received["Subject"] == "Hello number 7"
    assert received["To"] == "person7@example.org"
    assert received["Message-ID"] == message_id_of("letterbox.hello:7")
    parts = parts_of(received)
    assert parts["text/plain"].replace("\r\n", "\n") == message.text
    assert "It has two paragraphs." in message.text
    assert "<p>this is letter 7. It has two paragraphs.</p>" in parts["text/html"]


def test_automatic_answers_are_told_to_stay_away(sink: Sink) -> None:
    deliver(queue(), now=NOW)
    assert sink.received[0]["Auto-Submitted"] == "auto-generated"
    assert sink.received[0]["X-Auto-Response-Suppress"] == "OOF, AutoReply"


def test_the_same_key_twice_is_one_message(sink: Sink) -> None:
    assert queue(1) == queue(1)
    assert deliver_due(clock=lambda: NOW) == 1
    assert len(sink.received) == 1


def test_a_second_worker_finds_nothing_to_do(sink: Sink) -> None:
    message_id = queue()
    deliver(message_id, now=NOW)
    assert deliver(message_id, now=NOW) is Outcome.NOT_MINE
    assert len(sink.received) == 1


def test_a_message_for_later_waits(sink: Sink) -> None:
    message_id = queue(due_at=NOW + timedelta(hours=1))
    assert deliver(message_id, now=NOW) is Outcome.NOT_MINE
    assert deliver_due(clock=lambda: NOW) == 0
    assert deliver(message_id, now=NOW + timedelta(hours=1)) is Outcome.SENT


def test_a_worker_whose_clock_is_a_second_behind_sends_what_is_due_now(sink: Sink) -> None:
    assert deliver(queue(), now=NOW - timedelta(seconds=1)) is Outcome.SENT


def test_a_stale_letter_is_dropped_with_its_reason(sink: Sink) -> None:
    message_id = queue(letterbox.STALE)
    assert deliver(message_id, now=NOW) is Outcome.DROPPED
    assert message_of(letterbox.STALE).reason == "The booking was cancelled."
    assert not sink.received


def test_a_message_whose_worker_died_is_taken_up_after_its_lease(sink: Sink) -> None:
    message_id = queue()
    lease = django_settings.OUTBOX_LEASE
    Message.objects.filter(pk=message_id).update(state=State.SENDING, lease="gone", leased_until=NOW + lease)
    assert deliver_due(clock=lambda: NOW + lease - timedelta(seconds=3)) == 0
    assert deliver_due(clock=lambda: NOW + lease + timedelta(seconds=3)) == 1
    assert message_of(1).state == State.SENT


def test_a_worker_that_lost_its_lease_changes_nothing_more(sink: Sink) -> None:
    message_id = queue()

    def slow(number: int, now: datetime) -> letters.Mail | letters.Drop:
        Message.objects.filter(pk=message_id).update(lease="another worker's")
        return letterbox.hello(number, now)

    letters._REGISTRY[HELLO.name] = letters.Letter(HELLO.name, HELLO.title, False, slow)
    deliver(message_id, now=NOW)
    assert (message_of(1).state, message_of(1).lease) == (State.SENDING, "another worker's")


@pytest.mark.parametrize(
    ("to", "outcome", "reason"),
    [
        ("later@example.org", Outcome.RETRY, "451 4.7.1 Try again later"),
        ("never@example.org", Outcome.ABANDONED, "550 5.1.1 <(address)>: there is nobody here of that name"),
        ("full@example.org", Outcome.ABANDONED, "552 5.2.2 The mailbox is full"),
        ("drop@example.org", Outcome.RETRY, "SMTPServerDisconnected: Connection unexpectedly closed"),
        ("nobody", Outcome.ABANDONED, "The address is not an e-mail address."),
        ("a@example.org\r\nBcc: b@example.org", Outcome.ABANDONED, "The address is not an e-mail address."),
    ],
)
def test_a_refusal_for_now_is_retried_and_one_for_good_is_not(
    sink: Sink, to: str, outcome: Outcome, reason: str
) -> None:
    message_id = queue(to=to)
    assert deliver(message_id, now=NOW) is outcome
    message = message_of(1)
    assert message.reason == reason
    assert not message.text
    if outcome is Outcome.RETRY:
        assert NOW + timedelta(seconds=30) <= message.due_at <= NOW + timedelta(minutes=1)
        letterbox.ADDRESSES[1] = "found@example.org"
        assert deliver(message_id, now=message.due_at) is Outcome.SENT
        assert sink.ids() == [message_id_of("letterbox.hello:1")]
        assert not message_of(1).reason
    else:
        assert message.state == State.ABANDONED
        assert message.finished_at == NOW


def test_giving_up_happens_after_the_last_try_and_not_before(sink: Sink) -> None:
    message_id = queue(to="later@example.org")
    now, outcomes = NOW, []
    for _ in range(MAX_TRIES):
        outcomes.append(deliver(message_id, now=now))
        now = message_of(1).due_at
    assert outcomes == [Outcome.RETRY] * (MAX_TRIES - 1) + [Outcome.ABANDONED]
    assert message_of(1).reason == f"Tried {MAX_TRIES} times. 451 4.7.1 Try again later"
    assert timedelta(days=1) < now - NOW < timedelta(days=4)


def test_waiting_doubles_and_never_passes_half_a_day() -> None:
    for tries in range(1, 40):
        longest = min(timedelta(minutes=2 ** (tries - 1)), timedelta(hours=12))
        assert longest / 2 <= backoff(tries) <= longest


def test_a_letter_that_cannot_be_written_is_tried_again_and_names_no_person(sink: Sink) -> None:
    def broken(number: int, now: datetime) -> letters.Mail:
        raise ValueError("cannot write to kim@example.org")

    letters._REGISTRY[HELLO.name] = letters.Letter(HELLO.name, HELLO.title, False, broken)
    assert deliver(queue(), now=NOW) is Outcome.RETRY
    assert message_of(1).reason == "ValueError: cannot write to (address)"


def test_a_letter_that_this_worker_does_not_know_waits_for_one_that_does(sink: Sink) -> None:
    message_id = queue()
    Message.objects.update(letter="events.of_the_next_release")
    assert deliver(message_id, now=NOW) is Outcome.RETRY
    assert "events.of_the_next_release" in message_of(1).reason


def test_bad_messages_hold_up_none_of_the_others_and_spoil_no_conversation(sink: Sink) -> None:
    bad = ("later-1", "never-2", "full-3", "drop-4", "slow-5", "nobody")
    for number, word in enumerate(bad, start=101):
        queue(number, to=word if word == "nobody" else f"{word}@example.org")
    for number in range(1, 41):
        queue(number if number != letterbox.STALE else 99)
    assert deliver_due(clock=lambda: NOW) == 46
    assert len(sink.received) == 41
    assert {message_of(number).state for number in range(1, 41) if number != letterbox.STALE} == {State.SENT}
    states = [message_of(number).state for number in range(101, 107)]
    assert states == ["WAITING", "ABANDONED", "ABANDONED", "WAITING", "SENT", "ABANDONED"]


def test_many_go_over_one_conversation(sink: Sink) -> None:
    for number in range(100, 140):
        queue(number)
    deliver_due(clock=lambda: NOW)
    assert (len(sink.received), sink.conversations) == (40, 1)


def test_a_server_that_ends_conversations_now_and_then_costs_no_try(sink: Sink) -> None:
    sink.most_per_conversation = 10
    for number in range(100, 140):
        queue(number)
    deliver_due(clock=lambda: NOW)
    assert (len(sink.received), sink.conversations) == (40, 4)
    assert set(Message.objects.values_list("state", "tries")) == {(State.SENT, 1)}


def test_while_the_mail_server_is_away_messages_wait_and_lose_no_try(settings: Settings, sink: Sink) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    message_ids = [queue(number) for number in (1, 2, 3)]
    assert deliver(message_ids[0], now=NOW) is Outcome.SERVER_AWAY
    for _ in range(MAX_TRIES + 1):
        assert deliver_due(clock=lambda: NOW) == 0
    waiting = set(Message.objects.values_list("state", "tries", "due_at", "lease"))
    assert waiting == {(State.WAITING, 0, NOW, "")}
    assert "Connection refused" in message_of(1).reason
    settings.EMAIL_PORT = port
    assert deliver_due(clock=lambda: NOW) == 3


def test_a_server_that_refuses_our_own_address_costs_no_message_its_life(sink: Sink) -> None:
    async def refuse(*_: object) -> str:
        return "550 5.7.1 You may not send from there"

    sink.handle_MAIL = refuse  # type: ignore[method-assign]
    assert deliver(queue(), now=NOW) is Outcome.SERVER_AWAY
    assert message_of(1).reason == "550 5.7.1 You may not send from there"


def test_a_stretch_ends_in_time(sink: Sink) -> None:
    ticks = iter(NOW + timedelta(seconds=number) for number in range(100))
    for number in range(100, 140):
        queue(number)
    assert deliver_due(clock=lambda: next(ticks), stretch=timedelta(seconds=10)) == 8
    assert set(Message.objects.exclude(state=State.SENT).values_list("state", "tries", "lease")) == {("WAITING", 0, "")}


def test_a_slow_mail_server_never_outlasts_a_lease(sink: Sink, settings: Settings) -> None:
    settings.OUTBOX_LEASE = timedelta(seconds=12)
    seconds = [0]

    def clock() -> datetime:
        seconds[0] += 1
        return NOW + timedelta(seconds=seconds[0])

    def looks(number: int, now: datetime) -> letters.Mail | letters.Drop:
        left.append(Message.objects.get(about_id=number).leased_until - now)
        return letterbox.hello(number, now)

    left: list[timedelta] = []
    letters._REGISTRY[HELLO.name] = letters.Letter(HELLO.name, HELLO.title, False, looks)
    for number in range(100, 140):
        queue(number)
    assert deliver_due(clock=clock, stretch=timedelta(minutes=10)) == 40
    assert len(sink.received) == 40
    assert set(Message.objects.values_list("state", "tries")) == {(State.SENT, 1)}
    assert min(left) >= timedelta(seconds=8), "each began with two thirds of its lease to come"


def test_a_letter_over_which_every_worker_dies_is_given_up(sink: Sink) -> None:
    message_id = queue()
    died = {"state": State.SENDING, "lease": "gone", "leased_until": NOW - timedelta(seconds=1)}
    Message.objects.filter(pk=message_id).update(tries=MAX_TRIES, **died)
    assert deliver_due(clock=lambda: NOW) == 1
    assert (message_of(1).state, message_of(1).reason) == (
        State.ABANDONED,
        "Each worker that began to send it died over it.",
    )
    assert not sink.received


def test_one_confirmation_does_not_wait_behind_a_thousand_reminders(sink: Sink) -> None:
    Message.objects.bulk_create(
        Message(letter=HELLO.name, about_id=n, key=f"k{n}", due_at=NOW - timedelta(hours=1)) for n in range(100, 1100)
    )
    queue(1)
    chosen = delivery._choose(NOW)
    assert message_of(1).pk in chosen
    assert BATCH // 2 <= len(chosen) <= BATCH
    oldest = set(Message.objects.order_by("due_at", "pk").values_list("pk", flat=True)[: delivery.CROWD])
    assert len(oldest & set(chosen)) >= BATCH // 2


@pytest.mark.parametrize("waiting", [0, 1, 100, 101, 250])
def test_the_sweep_rings_once_per_batch(waiting: int) -> None:
    Message.objects.bulk_create(Message(letter=HELLO.name, about_id=n, key=f"k{n}", due_at=NOW) for n in range(waiting))
    assert sweep(now=NOW) == -(-waiting // BATCH)


def test_the_sweep_never_rings_without_end(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Message.objects.bulk_create(
        Message(letter=HELLO.name, about_id=n, key=f"k{n}", due_at=NOW) for n in range(BATCH * (MOST_RINGS + 5))
    )
    looks = ["UPDATE", "SELECT", "SELECT"] if connection.vendor == "postgresql" else ["SELECT", "SELECT"]
    with django_assert_num_queries(len(looks)) as queries:
        assert sweep(now=NOW) == MOST_RINGS
    assert [query["sql"].split()[0] for query in queries] == looks
    assert all("LIMIT" in query["sql"] for query in queries[-2:])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
def test_looking_for_what_is_due_costs_what_is_due() -> None:
    Message.objects.bulk_create(
        Message(letter=HELLO.name, about_id=n, key=f"k{n}", due_at=NOW, state=State.SENT) for n in range(3000)
    )
    queue(1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")
    due = Message.objects.due(NOW).values("pk")
    assert "message_waiting" in due.order_by("due_at", "pk")[:500].explain()
    assert "message_waiting" in due.order_by("-due_at", "-pk")[:50].explain()
    assert "message_being_sent" in Message.objects.left_behind(NOW).values("pk")[:50].explain()


def test_nothing_is_open_while_the_mail_server_is_spoken_to(
    sink: Sink, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    message_id = queue()
    with django_assert_num_queries(2) as queries:  # claim, record
        deliver(message_id, now=NOW)
    assert [query["sql"].split()[0] for query in queries] == ["UPDATE", "UPDATE"]


def test_attachments_replies_and_headers_travel(sink: Sink) -> None:
    letterbox.MORE |= {
        "attachments": (Attachment("notes\r\n.txt", b"caf\xc3\xa9", "text/plain"),),
        "reply_to": ("programme@example.org",),
        "headers": {"X-Programme": "north", "Message-ID": "<not this>"},
    }
    deliver(queue(), now=NOW)
    (received,) = sink.received
    assert received["Reply-To"] == "programme@example.org"
    assert received["X-Programme"] == "north"
    assert received["Message-ID"] == message_id_of("letterbox.hello:1")
    assert [part.get_filename() for part in received.walk() if part.get_filename()] == ["notes .txt"]


@pytest.mark.parametrize(("method", "shown"), [("REQUEST", 2), ("CANCEL", 2), ("PUBLISH", 1)])
def test_a_calendar_file_says_its_method_and_invitations_are_part_of_the_letter(
    sink: Sink, method: str, shown: int
) -> None:
    text = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nSUMMARY:Café\r\nEND:VCALENDAR\r\n"
    letterbox.MORE["calendar"] = Calendar(text.encode(), method)  # type: ignore[arg-type]
    deliver(queue(), now=NOW)
    (received,) = sink.received
    calendars = [part for part in received.walk() if part.get_content_type() == "text/calendar"]
    assert len(calendars) == shown
    for part in calendars:
        assert part.get_param("method") == method
        assert part.get_content_charset() == "utf-8"
        assert part.get_payload(decode=True).decode().replace("\r\n", "\n") == text.replace("\r\n", "\n")  # type: ignore[union-attr]
    assert calendars[-1].get_filename() == "event.ics"


def test_a_letter_that_can_be_stopped_says_how_in_headers_and_words(sink: Sink) -> None:
    deliver(queue(1), now=NOW)
    letterbox.MORE["unsubscribe_url"] = "https://portal.example.org/stop/abc"
    deliver(queue(2), now=NOW)
    essential, stoppable = sink.received
    assert essential["List-Unsubscribe"] is None
    assert stoppable["List-Unsubscribe"] == "<https://portal.example.org/stop/abc>"
    assert stoppable["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "To stop e-mails of this kind: https://portal.example.org/stop/abc" in parts_of(stoppable)["text/plain"]
    assert '<a href="https://portal.example.org/stop/abc">' in parts_of(stoppable)["text/html"]
    assert "stop e-mails" not in parts_of(essential)["text/plain"]


def test_the_console_prints_letters(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert deliver(queue(), now=NOW) is Outcome.SENT
    assert "Hello number 1" in printed.getvalue()


def test_a_test_mailbox_keeps_letters() -> None:
    assert deliver(queue(), now=NOW) is Outcome.SENT
    assert [one.subject for one in mail.outbox] == ["Hello number 1"]


def test_a_backend_that_cannot_be_loaded_leaves_messages_waiting(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "nothing.of.this.Name"
    assert deliver(queue(), now=NOW) is Outcome.SERVER_AWAY
    assert message_of(1).state == State.WAITING
