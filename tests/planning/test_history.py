"""What rose and what fell from one assessment to the next."""

import json
from datetime import UTC, datetime, timedelta

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
    assert (first.earlier, later.earlier) == (None, first.assessment)
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


@pytest.mark.parametrize(("month", "hour"), [(1, 9), (7, 10)])  # in winter London has universal time
@pytest.mark.usefixtures("at_now")
def test_two_of_one_day_differ_by_their_time_in_london(month: int, hour: int) -> None:
    sam = person()
    early = datetime(2026, month, 11, 9, 5, tzinfo=UTC)
    day = f"11 {early:%B} 2026"
    first = assessment_of(sam, {"user-focus": 1}, now=early)
    second = assessment_of(sam, {"user-focus": 2}, now=early + timedelta(hours=5))
    client = signed_in(sam)
    shown = page(client, "/me/assessments/")
    assert f">{day}, {hour:02}:05</a>" in shown and f">{day}, {hour + 5}:05</a>" in shown
    detail = page(client, f"/me/assessments/{second.pk}/")
    assert f"Assessment of {day}, {hour + 5}:05" in detail
    assert f"What changed since the one of {day}, {hour:02}:05" in detail
    assert f"of {day}, {hour:02}:05?" in page(client, f"/me/assessments/{first.pk}/delete/")
    assert str(first) == f"Assessment of {day}, {hour:02}:05"
    file = client.get("/assessment/my-skills.csv")
    assert f'filename="my-skills-2026-{month:02}-11-{hour + 5}05.csv"' in file.headers["Content-Disposition"]
    kept = json.loads(client.get("/assessment/my-skills.json").content)["started_at"]
    assert kept.startswith(f"2026-{month:02}-11T{hour + 5}:05")
