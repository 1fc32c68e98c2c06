"""Finds what is asked for in running text: sentences, and lists cut by semicolons."""

import re
from collections.abc import Iterator

from planning.adverts.kinds import DESIRES, EVERYBODY, Kind, is_refused
from planning.adverts.lines import plain, trim

_END = re.compile(r"[.!?][\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9£])|[.!?][\"'”’)]*\s*$")
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|etc|approx|incl|inc|dr|mr|mrs|ms|st|no|vs)|\b[A-Z])\.$", re.IGNORECASE)
_SOMEBODY = (
    r"(?:you|(?:the )?(?:post ?holder|(?:successful|ideal) (?:candidate|applicant)|person|applicants?|candidates?))"
)
# Sentences that ask for something wherever they stand, except under duties and the like.
_ASKS = re.compile(
    rf"\b{_SOMEBODY} (?:must|should)(?: also)? (?:be|have|hold|live|possess|show|demonstrate|understand|know|"
    rf"enjoy|bring)\b|"
    r"\byou(?: will|'ll)? (?:also )?need (?:to (?:be|have|hold|show|demonstrate|understand|know|bring)|a|an|"
    r"some|strong|good|excellent|experience|knowledge)\b|"
    rf"\b(?:successful|ideal) (?:candidate|applicant) (?:will|must|should|has|is)\b|\bwe(?: are|"
    rf"'re) looking for (?:someone|somebody|people|an? \w+ (?:who|with))\b|"
    r"\bit is essential (?:that )?(?:you|the (?:successful|ideal)|applicants|candidates)\b|"
    r"^(?:a|an|the)? ?[^.;]{0,60}\b(?:licence|degree|registration|qualification|experience|knowledge|certificate)\b"
    r"[^.;]{0,60}\b(?:is|are) (?:essential|required)\b|"
    r"\bto be (?:successful|considered|shortlisted),? you\b",
)
# Sentences that ask for something under a heading about the candidate.
_ASKS_THERE = re.compile(
    r"\byou(?:'ll| will| must| should|'d| would)? (?:also |ideally |already |probably |certainly )?(?:have|"
    r"need|be|bring|possess|hold|understand|know|enjoy|demonstrate|show)\b|"
    r"\byou(?:'ve| have| are|'re| know| enjoy| understand| can| like| bring| need| hold)\b|"
    r"\b(?:is|are) (?:a must|essential|required|needed|vital|crucial|key|important|necessary)\b|"
    r"\bwe (?:expect|need|want|require|are looking|ask|would expect)\b|"
    r"\bwe're looking\b|\bwe'll (?:need|expect|want)\b|\b(?:applicants|candidates)\b|\bmust\b",
)
_BEST = re.compile(
    r"\b(?:successful|ideal) (?:candidate|applicant)s? (?:will|must|should)(?: also)? (?:have|possess|hold|"
    r"demonstrate|be (?:able|an experienced|a qualified|a registered|educated))\b"
)
_NOUNS = re.compile(
    r"\b(?:experience|knowledge|understanding|familiar\w*|skills?|ability|able|background|qualifications?|"
    r"degree|certificates?|certification|awareness|interest|"
    r"registration|licen[cs]e|training|if you|confidence|languages?|speak\w*|work\w*|practice)\b",
)
_NOT_THIS = re.compile(
    r"\b(?:essential|vital|important|key|crucial) (?:to|for) (?:our|us|everything|everyone|all|safe|"
    r"the (?:trust|service|organisation))\b|^(?:we (?!are looking|'re looking|need|want|expect|would|require|"
    r"ask|welcome people)|our |the (?:trust|council|board|charity|practice|company|department|"
    r"organisation)\b|this (?:post|role|job|is)|"
    r"if you (?:are|have|need|wish|would|want|require|think|feel|can't|cannot|do not|don't)|please|don't|"
    r"do not|all (?:staff|employees)|interviews?|in return|applications?|they |"
    r"it is (?!essential (?:that )?(?:you|applicants|candidates|the))|informal)|"
    r"\b(?:you will|you'll) (?:be (?:asked|given|part|working|responsible|based|joining|expected|offered|"
    r"supported|invited|the (?:voice|first|link|lead)|one of|leading|managing|reporting|paid|trained)|"
    r"have (?:a buddy|the (?:chance|opportunity)|access|your|a (?:training|personal|mentor|laptop|named)|"
    r"an (?:opportunity|experienced)|opportunit\w*|up to|at least one (?:day|week)|responsibility|time)|lead|"
    r"work|manage|report|join|get|receive|support|help|attend)\b|"
    r"\b(?:welcome applications|applications? (?:from|are)|apply|equal opportunit|we offer|we also offer|"
    r"we'll (?:give|put you|support|train|pay|provide)|training will be (?:given|provided) to all|"
    r"closing date|shortlist\w* will)\b",
)
_OPENS_LIST = re.compile(
    r"(?:(?:to be successful,? |in this role,? )?you(?:'ll| will| must| should)?(?: also|"
    r" ideally)? (?:need(?: to have| to be| to)?|have|be able to (?:show|demonstrate)|be|bring|must have|"
    r"demonstrate)|"
    r"we (?:are looking for|need|want|ask for|expect)(?: someone (?:with|who has)| somebody (?:with|"
    r"who has))?|we're looking for(?: someone (?:with|who has))?|"
    r"(?:it (?:would|will|'d)|it'd)(?: also)? be (?:\w+ )?(?:useful|helpful|good|great|nice|an advantage|"
    r"a bonus|welcome|advantageous|handy)(?: if you (?:had|have|could)| to have| to see)?|"
    r"(?:we would|we'd)(?: also)? (?:like|love|welcome)(?: you to have| to see| if you had)?|"
    r"ideally,? you(?:'ll| will| would|'d)?(?: also)? have|"
    r"(?:applicants|candidates|the successful (?:candidate|applicant))(?: will| must|"
    r" should)?(?: also)? (?:need|have|be able to show)|(?:also |particularly )?(?:desirable|useful|helpful|"
    r"essential|welcome) (?:is|are|would be)|"
    r"(?:the |our )?(?:essential|desirable) (?:criteria|requirements|skills|attributes)"
    r"(?: for this \w+)? (?:are|include))"
    r"[ :,-]+",
)
_LEAD = re.compile(r"[^;:.()]{3,120}:\s+")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a piece of text, as pieces of it."""
    begin = start
    for stop in _END.finditer(text, start, end):
        if _SHORT.search(text, begin, stop.start() + 1) and stop.end() < end:
            continue
        yield trim(text, begin, stop.end())
        begin = stop.end()
    rest = trim(text, begin, end)
    if rest[0] < rest[1]:
        yield rest


def asked(text: str, start: int, end: int, *, is_wanted: bool) -> Kind | None:
    """Whether a sentence asks the candidate for something, and how much. ``is_wanted``: under such a heading."""
    words = plain(text[start:end])
    if text[start:end].endswith("?") or is_refused(words) or EVERYBODY.search(text[start:end]):
        return None
    desires = DESIRES.search(words)
    if _NOT_THIS.search(words) and not (
        desires and is_wanted and _NOUNS.search(words) and not words.startswith(("we ", "please", "our "))
    ):
        return None
    if (
        desires
        and (_NOUNS.search(words) if not is_wanted else True)
        and (is_wanted or not words.startswith(("we ", "it ")))
    ):
        return Kind.DESIRABLE
    if _ASKS.search(words) or (is_wanted and _ASKS_THERE.search(words)):
        return Kind.ESSENTIAL
    return None


def goes_on_asking(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on from one about the applicants: "They must also …"."""
    return bool(re.match(r"they (?:must|should|will(?: also)? need)\b", plain(text[start:end])))


