"""Where the stops of a route stand."""

from itertools import pairwise

from careers.directions.picture import Stop, across, down, wrap

STOPS = [
    Stop("Communications and engagement officer", "Band 5", 3),
    Stop("Change support officer", "Band 4 to 5", 3, "37% there now", "5 skills to learn"),
    Stop("Digital change manager", "Band 6 to 7", 4, "52% there by then", "8 skills to learn"),
]


def test_stops_stand_from_left_to_right_and_climb_with_the_band() -> None:
    picture = across(STOPS)
    assert [dot.x for dot in picture.dots] == sorted({dot.x for dot in picture.dots})
    now, same, higher = (dot.y for dot in picture.dots)
    assert now == same > higher
    assert [dot.last for dot in picture.dots] == [False, False, True]


def test_lines_join_the_stops_and_say_what_there_is_to_learn() -> None:
    for picture in (across(STOPS), down(STOPS)):
        ends = [((line.x1, line.y1), (line.x2, line.y2)) for line in picture.lines]
        assert ends == [((a.x, a.y), (b.x, b.y)) for a, b in pairwise(picture.dots)]
        assert [line.text.words for line in picture.lines] == ["5 skills to learn", "8 skills to learn"]


def test_all_words_stay_inside_the_picture() -> None:
    names = ["Chief allied health professions information officer", "Web, UX or service designer outside health", "X"]
    stops = [
        Stop(name, "Band 8a to very senior manager", rank, "0% there", "1 skill") for rank, name in enumerate(names)
    ]
    for picture in (across(stops), down(stops)):
        texts = [text for dot in picture.dots for text in dot.texts] + [line.text for line in picture.lines]
        assert len(texts) > len(stops) * 2
        assert all(0 < text.y <= picture.height and 0 <= text.x <= picture.width for text in texts)
        assert all(0 < dot.y < picture.height for dot in picture.dots)


def test_words_on_the_way_down_never_stand_on_top_of_each_other() -> None:
    picture = down(STOPS)
    heights = sorted([text.y for dot in picture.dots for text in dot.texts] + [line.text.y for line in picture.lines])
    assert all(below - above >= 15 for above, below in pairwise(heights))


def test_a_stop_without_a_known_band_stays_level_with_the_one_before() -> None:
    unknown = [Stop("A", "", None), Stop("B", "Band 6", 4), Stop("C", "", None)]
    first, second, third = across(unknown).dots
    assert first.y == second.y == third.y
    assert [text.words for text in first.texts] == ["A"]


def test_names_are_broken_between_words_only() -> None:
    assert wrap("Digital change manager", 1000) == ["Digital change manager"]
    assert wrap("Digital change manager", 140) == ["Digital change", "manager"]
    assert wrap("Otorhinolaryngologist", 20) == ["Otorhinolaryngologist"]
