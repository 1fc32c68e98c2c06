"""Programmes and their teams: who may do what, who stands in, who is told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.deletion import ask_for_deletion
from accounts.models import AuditEntry, Programme, ProgrammeRole, User
from accounts.programmes import (
    AwayEndsBeforeItBegins,
    AwayIsOver,
    AwayTooLong,
    CannotStandInForThemselves,
    HasThatRoleAlready,
    LastOwner,
    NobodyHasThatAddress,
    ProgrammeNameTaken,
    give_role,
    name_deputy,
    save_programme,
    take_role,
)
from accounts.roles import RUNNING_IT, is_staff_member, may, outbox_scopes, programmes_where
from notifications.delivery import deliver_due
from tests.accounts.conftest import MakePerson

Role = ProgrammeRole.Role
TEAM = "/staff/programmes/digital-fellowship/team/"


@pytest.fixture
def team_role(programme: Programme, ada: User) -> ProgrammeRole:
    return ProgrammeRole.objects.create(programme=programme, user=ada, role=Role.REVIEWER)


# --- Who may do what --------------------------------------------------------------------------


def test_a_role_counts_in_its_own_programme_alone(programme: Programme, owner: User, now: datetime) -> None:
    other = Programme.objects.create(name="Another", slug="another")
    assert may(owner, programme, [Role.OWNER], now=now)
    assert not may(owner, programme, [Role.REVIEWER], now=now)
    assert not may(owner, other, [Role.OWNER], now=now)
    assert list(programmes_where(owner, RUNNING_IT, now=now)) == [programme]


def test_a_site_administrator_may_everything_and_a_closed_account_nothing(
    programme: Programme, root: User, owner: User, now: datetime
) -> None:
    assert may(root, programme, [Role.REVIEWER], now=now)
    owner.is_active = root.is_active = False
    for user in (owner, root, AnonymousUser()):
        assert not may(user, programme, Role.values, now=now)
        assert not is_staff_member(user, now=now)


def test_the_outbox_shows_each_the_letters_of_the_programmes_they_run(
    programme: Programme, owner: User, root: User, ada: User, team_role: ProgrammeRole
) -> None:
    assert outbox_scopes(root, now=timezone.now()) is None
    assert outbox_scopes(owner, now=timezone.now()) == {programme.scope}
    assert outbox_scopes(ada, now=timezone.now()) == set(), "reviewers run nothing"
    assert outbox_scopes(AnonymousUser(), now=timezone.now()) == set()


def test_who_stands_in_may_what_the_other_may_from_the_first_day_to_the_last(
    programme: Programme, owner: User, ada: User, now: datetime
) -> None:
    role = owner.programme_roles.get()
    role.deputy, role.away_from, role.away_until = ada, date(2027, 3, 27), date(2027, 3, 29)
    role.save()
    days = {}
    for day in range(26, 31):
        # A quarter to midnight in London is another day in UTC once the clocks have gone forward.
        moment = datetime.fromisoformat(f"2027-03-{day}T23:45:00+{'00' if day < 28 else '01'}:00")
        days[day] = may(ada, programme, [Role.OWNER], now=moment)
    assert days == {26: False, 27: True, 28: True, 29: True, 30: False}
    assert may(owner, programme, [Role.OWNER], now=now)


# --- The team ---------------------------------------------------------------------------------


def test_somebody_is_added_by_any_confirmed_address_and_told(
    programme: Programme, owner: User, ada: User, now: datetime
) -> None:
    programme.reply_to = "fellowship@example.org"
    programme.save()
    given = give_role(programme, email=" ADA@example.org", role=Role.ADVISER, actor=owner, now=now)
    deliver_due(clock=lambda: now)
    letter = mail.outbox[0]
    assert letter.subject == "You are now adviser of Digital fellowship"
    assert letter.reply_to == ["fellowship@example.org"]
    entry = AuditEntry.objects.get(action="accounts.role_given")
    assert (entry.actor, entry.subject, entry.scope) == (owner, ada, programme.scope)
    assert entry.about == f"accounts.programmerole:{given.pk}"


@pytest.mark.parametrize("email", ["nobody@example.org", "unconfirmed@example.org", "closed@example.org"])
def test_only_people_with_a_confirmed_address_can_be_added(
    programme: Programme, owner: User, make_person: MakePerson, now: datetime, email: str
) -> None:
    make_person("unconfirmed@example.org", confirmed=False)
    make_person("closed@example.org", is_active=False)
    with pytest.raises(NobodyHasThatAddress):
        give_role(programme, email=email, role=Role.ADVISER, actor=owner, now=now)


def test_nobody_gets_the_same_role_twice(
    programme: Programme, owner: User, ada: User, team_role: ProgrammeRole, now: datetime
) -> None:
    with pytest.raises(HasThatRoleAlready):
        give_role(programme, email=ada.email, role=Role.REVIEWER, actor=owner, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeRole.objects.create(programme=programme, user=ada, role=Role.REVIEWER)
    assert not AuditEntry.objects.exists()


def test_a_programme_never_loses_its_last_owner(programme: Programme, owner: User, ada: User, now: datetime) -> None:
    role = owner.programme_roles.get()
    with pytest.raises(LastOwner):
        take_role(role, actor=owner, now=now)
    give_role(programme, email=ada.email, role=Role.OWNER, actor=owner, now=now)
    take_role(role, actor=ada, now=now)
    assert [one.user for one in programme.roles.all()] == [ada]


@pytest.mark.parametrize("leaves", ["account closed", "to be deleted"])
def test_an_owner_who_is_gone_or_going_does_not_count(
    programme: Programme, owner: User, ada: User, now: datetime, leaves: str
) -> None:
    given = give_role(programme, email=ada.email, role=Role.OWNER, actor=owner, now=now)
    if leaves == "to be deleted":
        ask_for_deletion(owner, now=now)
    else:
        User.objects.filter(pk=owner.pk).update(is_active=False)
    with pytest.raises(LastOwner):
        take_role(given, actor=ada, now=now)
    take_role(owner.programme_roles.get(), actor=ada, now=now)


def test_a_letter_about_a_role_that_was_taken_again_is_not_sent(
    programme: Programme, owner: User, ada: User, now: datetime
) -> None:
    take_role(give_role(programme, email=ada.email, role=Role.ADVISER, actor=owner, now=now), actor=owner, now=now)
    deliver_due(clock=lambda: now)
    assert mail.outbox == []


def test_a_deputy_is_somebody_else_and_not_in_the_past(
    team_role: ProgrammeRole, owner: User, ada: User, now: datetime
) -> None:
    today = now.date()
    for email, first, last, refusal in (
        (ada.email, today, today, CannotStandInForThemselves),
        (owner.email, today, today - timedelta(days=1), AwayEndsBeforeItBegins),
        (owner.email, today - timedelta(days=9), today - timedelta(days=2), AwayIsOver),
        (owner.email, today, today + timedelta(days=93), AwayTooLong),
        ("nobody@example.org", today, today, NobodyHasThatAddress),
    ):
        with pytest.raises(refusal):
            name_deputy(team_role, email=email, away_from=first, away_until=last, actor=ada, now=now)
    name_deputy(team_role, email=owner.email, away_from=today, away_until=today, actor=ada, now=now)
    deliver_due(clock=lambda: now)
    assert mail.outbox[0].to == [owner.email]
    assert "You stand in for Ada Okafor" in mail.outbox[0].subject


@pytest.mark.parametrize("first", [date(2027, 1, 1), date.max])
def test_a_deputy_without_a_last_day_stands_in_for_three_months(
    team_role: ProgrammeRole, owner: User, ada: User, now: datetime, first: date
) -> None:
    name_deputy(team_role, email=owner.email, away_from=first, away_until=None, actor=ada, now=now)
    team_role.refresh_from_db()
    assert team_role.away_until == min(first, date.max - timedelta(days=92)) + timedelta(days=92)


def test_the_form_says_how_long_somebody_may_stand_in(
    team_role: ProgrammeRole, owner: User, ada: User, signed_in: Callable[[User], Client]
) -> None:
    client, address = signed_in(ada), f"{TEAM}{team_role.pk}/deputy/"
    assert "At most 3 months after the first" in client.get(address).content.decode()
    first = {"email": owner.email, "away_from_day": "1", "away_from_month": "2", "away_from_year": "2027"}
    until = {"away_until_day": "1", "away_until_month": "2", "away_until_year": "2028"}
    page = client.post(address, first | until).content.decode()
    assert "Nobody stands in for longer than 3 months" in page
    assert f'value="{owner.email}"' in page
    assert client.post(address, first).status_code == 302
    team_role.refresh_from_db()
    assert team_role.away_until == date(2027, 5, 4)


@pytest.mark.parametrize("closed", ["the one who is away", "the one who stands in"])
def test_standing_in_ends_at_once_when_an_account_is_closed(
    programme: Programme, owner: User, ada: User, now: datetime, closed: str, signed_in: Callable[[User], Client]
) -> None:
    role = owner.programme_roles.get()
    name_deputy(role, email=ada.email, away_from=now.date(), away_until=None, actor=owner, now=now)
    client = signed_in(ada)
    assert may(ada, programme, [Role.OWNER], now=now)
    assert client.get(TEAM).status_code == 200
    User.objects.filter(pk=owner.pk if closed == "the one who is away" else ada.pk).update(is_active=False)
    ada.refresh_from_db()
    assert not may(ada, programme, Role.values, now=now)
    assert not is_staff_member(ada, now=now)
    assert client.get(TEAM).status_code in (302, 404)
    deliver_due(clock=lambda: now)
    assert mail.outbox == [], "nobody is told that they stand in"


def test_the_database_keeps_the_rules_of_deputies(team_role: ProgrammeRole, ada: User) -> None:
    for wrong in (
        {"deputy": ada},
        {"away_from": "2027-01-02", "away_until": "2027-01-01"},
        {"away_from": "2027-01-02"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgrammeRole.objects.filter(pk=team_role.pk).update(**wrong)


def test_two_programmes_do_not_share_a_name_or_an_address(root: User, now: datetime) -> None:
    def start(name: str) -> Programme:
        return save_programme(None, name=name, provider="", reply_to="", actor=root, now=now)

    first = start("Digital fellowship")
    assert first.slug == "digital-fellowship"
    assert first.roles.get().user == root
    for taken in ("Digital fellowship", "Digital Fellowship!"):
        with pytest.raises(ProgrammeNameTaken):
            start(taken)
    assert start("Add").slug == "add-programme"
    first = save_programme(first, name="New name", provider="", reply_to="", actor=root, now=now)
    assert first.slug == "digital-fellowship", "links to it stay"


# --- The pages --------------------------------------------------------------------------------


def test_an_owner_adds_removes_and_names_who_stands_in(
    programme: Programme, owner: User, ada: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(owner)
    answer = client.post(TEAM, {"email": "nobody@example.org", "role": "REVIEWER"})
    assert "Nobody has confirmed that address here" in answer.content.decode()
    assert client.post(TEAM, {"email": ada.email, "role": "REVIEWER"}).url == TEAM
    page = client.get(TEAM).content.decode()
    assert "Ada Okafor is now reviewer. We wrote to them." in page
    role = programme.roles.get(user=ada)
    dates = {"away_from_day": "1", "away_from_month": "Mar", "away_from_year": "2099"}
    dates |= {"away_until_day": "28", "away_until_month": "2", "away_until_year": "2099"}
    address = f"{TEAM}{role.pk}/deputy/"
    page = client.post(address, {"email": owner.email, **dates}).content.decode()
    assert "The last day away must not be before the first" in page
    client.post(address, {"email": owner.email, **dates, "away_until_month": "3"})
    assert "Olu Owner, 1 March to 28 March 2099" in client.get(TEAM).content.decode()
    client.post(address, {"end": "yes"})
    assert "28 March 2099" not in client.get(TEAM).content.decode()
    assert "Remove Ada Okafor as reviewer?" in client.get(f"{TEAM}{role.pk}/remove/").content.decode()
    client.post(f"{TEAM}{role.pk}/remove/")
    assert "Ada Okafor is no longer reviewer." in client.get(TEAM).content.decode()
    assert not programme.roles.filter(user=ada).exists()


def test_the_last_owner_is_told_why_they_cannot_leave(
    programme: Programme, owner: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(owner).post(f"{TEAM}{owner.programme_roles.get().pk}/remove/").content.decode()
    assert "A programme needs an owner" in page


def test_a_member_sees_the_team_and_changes_only_their_own_stand_in(
    programme: Programme, owner: User, ada: User, team_role: ProgrammeRole, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(ada)
    page = client.get(TEAM).content.decode()
    assert "Olu Owner" in page
    assert "Add somebody" not in page
    assert client.post(TEAM, {"email": ada.email, "role": "OWNER"}).status_code == 403
    assert client.get(f"{TEAM}{team_role.pk}/deputy/").status_code == 200
    theirs = owner.programme_roles.get().pk
    for address in (f"{TEAM}{theirs}/deputy/", f"{TEAM}{theirs}/remove/", f"{TEAM}{team_role.pk}/remove/"):
        assert client.post(address, {"end": "yes"}).status_code == 404, address
    assert programme.roles.filter(user=owner).exists()


def test_a_role_of_another_programme_is_not_reached_through_ones_own(
    programme: Programme, owner: User, ada: User, signed_in: Callable[[User], Client]
) -> None:
    other = Programme.objects.create(name="Another", slug="another")
    theirs = ProgrammeRole.objects.create(programme=other, user=ada, role=Role.OWNER)
    client = signed_in(owner)
    for page in ("remove", "deputy"):
        assert client.post(f"{TEAM}{theirs.pk}/{page}/").status_code == 404
    assert ProgrammeRole.objects.filter(pk=theirs.pk).exists()


def test_pages_cost_the_same_however_many_there_are(
    programme: Programme,
    owner: User,
    make_person: MakePerson,
    signed_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        person = make_person(f"reviewer{number}@example.org")
        ProgrammeRole.objects.create(programme=programme, user=person, role=Role.REVIEWER)
        other = Programme.objects.create(name=f"Programme {number}", slug=f"programme-{number}")
        ProgrammeRole.objects.create(programme=other, user=owner, role=Role.OWNER)
    client = signed_in(owner)
    client.get(TEAM)
    # Each app has its section on one's own page.
    for address, most in ((TEAM, 12), ("/staff/programmes/", 12), ("/me/", 28)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_who_stands_in_for_an_owner_makes_and_removes_no_owners(
    programme: Programme, owner: User, ada: User, make_person: MakePerson, signed_in: Callable[[User], Client]
) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    role = programme.roles.get(user=owner)
    name_deputy(role, email=ada.email, away_from=today, away_until=today, actor=owner, now=now)
    make_person("eve@example.org")
    client = signed_in(ada)
    page = client.post(TEAM, {"email": ada.email, "role": "OWNER"}).content.decode()
    assert "Only an owner or a site administrator may make somebody an owner" in page
    page = client.post(f"{TEAM}{role.pk}/remove/").content.decode()
    assert "You stand in for an owner" in page
    assert list(programme.roles.values_list("user", "role")) == [(owner.pk, "OWNER")]
    assert client.post(TEAM, {"email": "eve@example.org", "role": "REVIEWER"}).status_code == 302
