"""Fit to every level, against a sum written out skill by skill."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from careers.fit import readiness
from careers.frame import NO_BAND, Frame, current_frame
from careers.models import Statement, StatementTarget
from planning.fit import MOST_LIFTED, Distance, fit_matrix, fits, lift_by_statements

pytestmark = pytest.mark.django_db


def brute_fit(frame: Frame, have: NDArray[np.uint8], level: int) -> Fraction | None:
    """Sum of min(have, required) over sum of required, with whole numbers."""
    there = total = 0
    for skill in range(len(frame.skills)):
        required = int(frame.required[level, skill])
        there += min(int(have[skill]), required)
        total += required
    return Fraction(there, total) if total else None


def people(frame: Frame) -> st.SearchStrategy[NDArray[np.uint8]]:
    """Most skills are not there."""
    pairs = st.dictionaries(st.integers(0, len(frame.skills) - 1), st.integers(0, 4), max_size=40)

    def vector(levels: dict[int, int]) -> NDArray[np.uint8]:
        have = np.zeros(len(frame.skills), np.uint8)
        for skill, level in levels.items():
            have[skill] = level
        return have

    return pairs.map(vector)


def test_fit_and_its_reasons_are_what_a_sum_skill_by_skill_says() -> None:
    frame = current_frame()

    @settings(max_examples=12, deadline=None, database=None)
    @given(people(frame), st.none() | st.integers(0, 11), st.randoms(use_true_random=False))
    def check(have: NDArray[np.uint8], band: int | None, random: "object") -> None:
        found = fits(frame, have, band=band)
        for level in random.sample(range(len(frame.levels)), 40):  # type: ignore[attr-defined]
            expected = brute_fit(frame, have, level)
            if expected is None:
                assert np.isnan(found.fit[level])
                assert level not in found.order
                continue
            assert found.fit[level] == pytest.approx(float(expected), abs=1e-6)
            assert found.per_cent(level) == int(expected * 100)
            needs = [skill for skill in range(len(frame.skills)) if frame.required[level, skill]]
            short = [int(frame.required[level, skill]) - int(have[skill]) for skill in needs]
            assert found.needed[level] == len(needs)
            assert found.met[level] == sum(one <= 0 for one in short)
            assert found.one_short[level] == sum(one == 1 for one in short)
            assert found.missing[level] == sum(one > 1 for one in short)
        assert sorted(found.order) == [level for level in range(len(frame.levels)) if frame.total[level]]

    check()


def test_the_order_is_fit_then_fewer_skills_missing_then_the_nearest_band() -> None:
    frame = current_frame()

    @settings(max_examples=25, deadline=None, database=None)
    @given(people(frame), st.integers(0, 11))
    def check(have: NDArray[np.uint8], band: int) -> None:
        found = fits(frame, have, band=band)

        def key(level: int) -> tuple[Fraction, int, int, int]:
            fit = brute_fit(frame, have, level)
            assert fit is not None
            low, high = int(frame.band_low[level]), int(frame.band_high[level])
            away = 99 if low == NO_BAND else max(0, low - band, band - high)
            return -fit, int(found.one_short[level] + found.missing[level]), away, level

        first = found.order[:60]
        assert list(first) == sorted(first, key=key)

    check()


def test_many_people_at_once_get_what_each_would_get_alone() -> None:
    frame = current_frame()
    have = np.random.default_rng(4).integers(0, 5, (30, len(frame.skills))).astype(np.uint8)
    together = fit_matrix(frame, have)
    assert together.shape == (30, len(frame.levels))
    for row, alone in zip(together, have, strict=True):
        np.testing.assert_allclose(row, readiness(frame, alone), atol=1e-6)


def test_how_far_a_level_is_goes_by_its_fit_alone() -> None:
    frame = current_frame()
    found = fits(frame, np.full(len(frame.skills), 4, np.uint8), lift=np.full(len(frame.levels), MOST_LIFTED))
    assert {found.distance(level) for level in found.order} == {Distance.CLOSEST}
    found = fits(frame, np.zeros(len(frame.skills), np.uint8), lift=np.full(len(frame.levels), MOST_LIFTED))
    assert {found.distance(level) for level in found.order} == {Distance.STRETCH}
    assert {found.per_cent(level) for level in found.order} == {0}


def test_what_moves_people_lifts_a_level_by_the_stated_amount_at_most_and_leaves_the_fit() -> None:
    frame = current_frame()
    chosen = list(Statement.objects.filter(kind="MOTIVATION").order_by("code")[:3].values_list("pk", flat=True))
    lift = lift_by_statements(frame, chosen)
    assert lift.max() == pytest.approx(MOST_LIFTED)
    assert lift.min() >= 0
    have = np.random.default_rng(5).integers(0, 3, len(frame.skills)).astype(np.uint8)
    alone, moved = fits(frame, have), fits(frame, have, lift=lift)
    np.testing.assert_array_equal(alone.fit, moved.fit)
    assert alone.order != moved.order
    place = {level: number for number, level in enumerate(moved.order)}
    for better, worse in zip(alone.order, alone.order[40:], strict=False):
        if (alone.fit[better] - alone.fit[worse]) * 100 > MOST_LIFTED + 1e-6:
            assert place[better] < place[worse], "nothing is overtaken from more than five points behind"


def test_a_statement_lifts_exactly_the_levels_it_points_at() -> None:
    frame = current_frame()
    statement = Statement.objects.create(code="only-one-skill", kind="VALUE", statement="I care about this one skill.")
    skill = int(np.flatnonzero(frame.named.any(axis=0))[0])
    StatementTarget.objects.create(statement=statement, skill_id=frame.skills.ids[skill], weight=2)
    lift = lift_by_statements(frame, [statement.pk])
    np.testing.assert_array_equal(lift > 0, frame.named[:, skill])
    assert not lift_by_statements(frame, []).any()
