"""From the rows of a file of people to what each of them says, with a note for each row that is not as it should be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from careers.directions.words import listed
from mentoring.models import Participant, RoundFile
from mentoring.models.people import MOST_PLACES, MOST_WANTED
from mentoring.rounds.files.cells import (
    PROFESSIONS,
    REGIONS,
    Catalogue,
    choice_in,
    is_yes,
    number_in,
    plain,
    sides_in,
    skills_in,
    words_in,
)
from mentoring.rounds.files.columns import Column
from mentoring.rounds.files.decoding import Row, RowNote, Table
from mentoring.rounds.files.grades import band_of

Kind = RoundFile.Kind
Side = Participant.Side
LONGEST = {"job_title": 150, "organisation": 200, "about": 2000}


@dataclass(slots=True)
class Entry:
    """What a row says of one person. Nothing said is empty; levels are by id of the skill."""

    row: int
    email: str
    name: str = ""
    sides: tuple[str, ...] = ()
    job_title: str = ""
    band: str = ""
    organisation: str = ""
    profession: str = ""
    region: str = ""
    manager: str = ""
    places: int | None = None
    wanted: int | None = None
    skills: dict[int, int] = field(default_factory=dict)
    wants: dict[int, int] = field(default_factory=dict)
    job: int | None = None  # id of the level that the job title names
    goal: int | None = None
    experiences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by side
    about: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The rows that were understood, and what is to be said of others."""

    entries: tuple[Entry, ...]
    notes: tuple[RowNote, ...]

    @property
    def errors(self) -> list[RowNote]:
        return [note for note in self.notes if note.is_error]

    @property
    def warnings(self) -> list[RowNote]:
        return [note for note in self.notes if not note.is_error]


def read_people(table: Table, kind: str, columns: Mapping[str, str], grades: Mapping[str, str]) -> People:
    """What the rows say. ``columns`` is the meaning by heading, ``grades`` the band by grade. Two queries."""
    catalogue = Catalogue.now()
    entries: list[Entry] = []
    notes = list(table.bad)
    seen: dict[tuple[str, str], int] = {}
    first: dict[str, Entry] = {}
    unknown: set[str] = set()  # professions; most files have one in each row, so they are said once
    for row in table.rows:
        cells = _cells(table, row, columns)
        try:
            entry = _entry(row.number, kind, cells)
        except ValidationError as wrong:
            notes.extend(RowNote(row.number, sentence) for sentence in wrong.messages)
            continue
        twice = [seen[entry.email, side] for side in entry.sides if (entry.email, side) in seen]
        if twice:
            notes.append(RowNote(row.number, f"Row {twice[0]} has this address already."))
            continue
        seen |= {(entry.email, side): row.number for side in entry.sides}
        if profession := cells.get(Column.PROFESSION, ""):
            entry.profession = choice_in(profession, PROFESSIONS) or ""
            unknown |= set() if entry.profession else {profession[:60]}
        words = _fill(entry, cells, grades, catalogue) + _agree(entry, first.setdefault(entry.email, entry))
        notes.extend(RowNote(row.number, sentence, is_error=False) for sentence in words)
        entries.append(entry)
    if unknown:
        named = ", ".join(sorted(unknown)[:10])
        sentence = f"Professions here are registrations, such as nurse. Left out: {named}."
        notes.append(RowNote(0, sentence, is_error=False))
    notes.sort(key=lambda note: (note.row, not note.is_error))
    return People(tuple(entries), tuple(notes))


