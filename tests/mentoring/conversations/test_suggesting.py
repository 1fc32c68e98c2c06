"""Whom to talk to next: first those who cover what no conversation was about yet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.frame import current_frame
from careers.models import Skill
from mentoring.conversations.booking import book_slot, confirm
from mentoring.conversations.suggesting import mentors_with_time, suggest
from mentoring.models import Mentor, Preference, Slot
from tests.mentoring.world import DAY, NOW, mentee, mentor, person

pytestmark = pytest.mark.django_db
FIRST, SECOND = "user-focus", "agile-working"


def offering(name: str, skills: dict[str, int]) -> Mentor:
    made = mentor(person(name), skills=skills)
    Slot.objects.create(mentor=made.user, starts_at=NOW + 9 * DAY)
    return made


def two_skills() -> tuple[str, str]:
    first, second = Skill.objects.filter(retired_at=None).values_list("slug", flat=True)[:2]
    return first, second


def names(user: object, now: object = NOW) -> list[str]:
    found = suggest(user, list(mentors_with_time(user, now=now).order_by("pk")), now=now)  # type: ignore[arg-type]
    return [one.mentor.user.name for one in found]


def test_after_a_conversation_about_one_gap_comes_who_covers_the_other() -> None:
    first, second = two_skills()
    sam = mentee(person("Sam"), gaps={first: (0, 3), second: (0, 2)}).user
    ada, _, _ = offering("Ada", {first: 4}), offering("Bea", {first: 4}), offering("Cy", {second: 4})
    assert names(sam) == ["Ada", "Bea", "Cy"]
    slot = Slot.objects.get(mentor=ada.user)
    skills = Skill.objects.filter(slug=first)
    talk = book_slot(slot.uuid, mentee=sam, about="It", skills=skills, now=NOW)
    confirm(talk.uuid, by=ada.user, now=NOW)
    assert names(sam) == ["Cy", "Bea"]  # and not Ada, whom Sam is to meet


def test_whom_one_may_not_book_is_not_suggested() -> None:
    sam = mentee(person("Sam"))
    vetoed, gone = offering("Ada", {}), offering("Bea", {})
    mentor(person("Cy"))  # offers no time
    Preference.objects.create(mentee=sam, mentor=vetoed, kind="VETO")
    gone.user.is_active = False
    gone.user.save()
    assert names(sam.user) == []
    assert names(vetoed.user) == []  # nobody talks to themselves


def test_points_have_reasons_and_somebody_without_wishes_gets_a_list_too() -> None:
    first, _ = two_skills()
    offering("Ada", {first: 4})
    assert names(person("Kim")) == ["Ada"]
    sam = mentee(person("Sam"), gaps={first: (1, 3)}).user
    (found,) = suggest(sam, list(mentors_with_time(sam, now=NOW)), now=NOW)
    assert found.points == sum(line.points for line in found.lines) > 0


def test_many_mentors_cost_as_many_queries_as_few() -> None:
    first, _ = two_skills()
    sam = mentee(person("Sam"), gaps={first: (1, 3)}, goal="digital-change-manager").user
    current_frame()

    def asked(number: int) -> int:
        for _ in range(number):
            offering("Ada", {first: 4})
        rows = list(mentors_with_time(sam, now=NOW))
        with CaptureQueriesContext(connection) as queries:
            suggest(sam, rows, now=NOW)
        return len(queries)

    assert asked(1) == asked(7)
