"""The supporting statement as a file: each criterion with what the person drafted for it, as text or .docx."""

import io

from planning.adverts.files import clean
from planning.adverts.standing import OnCriterion, Position
from planning.models.adverts import Advert

EMPTY = "(nothing written yet)"


def word_count(text: str) -> int:
    """Words as a word processor counts them: what stands between spaces."""
    return len(text.split())


def words_in(position: Position) -> int:
    """Words drafted in all."""
    return sum(word_count(one.criterion.draft) for one in position.all)


def as_text(advert: Advert, position: Position) -> str:
    """Plain text, lines ending as Windows likes them."""
    lines = [clean(advert.title), f"Supporting statement, {words_in(position)} words", ""]
    for heading, group in _groups(position):
        lines += [heading.upper(), ""]
        for one in group:
            lines += [clean(one.criterion.words), "", clean(one.criterion.draft.strip()) or EMPTY, "", ""]
    return "\r\n".join("\n".join(lines).splitlines()).rstrip() + "\r\n"


def as_docx(advert: Advert, position: Position) -> bytes:
    """A Word document."""
    from docx import Document

    document = Document()
    document.core_properties.title = clean(advert.title)[:200]
    document.core_properties.author = ""
    document.add_heading(clean(advert.title), level=0)
    document.add_paragraph(f"Supporting statement, {words_in(position)} words")
    for heading, group in _groups(position):
        document.add_heading(heading, level=1)
        for one in group:
            document.add_heading(clean(one.criterion.words), level=2)
            for paragraph in (clean(one.criterion.draft).strip() or EMPTY).splitlines():
                if paragraph.strip():
                    document.add_paragraph(paragraph.strip())
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _groups(position: Position) -> list[tuple[str, tuple[OnCriterion, ...]]]:
    groups = [("Essential criteria", position.essential), ("Desirable criteria", position.desirable)]
    return [(heading, group) for heading, group in groups if group]
