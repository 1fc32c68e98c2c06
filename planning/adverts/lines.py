"""Cuts an advert into lines that know where they stand in it, so that whatever is found is a piece of the text."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

SPACE = " \t\r\n\xa0\u2007\u202f\u200b\ufeff\x0b\x0c\u2028\u2029\x1c\x1d\x1e\x1f\x85"
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
# Known signs; any other that is no letter, figure or ordinary punctuation, before a space; dashes, stars and "o".
_SIGN = (
    r"(?:[•▪◦●○■□➢➤►▶‣⁃∙·¾§]|[\uf000-\uf0ff]|[^\w\s\"'“‘’”()\[\]{}£$€@#&/\\|,.;:!?…%<=^`_](?=[ \t\xa0\ufe0f])\ufe0f?|"
    r"[-–—*>](?=[ \t\xa0])|o(?=[ \t]))"
)
_NUMBER = (
    r"(?:\(?\d{1,2}[.)](?=[ \t\xa0])|\d{1,2}(?=  +[^\W\d_])"
    r"|\d{1,2}(?:\.\d{1,2})+\.?(?=[ \t])(?![ \t]*(?:hours|hrs|years|wte|fte|million|%)\b)"  # 37.5 hours is none
    r"|(?:\([a-zA-CF-Z]|[a-zA-Z])\)(?=[ \t\xa0])"  # (E) and (D) say the kind
    r"|[a-z]\.(?=[ \t])|\(?[ivx]{1,4}\)(?=[ \t])|[ivx]{2,4}\.(?=[ \t]))"
)
_CODE = r"(?:[ED]\d{1,2}[.):]?(?=[ \t])|[A-Z]\d{1,2}(?:[.):](?=[ \t])|(?=\t|  )))"  # E1, D2: the kind; other letters
_BULLET = re.compile(  # a heading may begin with #, or with one sign several times
    r"[ \t\xa0\u200b\ufeff]*(?:(?:#+|([^\w\s\"'(\[])\1+(?=[ \t]))[ \t]*)?"
    rf"((?:(?:{_SIGN}|{_NUMBER}|{_CODE})[ \t\xa0]*){{0,2}})"
)
_PAGE = re.compile(
    r"\W*(?:page|pg\.?)?\s*\d{1,3}\s*(?:of|/)\s*\d{1,3}\W*|\W*page\s+\d{1,3}\W*|.{0,60}\S\s{3,}(?:page\s*)?\d{1,3}\s+of\s+\d{1,3}",
    re.IGNORECASE,
)
_KEY = re.compile(r"[^\w&+/,'()|:\[\] -]+")


@dataclass(slots=True)
class Line:
    """A line of the text, ``start`` to ``end``, without the spaces around it.

    ``body`` is where the words begin, after a bullet or number (``bullet``). ``indent`` counts characters before the
    bullet, ``before`` the empty lines above.
    """

    start: int
    end: int
    body: int
    bullet: str
    indent: int
    before: int
    text: str  # from ``body`` to ``end``
    key: str  # the same in lower case, for comparing

    @property
    def width(self) -> int:
        return self.end - self.start + self.indent

    @property
    def starts_small(self) -> bool:
        return self.text[:1].islower()

    @property
    def is_loud(self) -> bool:
        """In capitals, as headings are."""
        return len(self.text) > 3 and self.text.upper() == self.text and any(letter.isalpha() for letter in self.text)


def cut_lines(text: str) -> list[Line]:
    """The lines that have words, from the first to the last; page numbers are left out."""
    found: list[Line] = []
    reached, repeated = 0, _furniture(text)
    after_page = False
    for match in _LINE.finditer(text):
        line = _line(text, match.start(), match.end(), 0)
        if line is None:
            continue
        if _PAGE.fullmatch(text[line.start : line.end]) or (after_page and line.key in repeated):
            after_page = True
            continue
        after_page = False
        line.before = max(0, text.count("\n", reached, line.start) - 1 if found else 0)
        if (
            found
            and not line.before
            and text.count("\r", reached, line.start) > 1 > text.count("\n", reached, line.start)
        ):
            line.before = 1
        found.append(line)
        reached = line.end
    return found


def _line(text: str, start: int, end: int, before: int) -> Line | None:
    first, last = trim(text, start, end)
    if text.endswith(("...", "…"), first, last):  # "It would be lovely if you ..."
        last = first + len(text[first:last].rstrip(".… "))
    if first == last:
        return None
    opening = _BULLET.match(text, start, last)
    body = min(max(first, opening.end()), last) if opening else first
    bullet = opening[2].strip(SPACE) if opening else ""
    if body == last:  # nothing but a sign
        body, bullet = first, ""
    words = text[body:last]
    return Line(first, last, body, bullet, first - start, before, words, plain(words))


def _furniture(text: str) -> set[str]:
    """Short lines that come again right after the number of a page, such as a reference."""
    lines = [line.strip(SPACE) for line in _LINE.findall(text)]
    after = Counter(below for above, below in pairwise(lines) if _PAGE.fullmatch(above))
    return {plain(line) for line, times in after.items() if times > 1 and len(line) < 80}


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The same piece without the spaces at its ends."""
    while start < end and (text[start] in SPACE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in SPACE or text[end - 1].isspace()):
        end -= 1
    return start, end


def plain(words: str) -> str:
    """Lower case, straight apostrophes, single spaces and hyphens, no decoration."""
    words = words.lower().replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-").replace("·", "|")
    return " ".join(_KEY.sub(" ", words).split())
