"""Whose assessment it is: signed out with a session, a code or a link, after signing in, and on computers of others."""

import re

import pytest
import time_machine
from django.test import Client

from planning.models import Answer, Assessment, ReturnCode
from planning.returning import make_code
from tests.planning.world import DAY, MINUTE, NOW, answer, assessment_of, begin, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


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
    assert "User focus, from awareness to practitioner" in detail


def test_nobody_sees_or_deletes_the_assessments_of_others() -> None:
    theirs = assessment_of(person())
    kit = signed_in(person("kit@example.org"))
    for address in (f"/me/assessments/{theirs.pk}/", f"/me/assessments/{theirs.pk}/delete/"):
        assert kit.get(address).status_code == 404
        assert kit.post(address).status_code in (404, 405)
    assert Assessment.objects.filter(pk=theirs.pk).exists()
