"""Reach is the share of the staff who could have applied; nobody's guess stands in for their number."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from fellowship.models import Cohort, EligibleStaff
from fellowship.models.moves import ApplicationState
from fellowship.reporting.funder import rounded
from fellowship.reporting.reach import NOT_KNOWN, FewerThanApplied, applicants_of, reach, reaches_of, save_eligible
from tests.fellowship.world import NOW, application, call, cohort, in_team

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


def with_applicants(count: int) -> Cohort:
    of = call(cohort(places=30))
    for _ in range(count):
        application(of, state=ApplicationState.SUBMITTED)
    return of.cohort


def known(number: int) -> EligibleStaff:
    return EligibleStaff(number=number, source="Counted by us", counted_on=DAY)


@given(st.integers(0, 3_000), st.integers(3_000, 2_000_000))
def test_a_share_tells_no_more_than_the_rounded_count_of_applicants(applied: int, eligible: int) -> None:
    assert reach(applied, known(eligible)) == reach(int(rounded(applied)) if applied >= 5 else applied, known(eligible))
    if 0 < applied < 5:
        assert reach(applied, known(eligible)) == "fewer than 5 people"


def test_shares_have_two_digits_however_small() -> None:
    assert [reach(one, known(3_000)) for one in (0, 5, 61, 299, 3_000)] == ["0%", "0.17%", "2%", "10%", "100%"]
    assert reach(120, None) == NOT_KNOWN


def test_it_is_not_known_until_somebody_says_so_with_source_and_day_and_can_be_unknown_again() -> None:
    of = with_applicants(7)
    application(of.call, state=ApplicationState.DRAFT)
    assert reaches_of([of]) == {of.pk: NOT_KNOWN}
    admin = in_team(of.programme)
    save_eligible(of, number=400, source="The trusts’ lists", counted_on=DAY, actor=admin, now=NOW)
    assert reaches_of([of]) == {of.pk: "1.2%"}
    assert AuditEntry.objects.filter(action="fellowship.eligible_staff_saved", detail__number=400).exists()
    save_eligible(of, number=None, source="", counted_on=None, actor=admin, now=NOW)
    assert reaches_of([of]) == {of.pk: NOT_KNOWN}


def test_who_applied_twice_is_one_applicant_and_more_applicants_than_staff_are_refused() -> None:
    of = with_applicants(6)
    again = application(of.call, state=ApplicationState.WITHDRAWN)
    again.submitted_at, again.user = NOW, of.call.applications.exclude(pk=again.pk)[0].user
    again.save()
    assert applicants_of([of]) == {of.pk: 6}
    with pytest.raises(FewerThanApplied, match="6 people"):
        save_eligible(of, number=5, source="-", counted_on=DAY, actor=in_team(of.programme), now=NOW)


def test_the_number_is_entered_with_where_it_comes_from_and_shown_wherever_reach_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = with_applicants(12)
    admin = in_team(of.programme)
    admin.set_password("three quiet otters")
    admin.save()
    client = Client()
    client.force_login(admin)
    page, report = (f"/staff/cohorts/{of.uuid}/report/{end}" for end in ("eligible/", ""))
    assert NOT_KNOWN in client.get(report).content.decode()
    alone = client.post(page, {"number": "1000"}).content.decode()
    assert "Say where the number comes from" in alone and "Enter the day" in alone and 'value="1000"' in alone
    assert "leave all three empty" in client.post(page, {"source": "Somewhere"}).content.decode()
    on = {"counted_on_day": "31", "counted_on_month": "3", "counted_on_year": "2026"}
    too_few = client.post(page, {"number": "3", "source": "A list", **on}).content.decode()
    assert "12 people have applied" in too_few and "A list" in too_few
    assert "in the future" in client.post(page, {"number": "9", **on, "counted_on_year": "2099"}).content.decode()
    answer = client.post(page, {"number": "1000", "source": "A list of trusts", **on}, follow=True)
    text = answer.content.decode()
    assert all(words in text for words in ("1,000", "A list of trusts, 31 March 2026", "1%"))
    assert "1%" in client.get("/staff/cohorts/numbers/").content.decode()
    monkeypatch.setattr(
        "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", lambda request: True
    )
    file = client.get(report, {"csv": "yes"}).content.decode("utf-8-sig")
    assert "Reach,Reach: applicants as a share of them,,,1%" in file and "A list of trusts" in file
    assert "1%" in client.get("/staff/cohorts/numbers/", {"csv": "yes"}).content.decode("utf-8-sig")
