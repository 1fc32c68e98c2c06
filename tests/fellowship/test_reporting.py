"""Numbers of cohorts lead to as many rows; the report to those who pay recognises nobody."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from fellowship.models import ApplicationMove, Equality, Fellow
from fellowship.models.moves import ApplicationState
from fellowship.reporting.funder import STAGES, report_of, rounded, share
from fellowship.reporting.numbers import numbers_in_full, numbers_of
from tests.fellowship.world import NOW, application, call, cohort, fellow, in_team

pytestmark = pytest.mark.django_db
S = ApplicationState


@given(st.integers(0, 10_000))
def test_a_rounded_count_is_within_two_and_never_small(count: int) -> None:
    shown = rounded(count)
    if shown == "fewer than 5":
        assert 0 < count < 5
    else:
        assert int(shown) % 5 == 0
        assert abs(int(shown) - count) <= 2


def test_shares_need_five_people() -> None:
    assert share(4, 4) == "fewer than 5 people"
    assert share(4, 5) == "80%"
    assert share(29, 30) == share(28, 30) == "95%"


def test_who_has_come_further_has_been_at_every_stage_before() -> None:
    of = call(cohort(places=30))
    for state in (S.SUBMITTED, S.SHORTLISTED, S.OFFERED, S.WITHDRAWN):
        for _ in range(5):
            made = application(of, state=state)
            made.submitted_at = NOW
            made.save()
    for state in (Fellow.State.ACTIVE, Fellow.State.COMPLETED):
        for _ in range(5):
            fellow(of.cohort, state=state)
    everybody = report_of(of.cohort, now=NOW).reach[0]
    assert everybody.columns == STAGES
    assert everybody.rows == (("All applications", ("30", "20", "15", "10", "5")),)


def test_who_was_turned_down_after_an_interview_was_shortlisted_and_what_was_undone_was_not() -> None:
    of = call(cohort(places=30))
    for _ in range(5):
        made = application(of, state=S.UNSUCCESSFUL)
        made.submitted_at = NOW
        made.save()
        for before, after in ((S.SCORED, S.SHORTLISTED), (S.SHORTLISTED, S.INTERVIEWED), (S.INTERVIEWED, made.state)):
            ApplicationMove.objects.create(application=made, before=before, after=after, moved_at=NOW)
    for _ in range(5):
        made = application(of, state=S.SCORED)
        made.submitted_at = NOW
        made.save()
        for before, after, undo in ((S.SCORED, S.SHORTLISTED, False), (S.SHORTLISTED, S.SCORED, True)):
            ApplicationMove.objects.create(
                application=made, before=before, after=after, moved_at=NOW, is_undo=undo, reason="Wrong" if undo else ""
            )
    assert report_of(of.cohort, now=NOW).reach[0].rows == (("All applications", ("10", "5", "0", "0", "0")),)


def test_a_share_of_nobody_is_said_in_words() -> None:
    report = report_of(cohort(), now=NOW)
    facts = dict(report.implementation + report.maintenance)
    assert facts["Projects that still run, at least in part"] == "Nobody has answered yet"
    assert not [words for words in facts.values() if "of 0" in words]


def test_equality_answers_are_counted_by_stage_and_name_nobody() -> None:
    of = call(cohort(places=30))
    for number in range(12):
        made = application(of, state=S.OFFERED if number < 3 else S.SUBMITTED)
        made.submitted_at = NOW
        made.save()
        Equality.objects.create(application=made, answers={"sex": "female" if number < 11 else "male"})
    table = next(one for one in report_of(of.cohort, now=NOW).equality if one.title == "Sex")
    assert dict(table.rows) == {
        "Female": ("10", "fewer than 5", "fewer than 5", "0", "0"),
        "Male": ("fewer than 5", "0", "0", "0", "0"),
    }


def test_each_number_of_a_cohort_leads_to_as_many_rows() -> None:
    of = call(cohort(places=30))
    for state in (S.SUBMITTED, S.SUBMITTED, S.IN_REVIEW, S.OFFERED):
        application(of, state=state)
    client = Client()
    client.force_login(in_team(of.cohort.programme))
    page = client.get(f"/staff/cohorts/{of.cohort.uuid}/numbers/")
    assert page.status_code == 200
    for count, words, address in page.context["states"]:
        assert client.get(address).context["list"].count == count, words
    assert [count for count, *_ in page.context["states"]] == [2, 1, 1]


def test_numbers_cost_as_many_queries_for_twenty_people_and_cohorts_as_for_two() -> None:
    asked = []
    for count in (2, 20):
        of = cohort(places=50)
        for _ in range(count):
            fellow(of)
        others = [cohort(of.programme) for _ in range(count)]
        for run in (lambda: numbers_in_full(of, now=NOW), lambda: numbers_of([of, *others])):  # noqa: B023
            with CaptureQueriesContext(connection) as queries:
                run()
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_the_report_is_a_page_and_a_file_for_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    of = call(cohort(places=30))
    for _ in range(6):
        fellow(of.cohort)
    admin = in_team(of.cohort.programme)
    admin.set_password("three quiet otters")
    admin.save()
    client = Client()
    client.force_login(admin)
    address = f"/staff/cohorts/{of.cohort.uuid}/report/"
    page = client.get(address).content.decode()
    assert all(part in page for part in ("Reach", "Effectiveness", "Adoption", "Implementation", "Maintenance"))
    names = list(of.cohort.fellows.values_list("user__email", flat=True))
    assert not [name for name in names if name in page]
    assert client.get(address, {"csv": "yes"}).headers["Location"].startswith("/account/reauthenticate/")
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    text = client.get(address, {"csv": "yes"}).content.decode("utf-8-sig")
    assert "Reach,Everybody,All applications,Applied,5" in text
    assert not re.search(r"@example", text)


def test_cohorts_stand_side_by_side_for_those_who_run_them() -> None:
    mine, other = cohort(), cohort()
    client = Client()
    client.force_login(in_team(mine.programme))
    page = client.get("/staff/cohorts/numbers/").content.decode()
    assert mine.name in page
    assert other.name not in page
