"""What belongs to somebody is kept by no browser, and no page leads away from the site because an address says so."""

from urllib.parse import urlencode, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.access.matrix import MATRIX, address_of
from tests.access.rules import ROLES

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


@pytest.mark.parametrize("way", ["an address not confirmed", "a second step not shown"])
def test_who_is_half_way_through_signing_in_is_a_visitor(
    way: str, clients: dict[str, Client], things: dict[str, str]
) -> None:
    client, visitor, given = Client(), Client(), {"login": "owner@example.org", "password": "correct horse battery"}
    if way == "an address not confirmed":
        new = {"name": "Ben", "email": "ben@example.org", "password1": "three quiet otters"}
        assert client.post("/account/signup/", new).url == "/account/confirm-email/"
    else:
        Authenticator.objects.create(user=User.objects.get(email=given["login"]), type="recovery_codes", data={})
        Authenticator.objects.create(user=User.objects.get(email=given["login"]), type="totp", data={})
        assert client.post("/account/login/", given).url == "/account/2fa/authenticate/"
    # What is meant for going on from there; everything else is as for somebody who only came by.
    entrance = {name for name in MATRIX if name.startswith(("account_", "mfa_"))}
    for name in sorted(set(MATRIX) - entrance):
        address = address_of(name, things)
        for verb in ("GET", "POST"):
            assert client.generic(verb, address).status_code == visitor.generic(verb, address).status_code, (name, verb)


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
