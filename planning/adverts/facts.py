"""Reads off what an advert states about the job: its title, bands, hours, kind of contract, length and place."""

import re
from dataclasses import dataclass

from planning.adverts.lines import Line, cut_lines

HEAD = 40  # lines in which an advert says these things; further down bands and hours are those of others
_BAND = re.compile(
    r"\bbands?[\s:]*(?P<first>[2-9][a-d]?)(?P<more>(?:\s*(?:/|-|–|,|to|or|and)\s*(?:band\s*)?[2-9][a-d]?\b)*)",
    re.IGNORECASE,
)
_ONE_BAND = re.compile(r"[2-9][a-d]?", re.IGNORECASE)
_HOURS = re.compile(
    r"(?:\bhours\b[^\d\n]{0,25}(?P<a>\d{1,2}(?:\.\d{1,2})?)(?!\d|:)|"
    r"(?<![\d:£.])(?P<b>\d{1,2}(?:\.\d{1,2})?)\s*-?(?:hours|hrs)\b(?!\s*(?:notice|a day|of)))",
    re.IGNORECASE,
)
_TYPES = (
    ("apprenticeship", re.compile(r"\bapprentice(?:ship)?\b", re.IGNORECASE)),
    ("permanent", re.compile(r"\bpermanent\b", re.IGNORECASE)),
    ("fixed term", re.compile(r"\bfixed[ -]term\b|\btemporary\b|\bFTC\b|\b(?:maternity|leave) cover\b", re.IGNORECASE)),
    ("secondment", re.compile(r"\bsecondment\b", re.IGNORECASE)),
    (
        "bank",
        re.compile(r"\bbank (?:staff|contract|only|post|role|worker)\b|\bcontract[^\n]{0,15}\bbank\b", re.IGNORECASE),
    ),
)
_MONTHS = re.compile(r"\b(\d{1,2})[ -]?months?\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(one|two|three|[1-5])[ -]?years?\b", re.IGNORECASE)
_IN_NUMBERS = {"one": 1, "two": 2, "three": 3}
_PLACE = re.compile(
    r"(?:main site|base|based at|location|place of work|work location|site|office in|office base|work base|"
    r"location/base|town)\b\s*(?::|\bin\b|\bat\b|\t|$)?\s*",
    re.IGNORECASE,
)
_PLACE_WORDS = re.compile(
    r"\b(?:house|hall|hospital|infirmary|centre|surgery|park|site|headquarters|hq|clinic|court|building|"
    r"street|road|tower|campus)\b",
    re.IGNORECASE,
)
_NOT_A_PLACE = re.compile(
    r"\b(?:trust(?! headquarters)|nhs|board|council|university hospitals|officer|manager|about|role|analyst|"
    r"lead|description)\b",
    re.IGNORECASE,
)
_PLACE_ENDS = re.compile(
    r"\s*(?:\(|;|\||·|\.(?:\s|$)|\s[-–—]\s|,\s*(?=(?:with|and|plus|or|hybrid|agile|remote|home|nhs)\b|"
    r"[^,]*\b(?:nhs|trust|board|council)\b)|\s(?:with|plus|or|and)\s)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:job title|post title|title of post|role title|position|vacancy(?: \w+)?|post|role|job)\s*(?::|\t|  |$)\s*",
    re.IGNORECASE,
)
_TITLE_WORDS = re.compile(
    r"\b(?:analyst|manager|officer|lead|developer|nurse|midwife|trainer|consultant|administrator|architect|"
    r"designer|engineer|researcher|apprentice|"
    r"head of|director|assistant|coordinator|co-ordinator|specialist|librarian|coder|scientist|technician|"
    r"adviser|advisor|support|facilitator|"
    r"leader|fellow|professional|accountant|trainee|secretary|editor|writer|pharmacist|chief|tester|auditor|practitioner|associate|supervisor|informatician|owner|cnio|ccio|clerk)\b",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(
    r"\s*(?:[-–—|·,]\s*(?=(?:afc|agenda|band|grade|\d|full|part|permanent|fixed|nhs)\b)|\(band\b|\bband\s+\d|"
    r"[-–—|·]\s*£|·|\|)",
    re.IGNORECASE,
)
MOST_OF_A_TITLE = 120
MOST_OF_A_LABEL = 30


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stated; empty or None where it is not. ``bands`` in lower case ("8a"), ``hours`` a week as written."""

    title: str = ""
    bands: tuple[str, ...] = ()
    hours: str = ""
    contract: str = ""  # permanent, fixed term, secondment, bank, apprenticeship: the first that is offered
    months: int | None = None
    place: str = ""


def find_facts(text: str) -> Facts:
    """The facts in the first lines of an advert. Title and place are pieces of the text."""
    lines = cut_lines(text)[:HEAD]
    contract, at = _contract(lines)
    return Facts(
        title=_title(lines),
        bands=_bands(lines),
        hours=_hours(lines),
        contract=contract,
        months=_months(lines, at) if contract in ("fixed term", "secondment", "apprenticeship") else None,
        place=_place(lines),
    )


def _with_values(lines: list[Line]) -> list[str]:
    """The lines as text; a label with nothing after it ("Band:") together with the line below."""
    below = [*(line.text for line in lines[1:]), ""][: len(lines)]
    return [
        f"{line.text} {value}" if len(line.text) < MOST_OF_A_LABEL and line.text.endswith(":") else line.text
        for line, value in zip(lines, below, strict=True)
    ]


def _bands(lines: list[Line]) -> tuple[str, ...]:
    for text in _with_values(lines):
        if found := _BAND.search(text):
            more = [match[0].lower() for match in _ONE_BAND.finditer(found["more"])]
            return tuple(dict.fromkeys([found["first"].lower(), *more]))
    return ()


def _hours(lines: list[Line]) -> str:
    for text in _with_values(lines):
        for found in _HOURS.finditer(text):
            hours = found["a"] or found["b"]
            if 4 <= float(hours) <= 48:
                return hours
    return ""


def _contract(lines: list[Line]) -> tuple[str, int]:
    """The kind of contract and the line that states it. Longer lines are sentences: read when no short one says."""
    if any(_TYPES[0][1].search(line.text) for line in lines[:6]):
        return "apprenticeship", next(n for n, line in enumerate(lines) if _TYPES[0][1].search(line.text))
    for limit in (150, 100_000):
        for n, line in enumerate(lines):
            if len(line.text) > limit or line.bullet:
                continue
            found = [(match.start(), name) for name, pattern in _TYPES if (match := pattern.search(line.text))]
            if found:
                return min(found)[1], n
    return "", 0


def _months(lines: list[Line], at: int) -> int | None:
    for line in (lines[at], *lines[:HEAD]) if lines[at].text else lines:
        if found := _MONTHS.search(line.text):
            return int(found[1])
        if line is lines[at] and (years := _YEARS.search(line.text)):
            return 12 * (_IN_NUMBERS.get(years[1].lower()) or int(years[1]))
    return None


def _place(lines: list[Line]) -> str:
    for n, line in enumerate(lines):
        found = _PLACE.match(line.text)
        if not found or len(line.text) > 160:
            continue
        value = line.text[found.end() :] or (lines[n + 1].text if n + 1 < len(lines) else "")
        spaced = "\t" in found[0] or "  " in found[0] or found.end() == len(line.text)
        labelled = found[0].rstrip().endswith((":", "in", "at")) or spaced
        if labelled and value and (place := _cut(value.split(",")[0] if " or " in value else value, _PLACE_ENDS)):
            return place
    for line in lines[:12]:
        place = _cut(line.text, _PLACE_ENDS)
        if len(place) < 60 and not line.bullet and _is_name(place) and _PLACE_WORDS.search(place):
            return place
    return ""


def _is_name(words: str) -> bool:
    """Whether words could be the name of a place: in capitals, and of no employer or job."""
    small = any(word[0].islower() and len(word) > 3 for word in words.split()[:-1])
    return not small and not _NOT_A_PLACE.search(words) and not words.endswith((".", "?", "!"))


def _title(lines: list[Line]) -> str:
    for n, line in enumerate(lines[:25]):
        found = _TITLE.match(line.text)
        if found and (
            found[0].rstrip().endswith(":") or "\t" in found[0] or "  " in found[0] or found.end() == len(line.text)
        ):
            value = line.text[found.end() :] or (lines[n + 1].text if n + 1 < len(lines) else "")
            if _TITLE_WORDS.search(value) and len(value) <= MOST_OF_A_TITLE:
                return _cut(value, _TITLE_ENDS)
    for line in lines[:10]:
        if (
            len(line.text) <= MOST_OF_A_TITLE
            and not (line.bullet or line.starts_small)
            and _TITLE_WORDS.search(line.text)
            and not line.text.endswith((".", "?", "!"))
        ):
            return _cut(line.text, _TITLE_ENDS)
    return ""


def _cut(words: str, ends: re.Pattern[str]) -> str:
    found = ends.search(words)
    return (words[: found.start()] if found and found.start() else words).strip(" ,;:*\t-–—")