def _cells(table: Table, row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row by what they hold; empty ones are left out."""
    named = zip(table.headings, row.cells, strict=True)
    return {columns[heading]: cell for heading, cell in named if columns.get(heading) and cell}


def _entry(number: int, kind: str, cells: Mapping[str, str]) -> Entry:
    """Who it is and which side they take. Raises ValidationError."""
    email = address_in(cells.get(Column.EMAIL, ""))
    sides: tuple[str, ...] = ()
    if kind == Kind.PEOPLE:
        sides = sides_in(cells.get(Column.SIDE, ""))
        if not sides:
            said = cells.get(Column.SIDE, "")[:50]
            raise ValidationError(
                f"“{said}” is neither mentor nor mentee." if said else "It does not say whether mentor or mentee."
            )
    else:
        sides = (Side.MENTOR,) if kind == Kind.MENTORS else (Side.MENTEE,)
    if is_yes(cells.get(Column.BOTH, "")):
        sides = (Side.MENTOR, Side.MENTEE)
    parts = (cells.get(Column.FIRST_NAME, ""), cells.get(Column.LAST_NAME, ""))
    name = cells.get(Column.NAME, "") or " ".join(filter(None, parts))
    return Entry(number, email, name=" ".join(name.split())[:150], sides=sides)


def _agree(entry: Entry, first: Entry) -> list[str]:
    """Give two rows of one person the same name and work. What the first says counts. Returns what it overrides."""
    differs = []
    for name in ("name", "job_title", "band", "organisation", "profession", "region", "manager"):
        said, other = getattr(first, name), getattr(entry, name)
        if said and other and said != other:
            differs.append(name.replace("_", " "))
        setattr(entry, name, said or other)
        setattr(first, name, said or other)
    return (
        [f"Row {first.row} says another {' and another '.join(differs)} of them. That one counts."] if differs else []
    )


def address_in(text: str) -> str:
    """An e-mail address in lower case. Raises ValidationError with a sentence."""
    email = text.strip().lower()
    if not email:
        raise ValidationError("It has no e-mail address.")
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(f"“{email[:100]}” is not an e-mail address.") from None
    if len(email) > 254:
        raise ValidationError("The e-mail address is longer than 254 characters.")
    return email


def _fill(entry: Entry, cells: Mapping[str, str], grades: Mapping[str, str], catalogue: Catalogue) -> list[str]:
    """Put what else the cells say into the entry. Returns sentences about what was left out."""
    notes: list[str] = []

    def cut(column: Column, name: str) -> None:
        text = cells.get(column, "")
        text = text if column is Column.ABOUT else " ".join(text.split())
        if len(text) > LONGEST[name]:
            notes.append(f"{column.value.replace('_', ' ').capitalize()} is cut at {LONGEST[name]} characters.")
        setattr(entry, name, text[: LONGEST[name]])

    cut(Column.JOB_TITLE, "job_title")
    cut(Column.ORGANISATION, "organisation")
    cut(Column.ABOUT, "about")
    regions = listed(list(REGIONS.values()), "or")
    understood: tuple[tuple[Column, str, Callable[[str], str | int | None], str], ...] = (
        (Column.GRADE, "band", lambda text: band_of(text, grades), "is a grade that the table of grades does not have"),
        (Column.REGION, "region", lambda text: choice_in(text, REGIONS), f"is none of {regions}"),
        (Column.PLACES, "places", lambda text: number_in(text, most=MOST_PLACES), f"is no number up to {MOST_PLACES}"),
        (Column.WANTED, "wanted", lambda text: number_in(text, most=MOST_WANTED), f"is no number up to {MOST_WANTED}"),
        (Column.GOAL, "goal", lambda text: catalogue.jobs.get(plain(text)), "is no job in the catalogue"),
    )  # fmt: skip
    for column, name, meaning, otherwise in understood:
        if text := cells.get(column, ""):
            value = meaning(text)
            if value is None:
                notes.append(f"“{text[:60]}” {otherwise}. It is left out.")
            else:
                setattr(entry, name, value)
    entry.job = catalogue.jobs.get(plain(entry.job_title))
    if manager := cells.get(Column.MANAGER, ""):
        try:
            entry.manager = address_in(manager)
        except ValidationError:
            notes.append(f"“{manager[:60]}” is not an e-mail address of a line manager. It is left out.")
    entry.skills, about_skills = skills_in(cells.get(Column.SKILLS, ""), catalogue)
    entry.wants, about_wants = skills_in(cells.get(Column.WANTS, ""), catalogue)
    wishes = words_in(cells.get(Column.IDENTITY, "")) if is_yes(cells.get(Column.SIMILAR, "yes")) else ()
    named = words_in(cells.get(Column.CHARACTERISTICS, ""))
    entry.experiences = {Side.MENTOR: named, Side.MENTEE: wishes}
    return [*notes, *about_skills, *about_wants]
