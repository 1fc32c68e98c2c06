"""A mail server on loopback that keeps what it gets, or behaves badly in a chosen way."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """What arrived. ``answer(envelope)`` may return another reply than "250 OK", or sleep first."""

    port: int = 0
    received: list[Message] = field(default_factory=list)
    answer: Callable[[Envelope], str] = lambda envelope: "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        reply = self.answer(envelope)
        if reply.startswith("250"):
            self.received.append(message_from_bytes(envelope.content or b""))
        return reply

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]


@contextlib.contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A sink listening on a free loopback port."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=0)
    # Port 0 lets the system choose; the controller wants to know the port before it checks that it answers.
    controller._trigger_server = lambda: None  # type: ignore[method-assign]
    controller.start()
    deadline = time.monotonic() + 5
    while not controller.server and time.monotonic() < deadline:
        time.sleep(0.01)
    sink.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        controller.stop()
