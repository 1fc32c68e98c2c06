"""Gap, readiness and what is missing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from careers.fit import gaps, missing, readiness
from careers.frame import Frame
from tests.careers.frames import Rung, frames, make_frame


@given(frames(), st.data())
def test_a_gap_is_the_sum_of_what_is_required_beyond_what_is_there(frame: Frame, data: st.DataObject) -> None:
    skills = len(frame.skills)
    have = np.array(data.draw(st.lists(st.integers(0, 4), min_size=skills, max_size=skills)), np.uint8)
    expected = [
        sum(max(0, int(needed) - int(there)) for needed, there in zip(row, have, strict=True)) for row in frame.required
    ]
    assert gaps(frame, have).tolist() == expected
    for level, gap in enumerate(expected):
        assert sum(after - before for _, before, after in missing(frame, have, level)) == gap


def test_readiness_is_the_share_that_is_there_and_unknown_without_required_levels() -> None:
    frame = make_frame([Rung(0, [2, 2]), Rung(1, [0, 4]), Rung(2, [0, 0], named=(0,))])
    shares = readiness(frame, np.array([4, 1], np.uint8))
    assert shares[:2].tolist() == [0.75, 0.25]
    assert np.isnan(shares[2])


def test_missing_names_skills_with_where_one_is_and_where_to_go() -> None:
    frame = make_frame([Rung(0, [2, 0, 3])])
    assert missing(frame, np.array([2, 4, 1], np.uint8), 0) == [(2, 1, 3)]
