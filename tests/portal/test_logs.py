"""Tests of what is logged, and what is not."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.test import Client

from portal import logs
from portal.pages import health


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """Log lines as machines read them, gathered as they are written."""
    gathered: list[dict[str, object]] = []

    class Gather(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            gathered.append(json.loads(self.format(record)))

    handler = Gather()
    settings = logs.configure("INFO", as_json=True)["formatters"]["structured"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=settings["foreign_pre_chain"], processors=settings["processors"]
        )
    )
    logger = logging.getLogger()
    logger.addHandler(handler)
    yield gathered
    logger.removeHandler(handler)


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_number_and_without_what_the_person_typed(
    client: Client, lines: list[dict[str, object]]
) -> None:
    client.get("/admin/accounts/user/known-by-name/change/?q=jane.doe@example.org", HTTP_USER_AGENT="Jane's telephone")
    assert [line["event"] for line in lines] == ["request_finished"]
    line = lines[0]
    assert line["code"] == 302
    assert line["request_id"]
    assert str(line["request"]).startswith("GET /admin/accounts/user/<")
    text = json.dumps(lines)
    for private in ("jane", "Jane", "127.0.0.1", "known-by-name"):
        assert private not in text


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_not_written_down(client: Client, lines: list[dict[str, object]]) -> None:
    assert client.get("/reset/known-by-name/c0ffee-token/").status_code == 404
    assert [line["request"] for line in lines] == ["GET (no such page)"]
    assert "known-by-name" not in json.dumps(lines)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("request_of_a_stranger", "code"),
    [
        ({"path": "/known-by-name", "headers": {"Host": "jane.example"}}, 400),
        ({"path": "/contact/?q=%00jane"}, 400),
        ({"path": "/admin/login/", "method": "POST", "headers": {"Origin": "https://jane.example"}}, 403),
    ],
)
def test_what_strangers_try_is_no_error_of_ours(
    lines: list[dict[str, object]], request_of_a_stranger: dict[str, Any], code: int
) -> None:
    Client(enforce_csrf_checks=True).generic(**{"method": "GET", **request_of_a_stranger})
    assert [(line["level"], line["code"]) for line in lines] == [("info", code)]
    assert "jane" not in json.dumps(lines)


@pytest.mark.django_db
def test_a_page_that_breaks_is_one_line_with_its_traceback(
    client: Client, lines: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("Out of cheese")

    monkeypatch.setattr(health, "ask_database", fail)
    client.raise_request_exception = False
    assert client.get("/readyz").status_code == 500
    assert [(line["event"], line["request"]) for line in lines] == [("request_failed", "GET /readyz")]
    assert "Out of cheese" in str(lines[0]["exception"])


def test_an_exception_is_logged_with_its_traceback(lines: list[dict[str, object]]) -> None:
    try:
        raise ValueError("Out of cheese")
    except ValueError:
        logging.getLogger("portal").exception("broken")
    assert lines[0]["event"] == "broken"
    assert lines[0]["level"] == "error"
    assert "Out of cheese" in str(lines[0]["exception"])
