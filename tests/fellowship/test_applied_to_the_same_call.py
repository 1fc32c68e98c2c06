"""Who applies to a call neither reads nor judges anything of it: all others stand beside them for the same places."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ProgrammeRole
from fellowship.models import Application, Call, Conflict, Interview, InterviewSlot, Panel, PanelMember, Review
from fellowship.models.moves import ApplicationState
from fellowship.reviewing import assigning
from fellowship.reviewing.readings import readings_of
from tests.fellowship import world
from tests.fellowship.readings import client_of, handed_in, read_call, shared
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture(autouse=True)
def at_now(settings: Settings) -> Any:
    settings.STAFF_NEED_MFA = False
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_reviewer_who_begins_an_application_reads_nothing_of_that_call_any_more() -> None:
    call, admin, reviewers = read_call(3)
    handed_in(call)
    handed_in(call)
    shared(call, admin)
    reviewer = next(one for one in reviewers if readings_of(one).exists())
    reading = readings_of(reviewer)[0]
    client = client_of(reviewer)
    own = world.application(call, user=reviewer)  # a draft is enough
    for name in ("review", "review_return", "review_report"):
        assert client.get(reverse(f"fellowship:{name}", args=[reading.uuid])).status_code == 404
    assigning.share_out(call, actor=admin, now=NOW)
    theirs = Review.objects.filter(application__call=call, reviewer=reviewer)
    assert set(theirs.values_list("state", flat=True)) == {Review.State.RETURNED}
    assert set(Conflict.objects.filter(reviewer=reviewer).values_list("why", flat=True)) == {Conflict.Why.APPLIED}
    Application.objects.filter(pk=own.pk).update(state=S.WITHDRAWN)
    assert readings_of(reviewer).exists()


@pytest.mark.parametrize(
    "name", ["score_table", "shortlist", "decision_list", "decision_release", "reserve_list", "interview_list"]
)
def test_an_admin_who_applies_judges_nobody_of_that_call(name: str) -> None:
    call: Call = world.call()
    admin = world.in_team(call.cohort.programme)
    client, page = client_of(admin), reverse(f"fellowship:{name}", args=[call.cohort.uuid])
    assert client.get(page).status_code == 200
    own = world.application(call, user=admin)
    assert client.get(page).status_code == 403
    Application.objects.filter(pk=own.pk).update(state=S.WITHDRAWN)
    assert client.get(page).status_code == 200


def test_somebody_on_a_panel_who_applies_sees_no_interview_of_it() -> None:
    call: Call = world.call()
    sitting = world.in_team(call.cohort.programme, ProgrammeRole.Role.REVIEWER)
    panel = Panel.objects.create(call=call, name="A")
    PanelMember.objects.create(panel=panel, user=sitting)
    slot = InterviewSlot.objects.create(panel=panel, starts_at=NOW, ends_at=NOW.replace(hour=13))
    met = world.application(call, state=S.INTERVIEW_BOOKED)
    interview = Interview.objects.create(application=met, slot=slot)
    client, page = client_of(sitting), reverse("fellowship:interview_score", args=[interview.uuid])
    assert client.get(page).status_code == 200
    world.application(call, user=sitting)
    assert client.get(page).status_code == 404
