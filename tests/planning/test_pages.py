"""What people see and do: signed out with a session, a code or a link; signed in; and on computers that others use."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.frame import current_frame
from careers.models import Level, Skill, Statement
from careers.revision import bump_revision
from planning.models import Answer, Assessment, ReturnCode, SharedReport
from planning.returning import make_code
from planning.sharing import share_report
from tests.planning.world import DAY, MINUTE, NOW, answer, assessment_of, goal, meets_all, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

ABOUT = {"now": "nurse", "goal": "digital change manager", "goal_which": "digital-change-manager", "band": "6"}


def begin(client: Client, **about: str) -> Assessment:
    answer_ = client.post("/assessment/", ABOUT | about)
    assert answer_.headers.get("Location") == "/assessment/skills/1/", answer_.content.decode()[:3000]
    return Assessment.objects.order_by("created_at").last()  # type: ignore[return-value]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code, response.headers.get("Location"))
    return response.content.decode()


# --- The way through ------------------------------------------------------------------------


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


def test_a_skill_that_is_skipped_stays_open_and_is_counted(client: Client) -> None:
    assessment = begin(client)
    client.post("/assessment/skills/1/", {"level": "2"})
    left = assessment.answers.count() - 1
    assert f"{left} skills not answered yet" in page(client, "/assessment/check/")


def test_more_skills_are_found_by_name_and_asked(client: Client) -> None:
    assessment = begin(client)
    count = assessment.answers.count()
    assert "Data modelling" in page(client, "/assessment/skills/add/?q=modelling")
    assert "No skill has “zzz”" in page(client, "/assessment/skills/add/?q=zzz")
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


# --- What people type at the beginning --------------------------------------------------------


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


# --- Signed out: the session, the code, the link ------------------------------------------------


def test_after_half_an_hour_without_a_page_nothing_is_left_on_the_computer(
    client: Client, at_now: time_machine.Traveller
) -> None:
    begin(client)
    at_now.move_to(NOW + 29 * MINUTE)
    assert client.get("/assessment/check/").status_code == 200
    at_now.move_to(NOW + 58 * MINUTE)
    assert client.get("/fit/").status_code == 200, "a page in between begins the half hour again"
    at_now.move_to(NOW + 88 * MINUTE)
    assert client.get("/assessment/check/").headers["Location"] == "/assessment/"
    assert "Nobody used this page for 30 minutes" in page(client, "/assessment/")


def test_a_computer_that_was_left_shows_nothing_even_if_somebody_reads_on_elsewhere(
    client: Client, at_now: time_machine.Traveller
) -> None:
    assessment = begin(client)
    code = make_code(assessment, now=NOW)
    at_now.move_to(NOW + 25 * MINUTE)
    phone = Client()
    phone.post("/assessment/return/", {"code": code})
    assert phone.get("/assessment/check/").status_code == 200
    at_now.move_to(NOW + 40 * MINUTE)
    assert client.get("/assessment/check/").status_code == 302
    assert phone.get("/assessment/check/").status_code == 200


def test_finish_and_clear_leaves_nothing_for_the_next_person(client: Client) -> None:
    begin(client)
    client.post("/assessment/skills/1/", {"level": "3", "note": "Secret example"})
    assert "deleted, on this computer and with us" in page(client, "/assessment/clear/")
    response = client.post("/assessment/clear/")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not Assessment.objects.exists() and not Answer.objects.exists()
    for address in ("/assessment/check/", "/fit/", "/assessment/my-skills.json", "/assessment/skills/1/"):
        assert client.get(address).headers["Location"] == "/assessment/"
    assert "Secret example" not in page(client, "/assessment/")


def test_clearing_with_a_code_leaves_the_answers_for_the_code(client: Client) -> None:
    assessment = begin(client)
    shown = client.post("/assessment/code/").content.decode()
    code = re.search(r"<strong>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</strong>", shown)
    assert code
    assert f"/assessment/return/?code={code[1]}" in shown
    assert code[1] not in page(client, "/assessment/code/"), "it is shown once"
    client.post("/assessment/clear/")
    assert client.get("/assessment/check/").status_code == 302
    other = Client()
    assert f'value="{code[1]}"' in page(other, f"/assessment/return/?code={code[1]}")
    assert other.get("/assessment/check/").status_code == 302, "following the link opens nothing yet"
    assert other.post("/assessment/return/", {"code": code[1]}).headers["Location"] == "/assessment/check/"
    assert "Nurse, band 6" in page(other, "/assessment/check/")
    other.post("/assessment/clear/", {"delete": "yes"})
    assert not Assessment.objects.filter(pk=assessment.pk).exists() and not ReturnCode.objects.exists()


def test_trying_codes_is_stopped_and_a_right_one_waits_too(client: Client) -> None:
    code = make_code(assessment_of(None), now=NOW)
    for _ in range(30):
        assert "This code opens nothing" in client.post("/assessment/return/", {"code": "AAAA"}).content.decode()
    assert "That was tried too often from here" in client.post("/assessment/return/", {"code": code}).content.decode()


def test_no_page_of_it_is_kept_by_browsers(client: Client) -> None:
    begin(client)
    for address in ("/assessment/check/", "/fit/", "/gap/data-analyst/", "/assessment/skills/1/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


# --- Signing in ---------------------------------------------------------------------------------


def test_what_was_answered_before_signing_in_is_theirs_after(client: Client) -> None:
    assessment = begin(client)
    client.post("/assessment/skills/1/", {"level": "3", "note": "Mine"})
    sam = person()
    client.post("/account/login/", {"login": sam.email, "password": "three quiet otters"})
    assert Assessment.objects.of(sam).get() == assessment
    assert "Mine" in page(client, "/assessment/check/")
    assert "Only you can see this." in page(client, "/fit/")
    client.post("/account/logout/")
    assert client.get("/assessment/check/").status_code == 302


def test_what_was_left_on_a_computer_is_not_given_to_the_next_who_signs_in(
    client: Client, at_now: time_machine.Traveller
) -> None:
    begin(client)
    at_now.move_to(NOW + 31 * MINUTE)
    sam = person()
    client.post("/account/login/", {"login": sam.email, "password": "three quiet otters"})
    assert not Assessment.objects.of(sam).exists()


def test_a_code_typed_by_somebody_signed_in_brings_the_answers_into_the_account() -> None:
    assessment, sam = assessment_of(None), person()
    code = make_code(assessment, now=NOW)
    client = signed_in(sam)
    client.post("/assessment/return/", {"code": code})
    assert Assessment.objects.of(sam).get() == assessment
    assert "opens nothing" in Client().post("/assessment/return/", {"code": code}).content.decode()


def test_looking_again_shows_what_rose(at_now: time_machine.Traveller) -> None:
    sam = person()
    assessment_of(sam, {"user-focus": 1})
    client = signed_in(sam)
    at_now.move_to(NOW + 90 * DAY)
    client.force_login(sam)
    second = begin(client)
    answer(second, "user-focus", 3)
    assert "1 rose since the one before" in page(client, "/me/assessments/")
    detail = page(client, f"/me/assessments/{second.pk}/")
    assert "User focus: Practitioner" in detail


def test_nobody_sees_or_deletes_the_assessments_of_others() -> None:
    theirs = assessment_of(person())
    kit = signed_in(person("kit@example.org"))
    for address in (f"/me/assessments/{theirs.pk}/", f"/me/assessments/{theirs.pk}/delete/"):
        assert kit.get(address).status_code == 404
        assert kit.post(address).status_code in (404, 405)
    assert Assessment.objects.filter(pk=theirs.pk).exists()


# --- Files ----------------------------------------------------------------------------------------


def test_an_export_comes_back_in_another_session(client: Client) -> None:
    assessment = begin(client)
    answer(assessment, "user-focus", 3, note="=1+1")
    file = client.get("/assessment/my-skills.csv")
    assert "attachment" in file.headers["Content-Disposition"]
    other = Client()
    upload = SimpleUploadedFile("skills.csv", file.content)
    assert other.post("/assessment/import/", {"file": upload}).headers["Location"] == "/assessment/check/"
    shown = page(other, "/assessment/check/")
    assert "1 answer taken from your file" in shown and "=1+1" in shown
    document = json.loads(client.get("/assessment/my-skills.json").content)
    assert document["answers"] == [
        {"skill": "user-focus", "name": "User focus", "level": "practitioner", "note": "=1+1"}
    ]


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff\xfe", b"PK\x03\x04", b"skill,level\nx,superb\n", b"x" * 300_000]
)
def test_no_file_breaks_the_import(content: bytes, client: Client) -> None:
    upload = SimpleUploadedFile("x.csv\r\nSet-Cookie: a=b", content, "application/x-evil")
    response = client.post("/assessment/import/", {"file": upload})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


# --- Fit ----------------------------------------------------------------------------------------------


def names(html: str) -> list[str]:
    return re.findall(r'app-card__link" href="/gap/([^/]+)/"', html)


def test_the_list_of_fits_is_narrowed_by_every_filter() -> None:
    sam = person()
    meets_all(current_frame(), assessment_of(sam))
    client = signed_in(sam)
    everything = page(client, "/fit/")
    for query in ("family=data", "band=7", "background=CLINICAL", "no_registration=on", "far=STRETCH"):
        narrowed = page(client, f"/fit/?{query}")
        count = [int(found) for found in re.findall(r"Where I fit: (\d+) level", narrowed)]
        assert 0 < count[0] < int(re.findall(r"Where I fit: (\d+) level", everything)[0]), query
    assert "No level fits all of these filters" in page(client, "/fit/?far=CLOSEST&band=VSM")
    assert names(page(client, "/fit/?page=2"))[0] not in names(everything)


def test_what_moves_people_changes_the_order_and_says_so() -> None:
    sam = person()
    assessment = assessment_of(sam, {"user-focus": 2, "planning": 1})
    client = signed_in(sam)
    before = page(client, "/fit/")
    assert "points up in the order" not in before
    assessment.statements.set(Statement.objects.filter(kind="MOTIVATION")[:3])
    after = page(client, "/fit/")
    assert "points up in the order" in after and "at most 5 points of 100" in after
    assert names(after) != names(before)
    assert names(page(client, "/fit/?sort=fit")) == names(before)


@pytest.mark.parametrize("address", ["/fit/", "/gap/digital-change-manager/", "/assessment/check/", "/me/assessments/"])
def test_the_queries_of_a_page_do_not_grow(address: str) -> None:
    sam = person()
    client = signed_in(sam)
    assessment_of(sam, {"user-focus": 1})
    page(client, address)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        return len(queries)

    before = count()
    for number in range(1, 4):
        assessment = assessment_of(sam, now=NOW + timedelta(minutes=number))
        for slug in Skill.objects.live().values_list("slug", flat=True)[: 10 * number]:
            answer(assessment, slug, 1)
        assessment.statements.set(Statement.objects.all()[:5])
    # Statements that were chosen ask where they point.
    assert count() <= before + (address == "/fit/")


# --- Sharing ------------------------------------------------------------------------------------------


def test_a_link_is_given_listed_and_taken_back() -> None:
    sam = person(name="Sam Okafor")
    assessment_of(sam, {"user-focus": 3})
    client = signed_in(sam)
    asked = client.post("/gap/digital-change-manager/share/", {"given_to": "Kit, my manager", "days": "30"})
    assert asked.headers["Location"] == "/me/shared/"
    listed = page(client, "/me/shared/")
    assert "For Kit, my manager" in listed
    address = re.search(r'value="[^"]*(/shared/[^"]+)"', listed)
    assert address
    visitor = Client()
    assert "Sam Okafor on the way to Digital change manager" in page(visitor, address[1])
    shared = SharedReport.objects.get()
    client.post(f"/me/shared/{shared.nonce}/revoke/")
    assert visitor.get(address[1]).status_code == 404
    listed = page(client, "/me/shared/")
    assert "Taken back" in listed and address[1] not in listed


def test_signed_out_sharing_asks_to_sign_in_first(client: Client) -> None:
    begin(client)
    response = client.get("/gap/digital-change-manager/share/")
    assert response.headers["Location"].startswith("/account/login/")
    assert client.get("/assessment/check/").status_code == 200


def test_nobody_takes_back_the_links_of_others() -> None:
    sam, kit = person(), person("kit@example.org")
    shared = share_report(sam, assessment_of(sam), goal(), given_to="Ada", days=7, now=NOW)
    assert signed_in(kit).post(f"/me/shared/{shared.nonce}/revoke/").status_code == 404
    shared.refresh_from_db()
    assert shared.revoked_at is None