def wants_of_the_best(text: str, start: int, end: int) -> bool:
    """Whether a sentence says what the successful candidate has, so plainly that it counts under any heading."""
    return bool(_BEST.search(plain(text[start:end])))


def semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between semicolons outside brackets, without the "and" that opens the last one."""
    cuts, depth = [start], 0
    for place in range(start, end):
        letter = text[place]
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter == ";" and not depth:
            cuts.append(place + 1)
    found = []
    for begin, stop in zip(cuts, [*(cut - 1 for cut in cuts[1:]), end], strict=True):
        first, last = trim(text, begin, stop)
        if opened := re.match(r"(?:and|or)\s+", text[first:last]) if begin != start else None:
            first += opened.end()
        if first < last:
            found.append((first, last))
    return found


def list_in_sentence(text: str, start: int, end: int) -> tuple[Kind, list[tuple[int, int]]] | None:
    """The parts of "You will need a; b; and c", without its opening words, if a sentence is such a list."""
    parts = semicolons(text, start, end)
    if len(parts) < 2:
        return None
    words = text[start:end].replace("’", "'").lower()
    found = _OPENS_LIST.match(words)
    if found is None:
        return None
    opened = found.end()
    lead = _LEAD.match(words)
    if lead and lead.end() > opened - 2 and lead.end() < parts[0][1] - start:
        opened = max(opened, lead.end())
    kind = Kind.DESIRABLE if DESIRES.search(words[:opened]) else Kind.ESSENTIAL
    first = trim(text, start + opened, parts[0][1])
    return kind, [part for part in (first, *parts[1:]) if part[0] < part[1]]
