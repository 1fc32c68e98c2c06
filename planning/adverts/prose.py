"""Finds what is asked for in running text: sentences, and lists cut by semicolons."""

import re
from collections.abc import Iterator

from planning.adverts.evidence import lead_in
from planning.adverts.kinds import DESIRES, EVERYBODY, Kind, is_refused
from planning.adverts.lines import plain, trim

LONGEST_SENTENCE = 2_000  # characters; what runs on longer asks for nothing that one could answer
LONGEST_LEAD = 300  # characters before the list, with its first item
_END = re.compile(r"[.!?][\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9£])|[.!?][\"'”’)]*\s*$")
_SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|etc|approx|incl|inc|dr|mr|mrs|ms|st|no|vs)|\b[A-Z])\.$", re.IGNORECASE)
_LONGEST_SHORT = len("approx")
_SOMEBODY = (
    r"(?:you|(?:the )?(?:post ?holder|(?:successful|ideal) (?:candidate|applicant)|person|applicants?|candidates?))"
)
# Sentences that ask for something wherever they stand, except under duties and the like.
_HAVING = (
    r"(?:be|have|hold|live|possess|show|demonstrate|understand|know|enjoy|bring|speak|write|drive|thrive|care|love|"
    r"work well)"
)
_ASKS = re.compile(
    rf"\b{_SOMEBODY} (?:must|should|(?:will |'ll )?(?:need|have) to)(?: also| really| already)? {_HAVING}\b|"
    rf"\b{_SOMEBODY}(?: will|'ll)? (?:also |really )?need (?!to\b)|"
    rf"\b(?:successful|ideal|right) (?:candidate|applicant|person) (?:will|must|should|has|is)\b|"
    r"\bwe(?: are|'re) (?:looking for|hoping for|after|seeking) (?:(?:someone|somebody|people)"
    # What somebody is wanted for is a duty, unless it says what they have too.
    r"(?! who(?:'ll| will)| to\b(?!.*\b(?:experience\w*|knowledge|understanding|skill\w*|qualified|registered)\b))|"
    r"an? \w+ (?:who|with))\b|"
    r"\bwe(?: would|'d|'ll)? (?:need|require|expect|want|ask)(?: for| that)? (?:you\b|(?:someone|somebody|"
    r"people) (?:who(?!'ll| will)|with|that)|"
    r"[^.;]{0,60}\b(?:experience|knowledge|understanding|skills?|ability|"
    r"background|qualifications?|degree|grasp)\b)|"
    r"\bit(?: is|'s) (?:essential|vital|important|crucial) (?:that |for )?(?:you|the (?:successful|ideal)|applicants|"
    r"candidates)\b|"
    r"^(?:a|an|the)? ?[^.;]{0,60}\b(?:licence|degree|registration|qualification|experience|knowledge|certificate|"
    r"skills|understanding|ability)\b[^.;]{0,60}\b(?:is|are) (?:essential|required|needed|a must|vital|necessary)\b|"
    r"^your [^.;]{3,40} (?:must|should) be\b|"
    r"\b(?:is|are) (?:a must|mandatory)\W*$|"
    # Who will have done something has to have done it before.
    rf"\b{_SOMEBODY}(?: appointed)?(?: will|'ll| should| must) (?:already |also )?have (?:\w+ed|been|led|run|built|"
    r"taught|written|held|kept|made|done|had|known|shown|worked|spent|won|brought|grown|set up)\b|"
    r"\byou (?:will be|are|'re) (?:expected|required) to (?:have|be|hold|know|show)\b|"
    r"\byou(?: will|'ll) be (?:an? )?(?:registered|qualified|experienced|educated|accredited|chartered|fluent|"
    r"confident|able)\b|"
    r"\bto be (?:successful|considered|shortlisted),? you\b|"
    r"^you(?:'ve| have) (?:already |also )?(?:\w+ed|been|led|run|built|taught|written|held|made|done|spent|grown) |"
    r"^you(?:'re| are) (?:also )?(?:comfortable|confident|able|good|experienced|familiar|at home|happy|used|fluent|"
    r"calm|curious|organised|registered|qualified|an? (?:\w+ )?(?:experienced|registered|qualified|confident))\b",
)
_MIGHT = re.compile(rf"\b{_SOMEBODY} (?:may|might|could) (?:also |even |already )?(?:have|know|bring|hold|be|speak)\b")
# Sentences that ask for something under a heading about the candidate.
_ASKS_THERE = re.compile(
    r"\byou(?:'ll| will| must| should|'d| would)? (?:also |ideally |already |probably |certainly )?(?:have|"
    r"need|be|bring|possess|hold|understand|know|enjoy|demonstrate|show)\b|"
    r"\byou(?:'ve| have| are|'re| know| enjoy| understand| can| like| bring| need| hold)\b|"
    r"\b(?:is|are) (?:a must|essential|required|needed|vital|crucial|key|important|necessary)\b|"
    r"\bwe (?:expect|need|want|require|are looking|ask|would expect)\b|"
    r"\bwe're looking\b|\bwe'll (?:need|expect|want)\b|"
    r"\b(?:applicants|candidates) (?:must|should|need|will|are|have|who|with)\b|\bmust\b|"
    r"^you (?!get|receive|join|report|work (?:to|with|for|under)|won't|will|would|may|might|could|should|need not|"
    r"don't|do not|apply|send|then|and|or)\w+",
)
_BEST = re.compile(
    r"\b(?:successful|ideal) (?:candidate|applicant)s? (?:will|must|should)(?: also)? (?:have|possess|hold|"
    r"demonstrate|be (?:able|an experienced|a qualified|a registered|educated))\b"
)
_NOUNS = re.compile(
    r"\b(?:experience|knowledge|understanding|familiar\w*|skills?|ability|able|background|qualifications?|"
    r"degree|certificates?|certification|having|ideally,? (?:you|candidates|applicants)|awareness|interest|"
    r"registration|licen[cs]e|training|if you|confidence|languages?|speak\w*|work\w*|practice)\b",
)
_NOT_THIS = re.compile(
    r"\b(?:essential|vital|important|key|crucial) (?:to|for) (?:our|us|everything|everyone|all|safe|"
    r"the (?:trust|service|organisation))\b|^(?:we (?!are (?:looking|seeking|hoping|after)"
    r"|'re (?:looking|seeking|hoping|after)|need|want|expect|would|require|"
    r"ask|welcome people)|our |the (?:trust|council|board|charity|practice|company|department|"
    r"organisation)\b|this (?:post|role|job|is)|"
    r"if you(?!.*\b(?:better|bonus|plus|advantage|help|useful|great))|please|don't|return|send|submit|complete|apply|"
    r"visit|e-?mail|call|ring|ask for|"
    r"(?:by|in|within|during|after|on) (?:your|the|month|week|year|day)\b|"
    r"do not|all (?:staff|employees)|interviews?|in return|applications?|they |"
    r"it is (?!(?:essential|vital|important|crucial|necessary) (?:that |for )?(?:you|applicants|candidates|"
    r"the))|informal)|"
    r"\b(?:you will|you'll) (?:be (?:asked|given|part|working|responsible|based|joining|expected|offered|"
    r"supported|invited|the (?:voice|first|link|lead)|one of|leading|managing|reporting|paid|trained)|"
    r"have (?:a buddy|the (?:chance|opportunity)|access|your|a (?:training|personal|mentor|laptop|named)|"
    r"an (?:opportunity|experienced)|opportunit\w*|up to|at least one (?:day|week)|responsibility|time)|lead|"
    r"work|manage|report|join|get|receive|support|help|attend)\b|"
    r"\b(?:welcome applications|applications? (?:from|are)|apply|equal opportunit|we offer|we also offer|"
    r"we'll (?:give|put you|support|train|pay|provide)|training will be (?:given|provided) to all|"
    r"closing date|shortlist\w* will|(?:you|applicants|candidates) (?:must |should |need to |are asked to )?(?:read|"
    r"submit|complete|upload|attach|enclose|return|quote|provide)|application form|covering letter|cover letter)\b",
)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a piece of text, as pieces of it."""
    begin = start
    for stop in _END.finditer(text, start, end):
        near = max(begin, stop.start() - _LONGEST_SHORT)
        if _SHORT.search(text, near, stop.start() + 1) and stop.end() < end:
            continue
        yield trim(text, begin, stop.end())
        begin = stop.end()
    rest = trim(text, begin, end)
    if rest[0] < rest[1]:
        yield rest


def asked(text: str, start: int, end: int, *, is_wanted: bool) -> Kind | None:
    """Whether a sentence asks the candidate for something, and how much. ``is_wanted``: under such a heading."""
    if end - start > LONGEST_SENTENCE:
        return None
    words = plain(text[start:end])
    if text[start:end].endswith("?") or is_refused(words) or EVERYBODY.search(text[start:end]):
        return None
    desires = DESIRES.search(words) or _MIGHT.search(words)
    if _NOT_THIS.search(words) and not (
        desires and is_wanted and _NOUNS.search(words) and not words.startswith(("we ", "please", "our "))
    ):
        return None
    if (
        desires
        and (_NOUNS.search(words) if not is_wanted else True)
        and (is_wanted or not words.startswith(("we ", "it ")) or re.search(r"\byou\b", words))
    ):
        return Kind.DESIRABLE
    if _ASKS.search(words) or (is_wanted and _ASKS_THERE.search(words)):
        return Kind.ESSENTIAL
    return None


def goes_on_asking(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on from one about the applicants: "They must also …"."""
    return bool(re.match(r"they(?:'ll| (?:must|should|will|need))\b", plain(text[start:end])))


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
    found = lead_in(words[: min(parts[0][1] - start, LONGEST_LEAD)])
    if found is None:
        return None
    first = trim(text, start + found[0], parts[0][1])
    while first[0] < first[1] and text[first[0]] in ":,-–—":
        first = trim(text, first[0] + 1, first[1])
    rest = [part for part in (first, *parts[1:]) if part[0] < part[1]]
    if re.search(r"\b(?:bring|show)$", words[: found[0]]) and not any(_NOUNS.search(plain(text[a:b])) for a, b in rest):
        return None  # "You will bring the plans together; chair the group": what one does, not what one has
    return found[1], rest
