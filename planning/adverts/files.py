"""Takes the text out of a file with an advert: .docx, .pdf or .txt. Anything unreadable is refused in a sentence."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from time import thread_time
from typing import Any

from common.refusals import Refused

MOST_BYTES = 3_000_000
MOST_UNZIPPED = 30_000_000  # bytes of a .docx when unpacked
MOST_PARTS = 2_000  # files in a .docx
MOST_BLOCKS = 20_000  # paragraphs and cells of a .docx; each costs time to look at
MOST_PAGES = 60
MOST_SECONDS = 10.0  # of this thread, for the pages of a PDF; what is drawn takes time too
MOST_TEXT = 100_000  # characters; reading stops there
MOST_LINES = 5_000  # with something on them; each costs time to read, and no advert has so many
LEAST_TEXT = 40  # characters; less is a scan, or empty
_TOO_MUCH = "This document unpacks to more than we read. Paste the text instead."
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MANY_SPACES = re.compile(r"([^\S\r\n]{200})[^\S\r\n]+")


class FileNotRead(Refused):
    """We cannot read this file. Use a Word document (.docx), a PDF with text in it, or a text file (.txt)."""


def text_of_file(content: bytes) -> str:
    """The text of a file, by what it is and not by its name. Raises FileNotRead with what to do instead."""
    if len(content) > MOST_BYTES:
        raise FileNotRead(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Paste the text instead.")
    if content.startswith(b"PK\x03\x04"):
        text = _word(content)
    elif content.lstrip()[:5] == b"%PDF-":
        text = _pdf(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileNotRead(
            "This is an older or a locked Word file. Save it as .docx without a password, or paste the text."
        )
    else:
        text = _plain(content)
    text = clean(text)
    if not text.strip():
        raise FileNotRead("There is no text in this file.")
    if has_too_many_lines(text[:MOST_TEXT]):
        raise FileNotRead(f"This has more than {MOST_LINES:,} lines. Paste the person specification alone.")
    return text[:MOST_TEXT]


def clean(text: str) -> str:
    """Text without the characters that no advert has and no database takes, and without spaces that go on and on.

    Looking for what stands after spaces takes the square of their number in time.
    """
    return _MANY_SPACES.sub(r"\1", _NOT_TEXT.sub("", text))


def has_too_many_lines(text: str) -> bool:
    """Whether a text has more lines than the reader is given."""
    return sum(not line.isspace() for line in text.splitlines() if line) > MOST_LINES


def _plain(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise FileNotRead from None
    if b"\x00" in content:
        raise FileNotRead
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\ufffd", "")


def _word(content: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml.ns import qn

    lines: list[str] = []
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
                raise FileNotRead(_TOO_MUCH)
            if any(part.flag_bits & 1 for part in parts):
                raise FileNotRead("This file is locked with a password. Save it without one, or paste the text.")
            if "word/document.xml" not in packed.namelist():
                raise FileNotRead
        document = Document(io.BytesIO(content))
        if sum(1 for _ in document.element.iter(qn("w:p"), qn("w:tc"))) > MOST_BLOCKS:
            raise FileNotRead(_TOO_MUCH)
        for line in _word_lines(document):
            lines.append(line)
            size += len(line) + 1
            if size > MOST_TEXT:
                break
    except FileNotRead:
        raise
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        AttributeError,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        NotImplementedError,
        RuntimeError,
    ):
        raise FileNotRead from None
    return "\n".join(lines)


def _word_lines(document: Any) -> Iterator[str]:
    """Paragraphs, and tables as rows with bars, in the order of the document."""
    styles = {style.style_id: style.name or "" for style in document.styles}
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield ""
            yield from _table_lines(block, styles)
            yield ""
        else:
            yield from _paragraph_lines(block, styles)


def _paragraph_lines(paragraph: Any, styles: Mapping[str, str]) -> Iterator[str]:
    style = styles.get(paragraph._p.style or "", "")
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    text = paragraph.text
    if style.startswith(("Heading", "Title")):
        yield ""
    if text.strip() and (style.startswith("List") or numbered):
        text = f"• {text}"
    yield text


def _table_lines(table: Any, styles: Mapping[str, str]) -> Iterator[str]:
    """A row a line. A cell over several rows is said in each of them.

    Cells are taken as they are written: python-docx repeats a cell for each column it says that it covers, and looks
    for the top of one over several rows anew in each, so that a small file could ask for any time and memory.
    """
    from docx.table import _Cell

    above: dict[int, str] = {}  # by column
    for row in table._tbl.tr_lst:
        cells: list[str] = []
        column = row.grid_before
        for tc in row.tc_lst:
            if tc.vMerge != "continue":
                above[column] = _cell_line(_Cell(tc, table), styles)
            cells.append(above.get(column, ""))
            column += tc.grid_span
        yield " | ".join(cells) if len(cells) > 1 else "".join(cells)


def _cell_line(cell: Any, styles: Mapping[str, str]) -> str:
    pieces = [line.strip() for paragraph in cell.paragraphs for line in _paragraph_lines(paragraph, styles)]
    pieces = [piece.replace("\n", " ").replace("|", "/") for piece in pieces if piece]
    bulleted = len(pieces) > 1
    return " ".join(piece if piece.startswith("•") or not bulleted else f"• {piece}" for piece in pieces)


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotRead("This PDF is locked with a password. Save it without one, or paste the text.")
        if len(reader.pages) > MOST_PAGES:
            raise FileNotRead(f"This PDF has more than {MOST_PAGES} pages. Paste the person specification instead.")
        pages: list[str] = []
        ends = thread_time() + MOST_SECONDS
        for page in reader.pages:
            if thread_time() > ends:
                raise FileNotRead("This PDF takes too long to read. Paste the text instead.")
            pages.append(page.extract_text())
            if sum(map(len, pages)) > MOST_TEXT:
                break
    except FileNotRead:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OSError,
        RecursionError,
        NotImplementedError,
        ArithmeticError,
        AssertionError,
        MemoryError,
    ):
        # A broken PDF makes the library fail in any of these ways; all mean that there is nothing to read.
        raise FileNotRead from None
    text = "\n".join(pages)
    if len(text.strip()) < LEAST_TEXT:
        raise FileNotRead(
            "This PDF is a picture of a page, as a scanner makes it, so there is no text to read. "
            "Open it, copy the text if you can, and paste it; or type the criteria in."
        )
    return text
