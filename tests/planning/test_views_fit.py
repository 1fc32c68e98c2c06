"""The list of fits."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.frame import current_frame
from careers.models import Skill, Statement
from tests.planning.world import NOW, answer, assessment_of, meets_all, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def names(html: str) -> list[str]:
    return re.findall(r'app-card__link" href="/gap/([^/]+)/"', html)


def test_the_list_of_fits_is_narrowed_by_every_filter() -> None:
    sam = person()
    meets_all(current_frame(), assessment_of(sam))
    client = signed_in(sam)
    everything = page(client, "/fit/")
    for query in ("family=data", "band=7", "background=CLINICAL", "no_registration=on", "far=STRETCH"):
        narrowed = page(client, f"/fit/?{query}")
        count = [int(found) for found in re.findall(r"Where I fit: (\d+) level", narrowed)]
        assert 0 < count[0] < int(re.findall(r"Where I fit: (\d+) level", everything)[0]), query
    assert "No level fits all of these filters" in page(client, "/fit/?far=CLOSEST&band=VSM")
    assert names(page(client, "/fit/?page=2"))[0] not in names(everything)


def test_what_moves_people_changes_the_order_and_says_so() -> None:
    sam = person()
    assessment = assessment_of(sam, {"user-focus": 2, "planning": 1})
    client = signed_in(sam)
    before = page(client, "/fit/")
    assert "points up in the order" not in before
    assessment.statements.set(Statement.objects.filter(kind="MOTIVATION")[:3])
    after = page(client, "/fit/")
    assert "points up in the order" in after and "at most 5 points of 100" in after
    assert names(after) != names(before)
    assert names(page(client, "/fit/?sort=fit")) == names(before)


@pytest.mark.parametrize("address", ["/fit/", "/gap/digital-change-manager/", "/assessment/check/", "/me/assessments/"])
def test_the_queries_of_a_page_do_not_grow(address: str) -> None:
    sam = person()
    client = signed_in(sam)
    assessment_of(sam, {"user-focus": 1})
    page(client, address)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        return len(queries)

    before = count()
    for number in range(1, 4):
        assessment = assessment_of(sam, now=NOW + timedelta(minutes=number))
        for slug in Skill.objects.live().values_list("slug", flat=True)[: 10 * number]:
            answer(assessment, slug, 1)
        assessment.statements.set(Statement.objects.all()[:5])
    # Statements that were chosen ask where they point.
    assert count() <= before + (address == "/fit/")
