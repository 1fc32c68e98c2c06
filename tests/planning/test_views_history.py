"""The list of assessments, and assessments as files, through their pages."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from planning.models import Assessment
from planning.models.assessments import IDLE
from tests.planning.world import DAY, NOW, answer, assessment_of, begin, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


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


def test_the_list_of_assessments_has_pages_filters_and_a_word_for_none() -> None:
    sam = person()
    client = signed_in(sam)
    assert "You have no assessment yet" in page(client, "/me/assessments/")
    for number in range(12):
        assessment_of(sam, {"user-focus": number % 4 + 1}, now=NOW - number * DAY)
    Assessment.objects.filter(started_at=NOW).update(finished_at=NOW)
    first, second = page(client, "/me/assessments/"), page(client, "/me/assessments/?page=2")
    assert (first.count("app-card__link"), second.count("app-card__link")) == (10, 2)
    assert "Your first one." in second and "Your first one." not in first
    assert page(client, "/me/assessments/?finished=YES").count("app-card__link") == 1
    Assessment.objects.update(finished_at=None)
    assert "None of your assessments fits" in page(client, "/me/assessments/?finished=YES")


def test_what_is_on_the_screen_goes_as_soon_as_the_server_forgets_it(client: Client) -> None:
    begin(client)
    minutes = int(IDLE.total_seconds() // 60)
    shown = page(client, "/assessment/check/")
    assert f'data-idle-minutes="{minutes}"' in shown and f"you open no page here for {minutes} minutes" in shown
