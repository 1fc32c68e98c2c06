"""Who acts for somebody: they themselves, who stands in, then the owners."""

from datetime import UTC, date, datetime

import pytest

from accounts.acting import acting_for, line_for
from accounts.models import Programme, ProgrammeRole, User

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)
AWAY = {"away_from": date(2027, 3, 8), "away_until": date(2027, 3, 12)}


@pytest.fixture
def people() -> dict[str, User]:
    return {name: User.objects.create_user(f"{name}@example.org", name=name) for name in ("olu", "ada", "bo", "cy")}


@pytest.fixture
def programme(people: dict[str, User]) -> Programme:
    made = Programme.objects.create(name="Fellowship", slug="fellowship")
    ProgrammeRole.objects.create(programme=made, user=people["olu"], role="OWNER")
    ProgrammeRole.objects.create(programme=made, user=people["ada"], role="ADVISER")
    return made


def line(programme: Programme, user: User | None) -> list[list[str]]:
    return [[one.name for one in step] for step in line_for(programme, user, now=NOW)]


def test_who_is_here_is_asked_first_and_the_owner_after(programme: Programme, people: dict[str, User]) -> None:
    assert line(programme, people["ada"]) == [["ada"], ["olu"]]
    assert line(programme, people["olu"]) == [["olu"]]


def test_who_is_away_is_passed_over_for_who_stands_in(programme: Programme, people: dict[str, User]) -> None:
    role = programme.roles.filter(user=people["ada"])
    role.update(deputy=people["bo"], **AWAY)
    assert line(programme, people["ada"]) == [["bo"], ["olu"]]
    assert acting_for(programme, people["ada"], now=NOW) == [people["bo"]]
    User.objects.filter(pk=people["bo"].pk).update(is_active=False)
    assert line(programme, people["ada"]) == [["olu"]]
    role.update(away_until=date(2027, 3, 9))
    assert line(programme, people["ada"]) == [["ada"], ["olu"]]


def test_an_owner_who_is_away_is_stood_in_for_too(programme: Programme, people: dict[str, User]) -> None:
    programme.roles.filter(user=people["olu"]).update(deputy=people["cy"], **AWAY)
    assert line(programme, people["ada"]) == [["ada"], ["cy"]]
    programme.roles.filter(user=people["olu"]).update(deputy=None)
    assert line(programme, people["ada"]) == [["ada"], ["olu"]]  # better an owner who is away than nobody


@pytest.mark.parametrize("who", ["nobody", "a stranger", "who left", "closed"])
def test_what_is_nobodys_goes_to_the_owners(programme: Programme, people: dict[str, User], who: str) -> None:
    if who == "who left":
        programme.roles.filter(user=people["ada"]).delete()
    if who == "closed":
        people["ada"].is_active = False
        people["ada"].save()
    asked = {"nobody": None, "a stranger": people["cy"]}.get(who, people["ada"])
    assert line(programme, asked) == [["olu"]]
