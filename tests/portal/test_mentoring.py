"""What other pages say of mentoring: roles, the gap report, the dashboard."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ProgrammeRole, User
from mentoring.meetings.arranging import Details, book, call_off
from mentoring.meetings.holding import record_held
from mentoring.models import Match, Mentor
from mentoring.people.keeping import save_mentor
from mentoring.people.pausing import pause, resume
from planning.models import Action
from planning.plans.keeping import start_plan
from tests.mentoring.world import DAY, GOAL, NOW, level, match_of, mentor, page, person, programme, signed_in
from tests.planning.conftest import at_now  # noqa: F401 - a fixture
from tests.planning.world import assessment_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
ROLE = "/careers/roles/digital-change-manager/"


def test_a_role_says_how_many_mentors_hold_or_held_it_and_leads_there(client: Client) -> None:
    assert "Do you know it? Be a mentor" in page(client, ROLE)
    mentor(job=GOAL, earlier=["senior-data-analyst"])
    mentor(earlier=[GOAL])
    mentor(job="senior-data-analyst")
    mentor(job=GOAL, is_listed=False)
    mentor(job=GOAL, paused_until=(NOW + DAY).date())
    assert f'href="/mentors/?role={level().role.slug}" rel="nofollow">2 mentors</a>' in page(client, ROLE)


def test_the_number_of_mentors_costs_a_role_no_query(client: Client) -> None:
    page(client, ROLE)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page(client, ROLE)
        counts.append(len(queries))
        mentor(job=GOAL)
    assert counts[0] == counts[1] <= 8


def test_who_has_the_page_of_a_role_gets_a_new_one_when_a_mentor_comes_or_goes(client: Client) -> None:
    def is_unchanged(etag: str) -> bool:
        return client.get(ROLE, headers={"if-none-match": etag}).status_code == 304

    etag = client.get(ROLE).headers["ETag"]
    assert is_unchanged(etag)
    user = person()
    save_mentor(user, level=level(), earlier=(), skills={}, region="", fields={})
    assert not is_unchanged(etag)
    for change in (lambda: pause(user, until=(NOW + DAY).date(), now=NOW), lambda: resume(user)):
        etag = client.get(ROLE).headers["ETag"]
        change()
        assert not is_unchanged(etag)


def test_the_report_of_a_gap_says_how_many_could_help_and_leads_there() -> None:
    sam = person()
    slug = level().requirements.filter(required__gte=2)[0].skill.slug
    assessment_of(sam, {slug: 1})
    mentor(skills={slug: 4})
    mentor(skills={slug: 1})
    client = signed_in(sam)
    html = page(client, f"/gap/{GOAL}/")
    assert html.count("1 mentor could help") == 1
    assert html.count("Plan to meet one") > 3
    address = html.split("1 mentor could help")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert page(client, address).count('class="app-card__heading"') == 1
    plan = html.split("Plan to meet one")[0].rpartition('href="')[2].partition('"')[0]
    assert plan.endswith("kind=MENTOR")


def test_a_plan_suggests_a_mentor_where_somebody_else_could_help() -> None:
    sam = person()
    slug = level().requirements.filter(required__gte=2)[0].skill.slug
    assessment_of(sam, {slug: 1})
    start_plan(sam, hours_a_week=3, pays="NOTHING", goal=level(), now=NOW)
    client, suggested, help_ = signed_in(sam), f'value="mentor:{slug}"', "1 mentor could help"
    mentor(sam, skills={slug: 4})
    assert suggested not in page(client, "/me/plan/suggest/") and help_ not in page(client, f"/gap/{GOAL}/")
    mentor(skills={slug: 4})
    assert suggested in page(client, "/me/plan/suggest/") and help_ in page(client, f"/gap/{GOAL}/")
    client.post("/me/plan/suggest/", {"toward": GOAL, "besides": f"mentor:{slug}"})
    (action,) = Action.objects.all()
    assert (action.kind, action.skill.slug) == ("MENTOR", slug)
    assert page(client, action.address).count('class="app-card__heading"') == 2, "the person and the other one"


def test_a_report_that_was_shared_does_not_speak_of_mentors() -> None:
    sam = person()
    assessment_of(sam)
    client = signed_in(sam)
    assert "Mentors who could help" in page(client, f"/gap/{GOAL}/")
    assert "Mentors who could help" not in page(client, f"/gap/{GOAL}/request/")


def test_the_dashboard_says_what_waits_for_whom() -> None:
    sam = person()
    client = signed_in(sam)
    assert "My mentors:" not in page(client, "/me/")
    mentor(sam, places=5)
    match_of(person(), sam)
    match_of(person(), sam)
    match_of(person(), sam, Match.State.ACTIVE)
    match_of(sam, person())
    match_of(sam, person(), Match.State.ENDED)
    html = page(client, "/me/")
    assert "2 people wait for your answer" in html
    assert "People I mentor: 1" in html
    assert "Waiting for an answer: 1" in html
    assert "My mentors:" not in html
    assert page(client, "/me/mentoring/?side=MENTOR&state=NOW").count("You mentor them") == 1
    match_of(person(), sam, Match.State.DECLINED)
    match_of(sam, person(), Match.State.LAPSED, origin=Match.Origin.ROUND, programme=programme())
    over = page(client, "/me/mentoring/")
    assert "Asked you to be their mentor" in over and "Was proposed as your mentor" in over
    assert over.count("You mentor them") == 1, "who declined mentors nobody"
    assert Mentor.objects.count() == 1


def test_the_dashboard_leads_to_rounds_only_those_who_run_a_programme() -> None:
    root = User.objects.create_superuser("root@example.org", "three quiet otters")
    client = signed_in(root)
    rounds = "/staff/mentoring/rounds/"
    assert f'href="{rounds}"' not in page(client, "/me/") and client.get(rounds).status_code == 403
    ProgrammeRole.objects.create(programme=programme(), user=root, role="OWNER")
    assert f'href="{rounds}"' in page(client, "/me/") and client.get(rounds).status_code == 200


def test_the_dashboard_has_the_next_meeting_and_not_those_past_or_called_off() -> None:
    sam, ada = person("Sam"), person("Ada")
    us = match_of(sam, ada, Match.State.ACTIVE)
    for client in (signed_in(sam), signed_in(ada)):
        assert "Next meeting" not in page(client, "/me/")
    details = Details(60, "Europe/London", where="Room <3>")
    late, off, soon = (book(us, NOW + days * DAY, details, agenda="", by=sam, now=NOW) for days in (9, 1, 3))
    call_off(off.uuid, by=sam, now=NOW)
    record_held(us, NOW - DAY, details, by=sam, now=NOW)
    other = match_of(person(), person(), Match.State.ACTIVE)
    book(other, NOW + DAY, details, agenda="", by=other.mentor, now=NOW)
    for client, name in ((signed_in(sam), "Ada"), (signed_in(ada), "Sam")):
        html = page(client, "/me/")
        assert f'href="/mentoring/meetings/{soon.uuid}/">Next meeting: {name}</a>' in html
        assert soon.when in html and "Room &lt;3&gt;" in html
        assert str(late.uuid) not in html


def test_every_page_leads_to_the_mentors_and_who_is_signed_out_comes_there_after_signing_in(client: Client) -> None:
    assert 'href="/mentors/">Mentors</a>' in page(client, "/")
    assert client.get("/mentors/").headers["Location"].endswith("?next=/mentors/")
