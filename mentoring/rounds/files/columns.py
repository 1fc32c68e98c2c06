"""What the columns of a file mean: by their headings, or as an admin of the programme said before."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from accounts.models import Programme
from mentoring.models import FileReading, RoundFile

Kind = RoundFile.Kind
LEFT_OUT = ""


class Column(StrEnum):
    """What a column can hold."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    SIDE = "side"
    BOTH = "both"
    JOB_TITLE = "job_title"
    GRADE = "grade"
    ORGANISATION = "organisation"
    PROFESSION = "profession"
    REGION = "region"
    MANAGER = "manager"
    PLACES = "places"
    WANTED = "wanted"
    SKILLS = "skills"
    WANTS = "wants"
    GOAL = "goal"
    CHARACTERISTICS = "characteristics"
    SIMILAR = "similar"
    IDENTITY = "identity"
    ABOUT = "about"
    MENTEE = "mentee"
    MENTOR = "mentor"
    KIND = "kind"
    REASON = "reason"
    SCORE = "score"


WORDS: Mapping[Column, str] = {
    Column.EMAIL: "E-mail address",
    Column.NAME: "Full name",
    Column.FIRST_NAME: "First name",
    Column.LAST_NAME: "Last name",
    Column.SIDE: "Mentor, mentee or both",
    Column.BOTH: "Whether both mentor and mentee (yes or no)",
    Column.JOB_TITLE: "Job title",
    Column.GRADE: "Grade or band",
    Column.ORGANISATION: "Organisation",
    Column.PROFESSION: "Profession",
    Column.REGION: "Region",
    Column.MANAGER: "Line manager’s e-mail address",
    Column.PLACES: "How many people a mentor takes",
    Column.WANTED: "How many mentors a mentee wants",
    Column.SKILLS: "Skills they have, as name:level;…",
    Column.WANTS: "Skills they want, as name:level;…",
    Column.GOAL: "The job they aim for",
    Column.CHARACTERISTICS: "What a mentor named to be matched on",
    Column.SIMILAR: "Whether a mentee wants somebody with a shared experience (yes or no)",
    Column.IDENTITY: "What a mentee named to be matched on",
    Column.ABOUT: "In their own words",
    Column.MENTEE: "Mentee’s e-mail address",
    Column.MENTOR: "Mentor’s e-mail address",
    Column.KIND: "Pin or forbid",
    Column.REASON: "Reason",
    Column.SCORE: "Score",
}

_PAIR = (Column.MENTEE, Column.MENTOR)
_PEOPLE = tuple(one for one in Column if one not in (*_PAIR, Column.KIND, Column.REASON, Column.SCORE))
COLUMNS_OF: Mapping[str, tuple[Column, ...]] = {
    Kind.PEOPLE: _PEOPLE,
    Kind.MENTORS: _PEOPLE,
    Kind.MENTEES: _PEOPLE,
    Kind.PINS: (*_PAIR, Column.KIND, Column.REASON),
    Kind.SCORES: (*_PAIR, Column.SCORE),
}
NEEDED: Mapping[str, tuple[Column, ...]] = {
    Kind.PEOPLE: (Column.EMAIL, Column.SIDE),
    Kind.MENTORS: (Column.EMAIL,),
    Kind.MENTEES: (Column.EMAIL,),
    Kind.PINS: (*_PAIR, Column.KIND),
    Kind.SCORES: (*_PAIR, Column.SCORE),
}

