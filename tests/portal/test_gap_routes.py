"""Pathways from one's own assessment, as a page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.frame import current_frame
from tests.planning.conftest import at_now  # noqa: F401 - a fixture
from tests.planning.world import assessment_of, goal, meets_all, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

ROUTES = "/gap/digital-change-manager/routes/"


def text(email: str, address: str = ROUTES, *, knows_all: bool = False, **about: object) -> str:
    sam = person(email)
    assessment = assessment_of(sam, **about)  # type: ignore[arg-type]
    if knows_all:
        meets_all(current_frame(), assessment)
    response = signed_in(sam).get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_who_answers_that_they_can_do_it_all_could_apply_now_and_who_does_not_has_further_to_go() -> None:
    assert "You could apply to be a digital change manager now" in text("a@example.org", knows_all=True, band="7")
    further = text("b@example.org", band="5")
    assert "You could apply to be a digital change manager now" not in further
    assert "in your job (Nurse) typically bring" in further


def test_where_there_is_no_route_it_says_what_stands_in_the_way() -> None:
    shown = text("a@example.org", "/gap/digital-midwife/routes/", point=None, goal=None, profession="NONE", band="7")
    assert "What stands in the way" in shown
    assert "registration" in shown


def test_who_holds_the_goal_is_there_already() -> None:
    assert "You are there already" in text("a@example.org", point=None, level=goal(), goal=None)


def test_without_an_assessment_it_leads_to_the_beginning_and_an_unknown_level_is_not_found() -> None:
    sam = person()
    assert signed_in(sam).get(ROUTES).headers["Location"] == "/assessment/"
    assessment_of(sam)
    assert signed_in(sam).get("/gap/nothing-here/routes/").status_code == 404


def test_it_costs_few_queries() -> None:
    sam = person()
    assessment_of(sam)
    client = signed_in(sam)
    client.get(ROUTES)
    with CaptureQueriesContext(connection) as queries:
        client.get(ROUTES)
    assert 5 < len(queries) <= 13
