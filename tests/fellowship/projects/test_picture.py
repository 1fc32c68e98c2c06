"""The picture of a measure says what the numbers say, whichever way is better."""

from datetime import date
from decimal import Decimal

import pytest

from fellowship.models import Measure, Reading
from fellowship.projects.picture import HEIGHT, Picture, number_words, picture_of

BEGINS, ENDS = date(2027, 9, 1), date(2028, 7, 1)


def picture(baseline: int, target: int, *values: float, unit: str = "days") -> Picture:
    one = Measure(pk=1, name="Wait", unit=unit, baseline=Decimal(baseline), target=Decimal(target))
    readings = [Reading(on=date(2027, 10 + place, 1), value=Decimal(str(value))) for place, value in enumerate(values)]
    return picture_of(one, readings, begins=BEGINS, ends=ENDS)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "words"),
    [
        (40, 20, 30, "Wait: 30 days, 50% of the way from 40 days to 20 days"),
        (20, 40, 30, "Wait: 30 days, 50% of the way from 20 days to 40 days"),
        (40, 20, 18.5, "Wait: 18.5 days, the target is reached"),
        (40, 20, 50, "Wait: 50 days, no nearer to the target yet"),
    ],
)
def test_the_headline_says_how_far_it_is(baseline: int, target: int, value: float, words: str) -> None:
    assert picture(baseline, target, value).headline == words


def test_without_a_reading_it_says_what_is_wanted() -> None:
    drawn = picture(40, 20)
    assert drawn.share is None and not drawn.dots
    assert drawn.headline == "Wait: not read yet, from 40 days to 20 days is wanted"


def test_dots_lie_in_the_picture_in_the_order_of_days_and_higher_values_higher() -> None:
    drawn = picture(40, 20, 45, 30, 15)
    assert [one.x for one in drawn.dots] == sorted(one.x for one in drawn.dots)
    assert all(0 < one.x < 100 and 0 < one.y < HEIGHT for one in drawn.dots)
    assert drawn.dots[0].y < drawn.baseline_y < drawn.dots[1].y < drawn.target_y < drawn.dots[2].y
    assert len(drawn.lines) == 2


def test_numbers_have_no_noughts_that_say_nothing() -> None:
    given = (("12.50", "%"), ("1000.00", "letters"), ("0", ""))
    assert [number_words(Decimal(text), unit) for text, unit in given] == ["12.5%", "1,000 letters", "0"]
