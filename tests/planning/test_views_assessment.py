"""The way through an assessment, page by page."""

import re

import pytest
from django.test import Client

from careers.models import Level, Statement
from careers.revision import bump_revision
from planning.models import Answer, Assessment
from tests.planning.world import NOW, assessment_of, begin, goal, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_somebody_signed_out_goes_from_the_beginning_to_the_gap(client: Client) -> None:
    assessment = begin(client)
    count = assessment.answers.count()
    for number in range(1, count + 1):
        assert f"Skill {number} of {count}" in page(client, f"/assessment/skills/{number}/")
        response = client.post(f"/assessment/skills/{number}/", {"level": str(number % 5), "note": f"Example {number}"})
        assert response.status_code == 302
    assert response.headers["Location"] == "/assessment/about-me/strengths/"
    for name in ("strengths", "motivations", "values"):
        kind = name[:-1].upper()
        chosen = list(Statement.objects.filter(kind=kind).values_list("pk", flat=True)[:2])
        response = client.post(f"/assessment/about-me/{name}/", {"chosen": chosen})
    assert response.headers["Location"] == "/assessment/check/"
    checked = page(client, "/assessment/check/")
    assert "Example 3" in checked and "not answered" not in checked
    response = client.post("/assessment/check/")
    assert response.headers["Location"] == "/gap/digital-change-manager/"
    report = page(client, response.headers["Location"])
    assert re.search(r"You meet \d+ of the \d+ skills of Digital change manager", report)
    assert "Only you can see this, on this computer." in report
    assessment.refresh_from_db()
    assert assessment.finished_at == NOW
    assert assessment.statements.count() == 6


def test_each_skill_says_what_each_level_looks_like_and_keeps_what_was_said(client: Client) -> None:
    assessment = begin(client)
    first = assessment.answers.select_related("skill").get(position=1)
    shown = page(client, "/assessment/skills/1/")
    for words in (first.skill.awareness, first.skill.expert, "None yet", "I don’t know"):
        assert words[:40] in shown.replace("&#x27;", "'").replace("&#39;", "'")
    client.post("/assessment/skills/1/", {"level": "unknown", "note": "To ask"})
    first.refresh_from_db()
    assert (first.level, first.answered_at, first.note) == (None, NOW, "To ask")
    assert re.search(r'value="unknown"[^>]* checked', page(client, "/assessment/skills/1/"))


def test_an_answer_goes_to_the_skill_that_its_page_showed(client: Client) -> None:
    """Begun again in another window, the same number is another skill."""
    assessment = begin(client)
    first, second = assessment.answers.select_related("skill").order_by("position")[:2]
    assert f'name="skill" value="{first.skill.slug}"' in page(client, "/assessment/skills/1/")
    client.post("/assessment/skills/1/", {"level": "4", "skill": second.skill.slug})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answered_at, second.level) == (None, 4)
    answer = client.post("/assessment/skills/1/", {"level": "4", "skill": "juggling"}, follow=True)
    assert "this skill is not asked any more" in answer.content.decode()
    first.refresh_from_db()
    assert first.answered_at is None


def test_an_answer_without_a_level_is_asked_for_and_nothing_typed_is_lost(client: Client) -> None:
    begin(client)
    response = client.post("/assessment/skills/1/", {"note": "I led a ward round"})
    assert response.status_code == 200
    assert "I led a ward round" in response.content.decode()
    assert "Choose the nearest" in response.content.decode()
    assert not Answer.objects.filter(answered_at__isnull=False).exists()


def test_changing_one_answer_from_the_check_page_leads_back_to_it(client: Client) -> None:
    begin(client)
    assert 'name="then" value="check"' in page(client, "/assessment/skills/2/?then=check")
    response = client.post("/assessment/skills/2/", {"level": "2", "then": "check"})
    assert response.headers["Location"] == "/assessment/check/"


def test_another_goal_is_chosen_without_beginning_again(client: Client) -> None:
    assessment = begin(client)
    client.post("/assessment/skills/1/", {"level": "2", "note": "Ward rounds"})
    assert 'href="/assessment/about/"' in page(client, "/assessment/check/")
    form = page(client, "/assessment/about/")
    assert 'value="Nurse"' in form and "Your answers stay as they are" in form
    wrong = client.post("/assessment/about/", {"now": "xyzzy plugh", "goal": "data analyst"}).content.decode()
    assert "We do not know a job called “xyzzy plugh”" in wrong and 'value="data analyst"' in wrong
    sent = {"now": "nurse", "goal": "data analyst", "goal_which": "data-analyst", "band": "6"}
    response = client.post("/assessment/about/", sent, follow=True)
    shown = response.content.decode()
    assert "It is changed, and your answers are kept." in shown and "skills are asked." in shown
    assert response.redirect_chain[0][0].startswith("/assessment/skills/")
    assert Assessment.objects.get() == assessment
    assert Assessment.objects.get().goal.slug == "data-analyst"  # type: ignore[union-attr]
    assert "Ward rounds" in page(client, "/assessment/check/")
    again = client.post("/assessment/about/", sent | {"band": "7"})
    assert again.headers["Location"] == "/assessment/check/"


