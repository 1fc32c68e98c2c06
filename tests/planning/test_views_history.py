"""Assessments as files, through their pages."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.planning.world import (
    answer,
    begin,
    page,
)

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
