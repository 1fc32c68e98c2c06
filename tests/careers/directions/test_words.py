"""Routes in sentences."""

from typing import Any

import pytest

from careers.directions.picture import Stop
from careers.directions.words import (
    band_sentence,
    band_words,
    brought,
    first_step,
    headline,
    in_one_breath,
    in_sentence,
    learn_words,
    listed,
    move_sentence,
    registration_sentence,
    route_heading,
    route_sentence,
    still_new,
    why_sentence,
    with_article,
)
from careers.frame import NO_BAND
from careers.models import Level, Registration
from careers.pathways import Move, Route, Why, start_from
from common.vocabulary import Band, Profession
from tests.careers.frames import Point, Rung, make_frame


def move(**changes: Any) -> Move:
    usual = {
        "level": 0,
        "cost": 1.0,
        "gap": 2,
        "gained": ((1, 0, 2),),
        "ready": 60,
        "band_before": Band.B5.rank,
        "band_after": Band.B6.rank,
        "bands_up": 1,
        "why": Why.READY,
        "registration_sometimes": False,
    }
    return Move(**(usual | changes))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Digital change manager", "a digital change manager"),
        ("Accessibility specialist", "an accessibility specialist"),
        ("IT service manager", "an IT service manager"),
        ("DevOps engineer", "a DevOps engineer"),
        ("E-learning developer", "an e-learning developer"),
        ("User researcher", "a user researcher"),
        ("Head of digital change", "head of digital change"),
        ("Chief data officer", "chief data officer"),
        ("Director of transformation", "director of transformation"),
    ],
)
def test_titles_read_well_inside_a_sentence(name: str, words: str) -> None:
    assert with_article(name) == words
    assert words.endswith(in_sentence(name))


def test_lists_read_as_people_say_them() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_the_answer_comes_in_one_sentence() -> None:
    assert (
        headline("Digital change manager", Route((move(), move())))
        == "You could be a digital change manager in two moves"
    )
    assert headline("Head of product", Route((move(),))) == "You could apply to be head of product now"


@pytest.mark.parametrize(("ready", "why"), [(50, Why.READY), (10, Why.NEXT_RUNG)])
def test_half_of_it_or_the_next_rung_is_enough_to_apply(ready: int, why: Why) -> None:
    frame = make_frame([Rung(0, [1, 1])])
    step = move(ready=ready, why=why)
    assert first_step(frame, Route((step, step))) == "The first step: level-000. You could apply for that now."
    assert first_step(frame, Route((step,))) == ""
    assert route_heading(frame, Route((step,))) == "apply now"


def test_an_entry_level_of_which_less_is_there_is_not_one_to_apply_for_without_training() -> None:
    frame = make_frame([Rung(0, [2, 1, 1, 1, 1])])
    step = move(ready=13, why=Why.ENTRY, gained=tuple((skill, 0, 1) for skill in range(5)))
    new = "Still new to you: skill-000, skill-001, skill-002 and 2 more."
    assert first_step(frame, Route((step, step))) == (
        f"The first step: level-000, an entry level where training is given. {new}"
    )
    assert first_step(frame, Route((step,))) == f"It is an entry level, where training is given. {new}"
    assert headline("Trainee", Route((step,))) == "You could train as a trainee"
    assert route_heading(frame, Route((step,))) == "straight to it, with training"


def test_what_one_brings_and_what_is_new_are_named_with_the_most_first() -> None:
    frame = make_frame([Rung(0, [2, 1, 3])], [Point([1, 1, 2])])
    start = start_from(frame, points=[0])
    assert brought(frame, start, move()) == "You bring: skill-002, skill-000 and skill-001."
    assert still_new(frame, move(gained=((0, 1, 2), (2, 2, 3)))) == "Still to take further: skill-000 and skill-002."
    assert still_new(frame, move(gained=())) == ""
    assert brought(frame, start_from(frame), move()) == ""


def test_skills_are_counted_once_over_all_moves() -> None:
    route = Route((move(gained=((1, 0, 2), (2, 0, 1))), move(gained=((1, 2, 3),))))
    assert route_sentence(route) == "Two moves, with 2 skills to learn or take further."
    assert route_sentence(Route((move(gained=()),))) == "One move, with nothing new to learn."
    assert learn_words(move()) == "1 skill to learn"
    assert learn_words(move(gained=())) == "nothing to learn"


@pytest.mark.parametrize(
    ("ready", "first", "words"),
    [
        (60, True, "You already have 60% of what it asks for."),
        (60, False, "By then you would have 60% of what it asks for."),
        (100, True, "You already have everything it asks for."),
        (100, False, "By then you would have everything it asks for."),
        (0, True, "Everything it asks for would be new to you."),
    ],
)
def test_it_says_how_much_is_there(ready: int, first: bool, words: str) -> None:
    assert move_sentence(move(ready=ready), first=first) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Band.B5, Band.B5, "You would stay at band 5."),
        (Band.B5, Band.B6, "One band up, from band 5 to band 6."),
        (Band.B7, Band.B6, "One band down, from band 7 to band 6."),
        (Band.B7, Band.B8B, "Two bands up, from band 7 to band 8b."),
        (Band.B9, Band.VSM, "One band up, from band 9 to very senior manager."),
        (Band.B2, Band.B9, "10 bands up, from band 2 to band 9."),
    ],
)
def test_the_step_in_band_is_said_in_words(before: Band, after: Band, words: str) -> None:
    assert band_sentence(move(band_before=before.rank, band_after=after.rank)) == words


def test_an_unknown_band_is_passed_over_in_silence() -> None:
    assert band_sentence(move(band_before=NO_BAND)) == ""
    assert band_words(NO_BAND) == ""


def test_every_reason_why_a_move_is_possible_has_its_sentence() -> None:
    said = {why_sentence(move(why=why), first=first) for why in Why for first in (True, False)}
    assert len(said) == 4, "only the next rung differs between now and later"
    assert "It is the next step up in a role you hold." in said


def test_registration_is_mentioned_where_it_matters() -> None:
    nurse_only = Level(registration=Registration.YES, professions=(Profession.NURSE, Profession.MIDWIFE))
    assert (
        registration_sentence(move(), nurse_only)
        == "Open only to people registered as a nurse or a midwife, as you are."
    )
    sometimes = Level(registration=Registration.SOMETIMES)
    assert "Some employers ask" in registration_sentence(move(registration_sometimes=True), sometimes)
    assert registration_sentence(move(), Level(registration=Registration.NO)) == ""


def test_the_picture_can_be_heard_in_one_breath() -> None:
    stops = [Stop("Nurse", "Band 6", 4), Stop("IT trainer", "", None, "50% there now", "1 skill to learn")]
    assert in_one_breath(stops) == "From nurse, band 6 to IT trainer, 50% there now, 1 skill to learn."
