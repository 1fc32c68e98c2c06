"""A mail server on loopback that keeps what it gets, or behaves badly: in a thread, or in a process of its own.

    python -m tests.smtp_sink FILE     prints its port, then appends the Message-ID of each letter it accepts to FILE

How it behaves is chosen by the first word of the recipient's address: ``later@`` is always put off (451), ``never@``
refused for good (550), ``full@`` after the text (552), ``drop@`` hung up on, ``slow@`` kept waiting.
"""

import asyncio
import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

SECONDS_SLOW = 0.5


@dataclass
class Sink:
    """What arrived. ``answer(envelope)`` may return another reply than "250 OK", or sleep first."""

    port: int = 0
    received: list[Message] = field(default_factory=list)
    conversations: int = 0
    answer: Callable[[Envelope], str] = lambda envelope: "250 OK"
    # Ends each conversation, as many servers do, after so many letters.
    most_per_conversation: int = 0

    # aiosmtpd calls these by name.
    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        session.letters = 0  # type: ignore[attr-defined]
        self.conversations += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.most_per_conversation and session.letters >= self.most_per_conversation:  # type: ignore[attr-defined]
            server.transport.close()
            return "421 Too many letters"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        match address.partition("@")[0].partition("-")[0]:
            case "later":
                return "451 4.7.1 Try again later"
            case "never":
                return f"550 5.1.1 <{address}>: there is nobody here of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        match envelope.rcpt_tos[0].partition("@")[0].partition("-")[0]:
            case "full":
                return "552 5.2.2 The mailbox is full"
            case "drop":
                server.transport.abort()
                return "451 Gone"
            case "slow":
                await asyncio.sleep(SECONDS_SLOW)
        reply = self.answer(envelope)
        if reply.startswith("250"):
            session.letters += 1  # type: ignore[attr-defined]
            self.keep(envelope.content or b"")
        return reply

    def keep(self, content: bytes | str) -> None:
        self.received.append(message_from_bytes(content if isinstance(content, bytes) else content.encode()))

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]

    async def listen(self) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(self, hostname="sink.example", loop=loop), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server


@contextlib.contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A sink on a free loopback port, in a thread with a loop of its own: the browser of journeys keeps one in ours."""
    sink, ready, finished = Sink(), threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_keep_open(sink, ready, finished)))
    thread.start()
    ready.wait()
    try:
        yield sink
    finally:
        finished.set()
        thread.join()


async def _keep_open(sink: Sink, ready: threading.Event, finished: threading.Event) -> None:
    server = await sink.listen()
    ready.set()
    await asyncio.to_thread(finished.wait)
    server.close()


class Counting(Sink):
    """Writes down only which letters it accepted, so that it stays quick and its notes outlive it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.notes = path.open("a", buffering=1)

    def keep(self, content: bytes | str) -> None:
        head = (content if isinstance(content, bytes) else content.encode()).partition(b"\r\n\r\n")[0]
        message_id = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        self.notes.write(f"{time.time():.3f} {message_id[11:].strip().decode()}\n")


async def _serve(path: Path) -> None:
    sink = Counting(path)
    server = await sink.listen()
    print(sink.port, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
