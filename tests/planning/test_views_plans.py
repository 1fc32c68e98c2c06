"""The pages of my plan."""

import re
from collections.abc import Mapping

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from careers.frame import current_frame
from careers.models import Level
from careers.revision import bump_revision
from planning.models import Action, ActionKind, ActionState, Horizon, Pays, Plan, PlanGoal, PlanReview, PlanStop
from planning.plans.keeping import Draft, add_actions, add_goal, start_plan
from tests.planning.world import DAY, NOW, assessment_of, goal, meets_all, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TERMS = {"hours_a_week": "3", "pays": "SOMETHING"}
SUGGEST = "/me/plan/suggest/"


@pytest.fixture
def sam() -> User:
    return person(name="Sam Okafor")


@pytest.fixture
def client(sam: User) -> Client:
    return signed_in(sam)


def begun(user: User, *texts: str, **terms: object) -> Plan:
    given = {"hours_a_week": 3, "pays": Pays.SOMETHING, "goal": goal(), **terms}
    plan = start_plan(user, **given, now=NOW)  # type: ignore[arg-type]
    add_actions(plan, [Draft(kind=ActionKind.OWN, text=text) for text in texts], now=NOW)
    return plan


def ticked(html: str) -> dict[str, list[str]]:
    """The ticks of a page of suggestions, by the name of their group."""
    found: dict[str, list[str]] = {}
    for box in re.findall(r'<input[^>]*type="checkbox"[^>]*>', html):
        name, value = (re.search(rf'{word}="([^"]*)"', box) for word in ("name", "value"))
        if name and value and " checked" in box:
            found.setdefault(name[1], []).append(value[1])
    return found


def typed(action: Action, **changes: str) -> Mapping[str, str]:
    """What the form of an action sends when nothing but ``changes`` is changed."""
    due = action.due_on
    return {
        "kind": action.kind, "text": action.text, "skill": "", "horizon": action.horizon, "state": action.state,
        "evidence": action.evidence, "note": action.note,
        "due_on_day": str(due.day) if due else "", "due_on_month": str(due.month) if due else "",
        "due_on_year": str(due.year) if due else "", **changes,
    }  # fmt: skip


def test_from_the_gap_to_a_filled_plan(client: Client, sam: User) -> None:
    assessment_of(sam, {"user-focus": 1})
    report = page(client, "/gap/digital-change-manager/")
    assert "/me/plan/suggest/?toward=digital-change-manager" in report
    begin = client.get(f"{SUGGEST}?toward=digital-change-manager").headers["Location"]
    assert begin == "/me/plan/about/?toward=digital-change-manager"
    suggestions = client.post(begin, TERMS).headers["Location"]
    html = page(client, suggestions)
    assert "Actions for Digital change manager" in html and "What we left out, and why" in html
    chosen = ticked(html)
    assert chosen["now"] and "besides" not in chosen
    assert client.post(suggestions, {**chosen, "toward": "digital-change-manager"}).headers["Location"] == "/me/plan/"
    plan = page(client, "/me/plan/")
    assert f"{sum(map(len, chosen.values()))} actions are in your plan now" in plan
    assert "0 of " in plan and '<h2 class="nhsuk-heading-l">Now</h2>' in plan
    assert Action.objects.filter(horizon=Horizon.NOW).exists()
    assert all(action.due_on and action.skill_id for action in Action.objects.all())


@pytest.mark.parametrize("name", ["feedback", "templates", "actions/add", "goals/add", "suggest"])
def test_who_has_no_plan_yet_begins_one_and_gets_what_they_came_for(client: Client, name: str) -> None:
    came_for = f"/me/plan/{name}/"
    begin = client.get(came_for).headers["Location"]
    assert begin.startswith("/me/plan/about/?then=")
    assert "Choose what you can pay" in client.post(begin, {"hours_a_week": "3"}).content.decode()
    assert client.post(begin, TERMS).headers["Location"] == came_for


def test_who_wants_to_meet_a_mentor_and_has_no_plan_finds_it_filled_in_after_beginning_one(client: Client) -> None:
    begin = client.get("/me/plan/actions/add/?skill=user-focus&kind=MENTOR").headers["Location"]
    form = page(client, client.post(begin, TERMS).headers["Location"])
    assert "Ask a mentor to help me with this skill: User focus" in form
    assert '<option value="MENTOR" selected>' in form and '<option value="user-focus" selected>' in form


def test_no_other_address_is_gone_on_to(client: Client) -> None:
    answer = client.post("/me/plan/about/?then=https://example.org/", TERMS)
    assert answer.headers["Location"] == "/me/plan/"


