"""What people are on this site, and the list of them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import people
from accounts.models import AuditEntry, Programme, ProgrammeRole, User
from accounts.people import PersonRole, people_with, people_without_role, role_is_held_by, role_words
from tests.accounts.conftest import MakePerson

PEOPLE = "/staff/people/"
DAY = date(2027, 3, 1)


@pytest.fixture
def mentors(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app above says that those whose name has "Mentor" in it are mentors."""
    monkeypatch.setattr(people, "_HELD_BY", {})
    role_is_held_by(PersonRole.MENTOR, lambda: User.objects.filter(name__contains="Mentor"))


@pytest.fixture
def everybody(mentors: None, programme: Programme, root: User, ada: User, make_person: MakePerson) -> dict[str, User]:
    reviewer = make_person("rita@example.org", name="Rita Reviewer")
    owner = User.objects.get(email="owner@example.org")
    deputy = make_person("dan@example.org", name="Dan Deputy")
    ProgrammeRole.objects.filter(user=owner).update(deputy=deputy, away_from=DAY, away_until=DAY)
    ProgrammeRole.objects.create(programme=programme, user=reviewer, role="REVIEWER")
    return {
        "root": root, "ada": ada, "owner": owner, "reviewer": reviewer, "deputy": deputy,
        "mentor": make_person("mia@example.org", name="Mia Mentor"),
        "support": make_person("sue@example.org", name="Sue Support", is_staff=True),
        "former": make_person("mo@example.org", name="Mo Mentor", is_active=False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "who"),
    [
        (PersonRole.SITE_ADMIN, {"root"}),
        (PersonRole.SUPPORT, {"support"}),
        (PersonRole.OWNER, {"owner", "deputy"}),
        (PersonRole.ADMIN, set()),
        (PersonRole.REVIEWER, {"reviewer"}),
        (PersonRole.MENTOR, {"mentor"}),
    ],
)
def test_each_role_is_known_and_a_closed_account_has_none(
    everybody: dict[str, User], role: PersonRole, who: set[str]
) -> None:
    expected = {everybody[name] for name in who}
    assert set(people_with(role, on=DAY)) == expected


def test_who_has_no_role_is_a_person(everybody: dict[str, User]) -> None:
    assert set(people_without_role(on=DAY)) == {everybody["ada"]}
    assert set(people_without_role(on=date(2027, 3, 2))) == {everybody["ada"], everybody["deputy"]}


def test_roles_read_as_words(everybody: dict[str, User]) -> None:
    words = role_words(list(everybody.values()), on=DAY)
    assert {name: words[person.pk] for name, person in everybody.items()} == {
        "root": ["Site administrator"],
        "ada": [],
        "owner": ["Owner of Digital fellowship"],
        "reviewer": ["Reviewer of Digital fellowship"],
        "deputy": ["Owner of Digital fellowship, for Olu Owner until 1 March 2027"],
        "mentor": ["Mentor"],
        "support": ["Support"],
        "former": [],
    }


def test_a_role_of_an_app_above_is_given_by_one_app(mentors: None) -> None:
    with pytest.raises(ValueError, match="Who is a mentor was said already"):
        role_is_held_by(PersonRole.MENTOR, User.objects.all)


def test_every_role_in_a_team_is_one_that_people_can_have() -> None:
    assert dict(ProgrammeRole.Role.choices).items() <= dict(PersonRole.choices).items()


def test_a_profile_says_what_one_is_here(everybody: dict[str, User], signed_in: Callable[[User], Client]) -> None:
    assert "<li>Mentor</li>" in signed_in(everybody["mentor"]).get("/me/profile/").content.decode()
    assert "Your roles" not in signed_in(everybody["ada"]).get("/me/profile/").content.decode()


def test_site_administrators_find_people_by_role_name_and_account(
    everybody: dict[str, User], signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(everybody["root"])

    def found(query: str) -> set[str]:
        page = client.get(PEOPLE + query).content.decode()
        return {name for name, person in everybody.items() if f'<th scope="row" class="app-breaks">{person}<' in page}

    assert found("") == set(everybody)
    assert found("?role=MENTOR") == {"mentor"}
    assert found("?role=NONE") == {"ada", "deputy"}
    assert found("?role=REVIEWER&q=rita") == {"reviewer"}
    assert found("?account=CLOSED") == {"former"}
    assert found("?account=LEAVING") == set()
    assert "Nobody fits all of these filters" in client.get(f"{PEOPLE}?q=zzz").content.decode()
    assert AuditEntry.objects.filter(action="accounts.people_read", actor=everybody["root"]).count() == 7


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    everybody: dict[str, User], make_person: MakePerson, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(everybody["root"])
    client.get(PEOPLE)
    counted = []
    for more in (0, 20):
        for number in range(more):
            make_person(f"p{number}@example.org", name=f"Mentor {number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PEOPLE)
        counted.append(len(queries))
    assert counted[0] == counted[1]
