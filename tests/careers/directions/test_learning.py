"""What closes the gaps of a route."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from careers.directions.learning import ASK_SOMEONE, Gain, Lesson, WaysToLearn
from careers.frame import NO_BAND, current_frame
from careers.models import Activity, Learning, LearningSkill, Skill
from careers.pathways import Goal, Outcome, find_routes, start_from
from common.vocabulary import Band

pytestmark = pytest.mark.django_db


def ask() -> Outcome:
    """The reference question: from communications officer, band 5, to digital change manager."""
    frame = current_frame()
    start = start_from(frame, points=[frame.points.index["communications-and-engagement-officer"]], band=Band.B5)
    return find_routes(frame, start, Goal(level=frame.levels.index["digital-change-manager"]))


def gain_of(skill: Skill, **who: Any) -> Gain:
    """The first gain of ``skill`` on the reference routes."""
    frame, outcome = current_frame(), ask()
    ways = WaysToLearn(frame, outcome.routes, **who)
    gains = [gain for route in outcome.routes for move in route.moves for gain in ways.for_move(move)]
    return next(gain for gain in gains if frame.skills.ids[gain.skill] == skill.pk)


def course(skill: Skill, reaches: int, **fields: Any) -> str:
    """A course that only ``skill`` is taught in, and its name."""
    name = fields.pop("name", f"Course to {reaches}")
    learning = Learning.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind="TRAINING", **fields)
    LearningSkill.objects.create(learning=learning, skill=skill, reaches=reaches)
    return name


@pytest.fixture
def skill() -> Skill:
    """A skill that the first move of the reference route raises from nothing to awareness, without any learning."""
    found = Skill.objects.get(name="Digital change management")
    LearningSkill.objects.filter(skill=found).delete()
    return found


def test_no_gain_on_any_route_is_left_without_a_next_step() -> None:
    outcome = ask()
    ways = WaysToLearn(current_frame(), outcome.routes)
    gains = [gain for route in outcome.routes for move in route.moves for gain in ways.for_move(move)]
    assert len(gains) > 20
    assert all(gain.lessons or gain.at_work for gain in gains)
    assert all(gain.at_work for gain in gains if not any(lesson.reaches >= gain.after for lesson in gain.lessons))


def test_two_queries_serve_all_routes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    frame, outcome = current_frame(), ask()
    with django_assert_num_queries(2):
        ways = WaysToLearn(frame, outcome.routes)
        for route in outcome.routes:
            for move in route.moves:
                ways.for_move(move)


def test_where_no_course_is_known_there_is_something_to_do_at_work(skill: Skill) -> None:
    assert gain_of(skill).at_work == Activity.objects.filter(skill=skill).order_by("order").first().activity  # type: ignore[union-attr]
    Activity.objects.filter(skill=skill).delete()
    assert gain_of(skill).at_work == ASK_SOMEONE


def test_learning_that_reaches_far_enough_comes_first_and_no_further_than_needed(skill: Skill) -> None:
    expert, working = course(skill, 4), course(skill, 2, name="Working course")
    gain = gain_of(skill)
    assert gain.after < 4
    assert [lesson.name for lesson in gain.lessons] == [working, expert]
    assert not gain.at_work


def test_learning_that_has_closed_or_cannot_be_joined_is_left_out(skill: Skill) -> None:
    course(skill, 2, name="Closed", status="CLOSED")
    course(skill, 2, name="Retired", retired_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    course(skill, 2, name="For clinicians", backgrounds=("CLINICAL",))
    course(skill, 2, name="For nurses", professions=("NURSE",))
    course(skill, 2, name="From band 7", band_low="7")
    course(skill, 2, name="Up to band 4", band_low="2", band_high="4")
    assert gain_of(skill, backgrounds=("CORPORATE",)).lessons == ()
    names = {lesson.name for lesson in gain_of(skill, professions=("NURSE",)).lessons}
    assert names == {"For clinicians", "For nurses"}, "an unknown background is a maybe"


def test_what_to_know_about_a_course_stands_beside_it() -> None:
    lesson = Lesson("A", "a", "QUALIFICATION", "PAID", None, "LOW", (), (), "", "", 2)
    assert lesson.words(2) == "qualification, paid, not checked yet"
    assert lesson.words(3) == "qualification, paid, takes you to working, not checked yet"
    checked = Lesson("A", "a", "TRAINING", "UNKNOWN", dt.date(2026, 11, 1), "HIGH", (), (), "", "", 4)
    assert checked.words(3) == "training"
    doubtful = replace(checked, confidence="LOW")
    assert doubtful.words(3) == "training, we are not sure"


def test_without_a_known_band_no_course_is_ruled_out_by_band() -> None:
    lesson = Lesson("A", "a", "TRAINING", "FREE", None, "LOW", (), (), "7", "", 2)
    assert lesson.is_open_to((), (), NO_BAND)
    assert not lesson.is_open_to((), (), Band.B6.rank)
    assert lesson.is_open_to((), (), Band.B7.rank)
