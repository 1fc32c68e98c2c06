"""An assessment as a file, to keep or to bring elsewhere, and back again: JSON and CSV with the same content."""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from careers.frame import Frame
from common.csv_files import read_csv, write_csv
from common.refusals import Refused
from common.vocabulary import SkillLevel
from planning.assessments import add_skills
from planning.models import Answer, Assessment

COLUMNS = ("skill", "name", "level", "note")
FORMAT = "digital-health-pathways-assessment"
MOST_BYTES = 200_000
MOST_ROWS = 400
LONGEST_NOTE = 2_000
_WORDS = {0: "none yet", **{level.value: level.label.lower() for level in SkillLevel}}
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")  # JSON can write these, and no database takes them
_LEVELS: dict[str, int | None] = {words: level for level, words in _WORDS.items()} | {"i don't know": None}


class FileNotUnderstood(Refused):
    """We cannot read this file. Use a JSON or CSV file that you exported here."""


@dataclass(frozen=True)
class Row:
    """One answer in a file. ``skill`` is a slug; ``level`` as in ``Answer``."""

    skill: str
    level: int | None
    note: str


@dataclass(frozen=True)
class Taken:
    """What came of an import: how many answers were taken over, and the skills that the framework does not have."""

    answers: int
    unknown: tuple[str, ...]


def as_csv(answers: Iterable[Answer]) -> str:
    """The answered skills of an assessment, one a row; ``answers`` come with their skills."""
    return write_csv(COLUMNS, ([row[name] for name in COLUMNS] for row in _rows(answers)))


def as_json(assessment: Assessment, answers: Iterable[Answer], *, now: datetime) -> str:
    """The same, with where the person starts, where they want to go, and what moves them."""
    document = {
        "format": FORMAT,
        "made_at": timezone.localtime(now).isoformat(),
        "started_at": timezone.localtime(assessment.started_at).isoformat(),
        "start": assessment.starts_from,
        "goal": str(assessment.goal or ""),
        "answers": list(_rows(answers)),
        "statements": [str(statement) for statement in assessment.statements.all()],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _rows(answers: Iterable[Answer]) -> Iterable[dict[str, str]]:
    for answer in answers:
        if answer.answered_at is not None:
            level = "i don't know" if answer.level is None else _WORDS[answer.level]
            yield {"skill": answer.skill.slug, "name": answer.skill.name, "level": level, "note": answer.note}


def read_rows(content: bytes) -> list[Row]:
    """The answers in a file, JSON or CSV. Raises FileNotUnderstood with what is wrong and where."""
    if len(content) > MOST_BYTES:
        raise FileNotUnderstood(f"The file is larger than {MOST_BYTES // 1000} kB. An exported assessment is smaller.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileNotUnderstood from None
    if "\x00" in text:
        raise FileNotUnderstood
    found = _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)
    if not found:
        raise FileNotUnderstood("There are no answers in this file.")
    if len(found) > MOST_ROWS:
        raise FileNotUnderstood(f"The file has {len(found)} answers; at most {MOST_ROWS} can be read.")
    return [_row(number, row) for number, row in enumerate(found, start=1)]


def _from_json(text: str) -> list[Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise FileNotUnderstood from None
    answers = document.get("answers") if document.get("format") == FORMAT else None
    if not isinstance(answers, list):
        raise FileNotUnderstood
    return answers


def _from_csv(text: str) -> list[Any]:
    try:
        headings, rows = read_csv(text)
    except (csv.Error, StopIteration, ValueError):
        raise FileNotUnderstood from None
    if not {"skill", "level"} <= set(headings):
        raise FileNotUnderstood("The first row must have the headings skill and level.")
    return [dict(zip(headings, row, strict=False)) for row in rows]


def _row(number: int, row: Any) -> Row:
    skill, level, note = (
        (row.get(name, "") for name in ("skill", "level", "note")) if isinstance(row, dict) else 3 * [0]
    )
    if not (isinstance(skill, str) and isinstance(level, str) and isinstance(note, str)):
        raise FileNotUnderstood(f"Answer {number} is not readable: it needs a skill and a level, both as text.")
    if _NOT_TEXT.search(skill + level + note):
        raise FileNotUnderstood(f"Answer {number} has a character in it that is no text. Take it out.")
    words = level.strip().lower().replace("’", "'")
    if words not in _LEVELS:
        levels = ", ".join(list(_LEVELS)[:-1])
        raise FileNotUnderstood(
            f"Answer {number}: we do not know the level “{level[:40]}”. Use {levels} or i don't know."
        )
    if len(note) > LONGEST_NOTE:
        raise FileNotUnderstood(f"Answer {number}: the note is longer than 2,000 characters.")
    return Row(skill.strip(), _LEVELS[words], note)


@transaction.atomic
def import_rows(assessment: Assessment, rows: Iterable[Row], *, frame: Frame, now: datetime) -> Taken:
    """Take answers from a file into an assessment, in place of those that are there for the same skills."""
    known = {frame.skills.ids[frame.skills.index[row.skill]]: row for row in rows if row.skill in frame.skills.index}
    unknown = tuple(dict.fromkeys(row.skill for row in rows if row.skill not in frame.skills.index))
    if known:
        add_skills(assessment, known, now=now)
        answers = list(assessment.answers.filter(skill__in=known))
        for answer in answers:
            row = known[answer.skill_id]
            answer.level, answer.note, answer.answered_at, answer.updated_at = row.level, row.note, now, now
        Answer.objects.bulk_update(answers, ["level", "note", "answered_at", "updated_at"])
    return Taken(len(known), unknown)
