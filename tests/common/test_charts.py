"""Tests for the geometry of charts."""

from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from common import charts

SCALE = ["Awareness", "Working", "Practitioner", "Expert"]


def bars(values: list[tuple[str, float]], **more: float) -> charts.BarChart:
    return charts.bar_chart(values, id="c", headline="H", label_heading="L", value_heading="V", **more)  # type: ignore[arg-type]


def test_the_largest_bar_is_as_wide_as_the_chart() -> None:
    assert [bar.width for bar in bars([("a", 4), ("b", 1), ("c", 0)]).bars] == [100, 25, 0]


def test_a_maximum_sets_the_full_width_and_nothing_is_wider() -> None:
    assert [bar.width for bar in bars([("a", 50), ("b", 200)], maximum=100).bars] == [50, 100]


def test_a_chart_of_nothing_has_no_bars() -> None:
    assert bars([]).height == 0
    assert bars([("a", 0)]).bars[0].width == 0


def test_a_negative_bar_is_refused() -> None:
    with pytest.raises(ValueError, match="below nought"):
        bars([("a", -1)])


def test_bars_do_not_overlap() -> None:
    tops = [bar.top for bar in bars([("a", 1), ("b", 2), ("c", 3)]).bars]
    assert all(after - before >= 40 for before, after in pairwise(tops))


def test_dots_lie_on_the_scale_and_within_the_chart() -> None:
    chart = charts.dot_chart([("Data", 0, 4)], id="c", scale=SCALE, headline="H", label_heading="L")
    (row,) = chart.rows
    assert (row.now_words, row.goal_words) == ("None", "Expert")
    assert 0 < row.now_x < row.goal_x < 100
    assert [word for _, word in chart.ticks] == ["None", *SCALE]


def test_a_long_label_is_cut_in_the_picture_and_whole_in_the_table() -> None:
    label = "Communicating between the technical and the non-technical"
    html = render_to_string("components/bar_chart.html", {"chart": bars([(label, 1)])})
    assert f'<text x="0" y="14">{label[:37].rstrip()}…</text>' in html
    assert f'<th scope="row">{label}</th>' in html


@pytest.mark.parametrize("name", ["bar_chart", "dot_chart"])
def test_a_chart_has_a_title_a_description_and_no_styles(name: str) -> None:
    chart = (
        bars([("Data", 3)])
        if name == "bar_chart"
        else charts.dot_chart([("Data", 1, 3)], id="c", scale=SCALE, headline="H", label_heading="L")
    )
    html = render_to_string(f"components/{name}.html", {"chart": chart})
    assert 'role="img" aria-labelledby="c-title c-desc"' in html
    assert '<title id="c-title">H</title>' in html
    assert '<desc id="c-desc">Data: ' in html
    assert "style=" not in html
