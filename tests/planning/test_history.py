"""What rose and what fell from one assessment to the next."""

import pytest

from planning.history import compare_all
from planning.models import Assessment
from tests.planning.world import DAY, NOW, assessment_of, person

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
