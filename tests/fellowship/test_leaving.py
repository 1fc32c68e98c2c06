"""When somebody leaves a team, what they have open goes to somebody else, or back to the team."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.handing_over import open_work
from accounts.models import Programme, ProgrammeRole, User
from accounts.programmes import CannotTakeItOver, take_role
from fellowship.advising.asking import give_conversation
from fellowship.models import Conflict, DeepDive, Fellow, Flag, LearningSet, Review
from fellowship.models.moves import ApplicationState
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
Role = ProgrammeRole.Role


def role_of(programme: Programme, user: User) -> ProgrammeRole:
    return programme.roles.get(user=user)


def test_open_readings_go_on_unless_a_conflict_speaks_against_it() -> None:
    call = world.call()
    programme = call.cohort.programme
    owner, leaves, stays = (world.in_team(programme, role) for role in (Role.OWNER, Role.REVIEWER, Role.REVIEWER))
    open_one, conflicted, done = (world.application(call, state=ApplicationState.IN_REVIEW) for _ in range(3))
    for one, state in ((open_one, "STARTED"), (conflicted, "ASSIGNED"), (done, "DONE")):
        Review.objects.create(application=one, reviewer=leaves, state=state, assigned_at=NOW)
    Conflict.objects.create(application=conflicted, reviewer=stays, why=Conflict.Why.DECLARED)
    given = role_of(programme, leaves)
    assert open_work([given]) == {given.pk: ["2 applications to read"]}
    take_role(given, to=stays, actor=owner, now=NOW)
    readings = Review.objects.exclude(state="RETURNED").values_list("application", "reviewer", "state")
    assert set(readings) == {(open_one.pk, stays.pk, "ASSIGNED"), (done.pk, leaves.pk, "DONE")}


def test_fellows_and_sets_get_somebody_else_or_nobody_yet() -> None:
    cohort = world.cohort(state="RUNNING")
    programme = cohort.programme
    owner = world.in_team(programme, Role.OWNER)
    first, second = (world.in_team(programme, Role.ADVISER) for _ in range(2))
    leader = world.in_team(programme, Role.FACILITATOR)
    fellow = Fellow.objects.create(cohort=cohort, user=world.person(), adviser=first, enrolled_at=NOW)
    learning_set = LearningSet.objects.create(cohort=cohort, number=1, facilitator=leader)
    with pytest.raises(CannotTakeItOver):
        take_role(role_of(programme, first), to=owner, actor=owner, now=NOW)
    take_role(role_of(programme, first), to=second, actor=owner, now=NOW)
    take_role(role_of(programme, leader), actor=owner, now=NOW)
    fellow.refresh_from_db()
    learning_set.refresh_from_db()
    assert (fellow.adviser, learning_set.facilitator) == (second, None)


def test_first_conversations_with_people_who_are_no_fellows_yet_are_handed_over_too() -> None:
    cohort = world.cohort()
    first, second = (world.in_team(cohort.programme, Role.ADVISER) for _ in range(2))
    owner = world.in_team(cohort.programme, Role.OWNER)
    coming = world.application(world.call(cohort), state=ApplicationState.ONBOARDING)
    give_conversation([coming], first, actor=owner, now=NOW)
    DeepDive.objects.update(asked_at=NOW)
    given = role_of(cohort.programme, first)
    assert open_work([given]) == {given.pk: ["1 first conversation to hold"]}
    take_role(given, to=second, actor=owner, now=NOW)
    note = DeepDive.objects.get()
    assert (note.adviser, note.asked_at) == (second, None)
    take_role(role_of(cohort.programme, second), actor=owner, now=NOW)
    note.refresh_from_db()
    assert note.adviser is None


def test_work_in_another_programme_stays_where_it_is() -> None:
    here, there = world.cohort(), world.cohort()
    adviser = world.in_team(here.programme, Role.ADVISER)
    ProgrammeRole.objects.create(programme=there.programme, user=adviser, role=Role.ADVISER)
    elsewhere = Fellow.objects.create(cohort=there, user=world.person(), adviser=adviser, enrolled_at=NOW)
    assert open_work([role_of(here.programme, adviser)]) == {}
    take_role(role_of(here.programme, adviser), actor=world.in_team(here.programme, Role.OWNER), now=NOW)
    elsewhere.refresh_from_db()
    assert elsewhere.adviser == adviser


def test_the_page_says_what_is_open_and_asks_who_takes_it_over(client: Client) -> None:
    cohort = world.cohort(state="RUNNING")
    programme = cohort.programme
    owner, first, second = (world.in_team(programme, role) for role in (Role.OWNER, Role.ADVISER, Role.ADVISER))
    fellow = Fellow.objects.create(cohort=cohort, user=world.person(), adviser=first, enrolled_at=NOW)
    client.force_login(owner)
    address = reverse("accounts:role_take", args=[programme.slug, role_of(programme, first).pk])
    page = client.get(address).content.decode()
    assert "1 fellow to advise" in page and second.name in page
    assert "There is a problem" in client.post(address, {"to": owner.pk}).content.decode()
    client.post(address, {"to": second.pk})
    fellow.refresh_from_db()
    assert fellow.adviser == second


def test_who_stands_in_sees_what_is_open_and_an_owner_hands_it_over(client: Client) -> None:
    cohort = world.cohort(state="RUNNING")
    programme = cohort.programme
    owner, away, other = (world.in_team(programme, role) for role in (Role.OWNER, Role.ADVISER, Role.ADVISER))
    deputy = world.person()
    fellow = Fellow.objects.create(cohort=cohort, user=world.person(), adviser=away, enrolled_at=NOW)
    today = timezone.localdate()
    given = role_of(programme, away)
    programme.roles.filter(pk=given.pk).update(deputy=deputy, away_from=today, away_until=today)
    client.force_login(deputy)
    assert "Open: 1 fellow to advise" in client.get(reverse("dashboard")).content.decode()
    client.force_login(owner)
    assert (
        "1 fellow to advise" in client.get(reverse("accounts:programme_team", args=[programme.slug])).content.decode()
    )
    address = reverse("accounts:role_hand_over", args=[programme.slug, given.pk])
    assert "Choose who takes it over" in client.post(address).content.decode()
    client.post(address, {"to": other.pk})
    fellow.refresh_from_db()
    assert fellow.adviser == other and programme.roles.filter(pk=given.pk).exists()


def test_an_early_warning_is_never_nobodys() -> None:
    cohort = world.cohort(state="RUNNING")
    owner, leaves = (world.in_team(cohort.programme, role) for role in (Role.OWNER, Role.ADVISER))
    fellow = Fellow.objects.create(cohort=cohort, user=world.person(), adviser=leaves, enrolled_at=NOW)
    flag = Flag.objects.create(fellow=fellow, owner=leaves, level=3, points=9, raised_at=NOW, due_on=NOW.date())
    take_role(role_of(cohort.programme, leaves), actor=owner, now=NOW)
    flag.refresh_from_db()
    assert flag.owner == owner
