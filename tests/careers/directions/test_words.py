"""Routes in sentences."""

from typing import Any

import pytest

from careers.directions.picture import Stop
from careers.directions.words import (
    band_sentence,
    band_words,
    headline,
    in_one_breath,
    in_sentence,
    learn_words,
    listed,
    move_sentence,
    registration_sentence,
    route_sentence,
    why_sentence,
    with_article,
)
from careers.frame import NO_BAND
from careers.models import Level, Registration
from careers.pathways import Move, Route, Why
from common.vocabulary import Band, Profession


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
