"""Tests of what leaves the portal when something breaks and ``SENTRY_DSN`` is set."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

BREAK = """
import sys, types
import django; django.setup()
from django.test import Client, override_settings
from django.http import HttpResponse
from django.urls import path
def view(request, slug):
    secret_of_jane = "jane's answer"
    raise ValueError("Out of cheese")
urls = types.ModuleType("urls"); sys.modules["urls"] = urls
urls.urlpatterns = [path("things/<slug:slug>/", view)]
urls.handler500 = lambda request: HttpResponse("Broken", status=500)
with override_settings(ROOT_URLCONF="urls", MIDDLEWARE=[], ALLOWED_HOSTS=["testserver"]):
    client = Client(raise_request_exception=False)
    client.cookies["session"] = "jane's session"
    answer = client.post("/things/jane-doe/?q=jane", {"answer": "jane's answer"}, HTTP_USER_AGENT="jane's telephone")
    assert answer.status_code == 500
import sentry_sdk; sentry_sdk.flush(5)
"""


@pytest.fixture
def reports() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that takes error reports, and what it has taken."""
    taken: list[str] = []

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            taken.append((gzip.decompress(body) if packed else body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Take)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", taken
    server.shutdown()
    server.server_close()


def test_a_report_says_where_it_broke_and_nothing_about_the_person(
    root: Path, tmp_path: Path, reports: tuple[str, list[str]]
) -> None:
    address, taken = reports
    environment = {
        "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}", "REDIS_URL": "", "SENTRY_DSN": address,
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", BREAK], cwd=root, env=environment, check=True, capture_output=True)
    texts = [text for text in taken if "Out of cheese" in text]
    assert len(texts) == 1
    event = json.loads(texts[0].splitlines()[2])
    assert event["transaction"] == "/things/{slug}/"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert not event.get("request")
    assert not any("jane" in text for text in taken)
