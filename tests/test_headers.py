"""Every answer carries the headers that keep browsers from being used against people."""

import re

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/", "/careers/roles/", "/account/login/", "/account/signup/", "/me/", "/not-here/", "/data/", "/healthz"],
)
def test_every_answer_carries_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=63_072_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
def test_production_insists_on_https(client: Client) -> None:
    answer = client.get("/careers/")
    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("https://")
    assert "max-age=63072000" in client.get("/careers/", secure=True).headers["Strict-Transport-Security"]


def test_public_pages_set_no_cookie(client: Client) -> None:
    for address in ("/", "/careers/", "/careers/roles/", "/careers/search/?q=nurse", "/careers/pathways/"):
        assert not client.get(address).cookies, address


def test_a_visitor_who_has_the_page_is_told_so(client: Client) -> None:
    first = client.get("/careers/roles/")
    again = client.get("/careers/roles/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_changed_catalogue_is_served_afresh(client: Client) -> None:
    from django.utils import timezone

    from careers.revision import bump_revision

    first = client.get("/careers/roles/")
    bump_revision(now=timezone.now())
    again = client.get("/careers/roles/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_a_visitor_with_a_cookie_gets_a_fresh_page_that_nobody_may_share(client: Client) -> None:
    """They may be signed in, and the page might say so."""
    etag = client.get("/careers/roles/").headers["ETag"]
    client.cookies["anything"] = "x"
    answer = client.get("/careers/roles/", headers={"If-None-Match": etag, "Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "private" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
    assert "Content-Encoding" not in answer.headers


def test_public_pages_travel_compressed_and_others_do_not(client: Client) -> None:
    packed = client.get("/careers/roles/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    login = client.get("/account/login/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in login.headers


def test_pages_hold_no_inline_script_or_style(client: Client) -> None:
    for address in ("/", "/careers/", "/careers/roles/", "/careers/skills/", "/careers/pathways/", "/not-here/"):
        html = client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", html), address