def test_suggestions_towards_another_level_make_it_a_goal(client: Client, sam: User) -> None:
    assessment_of(sam)
    begun(sam)
    html = page(client, f"{SUGGEST}?toward=data-analyst")
    client.post(SUGGEST, {**ticked(html), "toward": "data-analyst"})
    assert PlanGoal.objects.filter(level=goal("data-analyst")).exists()


def test_suggestions_begin_with_the_first_stop_that_has_a_gap(client: Client, sam: User) -> None:
    assessment = assessment_of(sam)
    plan = begun(sam)
    support = goal("change-support-officer")
    for position, level in enumerate((support, goal()), start=1):
        PlanStop.objects.create(goal=plan.goals.get(), level=level, position=position)
    assert "Actions for Change support officer" in page(client, SUGGEST)
    meets_all(current_frame(), assessment, support.slug)
    assert "Actions for Digital change manager" in page(client, SUGGEST)


def test_nothing_ticked_and_ticks_of_another_day_get_a_sentence(client: Client, sam: User) -> None:
    assessment_of(sam)
    begun(sam)
    assert "Tick at least one action" in client.post(SUGGEST, {}).content.decode()
    answer = client.post(SUGGEST, {"now": ["learn:no-such-course"]}).content.decode()
    assert "The suggestions have changed. Look at them again, then tick" in answer
    assert not Action.objects.exists()


def test_without_an_assessment_or_a_goal_they_lead_to_where_one_is_made(client: Client, sam: User) -> None:
    begun(sam, goal=None)
    assert client.get(SUGGEST).headers["Location"] == "/assessment/"
    assessment_of(sam)
    assert client.get(SUGGEST).headers["Location"] == "/me/plan/goals/add/"


def test_a_route_becomes_part_of_the_plan(client: Client, sam: User) -> None:
    assessment_of(sam, band="6")
    routes = page(client, "/gap/digital-change-manager/routes/")
    levels = re.search(r'name="levels" value="([^"]+)"', routes)
    assert levels
    taken = client.post("/me/plan/route/digital-change-manager/", {"levels": levels[1]})
    assert taken.headers["Location"] == "/me/plan/"
    names = [Level.objects.get(slug=slug).name for slug in levels[1].split(",")]
    assert f"By way of {', then '.join(names)}" in page(client, "/me/plan/")


def test_a_route_that_is_none_is_refused(client: Client, sam: User) -> None:
    assessment_of(sam)
    refused = client.post("/me/plan/route/digital-change-manager/", {"levels": "chief-nothing,digital-change-manager"})
    assert refused.headers["Location"] == "/gap/digital-change-manager/routes/"
    assert "The routes have changed since you looked" in page(client, refused.headers["Location"])
    assert not Plan.objects.exists()


def test_an_action_is_added_begun_done_and_taken_up_again(client: Client, sam: User) -> None:
    begun(sam)
    given = {
        "kind": "READ", "text": "Read one book", "skill": "user-focus", "horizon": "NOW",
        "due_on_day": "1", "due_on_month": "Mar", "due_on_year": "2027",
    }  # fmt: skip
    client.post("/me/plan/actions/add/", given)
    action = Action.objects.get()
    shown = page(client, "/me/plan/")
    assert "Read one book" in shown and "Due 1 March 2027" in shown and "User focus" in shown
    for state, tag, told in (
        (ActionState.DOING, "Doing", "is under way."), (ActionState.DONE, "Done", "is done."),
        (ActionState.DROPPED, "Dropped", "is dropped."), (ActionState.TO_DO, "To do", "is to be done."),
    ):  # fmt: skip
        client.post(f"/me/plan/actions/{action.pk}/state/", {"state": state})
        assert Action.objects.get().state == state
        shown = page(client, "/me/plan/?state=ALL")
        assert tag in shown and f"“Read one book” {told}" in shown
    client.post(f"/me/plan/actions/{action.pk}/state/", {"state": "NONSENSE"})
    assert Action.objects.get().state == ActionState.TO_DO


def test_nothing_typed_is_lost_when_the_day_is_wrong(client: Client, sam: User) -> None:
    begun(sam)
    given = {"kind": "OWN", "text": "Ring somebody", "horizon": "LATER", "note": "Her name is Ada"}
    for day, words in (
        ({"due_on_day": "30", "due_on_month": "2", "due_on_year": "2027"}, "must be a real date"),
        ({"due_on_day": "1", "due_on_month": "1", "due_on_year": "2027"}, "must be today or later"),
        ({"due_on_day": "1", "due_on_month": "1", "due_on_year": "2127"}, "must be 2037 or sooner"),
    ):  # fmt: skip
        answer = client.post("/me/plan/actions/add/", given | day).content.decode()
        assert words in answer and "Ring somebody" in answer and "Her name is Ada" in answer
    assert not Action.objects.exists()


