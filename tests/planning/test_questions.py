"""Which skills are asked: enough and not too many, the same every time, and all that the goal needs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.frame import current_frame
from planning.questions import FEWEST, MOST, USUAL, relevant_skills

pytestmark = pytest.mark.django_db


def test_from_every_job_to_any_goal_12_to_25_skills_are_asked() -> None:
    frame = current_frame()

    @settings(max_examples=150, deadline=None, database=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        index = st.integers(0, len(frame.levels) - 1)
        start = data.draw(st.sampled_from(["point", "level", "none"]))
        point = data.draw(st.integers(0, len(frame.points) - 1)) if start == "point" else None
        level = data.draw(index) if start == "level" else None
        goal = data.draw(st.none() | index)
        asked = relevant_skills(frame, point=point, level=level, goal=goal)
        assert FEWEST <= len(asked) <= MOST
        assert len(set(asked)) == len(asked)
        assert asked == relevant_skills(frame, point=point, level=level, goal=goal)
        if goal is not None:
            needed = set(np.flatnonzero(frame.named[goal]))
            assert needed == set(asked[: len(needed)]), "what the goal needs is asked first and as a whole"

    check()


def test_of_the_goals_skills_those_that_the_job_brings_come_first() -> None:
    frame = current_frame()
    point, goal = frame.points.index["nurse"], frame.levels.index["digital-change-manager"]
    asked = relevant_skills(frame, point=point, goal=goal)
    needed = asked[: int(frame.named[goal].sum())]
    brought = [int(frame.brings[point, skill]) for skill in needed]
    assert brought == sorted(brought, reverse=True)
    assert brought[0] > 0 == brought[-1]


def test_who_names_neither_job_nor_goal_is_asked_what_entry_levels_need_most() -> None:
    frame = current_frame()
    asked = relevant_skills(frame)
    counts = frame.named[frame.entry].sum(axis=0)
    assert len(asked) == USUAL
    assert sum(counts[asked]) == sum(sorted(counts, reverse=True)[:USUAL])


def test_where_job_and_goal_together_need_more_than_25_the_goals_stay() -> None:
    frame = current_frame()
    needs = (frame.required > 0).astype(int)
    together = needs.sum(axis=1)[:, np.newaxis] + needs.sum(axis=1) - needs @ needs.T
    level, goal = (int(index) for index in np.unravel_index(together.argmax(), together.shape))
    assert together[level, goal] > MOST
    asked = relevant_skills(frame, level=level, goal=goal)
    assert len(asked) == MOST
    assert set(np.flatnonzero(needs[goal])) <= set(asked)
