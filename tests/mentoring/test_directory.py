"""The directory of mentors: its filters, its order, its counts, and what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile
from careers.models import Skill
from mentoring.directory import able_to_help
from mentoring.models import Match, Mentor
from tests.mentoring.world import DAY, GOAL, NOW, level, match_of, mentee, mentor, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TODAY = NOW.date()


def named(name: str, **fields: Any) -> Mentor:
    return mentor(person(name), **fields)


def found(query: str = "") -> set[str]:
    """First letters of the mentors that the address lists."""
    html = page(signed_in(person("Zoe")), f"/mentors/{query}")
    return {name for name in ("Ada", "Bea", "Cy") if f">{name}</a>" in html}


def test_who_paused_left_or_hides_is_not_listed() -> None:
    named("Ada", paused_until=(NOW + DAY).date())
    named("Bea", is_listed=False)
    mentor(person("Cy", is_active=False))
    assert found() == set()
    Mentor.objects.filter(user__name="Ada").update(paused_until=(NOW - DAY).date())
    assert found() == {"Ada"}


def test_filters_by_role_and_family_know_jobs_held_before() -> None:
    named("Ada", job=GOAL)
    named("Bea", earlier=[GOAL])
    named("Cy", job="senior-data-analyst")
    role = level(GOAL).role
    assert found(f"?role={role.slug}") == {"Ada", "Bea"}
    assert found(f"?family={role.family.slug}") == {"Ada", "Bea"}
    assert found("?role=data-analyst") == {"Cy"}


def test_filters_by_skill_and_level() -> None:
    named("Ada", skills={"user-focus": 2})
    named("Bea", skills={"user-focus": 3})
    named("Cy")
    assert found("?skill=user-focus") == {"Ada", "Bea"}
    assert found("?skill=user-focus&level=3") == {"Bea"}
    assert "We left out a filter that we do not know" in page(signed_in(person()), "/mentors/?skill=nothing&level=9")


def test_filters_by_format_region_meeting_online_and_words() -> None:
    named("Ada", formats=("ONGOING",), remote=False, helps_with="Portfolios")
    named("Bea", formats=("ONE_OFF",))
    cy = named("Cy")
    Profile.objects.create(user=cy.user, region="WALES")
    assert found("?format=ONE_OFF") == {"Bea", "Cy"}
    assert found("?region=WALES") == {"Cy"}
    assert found("?remote=on") == {"Bea", "Cy"}
    assert found("?q=portfolios") == {"Ada"}
    assert found("?q=bea") == {"Bea"}


def test_who_has_room_is_decided_by_accepted_pairs() -> None:
    ada, bea = named("Ada", places=1), named("Bea", places=1)
    match_of(person(), ada.user, Match.State.ACTIVE)
    match_of(person(), bea.user, Match.State.PROPOSED)
    assert found("?room=on") == {"Bea"}
    html = page(signed_in(person()), "/mentors/")
    assert html.count("No place free") == 1
    assert html.count("1 place free") == 1


def test_whoever_has_said_their_gaps_sees_first_who_helps_with_most() -> None:
    named("Ada", skills={"user-focus": 1})
    named("Bea", skills={"user-focus": 2})
    client = signed_in(mentee(gaps={"user-focus": (1, 3)}).user)
    html = page(client, "/mentors/")
    assert html.index(">Bea</a>") < html.index(">Ada</a>")
    assert html.count("1 of your 1 gap") == 1
    html = page(client, "/mentors/?sort=name")
    assert html.index(">Ada</a>") < html.index(">Bea</a>")


def test_how_many_could_help_counts_whom_the_list_shows() -> None:
    named("Ada", skills={"user-focus": 1})
    named("Bea", skills={"user-focus": 3})
    full = named("Cy", skills={"user-focus": 4}, places=1)
    match_of(person(), full.user, Match.State.ACTIVE)
    skill = Skill.objects.get(slug="user-focus")
    assert able_to_help({skill.pk: 1}, today=TODAY) == {skill.pk: 1}
    assert found("?skill=user-focus&level=2&room=on") == {"Bea"}
    assert able_to_help({}, today=TODAY) == {}


def test_the_list_asks_the_same_number_of_queries_whatever_its_length() -> None:
    client = signed_in(mentee(gaps={"user-focus": (1, 3)}).user)
    counts = []
    for number in (1, 30):
        for place in range(number):
            one = named(f"Kim {number} {place}", skills={"user-focus": 2}, job=GOAL)
            Profile.objects.create(user=one.user, region="WALES")
        page(client, "/mentors/")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/mentors/?skill=user-focus&room=on")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
