"""How a letter becomes bytes: as the library would write it, but for its boundaries."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.core.mail import EmailMultiAlternatives

from notifications.composing import Letter, compose
from notifications.letters import Attachment, Calendar, Mail
from notifications.writing import Finished

BOUNDARY = re.compile(rb'boundary="([^"]+)"')
INVITATION = Calendar(b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "REQUEST")
MAIL = Mail(
    to="kim@example.org",
    template="unused",
    reply_to=("programme@example.org",),
    calendar=INVITATION,
    attachments=(Attachment("notes.txt", b"caf\xc3\xa9", "text/plain"),),
    unsubscribe_url="https://portal.example.org/stop/" + "a1b2c3" * 12,
)


def bytes_of(subject: str, text: str = "Dear Kim,\n") -> tuple[Letter, bytes]:
    email = compose(MAIL, Finished(subject, text, f"<p>{text}</p>"), key="k")
    return email, email.message().as_bytes(linesep="\r\n")


@pytest.mark.parametrize(
    "subject", ["Booked", "Gebucht für Ørsted", "A place for you " * 12, "Ä" * 120, "x" * 75, "x" * 200, ""]
)
def test_headers_are_those_of_the_library_whatever_the_subject(subject: str) -> None:
    email, quick = bytes_of(subject)
    email.extra_headers["Date"] = "Sun, 22 Nov 2026 12:00:00 -0000"
    quick = email.message().as_bytes(linesep="\r\n")
    library = EmailMultiAlternatives.message(email).as_bytes(linesep="\r\n")
    assert without_boundaries(quick) == without_boundaries(library)
    read = message_from_bytes(quick)
    assert str(make_header(decode_header(read["Subject"]))).split() == subject.split()
    assert read["List-Unsubscribe"].split() == [f"<{MAIL.unsubscribe_url}>"]


def test_boundaries_cannot_be_guessed_and_are_never_the_same() -> None:
    found = [boundary for _ in range(3) for boundary in BOUNDARY.findall(bytes_of("Booked")[1])]
    assert len(found) == len(set(found)) == 6, "one for the forms of the letter and one for the files"
    assert all(len(boundary) == 32 for boundary in found)


def test_words_that_look_like_a_boundary_add_no_part() -> None:
    parts = [part.get_content_type() for part in message_from_bytes(bytes_of("Booked")[1]).walk()]
    hostile = "Dear Kim,\n--===============0000000000==\nContent-Type: text/html\n\n<b>Hello</b>\n--\n"
    assert [part.get_content_type() for part in message_from_bytes(bytes_of("Booked", hostile)[1]).walk()] == parts


def without_boundaries(content: bytes) -> bytes:
    for number, boundary in enumerate(BOUNDARY.findall(content)):
        content = content.replace(boundary, b"boundary-%d" % number)
    return content
