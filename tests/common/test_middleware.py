"""What every request passes before a page looks at it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client
from pytest_django import Settings


def test_more_than_any_page_takes_is_refused_before_it_is_read(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr(FileUploadHandler, "new_file", read)
    settings.LARGEST_BODY = 1000
    answer = client.post("/account/login/", {"file": SimpleUploadedFile("a.csv", b"x" * 1001)})
    assert answer.status_code == 413
    assert "larger than any page here takes" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "abc", "-1", "９９９９９９９９９９９", "1"])
def test_a_length_that_is_none_does_no_harm(client: Client, length: str) -> None:
    assert client.get("/careers/roles/", CONTENT_LENGTH=length).status_code == 200


def test_the_largest_file_that_a_form_takes_gets_as_far_as_the_form(settings: Settings) -> None:
    from accounts.forms.organisations import LARGEST_FILE
    from planning.adverts.files import MOST_BYTES

    assert 2 * max(LARGEST_FILE, MOST_BYTES) < settings.LARGEST_BODY
