"""How a letter becomes bytes: as the library would write it, but for its boundaries."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
import time_machine
from django.core.mail.message import BadHeaderError, sanitize_address
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from notifications.composing import compose
from notifications.letters import Attachment, Calendar, Mail
from notifications.mime import Letter
from notifications.writing import Finished, one_line
from tests.notifications.conftest import NOW

BOUNDARY = re.compile(rb"\b[0-9a-f]{24}\b")
INVITATION = Calendar(b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "REQUEST")
MAIL = Mail(
    to="kim@example.org",
    template="unused",
    reply_to=("programme@example.org",),
    calendar=INVITATION,
    attachments=(Attachment("notes.txt", b"caf\xc3\xa9", "text/plain"),),
    unsubscribe_url="https://portal.example.org/stop/" + "a1b2c3" * 12,
)


def letter(subject: str = "Booked", text: str = "Dear Kim,\n", mail: Mail = MAIL) -> Letter:
    return compose(mail, Finished(subject, text, f"<p>{text}</p>"), key="k")


def same_as_the_library(email: Letter) -> bool:
    with time_machine.travel(NOW, tick=False):
        theirs = email.message()
        for part in theirs.walk():
            if part.is_multipart():
                part.set_boundary("0" * 24)
        return BOUNDARY.sub(b"0" * 24, email.as_bytes()) == theirs.as_bytes(linesep="\r\n")  # type: ignore[call-arg]


@pytest.mark.parametrize("mail", [MAIL, Mail(to="kim@example.org", template="unused")])
@pytest.mark.parametrize(
    "subject", ["Booked", "Gebucht für Ørsted", "A place for you " * 12, "Ä" * 120, "x" * 75, "x" * 200, ""]
)
def test_bytes_are_those_of_the_library_whatever_the_subject(subject: str, mail: Mail) -> None:
    email = letter(subject, mail=mail)
    assert same_as_the_library(email)
    read = message_from_bytes(email.as_bytes())
    assert str(make_header(decode_header(read["Subject"]))).split() == subject.split()
    if mail is MAIL:
        assert read["List-Unsubscribe"].split() == [f"<{MAIL.unsubscribe_url}>"]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\r\n\t"))


@hypothesis_settings(deadline=None)
@given(subject=WORDS, text=WORDS)
def test_bytes_are_those_of_the_library_whatever_a_person_wrote(subject: str, text: str) -> None:
    assert same_as_the_library(letter(one_line(subject), f"{text}\n"))


@pytest.mark.parametrize(
    "text", ["x" * 998, "x" * 999, "é" * 500, "short\n" + "long " * 400 + "\nshort", "a\r\nb\rc\n"]
)
def test_no_line_is_too_long_for_a_mail_server_and_the_text_arrives(text: str) -> None:
    written = letter(text=text).as_bytes()
    assert max(map(len, written.split(b"\r\n"))) <= 998
    plain = next(part for part in message_from_bytes(written).walk() if part.get_content_type() == "text/plain")
    assert plain.get_payload(decode=True).decode().splitlines() == text.splitlines()  # type: ignore[union-attr]


@pytest.mark.parametrize("address", ["kim@example.org", "o'brien+1@nhs.example", "kim@bücher.example"])
def test_the_envelope_names_the_bare_addresses_as_the_library_does(address: str, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Ørsted & Söhne <noreply@example.org>"
    email = letter(mail=Mail(to=address, template="unused"))
    assert email.envelope() == ("noreply@example.org", [sanitize_address(address, "utf-8")])
    assert same_as_the_library(email)


@pytest.mark.parametrize(
    "file",
    [
        Attachment("notes.txt", b"caf\xc3\xa9\r\n", "text/plain"),
        Attachment("a name.txt", b"x", "text/plain"),
        Attachment("naïve.txt", b"x", "text/plain"),
        Attachment(f"{'long' * 30}.csv", b"a,b\r\n", "text/csv"),
        Attachment("latin.txt", b"caf\xe9", "text/plain"),
        Attachment("page.pdf", b"%PDF-1.7\x00", "application/pdf"),
    ],
)
def test_files_are_written_as_the_library_does(file: Attachment) -> None:
    email = letter(mail=replace(MAIL, attachments=(file,)))
    files = [part for part in message_from_bytes(email.as_bytes()).walk() if part.get_filename()]
    assert [part.get_payload(decode=True) for part in files] == [INVITATION.content, file.content]


def test_a_header_with_a_line_break_is_refused() -> None:
    email = letter(mail=Mail(to="kim@example.org", template="unused", headers={"X-Programme": "north\r\nBcc: a@b.c"}))
    with pytest.raises(BadHeaderError):
        email.as_bytes()


def test_boundaries_cannot_be_guessed_and_are_never_the_same() -> None:
    found = [set(BOUNDARY.findall(letter().as_bytes())) for _ in range(3)]
    assert [len(each) for each in found] == [2, 2, 2], "one for the forms of the letter and one for the files"
    assert len(set.union(*found)) == 6


def test_words_that_look_like_a_boundary_add_no_part() -> None:
    parts = [part.get_content_type() for part in message_from_bytes(letter().as_bytes()).walk()]
    hostile = "Dear Kim,\n--===============0000000000==\nContent-Type: text/html\n\n<b>Hello</b>\n--\n"
    assert [part.get_content_type() for part in message_from_bytes(letter(text=hostile).as_bytes()).walk()] == parts
