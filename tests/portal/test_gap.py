"""The gap report, what is printed from it, and what a link to it shows and hides."""

import csv
import io
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.frame import current_frame
from careers.models import Level, Skill, Statement
from careers.revision import bump_revision
from planning.models import ActionKind, Assessment
from planning.plans.keeping import Draft, add_actions, start_plan
from planning.shadowing import save_offer
from planning.sharing import open_report, report_address, revoke, share_report
from tests.planning.conftest import at_now  # noqa: F401 - a fixture
from tests.planning.world import DAY, GOAL, NOW, answer, assessment_of, goal, meets_all, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

REPORT = f"/gap/{GOAL}/"
CANARY = "Quetzalcoatl"


def words(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def shared_with_canaries() -> tuple[Assessment, str]:
    """An assessment in which everything private says so, and the path of a link to its report."""
    sam = person(f"{CANARY}@example.org".lower(), name="Sam Okafor")
    assessment = assessment_of(sam, {"user-focus": 2}, band="8d", nation="WALES")
    outside = Skill.objects.live().exclude(requirements__level=goal()).exclude(slug="user-focus").order_by("slug")[0]
    answer(assessment, outside.slug, 4, note=f"{CANARY} wrote this")
    assessment.answers.update(note=f"{CANARY} wrote this")
    shared = share_report(sam, assessment, goal(), given_to=f"{CANARY}, my manager", days=30, now=NOW)
    return assessment, urlsplit(report_address(shared)).path


def test_the_report_has_a_headline_bars_a_table_and_a_next_step_for_every_gap() -> None:
    sam = person()
    assessment_of(sam, {"digital-change-management": 4})
    html = page(signed_in(sam), REPORT)
    missing = [
        row.skill
        for row in goal().requirements.select_related("skill")
        if row.skill.slug != "digital-change-management"
    ]
    assert html.count('<li class="app-step">') == len(missing)
    assert 'role="img" aria-labelledby="gap-bars-title gap-bars-desc"' in html
    for skill in missing:
        assert skill.name in html
    text = words(html)
    assert text.count("What shows it") == len(missing)
    assert "You meet 1 of the" in text
    assert "Only you can see this." in text
    assert "do not apply" not in text.lower() and "should not apply" not in text.lower()


def test_who_meets_everything_is_told_so_and_has_nothing_left_to_do() -> None:
    sam = person()
    meets_all(current_frame(), assessment_of(sam))
    text = words(page(signed_in(sam), REPORT))
    assert re.search(r"You meet all \d+ skills of Digital change manager\.", text)
    assert "What to do next" not in text


def test_the_report_as_csv_has_a_row_for_every_skill() -> None:
    sam = person()
    assessment_of(sam, {"digital-change-management": 4})
    response = signed_in(sam).get(f"{REPORT}gap.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == goal().requirements.count()
    by_skill = {row["Skill"]: row for row in rows}
    assert by_skill["Digital change management"]["Where you stand"] == "You have it"
    assert all(row["What to do at work"] for row in rows if row["Where you stand"] != "You have it")


def test_a_level_becomes_the_goal_by_a_post() -> None:
    sam = person()
    assessment = assessment_of(sam, goal=None)
    client = signed_in(sam)
    assert "Make this my goal" in page(client, REPORT)
    assert client.get(f"{REPORT}goal/").headers["Location"] == REPORT
    assessment.refresh_from_db()
    assert assessment.goal is None, "following the address alone changes nothing"
    assert client.post(f"{REPORT}goal/").headers["Location"] == REPORT
    assessment.refresh_from_db()
    assert assessment.goal == goal()
    assert "Make this my goal" not in page(client, REPORT)


def test_the_next_step_says_how_many_people_offer_a_chat_about_it_and_leads_to_them() -> None:
    sam, frame = person(), current_frame()
    assessment_of(sam)
    needed = frame.required[frame.levels.index[GOAL]].nonzero()[0]
    skill = Skill.objects.get(slug=frame.skills.slugs[int(needed[0])])
    assert "offer a chat" not in page(signed_in(sam), REPORT)
    fields = {"kind": "CHAT", "title": "Tea", "text": "Ask me", "where": "Online", "most_a_month": 3}
    for owner in (sam, person("kit@example.org")):
        save_offer(owner, None, fields=fields, skills=[skill], paused=False, now=NOW)
    shown = page(signed_in(sam), REPORT)
    assert f'<a href="/shadowing/?skill={skill.slug}">1 person offers a chat or a day at work about it' in shown
    save_offer(person("lee@example.org"), None, fields=fields, skills=[skill], paused=False, now=NOW)
    assert "2 people offer a chat or a day at work about it" in page(signed_in(sam), REPORT)


def test_the_report_costs_the_same_few_queries_however_large_the_gap() -> None:
    sam = person()
    frame, client = current_frame(), signed_in(sam)
    counts = []
    for fill in (False, True):
        assessment = assessment_of(sam)
        if fill:
            needs = [int(skill) for skill in frame.required[frame.levels.index[GOAL]].nonzero()[0]]
            for skill in needs[1:]:
                answer(assessment, frame.skills.slugs[skill], 4)
        page(client, REPORT)
        with CaptureQueriesContext(connection) as queries:
            page(client, REPORT)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


# --- What somebody else sees ----------------------------------------------------------------------


def test_a_link_shows_the_report_and_nothing_else(shared_with_canaries: tuple[Assessment, str]) -> None:
    assessment, address = shared_with_canaries
    statement = Statement.objects.create(code="private", kind="VALUE", statement=f"{CANARY} matters to me.")
    assessment.statements.add(statement)
    response = Client().get(address)
    html = response.content.decode()
    text = words(html)
    assert response.status_code == 200
    assert "Sam Okafor on the way to Digital change manager" in text
    for row in goal().requirements.select_related("skill"):
        assert row.skill.name in text
    assert CANARY not in html and CANARY.lower() not in html
    assert "8d" not in text and "Wales" not in text
    needed = set(goal().requirements.values_list("skill__name", flat=True))
    outside = set(assessment.answers.values_list("skill__name", flat=True)) - needed
    table = html.partition("<table")[2].partition("</table>")[0]
    assert outside and not any(f">{name}<" in table for name in outside)
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0], "it is there to be read"
    assert 'name="robots" content="noindex"' in html
    assert "no-store" in response.headers["Cache-Control"]


def test_it_says_until_when_and_dies_then_or_when_it_is_taken_back(
    shared_with_canaries: tuple[Assessment, str],
) -> None:
    assessment, address = shared_with_canaries
    shared = assessment.shared_reports.get()
    assert "until 10 February 2027" in words(page(Client(), address))
    assert open_report(address.rstrip("/").rpartition("/")[2], now=NOW + 30 * DAY) is None
    revoke(shared, now=NOW)
    gone = Client().get(address)
    assert gone.status_code == 404
    assert "This link opens nothing" in words(gone.content.decode())
    assert "Sam Okafor" not in gone.content.decode()


def test_a_link_to_a_level_that_was_retired_opens_nothing(shared_with_canaries: tuple[Assessment, str]) -> None:
    _, address = shared_with_canaries
    Level.objects.filter(slug=GOAL).update(retired_at=NOW)
    bump_revision(now=NOW)
    assert Client().get(address).status_code == 404


# --- The request to a manager ---------------------------------------------------------------------


def test_a_request_to_a_manager_is_filled_from_the_gap_and_keeps_nothing() -> None:
    sam = person(name="Sam Okafor")
    assessment_of(sam, {"digital-change-management": 4})
    client = signed_in(sam)
    form = page(client, f"{REPORT}request/")
    skills = re.findall(r'name="skills" type="checkbox" value="([^"]+)" checked', form)
    courses = re.findall(r'name="courses" type="checkbox" value="([^"]+)"', form)
    assert 1 <= len(skills) <= 4 and courses
    assert 'value="Sam Okafor"' in form
    data = {
        "to_name": "Kit Marsh", "from_name": "Sam Okafor", "skills": skills, "courses": courses[:1], "time": "Fridays",
        "cost": "£400", "reason": "We roll out a new record in May.",
    }  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        text = words(client.post(f"{REPORT}request/", data).content.decode())
    for part in ("To: Kit Marsh", "From: Sam Okafor", "Fridays", "£400", "We roll out a new record in May."):
        assert part in text
    assert not [
        one["sql"] for one in queries if "planning" in one["sql"] and one["sql"].startswith(("INSERT", "UPDATE"))
    ]
    assert "Kit Marsh" not in page(client, f"{REPORT}request/")


def test_a_request_asks_for_what_is_planned() -> None:
    sam = person()
    assessment_of(sam)
    client = signed_in(sam)
    needs = list(goal().requirements.order_by("skill__name").values_list("skill", "skill__slug"))
    pk, slug = needs[-1]
    plan = start_plan(sam, hours_a_week=2, pays="NOTHING", goal=goal(), now=NOW)
    drafts = [
        Draft(kind=ActionKind.SHADOW, text="A day beside Kit", skill=pk),
        Draft(kind=ActionKind.READ, text="A book at home"),
    ]
    add_actions(plan, drafts, now=NOW)
    form = page(client, f"{REPORT}request/")
    assert re.findall(r'name="skills" type="checkbox" value="([^"]+)" checked', form) == [slug]
    (action,) = re.findall(r'name="actions" type="checkbox" value="([^"]+)" checked', form)
    assert 'value="2 hours a week"' in form and "A book at home" not in form
    letter = words(client.post(f"{REPORT}request/", {"skills": [slug], "actions": [action]}).content.decode())
    asked = letter.partition("What I ask for")[2].partition("Agreed")[0]
    assert "Shadow or talk to someone: A day beside Kit" in asked and "A conversation about" not in asked


def test_a_request_without_a_skill_gets_a_sentence_and_keeps_what_was_typed() -> None:
    sam = person()
    assessment_of(sam)
    answered = signed_in(sam).post(f"{REPORT}request/", {"reason": "Kept words", "skills": "juggling"})
    text = answered.content.decode()
    assert answered.status_code == 200
    assert "Choose from the list" in text and "Kept words" in text


def test_a_role_page_leads_to_the_gap_to_each_of_its_levels(client: Client) -> None:
    html = page(client, "/careers/roles/digital-change-manager/")
    levels = goal().role.levels.filter(retired_at=None).values_list("slug", flat=True)
    assert set(re.findall(r'href="/gap/([^/]+)/"', html)) == set(levels)
