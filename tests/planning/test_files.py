"""Assessments as files: what was written is what is read, and whatever else comes is refused in a sentence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.frame import current_frame
from planning.files import FileNotUnderstood, Row, as_csv, as_json, import_rows, read_rows
from tests.planning.world import NOW, answer, assessment_of, person

pytestmark = pytest.mark.django_db

NOTES = ["", "=1+1", "'quoted", "line\nbreak, comma and “quotes”", "\tTab", "@home"]


def in_json(**fields: str) -> bytes:
    row = {"skill": "user-focus", "level": "working", "note": ""} | fields
    return json.dumps({"format": "digital-health-pathways-assessment", "answers": [row]}).encode()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_is_exported_comes_back_as_it_was(kind: str) -> None:
    frame, assessment = current_frame(), assessment_of(person())
    slugs = frame.skills.slugs[:6]
    for place, (slug, note) in enumerate(zip(slugs, NOTES, strict=True)):
        answer(assessment, slug, None if place == 5 else place, note=note)
    answers = assessment.answers.select_related("skill").order_by("position")
    content = as_csv(answers) if kind == "csv" else as_json(assessment, answers, now=NOW)
    other = assessment_of(person("kit@example.org"))
    taken = import_rows(other, read_rows(content.encode()), frame=frame, now=NOW)
    assert (taken.answers, taken.unknown) == (6, ())
    theirs = {row.skill.slug: (row.level, row.note) for row in other.answers.filter(answered_at__isnull=False)}
    assert theirs == {row.skill.slug: (row.level, row.note) for row in answers if row.answered_at}


def test_a_skill_that_the_framework_does_not_have_is_left_out_and_named() -> None:
    frame, assessment = current_frame(), assessment_of(person())
    rows = [Row("user-focus", 2, ""), Row("juggling", 4, ""), Row("juggling", 3, "")]
    taken = import_rows(assessment, rows, frame=frame, now=NOW)
    assert (taken.answers, taken.unknown) == (1, ("juggling",))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot read"),
        (b"\xff\xfe\x00", "cannot read"),
        (b"{", "cannot read"),
        (b'{"format": "other", "answers": []}', "cannot read"),
        (b"skill,name\nuser-focus,User focus\n", "headings skill and level"),
        (b"skill,level\n", "no answers"),
        (b"skill,level\nuser-focus,superb\n", "Answer 1: we do not know the level"),
        (b'skill,level\n"user-focus,working\n', "cannot read"),
        (json.dumps({"format": "digital-health-pathways-assessment", "answers": [3]}).encode(), "Answer 1 is not"),
        (json.dumps({"format": "digital-health-pathways-assessment", "answers": [{"skill": 1}]}).encode(), "Answer 1"),
        (in_json(note="a\x00b"), "Answer 1 has a character in it that is no text"),
        (in_json(note="\ud800"), "Answer 1 has a character"),
        (in_json(skill="\udc00"), "Answer 1 has a character"),
        (b"skill,level,note\nuser-focus,working," + b"x" * 2001, "longer than 2,000"),
        (b"skill,level\n" + b"user-focus,working\n" * 401, "401 answers"),
        (b"x" * 200_001, "larger than 200 kB"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(FileNotUnderstood, match=words):
        read_rows(content)


@settings(max_examples=200, deadline=None, database=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f'{{"format": {json.dumps(text)}}}'.encode()))
def test_no_bytes_at_all_break_the_reading(content: bytes) -> None:
    assert outcome(content) == "read" or outcome(content).endswith(".")


def outcome(content: bytes) -> str:
    """ "read", or the sentence of the refusal."""
    try:
        read_rows(content)
    except FileNotUnderstood as refusal:
        return str(refusal)
    return "read"
