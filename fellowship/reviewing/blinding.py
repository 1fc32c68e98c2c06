"""What a reviewer sees of an application: the answers that are scored, without what tells whose they are.

Hidden are the names of applicant and sponsor, the employer, e-mail addresses, telephone numbers and links, and the
words that the team hides. Files lose their names and what they tell of their author. What no rule can find, such as “I
run the only such clinic in Wales”, reviewers report (``naming``).
"""

import io
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from common.refusals import Refused
from fellowship.models import Answer, Application, Review, RubricItem
from fellowship.models.calls import Question
from fellowship.reviewing.also_words import ALSO_WORDS

HIDDEN = "[hidden]"
_ADDRESSES = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|\b(?:linkedin|twitter|x)\.com/\S+"
_TELEPHONES = r"(?:\+44|\b0)(?:[\s()-]{0,2}\d){9,11}\b"
_TITLES = {"Dr", "Mr", "Mrs", "Ms", "Miss", "Mx", "Prof", "Professor", "Sir", "Dame", "Rev"}
_PARTICLES = {"van", "von", "der", "den", "del", "dos", "das", "bin", "ibn", "ter"}
_SHORTEST_PART = 3  # characters of a name that is hidden by itself


class CannotBeBlinded(Refused):
    """This file cannot be shown without what tells whose it is. Ask the team about it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One answer and what is scored about it. ``question`` None: the application as a whole."""

    question: Question | None
    text: str
    answer: int | None  # the id of the answer, if it is a file
    kind: str  # of the file, such as "PDF"
    items: tuple[RubricItem, ...]


class Mask:
    """Hides in texts what tells whose application it is."""

    def __init__(self, names: Iterable[str], words: Iterable[str]) -> None:
        """``names``: of people, hidden whole and in parts. ``words``: hidden as they are, whatever the capitals."""
        people = [" ".join(_folded(name).split()) for name in names if name.strip()]
        whole = {*people, *(" ".join(_folded(one).split()) for one in words if one.strip())}
        parts = {part for name in people for part in _parts_of(name)}
        self._any_case = re.compile(
            "|".join([_ADDRESSES, _TELEPHONES, *(_phrase(one) for one in sorted(whole, key=len, reverse=True))]),
            re.IGNORECASE,
        )
        ordered = sorted(parts, key=len, reverse=True)
        self._as_written = re.compile("|".join(map(_name, ordered))) if ordered else None

    def hide(self, text: str) -> str:
        text = self._any_case.sub(HIDDEN, _folded(text))
        text = self._as_written.sub(HIDDEN, text) if self._as_written else text
        return re.sub(rf"{re.escape(HIDDEN)}(?:\s+{re.escape(HIDDEN)})+", HIDDEN, text)


def mask_of(application: Application) -> Mask:
    """What is hidden in this application. Up to four queries."""
    sponsors = list(application.support_letters.values_list("name", "email"))
    user = application.user
    profile = getattr(user, "profile", None)
    organisations = [one for one in (application.organisation, profile and profile.organisation) if one]
    return Mask(
        names=[application.name, user.name, *(name for name, _ in sponsors)],
        words=[
            application.organisation_name, profile.organisation_name if profile else "",
            *(one.name for one in organisations), *(one.ods_code for one in organisations),
            application.telephone, application.reference,
            *application.hidden_words.values_list("words", flat=True),
        ],
    )  # fmt: skip


def sheet_of(review: Review) -> list[Part]:
    """The answers to read and what to score, in the order of the call; last the application as a whole.

    Up to seven queries, whatever the number of questions. Files are not read.
    """
    application = review.application
    mask = mask_of(application)
    items: dict[int | None, list[RubricItem]] = {}
    for item in application.call.rubric.filter(for_interview=False):
        items.setdefault(item.question_id, []).append(item)
    answers = {one.question_id: one for one in application.answers.filter(question__is_assessed=True).defer("file")}
    asked = Question.objects.filter(section__call=application.call_id, is_assessed=True)
    parts = []
    for question in asked.order_by("section__position", "section", "position", "pk"):
        answer = answers.get(question.pk)
        if answer is None and question.is_retired:
            continue
        file = answer if answer is not None and answer.file_type else None
        text = mask.hide(answer.text) if answer is not None else ""
        scored = tuple(items.pop(question.pk, ()))
        kind = _KINDS.get(file.file_type, "") if file else ""
        parts.append(Part(question, text, file.pk if file else None, kind, scored))
    rest = tuple(item for some in items.values() for item in some)
    return [*parts, Part(None, "", None, "", rest)] if rest else parts


def blind_file(answer: Answer) -> tuple[bytes, str, str]:
    """(content, type, ending) of an uploaded file without what it tells of its author. Raises CannotBeBlinded."""
    content = bytes(answer.file or b"")
    if answer.file_type == "application/pdf":
        return _blind_pdf(content), answer.file_type, "pdf"
    if answer.file_type == "image/png":
        return b"".join(_png_kept(content)), answer.file_type, "png"
    if answer.file_type == "image/jpeg":
        return b"".join(_jpeg_kept(content)), answer.file_type, "jpg"
    raise CannotBeBlinded


_KINDS = {"application/pdf": "PDF", "image/png": "picture", "image/jpeg": "picture"}
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
_JPEG_DROPPED = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # all APPn but JFIF and Adobe's colours, and comments


def _blind_pdf(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader, writer = PdfReader(io.BytesIO(content)), PdfWriter()
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotBeBlinded
        for page in reader.pages:
            # Before the page is copied: what it leads to then is not copied either.
            for name in ("/Annots", "/Metadata", "/PieceInfo", "/Thumb", "/AA"):
                page.pop(name, None)
            writer.add_page(page)
        stream = io.BytesIO()
        writer.write(stream)
    except (
        PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError,
        NotImplementedError, ArithmeticError, AssertionError, MemoryError,
    ):  # fmt: skip
        raise CannotBeBlinded from None
    return stream.getvalue()


def _png_kept(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if kind in _PNG_KEPT:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
    raise CannotBeBlinded


def _jpeg_kept(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, (length,) = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])
        if marker == 0xDA:  # the picture itself, up to its end: what is hung on after that goes
            yield content[at : content.rindex(b"\xff\xd9") + 2] if b"\xff\xd9" in content[at:] else content[at:]
            return
        end = at + 2 + length
        if marker not in _JPEG_DROPPED:
            yield content[at:end]
        at = end
    raise CannotBeBlinded


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _parts_of(name: str) -> set[str]:
    """The parts of a name that are hidden by themselves, however it was typed, each with a capital."""
    return {
        part[:1].upper() + part[1:]
        for part in re.split(r"[\s-]+", name)
        if len(part) >= _SHORTEST_PART
        and part.rstrip(".").capitalize() not in _TITLES
        and part.casefold() not in _PARTICLES
    }


def _name(part: str) -> str:
    """A pattern for part of a name: in any case, but one that is also a word, such as Will, with a capital alone."""
    if part.casefold() in ALSO_WORDS:
        return rf"(?<!\w){_literal(part[:1])}(?i:{_literal(part[1:])})(?!\w)"
    return rf"(?<!\w)(?i:{_literal(part)})(?!\w)"


def _phrase(words: str) -> str:
    """A pattern for these words with any white space between them, not inside longer words."""
    inner = r"\s+".join(_literal(word) for word in words.split())
    return rf"(?<!\w){inner}(?!\w)"


def _literal(word: str) -> str:
    """A pattern for a word, whichever of the two apostrophes stands in it: telephones write the curly one."""
    return re.escape(word).replace("’", "'").replace("'", "['’]")