# The first that fits a heading wins, so what is narrower comes first. Headings are in lower case, words and digits.
_SIGNS: tuple[tuple[Column, str], ...] = (
    (Column.MANAGER, r"(line )?manager"),
    (Column.BOTH, r"\bboth\b.*\b(mentor|mentee)"),
    (Column.SIMILAR, r"similar identity|shared? (identity|experience)\?|match.*similar"),
    (Column.IDENTITY, r"identity to match|which (identity|experience)"),
    (Column.CHARACTERISTICS, r"characteristics?|shared experiences?"),
    (Column.EMAIL, r"\be ?mail\b"),
    (Column.FIRST_NAME, r"first name|forename|given name"),
    (Column.LAST_NAME, r"last name|surname|family name"),
    (Column.WANTED, r"how many mentors|mentors wanted|wanted|number of mentors"),
    (Column.PLACES, r"capacity|places|how many (mentees|people)|number of mentees"),
    (Column.GOAL, r"\bgoal\b|^aim|job.*\b(next|want|aim)"),
    (Column.WANTS, r"\bwants?\b|skills?.*\b(learn|improve|develop|gain|work on)|\bgaps?\b"),
    (Column.SKILLS, r"\bskills?\b"),
    (Column.JOB_TITLE, r"job title|\bjob\b|\bpost\b"),
    (Column.GRADE, r"\bgrade\b|\bband\b"),
    (Column.ORGANISATION, r"organi[sz]ation|employer|department|where do you work|\btrust\b"),
    (Column.PROFESSION, r"profession"),
    (Column.REGION, r"region|where.*based|location"),
    (Column.ABOUT, r"biography|\bbio\b|about (you|yourself)|hope"),
    (Column.SIDE, r"^(role|side)$|mentor or (a )?mentee|mentor mentee"),
    (Column.NAME, r"\bname\b"),
)
_PAIR_SIGNS: tuple[tuple[Column, str], ...] = (
    (Column.MENTEE, r"mentee"), (Column.MENTOR, r"mentor"), (Column.KIND, r"kind|pin"), (Column.REASON, r"reason|why"),
    (Column.SCORE, r"score|affinity|points"),
)  # fmt: skip


def columns_of(kind: str, headings: Iterable[str], programme: Programme) -> dict[str, str]:
    """By heading: what it holds, or LEFT_OUT. What an admin said of a heading stands; else its words say it.

    Nothing is meant by two columns: the first that says so has it. One query.
    """
    headings = tuple(headings)
    said = saved_columns(programme)
    found: dict[str, str] = {}
    for heading in headings:
        known = said.get(_key(kind, heading))
        if known is not None and known in (LEFT_OUT, *COLUMNS_OF[kind]) and (known not in found.values() or not known):
            found[heading] = known
    for heading in headings:
        if heading not in found:
            guess = _guess(kind, heading)
            found[heading] = guess if guess not in found.values() else LEFT_OUT
    return {heading: found[heading] for heading in headings}


def missing_columns(kind: str, columns: Mapping[str, str]) -> list[str]:
    """What a file of this kind must have and has not, in words."""
    return [WORDS[column] for column in NEEDED[kind] if column not in columns.values()]


def saved_columns(programme: Programme) -> dict[str, str]:
    """What admins of the programme said of headings."""
    reading = FileReading.objects.filter(programme=programme).first()
    return dict(reading.columns) if reading else {}


def save_columns(programme: Programme, kind: str, columns: Mapping[str, str]) -> None:
    """Keep what these headings mean, for the next file of the programme."""
    reading, _ = FileReading.objects.get_or_create(programme=programme)
    reading.columns |= {_key(kind, heading): column for heading, column in columns.items()}
    reading.save()


def _key(kind: str, heading: str) -> str:
    """Headings of people and of pairs are remembered apart: "name" is another thing in each."""
    family = "pairs" if kind in (Kind.PINS, Kind.SCORES) else "people"
    return f"{family}:{_words(heading)[:300]}"


def _guess(kind: str, heading: str) -> str:
    words = _words(heading)
    for column in COLUMNS_OF[kind]:  # a heading in our own words for a column
        if words == _words(WORDS[column]):
            return column
    signs = _PAIR_SIGNS if kind in (Kind.PINS, Kind.SCORES) else _SIGNS
    found = next((column for column, sign in signs if re.search(sign, words)), None)
    return found if found in COLUMNS_OF[kind] else LEFT_OUT


def _words(heading: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.casefold()).split())
