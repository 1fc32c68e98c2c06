"""The whole portal under load: what people wait, what fails, and whether everything promised still holds afterwards.

    python -m benchmarks.load                             10 minutes, 20 people at once
    python -m benchmarks.load --minutes 1 --users 10
    python -m benchmarks.load --url http://localhost:8000    a portal that runs already

The portal is started as ``make run`` starts it: web processes, worker and clock, on a private PostgreSQL and a private
Redis, with a mail server that takes every letter, in the small world of ``make_world``. The people are threads of a
second process that speaks HTTP on loopback (``benchmarks.visits``). With ``--url``, ``DATABASE_URL``, ``REDIS_URL`` and
``SECRET_KEY`` must be those of that portal; only one with the invented world is taken, since its places are booked.

Times are what the client waits, in milliseconds, with everything on one machine. CPU is of processes, in seconds.
"""

import argparse
import contextlib
import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 900
SECONDS_TO_SETTLE = 180
MEMBERS, APPLICANTS, RACERS = 150, 45, 36
EVENTS, PLACES, PLACES_IN_RACES = 30, 12, 3
TICKS = os.sysconf("SC_CLK_TCK")
PROGRAMS = ("gunicorn", "celery", "postgres", "redis", "tests.smtp_sink", "benchmarks.load")


def main(words: list[str]) -> int:
    """Runs all of it and prints tables. Returns 1 if something failed or a promise was broken."""
    parser = argparse.ArgumentParser(description="The whole portal under load.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument(
        "--pause", type=float, default=2.0, help="Seconds between two things a person does, on average."
    )
    parser.add_argument("--url", default="", help="A portal that runs already.")
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if given.part:
        return PARTS[given.part](given)
    signal.signal(signal.SIGTERM, _stop)  # so that what was started is stopped
    with (
        tempfile.TemporaryDirectory(prefix="load-", ignore_cleanup_errors=True) as name,
        contextlib.nullcontext(dict(os.environ)) if given.url else portal(Path(name)) as environment,
    ):
        return _run(given, {**environment, "LOAD_FOLDER": name, "LOG_LEVEL": "ERROR"})


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _run(given: argparse.Namespace, environment: Mapping[str, str]) -> int:
    url = given.url or f"http://localhost:{environment['PORT']}"
    words = ["--url", url, "--minutes", str(given.minutes), "--users", str(given.users), "--pause", str(given.pause)]

    def part(called: str) -> int:
        command = [sys.executable, "-m", "benchmarks.load", *words, "--part", called]
        return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode

    if part("prepare"):
        return 1
    before, load_before = cpu_seconds(), os.getloadavg()[0]
    failed = part("visit")
    spent = {name: seconds - before.get(name, 0) for name, seconds in cpu_seconds().items()}
    print(f"\nLoad of the machine before {load_before:.1f}, after {os.getloadavg()[0]:.1f}; {os.cpu_count()} cores.")
    if not given.url:
        print("CPU in seconds: " + ", ".join(f"{name} {spent[name]:.0f}" for name in PROGRAMS if spent.get(name)))
    return part("check") or failed


# --- The portal ---------------------------------------------------------------------------------


@contextlib.contextmanager
def portal(folder: Path) -> Iterator[dict[str, str]]:
    """The portal with all its servers, in the small world. Yields the environment that it runs in."""
    from benchmarks.pages import _create
    from tests.servers import _free_port, postgresql, redis_server

    with contextlib.ExitStack() as stack:
        address = stack.enter_context(postgresql(folder))
        _create(address, "load")
        redis_url = stack.enter_context(redis_server(folder))
        sink = _started(
            stack, ["-m", "tests.smtp_sink", str(folder / "letters")], dict(os.environ), stdout=subprocess.PIPE
        )
        assert sink.stdout
        mail_port = sink.stdout.readline().decode().strip()
        environment = {
            **os.environ, "DATABASE_URL": address.rsplit("/", 1)[0] + "/load", "REDIS_URL": redis_url,
            "PORTAL_ENV": "development", "DEBUG": "false", "PORT": str(_free_port()), "VAR_DIR": str(folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "DEMO_WORLD": "true", "SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }  # fmt: skip
        with (folder / "log").open("wb") as log:
            served = _started(stack, ["manage.py", "serve"], environment, stdout=log, stderr=log)
        _wait(served, f"http://localhost:{environment['PORT']}/readyz", folder / "log")
        yield environment


def _started(
    stack: contextlib.ExitStack, words: list[str], environment: Mapping[str, str], **streams: Any
) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=dict(environment), **streams)

    def stop() -> None:
        process.terminate()
        process.wait(timeout=40)

    stack.callback(stop)
    return process


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10):
            return
        time.sleep(0.5)
    raise SystemExit(f"The portal did not start:\n{log.read_text()}")


