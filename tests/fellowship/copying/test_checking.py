"""After copying a cohort its dates and words are looked through."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from events.models import Event
from fellowship.copying.checking import days_of, words_of
from fellowship.models import Activity, Call, Cohort, MandatoryDay, Wave
from tests.fellowship import world
from tests.fellowship.copying.years import aims, full_cohort
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


def odd(of: Cohort) -> dict[date, tuple[str, ...]]:
    return {day.on: day.odd for day in days_of(of, now=NOW) if day.odd}


def test_days_at_weekends_on_bank_holidays_outside_the_year_and_twice_are_told() -> None:
    of = world.cohort(starts_on=date(2027, 9, 7), ends_on=date(2028, 7, 4))
    for on, title in (
        (date(2027, 9, 14), "Fine"), (date(2027, 10, 9), "Saturday"), (date(2027, 12, 27), "Christmas"),
        (date(2028, 7, 11), "Late"), (date(2028, 2, 1), "One"), (date(2028, 2, 1), "Two"), (date(2027, 3, 2), "Past"),
    ):  # fmt: skip
        MandatoryDay.objects.create(cohort=of, on=on, title=title)
    found = odd(of)
    assert date(2027, 9, 14) not in found
    assert found[date(2027, 10, 9)] == ("it is at the weekend",)
    assert found[date(2027, 12, 27)] == ("it is a bank holiday in England (Christmas Day (observed))",)
    assert found[date(2028, 7, 11)] == ("it is outside the year",)
    assert found[date(2028, 2, 1)] == ("something else is on that day",)
    assert found[date(2027, 3, 2)] == ("it is outside the year", "it has passed")
    of.state = Cohort.State.RUNNING
    assert odd(of)[date(2027, 3, 2)] == ("it is outside the year",)


def test_a_mandatory_day_and_its_session_are_one_until_they_are_on_two_days() -> None:
    of = world.cohort()
    day = MandatoryDay.objects.create(cohort=of, on=date(2027, 9, 14), title="Opening")
    starts = datetime(2027, 9, 14, 8, tzinfo=UTC)
    event = Event.objects.create(
        slug="opening", title="Opening", summary="-", kind="WORKSHOP", mode="ONLINE", starts_at=starts,
        ends_at=starts + timedelta(hours=2),
    )  # fmt: skip
    Activity.objects.create(
        cohort=of, kind="DAY", title="Opening", aims=aims("SKILLED"), event=event, mandatory_day=day
    )
    assert [one.odd for one in days_of(of, now=NOW)] == [()]
    event.starts_at, event.ends_at = starts + timedelta(days=1), starts + timedelta(days=1, hours=2)
    event.save()
    assert odd(of) == {date(2027, 9, 14): ("its session is on 15 September 2027",)}
    assert len(days_of(of, now=NOW)) == 2


def test_a_call_that_goes_on_when_the_year_has_begun_and_a_retired_questionnaire_are_told() -> None:
    of, _ = full_cohort()
    Call.objects.filter(cohort=of).update(hear_by=of.starts_on, closes_at=datetime(2027, 3, 26, 12, tzinfo=UTC))
    wave = Wave.objects.get(cohort=of)
    wave.instrument.is_retired = True
    wave.instrument.save()
    told = list(odd(of).values())
    assert ("the year has begun by then",) in told
    assert ("it is a bank holiday in England (Good Friday)",) in told
    assert ("its questionnaire is not used any more",) in [day.odd for day in days_of(of, now=NOW)]


def test_words_that_name_a_month_a_year_or_the_cohort_before_are_told() -> None:
    of = world.cohort(summary="You may apply.", copied_from=world.cohort(name="Cohort Seven"))
    call = world.call(of, interviews="Online, on 3 May", who_for="Nurses", you_need="Ready by March")
    Activity.objects.create(cohort=of, kind="PROJECT", title="As in cohort seven", aims=aims("SKILLED"))
    call.rules.create(subject="BAND", question="Band?", reason="Since 2024", otherwise="NO", position=0)
    assert {one.what for one in words_of(of)} == {
        "Interviews",
        "What people need",
        "Improvement project",
        "Who may apply",
    }


def test_the_page_is_for_who_runs_the_programme() -> None:
    of, admin = full_cohort()
    client = Client()
    client.force_login(admin)
    page = client.get(f"/staff/cohorts/{of.uuid}/check/").content.decode()
    assert "Mandatory day: Opening day" in page and "Online, in May" not in page
    for day in days_of(of, now=NOW):
        assert client.get(day.address).status_code == 200, day.what
    for one in words_of(of):
        assert client.get(one.address).status_code == 200, one.what
    client.force_login(world.in_team(world.programme()))
    assert client.get(f"/staff/cohorts/{of.uuid}/check/").status_code == 404
