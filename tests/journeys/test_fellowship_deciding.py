"""An admin shortlists, interviews are booked and scored, outcomes are released, the last place goes to the reserve."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from fellowship.models import Application, Call, InterviewSlot, RubricItem
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from notifications.models import Message
from tests.fellowship import world
from tests.journeys.test_events import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
S = ApplicationState


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""


def scored(call: Call, name: str, points: int, state: str = S.SCORED, **fields: Any) -> Application:
    one = world.application(call, state=state, user=world.person(name))
    Application.objects.filter(pk=one.pk).update(name=name, mean_score=Decimal(points), **fields)
    one.refresh_from_db()
    return one


def again(page: Page, user: User, base_url: str) -> None:
    """Somebody else sits down at the browser."""
    page.context.clear_cookies()
    sign_in(page, user, base_url)


def type_date(page: Page, on: Any) -> None:
    for part, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def test_an_admin_shortlists_and_a_candidate_books_an_interview(page: Page, base_url: str) -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    member = world.in_team(call.cohort.programme, ProgrammeRole.Role.REVIEWER)
    RubricItem.objects.create(call=call, title="Why now?", guide="Need, not wish.", position=0, for_interview=True)
    ada = scored(call, "Ada Byron", 18, region="LONDON", organisation_name="North Trust")
    scored(call, "Bo Li", 16, region="NORTH_WEST", organisation_name="South Trust")
    home = f"/staff/cohorts/{call.cohort.uuid}/"
    sign_in(page, admin, base_url)
    page.goto(f"{home}shortlist/")
    look(page, "shortlist")
    page.get_by_role("link", name="Propose by score and balance").click()
    look(page, "shortlist-propose")
    page.get_by_label("How many on the shortlist in all").fill("2")
    page.get_by_label("Everybody with this score or more").fill("17")
    page.get_by_label("Then down to this score, for balance").fill("15")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("heading", level=1, name="Add 2 to the shortlist?")).to_be_visible()
    look(page, "shortlist-look")
    page.get_by_role("button", name="Put 2 on the shortlist").click()
    expect(page.get_by_text("2 more are on the shortlist. Nobody is told yet.")).to_be_visible()

    page.get_by_role("link", name="Interviews", exact=True).click()
    look(page, "interviews")
    page.get_by_role("link", name="Add a panel").click()
    look(page, "panel-add")
    page.get_by_label("Name", exact=True).fill("Panel A")
    page.get_by_label("Where").fill("Room 7")
    page.get_by_label(str(member)).check()
    page.get_by_role("button", name="Save").click()
    type_date(page, timezone.localdate() + timedelta(days=9))
    page.get_by_label("The first begins at").fill("9:30")
    page.get_by_role("button", name="Add these times").click()
    expect(page.get_by_text("6 more times to choose.")).to_be_visible()
    look(page, "panel")
    page.get_by_role("link", name="Change the panel").click()
    look(page, "panel-edit")
    page.goto(f"{home}interviews/")
    page.get_by_label("Invite Ada Byron").check()
    page.get_by_role("button", name="Invite those ticked").click()
    expect(page.get_by_text("1 invited.")).to_be_visible()

    again(page, ada.user, base_url)
    page.goto(f"/me/interviews/{ada.uuid}/")
    look(page, "interview-book")
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("link", name="Choose a time", exact=True)).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_text("It is booked:")).to_be_visible()
    look(page, "interview-booked")
    page.get_by_role("link", name="Say what would help you at the interview").click()
    page.get_by_role("textbox").last.fill("Captions, please.")
    page.get_by_role("button", name="Save").click()
    page.goto(f"/me/interviews/{ada.uuid}/")
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Change to this time").click()
    page.get_by_role("link", name="Give my time back").click()
    look(page, "interview-give-up")
    page.get_by_role("link", name="Keep it").click()

    begun = timezone.now() - timedelta(minutes=10)
    booked = InterviewSlot.objects.filter(interview__isnull=False)
    booked.update(starts_at=begun, ends_at=begun + timedelta(minutes=40))
    again(page, member, base_url)
    page.goto("/interviews/")
    look(page, "my-interviews")
    page.get_by_role("link", name="Ada Byron").click()
    expect(page.get_by_text("Captions, please.")).to_be_visible()
    look(page, "interview-score")
    page.get_by_label("Why now?: points, 0 to 5").fill("4")
    page.get_by_role("button", name="Save my points").click()
    expect(page.get_by_text("You have scored every question.")).to_be_visible()

    again(page, admin, base_url)
    page.goto(f"{home}interviews/{ada.uuid}/")
    look(page, "interview")
    page.get_by_role("button", name="It took place").click()
    expect(page.get_by_text("Noted: the interview took place.")).to_be_visible()


def test_an_admin_releases_outcomes_and_fills_the_last_place_from_the_reserve(page: Page, base_url: str) -> None:
    call = world.call(world.cohort(places=2))
    admin = world.in_team(call.cohort.programme)
    names = ("Ada Byron", "Bo Li", "Cy Oak", "Dee Low")
    ada, bo, cy, dee = (
        scored(call, name, 19 - place, state=S.INTERVIEWED, organisation_name="North Trust")
        for place, name in enumerate(names)
    )
    home = f"/staff/cohorts/{call.cohort.uuid}/"
    sign_in(page, admin, base_url)
    page.goto(f"{home}decisions/")
    look(page, "decisions")
    for name in names[:2]:
        page.get_by_label(f"Choose {name}").check()
    page.get_by_label("Prepare for those ticked").select_option("OFFERED")
    page.get_by_role("button", name="Prepare for those ticked").click()
    expect(page.get_by_text("Prepared for 2: offer a place.")).to_be_visible()
    page.get_by_label("Choose Cy Oak").check()
    page.get_by_label("Prepare for those ticked").select_option("RESERVE")
    page.get_by_role("button", name="Prepare for those ticked").click()
    page.get_by_role("link", name="Dee Low").click()
    look(page, "decision")
    page.get_by_label("No place this time").check()
    page.get_by_role("button", name="Prepare it").click()

    page.get_by_role("link", name="Look at what is prepared, and release it").click()
    expect(page.get_by_text("would get no place and no feedback")).to_be_visible()
    page.get_by_role("button", name="Release those ticked").click()
    expect(page.get_by_text("Everybody who gets no place gets feedback.")).to_be_visible()
    assert not Message.objects.exists()
    page.get_by_role("link", name="Change the decision about Dee Low").click()
    page.get_by_label("Feedback").fill("Say more of what changes for patients.")
    page.get_by_role("button", name="Prepare it").click()
    page.goto(f"{home}decisions/release/")
    page.get_by_role("link", name="Letter to Ada Byron").click()
    look(page, "decision-letter")
    letter = page.get_by_label("Letter", exact=True)
    letter.fill(f"We were glad to read of your project.\n\n{letter.input_value()}")
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_text("How the letter differs from the usual one for Ada Byron").click()
    expect(page.locator("ins").first).to_have_text("We were glad to read of your project.")
    look(page, "decisions-release")
    page.get_by_role("button", name="Release those ticked").click()
    expect(page.get_by_text("4 decisions are released and told.")).to_be_visible()

    again(page, bo.user, base_url)
    page.goto(f"/me/applications/{bo.uuid}/decline/")
    page.get_by_role("button", name="Decline the place").click()
    again(page, admin, base_url)
    page.goto(f"{home}decisions/")
    expect(page.get_by_role("heading", name="1 place is free. Next on the reserve list")).to_be_visible()
    look(page, "decisions-next")
    page.get_by_role("button", name="Prepare 1 offer").click()
    page.get_by_role("link", name="Look at what is prepared, and release it").click()
    page.get_by_role("button", name="Release those ticked").click()
    expect(page.get_by_text("1 decision is released and told.")).to_be_visible()
    again(page, cy.user, base_url)
    page.goto(f"/me/applications/{cy.uuid}/accept/")
    page.get_by_role("button", name="Accept the place").click()
    for one, state in ((ada, S.OFFERED), (bo, S.DECLINED), (cy, S.ACCEPTED), (dee, S.UNSUCCESSFUL)):
        one.refresh_from_db()
        assert one.state == state
    assert Message.objects.filter(letter="fellowship.offered").count() == 3


def test_an_admin_sees_to_offers_the_reserve_list_and_what_comes_after(page: Page, base_url: str) -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    offered = scored(call, "Ada Byron", 18, state=S.INTERVIEWED)
    reserve = [scored(call, name, 15, state=S.RESERVE, reserve_rank=place) for place, name in ((1, "Bo"), (2, "Cy"))]
    told = scored(call, "Dee Low", 9, state=S.SCORED)
    accepted = scored(call, "Ed Fox", 17, state=S.ACCEPTED)
    now = timezone.now()
    move(offered.pk, S.OFFERED, actor=admin, now=now)
    move(told.pk, S.UNSUCCESSFUL, actor=admin, now=now)
    home = f"/staff/cohorts/{call.cohort.uuid}/"
    sign_in(page, admin, base_url)
    page.goto(f"{home}decisions/{offered.uuid}/")
    page.get_by_role("link", name="Give more time to answer").click()
    look(page, "offer-change")
    type_date(page, timezone.localdate() + timedelta(days=20))
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_text("They have more time to answer.")).to_be_visible()
    page.get_by_role("link", name="Withdraw the offer").click()
    look(page, "offer-withdraw")
    page.goto(f"{home}reserve/")
    look(page, "reserve")
    page.get_by_label("Another place for Cy").fill("1")
    page.get_by_role("button", name="Move Cy").click()
    expect(page.get_by_text("Cy has another place on the list.")).to_be_visible()
    page.get_by_role("link", name="Change how long it is kept").click()
    look(page, "reserve-until")
    page.get_by_role("link", name="Decisions", exact=True).click()
    page.get_by_role("link", name="Reserve list", exact=True).click()
    page.get_by_role("link", name="End the reserve list").click()
    expect(page.get_by_role("button", name="Prepare 2 letters")).to_be_visible()
    look(page, "reserve-end")
    page.goto(f"{home}unanswered/")
    expect(page.get_by_role("heading", level=1, name="Without an answer: 4")).to_be_visible()
    look(page, "unanswered")
    page.goto(f"{home}decisions/{told.uuid}/feedback/")
    look(page, "feedback")
    page.get_by_label("Feedback").fill("Say more of what changes for patients.")
    page.get_by_role("button", name="Save, and hold a letter").click()
    expect(page.get_by_text("A letter about it is held in the outbox")).to_be_visible()
    page.get_by_role("link", name="Undo the last step").click()
    look(page, "decision-undo")
    page.get_by_label("Why?").fill("The wrong row")
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    page.goto(f"{home}decisions/{accepted.uuid}/")
    page.get_by_role("link", name="Put the place off to a later cohort").click()
    look(page, "deferral")
    page.get_by_label("Why?").fill("A child")
    page.get_by_role("button", name="Put it off").click()
    expect(page.get_by_text("The place is put off, and free in this cohort.")).to_be_visible()
    reserve[1].refresh_from_db()
    told.refresh_from_db()
    assert (reserve[1].reserve_rank, told.state) == (1, S.SCORED)


def test_who_gets_no_place_reads_where_to_go_on(page: Page, base_url: str) -> None:
    call = world.call()
    one = scored(call, "Dee Low", 9, state=S.SCORED)
    move(one.pk, S.UNSUCCESSFUL, actor=world.in_team(call.cohort.programme), now=timezone.now())
    sign_in(page, one.user, base_url)
    page.goto(f"/me/applications/{one.uuid}/")
    expect(page.get_by_role("heading", level=3, name="Find a mentor")).to_be_visible()
    look(page, "application-no-place")


def test_an_admin_writes_to_exactly_the_applicants_of_a_list(page: Page, base_url: str) -> None:
    call = world.call()
    for name in ("Ada Byron", "Bo"):
        scored(call, name, 15, state=S.SCORED)
    sign_in(page, world.in_team(call.cohort.programme), base_url)
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/applications/?support=MISSING")
    look(page, "applications-to-write-to")
    page.get_by_label("Write to Bo").check()
    page.get_by_role("button", name="Write to those ticked").click()
    expect(page.get_by_role("heading", level=1, name="Write to 1 applicant")).to_be_visible()
    look(page, "applicant-letter")
    page.get_by_label("Subject").fill("Your employer")
    page.get_by_label("Your letter").fill("Please ask your employer for support.")
    page.get_by_role("button", name="Hold the letters").click()
    expect(page.get_by_text("Held: 1.")).to_be_visible()
    page.goto(f"/staff/cohorts/{call.cohort.uuid}/applications/letters/")
    look(page, "applicant-letters")
