"""Reach is the share of the staff who could have applied; nobody's guess stands in for their number."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from fellowship.forms.applying import AboutYouForm
from fellowship.forms.reporting import EligibleStaffForm, name_of
from fellowship.models import Application, Cohort, EligibleGroup, EligibleStaff
from fellowship.models.moves import ApplicationState
from fellowship.reporting.funder import rounded
from fellowship.reporting.reach import (
    EVERYBODY,
    NOT_KNOWN,
    FewerThanApplied,
    Group,
    applicants_by_group,
    applicants_of,
    eligible_by_group,
    reach,
    reach_of_group,
    reaches_of,
    save_eligible,
    tables_of,
)
from tests.fellowship.world import NOW, application, call, cohort, in_team

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
ON = {"counted_on_day": "31", "counted_on_month": "3", "counted_on_year": "2026"}
LONDON, WALES, NURSE, BAND_7 = ("region", "LONDON"), ("region", "WALES"), ("profession", "NURSE"), ("band", "7")


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


def from_groups(of: Cohort, count: int, **said: str) -> None:
    for _ in range(count):
        made = application(of.call, state=ApplicationState.SUBMITTED)
        Application.objects.filter(pk=made.pk).update(**said)


def save(of: Cohort, number: int | None, groups: dict[Group, int]) -> None:
    admin = in_team(of.programme)
    save_eligible(of, number=number, source="A list", counted_on=DAY, groups=groups, actor=admin, now=NOW)


@given(st.integers(0, 500), st.integers(0, 100_000))
def test_the_share_of_a_group_tells_no_more_than_the_two_rounded_counts_beside_it(applied: int, eligible: int) -> None:
    shown = reach_of_group(applied, eligible)
    count, of = rounded(applied), rounded(eligible)
    if count.isdigit() and of.isdigit():
        assert shown == reach_of_group(int(count), int(of))
    else:
        assert shown == "fewer than 5 people"


def test_the_share_of_a_group_is_made_of_rounded_counts_and_never_made_up() -> None:
    shares = [reach_of_group(*one) for one in ((0, 40), (5, 1_000), (12, 48), (48, 48), (8, 8))]
    assert shares == ["0%", "0.5%", "20%", "100%", "100%"]
    assert reach_of_group(40, None) == NOT_KNOWN
    assert reach_of_group(0, 0) == "Nobody could have applied"


def test_tables_give_applicants_staff_and_reach_of_each_group_and_hide_what_is_small() -> None:
    of = call(cohort(places=30)).cohort
    from_groups(of, 12, region="LONDON", profession="NURSE", band="7")
    from_groups(of, 3, region="WALES", band="NONE")
    save(of, 1_000, {LONDON: 49, WALES: 4, ("region", "SCOTLAND"): 302, ("band", "NONE"): 31})
    regions, professions, bands = tables_of(of)
    assert regions.title == "Reach by region"
    assert regions.columns == ("Applicants", "Staff who could have applied", "Reach")
    assert regions.rows == (
        ("London", ("10", "50", "20%")),
        ("Scotland", ("0", "300", "0%")),
        ("Wales", ("fewer than 5", "fewer than 5", "fewer than 5 people")),
    )
    assert professions.rows == (
        ("Nurse", ("10", NOT_KNOWN, NOT_KNOWN)), ("Not said", ("fewer than 5", NOT_KNOWN, NOT_KNOWN)),
    )  # fmt: skip
    assert bands.rows == (
        ("Not on an NHS band", ("fewer than 5", "30", "fewer than 5 people")), ("Band 7", ("10", NOT_KNOWN, NOT_KNOWN)),
    )  # fmt: skip


def test_who_applied_twice_belongs_to_the_group_that_the_last_application_says() -> None:
    of = call(cohort(places=30)).cohort
    from_groups(of, 1, region="LONDON")
    first = Application.objects.get(call=of.call)
    first.state = ApplicationState.WITHDRAWN
    first.save()
    again = application(of.call, state=ApplicationState.SUBMITTED, user=first.user)
    again.submitted_at, again.region = NOW, "WALES"
    again.save()
    found = applicants_by_group(of)
    assert (found[EVERYBODY], found[LONDON], found[WALES]) == (1, 0, 1)


def test_what_was_left_empty_is_not_known_again_and_more_applicants_than_staff_of_a_group_are_refused() -> None:
    of = call(cohort(places=30)).cohort
    from_groups(of, 6, region="LONDON", band="7")
    save(of, 1_000, {LONDON: 400, BAND_7: 90})
    with pytest.raises(FewerThanApplied) as refused:
        save(of, 900, {LONDON: 5, BAND_7: 6})
    assert set(refused.value.sentences) == {LONDON} and "“London”: 6 people have applied" in str(refused.value)
    assert eligible_by_group(of) == {LONDON: 400, BAND_7: 90}
    save(of, 1_000, {BAND_7: 95, NURSE: 0})
    assert eligible_by_group(of) == {BAND_7: 95, NURSE: 0}
    assert AuditEntry.objects.filter(action="fellowship.eligible_staff_saved", detail__groups=2).count() == 2
    save(of, None, {})
    assert not EligibleGroup.objects.exists() and reaches_of([of]) == {of.pk: NOT_KNOWN}


def test_there_is_a_field_for_each_region_profession_and_band_that_applicants_choose_from() -> None:
    about_you = AboutYouForm().fields
    for kind in EligibleGroup.Kind:
        offered = [name_of((kind, value)) for value, _ in about_you[kind].choices if value]  # type: ignore[attr-defined]
        assert offered == [name for name in EligibleStaffForm().fields if name.startswith(f"{kind}_")]


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ({LONDON: "-1"}, "“London” must be 0 or more"),
        ({BAND_7: "some"}, "Enter a whole number"),
        ({NURSE: "99999999999999999999"}, "must be 10000000 or less"),
        ({NURSE: "1001"}, "“Nurse” cannot be more than the whole, 1,000"),
        ({LONDON: "600", WALES: "401"}, "The numbers under “Region” add up to 1,001, which is more than 1,000"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(groups: dict[Group, str], words: str) -> None:
    data = {"number": "1000", "source": "A list", **ON}
    form = EligibleStaffForm(data | {name_of(group): number for group, number in groups.items()})
    assert not form.is_valid() and words in str(form)


def test_groups_of_which_nobody_knows_the_whole_ask_for_it() -> None:
    form = EligibleStaffForm({"source": "A list", **ON, name_of(LONDON): "20"})
    assert not form.is_valid() and "Enter how many could have applied in all" in str(form)


def test_groups_may_together_be_the_whole_and_each_kind_is_counted_by_itself() -> None:
    data = {"number": "1000", "source": "A list", **ON}
    form = EligibleStaffForm(data | {name_of(LONDON): "600", name_of(WALES): "400", name_of(BAND_7): "1000"})
    assert form.is_valid() and form.groups() == {LONDON: 600, WALES: 400, BAND_7: 1_000}


def test_groups_are_entered_on_the_same_page_and_are_in_the_report_and_its_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = call(cohort(places=30)).cohort
    from_groups(of, 12, region="LONDON", profession="NURSE", band="7")
    client = Client()
    admin = in_team(of.programme)
    admin.set_password("three quiet otters")
    admin.save()
    client.force_login(admin)
    page, report = (f"/staff/cohorts/{of.uuid}/report/{end}" for end in ("eligible/", ""))
    data = {"number": "1000", "source": "A list", **ON, name_of(LONDON): "52", name_of(NURSE): "7"}
    refused = client.post(page, data).content.decode()
    assert "“Nurse”: 12 people have applied" in refused and 'value="52"' in refused
    text = client.post(page, data | {name_of(NURSE): "700"}, follow=True).content.decode()
    assert all(words in text for words in ("Reach by region", "Reach by registered profession", "Reach by pay band"))
    assert "<td>10</td><td>50</td><td>20%</td>" in text and "<td>10</td><td>700</td><td>1.4%</td>" in text
    again = client.get(page).content.decode()
    assert 'value="52"' in again and 'value="700"' in again
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    file = client.get(report, {"csv": "yes"}).content.decode("utf-8-sig")
    assert "Reach,Reach by region,London,Reach,20%" in file
    assert "Reach,Reach by pay band,Band 7,Staff who could have applied,Not known" in file


def test_reach_by_group_takes_two_queries_however_many_groups_are_known() -> None:
    of = call(cohort(places=30)).cohort
    asked = []
    for groups in ({LONDON: 40}, {(kind.value, value): 40 for kind in EligibleGroup.Kind
                                  for value, _ in EligibleGroup.VALUES[kind]}):  # fmt: skip
        from_groups(of, 3, region="LONDON")
        save(of, 1_000, groups)
        with CaptureQueriesContext(connection) as queries:
            tables_of(of)
        asked.append(len(queries))
    assert asked == [2, 2]
