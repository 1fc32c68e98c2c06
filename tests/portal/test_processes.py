"""Tests of programs that run together: whoever is killed, none of them is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
Start = Callable[..., tuple["subprocess.Popen[bytes]", int, int]]
PROGRAM = """
import os, sys
from portal.processes import run_together
sleep = [sys.executable, "-c", "import os, time; open('child', 'w').write(str(os.getpid())); time.sleep(300)"]
open("us", "w").write(str(os.getpid()))
run_together({"sleeper": sleep}, os.environ)
"""


@pytest.fixture
def start(root: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a command that starts the program; gives its process and the numbers of the program and its child."""
    (tmp_path / "program.py").write_text(PROGRAM)
    started: list[int] = []

    def begin(*command: str) -> tuple["subprocess.Popen[bytes]", int, int]:
        environment = {**os.environ, "PYTHONPATH": str(root)}
        process = subprocess.Popen(command, cwd=tmp_path, env=environment)
        assert wait_until(lambda: all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in names))
        us, child = (int((tmp_path / name).read_text()) for name in names)
        started.extend([us, child])
        return process, us, child

    names = ("us", "child")
    yield begin
    for pid in started:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(ready: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.05)
    return ready()


def test_killed_outright_it_leaves_nothing_behind(start: Start) -> None:
    process, _, child = start(sys.executable, "program.py")
    process.kill()
    process.wait()
    assert wait_until(lambda: not is_alive(child))


def test_when_the_make_that_started_it_is_killed_it_stops(start: Start, tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {sys.executable} program.py\n")
    process, us, child = start("make", "--no-print-directory", "run")
    assert process.pid != us
    process.kill()
    process.wait()
    assert wait_until(lambda: not is_alive(us) and not is_alive(child))


def test_a_shell_that_started_it_may_end_before_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL", raising=False)  # make may be running these tests
    process, us, child = start("sh", "-c", f"{sys.executable} program.py & wait")
    process.kill()
    process.wait()
    time.sleep(1)
    assert is_alive(us)
    assert is_alive(child)
    os.kill(us, signal.SIGTERM)
    assert wait_until(lambda: not is_alive(us) and not is_alive(child))
