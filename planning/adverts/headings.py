"""Tells the headings of an advert by their words: where the specification begins and ends, and which kind follows."""

import re
from dataclasses import dataclass
from enum import Enum

from planning.adverts.evidence import denies, is_weak, kind_heading, own_words, seeks
from planning.adverts.kinds import DESIRES, Kind
from planning.adverts.lines import Line, plain


class Part(Enum):
    """What follows a heading."""

    WANTED = "what the candidate should have"
    GROUP = "one group of criteria, such as knowledge"
    KIND = "criteria of one kind"
    VALUES = "values and behaviours of the employer"
    OTHER = "anything else"
    UNKNOWN = "a heading that does not say"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, the kind that it sets, and where its words end within the line (the rest is an item).

    ``by_place``: told less by its words than by standing alone, as items of a list with empty lines do too.
    """

    part: Part
    kind: Kind | None = None
    ends: int | None = None
    by_place: bool = False


_GROUP_CORE = """
    qualification qualifications education educational training experience experiences knowledge skill skills ability
    abilities aptitude aptitudes attributes attribute qualities quality competencies competences competency registration
    expertise disposition circumstances achievements attainments
""".split()  # noqa: SIM905 - words of headings are easier to read so
_GROUP_ALSO = """
    personal other requirement requirements additional professional technical communication analytical interpersonal
    leadership management managerial planning organisational organisation physical understanding general special work
    working related job specific further relevant it digital and or & / , of the for this role post vocational
    previous practical clinical academic development membership specialist language languages mobility travel
    information factors key core your people social thinking criteria behavioural judgement
    attainment
