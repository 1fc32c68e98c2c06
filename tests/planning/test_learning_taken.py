"""Learning taken is private; its numbers hide fewer than five, also from those who subtract."""

from datetime import date

import pytest
from django.test import Client

from careers.models import Learning
from planning.journeys import public_state
from planning.learning_taken import Taken, counts_of, forget_taken, mark_taken
from planning.models import LearningTaken
from tests.planning.world import page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
DAY = date(2026, 5, 4)


def prince() -> Learning:
    return Learning.objects.get(slug="prince2-practitioner")


def take(number: int, state: str, start: int = 0) -> None:
    for place in range(start, start + number):
        mark_taken(person(f"{place}@example.org"), prince(), state=state, on=DAY)


def test_fewer_than_five_are_not_shown_nor_told_by_subtraction() -> None:
    take(4, "COMPLETED")
    assert counts_of(prince().pk) == Taken(None, None)
    take(1, "COMPLETED", 4)
    assert counts_of(prince().pk) == Taken(5, 5)
    take(1, "STARTED", 5)  # one has not finished: the number of those who did would say so
    assert counts_of(prince().pk) == Taken(6, None)
    take(4, "STARTED", 6)
    assert counts_of(prince().pk) == Taken(10, 5)


def test_public_pages_are_made_anew_only_when_a_number_shown_changes() -> None:
    take(4, "COMPLETED")
    assert public_state.current() == 0
    take(1, "COMPLETED", 4)
    assert public_state.current() == 1


def test_saying_it_again_changes_it_and_it_can_be_taken_back() -> None:
    sam = person()
    for state in ("STARTED", "COMPLETED"):
        mark_taken(sam, prince(), state=state, on=DAY)
    assert LearningTaken.objects.get().state == "COMPLETED"
    forget_taken(sam, prince().pk)
    forget_taken(sam, prince().pk)
    assert not LearningTaken.objects.exists()


def test_it_is_marked_listed_and_taken_out_through_its_pages(client: Client) -> None:
    sam = signed_in(person())
    address = "/me/learning/prince2-practitioner/"
    day = {"on_day": "4", "on_month": "5", "on_year": "2026"}
    assert sam.post(address, {"state": "COMPLETED", **day}).status_code == 302
    assert "4 May 2026" in page(sam, "/me/learning/?state=COMPLETED&q=prince2")
    assert "Nothing fits these filters" in page(sam, "/me/learning/?state=STARTED")
    assert (
        "Enter a date from 1950 until today"
        in sam.post(address, {"state": "STARTED", **day, "on_year": "2030"}).content.decode()
    )
    assert "Nothing yet" in page(signed_in(person("kit@example.org")), "/me/learning/")
    sam.post(address, {"forget": "yes"})
    assert "Nothing yet" in page(sam, "/me/learning/")
