"""A few long-running programs as one: they start together, and when one ends or we are told to stop, all stop."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence

SECONDS_TO_STOP = 20
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1


def run_together(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> str | None:
    """Runs the named commands until SIGINT, SIGTERM or SIGHUP, or until one of them ends by itself.

    Returns None after a signal, else the name of the one that ended. No process of theirs is left behind: each command
    has a process group of its own, which also keeps the terminal's Ctrl-C for us, to stop them in good order. If we are
    killed outright, Linux tells them to stop; if the ``make`` that started us is, we stop.
    """
    us, starter = os.getpid(), os.getppid()

    def orphaned() -> bool:
        # Only make: a shell that started us may well end before us.
        return "MAKELEVEL" in environment and os.getppid() != starter

    def stop_with_us() -> None:
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != us:  # killed in between
                os._exit(1)

    told_to_stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: told_to_stop.set())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    children: dict[str, subprocess.Popen[bytes]] = {}
    ended = None
    try:
        for name, command in commands.items():
            # Between fork and exec, where threads could do harm; we have none.
            children[name] = subprocess.Popen(
                command,
                env=dict(environment),
                start_new_session=True,
                preexec_fn=stop_with_us,  # noqa: PLW1509
            )
        while not ended and not told_to_stop.wait(0.2) and not orphaned():
            ended = next((name for name, child in children.items() if child.poll() is not None), None)
    finally:
        _stop(children.values())
        for number, handler in before.items():
            signal.signal(number, handler)
    return ended


def _stop(children: Iterable[subprocess.Popen[bytes]]) -> None:
    """Asks each to finish its work, waits, and ends what is left of its process group."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
