"""Moves are added up over people, and none of fewer than three is ever shown."""

import pytest

from careers.models import Role
from planning.journeys.examples import load_examples, remove_examples
from planning.journeys.flows import Between, Passing, all_flows, flows_between, passing_through
from planning.journeys.picture import draw_flows
from planning.journeys.saying import verdict_on
from planning.models import Journey
from tests.planning.journeys.world import published, several
from tests.planning.world import NOW, person

pytestmark = pytest.mark.django_db

COURSE = "prince2-practitioner"


def shown() -> list[tuple[str, int]]:
    return [(flow.words, flow.people) for flow in all_flows()]


def test_a_move_is_shown_from_the_third_person_on() -> None:
    several(2)
    assert shown() == []
    published(person())
    assert shown() == [("Nurse to Digital change manager", 3)]


def test_rising_within_a_role_is_no_move_and_an_unknown_job_stands_between() -> None:
    several(3, ["change-support-officer", "digital-change-manager"])
    several(3, ["nurse", "a year abroad", "digital-change-manager"])
    assert shown() == []


def test_one_person_counts_once_however_often_they_moved() -> None:
    several(2)
    published(person(), ["nurse", "digital-change-manager", "nurse", "digital-change-manager"])
    assert shown() == [("Nurse to Digital change manager", 3)]


def test_examples_drafts_and_people_who_left_do_not_count(django_assert_num_queries: object) -> None:
    several(3)
    load_examples(now=NOW)
    assert shown() == [("Nurse to Digital change manager", 3)]
    Journey.objects.filter(user__isnull=False)[0].user.__class__.objects.filter(
        pk=Journey.objects.filter(user__isnull=False)[0].user_id
    ).update(is_active=False)
    assert shown() == []


def test_the_moves_of_one_role_and_of_a_route() -> None:
    several(3)
    role = Role.objects.get(slug="digital-change-manager")
    passing = passing_through(role.pk)
    (flow,) = passing.flows
    pair = ((flow.source.is_role, flow.source.pk), (flow.target.is_role, flow.target.pk))
    assert flows_between([pair]) == Between((flow,), frozenset({role.pk}))
    assert flows_between([pair[::-1]]) == flows_between([]) == Between((), frozenset())
    assert passing.people == 3
    assert passing_through(Role.objects.exclude(pk=role.pk)[0].pk) == Passing(False, None, ())


def test_one_or_two_people_passed_but_no_number_says_so() -> None:
    several(2)
    assert passing_through(Role.objects.get(slug="digital-change-manager").pk) == Passing(True, None, ())


def test_the_verdict_on_a_course_is_hidden_below_three() -> None:
    several(2, recommend="YES", course=COURSE)
    course = Journey.objects.all()[0].courses.get().learning_id
    assert (verdict_on(course).took, verdict_on(course).asked) == (None, None)
    several(1, recommend="NO", course=COURSE)
    found = verdict_on(course)
    assert (found.took, found.would, found.asked, found.percent) == (3, 2, 3, 67)


def test_those_who_cannot_say_are_not_counted_as_asked() -> None:
    several(2, recommend="YES", course=COURSE)
    several(2, recommend="", course=COURSE)
    found = verdict_on(Journey.objects.all()[0].courses.get().learning_id)
    assert (found.took, found.would, found.asked) == (4, None, None)


def test_the_picture_has_a_line_for_each_move_and_the_widest_for_the_commonest() -> None:
    several(4)
    several(3, ["midwife", "digital-change-manager"])
    picture = draw_flows(all_flows())
    assert picture is not None
    assert [line.width for line in picture.lines] == [14, 10]
    assert len(picture.sources) == 2 and len(picture.targets) == 1
    assert "Nurse to Digital change manager: 4" in picture.description
    assert draw_flows([]) is None


def test_examples_come_and_go_with_a_command_and_keep_their_addresses() -> None:
    assert load_examples(now=NOW) == 12
    before = set(Journey.objects.values_list("pk", flat=True))
    assert load_examples(now=NOW) == 12
    assert set(Journey.objects.values_list("pk", flat=True)) == before
    published(person())
    assert remove_examples() == 12
    assert Journey.objects.get().is_example is False