def cpu_seconds() -> Counter[str]:
    """Seconds of CPU of our processes, ended children included, by program. Empty where there is no /proc."""
    parents, spent = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            _, _, stat = (path / "stat").read_text().rpartition(") ")
            words = (path / "cmdline").read_text().replace("\0", " ")
            fields = stat.split()
            parents[int(path.name)] = int(fields[1])
            spent[int(path.name)] = (words, sum(map(int, fields[11:15])) / TICKS)
    found: Counter[str] = Counter()
    for number, (words, seconds) in spent.items():
        if _descends(number, parents):
            found[next((one for one in PROGRAMS if one in words), "others")] += seconds
    return found


def _descends(number: int, parents: Mapping[int, int]) -> bool:
    while number in parents:
        if number == os.getpid():
            return True
        number = parents[number]
    return False


# --- Parts, each in a process of its own --------------------------------------------------------


def prepare(given: argparse.Namespace) -> int:
    """Makes events, begins applications, signs people in; leaves what the client needs in a file."""
    import django

    django.setup()
    from benchmarks.load_world import NoInventedWorld, prepared

    try:
        scene = prepared(
            members=MEMBERS, applicants=APPLICANTS, racers=RACERS, events=EVENTS, places=PLACES,
            races=int(given.minutes * 6) + 1, places_in_races=PLACES_IN_RACES, users=given.users,
        )  # fmt: skip
    except NoInventedWorld as refusal:
        print(refusal, file=sys.stderr)
        return 1
    (_folder() / "scene.json").write_text(json.dumps(scene))
    return 0


def visit(given: argparse.Namespace) -> int:
    """The client: people at once for so many minutes, then the table."""
    from benchmarks.visits import Scene, live, warm_up

    kept = json.loads((_folder() / "scene.json").read_text())
    kept.pop("began_at")
    warm_up(given.url)
    tally, seconds = live(Scene(base=given.url, seconds=given.minutes * 60, pause=given.pause, **kept), given.users)
    everything = [one for times in tally.times.values() for one in times]
    wrong = Counter(kind for kind, _ in tally.problems)
    print(
        f"\n{given.users} people at once for {seconds / 60:.1f} minutes: {len(everything):,} requests, "
        f"{len(everything) / seconds:.1f} a second, {len(tally.problems)} errors\n"
    )
    print(f"{'request':<40}{'count':>7}{'errors':>8}{'median':>9}{'p95':>8}{'p99':>8}{'max':>8}")
    for kind, times in [*sorted(tally.times.items()), ("all", everything)]:
        errors = len(tally.problems) if kind == "all" else wrong[kind]
        print(f"{kind:<40}{len(times):>7}{errors:>8}{statistics.median(times):>9.0f}{_figures(times)}")
    for (kind, problem), count in Counter(tally.problems).most_common(20):
        print(f"  {count} × {kind}: {problem}")
    return 1 if tally.problems else 0


def _figures(times: list[float]) -> str:
    ordered = sorted(times)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.95, 0.99)]
    return "".join(f"{one:>8.0f}" for one in (*at, ordered[-1]))


def check(given: argparse.Namespace) -> int:
    """Waits until the outbox has nothing left to do, then asks the database whether every promise was kept."""
    import django

    django.setup()
    from benchmarks.load_world import promises, wait_for_the_outbox

    began_at = json.loads((_folder() / "scene.json").read_text())["began_at"]
    seconds = wait_for_the_outbox(SECONDS_TO_SETTLE)
    letters = _folder() / "letters"
    accepted = [line.split()[1] for line in letters.read_text().splitlines()] if letters.exists() else None
    print(
        f"\nAfterwards; the outbox was empty {seconds:.0f} s after the last request\n{'':<66}{'found':>7}{'wrong':>7}"
    )
    wrong = 0
    for words, found, broken in promises(began_at=began_at, accepted=accepted):
        print(f"{words:<66}{found:>7}{broken:>7}")
        wrong += broken
    return 1 if wrong else 0


def _folder() -> Path:
    return Path(os.environ["LOAD_FOLDER"])


PARTS = {"prepare": prepare, "visit": visit, "check": check}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