def test_an_action_is_changed_also_when_its_day_has_passed(client: Client, sam: User) -> None:
    begun(sam, "Ring somebody")
    Action.objects.update(due_on=(NOW - 9 * DAY).date())
    action = Action.objects.get()
    address = f"/me/plan/actions/{action.pk}/"
    assert "Was due 2 January 2027" in page(client, "/me/plan/")
    assert "Ring somebody" in page(client, address)
    answer = client.post(address, typed(action, note="Twice", state="DONE"))
    assert answer.headers["Location"] == "/me/plan/"
    action.refresh_from_db()
    assert (action.note, action.state, str(action.done_on)) == ("Twice", "DONE", "2027-01-11")


def test_an_action_keeps_a_skill_that_left_the_framework(client: Client, sam: User) -> None:
    begun(sam, "Ring somebody")
    skill = goal().requirements.all()[0].skill
    Action.objects.update(skill=skill)
    skill.retired_at = NOW
    skill.save()
    bump_revision(now=NOW)
    action = Action.objects.get()
    assert "no longer in the framework" in page(client, f"/me/plan/actions/{action.pk}/")
    client.post(f"/me/plan/actions/{action.pk}/", typed(action, skill=skill.slug))
    assert Action.objects.get().skill_id == skill.pk


def test_actions_of_others_are_not_there(client: Client) -> None:
    begun(person("kit@example.org"), "Of Kit")
    action = Action.objects.get()
    for ending in ("", "state/", "delete/"):
        assert client.post(f"/me/plan/actions/{action.pk}/{ending}", {"state": "DONE"}).status_code == 404
    assert Action.objects.get().state == ActionState.TO_DO


def test_the_list_shows_what_is_open_and_more_when_asked(client: Client, sam: User) -> None:
    begun(sam, "first", "second", "third")
    Action.objects.filter(text="second").update(state="DONE", done_on=NOW.date())
    Action.objects.filter(text="third").update(horizon="LATER", kind="READ")
    for query, expected in (
        ("", {"first", "third"}), ("state=DONE", {"second"}), ("state=ALL", {"first", "second", "third"}),
        ("horizon=LATER", {"third"}), ("kind=READ", {"third"}), ("kind=JOIN", set()),
        ("state=nonsense&page=x", {"first", "third"}),
    ):  # fmt: skip
        shown = page(client, f"/me/plan/?{query}")
        assert {text for text in ("first", "second", "third") if f">{text}</a>" in shown} == expected, query
    assert "No action fits these filters" in page(client, "/me/plan/?kind=JOIN")
    Action.objects.all().delete()
    assert "Nothing is planned yet" in page(client, "/me/plan/")


def test_the_number_of_queries_does_not_follow_the_plan(client: Client, sam: User) -> None:
    plan = begun(sam, "one")
    counts = []
    for full in (False, True):
        if full:
            skill = goal().requirements.all()[0].skill_id
            add_actions(plan, [Draft(kind=ActionKind.OWN, text=str(n), skill=skill) for n in range(40)], now=NOW)
            for level in Level.objects.live().exclude(pk=goal().pk)[:4]:
                add_goal(plan, level, route=[goal().pk, level.pk], now=NOW)
        page(client, "/me/plan/")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/me/plan/")
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_hours_and_money_are_asked_with_clear_words_and_may_be_changed(client: Client) -> None:
    answer = client.post("/me/plan/about/", {"hours_a_week": "many"}).content.decode()
    assert "The hours must be a whole number, such as 3" in answer and "Choose what you can pay" in answer
    assert client.post("/me/plan/about/", TERMS).headers["Location"] == "/me/plan/"
    assert client.post("/me/plan/about/", {"hours_a_week": "9", "pays": "NOTHING"}).headers["Location"] == "/me/plan/"
    assert "You have 9 hours a week and can pay nothing" in page(client, "/me/plan/")


