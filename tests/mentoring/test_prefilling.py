"""What stands in the forms before anybody types: from a job, an assessment, a plan."""

import numpy as np
import pytest

from accounts.models import Profile, User
from careers.frame import current_frame
from mentoring.people.prefilling import ASSUMED, SuggestedGap, gaps_to, goal_of, job_words, skills_of_job
from planning.plans.keeping import start_plan
from tests.mentoring.world import GOAL, NOW, level, person
from tests.planning.world import assessment_of, goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    return person("Sam")


def test_the_job_is_that_of_the_assessment_else_the_title_in_the_profile(sam: User) -> None:
    frame = current_frame()
    assert job_words(sam, frame) == ""
    Profile.objects.create(user=sam, job_title="Ward clerk")
    assert job_words(sam, frame) == "Ward clerk"
    assessment_of(sam, point=None, level=level("senior-data-analyst"))
    assert job_words(sam, frame) == "Senior data analyst"


def test_the_goal_of_the_plan_comes_before_that_of_the_assessment(sam: User) -> None:
    frame = current_frame()
    assert goal_of(sam, frame) is None
    assessment_of(sam, goal=goal())
    assert goal_of(sam, frame) == frame.levels.index[GOAL]
    start_plan(sam, hours_a_week=2, pays="NOTHING", goal=level("senior-data-analyst"), now=NOW)
    assert goal_of(sam, frame) == frame.levels.index["senior-data-analyst"]


def test_chief_roles_whose_skills_have_no_levels_are_taken_to_be_practitioners(sam: User) -> None:
    frame = current_frame()
    chief = next(int(one) for one in np.flatnonzero(~frame.rated) if frame.named[one].any())
    assert set(skills_of_job(sam, frame, chief).values()) == {ASSUMED.value}


def test_gaps_are_what_is_missing_and_without_an_assessment_all_of_it(sam: User) -> None:
    frame = current_frame()
    place = frame.levels.index[GOAL]
    needed = {frame.skills.slugs[one]: int(frame.required[place][one]) for one in frame.required[place].nonzero()[0]}
    assert gaps_to(sam, frame, place) == {slug: SuggestedGap(None, wanted) for slug, wanted in needed.items()}
    first, *others = needed
    assessment_of(sam, {first: needed[first]})
    assert set(gaps_to(sam, frame, place)) == set(others)
