"""A real browser on a live server: the Chromium of this machine, never a downloaded one.

``TEST_CHROMIUM`` is the path of a Chromium, or ``none`` to leave the journeys out. Where there is none they are skipped
with a notice at the end; where ``CI`` is set that is a failure.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request
from pytest_django.live_server_helper import LiveServer

HERE = Path(__file__).parent
LEFT_OUT = (
    "The browser journeys were LEFT OUT: there is no Chromium on this machine (or TEST_CHROMIUM is none). "
    "Install chromium, or set TEST_CHROMIUM to its path."
)


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    chosen = os.environ.get("TEST_CHROMIUM", "")
    if chosen:
        return None if chosen == "none" else chosen
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    journeys = [item for item in items if HERE in item.path.parents]
    if journeys and not chromium() and os.environ.get("CI"):
        raise pytest.UsageError(f"{LEFT_OUT} With CI set that is a failure.")
    for item in journeys:
        item.add_marker(pytest.mark.journey)
        if not chromium():
            item.add_marker(pytest.mark.skip(reason="no Chromium"))
    items.sort(key=lambda item: item.name == "test_every_page_is_looked_at")  # it asks what the others did


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium():
        terminalreporter.section("NOTICE", sep="!", yellow=True)
        terminalreporter.line(LEFT_OUT, yellow=True)


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> Iterator[None]:
    """The browser's driver runs an event loop in the tests' thread, and Django would refuse the database there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The portal on a free port, with its files served as in production: by WhiteNoise, from what was collected."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application)
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """``page.goto("/careers/")`` goes to the live server."""
    return str(live_server.url)


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], base_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """Every browser window is watched: an error in it, or a request to anyone else, fails the test."""
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # A page that is meant to be a 404 reports itself; anything that it loads must be there.
        address = message.location["url"]
        missing = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (missing and message.page and address == message.page.url):
            faults.append(f"console: {message.text} ({address})")

    def on_request(request: Request) -> None:
        if not request.url.startswith((base_url, "data:", "blob:")):
            faults.append(f"request to a third party: {request.url}")

    def watched(**arguments: Any) -> BrowserContext:
        context = new_context(**arguments)
        context.on("console", on_console)
        context.on("weberror", lambda error: faults.append(f"page error: {error.error}"))
        context.on("request", on_request)
        return context

    yield watched
    assert not faults, "\n".join(faults)
