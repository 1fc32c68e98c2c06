"""No input to any form ever ends in a server error, and nothing typed comes back as markup."""

from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.matrix import MATRIX, address_of
from tests.access.rules import ROLES
from tests.access.test_fuzz import values

pytestmark = pytest.mark.django_db

FORMS = [name for name, rule in MATRIX.items() if rule.post != 405]
REFUSED_OR_DONE = (200, 302, 400, 401, 403, 404)
EVIL = "<script>alert(1)</script>"


class Controls(HTMLParser):
    """Names of all controls in the forms of a page that POST."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.in_form = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        if tag == "form":
            self.in_form = given_.get("method") == "post"
        elif self.in_form and tag in ("input", "select", "textarea", "button") and given_.get("name"):
            self.names.add(str(given_["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.in_form = False


@pytest.fixture(autouse=True)
def _nobody_is_asked_again(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """Whoever is signed in has just shown who they are, and nobody has tried too often."""
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False  # type: ignore[attr-defined]
    cache.clear()


def who_may(name: str, clients: Mapping[str, Client], address: str) -> tuple[Client, set[str]]:
    """Somebody whom the page shows its form, and the names of its controls."""
    for role in reversed(ROLES):
        answer = clients[role].get(address)
        if answer.status_code == 200 and (names := Controls(answer.content.decode()).names - {"csrfmiddlewaretoken"}):
            return clients[role], names
    return clients["superuser"], {"code", "action", "credential", "password"}


@pytest.mark.parametrize("name", FORMS)
def test_no_input_breaks_a_form(
    name: str,
    clients: dict[str, Client],
    things: dict[str, str],
) -> None:
    address = address_of(name, things)
    client, names = who_may(name, clients, address)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(sorted(names)), values))
    def check(typed: dict[str, str]) -> None:
        data = {key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in typed.items()}
        with transaction.atomic():
            answer = client.post(address, data)
            transaction.set_rollback(True)
        assert answer.status_code in REFUSED_OR_DONE, (typed, answer.status_code)

    check()
    for data in (dict.fromkeys(names, EVIL), dict.fromkeys(names, "\x00")):
        answer = client.post(address, data)
        assert answer.status_code in REFUSED_OR_DONE
        assert EVIL not in answer.content.decode(errors="replace")


FILES = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"PK\x03\x04",
    b"a,b\n" * 10,
    b'"',
    b"=1+1,@x\n",
    b"e-mail,role\n<b>,mentor\n",
    b"\t;,\n" * 3,
]


@pytest.mark.parametrize("kind", ["PEOPLE", "MENTORS", "MENTEES", "PINS", "SCORES"])
@pytest.mark.parametrize("content", FILES)
def test_no_file_breaks_a_round(clients: dict[str, Client], things: dict[str, str], content: bytes, kind: str) -> None:
    file = SimpleUploadedFile("x.csv\r\nSet-Cookie: a=b", content, "application/x-evil")
    answer = clients["owner"].post(address_of("mentoring:file_add", things), {"kind": kind, "file": file}, follow=True)
    assert answer.status_code == 200
    assert "Set-Cookie: a=b" not in str(answer.headers)
    assert "<b>" not in answer.content.decode()
    if answer.redirect_chain:  # it can be read: what is said of its columns, and confirming it, breaks nothing either
        where = answer.redirect_chain[-1][0]
        for data in ({}, {"column_0": "email", "column_1": "side"}, {"column_0": "score", "column_9": "x"}):
            assert clients["owner"].post(where, data).status_code in REFUSED_OR_DONE
        assert clients["owner"].post(f"{where}confirm/", {}).status_code in REFUSED_OR_DONE


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe", b"PK\x03\x04", b"a,b\n" * 10, b'"', b"=1+1,@x\n"])
def test_no_file_breaks_the_import(clients: dict[str, Client], content: bytes) -> None:
    file = SimpleUploadedFile("x.csv\r\nSet-Cookie: a=b", content, "application/x-evil")
    answer = clients["superuser"].post("/staff/organisations/import/", {"file": file})
    assert answer.status_code == 200
    assert "Set-Cookie: a=b" not in str(answer.headers)
