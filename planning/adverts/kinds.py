"""The two kinds of criteria, and the words by which adverts say which is which."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """Whether the employer insists on a criterion."""

    ESSENTIAL = "essential"
    DESIRABLE = "desirable"


_WORD = r"essential|desirable|ess|des"
# Patterns for the end of an item look no further back, since from each place they may look on to the end. Spaces are
# taken whole and from the first one on, or many of them would take the cube of their number in time.
_MOST_OF_A_TAIL = 200
_CODES = (
    r"(?:application(?: form)?|app form|app|interview|test|presentation|certificates?|references?|assessment|"
    r"af|cv|[aitprcg])"
)
# How it is assessed: "(A/I)", "A, I", "Application / interview".
ASSESSED = re.compile(rf"[(\[]?\s*{_CODES}(?:(?:\s*(?:[/,&+]|and|or)\s*|\s+){_CODES})*\s*[)\]]?", re.IGNORECASE)
_TAIL_CODES = re.compile(
    rf"(?<!\s)(?:\s*+[(\[]\s*+{_CODES}(?:\s*+[/,&+]\s*+{_CODES})*\s*+[)\]]|"
    rf"(?:\s++[–—-]\s*+|\s{{2,}}+|\t){_CODES}(?:\s*+[/,&+]\s*+{_CODES})*"
    r"|\s++[AITPC](?:\s*+[/,]\s*+[AITPC])+)\s*+$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"(?:[(\[]\s*(?P<a>{_WORD}|[ED])\s*[)\]]\s*[:–-]?|(?P<b>essential|desirable)\s*(?::|\s[–—-])|"
    rf"(?P<c>[ED])\s*(?::|\s[–—-]|\t|\s{{2,}}))\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:(?<!\s)(?:\s*+(?:[–—-]\s*+)?[(\[]\s*+(?P<a>{_WORD}|[ED])\s*+[)\]](?:\s++{_CODES}(?:\s*+[/,&+]\s*+{_CODES})*)?|"
    rf"\s++[–—-]{{1,2}}\s*+(?P<b>essential|desirable)(?: (?:for|at) [\w ]{{1,20}})?|"
    rf"(?:\s{{2,}}+|\t)(?P<d>essential|desirable|[ED]))|\s[–—-]\s(?P<c>[ED])|"
    rf"(?<=[.;])\s++(?P<e>[ED])(?:,\s*+{_CODES})?)\s*+(?:[.;,]\s*+)?$",
    re.IGNORECASE,
)
LEGEND = re.compile(
    r"(?=.{0,80}[(\[]E[)\]].{0,80}[(\[]D[)\]])|(?=.{0,80}\bE\s*=.{0,80}\bD\s*=)|"
    r"[(\[]?\s*+(?:key\s*+(?::\s*+)?)?\w{1,3}\s*+=\s*+(?:essential|desirable|application|app|interview|test|"
    r"presentation|cert|assess)",
    re.IGNORECASE,
)
# Says in a legend that single letters tell how each point is assessed.
_CODES_ARE_TOLD = re.compile(
    r"\b[A-Z]\s*[=:–-]\s*(?:application|interview|test|presentation|certificate|reference)", re.IGNORECASE
)
_BARE_CODE = re.compile(r"\s+[AITPRCG]$")
TICK = re.compile(r"(?:[✓✔☑√■●•xX*]|yes|y|tick(?:ed)?|\[x\])", re.IGNORECASE)
BOTH = re.compile(r"essential\W*+e?\W*+(?:and|or)?\W*+desirable\W*+d?\W*+", re.IGNORECASE)
_BARE = re.compile(r"^([ED])\s+(?=[A-Z0-9])|\s+([ED])\s*$")


def kind_of(word: str) -> Kind | None:
    """The kind that a marker stands for: "E", "essential", "(D)"."""
    letter = word.strip(" ()[]\t").lower()
    if letter in ("e", "ess", "essential"):
        return Kind.ESSENTIAL
    return Kind.DESIRABLE if letter in ("d", "des", "desirable") else None


def take_marker(words: str) -> tuple[int, int, Kind | None]:
    """What is left of an item without its marker and how it is assessed, as (start, end), and the kind it says."""
    kind = None
    end = len(words)
    for _ in range(2):
        if (codes := _TAIL_CODES.search(words, max(0, end - _MOST_OF_A_TAIL), end)) and codes.start():
            end = codes.start()
        if kind is None and (tail := _TAIL.search(words, max(0, end - _MOST_OF_A_TAIL), end)) and tail.start():
            kind = kind_of(next(filter(None, tail.groups())))
            end = tail.start()
    start = 0
    if kind is None and (head := _HEAD.match(words, 0, end)) and head.end() < end:
        said = next(filter(None, head.groups()))
        if len(said) > 1 or said.isupper():
            kind, start = kind_of(said), head.end()
    return start, end, kind


def tells_codes(text: str) -> bool:
    """Whether an advert says that letters stand for how a point is assessed."""
    return bool(_CODES_ARE_TOLD.search(text))


def without_code(words: str) -> int:
    """How long words are without a single letter at their end that tells how they are assessed."""
    found = _BARE_CODE.search(words)
    return found.start() if found and found.start() else len(words)


def bare_letter(words: str) -> tuple[int, int, Kind] | None:
    """What is left of a line without a bare E or D at its very beginning or end, as (start, end), and its kind."""
    found = _BARE.search(words)
    if not found:
        return None
    start, end = (found.end(), len(words)) if found[1] else (0, found.start())
    return start, end, Kind.ESSENTIAL if (found[1] or found[2]) == "E" else Kind.DESIRABLE


# Another kind within a paragraph: "Essential: a; b. Desirable: c."
CHANGES = re.compile(r"(?<=[.;])\s+(?P<kind>Essential|Desirable|ESSENTIAL|DESIRABLE)(?: [A-Za-z]+)?:\s+")
DESIRES = re.compile(
    r"\b(?:advantag\w*|bonus(?=:)|of (?:real |great )?benefit|desirable(?! (?:post|job|role|place|employer))|"
    r"preferabl[ey]|preferred|ideally|(?:a|be|also|distinct|real|big|definite|"
    r"huge) (?:bonus|plus|asset|benefit)|"
    r"bonus points|would be (?:\w+ )?(?:lovely|marvellous|fantastic|brilliant|"
    r"helpful|useful|welcome\w*|good|great|valued|beneficial|nice|handy|ideal)|"
    r"(?:is|are) (?:also |very |particularly )?(?:nice to have|helpful|useful|welcome\w*|beneficial|valued)|"
    r"nice to have|would (?:also |really )?help|(?:even|all the) better|preference|good stead|"
    r"extra (?:marks|points|credit)|"
    r"be (?:also |particularly |especially )?(?:useful|helpful|great|good|nice|interested|delighted|pleased)|"
    r"we'd (?:also )?(?:love|like|welcome)|"
    r"we would (?:also )?(?:love|like|welcome)|helps? if|keen to hear|help you stand out|stand out)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:(?:is|are|be)(?: not|n't)|not) (?:required|needed|necessary|expected)\b|\bno (?:\w+ ){1,4}(?:is |"
    r"are )?(?:needed|required|necessary)\b|"
    r"\b(?:don't|do not) (?:need|have to)\b|\byou need not\b",
    re.IGNORECASE,
)
_BUT_NOT = re.compile(
    r"\b(?:but|though|although|and) (?:it is |is |are )?not (?:strictly )?(?:essential|necessary|required|"
    r"needed)\b"
)


def is_refused(words: str) -> bool:
    """Whether words say that something is not asked for. "Welcome but not essential" is no refusal."""
    left = _BUT_NOT.sub("", words.lower())
    return bool(_REFUSED.search(left)) or ("not essential" in left and not DESIRES.search(left))


EVERYBODY = re.compile(
    r"\bDBS\b|disclosure and barring|criminal record|right to work|(?:two|satisfactory|"
    r"pre-employment) (?:references|checks)|"
    r"disabled (?:applicants|candidates|people) (?:who|will)|"
    r"\bPVG\b|protecting vulnerable groups|AccessNI|rehabilitation of offenders|"
    r"appropriate UK professional registration|"
    r"occupational health|guaranteed? (?:an )?interview|where this applies|\bvisa\b|certificate of sponsorship",
    re.IGNORECASE,
)
