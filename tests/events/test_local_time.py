"""Which moment a time on the wall is, in particular in the two nights when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.local_time import (
    LONDON,
    TimeDoesNotExist,
    comes_twice,
    days_before,
    local,
    moment_of,
    span_words,
    time_words,
)

# ruff: noqa: DTZ001  the clocks on the wall know no zone
ZONES = (LONDON, "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
walls = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))


def test_the_time_that_the_clocks_jump_over_is_refused() -> None:
    with pytest.raises(TimeDoesNotExist, match="01:30 on 28 March 2027 does not exist in the UK"):
        moment_of(datetime(2027, 3, 28, 1, 30), LONDON)
    assert moment_of(datetime(2027, 3, 28, 0, 59), LONDON).at == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert moment_of(datetime(2027, 3, 28, 2, 0), LONDON).at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first_and_says_so() -> None:
    first = moment_of(datetime(2027, 10, 31, 1, 30), LONDON)
    assert first.at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert first.comes_twice
    assert time_words(first.at, LONDON) == "the first 01:30, before the clocks go back"
    assert time_words(first.at + timedelta(hours=1), LONDON) == "the second 01:30, after the clocks went back"
    assert not moment_of(datetime(2027, 10, 31, 2, 30), LONDON).comes_twice


@given(wall=walls, zone=st.sampled_from(ZONES))
def test_every_time_is_either_refused_or_shown_again_by_the_clocks(wall: datetime, zone: str) -> None:
    try:
        moment = moment_of(wall, zone)
    except TimeDoesNotExist:
        offsets = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
        assert len(offsets) == 2, "only a change of the clocks leaves a time out"
        return
    assert local(moment.at, zone).replace(tzinfo=None, fold=0) == wall
    assert moment.comes_twice == comes_twice(moment.at, zone)
    if moment.comes_twice:
        # The first: an hour (or half, on Lord Howe) later the clocks show it again, and earlier they did not.
        again = [moment.at + timedelta(minutes=minutes) for minutes in (30, 60)]
        assert any(local(at, zone).replace(tzinfo=None, fold=0) == wall for at in again)


@given(wall=walls, days=st.integers(1, 14), zone=st.sampled_from(ZONES))
def test_days_before_keep_the_time_on_the_wall(wall: datetime, days: int, zone: str) -> None:
    try:
        at = moment_of(wall, zone).at
    except TimeDoesNotExist:
        return
    earlier = local(days_before(at, days, zone), zone)
    expected = wall - timedelta(days=days)
    try:
        assert earlier == moment_of(expected, zone).at
    except TimeDoesNotExist:
        later = earlier.replace(tzinfo=None, fold=0) - expected
        assert later in (timedelta(minutes=30), timedelta(hours=1)), "as much later as the clocks jump"


def test_spans_name_the_zone_and_both_days_where_there_are_two() -> None:
    starts_at = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    assert span_words(starts_at, starts_at + timedelta(minutes=90), LONDON) == (
        "Thursday 1 July 2027, 10:00 to 11:30 (UK time)"
    )
    assert span_words(starts_at, starts_at + timedelta(days=1), "America/New_York") == (
        "Thursday 1 July 2027, 05:00 to Friday 2 July 2027, 05:00 (time in New York)"
    )
