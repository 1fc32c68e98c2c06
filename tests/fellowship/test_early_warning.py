"""The chart of early warning: points add up, more is never fewer, leave stops clocks, part time slows them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fellowship.early_warning import (
    EARLY_WEEKS,
    USUAL,
    Facts,
    Leave,
    Level,
    Rule,
    Sign,
    Thresholds,
    days_between,
    points_of,
    warn,
)

START = date(2027, 1, 11)
LATER = START + timedelta(weeks=20)


def test_somebody_who_does_everything_has_no_points_and_no_reasons() -> None:
    found = warn(Facts(started_on=START, since={Sign.SILENT: LATER - timedelta(days=3)}), on=LATER)
    assert (found.points, found.level, found.reasons) == (0, Level.NONE, ())


def test_reasons_say_what_was_counted_and_add_up() -> None:
    facts = Facts(
        started_on=START,
        counts={Sign.MISSED_DAY: 1, Sign.UPDATE_LATE: 2},
        since={Sign.SILENT: LATER - timedelta(weeks=3)},
    )
    found = warn(facts, on=LATER)
    assert [(one.sign, one.count, one.points) for one in found.reasons] == [
        (Sign.MISSED_DAY, 1, 3),
        (Sign.UPDATE_LATE, 2, 3),
        (Sign.SILENT, 3, 2),
    ]
    assert found.points == 8 and found.level is Level.CRITICAL


@given(st.sampled_from(list(USUAL.values())), st.integers(0, 50), st.integers(0, 50))
def test_more_of_the_same_never_gives_fewer_points(rule: Rule, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert 0 <= points_of(rule, less) <= points_of(rule, more) <= rule.most


def test_a_missed_task_counts_in_the_first_weeks_alone() -> None:
    facts = Facts(started_on=START, counts={Sign.EARLY_TASK: 1})
    assert warn(facts, on=START + timedelta(weeks=EARLY_WEEKS)).level is Level.MEDIUM
    assert warn(facts, on=START + timedelta(weeks=EARLY_WEEKS, days=1)).level is Level.NONE
    # Who works half the time has the first weeks for twice as long.
    half = Facts(started_on=START, share_of_time=0.5, counts={Sign.EARLY_TASK: 1})
    assert warn(half, on=START + timedelta(weeks=2 * EARLY_WEEKS)).level is Level.MEDIUM
    assert warn(half, on=START + timedelta(weeks=2 * EARLY_WEEKS, days=2)).level is Level.NONE


def test_weeks_of_leave_stop_the_clock_and_overlapping_leave_counts_once() -> None:
    since = {Sign.SILENT: LATER - timedelta(weeks=4)}
    assert warn(Facts(started_on=START, since=since), on=LATER).points == 2
    leaves = (
        Leave(LATER - timedelta(weeks=3), LATER - timedelta(weeks=2)),
        Leave(LATER - timedelta(weeks=3), LATER - timedelta(weeks=1)),
    )
    assert warn(Facts(started_on=START, since=since, leaves=leaves), on=LATER).points == 0
    assert days_between(LATER - timedelta(weeks=4), LATER, leaves) == 28 - 15
    # A year typed wrongly costs no more than any other.
    assert days_between(START, LATER, [Leave(date.min, date.max)]) == 0
    assert days_between(START, LATER, [Leave(date.min, START), Leave(LATER, date.max)]) == 20 * 7 - 1


def test_part_time_has_more_weeks_before_silence_counts() -> None:
    since = {Sign.SILENT: LATER - timedelta(weeks=5)}
    assert warn(Facts(started_on=START, since=since), on=LATER).points == 4
    assert warn(Facts(started_on=START, since=since, share_of_time=0.5), on=LATER).points == 0


def test_on_leave_nothing_counts_but_a_cry_for_help() -> None:
    leave = (Leave(LATER, LATER),)
    counts = {Sign.MISSED_DAY: 3, Sign.ASKED_FOR_HELP: 1}
    found = warn(Facts(started_on=START, counts=counts, leaves=leave), on=LATER)
    assert [one.sign for one in found.reasons] == [Sign.ASKED_FOR_HELP]
    assert found.level is Level.CRITICAL


@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "NONE"), (1, "LOW"), (2, "LOW"), (3, "MEDIUM"), (5, "HIGH"), (6, "HIGH"), (7, "CRITICAL"), (40, "CRITICAL")],
)
def test_levels_begin_at_their_thresholds(points: int, level: str) -> None:
    assert Thresholds().level_of(points) is Level[level]


def test_thresholds_must_rise() -> None:
    with pytest.raises(ValueError, match="more points"):
        Thresholds(low=3, medium=3)