def test_without_an_assessment_there_is_nothing_to_change(client: Client) -> None:
    assert client.get("/assessment/about/").headers["Location"] == "/assessment/"


def test_a_skill_that_is_skipped_stays_open_and_is_counted(client: Client) -> None:
    assessment = begin(client)
    client.post("/assessment/skills/1/", {"level": "2"})
    left = assessment.answers.count() - 1
    assert f"{left} skills not answered yet" in page(client, "/assessment/check/")


def test_more_skills_are_found_by_name_and_asked(client: Client) -> None:
    assessment = begin(client)
    count = assessment.answers.count()
    assert "Data modelling" in page(client, "/assessment/skills/add/?q=modelling")
    assert "Developing code for analysis" in page(client, "/assessment/skills/add/?q=SQL"), "a name that people use"
    assert "We know no skill called “zzz”" in page(client, "/assessment/skills/add/?q=zzz")
    assert "Choose at least one skill" in client.post("/assessment/skills/add/", {"skill": "zzz"}).content.decode()
    response = client.post("/assessment/skills/add/", {"skill": "data-modelling"})
    assert response.headers["Location"] == f"/assessment/skills/{count + 1}/"
    assert "Data modelling" in page(client, f"/assessment/skills/{count + 1}/")


def test_six_statements_are_too_many_and_stay_ticked(client: Client) -> None:
    begin(client)
    six = list(Statement.objects.filter(kind="STRENGTH").values_list("pk", flat=True)[:6])
    response = client.post("/assessment/about-me/strengths/", {"chosen": six})
    assert "You chose 6. Keep the five that matter most" in response.content.decode()
    assert response.content.decode().count(" checked") == 6


def test_a_goal_that_the_framework_no_longer_has_is_shown_as_such_and_leads_to_the_list_of_fits() -> None:
    sam = person()
    assessment_of(sam)
    Level.objects.filter(slug=goal().slug).update(retired_at=NOW)
    bump_revision(now=NOW)
    client = signed_in(sam)
    assert "Digital change manager (no longer in the framework)" in page(client, "/assessment/check/")
    assert client.post("/assessment/check/").headers["Location"] == "/fit/"
    assert "Where I stand" in page(client, "/me/") and "/gap/" not in page(client, "/me/")


@pytest.mark.parametrize(
    "address", ["/assessment/skills/0/", "/assessment/skills/99/", "/assessment/about-me/hobbies/"]
)
def test_what_is_not_asked_is_not_found(address: str, client: Client) -> None:
    begin(client)
    assert client.get(address).status_code == 404


def test_a_role_as_goal_is_asked_for_its_level(client: Client) -> None:
    content = client.post("/assessment/", {"goal": "clinical informatics"}).content.decode()
    assert "Which level is your goal?" in content
    keys = re.findall(r'name="goal_which" type="radio" value="([^"]+)"', content)
    assert len(keys) > 2
    assert not Assessment.objects.exists()
    assert begin(client, goal="clinical informatics", goal_which=keys[1]).goal.slug == keys[1]  # type: ignore[union-attr]


def test_words_that_mean_nothing_get_a_sentence_and_stay(client: Client) -> None:
    response = client.post("/assessment/", {"now": "xyzzy plugh", "goal": "frobnicator", "band": "6"})
    content = response.content.decode()
    assert "We do not know a job called “xyzzy plugh”" in content
    assert "We do not know a digital role called “frobnicator”" in content
    assert 'value="xyzzy plugh"' in content
    assert not Assessment.objects.exists()


def test_neither_a_job_nor_a_goal_is_needed(client: Client) -> None:
    assessment = begin(client, now="", goal="", goal_which="")
    assert (assessment.point, assessment.level, assessment.goal) == (None, None, None)
    assert assessment.answers.count() == 18
    assert client.post("/assessment/check/").headers["Location"] == "/fit/"


def test_the_goal_may_come_from_a_link(client: Client) -> None:
    response = client.get("/gap/data-analyst/")
    assert response.headers["Location"] == "/assessment/?goal=data-analyst"
    assert 'value="Data analyst"' in page(client, response.headers["Location"])