def test_goals_are_added_and_taken_off(client: Client, sam: User) -> None:
    begun(sam, goal=None)
    assert "You have chosen no goal yet" in page(client, "/me/plan/")
    assert "Choose a level from the list" in client.post("/me/plan/goals/add/", {"level": "no-such"}).content.decode()
    client.post("/me/plan/goals/add/", {"level": "data-analyst"})
    assert "Data analyst is a goal of your plan now" in page(client, "/me/plan/")
    client.post(f"/me/plan/goals/{PlanGoal.objects.get().pk}/remove/")
    assert not PlanGoal.objects.exists()


def test_a_list_is_copied_into_the_plan(client: Client, sam: User) -> None:
    begun(sam)
    assert "Gather evidence where I work" in page(client, "/me/plan/templates/")
    client.post("/me/plan/templates/", {"template": "evidence"})
    assert Action.objects.count() == 5 and Action.objects.filter(due_on=None).count() == 0
    again = client.post("/me/plan/templates/", {"template": "evidence"}, follow=True).content.decode()
    assert "All of this is in your plan already" in again
    assert "Choose one of these lists" in client.post("/me/plan/templates/", {"template": "x"}).content.decode()


def test_feedback_becomes_actions_and_is_not_kept_itself(client: Client, sam: User) -> None:
    begun(sam)
    feedback = "You interviewed well. Your evidence of user research was thin."
    shown = client.post("/me/plan/feedback/", {"text": feedback}).content.decode()
    chosen = ticked(shown)
    assert "point_1" not in chosen and chosen["point_2"], "what names no skill is there, and not ticked"
    answer = client.post("/me/plan/feedback/", {"text": feedback, "pick": "yes", **chosen})
    assert answer.headers["Location"] == "/me/plan/"
    assert {action.note for action in Action.objects.all()} == {
        "From feedback: Your evidence of user research was thin."
    }
    assert "interviewed" not in page(client, "/me/plan/?state=ALL")
    nothing = client.post("/me/plan/feedback/", {"text": feedback, "pick": "yes"}).content.decode()
    assert "Tick at least one action" in nothing and feedback in nothing
    assert "Enter the feedback" in client.post("/me/plan/feedback/", {"text": " . "}).content.decode()


def test_looking_back_keeps_what_changed_and_the_next_day(client: Client, sam: User) -> None:
    begun(sam, "first", "second")
    Action.objects.filter(text="first").update(state="DONE", done_on=NOW.date())
    html = page(client, "/me/plan/review/")
    assert "1 action is done and 1 is open" in html and 'value="12"' in html
    day = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}
    client.post("/me/plan/review/", {"changed": "I lead a team now", **day})
    review = PlanReview.objects.get()
    assert (review.changed, review.done, review.still_open) == ("I lead a team now", 1, 1)
    assert "You look back on 1 June 2027" in page(client, "/me/plan/")
    assert "I lead a team now" in page(client, "/me/plan/review/")
    answer = client.post("/me/plan/review/", {"changed": "Kept?", **day, "review_on_year": "2020"}).content.decode()
    assert "must be today or later" in answer and "Kept?" in answer


def test_the_days_come_as_a_calendar_file(client: Client, sam: User) -> None:
    begun(sam, "first", "done")
    Action.objects.update(due_on=(NOW + 20 * DAY).date())
    Action.objects.filter(text="done").update(state="DONE", done_on=NOW.date())
    answer = client.get("/me/plan/my-plan.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    entries = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == ["Something else: first", "Look back at my plan"]


def test_the_plan_goes_when_it_is_deleted(client: Client, sam: User) -> None:
    begun(sam, "first")
    assert "1 action" in page(client, "/me/plan/delete/")
    client.post("/me/plan/delete/")
    assert not Plan.objects.exists() and not Action.objects.exists()
    assert "Begin a plan" in page(client, "/me/")


def test_the_dashboard_shows_what_is_due_first(client: Client, sam: User) -> None:
    plan = begun(sam, "without a day")
    add_actions(plan, [Draft(kind=ActionKind.OWN, text="with a day", due_on=(NOW + DAY).date())], now=NOW)
    shown = page(client, "/me/")
    assert shown.index("with a day") < shown.index("without a day")
    assert "Due 12 January 2027" in shown


def test_what_was_typed_never_comes_back_as_markup(client: Client, sam: User) -> None:
    begun(sam, "<b>bold</b>")
    action = Action.objects.get()
    Action.objects.update(note="<i>n</i>", evidence="<u>e</u>")
    for address in ("/me/plan/", f"/me/plan/actions/{action.pk}/", "/me/plan/review/", "/me/"):
        shown = page(client, address)
        assert "<b>bold" not in shown and "<i>n" not in shown and "<u>e" not in shown
