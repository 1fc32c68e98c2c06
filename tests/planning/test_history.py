"""What rose and what fell from one assessment to the next."""

import pytest

from planning.history import compare_all
from planning.models import Assessment
from tests.planning.world import DAY, NOW, assessment_of, page, person, signed_in

pytestmark = pytest.mark.django_db


def test_only_what_was_known_both_times_rises_or_falls() -> None:
    sam = person()
    assessment_of(sam, {"user-focus": 1, "planning": 3, "data-modelling": None, "clinical-leadership": 2})
    assessment_of(
        sam, {"user-focus": 3, "planning": 2, "data-modelling": 4, "clinical-leadership": 2}, now=NOW + 90 * DAY
    )
    later, first = compare_all(Assessment.objects.of(sam).prefetch_related("answers__skill"))
    assert first.first and not later.first
    assert [(change.answer.skill.slug, change.before, change.after) for change in later.rose] == [("user-focus", 1, 3)]
    assert [(change.answer.skill.slug, change.before, change.after) for change in later.fell] == [("planning", 3, 2)]
    assert (first.rose, first.fell) == ((), ())


def test_the_pages_say_from_where_to_where_a_skill_went() -> None:
    sam = person()
    assessment_of(sam, {"user-focus": 0, "planning": 3})
    again = assessment_of(sam, {"user-focus": 3, "planning": 2}, now=NOW + 90 * DAY)
    client = signed_in(sam)
    detail = page(client, f"/me/assessments/{again.pk}/")
    assert "User focus, from none yet to practitioner" in detail
    assert "Planning, from practitioner to working" in detail
    assert "1 rose since the one before: User focus." in page(client, "/me/assessments/")
