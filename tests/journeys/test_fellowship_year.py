"""Getting ready and enrolled; a fellow's month; the team and an adviser around it: in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from events.attendance import record_attendance
from events.models import Booking, Event
from fellowship.advising.support_checks import ask_now
from fellowship.enrolling.ready import begin_for_all, settle
from fellowship.models import Activity, Application, Cohort, Fellow, SupportCheck, SupportLetter
from fellowship.models.fellows import check_token
from fellowship.models.moves import ApplicationState
from tests.fellowship import world
from tests.journeys.test_events import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Role = ProgrammeRole.Role


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""


def fill_day(page: Page, on: object, within: str | None = None) -> None:
    scope = page.get_by_role("group", name=within) if within else page
    for part in ("day", "month", "year"):
        scope.get_by_label(part.title(), exact=True).fill(str(getattr(on, part)))


def a_cohort() -> tuple[Cohort, User, User]:
    """A cohort whose year goes on, with an admin and an adviser."""
    today = timezone.localdate()
    cohort = world.cohort(
        places=9, starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=300), state=Cohort.State.RUNNING,
        protected_time="One day a week",
    )  # fmt: skip
    admin = world.in_team(cohort.programme)
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    User.objects.filter(pk=adviser.pk).update(name="Bea Hill")
    return cohort, admin, adviser


def test_somebody_gets_ready_is_talked_to_and_enrolled(page: Page, base_url: str) -> None:
    cohort, admin, adviser = a_cohort()
    day = cohort.mandatory_days.create(on=cohort.starts_on, title="Opening day")
    application = world.application(world.call(cohort), state=ApplicationState.ACCEPTED)
    Application.objects.filter(pk=application.pk).update(name="Ada Okafor", why="To learn", nominated="SENT")
    begin_for_all(now=timezone.now())

    sign_in(page, application.user, base_url)
    page.goto(f"/me/getting-ready/{application.uuid}/")
    look(page, "ready-mine")
    page.get_by_label("I agree to take part on these terms").check()
    page.get_by_role("button", name="Give my consent").click()
    page.get_by_label(str(day)).check()
    page.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_text("We get in touch with you about those days.")).to_be_visible()

    sign_in(page, adviser, base_url)
    page.goto("/me/")
    page.get_by_role("link", name="Fellows I advise").click()
    look(page, "advising")
    page.get_by_role("link", name="First conversations").click()
    look(page, "conversations")
    page.get_by_role("link", name="Ada Okafor").click()
    expect(page.get_by_text("My employer asked me to apply")).to_be_visible()
    look(page, "conversation")
    page.get_by_label("What they hope to achieve").fill("To lead the roll-out on her ward.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Only the programme’s advisers read it.")).to_be_visible()

    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/getting-ready/")
    look(page, "ready-list")
    page.get_by_role("link", name="Ada Okafor").click()
    look(page, "ready-one")
    for kind in application.onboarding.filter(done_at=None).values_list("kind", flat=True):
        settle(application, kind, note="Told me", actor=admin, now=timezone.now())
    page.goto(f"/staff/cohorts/{cohort.uuid}/getting-ready/")
    page.get_by_label("Enrol Ada Okafor").check(force=True)
    page.get_by_role("button", name="Enrol those ticked").click()
    look(page, "enrol")
    page.get_by_role("button", name="Enrol 1 person").click()
    expect(page.get_by_text("1 person is a fellow now.")).to_be_visible()
    assert Fellow.objects.get().adviser == adviser


def a_year(cohort: Cohort, admin: User, fellow: Fellow) -> Event:
    """A session a week ago that the fellow missed, and one in a week."""
    now = timezone.now()
    for number, days in enumerate((-7, 7)):
        event = Event.objects.create(
            title=f"Session {number}", slug=f"session-{number}", summary="About it", kind=Event.Kind.WORKSHOP,
            audience=Event.Audience.INVITED, state=Event.State.PUBLISHED, published_at=now, mode=Event.Mode.ONLINE,
            starts_at=now + timedelta(days=days), ends_at=now + timedelta(days=days, hours=2),
            programme=cohort.programme, organiser=admin,
        )  # fmt: skip
        Activity.objects.create(
            cohort=cohort, kind="WORKSHOP", title=event.title, aims=("SKILLED",), event=event, is_mandatory=True,
            cpd_minutes=120,
        )  # fmt: skip
        Booking.objects.create(event=event, person=fellow.user, state=Booking.State.BOOKED, booked_at=now)
    past = Event.objects.get(slug="session-0")
    booking = Booking.objects.get(event=past)
    record_attendance(past, {booking.uuid: Booking.Attendance.ABSENT}, actor=admin, now=now)
    return past


def to_my_fellow(page: Page, name: str) -> None:
    """From the dashboard to the page of somebody one advises."""
    page.goto("/me/")
    page.get_by_role("link", name="Fellows I advise").click()
    page.get_by_role("heading", name=name).get_by_role("link").click()


def test_a_fellows_month(page: Page, base_url: str) -> None:
    cohort, admin, adviser = a_cohort()
    fellow = world.fellow(cohort, adviser=adviser, enrolled_at=timezone.now() - timedelta(days=50))
    User.objects.filter(pk=fellow.user_id).update(name="Ada Okafor")
    assert fellow.application is not None
    SupportLetter.objects.create(
        application=fellow.application, state="CONFIRMED", name="Sam", email="sam@example.org", token_hash="x",
        asked_at=timezone.now(), answered_at=timezone.now(),
    )  # fmt: skip
    a_year(cohort, admin, fellow)
    ask_now(cohort, actor=admin, now=timezone.now())
    check = SupportCheck.objects.get()

    # The adviser sees what was missed, and says how to make up for it.
    sign_in(page, adviser, base_url)
    to_my_fellow(page, "Ada Okafor")
    look(page, "fellow")
    page.get_by_role("link", name="Give them something for Session 0").click()
    look(page, "make-up-add")
    page.get_by_label("What they do instead").fill("Watch the recording, and say what you take from it.")
    fill_day(page, timezone.localdate() + timedelta(days=9))
    page.get_by_role("button", name="Give it to them").click()

    # The fellow answers about time, makes up for it, and sees how the year fits together.
    sign_in(page, fellow.user, base_url)
    page.goto("/me/fellowship/")
    expect(page.get_by_text("You have a place")).to_be_visible()
    look(page, "my-fellowship")
    page.get_by_role("link", name="Do you get the time that was agreed?").click()
    look(page, "support-check")
    page.get_by_label("Some of it").check()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_role("link", name="Make up for Session 0").click()
    page.get_by_label("What you did").fill("I watched it twice.")
    look(page, "make-up")
    page.get_by_role("button", name="Hand it in").click()
    page.goto("/me/fellowship/")
    page.get_by_role("link", name="How my year fits together").click()
    look(page, "my-year")

    # The sponsor answers without an account.
    page.context.clear_cookies()
    page.goto(f"/support-check/{check_token(check)}/")
    look(page, "support-check-sponsor")
    page.get_by_label("Yes, we still support it, and the time that was agreed").check()
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    # The adviser accepts, and the fellow's record says so.
    sign_in(page, adviser, base_url)
    to_my_fellow(page, "Ada Okafor")
    expect(page.get_by_text("Some of it")).to_be_visible()
    page.get_by_role("link", name="Handed in").click()
    page.get_by_role("button", name="Accept it").click()
    to_my_fellow(page, "Ada Okafor")
    page.get_by_role("link", name="Note leave").click()
    look(page, "leave")
    page.go_back()
    page.get_by_role("link", name="Pause", exact=True).click()
    look(page, "fellow-move")
    sign_in(page, fellow.user, base_url)
    page.goto(f"/me/fellowship/{fellow.uuid}/")
    look(page, "my-fellowship-of")
    page.get_by_role("link", name="The record, to print").click()
    expect(page.get_by_text("2 hours", exact=True)).to_be_visible()
    look(page, "my-hours")


def test_the_team_plans_the_year_and_looks_after_fellows(page: Page, base_url: str) -> None:
    cohort, admin, _ = a_cohort()
    fellow = world.fellow(cohort, enrolled_at=timezone.now() - timedelta(days=50))
    a_year(cohort, admin, fellow)
    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/year/")
    look(page, "curriculum")
    page.get_by_role("button", name="Plan a session").click()
    look(page, "session-add")
    page.get_by_label("Title").fill("Leading without authority")
    page.get_by_label("Connected").check()
    fill_day(page, timezone.localdate() + timedelta(days=20))
    page.get_by_label("Starts at").fill("10:00")
    page.get_by_label("Ends at").fill("12:00")
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is published, and the fellows are invited")).to_be_visible()
    page.get_by_role("link", name="Change what it is for").last.click()
    look(page, "activity-edit")
    page.goto(f"/staff/cohorts/{cohort.uuid}/year/all-year/")
    look(page, "all-year-add")
    page.goto(f"/staff/cohorts/{cohort.uuid}/year/aims/")
    page.get_by_label("Theme").fill("Power")
    page.get_by_role("button", name="Add the theme").click()
    expect(page.get_by_text("Inspired is thin")).to_be_visible()
    look(page, "aims")
    page.goto(f"/staff/cohorts/{cohort.uuid}/year/attendance/")
    look(page, "attendance")

    page.goto(f"/staff/cohorts/{cohort.uuid}/fellows/")
    look(page, "fellows")
    page.get_by_role("link", name="Give them advisers").click()
    look(page, "advisers")
    page.get_by_role("button", name="Share out all 1 evenly").click()
    expect(page.get_by_text("Bea Hill: 1 fellow")).to_be_visible()
    for name in ("edit", "leave", "make-up"):
        page.goto(f"/staff/fellows/{fellow.uuid}/{name}/")
        look(page, f"fellow-{name}")
    for name in ("complete", "support-checks", "support-checks/ask"):
        page.goto(f"/staff/cohorts/{cohort.uuid}/{name}/")
        look(page, name.replace("/", "-"))
