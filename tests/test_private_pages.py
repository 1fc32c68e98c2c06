"""What belongs to somebody is kept by no browser, and no page leads away from the site because an address says so."""

# ruff: noqa: F811 - pytest finds the fixtures of another file by their imported names

from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

# All of its fixtures, since they build on each other.
from tests.test_access import MATRIX, ROLES, address_of, clients, events, programmes, things  # noqa: F401

pytestmark = pytest.mark.django_db

PRIVATE = [name for name, rule in MATRIX.items() if not rule.is_public]
ELSEWHERE = "https://evil.example/"


def test_no_browser_keeps_a_page_that_is_not_for_everybody(clients: dict[str, Client], things: dict[str, str]) -> None:
    kept = {
        name: headers.get("Cache-Control")
        for name in PRIVATE
        if (headers := clients["superuser"].get(address_of(name, things)).headers)
        and not {"no-store", "private"} & {part.strip() for part in headers.get("Cache-Control", "").split(",")}
    }
    assert not kept
    assert "no-store" in clients["person"].get("/me/profile/").headers["Cache-Control"]
    assert "no-store" in clients["superuser"].get("/staff/audit/").headers["Cache-Control"]


def test_a_public_page_may_be_kept_and_asked_for_again(client: Client) -> None:
    assert client.get("/careers/roles/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_elsewhere(role: str, clients: dict[str, Client], things: dict[str, str]) -> None:
    query = urlencode({"next": ELSEWHERE})
    for name in MATRIX:
        address = address_of(name, things)
        address += f"{'&' if '?' in address else '?'}{query}"
        for answer in (clients[role].get(address), clients[role].post(address, {"next": ELSEWHERE})):
            assert urlsplit(answer.headers.get("Location", "")).netloc == "", (name, answer.headers["Location"])
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                assert f'href="{ELSEWHERE}' not in answer.content.decode(), name
                assert f'action="{ELSEWHERE}' not in answer.content.decode(), name
