"""Working days of the four nations."""

from datetime import UTC, date, datetime

import pytest

from common.vocabulary import Nation
from common.working_days import end_of_working_day, is_working_day

EVERYWHERE = tuple(Nation)


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 12, 25), EVERYWHERE),
        (date(2026, 12, 28), EVERYWHERE),  # for Boxing Day, a Saturday
        (date(2027, 1, 4), (Nation.SCOTLAND,)),  # for 2 January, a Saturday
        (date(2026, 4, 6), (Nation.ENGLAND, Nation.WALES, Nation.NORTHERN_IRELAND)),  # Easter Monday
        (date(2026, 11, 30), (Nation.SCOTLAND,)),  # St Andrew's Day
        (date(2026, 3, 17), (Nation.NORTHERN_IRELAND,)),  # St Patrick's Day
        (date(2026, 7, 13), (Nation.NORTHERN_IRELAND,)),  # for the Battle of the Boyne, a Sunday
        (date(2026, 8, 3), (Nation.SCOTLAND,)),
        (date(2026, 8, 31), (Nation.ENGLAND, Nation.WALES, Nation.NORTHERN_IRELAND)),
    ],
)
def test_bank_holidays_are_those_of_each_nation_substitutes_included(day: date, where: tuple[Nation, ...]) -> None:
    assert {nation for nation in Nation if not is_working_day(day, nation)} == set(where)


def test_weekends_are_free_and_an_unknown_nation_counts_as_england() -> None:
    assert not is_working_day(date(2027, 1, 9), Nation.ENGLAND)
    assert is_working_day(date(2027, 1, 11), "")
    assert is_working_day(date(2026, 11, 30), "")


def test_days_are_counted_from_the_day_after_and_end_at_midnight_in_the_uk() -> None:
    friday_night = datetime(2026, 6, 5, 22, 30, tzinfo=UTC)  # 23:30 in the UK
    ends = end_of_working_day(friday_night, 1, Nation.ENGLAND)
    assert ends.isoformat() == "2026-06-08T23:59:00+01:00"
    saturday_by_then = datetime(2026, 6, 5, 23, 30, tzinfo=UTC)  # 00:30 on Saturday in the UK
    assert end_of_working_day(saturday_by_then, 1, Nation.ENGLAND) == ends


def test_seven_working_days_over_christmas_differ_by_nation() -> None:
    before = datetime(2026, 12, 23, 12, 0, tzinfo=UTC)
    assert end_of_working_day(before, 7, Nation.ENGLAND).date() == date(2027, 1, 6)
    assert end_of_working_day(before, 7, Nation.SCOTLAND).date() == date(2027, 1, 7)
