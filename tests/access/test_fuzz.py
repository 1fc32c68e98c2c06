"""No input to any page ever ends in a server error."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as django_settings
from django.forms import BaseForm
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.matrix import MATRIX, address_of

pytestmark = pytest.mark.django_db


def forms_of_pages(form: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """The forms that read the addresses of pages."""
    get_resolver().url_patterns  # noqa: B018  the views, and so their forms, are imported now
    for kind in form.__subclasses__():
        if kind.__module__.startswith(("careers.forms.", "portal.pages.")):
            yield kind
        yield from forms_of_pages(kind)


def read_by_views() -> Iterator[str]:
    """What views read from the address themselves."""
    for app in ("careers", "portal", "common"):
        for path in (django_settings.BASE_DIR / app).rglob("*.py"):
            yield from re.findall(r"""(?:GET|query)\.get(?:list)?\(\s*"(\w+)\"""", path.read_text())


# Every parameter that some page reads; a page gets also those that are not meant for it.
FIELDS = {name for form in forms_of_pages() for name in getattr(form, "base_fields", {})}
PARAMETERS = sorted({*FIELDS, *read_by_views(), "sort"})
NASTY = (
    "\x00", "\ud800", "x" * 100_000, "9" * 24, "-1", "1e9", "NaN", "../../etc/passwd", "' OR 1=1 --",
    "<script>x</script>",
    "\r\nSet-Cookie: a=b", "\u202eabc", "{{ 7*7 }}", "%", "_", ";", "[]", "null", "true", "\u2028", "🩺", " ", "",
    "digital-change-manager", "nurse", "5", "8a", "VSM",
)  # fmt: skip

values = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str))
queries = st.lists(st.tuples(st.sampled_from(PARAMETERS), values), max_size=6)
LISTS = [name for name, rule in MATRIX.items() if not rule.arguments]


def test_no_parameter_is_forgotten() -> None:
    assert {"q", "from", "to", "level", "page", "term", "network", "format", "change", "sure", "month"} <= set(
        PARAMETERS
    )
    assert len(PARAMETERS) > 30


@pytest.mark.parametrize("name", MATRIX)
def test_no_parameter_breaks_a_page(name: str, things: dict[str, str], client: Client) -> None:
    address = address_of(name, things)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(queries)
    def check(pairs: list[tuple[str, str]]) -> None:
        query = urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs])
        response = client.get(f"{address}?{query}")
        only_posted = {405} if MATRIX[name].get == 405 else set()
        assert response.status_code in {200, 302, 400, 404, 414} | only_posted, (pairs, response.status_code)

    check()


# Pages that look at one parameter only when the others make a question, and such a question.
QUESTIONS = {
    "careers:pathways": {"from": "nurse", "to": "digital-change-manager", "band": "", "profession": "", "down": ""},
    "careers:compare": {"level": "data-analyst", "q": "senior", "format": "csv"},
    "careers:search": {"q": "data", "kind": "role", "page": "2"},
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_value_breaks_a_question_that_is_otherwise_complete(name: str, client: Client) -> None:
    for parameter in QUESTIONS[name]:
        for value in NASTY:
            query = urlencode(QUESTIONS[name] | {parameter: value.encode("utf-8", "surrogatepass")})
            status = client.get(f"{reverse(name)}?{query}").status_code
            assert status in (200, 302, 400), (parameter, value, status)


# This page says what is wrong with the link.
SAYS_WHY = {"account_reset_password_from_key"}


@pytest.mark.parametrize(
    "name", [name for name, rule in MATRIX.items() if rule.arguments and rule.is_public and name not in SAYS_WHY]
)
@pytest.mark.parametrize("slug", ["nothing-here", "1", "a" * 5000, "x\ud800", "ünïcode", "%00", "..", "<b>"])
def test_an_unknown_thing_is_not_found(name: str, slug: str, client: Client) -> None:
    anything = "00000000-0000-4000-8000-000000000000"  # fits addresses with a slug and those with a UUID
    address = reverse(name, kwargs=dict.fromkeys(MATRIX[name].arguments, anything))
    address = address.replace(anything, quote(slug.encode("utf-8", "surrogatepass"), safe=""))
    assert client.get(address).status_code in (400, 404)


@pytest.mark.parametrize("address", ["/", "/careers/roles/", "/admin/", "/not-here/"])
@pytest.mark.parametrize("value", ["\x00session", "x" * 5000, "\r\nSet-Cookie: a=b"])
def test_no_cookie_breaks_a_page(address: str, value: str, client: Client) -> None:
    for name in (django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME, "messages"):
        client.cookies.load({name: value})
        assert client.get(address).status_code in (200, 302, 400, 404), name


def test_values_come_back_escaped(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    for name in LISTS:
        for parameter in ("q", "from", "to", "level", "sort", "family"):
            html = client.get(reverse(name), {parameter: evil}).content.decode(errors="replace")
            assert evil not in html, (name, parameter)
            assert not re.search(r"<script>alert", html), (name, parameter)
