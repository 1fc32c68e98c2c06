"""Certificates: checked by what they are, given back to their owner alone, exported, and gone with the account."""

import base64
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.privacy import erase, export
from careers.models import Learning
from planning.certificates import (
    MOST_BYTES,
    MOST_FILES,
    EnoughCertificates,
    NotACertificate,
    delete_certificate,
    keep_certificate,
    kind_of,
)
from planning.learning_taken import mark_taken
from planning.models import Certificate, LearningTaken
from tests.planning.world import DAY, NOW, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PDF, PNG, JPEG = b"%PDF-1.7 words", b"\x89PNG\r\n\x1a\n dots", b"\xff\xd8\xff\xe0 dots"
ADDRESS = "/me/learning/prince2-practitioner/"
DONE = {"state": "COMPLETED", "on_day": "4", "on_month": "5", "on_year": "2026"}


def upload(content: bytes, name: str = "mine.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/x-anything")


def prince() -> Learning:
    return Learning.objects.get(slug="prince2-practitioner")


@pytest.mark.parametrize(
    ("content", "type_", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
)
def test_a_certificate_comes_back_as_it_was_under_a_name_of_ours(content: bytes, type_: str, ending: str) -> None:
    sam = signed_in(person())
    evil = upload(content, 'x".html\r\nSet-Cookie: a=b')
    assert sam.post(ADDRESS, DONE | {"certificate": evil}).headers["Location"] == "/me/learning/"
    answer = sam.get(f"{ADDRESS}certificate/")
    assert answer.content == content
    assert answer.headers["Content-Type"] == type_
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="certificate-prince2-practitioner.{ending}"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"{ADDRESS}certificate/" in page(sam, "/me/learning/")


def test_nobody_else_opens_it_and_signed_out_asks_to_sign_in() -> None:
    signed_in(person()).post(ADDRESS, DONE | {"certificate": upload(PDF)})
    kit = signed_in(person("kit@example.org"))
    assert kit.get(f"{ADDRESS}certificate/").status_code == 404
    staff = signed_in(person("staff@example.org", is_staff=True, is_superuser=True))
    assert staff.get(f"{ADDRESS}certificate/").status_code == 404
    assert kit.__class__().get(f"{ADDRESS}certificate/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>not a picture", "We keep PDF files and PNG or JPEG pictures."),
        (b"PK\x03\x04 a Word document", "We keep PDF files and PNG or JPEG pictures."),
        (b"", "The file is empty. Choose another"),
        (PDF + b"x" * MOST_BYTES, "The file is larger than 2 MB."),
    ],
)
def test_other_files_are_refused_in_a_sentence_and_nothing_typed_is_lost(content: bytes, sentence: str) -> None:
    sam = signed_in(person())
    answer = sam.post(ADDRESS, DONE | {"certificate": upload(content)})
    assert answer.status_code == 200
    assert sentence in answer.content.decode() and 'value="2026"' in answer.content.decode()
    assert not LearningTaken.objects.exists()


def test_a_certificate_goes_with_a_course_that_is_completed() -> None:
    sam = signed_in(person())
    answer = sam.post(ADDRESS, DONE | {"state": "STARTED", "certificate": upload(PDF)})
    assert "A certificate goes with a course that you completed" in answer.content.decode()


@pytest.mark.main_journey
def test_another_file_takes_its_place_and_it_can_be_deleted_without_the_course() -> None:
    sam = signed_in(person())
    for content in (PDF, PNG):
        sam.post(ADDRESS, DONE | {"certificate": upload(content)})
    assert Certificate.objects.get().kind == "PNG"
    sam.post(ADDRESS, DONE)
    assert Certificate.objects.count() == 1, "saving without a file leaves it"
    assert "You keep a certificate here" in page(sam, ADDRESS)
    sam.post(ADDRESS, {"delete_certificate": "yes"})
    assert LearningTaken.objects.count() == 1 and not Certificate.objects.exists()
    sam.post(ADDRESS, DONE | {"certificate": upload(PDF)})
    sam.post(ADDRESS, {"forget": "yes"})
    assert not Certificate.objects.exists()


def test_a_person_keeps_thirty_and_then_hears_so() -> None:
    sam = person()
    courses = list(Learning.objects.order_by("pk")[: MOST_FILES + 1])
    for course in courses:
        mark_taken(sam, course, state="COMPLETED", on=date(2026, 5, 4))
    for course in courses[:MOST_FILES]:
        keep_certificate(sam, course.pk, content=PDF, now=NOW)
    keep_certificate(sam, courses[0].pk, content=JPEG, now=NOW + DAY)
    with pytest.raises(EnoughCertificates):
        keep_certificate(sam, courses[-1].pk, content=PDF, now=NOW)
    answer = signed_in(sam).post(f"/me/learning/{courses[-1].slug}/", DONE | {"certificate": upload(PDF)})
    assert "You keep 30 certificates here" in answer.content.decode()
    delete_certificate(sam, courses[0].pk)
    keep_certificate(sam, courses[-1].pk, content=PDF, now=NOW)


def test_it_is_in_the_download_of_ones_data_and_gone_with_the_account() -> None:
    sam, kit = person(), person("kit@example.org")
    for user, content in ((sam, PDF), (kit, PNG)):
        mark_taken(user, prince(), state="COMPLETED", on=date(2026, 5, 4))
        keep_certificate(user, prince().pk, content=content, now=NOW)
    (mine,) = json.loads(json.dumps(export(sam, now=NOW), default=str))["data"]["Your certificates"]
    assert base64.b64decode(mine["content"]) == PDF
    assert mine["taken__learning__name"] == prince().name
    erase(sam, now=NOW)
    assert Certificate.objects.get().taken.user == kit


def test_lists_do_not_fetch_the_files() -> None:
    sam = person()
    mark_taken(sam, prince(), state="COMPLETED", on=date(2026, 5, 4))
    keep_certificate(sam, prince().pk, content=PDF, now=NOW)
    client = signed_in(sam)
    for address in ("/me/learning/", ADDRESS):
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        assert not [query["sql"] for query in queries if '"content"' in query["sql"]], address


@given(st.binary(max_size=40))
def test_whatever_the_bytes_are_they_are_one_of_three_kinds_or_refused(content: bytes) -> None:
    try:
        kind = kind_of(content)
    except NotACertificate:
        assert not content.startswith((b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
    else:
        assert kind in Certificate.Kind
