"""Tests of starting and stopping the whole portal, as ``make run`` does."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.management.commands.serve import static_files_are_collected

REDIS = pytest.param("redis", marks=pytest.mark.skipif(not settings.REDIS_URL, reason="there is no broker"))


class Portal:
    """``manage.py serve`` on SQLite in a folder of its own; its processes carry a mark, to be counted."""

    def __init__(self, root: Path, folder: Path, redis_url: str, command: list[str] | None = None, **more: str) -> None:
        self.mark = f"PORTAL_MARK={uuid.uuid4()}"
        self.port = free_port()
        self.log = folder / "log"
        name, value = self.mark.split("=")
        environment = {
            "PATH": os.environ["PATH"], "VAR_DIR": str(folder), "PORT": str(self.port), "REDIS_URL": redis_url,
            "PORTAL_ENV": "development", "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}", name: value,
            "DEMO_WORLD": "false", **more,
        }  # fmt: skip
        command = [sys.executable, "manage.py", "serve"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=output)

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(self.url(path), headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, ""

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def wait(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):  # refused, cut off or too slow
                urllib.request.urlopen(self.url("/healthz"), timeout=20).close()
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def processes(self) -> list[str]:
        """The command lines of everything that the portal has started and that still runs."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self.mark.encode() in (path / "environ").read_bytes().split(b"\0"):
                    found.append((path / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def portal(root: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Portal]:
    kind = getattr(request, "param", "embedded")
    more = {"metrics": {"METRICS_TOKEN": "a-token"}, "demo": {"DEMO_WORLD": "true"}}.get(kind, {})
    started = Portal(root, tmp_path, settings.REDIS_URL if kind == "redis" else "", **more)
    yield started
    if started.process.poll() is None:
        started.process.terminate()
        started.process.wait(timeout=30)
    assert not started.processes()


pytest_linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are counted in /proc")


@pytest_linux
@pytest.mark.parametrize("portal", ["embedded", REDIS], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_answers_and_leaves_no_process_behind(portal: Portal, number: signal.Signals) -> None:
    portal.wait()
    status, body = portal.ask("/readyz")
    with_broker = "broker" in json.loads(body)
    assert status == 200
    kinds = " ".join(portal.processes())
    assert ("celery" in kinds) == with_broker
    assert kinds.count(" beat ") == (1 if with_broker else 0)
    portal.process.send_signal(number)
    assert portal.process.wait(timeout=30) == 0
    assert portal.processes() == []
    assert "Stopped." in portal.log.read_text()


@pytest_linux
@pytest.mark.parametrize("portal", ["demo"], indirect=True)
def test_a_first_start_makes_a_world_and_prints_whom_to_sign_in_as(portal: Portal) -> None:
    portal.wait()
    said = portal.log.read_text()
    password = re.search(r"all with the password +(demo-[0-9a-f]{8})", said)
    assert password is not None
    addresses = re.findall(r"[a-z]+@example\.org", said.partition(password[0])[2])
    assert len(addresses) == 10
    assert "There is no administrator yet" not in said
    for address in addresses:
        assert signs_in(portal, address, password[1])
    assert not signs_in(portal, addresses[0], "another-password")


def signs_in(portal: Portal, address: str, password: str) -> bool:
    """Whether these are let in by the form, as a browser would send it."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(portal.url("/account/login/"), timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "login": address, "password": password})
    answer = opener.open(portal.url("/account/login/"), form.encode(), timeout=20)
    return not str(answer.url).endswith("/account/login/")


@pytest_linux
def test_without_the_demo_world_nobody_is_there(portal: Portal) -> None:
    portal.wait()
    said = portal.log.read_text()
    assert "There is no administrator yet" in said
    assert "password" not in said


@pytest_linux
def test_a_visitor_cannot_turn_the_links_of_a_page(portal: Portal) -> None:
    portal.wait()
    plain = portal.ask("/careers/")
    assert plain[0] == 200
    assert portal.ask("/careers/", Script_name="/careers", Path_info="/admin/") == plain


@pytest.mark.parametrize("content", ["", '{"paths": {'])
def test_static_files_that_were_not_collected_to_the_end_are_collected_again(
    root: Path, tmp_path: Path, content: str
) -> None:
    manifest = tmp_path / "static" / "staticfiles.json"
    manifest.parent.mkdir()
    manifest.write_text(content)
    portal = Portal(root, tmp_path, "")
    try:
        portal.wait()
        assert portal.ask("/careers/")[0] == 200
    finally:
        portal.process.terminate()
        portal.process.wait(timeout=30)
    assert json.loads(manifest.read_text())["paths"]


def test_static_files_that_are_older_than_the_build_are_collected_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, manifest = tmp_path / "build" / "app.css", tmp_path / "static" / "staticfiles.json"
    for path in (source, manifest):
        path.parent.mkdir()
        path.write_text("{}")
    monkeypatch.setattr(settings, "STATICFILES_DIRS", [source.parent])
    monkeypatch.setattr(settings, "STATIC_ROOT", manifest.parent)
    assert static_files_are_collected()
    later = manifest.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert not static_files_are_collected()


@pytest_linux
def test_when_a_part_dies_the_rest_stops_and_says_which(portal: Portal) -> None:
    portal.wait()
    children = Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    assert portal.process.wait(timeout=30) == 1
    assert portal.processes() == []
    assert "The web process ended by itself" in portal.log.read_text()


@pytest_linux
@pytest.mark.parametrize("portal", ["embedded", REDIS], indirect=True)
def test_when_it_is_killed_outright_everything_it_started_stops(portal: Portal) -> None:
    portal.wait()
    assert len(portal.processes()) > 2
    portal.process.kill()
    portal.process.wait()
    deadline = time.monotonic() + 30
    while portal.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert portal.processes() == []
    with pytest.raises(urllib.error.URLError):
        portal.ask("/healthz")


@pytest_linux
def test_answers_do_not_name_the_program_and_head_has_no_body_and_no_warning(portal: Portal) -> None:
    portal.wait()
    for path in ("/careers/", "/healthz", "/no-such-page/"):
        with socket.create_connection(("localhost", portal.port)) as line:
            line.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda line=line: line.recv(65536), b""))  # type: ignore[misc]
        head, _, body = answer.partition(b"\r\n\r\n")
        assert body == b""
        assert b"\r\ncontent-length: " in head.lower()
        assert b"\r\nserver:" not in head.lower()
        assert b"\r\ndate:" in head.lower()
    assert "body bytes" not in portal.log.read_text()


@pytest_linux
@pytest.mark.parametrize("portal", ["metrics"], indirect=True)
def test_the_figures_of_all_web_processes_are_added_up_for_whoever_has_the_token(portal: Portal) -> None:
    portal.wait()
    asked = 40  # enough for both processes to have a share
    for _ in range(asked):
        portal.ask("/readyz")
    assert portal.ask("/metrics")[0] == 401
    assert portal.ask("/metrics", Authorization="Bearer another")[0] == 401
    status, text = portal.ask("/metrics", Authorization="Bearer a-token")
    assert status == 200
    assert f'portal_requests_total{{method="GET",route="/readyz",status="200"}} {asked}.0' in text


@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        (None, "is in use by another program. Choose another: make run PORT="),
        ("abc", "PORT is 'abc'; it must be a number from 1 to 65535."),
        ("0", "PORT is '0'; it must be a number from 1 to 65535."),
        ("²", "PORT is '²'; it must be a number from 1 to 65535."),
    ],
)
def test_a_port_that_cannot_be_had_is_refused_in_one_sentence(root: Path, port: str | None, sentence: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment = {**os.environ, "PORT": port or str(taken.getsockname()[1])}
        answer = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
