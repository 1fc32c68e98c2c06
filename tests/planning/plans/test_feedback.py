"""Feedback on an application, sentence by sentence."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.frame import current_frame
from careers.models import CostBand, Learning
from planning.adverts.files import clean
from planning.learning_taken import mark_taken
from planning.models import ActionKind, Pays
from planning.plans.feedback import MOST_SENTENCES, Point, points_of
from planning.plans.options import MOST_HOURS, hours_of
from planning.standing import standing_of
from tests.planning.world import NOW, assessment_of, person

pytestmark = pytest.mark.django_db
FEEDBACK = (
    "You interviewed well. We wanted stronger evidence of user research; and of stakeholder relationship management.\n"
    "- Your answer on agile working was thin."
)


def _points(text: str = FEEDBACK) -> list[Point]:
    return points_of(text, current_frame(), None, pays=Pays.SOMETHING, hours=MOST_HOURS, now=NOW)


def test_each_sentence_comes_with_what_builds_the_skills_it_names() -> None:
    points = _points()
    assert [point.words for point in points] == [
        "You interviewed well.",
        "We wanted stronger evidence of user research",
        "of stakeholder relationship management.",
        "Your answer on agile working was thin.",
    ]
    kind_words, research, *_ = points
    (own,) = kind_words.actions
    assert (own.draft.kind, own.draft.skill) == (ActionKind.OWN, None)
    assert research.actions[0].draft.kind == ActionKind.WORK
    assert "because of “user research”" in research.actions[0].why
    assert research.actions[0].draft.note == "From feedback: We wanted stronger evidence of user research"
    assert all(point.actions for point in points), "no sentence is left without an action"


@pytest.mark.parametrize(
    "words",
    ["Scored low on presentation skills.", "Your presentation skills were weak.", "We wanted better report writing."],
)
def test_how_it_was_judged_does_not_hide_the_skill(words: str) -> None:
    (point,) = _points(words)
    assert point.actions[0].why.startswith("Communicating information, because of “")


def test_nothing_is_suggested_that_the_person_may_not_apply_to() -> None:
    frame = current_frame()
    assessment = assessment_of(None, {"user-research-methods": 4})
    terms: Any = {"pays": Pays.SOMETHING, "hours": MOST_HOURS, "now": NOW}
    points = points_of("Show more user research.", frame, standing_of(frame, assessment), **terms)
    kinds = {one.draft.kind for one in points[0].actions if "User research methods" in one.why}
    assert ActionKind.LEARN not in kinds, "no course goes beyond the highest level"


def test_no_course_asks_for_more_time_or_money_than_the_person_has_or_comes_twice() -> None:
    sam = person()
    terms: Any = {"frame": current_frame(), "standing": None, "person": sam.pk, "now": NOW}
    words = "Show leading change, data protection, project management, user research and benefits management."

    def courses(pays: str, hours: int) -> list[Learning]:
        (point,) = points_of(words, pays=pays, hours=hours, **terms)
        names = [one.draft.text for one in point.actions if one.draft.kind == ActionKind.LEARN]
        return list(Learning.objects.filter(name__in=names))

    little, much = courses(Pays.NOTHING, 1), courses(Pays.SOMETHING, MOST_HOURS)
    assert all(hours_of(row)[0] <= 1 and row.cost_band != CostBand.PAID for row in little)
    assert much and any(hours_of(row)[0] > 1 for row in much), "else the test shows nothing"
    mark_taken(sam, much[0], state="COMPLETED", on=NOW.date())
    assert much[0] not in courses(Pays.SOMETHING, MOST_HOURS)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.text(max_size=300))
def test_any_text_is_read_and_nothing_is_invented(text: str) -> None:
    for point in _points(text):
        assert point.actions
        assert point.words in " ".join(clean(text).split())


def test_long_feedback_asks_no_more_queries_than_short() -> None:
    counts = []
    weak = "Data protection was weak."  # courses teach it
    for text in (weak, " ".join(["Show more user research.", weak] * 60)):
        _points(text)
        with CaptureQueriesContext(connection) as queries:
            points = _points(text)
        counts.append(len(queries))
    assert len(points) == MOST_SENTENCES
    assert counts[0] == counts[1] <= 5
