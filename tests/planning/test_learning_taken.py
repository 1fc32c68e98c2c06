"""Learning taken is private; its numbers hide fewer than five, also from those who subtract."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organisation, Profile
from careers.models import Learning
from planning.journeys import public_state
from planning.learning_numbers import numbers_by_course, shown_of
from planning.learning_taken import Taken, counts_of, forget_taken, mark_taken
from planning.models import LearningTaken
from tests.planning.world import page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
DAY = date(2026, 5, 4)
Counted = Callable[[int], AbstractContextManager[None]]


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


def at(organisation: Organisation | None, number: int, course: Learning) -> None:
    """So many people of an organisation, or of none, who took the course."""
    for place in range(number):
        user = person(f"{place}-{organisation and organisation.pk}-{course.pk}@example.org")
        if organisation:
            Profile.objects.create(user=user, employer="LISTED", organisation=organisation)
        mark_taken(user, course, state="STARTED", on=DAY)


def trust(name: str) -> Organisation:
    return Organisation.objects.create(name=name, kind="TRUST")


def test_numbers_by_organisation_are_shown_from_five_on_and_none_can_be_subtracted() -> None:
    leeds, bath = trust("Leeds"), trust("Bath")
    at(leeds, 7, prince())
    assert [row.organisations for row in numbers_by_course()] == [(("Leeds", 7),)]
    at(bath, 4, prince())  # 11 in all: four at Bath could be told from seven at Leeds
    (row,) = numbers_by_course()
    assert (row.taken.started, row.organisations) == (11, ())
    at(None, 1, prince())
    assert numbers_by_course()[0].organisations == (("Leeds", 7),)
    at(bath, 6, Learning.objects.exclude(pk=prince().pk)[0])
    assert len(numbers_by_course()) == 2


@given(st.dictionaries(st.none() | st.integers(1, 6), st.integers(1, 12), max_size=6).map(Counter))
def test_whatever_the_numbers_nobody_is_told_by_subtraction(people: Counter[int | None]) -> None:
    shown = shown_of(people)
    left = people.total() - sum(shown.values())
    assert all(number >= 5 and people[one] == number for one, number in shown.items())
    assert left == 0 or left >= 5 or not shown
    assert None not in shown


def test_the_page_of_numbers_is_filtered_and_costs_the_same_queries(django_assert_num_queries: Counted) -> None:
    at(trust("Leeds"), 6, prince())
    other = Learning.objects.exclude(pk=prince().pk)[0]
    at(trust("Bath"), 5, other)
    sam = signed_in(person())
    assert "Nobody is named" in page(sam, "/learning-taken/")
    with django_assert_num_queries(6):
        html = page(sam, "/learning-taken/")
    assert "<strong>6 people</strong>" in html and "Leeds: 6" in html and "Bath: 5" in html
    html = page(sam, "/learning-taken/?organisation=Bath")
    assert other.name in html and "Leeds: 6" not in html
    assert "No course fits these filters" in page(sam, "/learning-taken/?q=zebra")
    LearningTaken.objects.all().delete()
    assert "No course has five people yet" in page(sam, "/learning-taken/")