""".split()  # noqa: SIM905
_GROUP_FIRST = ("people", "technical", "other", "personal", "additional", "general", "special")
_GROUPS = frozenset(_GROUP_CORE) | frozenset(_GROUP_ALSO)
# Words of kind that make a heading even where it does not stand out.
_PLAIN_KIND = re.compile(
    r"must[- ]haves?|essentials?|minimum|required|mandatory|(?:nice|good|great|useful|helpful)[- ]to[- ]haves?|"
    r"desirables?|desired|preferred|preferable|advantageous|optional|bonus(?: points)?"
)
_WANTED = re.compile(
    r"(?:.*\b)?person(?:nel)? spec(?:ification)?s?\b.*|.*\bcandidate (?:spec|profile|requirements).*|"
    r"about you(?:rself)?|"
    r"(?:about )?the (?:\w+ )?(?:person|candidate|applicant)(?: (?:we|you|who).*)?|.*\bwho (?:we are|are we|"
    r"we're|we) (?:looking|need|want|think).*|"
    r".*\bwhat (?:we are|we're|are we|we) (?:looking for|need|want|ask|expect|require)(?! to).*|"
    r"what (?:you'll|you will|you|you'd|you'll also) (?:need|bring|have|must)\b(?: (?!do).*)?|"
    r"what you (?:can )?bring.*|"
    r"(?:is|could|sound|does) (?:this|it|that)(?: be| sound)?(?: like)? you|who (?:you are|are you)|"
    r"you (?:will |should |must |'ll )?(?:have|need|bring|are)|you'll (?:have|need|bring|be)|"
    r"selection criteria|(?:key |main |job |role |candidate |our |specific |entry |post )?requirements|"
    r"(?:key |selection )?criteria|"
    r"(?:the )?(?:ideal|successful) (?:candidate|applicant|person).*|your (?:profile|skills|experience|"
    r"background|qualifications)\b.*|"
    r"skills (?:and|&) experience.*|experience (?:and|&) skills.*|what (?:it takes|makes you|will make you).*|"
    r"what you(?:'ll| will)? (?:need to )?(?:show|know|be good at).*|how (?:we'll|we will|"
    r"you'll be) (?:choose|shortlist).*criteria.*|are you (?:the one|who)\b.*|"
    r"who (?:would|will|might|does|should)\b.*\b(?:well|suit|fit|apply|good|right|thrive|succeed|enjoy)\b.*|"
    r"to (?:succeed|be successful|do (?:this|the) (?:job|role|work)).*"
)
_OTHER = re.compile(
    r"(?:employee |staff |your |our |the |key |main |core |principal |primary |some |general |additional |"
    r"other |detailed |summary of (?:the )?|purpose of (?:the )?|job |role )*"
    r"(?:benefits?|offer|rewards?|perks|salary|pay|appl(?:y|ying|ications?)|interviews?|closing|dates?|"
    r"next steps|duties|dutys|tasks|responsibilit(?:y|ies)|"
    r"accountabilit(?:y|ies)|job|role|purpose|summary|overview|description|contacts?|vision|mission|strategy|"
    r"locations?|contract|department|team|trust|"
    r"organisation|background|context|dimensions|deliverables|objectives|work|day|week|practice|company|"
    r"service|employer|equality|diversity)\b(?! specification).*|"
    r"what's\b.*|what (?:we|we'll|we can|we will|you|you'll|you will|you'd|happens|the|it's)\b.*|how (?:to|do|you|"
    r"we)\b.*|why\b.*|(?:a|your) (?:typical )?(?:day|week)\b.*|about\b.*|"
    r"(?:in this|as an?|as our) \w+.*|you(?:'ll| will)(?: be)?|you'll be doing|(?:equal|equality|diversity|"
    r"inclusion|disab|dbs|disclosure|safeguarding|right to work|sponsor|"
    r"visa|further|important|please|note|notes|terms|conditions|selection process|timeline|confidentiality|"
    r"health (?:and|&) safety|infection|sustainab|"
    r"living|working (?:here|with|for|relationships|pattern|at)|flexible working|pensions?|privacy|"
    r"nationality|guarantee|things|applicant|certificates? of|rehabilitation|"
    r"disclaimer|effort|freedom|communication and working|relationships?|reports?\b|reporting|recruitment|"
    r"assessment process|success profiles|"
    r"pre-employment|checks|employment checks|additional information|other information|the (?:package|"
    r"process|extras)|message|welcome|general(?: information)?$|data protection (?:notice|statement)|smoking|"
    r"no smoking|"
    r"key (?:working|relationships|results)|day to day|day-to-day|join|come|contents|scope|structure|"
    r"supplementary|document).*"
)
# What stands between a headline and the duties: nothing is listed there, but a sentence may say what one must have.
_SOFT = re.compile(
    r"(?:the )?(?:job|role|post|vacancy)? ?(?:advert|advertisement|overview|summary|opportunity|"
    r"introduction)|(?:about )?the (?:role|job|post|opportunity)"
)
_VALUES = re.compile(
    r"(?:our |the |trust |core |your )*(?:\w+ )?(?:values|behaviours)\b.*|values (?:and|&) behaviours.*|behaviours"
)
# What sites for job adverts put after a specification, whatever the employer.
BOILERPLATE = re.compile(
    r"employer certification.*|employer(?:'s)? (?:details|name|address|contact details|website).*|supporting documents|"
    r"documents to download|further details.*|disclosure and barring service(?: check)?|certificate of sponsorship|"
    r"uk registration|for questions about (?:the|this) job.*|privacy notice.*|date posted|reference number|"
    r"job locations?|pay scheme|apply online now|how to apply|"
    r"(?:good|useful|worth) to know|worth knowing"
)
_ABLE = re.compile(r"(?:able|ability|willing|willingness|prepared) to\b")
# How it is assessed, after a heading of kind: "Essential criteria (tested at interview)".
_HOW = re.compile(r"\s*(?:\([^()]*\)?|(?:[-:,]\s*|\s)(?:to be )?(?:assessed|tested|measured|scored|shortlisted)\b.*)$")
_SUBJECT = re.compile(r"(?:you|we|it|applicants?|candidates?)\b")
LONGEST_OPENING = 500  # characters at the end of a line over a list; further patterns look on from each place
_FORM = re.compile(r"^[(\[]+|(?<![)\]:.?! -])[)\]:.?! -]++$")
_SPLIT = re.compile(r"[^\w&'-]+|(?<=\s)-+(?=\s)|,")
_INLINE_KIND = re.compile(
    r"(?:[A-Za-z,/& ]{3,60}?\s*+[-–—:(.]\s*+)?"
    r"(?P<kind>essential|desirable|must haves?|nice to haves?|must have|nice to have)"
    r"(?: (?:criteria|requirements|skills|experience|knowledge|qualifications|attributes))?"
    r"\s*+(?:\)\s*+)?[:–—-]\s++(?=\S)",
    re.IGNORECASE,
)
_INLINE_OTHER = re.compile(
    r"(?:how to apply|to apply|benefits(?: include)?|our offer(?: to you)?|what you'll get(?: from us)?|"
    r"what we(?: can)? offer(?: you)?|in return|we offer|why choose us|"
    r"location|salary|closing date|interviews?(?: date)?|(?:\w+ ){0,3}values|contract|hours|base|pay|"
    r"reports to|responsible to)\b",
)
_OPENING = re.compile(
    r"(?:\b(?:you|applicants?|candidates?|we|someone|somebody|people)\b.*\b(?:need|have|must|should|"
    r"looking for|want|be able|bring|are|show|demonstrate|expect|love|like)\b|"
    r"\b(?:essential|desirable|required|need|looking for|must|ideal|successful)\b).*"
)
_MAY = re.compile(r"\b(?:they|you) (?:may|might|could) (?:also|even)\b|\bbonus points\b")
# "Applicants who cannot evidence the following will not be shortlisted"
_OR_ELSE = re.compile(
    r"\b(?:without|cannot|can't|do not|don't|fail to|unable)\b.*\b(?:will not|won't|cannot|can't) be\b"
)
_IF_YOU = re.compile(r"\bif you(?:'ve| have|'re| are)?:?$")  # "You'll fit right in if you"
_WISHES = re.compile(r"\b(?:it'd|it would|we'd|we would|even|extra|bonus|also|more)\b")
_DO = re.compile(
    r"\b(?:you'll|you will|you) (?:be (?:doing|responsible|working|expected|given|offered|joining)|do\b|"
    r"get\b|lead|work|receive|assess|responsib)|we (?:offer|will give|give)|^(?!.*(?:candidate|applicant|"
    r"person)).*will:?$"
)


def heading(line: Line, following: Line | None) -> Heading | None:
    """What kind of heading a line is, or None if it reads like an item or a sentence."""
    if inline := _inline(line):
        return inline
    key = _FORM.sub("", line.key).strip()
    if BOILERPLATE.fullmatch(key):
        return Heading(Part.OTHER)
    if line.text.endswith(":") and len(key) <= LONGEST_OPENING and _OR_ELSE.search(key):
        return Heading(Part.KIND, Kind.ESSENTIAL)
    if not key or len(key) > 90 or _ABLE.match(key):
        return None
    tokens = [token for token in _SPLIT.split(key) if token.strip("-")]
    if not tokens or len(tokens) > 12:
        return None
    stands = _stands_out(line, following)
    if line.text.endswith(".") and _SUBJECT.match(key):
        return None
    if said := _kind(key, len(tokens), stands=stands):
        return said
    if line.text.rstrip().endswith((".", ";", ",")) and not line.is_loud:
        return None
    if stands and len(tokens) <= 7 and denies(key) and not own_words(key, _GROUPS):
        return Heading(Part.OTHER)
    if len(tokens) <= 8 and (part := _part(key, tokens) or _part(_HOW.sub("", key), tokens)):
        return Heading(part)
    numbered = [bool(one and re.match(r"\(?\d", one.bullet)) for one in (line, following)]
    if line.bullet and (not numbered[0] or (numbered[1] and not line.is_loud)):
        return None
    return _by_its_place(line, following, key, len(tokens))


def _by_its_place(line: Line, following: Line | None, key: str, count: int) -> Heading | None:
    """A heading told by standing where headings do, with what kinds of words it is made of."""
    opens = (
        line.before
        or line.is_loud
        or line.text.endswith(":")
        or (following is not None and bool(following.bullet) and not line.bullet)
    )
    question = line.text.rstrip().endswith("?")
    if count <= 10 and opens and not line.starts_small and (_OTHER.fullmatch(key) or line.is_loud or question):
        if seeks(key, _GROUPS):
            return Heading(Part.WANTED)
        tells = _OTHER.fullmatch(key) or seeks(key, _GROUPS) is False
        return Heading(Part.OTHER if tells and not _SOFT.fullmatch(key) else Part.UNKNOWN)
    asks = seeks(key, _GROUPS)
    if asks is not None and count <= 8 and _stands_out(line, following) and not (asks and line.text.endswith(":")):
        return Heading(Part.WANTED if asks else Part.OTHER, by_place=True)
    return None


def _stands_out(line: Line, following: Line | None) -> bool:
    """Whether a line without a bullet stands as headings do: over bullets, alone, in bold or with a colon."""
    if line.bullet or line.starts_small or line.text.endswith((".", ";", ",")):
        return False
    over = following is not None and bool(following.bullet)
    alone = bool(line.before) and (following is None or bool(following.before) or not following.starts_small)
    return over or alone or line.is_loud or line.text.startswith("**") or line.text.rstrip("*").endswith((":", "?"))


def run_in(key: str) -> Heading | None:
    """The heading that opens a paragraph: "Requirements.", "The role.", "So who are we hoping for?"."""
    key = _FORM.sub("", key).strip()
    tokens = [token for token in _SPLIT.split(key) if token.strip("-")]
    if not tokens or len(tokens) > 7:
        return None
    said = _kind(key, len(tokens))
    if said and not (_SUBJECT.match(key) and any(token in _GROUP_CORE for token in tokens)):
        return said
    if part := _part(key, tokens):
        return Heading(part)
    if seeks(key, _GROUPS):
        return Heading(Part.WANTED)
    if len(tokens) > 3 or not _OTHER.fullmatch(key):
        return None
    return Heading(Part.UNKNOWN if _SOFT.fullmatch(key) else Part.OTHER)


def _part(key: str, tokens: list[str]) -> Part | None:
    if _VALUES.fullmatch(key) and len(tokens) <= 5:
        return Part.VALUES
    if _WANTED.fullmatch(key) and not _DO.search(key):
        return Part.WANTED
    if "information" in tokens and tokens[0] != "other":
        return None
    if any(token in _GROUP_CORE for token in tokens) and all(
        token in _GROUP_CORE or token in _GROUP_ALSO for token in tokens
    ):
        return Part.GROUP
    if (
        all(token in _GROUP_ALSO for token in tokens)
        and tokens[0] in _GROUP_FIRST
        and (len(tokens) > 1 or tokens[0] != "general")
    ):
        return Part.GROUP
    return None


def is_label(words: str) -> bool:
    """Whether a cell is the label of a row, such as "Knowledge", and not a criterion."""
    key = _FORM.sub("", plain(words)).strip()
    tokens = [token for token in _SPLIT.split(key) if token.strip("-")]
    return bool(tokens) and len(tokens) <= 8 and _part(key, tokens) in (Part.GROUP, Part.VALUES)


def _kind(key: str, count: int, *, stands: bool = True) -> Heading | None:
    """ "Essential", "Knowledge - desirable", "Nice to have", "Essential skills and experience"."""
    if not stands and not _PLAIN_KIND.search(key):
        return None
    if count > 10 or "information" in key:
        return None
    if re.search(r"\bessential\W+(?:and|or)?\W*desirable\b", key) and kind_heading(key, _GROUPS):
        return Heading(Part.WANTED)
    kind = kind_heading(key, _GROUPS) or kind_heading(_HOW.sub("", key), _GROUPS)
    if kind and is_weak(key):
        return Heading(Part.WANTED)
    return Heading(Part.KIND, kind) if kind else None


def _inline(line: Line) -> Heading | None:
    """A heading that its first item follows on the same line: "Essential: a good education; …"."""
    found = _INLINE_KIND.match(line.text)
    if found and "information" not in found[0].lower():
        lead = _kind(_FORM.sub("", plain(found[0])).strip(), 3)
        if lead and lead.kind:
            return Heading(Part.KIND, lead.kind, line.body + found.end())
    if (other := _INLINE_OTHER.match(line.key)) and line.key[other.end() : other.end() + 1] == ":":
        return Heading(Part.OTHER)
    return None


def opening(words: str) -> Kind | None:
    """The kind that a line before a list sets: "You will need:", "It would be great if you also had:"."""
    key = plain(words)[-LONGEST_OPENING:]
    if _OR_ELSE.search(key):
        return Kind.ESSENTIAL
    if _IF_YOU.search(key):
        return Kind.DESIRABLE if DESIRES.search(key) or _WISHES.search(key) else Kind.ESSENTIAL
    if _MAY.search(key):
        return Kind.DESIRABLE
    if _DO.search(key) or (not _OPENING.search(key) and not DESIRES.search(key)):
        return None
    return Kind.DESIRABLE if DESIRES.search(key) else Kind.ESSENTIAL
