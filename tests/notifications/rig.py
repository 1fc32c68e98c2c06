"""Real Celery workers, a real clock and a mail server, each in processes of their own, to be killed at will."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 3


@dataclass(frozen=True)
class Tally:
    """What became of a run: counts of messages, and messages per second."""

    lost: int
    repeated: int
    per_second: float


@dataclass
class Rig:
    """Everything that sends; ``accepted`` reads what the mail server took."""

    environment: dict[str, str]
    notes: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def worker(self, concurrency: int = 1) -> "subprocess.Popen[bytes]":
        """A worker for the mail queue, running and ready."""
        name = f"worker{len(self.processes)}@rig"
        ready = self.notes.with_name(f"{name}.log")
        started = self.celery(
            "worker", "--queues", "mail", "--concurrency", str(concurrency), "--hostname", name, log=ready
        )
        wait_until(lambda: b"ready." in ready.read_bytes(), seconds=60)
        return started

    def clock(self) -> "subprocess.Popen[bytes]":
        """The one clock, which rings for a sweep each second."""
        return self.celery("beat", "--pidfile=", "--schedule", str(self.notes.with_name("schedule")))

    def celery(self, *words: str, log: Path | None = None) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "celery", "--app", "portal", *words, "--loglevel", "INFO"]
        return self.start(command, log or self.notes.with_name(f"{words[0]}.log"))

    def start(self, command: list[str], log: Path) -> "subprocess.Popen[bytes]":
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=output, stderr=output, start_new_session=True
            )
        self.processes.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """kill -9 for a worker and its children, as when its container dies."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def accepted(self) -> list[str]:
        """The Message-IDs that the mail server took, in order."""
        return [line.split()[1] for line in self.notes.read_text().splitlines()]

    def count(self) -> int:
        return self.notes.read_bytes().count(b"\n")

    def tally(self, expected: set[str]) -> Tally:
        """How many of the expected letters never came, and how many came again."""
        times = Counter(self.accepted())
        moments = [float(line.split()[0]) for line in self.notes.read_text().splitlines()]
        seconds = max(moments) - min(moments) if len(moments) > 1 else 0
        return Tally(
            len(expected - set(times)), sum(times.values()) - len(times), len(moments) / seconds if seconds else 0
        )

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def rig(folder: Path, *, database_url: str, redis_url: str) -> Iterator[Rig]:
    """A mail server that notes what it takes, and the surroundings for workers that send to it."""
    notes = folder / "accepted"
    notes.touch()
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.smtp_sink", str(notes)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert sink.stdout
    port = sink.stdout.readline().strip()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "PORTAL_ENV": "development",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "SITE_URL": "https://portal.example.org",
        "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
        "LOG_LEVEL": "WARNING",
    }
    made = Rig(environment, notes)
    try:
        yield made
    finally:
        made.stop()
        sink.terminate()
        sink.wait()
        sink.stdout.close()


def wipe(redis_url: str) -> None:
    """FLUSHALL: whatever the broker knew is gone."""
    with redis.Redis.from_url(redis_url) as broker:
        broker.flushall()


def wait_until(ready: Callable[[], bool], *, seconds: float) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.05)
    return False
