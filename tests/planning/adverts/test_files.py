"""Files with adverts: what can be read is read in order, and everything else is refused in a sentence."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from time import process_time
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from planning.adverts.criteria import find_criteria
from planning.adverts.files import MOST_BYTES, MOST_TEXT, FileNotRead, text_of_file


def word(build: Any) -> bytes:
    document = Document()
    build(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def pdf(*lines: str, password: str = "", pages: int = 1) -> bytes:
    """A PDF with these lines in Helvetica, as small as one can be."""
    text = "\n".join(f"BT /F1 10 Tf 40 {780 - 14 * n} Td ({line}) Tj ET" for n, line in enumerate(lines))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(['3 0 R'] * pages)}] /Count {pages} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010} 00000 n \n" for place in places
    )
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    content = made.encode()
    if not password:
        return content
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def cell(properties: str, words: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


def with_table(rows: list[str]) -> bytes:
    """A Word document with nothing in it but a table of these rows, as XML."""
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    content = word(lambda document: document.add_paragraph("here"))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "word/document.xml":
                before = body.decode().partition("<w:body>")[0]
                body = f"{before}<w:body><w:tbl><w:tblPr/><w:tblGrid/>{table}</w:tbl></w:body></w:document>".encode()
            new.writestr(part, body)
    return made.getvalue()


def told(content: bytes) -> list[str]:
    text = text_of_file(content)
    return [f"{one.kind.value[0].upper()} {text[one.start : one.end]}" for one in find_criteria(text)]


# --- Word -----------------------------------------------------------------------------------


def test_lists_of_a_word_document_are_read() -> None:
    def build(document: Any) -> None:
        document.add_heading("Person specification", 1)
        document.add_heading("Essential", 2)
        document.add_paragraph("Experience of SQL", style="List Bullet")
        document.add_paragraph("Able to listen", style="List Number")
        document.add_heading("Desirable", 2)
        document.add_paragraph("Knowledge of R", style="List Bullet")

    assert told(word(build)) == ["E Experience of SQL", "E Able to listen", "D Knowledge of R"]


def test_a_table_of_a_word_document_is_read_in_its_place() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Person specification")
        table = document.add_table(rows=3, cols=3)
        rows = [
            ("Criteria", "Essential", "Desirable"),
            ("Experience", "Managing projects\nLeading a team", "Budgets"),
            ("Skills", "Excel", ""),
        ]
        for row, words in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = ""
                for n, line in enumerate(text.split("\n")):
                    (cell.paragraphs[0] if n == 0 else cell.add_paragraph()).text = line
        document.add_paragraph("How to apply")

    assert told(word(build)) == ["E Managing projects", "E Leading a team", "D Budgets", "E Excel"]


def test_a_word_document_that_unpacks_to_too_much_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 40_000_000)
    assert len(made.getvalue()) < 100_000
    with pytest.raises(FileNotRead, match="unpacks to more than we read"):
        text_of_file(made.getvalue())


def test_entities_that_grow_are_not_followed() -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    content = word(lambda document: document.add_paragraph("Essential"))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "word/document.xml":
                body = body.replace(b"<w:document", f"<!DOCTYPE w [{entities}]><w:document".encode(), 1)
                body = body.replace(b"Essential", b"&a9;")
            new.writestr(part, body)
    with suppress(FileNotRead):
        assert len(text_of_file(made.getvalue())) < MOST_TEXT


def test_a_cell_over_several_rows_is_said_in_each_of_them() -> None:
    rows = [cell('<w:vMerge w:val="restart"/>', "Skills") + cell("", "SQL"), cell("<w:vMerge/>", "") + cell("", "R")]
    assert text_of_file(with_table(rows)).split("\n") == ["", "Skills | SQL", "Skills | R", ""]


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        (lambda n: cell('<w:gridSpan w:val="1000000000"/>', "a"), 1),  # asked for more memory than there is
        (lambda n: cell(f'<w:vMerge w:val="{"continue" if n else "restart"}"/>', "a"), 1_500),  # took a minute and more
    ],
)
def test_a_small_document_cannot_ask_for_much_time_or_memory(row: Callable[[int], str], rows: int) -> None:
    content = with_table([row(n) for n in range(rows)])
    started = process_time()
    assert text_of_file(content).split() == ["a"] * rows
    assert process_time() - started < 5


def test_more_paragraphs_than_we_look_at_are_refused() -> None:
    with pytest.raises(FileNotRead, match="unpacks to more than we read"):
        text_of_file(with_table([cell("", "a") * 15_000]))


@pytest.mark.parametrize(
    "row", [cell("<w:vMerge/>", "a"), cell('<w:gridSpan w:val="x"/>', "a")], ids=["nothing above", "no number"]
)
def test_a_broken_table_is_refused_in_a_sentence(row: str) -> None:
    with pytest.raises(FileNotRead):
        text_of_file(with_table([row]))


# --- PDF ------------------------------------------------------------------------------------


def test_a_pdf_with_text_is_read() -> None:
    lines = ("Person specification", "Essential", "- Experience of SQL", "Desirable", "- Knowledge of R")
    assert told(pdf(*lines)) == ["E Experience of SQL", "D Knowledge of R"]


def test_a_scanned_pdf_gets_a_clear_answer() -> None:
    with pytest.raises(FileNotRead, match="picture of a page"):
        text_of_file(pdf())


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(FileNotRead, match="locked with a password"):
        text_of_file(pdf("Essential", password="secret"))


def test_a_pdf_of_many_pages_is_refused() -> None:
    with pytest.raises(FileNotRead, match="more than 60 pages"):
        text_of_file(pdf("Essential", pages=61))


# --- Text, and everything else --------------------------------------------------------------


def test_a_pdf_that_takes_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 100, 4))  # each page takes four
    monkeypatch.setattr("planning.adverts.files.thread_time", lambda: next(seconds))
    assert "Essential" in text_of_file(pdf("Essential", "- Experience of SQL and more of it", pages=2))
    with pytest.raises(FileNotRead, match="takes too long"):
        text_of_file(pdf("Essential", "- Experience of SQL and more of it", pages=9))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_people_have(encoding: str) -> None:
    assert text_of_file("Essential\n– Café “skills”\n".encode(encoding)) == "Essential\n– Café “skills”\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * (MOST_BYTES + 1), "larger than 3 MB"), (b"", "no text in this file"), (b" \n ", "no text in this file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Save it as .docx"), (b"PK\x03\x04 broken", "We cannot read this file"),
        (b"%PDF-1.7 broken", "We cannot read this file"), (b"\x89PNG\r\n\x00\x00", "We cannot read this file"),
        (b"\xff\xfea", "We cannot read this file"),
    ],
)  # fmt: skip
def test_what_is_no_advert_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileNotRead, match=words):
        text_of_file(content)


def test_characters_that_no_database_takes_are_left_out() -> None:
    assert text_of_file("a\x07b \ufffec\x1f".encode()) == "ab c"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe"]))
def test_no_file_breaks_the_reader(content: bytes, start: bytes) -> None:
    with suppress(FileNotRead):
        text = text_of_file(start + content)
        assert text.strip() and "\x00" not in text


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_pdf_or_word_file_is_read_or_refused(data: Any) -> None:
    whole = data.draw(
        st.sampled_from([pdf("Essential", "- Experience of everything"), word(lambda one: one.add_paragraph("Words"))])
    )
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:place] + data.draw(st.binary(max_size=5)) + whole[place + data.draw(st.integers(0, 40)) :]
    with suppress(FileNotRead):
        assert text_of_file(damaged).strip()
