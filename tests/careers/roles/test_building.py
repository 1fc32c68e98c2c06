"""What builds the skills of a role."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from careers.models import Activity, Learning, LearningSkill, LearningStatus, Role, Skill
from careers.roles.building import MOST_LESSONS, WaysToBuild, read_ways_to_build
from careers.roles.needs import needs_of
from tests.careers.pages import catalogue_changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill() -> Skill:
    made = Skill.objects.create(name="Zebra care", slug="zebra-care", framework="NHS")
    Activity.objects.create(skill=made, order=2, activity="Groom one", evidence="A clean zebra")
    Activity.objects.create(skill=made, order=1, activity="Feed one", evidence="A fed zebra")
    return made


def teach(skill: Skill, name: str, reaches: int, status: LearningStatus = LearningStatus.OPEN) -> Learning:
    learning = Learning.objects.create(name=name, slug=name.lower(), kind="TRAINING", status=status, provider="Zoo")
    LearningSkill.objects.create(learning=learning, skill=skill, reaches=reaches)
    return learning


def ways(skill: Skill) -> WaysToBuild:
    return read_ways_to_build()[skill.pk]


def test_learning_that_takes_furthest_comes_first_and_things_to_do_stand_in_their_order(skill: Skill) -> None:
    teach(skill, "Basics", 1)
    teach(skill, "Mastery", 3)
    found = ways(skill)
    assert [(lesson.name, lesson.provider, lesson.reaches_words) for lesson in found.lessons] == [
        ("Mastery", "Zoo", "practitioner"),
        ("Basics", "Zoo", "awareness"),
    ]
    assert [(one.activity, one.evidence) for one in found.to_do] == [
        ("Feed one", "A fed zebra"),
        ("Groom one", "A clean zebra"),
    ]


def test_learning_that_nobody_looked_up_says_so(skill: Skill) -> None:
    teach(skill, "Heard of", 3)
    seen = teach(skill, "Seen", 2)
    Learning.objects.filter(pk=seen.pk).update(last_checked=timezone.now().date(), confidence="HIGH")
    unsure = teach(skill, "Unsure", 1)
    Learning.objects.filter(pk=unsure.pk).update(last_checked=timezone.now().date(), confidence="LOW")
    assert [lesson.doubt for lesson in ways(skill).lessons] == ["Not checked yet", "", "We are not sure"]


def test_the_page_of_a_role_says_which_learning_nobody_looked_up(client: Client) -> None:
    page = client.get("/careers/roles/digital-change-manager/").content.decode()
    assert re.search(r"Managing Benefits Foundation</a>[^<]*<span[^>]*>\(not checked yet\)", page)
    assert re.search(r"Digital Pioneer Fellowship</a>[^<]*</li>", page), "this one was looked up"


def test_closed_and_retired_learning_is_left_out(skill: Skill) -> None:
    teach(skill, "Closed", 3, LearningStatus.CLOSED)
    gone = teach(skill, "Gone", 3)
    Learning.objects.filter(pk=gone.pk).update(retired_at=timezone.now())
    found = ways(skill)
    assert found.lessons == ()


def test_many_courses_are_cut_off_with_their_number(skill: Skill) -> None:
    for number in range(MOST_LESSONS + 2):
        teach(skill, f"Course{number}", 2)
    found = ways(skill)
    assert (len(found.lessons), found.more) == (MOST_LESSONS, 2)


def test_every_skill_of_every_role_has_something_to_do_at_work() -> None:
    levels = [level for role in Role.objects.live().prefetch_related("levels") for level in role.levels.all()]
    build = read_ways_to_build()
    found = [build[skill] for skill in needs_of(levels).skills]
    assert len(found) > 200
    assert [one.skill.name for one in found if not one.to_do] == []


def test_a_correction_reaches_the_page_of_a_role_that_was_shown_before(client: Client) -> None:
    address = "/careers/roles/digital-change-manager/"
    before = client.get(address).content.decode()
    activity = Activity.objects.filter(skill__requirements__level__role__slug="digital-change-manager").first()
    assert activity is not None and activity.activity in unescape(before)
    Activity.objects.filter(pk=activity.pk).update(activity="Lead a zebra through the ward")
    catalogue_changed()
    after = client.get(address).content.decode()
    assert "Lead a zebra through the ward" in after
