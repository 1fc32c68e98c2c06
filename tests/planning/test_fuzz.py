"""No input to the forms of somebody signed out who has begun ever ends in a server error, or comes back as markup."""

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.models import Assessment
from tests.access.test_fuzz import values
from tests.access.test_fuzz_forms import EVIL, Controls

pytestmark = pytest.mark.django_db

FORMS = (
    "/assessment/", "/assessment/skills/1/", "/assessment/skills/add/?q=data", "/assessment/about-me/values/",
    "/assessment/check/", "/assessment/code/", "/assessment/clear/", "/gap/data-analyst/request/",
    "/gap/data-analyst/goal/", "/assessment/return/",
)  # fmt: skip


@pytest.mark.parametrize("address", FORMS)
def test_no_input_breaks_a_form_of_somebody_signed_out(address: str, client: Client) -> None:
    client.post("/assessment/", {"now": "nurse"})
    shown = client.get(address)
    names = Controls(shown.content.decode()).names - {"csrfmiddlewaretoken"} or {"anything"}
    assert shown.status_code in (200, 302), address

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(st.sampled_from(sorted(names)), values))
    def check(typed: dict[str, str]) -> None:
        data = {key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in typed.items()}
        with transaction.atomic():
            answer = client.post(address, data)
            transaction.set_rollback(True)
        assert answer.status_code in (200, 302, 400, 404), (typed, answer.status_code)

    check()
    answer = client.post(address, dict.fromkeys(names, EVIL))
    assert EVIL not in answer.content.decode(errors="replace")


@pytest.mark.parametrize(
    "query", ["far=CLOSEST&far=x", "family=%00", "band=99&page=-1", "sort=" + "x" * 5000, "page=9e9"]
)
def test_no_parameter_breaks_the_list_of_fits(query: str, client: Client) -> None:
    client.post("/assessment/", {"now": "nurse"})
    assert client.get(f"/fit/?{query}").status_code in (200, 400)


def test_a_session_whose_assessment_is_gone_leads_to_the_beginning(client: Client) -> None:
    client.post("/assessment/", {"now": "nurse"})
    Assessment.objects.all().delete()
    assert client.get("/fit/").headers["Location"] == "/assessment/"
    assert client.post("/assessment/skills/1/", {"level": "2"}).headers["Location"] == "/assessment/"
