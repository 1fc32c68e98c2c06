"""Delivery: once, with a stable id, retried when that helps, given up with a reason when it does not."""

from datetime import timedelta

import pytest
from django.conf import LazySettings

from notifications.delivery import MAX_TRIES, Outcome, backoff, deliver, deliver_due, message_id_of, sweep
from notifications.models import Message
from notifications.outbox import queue_email
from tests.notifications.conftest import NOW, STALE
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db
State = Message.State


def queue(number: int = 1, **more: object) -> int:
    return queue_email(letter="tests.hello", about_id=number, key=f"tests.hello:{number}", now=NOW, **more)  # type: ignore[arg-type]


def test_a_message_is_rendered_when_it_is_sent_and_kept_as_sent(sink: Sink) -> None:
    message_id = queue(7)
    assert not Message.objects.get(pk=message_id).text
    assert deliver(message_id, now=NOW) is Outcome.SENT
    message = Message.objects.get(pk=message_id)
    assert (message.state, message.to, message.subject, message.tries) == (State.SENT, "person7@example.org", "Hello number 7", 1)
    (mail,) = sink.received
    assert mail["Subject"] == "Hello number 7"
    assert mail["Message-ID"] == message_id_of("tests.hello:7")
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()}
    assert b"It has two paragraphs." in parts["text/plain"]
    assert b"<p>It has two paragraphs.</p>" in parts["text/html"]


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
    assert deliver(message_id, now=NOW + timedelta(hours=1)) is Outcome.SENT


def test_a_stale_letter_is_dropped_with_its_reason(sink: Sink) -> None:
    message_id = queue(STALE)
    assert deliver(message_id, now=NOW) is Outcome.DROPPED
    assert Message.objects.get(pk=message_id).reason == "The booking was cancelled."
    assert not sink.received


def test_a_message_whose_worker_died_is_taken_up_after_its_lease(sink: Sink) -> None:
    message_id = queue()
    Message.objects.filter(pk=message_id).update(
        state=State.SENDING, lease="gone", leased_until=NOW + timedelta(minutes=5)
    )
    assert deliver(message_id, now=NOW) is Outcome.NOT_MINE
    assert deliver(message_id, now=NOW + timedelta(minutes=6)) is Outcome.SENT


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("451 4.7.1 Try again later", Outcome.RETRY),
        ("554 5.7.1 Refused", Outcome.ABANDONED),
        ("421 4.3.2 Closing", Outcome.RETRY),
    ],
)
def test_a_refusal_for_now_is_retried_and_one_for_good_is_not(sink: Sink, reply: str, outcome: Outcome) -> None:
    sink.answer = lambda envelope: reply
    message_id = queue()
    assert deliver(message_id, now=NOW) is outcome
    message = Message.objects.get(pk=message_id)
    assert reply[:3] in message.reason
    if outcome is Outcome.RETRY:
        assert NOW + timedelta(seconds=30) <= message.due_at <= NOW + timedelta(minutes=1)
        sink.answer = lambda envelope: "250 OK"
        assert deliver(message_id, now=message.due_at) is Outcome.SENT
        assert sink.ids() == [message_id_of("tests.hello:1")]
    else:
        assert message.state == State.ABANDONED


def test_a_mail_server_that_is_not_there_costs_a_retry(settings: LazySettings, sink: Sink) -> None:
    settings.EMAIL_PORT = 1
    assert deliver(queue(), now=NOW) is Outcome.RETRY


def test_giving_up_happens_after_the_last_try_and_not_before(settings: LazySettings, sink: Sink) -> None:
    sink.answer = lambda envelope: "451 4.7.1 Try again later"
    message_id = queue()
    now = NOW
    outcomes = []
    for _ in range(MAX_TRIES):
        outcomes.append(deliver(message_id, now=now))
        now = Message.objects.get(pk=message_id).due_at
    assert outcomes == [Outcome.RETRY] * (MAX_TRIES - 1) + [Outcome.ABANDONED]


def test_one_refused_message_does_not_hold_up_the_others(sink: Sink) -> None:
    for number in range(1, 6):
        queue(number)
    sink.answer = lambda envelope: "554 no" if "person3@example.org" in envelope.rcpt_tos else "250 OK"
    assert deliver_due(clock=lambda: NOW) == 5
    assert len(sink.received) == 4
    assert Message.objects.get(about_id=3).state == State.ABANDONED


def test_waiting_doubles_and_never_passes_half_a_day() -> None:
    for tries in range(1, 40):
        wait = backoff(tries)
        longest = min(timedelta(minutes=2 ** (tries - 1)), timedelta(hours=12))
        assert longest / 2 <= wait <= longest


def test_a_name_with_line_breaks_adds_no_header(sink: Sink) -> None:
    from notifications.letters import one_line

    assert one_line("Hello\r\nBcc: everyone@example.org\x00\u2028x") == "Hello Bcc: everyone@example.org x"


@pytest.mark.parametrize("waiting", [0, 1, 100, 101, 250])
def test_the_sweep_rings_once_per_batch(sink: Sink, waiting: int) -> None:
    Message.objects.bulk_create(
        [Message(letter="tests.hello", about_id=n, key=f"k{n}", due_at=NOW) for n in range(waiting)]
    )
    assert sweep(now=NOW) == -(-waiting // 100)
