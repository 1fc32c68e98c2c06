"""Somebody of the team who applies: about themselves they read and decide no more than any applicant."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from fellowship.deciding import deferring, reserve
from fellowship.enrolling import enrol, ready
from fellowship.interviewing import booking, panels, scoring
from fellowship.models import Application, Call, Interview, OnboardingItem
from fellowship.models.moves import ApplicationState
from fellowship.moving import NotYours
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Any:
    settings.STAFF_NEED_MFA = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call() -> Call:
    return world.call()


@pytest.fixture
def admin(call: Call) -> User:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def team(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def page(name: str, call: Call, *arguments: Any) -> str:
    return reverse(f"fellowship:{name}", args=[call.cohort.uuid, *arguments])


def own(call: Call, admin: User, state: str, **fields: Any) -> Application:
    made = world.application(call, state=state, user=admin)
    Application.objects.filter(pk=made.pk).update(name="Own Canary", **fields)
    return made


def test_their_row_stands_in_no_list_in_which_it_would_tell(call: Call, admin: User, team: Client) -> None:
    one = own(call, admin, S.SCORED, mean_score=Decimal("17.25"))
    for name in ("application_list", "screening"):
        said = team.get(page(name, call)).content.decode()
        assert one.reference not in said and "Own Canary" not in said and "17.25" not in said
    Application.objects.filter(pk=one.pk).update(state=S.SUBMITTED)
    assert one.reference not in team.get(page("screening", call)).content.decode()


def test_they_do_not_move_themselves_up_the_reserve_list(call: Call, admin: User, team: Client) -> None:
    other = world.application(call, state=S.RESERVE)
    Application.objects.filter(pk=other.pk).update(reserve_rank=1)
    one = own(call, admin, S.RESERVE, reserve_rank=2, mean_score=Decimal("17.25"))
    with pytest.raises(NotYours):
        reserve.move_on_reserve(call, one.pk, 1, actor=admin, now=NOW)
    assert team.post(page("reserve_list", call), {"application": one.uuid, "rank": "1"}).status_code == 403
    one.refresh_from_db()
    assert one.reserve_rank == 2


def test_they_do_not_waive_their_own_conditions(call: Call, admin: User, team: Client) -> None:
    one = own(call, admin, S.ACCEPTED)
    ready.begin_for_all(now=NOW)
    address = reverse("fellowship:onboarding", args=[one.uuid])
    assert team.get(address).status_code == 404
    answer = team.post(address, {"do": "tick", "kind": OnboardingItem.Kind.SPONSOR, "note": "I know"})
    assert answer.status_code == 404 and not one.onboarding.filter(done_at__isnull=False).exists()


def test_enrolling_many_leaves_them_out_and_takes_the_rest(call: Call, admin: User) -> None:
    people = [own(call, admin, S.ACCEPTED), world.application(call, state=S.ACCEPTED)]
    ready.begin_for_all(now=NOW)
    OnboardingItem.objects.update(done_at=NOW)
    done = enrol.enrol_many(people, actor=admin, now=NOW)
    assert [one.application for one in done.fellows] == people[1:]
    assert [one for one, _ in done.waiting] == people[:1]


def test_they_do_not_take_up_their_own_deferred_place(call: Call, admin: User) -> None:
    one = own(call, admin, S.ACCEPTED)
    year = timedelta(days=364)
    later = world.cohort(
        call.cohort.programme, starts_on=call.cohort.starts_on + year, ends_on=call.cohort.ends_on + year
    )
    there, colleague = world.call(later), world.in_team(call.cohort.programme)
    deferral = deferring.defer(one.pk, later, reason="A child", actor=colleague, now=NOW)
    with pytest.raises(NotYours):
        deferring.take_up(deferral.pk, later, actor=admin, now=NOW)
    assert deferring.take_up(deferral.pk, later, actor=colleague, now=NOW).call == there


def test_put_on_the_panel_after_they_had_booked_they_do_not_score_themselves(
    call: Call, admin: User, team: Client, clock: Any
) -> None:
    sitting = world.in_team(call.cohort.programme)
    panel = panels.save_panel(call, None, name="A", place="", members=[sitting.pk], actor=sitting, now=NOW)
    (slot,) = panels.add_times(panel, on=date(2027, 3, 17), first=time(9), minutes=40, gap=0, count=1, now=NOW)
    one = own(call, admin, S.INTERVIEW_INVITED)
    booking.book(one.pk, slot.pk, actor=admin, now=NOW)
    panels.save_panel(call, panel, name="A", place="", members=[sitting.pk, admin.pk], actor=sitting, now=NOW)
    interview = Interview.objects.get()
    clock.move_to(slot.starts_at)
    team.force_login(admin)
    assert team.get(reverse("fellowship:interview_score", args=[interview.uuid])).status_code == 404
    with pytest.raises(scoring.NotOnThePanel):
        scoring.save_scores(interview.pk, {}, member=admin, now=slot.starts_at)
