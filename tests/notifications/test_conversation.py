"""What refusals mean: of a mail server, and of a hosted provider reached by HTTP."""

import json
import smtplib
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from notifications.composing import message_id_of
from notifications.conversation import Conversation, LetterRefused, ServerAway, words_of
from notifications.delivery import Outcome, deliver
from notifications.models import Message
from tests.notifications.conftest import NOW, queue
from tests.smtp_sink import Sink


class Provider(HTTPServer):
    """A hosted mail provider on loopback: answers with ``status`` and keeps what was posted."""

    status = 200
    posted: list[bytes]

    def __init__(self) -> None:
        self.posted = []
        super().__init__(("127.0.0.1", 0), Answer)


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        self.server.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        said = "Queued. Thank you." if self.server.status == 200 else "Not for kim@example.org"
        body = json.dumps({"id": "<1@provider>", "message": said}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
        settings.ANYMAIL = {
            "MAILGUN_API_KEY": "key",
            "MAILGUN_API_URL": f"http://127.0.0.1:{server.server_port}/v3",
            "MAILGUN_SENDER_DOMAIN": "portal.example.org",
        }
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.django_db
def test_a_hosted_provider_gets_letters(provider: Provider) -> None:
    assert deliver(queue(7), now=NOW) is Outcome.SENT
    posted = parse_qs(provider.posted[0].decode())
    assert posted["to"] == ["person7@example.org"]
    assert posted["subject"] == ["Hello number 7"]
    assert "this is letter 7" in posted["text"][0]
    assert "<p>this is letter 7" in posted["html"][0]
    assert posted["h:Message-Id"] == [message_id_of("letterbox.hello:7")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.ABANDONED),
        (401, Outcome.SERVER_AWAY),
        (403, Outcome.SERVER_AWAY),
        (429, Outcome.SERVER_AWAY),
        (500, Outcome.RETRY),
        (503, Outcome.RETRY),
    ],
)
def test_what_a_hosted_provider_answers_is_understood(provider: Provider, status: int, outcome: Outcome) -> None:
    provider.status = status
    assert deliver(queue(), now=NOW) is outcome
    reason = Message.objects.get().reason
    assert str(status) in reason
    assert "kim@" not in reason


@pytest.mark.django_db
def test_a_hosted_provider_that_does_not_answer_is_away(provider: Provider, settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "MAILGUN_API_URL": "http://127.0.0.1:1/v3"}
    assert deliver(queue(), now=NOW) is Outcome.SERVER_AWAY
    assert Message.objects.get().tries == 0


def letter(to: str = "kim@example.org") -> EmailMessage:
    return EmailMessage("Hello", "Hello", "us@example.org", [to])


def test_after_a_time_out_the_letter_is_not_sent_again_at_once(settings: Settings, sink: Sink) -> None:
    """The server may have taken it: sending it again at once would double it for sure."""
    settings.EMAIL_TIMEOUT = 0.3
    conversation = Conversation()
    conversation.send(letter())
    with pytest.raises(smtplib.SMTPServerDisconnected):
        conversation.send(letter("slow@example.org"))
    conversation.send(letter())
    assert sink.conversations == 2
    conversation.close()


def test_a_conversation_goes_on_after_a_refusal_with_a_new_one(sink: Sink) -> None:
    conversation = Conversation()
    for _ in range(2):
        conversation.send(letter())
    with pytest.raises(LetterRefused, match=r"550 5\.1\.1"):
        conversation.send(letter("never@example.org"))
    conversation.send(letter())
    conversation.close()
    assert (len(sink.received), sink.conversations) == (3, 2)


def test_a_letter_to_nobody_is_refused(sink: Sink) -> None:
    with closing(Conversation()) as conversation, pytest.raises(LetterRefused, match="took no recipient"):
        conversation.send(EmailMessage("Hello", "Hello"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPDataError(554, b"5.7.1 No\r\n spam"), "554 5.7.1 No spam"),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"<a@b.example> gone")}), "550 <(address)> gone"),
        (TimeoutError("timed out"), "TimeoutError: timed out"),
        (ValueError(), "ValueError"),
        (ServerAway("Connection refused"), "Connection refused"),
        (ValueError("x" * 5000), "ValueError: " + "x" * 988),
        (smtplib.SMTPDataError(451, b"\xff caf\xc3"), "451 \ufffd caf\ufffd"),
    ],
)
def test_errors_read_as_one_line_without_addresses(error: Exception, words: str) -> None:
    assert words_of(error) == words


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPSenderRefused(550, b"no", "us@example.org"), ServerAway),
        (smtplib.SMTPSenderRefused(451, b"slow down", "us@example.org"), ServerAway),
        (smtplib.SMTPSenderRefused(552, b"too large", "us@example.org"), LetterRefused),
        (smtplib.SMTPRecipientsRefused({"a": (550, b""), "b": (551, b"")}), LetterRefused),
        (smtplib.SMTPRecipientsRefused({"a": (550, b""), "b": (451, b"")}), smtplib.SMTPRecipientsRefused),
        (smtplib.SMTPDataError(554, b"no"), LetterRefused),
        (smtplib.SMTPDataError(451, b"later"), smtplib.SMTPDataError),
    ],
)
def test_whose_fault_it_is(monkeypatch: pytest.MonkeyPatch, error: Exception, expected: type[Exception]) -> None:
    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(expected):
        Conversation().send(letter())


@pytest.mark.parametrize("error", [smtplib.SMTPAuthenticationError(535, b"wrong password"), OSError("no route")])
def test_not_getting_in_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_: object) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    with pytest.raises(ServerAway):
        Conversation().send(letter())
