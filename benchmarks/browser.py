"""A browser without a screen: fetches pages and sends their forms over HTTP, and counts how long each answer took."""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

SECONDS_TO_ANSWER = 15
# The portal closes connections that are idle for 75 seconds, perhaps just as we send; browsers then ask again.
SECONDS_TO_KEEP_A_CONNECTION = 60


@dataclass
class Tally:
    """What happened: for each kind of request how many milliseconds each took, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, milliseconds: float, problem: str = "") -> None:
        with self._lock:
            self.times.setdefault(kind, []).append(milliseconds)
            if problem:
                self.problems.append((kind, problem))


class Form(HTMLParser):
    """The first form of a page that is posted: where to, and what it says as it stands.

    Of a group of radio buttons without a choice the first is taken, since a person would have to choose one.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action, self.given, self.multiline = "", {}, []  # type: tuple[str, dict[str, str], list[str]]
        self.found = self._inside = False
        self._area = self._choice = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("method") == "post" and not self.found:
            self.found = self._inside = True
            self.action = has.get("action", "")
        name = has.get("name", "")
        if not self._inside or not (name or tag == "option"):
            return
        if tag == "input":
            self._input(name, has)
        elif tag == "textarea":
            self._area = name
            self.multiline.append(name)
            self.given[name] = ""
        elif tag == "select":
            self._choice = name
        elif tag == "option" and ("selected" in has or not self.given.get(self._choice)):
            self.given[self._choice] = has.get("value", "")

    def _input(self, name: str, has: Mapping[str, str]) -> None:
        kind = has.get("type", "text")
        if kind == "radio":
            if "checked" in has or name not in self.given:
                self.given[name] = has.get("value", "on")
        elif kind not in ("checkbox", "file", "submit") or "checked" in has:
            self.given[name] = has.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.given[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = ""


class Browser:
    """One person's browser; ``cookies`` are of somebody who is signed in."""

    def __init__(self, base: str, tally: Tally, cookies: Mapping[str, str] | None = None) -> None:
        self.base, self.tally = base, tally
        self.session = requests.Session()
        self.session.cookies.update(dict(cookies or {}))
        self.used_at = time.monotonic()

    def get(self, kind: str, path: str, expected: Iterable[int] = (200,)) -> requests.Response | None:
        """The answer, or None if it did not come or was not one of those expected, which is counted."""
        return self._ask(kind, path, None, expected)

    def post(
        self, kind: str, page: requests.Response, expected: Iterable[int] = (302,), **changes: str
    ) -> requests.Response | None:
        """Send the form of a page, and read the page where the answer leads."""
        form = Form(page.text)
        path = form.action or page.request.path_url
        answer = self._ask(kind, path, {**form.given, **changes}, expected)
        if answer is not None and answer.status_code == 302:
            return self.get("the page after sending a form", answer.headers["Location"], (200, 302))
        return answer

    def _ask(
        self, kind: str, path: str, data: Mapping[str, str] | None, expected: Iterable[int]
    ) -> requests.Response | None:
        began, problem, answer = time.monotonic(), "", None
        if began - self.used_at > SECONDS_TO_KEEP_A_CONNECTION:
            self.session.close()  # the next request opens another
        self.used_at = began
        try:
            answer = self.session.request(
                "GET" if data is None else "POST", self.base + path, data=data, allow_redirects=False,
                timeout=SECONDS_TO_ANSWER,
            )  # fmt: skip
            if answer.status_code not in expected:
                problem, answer = f"{answer.status_code} at {path}", None
        except requests.RequestException as failure:
            problem = f"{type(failure).__name__} at {path}"
        self.tally.add(kind, (time.monotonic() - began) * 1000, problem)
        return answer
