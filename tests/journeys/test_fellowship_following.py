"""An adviser handles a critical flag; a fellow answers questions; the team reads what came of it: in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from fellowship.evaluating import answering
from fellowship.following import watching
from fellowship.models import Cohort, Flag, Item, Response, Wave
from tests.fellowship import world
from tests.journeys.test_events import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
Role = ProgrammeRole.Role


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    settings.REDIS_URL = ""


def a_cohort() -> tuple[Cohort, User, User]:
    """A cohort whose year goes on, with an admin and an adviser."""
    today = timezone.localdate()
    cohort = world.cohort(
        places=30, starts_on=today - timedelta(days=20), ends_on=today + timedelta(days=300),
        state=Cohort.State.RUNNING,
    )  # fmt: skip
    return cohort, world.in_team(cohort.programme), world.in_team(cohort.programme, Role.ADVISER)


def test_an_adviser_handles_a_critical_flag(page: Page, base_url: str) -> None:
    cohort, admin, adviser = a_cohort()
    fellow = world.fellow(cohort, adviser=adviser)
    User.objects.filter(pk=fellow.user_id).update(last_login=timezone.now())

    sign_in(page, fellow.user, base_url)
    page.goto("/me/fellowship/")
    page.get_by_role("link", name="Ask your adviser to speak with you").click()
    look(page, "help")
    page.get_by_label("What is it about?").fill("My manager has taken my day away.")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Your adviser is told now")).to_be_visible()
    flag = Flag.objects.get()

    sign_in(page, adviser, base_url)
    page.goto("/me/")
    expect(page.get_by_text("1 needs me.")).to_be_visible()
    page.get_by_role("link", name="Fellows I advise").click()
    expect(page.get_by_text("Asked to be spoken to")).to_be_visible()
    look(page, "advising-critical")
    page.get_by_role("link", name="Early warnings").click()
    look(page, "warnings")
    page.go_back()
    page.get_by_role("link", name="Look after this").click()
    expect(page.get_by_text("My manager has taken my day away.")).to_be_visible()
    look(page, "flag")
    page.get_by_role("button", name="I look after this").click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("link", name="Say what was done, in a sentence or two")).to_be_visible()
    page.get_by_label("What was done").fill("Rang the manager. The day is back from Monday.")
    page.get_by_label("It helped", exact=True).check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("This is closed.")).to_be_visible()
    look(page, "flag-closed")
    flag.refresh_from_db()
    assert (flag.end, flag.helped) == (Flag.End.DONE, Flag.Helped.YES)

    sign_in(page, admin, base_url)
    page.goto(f"/staff/programmes/{cohort.programme.slug}/warnings/")
    look(page, "rules")
    page.get_by_label("Critical from").fill("2")
    page.get_by_role("button", name="Save, and count everybody anew").click()
    expect(page.get_by_role("link", name="This must be more than high (5)")).to_be_visible()
    watching.count_cohort(cohort, now=timezone.now())
    page.goto(f"/staff/fellows/{fellow.uuid}/")
    look(page, "fellow-warned")


def answered(wave: Wave, user: User, points: int) -> None:
    """All statements answered and handed in while the time was open."""
    now = timezone.now() - timedelta(days=(timezone.localdate() - wave.opens_on).days)
    given: dict[Item, int | str | None] = {
        item: "I know whom to ring." if item.kind == "TEXT" else 6 - points if item.is_reversed else points
        for item in answering.items_of(wave)
    }
    answering.save_items(wave, user, given, now=now)
    answering.hand_in(wave, user, may_quote=True, now=now)


def test_fellows_answer_and_the_team_reads_what_changed(page: Page, base_url: str) -> None:
    cohort, admin, _ = a_cohort()
    fellows = [world.fellow(cohort) for _ in range(6)]
    today = timezone.localdate()

    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/evaluation/")
    look(page, "evaluation-empty")
    page.get_by_role("link", name="make a questionnaire").click()
    look(page, "instrument-add")
    page.get_by_label("Name", exact=True).fill("Three aims")
    page.get_by_role("button", name="Save").click()
    look(page, "instrument")
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Statement or question").fill("I can say no to a bad idea.")
    page.get_by_label("Skilled", exact=True).check()
    look(page, "item")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change I can say no to a bad idea.").click()
    look(page, "item-edit")
    page.goto("/staff/questionnaires/")
    look(page, "instruments")
    page.get_by_role("link", name="Three aims").click()
    page.get_by_role("button", name="Change name and first words").click()
    look(page, "instrument-edit")
    page.goto(f"/staff/cohorts/{cohort.uuid}/evaluation/skills/")
    look(page, "cohort-skill")
    page.get_by_label("Skill", exact=True).select_option(index=1)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Plan them").click()
    expect(page.get_by_text("5 times are planned. Check the days.")).to_be_visible()
    look(page, "evaluation")
    page.get_by_role("link", name="Change Before the start").click()
    look(page, "wave")

    start, middle = cohort.waves.get(moment="BASELINE"), cohort.waves.get(moment="MIDDLE")
    Wave.objects.filter(pk=start.pk).update(opens_on=today - timedelta(days=15), closes_on=today - timedelta(days=9))
    Wave.objects.filter(pk=middle.pk).update(opens_on=today, closes_on=today + timedelta(days=5))
    start.refresh_from_db()
    for one in fellows:
        answered(start, one.user, 2)

    fellow = fellows[0]
    sign_in(page, fellow.user, base_url)
    page.goto("/me/questionnaires/")
    look(page, "questionnaires")
    page.get_by_role("link", name="In the middle").click()
    look(page, "questionnaire")
    page.get_by_role("link", name="Skilled", exact=True).click()
    look(page, "questionnaire-skilled")
    for number in range(page.get_by_label("Agree", exact=True).count()):
        page.get_by_label("Agree", exact=True).nth(number).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="All pages").click()
    page.get_by_role("link", name="Whom you know").click()
    look(page, "questionnaire-connections")
    page.get_by_label("We have worked on something together").first.check()
    page.get_by_label("Organisation 1").fill("A health board")
    page.get_by_label("People there whom you could ring (1)").fill("3")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("What I wrote may be quoted in reports, without my name").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Thank you. Your answers are handed in.")).to_be_visible()
    assert Response.objects.filter(wave=middle, user=fellow.user, handed_in_at__isnull=False).exists()

    middle.refresh_from_db()
    for one in fellows[1:]:
        answered(middle, one.user, 4)
    Wave.objects.filter(pk=middle.pk).update(opens_on=today - timedelta(days=5), closes_on=today - timedelta(days=1))
    sign_in(page, admin, base_url)
    page.goto(f"/staff/cohorts/{cohort.uuid}/evaluation/results/")
    expect(page.get_by_text("6 rose, 0 fell").or_(page.get_by_text("of 6 rose")).first).to_be_visible()
    look(page, "results")
    page.get_by_role("link", name="Everything that was written, to choose from").click()
    look(page, "results-written")
    page.get_by_role("button", name="Choose").first.click()
    expect(page.get_by_text("The quote is chosen.")).to_be_visible()
    page.goto(f"/staff/waves/{middle.uuid}/people/")
    look(page, "wave-people")
    page.goto(f"/staff/cohorts/{cohort.uuid}/numbers/")
    look(page, "numbers")
    page.get_by_role("link", name="all cohorts side by side").click()
    look(page, "side-by-side")
    page.goto(f"/staff/cohorts/{cohort.uuid}/report/")
    expect(page.get_by_role("heading", name="Reach", exact=True)).to_be_visible()
    look(page, "report")
    page.get_by_role("link", name="Say how many could have applied").click()
    page.get_by_label("Staff who could have applied").fill("1000")
    page.get_by_role("group", name="Region").get_by_label("London").fill("1200")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="“London” cannot be more than the whole, 1,000")).to_be_visible()
    look(page, "eligible-staff")
    page.get_by_label("Where the number comes from").fill("A list of trusts")
    for part, value in (("Day", "31"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("group", name="Region").get_by_label("London").fill("400")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="London")).to_contain_text("400")
    look(page, "report-by-group")
