"""No input to any public page ever ends in a server error."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_access import MATRIX

pytestmark = pytest.mark.django_db

# Every parameter that some page reads; a page gets also those that are not meant for it.
PARAMETERS = (
    "q", "page", "sort", "order", "family", "band", "track", "background", "registration", "entry", "skill", "level",
    "from", "to", "down", "profession", "nation", "area", "employer", "cost", "status", "kind", "letter", "framework",
    "month", "format", "subject", "text",
)  # fmt: skip
NASTY = (
    "\x00", "\ud800", "x" * 100_000, "9" * 24, "-1", "1e9", "NaN", "../../etc/passwd", "' OR 1=1 --", "<script>x</script>",
    "\r\nSet-Cookie: a=b", "\u202eabc", "{{ 7*7 }}", "%", "_", ";", "[]", "null", "true", "\u2028", "🩺", " ", "",
    "digital-change-manager", "nurse", "5", "8a", "VSM",
)  # fmt: skip

values = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str))
queries = st.lists(st.tuples(st.sampled_from(PARAMETERS), values), max_size=6)
LISTS = [name for name, rule in MATRIX.items() if not rule.arguments]


@pytest.mark.parametrize("name", LISTS)
def test_no_parameter_breaks_a_page(name: str, client: Client) -> None:
    address = reverse(name)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(queries)
    def check(pairs: list[tuple[str, str]]) -> None:
        from urllib.parse import urlencode

        query = urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs])
        response = client.get(f"{address}?{query}")
        assert response.status_code in (200, 302, 400, 404, 414), (pairs, response.status_code)

    check()


@pytest.mark.parametrize("name", [name for name, rule in MATRIX.items() if rule.arguments and rule.is_public])
@pytest.mark.parametrize("slug", ["nothing-here", "1", "a" * 5000, "x\ud800", "ünïcode", "%00", "..", "<b>"])
def test_an_unknown_thing_is_not_found(name: str, slug: str, client: Client) -> None:
    from urllib.parse import quote

    placeholder = {key: "zzzz" for key in MATRIX[name].arguments}
    address = reverse(name, kwargs=placeholder).replace("zzzz", quote(slug.encode("utf-8", "surrogatepass"), safe=""))
    assert client.get(address).status_code in (400, 404)


def test_values_come_back_escaped(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    for name in LISTS:
        for parameter in ("q", "from", "to", "level", "sort", "family"):
            html = client.get(reverse(name), {parameter: evil}).content.decode(errors="replace")
            assert evil not in html, (name, parameter)
            assert not re.search(r"<script>alert", html), (name, parameter)
