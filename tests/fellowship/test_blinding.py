"""What is hidden in answers and files, and what is left as it is."""

import io
import struct
import zlib

import pytest
from pypdf import PdfReader

from fellowship.models import Answer
from fellowship.reviewing.blinding import HIDDEN, CannotBeBlinded, Mask, blind_file
from tests.fellowship.readings import CANARY, pdf

MASK = Mask(["Dr Ann-Marie O’Neill", "Will Ng"], ["St  Elsewhere", "the gait clinic"])


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I, Ann-Marie O’Neill, lead it", f"I, {HIDDEN}-{HIDDEN}, lead it"),
        ("dr ann-marie o’neill says", f"{HIDDEN} says"),
        ("Ann’s team and ANN", f"{HIDDEN}’s team and {HIDDEN}"),
        ("i am ann, ask o’neill", f"i am {HIDDEN}, ask {HIDDEN}"),
        ("Annual plans of Annette", "Annual plans of Annette"),
        ("I will do it. Will did.", f"I will do it. {HIDDEN} did."),
        ("Ng is too short, will ng is not", f"Ng is too short, {HIDDEN} is not"),
        ("at st elsewhere\nand at St\nElsewhere.", f"at {HIDDEN}\nand at {HIDDEN}."),
        ("The  Gait clinic", HIDDEN),
        ("write to a.b+c@trust.nhs.uk", f"write to {HIDDEN}"),
        ("see https://x.org/me or www.y.org", f"see {HIDDEN} or {HIDDEN}"),
        ("on linkedin.com/in/ann", f"on {HIDDEN}"),
        ("07700 900123, +44 (0)7700 900123, 0113 496 0000", f"{HIDDEN}, {HIDDEN}, {HIDDEN}"),
        ("from 2024-2025 for 12,000 people, £150,000", "from 2024-2025 for 12,000 people, £150,000"),
        ("e\N{COMBINING ACUTE ACCENT}t\N{LATIN SMALL LETTER E WITH ACUTE}", "été"),
    ],
)
def test_what_tells_is_hidden_and_nothing_else(text: str, seen: str) -> None:
    assert MASK.hide(text) == seen


@pytest.mark.parametrize("name", ["priya van patel", "PRIYA VAN PATEL", "Mrs Priya van Patel", "priya van Patel"])
def test_a_name_tells_however_it_was_typed(name: str) -> None:
    seen = Mask([name], []).hide("I am Priya. PATEL, P., signs, or a patel. A van is no name, nor is priyanka.")
    assert seen == f"I am {HIDDEN}. {HIDDEN}, P., signs, or a {HIDDEN}. A van is no name, nor is priyanka."


def test_both_apostrophes_are_the_same() -> None:
    assert Mask(["Sean O'Brien"], ["St Mary's"]).hide("O’Brien of St Mary’s") == f"{HIDDEN} of {HIDDEN}"


def test_nothing_to_hide_hides_addresses_alone() -> None:
    assert Mask(["", " "], [""]).hide("Ada at x@y.org") == f"Ada at {HIDDEN}"


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"tEXt", b"Author\0" + CANARY.encode())
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"") + CANARY.encode()


def jpeg() -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    about = segment(0xE1, b"Exif\0\0" + CANARY.encode()) + segment(0xFE, CANARY.encode())
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + about + segment(0xDA, b"\0") + b"picture\xff\xd9" + CANARY.encode()


@pytest.mark.parametrize(
    ("content", "kind", "keeps"),
    [(png(), "image/png", b"IDAT"), (jpeg(), "image/jpeg", b"picture"), (pdf(), "application/pdf", b"/Page")],
)
def test_files_lose_what_they_tell_of_their_author(content: bytes, kind: str, keeps: bytes) -> None:
    assert CANARY.encode() in content
    blind, kind_too, _ = blind_file(Answer(file=content, file_type=kind, file_name=f"{CANARY}.x"))
    assert CANARY.encode() not in blind and keeps in blind and kind_too == kind
    if kind == "application/pdf":
        assert len(PdfReader(io.BytesIO(blind)).pages) == 1


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "image/jpeg", "text/html", ""])
def test_what_cannot_be_read_is_not_shown(kind: str) -> None:
    for content in (b"", b"\x89PNG\r\n\x1a\n\xff", b"\xff\xd8\xff\xe1\xff", b"%PDF-1.7\n1 0 obj"):
        with pytest.raises(CannotBeBlinded):
            blind_file(Answer(file=content, file_type=kind))
