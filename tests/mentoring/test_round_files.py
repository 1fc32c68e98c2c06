"""Files for rounds: read whatever program saved them, previewed exactly, written once."""

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organisation, Profile, User
from common.csv_files import safe_cell, write_csv
from mentoring.letters.rounds import round_joined_for_you
from mentoring.models import (
    Bond,
    GivenScore,
    Mentee,
    Mentor,
    Participant,
    Round,
    RoundFile,
)
from mentoring.rounds.files.applying import Applied, Plan, apply_people, plan_people
from mentoring.rounds.files.columns import COLUMNS_OF, WORDS, Column, columns_of, missing_columns, save_columns
from mentoring.rounds.files.decoding import FileNotUnderstood, decode, table_of
from mentoring.rounds.files.grades import ESTIMATE, band_of, grades_of, save_grades
from mentoring.rounds.files.keeping import forget_files, keep_file
from mentoring.rounds.files.pairs import Pairs, apply_pairs, read_pairs
from mentoring.rounds.files.reading import People, read_people
from notifications.letters import Mail
from notifications.models import Message
from notifications.writing import write
from tests.mentoring.world import DAY, HOUR, NOW, mentee, mentor, person, programme, round_of, staff

pytestmark = pytest.mark.django_db
Kind = RoundFile.Kind
Side = Participant.Side

PEER = "first name,last name,email address,both mentor and mentee,job title,grade,organisation,profession"
MENTORS = (
    f"{PEER},characteristics,biography\r\n"
    'Ada,Byron,Ada@Example.org,no,Head of data,Grade 6,Leeds Trust,Digital,"carer, LGBTQ+",I like graphs\r\n'
)
MENTEES = (
    f"{PEER},match with similar identity,identity to match,biography\r\n"
    "Zoë,O’Neil,zoe@example.org,yes,Analyst,HEO,Hull Trust,Policy,yes,carer,I want to learn\r\n"
)
COMBINED = (
    "E-mail;Name;Role;Band;Organisation;Line manager;Capacity;Skills;Wants\n"
    "ada@example.org;Ada Byron;mentor;8a;Leeds Trust;boss@example.org;3;Communicating data:4;\n"
    "zoe@example.org;Zoë;mentee;6;Hull Trust;;;;communicating data:3\n"
)


def read(round_: Round, content: bytes | str, kind: str = Kind.PEOPLE) -> People:
    text = decode(content.encode() if isinstance(content, str) else content)[0]
    table = table_of(text)
    columns = columns_of(kind, table.headings, round_.programme)
    assert not missing_columns(kind, columns)
    return read_people(table, kind, columns, grades_of(round_.programme))


def plan(round_: Round, content: bytes | str, kind: str = Kind.PEOPLE) -> Plan:
    return plan_people(round_, read(round_, content, kind).entries, with_experiences=False)


def bring(round_: Round, content: bytes | str, kind: str = Kind.PEOPLE, *, agreed: bool = False) -> Applied:
    entries = read(round_, content, kind).entries
    return apply_people(round_, entries, with_experiences=agreed, actor=staff(), now=NOW)


def everything() -> dict[str, list[Any]]:
    """All rows that a file of people can touch."""
    models = (Profile, Mentor, Mentee, Participant)
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    mentors = Mentor.objects.order_by("pk").values_list("pk", "skills__skill", "skills__level")
    mentees = Mentee.objects.order_by("pk").values_list("pk", "gaps__skill", "gaps__have", "gaps__target")
    rows["User"] = list(User.objects.exclude(email__startswith="person").order_by("pk").values())  # not the staff
    return rows | {"skills": list(mentors), "gaps": list(mentees)}


def test_the_files_of_mentor_match_are_read_as_they_are() -> None:
    one = round_of()
    Organisation.objects.create(name="Leeds Trust", kind="TRUST")
    bring(one, MENTORS, Kind.MENTORS)
    bring(one, MENTEES, Kind.MENTEES)
    ada = User.objects.get(email="ada@example.org")
    assert (ada.name, ada.profile.job_title, ada.profile.band) == ("Ada Byron", "Head of data", "8b")
    assert ada.profile.organisation is not None
    assert ada.mentor.helps_with == "I like graphs"
    zoe = User.objects.get(email="zoe@example.org")
    assert (zoe.name, zoe.profile.organisation_name) == ("Zoë O’Neil", "Hull Trust")
    assert zoe.mentee.hopes == "I want to learn"
    sides = Participant.objects.filter(round=one).order_by("user__email", "side").values_list("user__email", "side")
    assert list(sides) == [("ada@example.org", "MENTOR"), ("zoe@example.org", "MENTEE"), ("zoe@example.org", "MENTOR")]
    assert not zoe.mentor.is_listed  # being in a file is no wish to be in the directory


def test_one_combined_file_brings_both_sides_with_skills_and_gaps() -> None:
    one = round_of()
    assert bring(one, COMBINED).joined == 2
    ada = Mentor.objects.get(user__email="ada@example.org")
    assert ada.places == 3
    assert [(skill.skill.slug, skill.level) for skill in ada.skills.all()] == [("communicating-data", 4)]
    assert ada.user.profile.line_manager_email == "boss@example.org"
    zoe = Mentee.objects.get(user__email="zoe@example.org")
    assert [(gap.skill.slug, gap.have, gap.target) for gap in zoe.gaps.all()] == [("communicating-data", None, 3)]
    assert (
        bring(one, COMBINED.replace("mentee;6;Hull Trust;;;", "mentee;6;Hull Trust;;;communicating data:2")).filled == 1
    )
    assert zoe.gaps.get().have == 2


def test_whole_questions_are_headings_and_what_an_admin_says_of_them_is_kept_for_the_programme() -> None:
    one = round_of()
    headings = ("What is your e-mail address?", "Would you like to be a mentor or a mentee?", "Anything,\nelse?", "Q7")
    text = write_csv(headings, [("x@example.org", "I would like to be a mentor", "no", "Seacole Trust")])
    table = table_of(text)
    columns = columns_of(Kind.PEOPLE, table.headings, one.programme)
    assert columns == {
        headings[0]: Column.EMAIL, headings[1]: Column.SIDE, "Anything, else?": "", "Q7": "",
    }  # fmt: skip
    save_columns(one.programme, Kind.PEOPLE, columns | {"Q7": Column.ORGANISATION})
    assert columns_of(Kind.PEOPLE, table.headings, one.programme)["Q7"] == Column.ORGANISATION
    assert columns_of(Kind.PEOPLE, table.headings, programme())["Q7"] == ""
    bring(one, text)
    assert User.objects.get(email="x@example.org").profile.organisation_name == "Seacole Trust"


def test_a_heading_in_our_own_words_needs_no_explaining() -> None:
    one = round_of()
    for kind, columns in COLUMNS_OF.items():
        named = {WORDS[column]: column for column in columns}
        assert columns_of(kind, named, one.programme) == named


def test_a_region_that_is_none_of_ours_is_told_with_those_that_are() -> None:
    read_in = read(round_of(), write_csv(("email", "side", "region"), [("x@example.org", "mentor", "Yorkshire")]))
    (note,) = read_in.notes
    assert (
        "“Yorkshire” is none of East of England, London" in note.sentence
        and "or Wales. It is left out." in note.sentence
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_and_delimiter_is_read(delimiter: str, encoding: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([["EMAIL ADDRESS", " Name "], [" Zoe@Example.org ", "Zoë"]])
    text, is_windows = decode(stream.getvalue().encode(encoding))
    assert is_windows == (encoding == "cp1252")
    people = read(round_of(), text, Kind.MENTORS)
    assert [(entry.email, entry.name) for entry in people.entries] == [("zoe@example.org", "Zoë")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"PK\x03\x04xlsx",
        b"a,b\x00",
        b'e-mail\n"cut off',
        b"\x81\x8d",
        b"," * 3,
    ],
)
def test_what_is_no_csv_file_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(FileNotUnderstood):
        table_of(decode(content)[0])


def test_an_unknown_grade_is_a_warning_and_the_table_of_grades_can_be_changed() -> None:
    one = round_of()
    text = "e-mail,grade\na@example.org,Grade 8\nb@example.org,g7\nc@example.org,Band 8A\n"
    people = read(one, text, Kind.MENTORS)
    assert [entry.band for entry in people.entries] == ["", "8a", "8a"]
    assert [(note.row, note.is_error) for note in people.notes] == [(2, False)]
    save_grades(one.programme, {**ESTIMATE, "Grade 8": "7", "Grade 7": "8c"})
    assert [entry.band for entry in read(one, text, Kind.MENTORS).entries] == ["7", "8c", "8a"]
    assert band_of("grade 7", grades_of(programme())) == "8a"  # another programme has its own


def test_every_bad_row_is_named_with_its_number_and_the_others_are_used() -> None:
    one = round_of()
    text = (
        "e-mail,name,role\n"
        "not an address,A,mentor\n"
        "\n"
        "b@example.org,B,neither\n"
        "c@example.org,C\n"
        "d@example.org,D,mentor\n"
        "D@example.org,D again,mentor\n"
        "d@example.org,D on the other side,mentee\n"
    )
    people = read(one, text)
    assert [(note.row, note.sentence) for note in people.errors] == [
        (2, "“not an address” is not an e-mail address."),
        (4, "“neither” is neither mentor nor mentee."),
        (5, "It has 2 cells instead of 3."),
        (7, "Row 6 has this address already."),
    ]
    assert [entry.row for entry in people.entries] == [6, 8]


def test_looking_at_a_file_writes_nothing_and_says_what_confirming_does() -> None:
    one = round_of()
    before = everything()
    planned = plan(one, COMBINED)
    assert everything() == before
    assert planned.joining == {"MENTOR": 1, "MENTEE": 1}
    done = bring(one, COMBINED)
    assert (done.joined, done.filled) == (sum(planned.joining.values()), planned.filled)


def test_a_file_only_fills_what_is_empty_of_somebody_who_has_been_here() -> None:
    one = round_of()
    ada = person("Ada", email="ada@example.org", last_login=NOW)
    Profile.objects.create(user=ada, job_title="My own words")
    mentor(ada, skills={"communicating-data": 2}, places=1)
    step = plan(one, COMBINED).steps[0]
    assert step.kept == 2  # places and skills
    bring(one, COMBINED)
    ada = User.objects.get(pk=ada.pk)
    assert (ada.name, ada.profile.job_title, ada.profile.band) == ("Ada", "My own words", "8a")
    assert ada.mentor.places == 1
    assert [skill.level for skill in ada.mentor.skills.all()] == [2]


def test_somebody_with_an_account_hears_that_they_were_put_in_and_how_to_leave() -> None:
    one = round_of()
    person("Ada", email="ada@example.org", last_login=NOW)
    bring(one, COMBINED)
    bring(one, COMBINED)
    message = Message.objects.get(letter="mentoring.round_joined_for_you")
    mail = round_joined_for_you(message.about_id, NOW)
    assert isinstance(mail, Mail)
    assert mail.to == "ada@example.org"
    assert str(one.uuid) in write(mail).text


def test_for_who_never_came_the_newest_file_counts_but_not_that_of_another_programme() -> None:
    one = round_of()
    bring(one, COMBINED)
    bring(one, COMBINED.replace(";3;", ";5;"))
    assert Mentor.objects.get(user__email="ada@example.org").places == 5
    bring(round_of(), COMBINED.replace(";3;", ";9;"))
    assert Mentor.objects.get(user__email="ada@example.org").places == 5


def test_what_people_named_about_themselves_is_used_only_if_they_agreed() -> None:
    one = round_of()
    bring(one, MENTORS, Kind.MENTORS)
    assert list(User.objects.get(email="ada@example.org").mentor.experiences) == []
    bring(one, MENTORS, Kind.MENTORS, agreed=True)
    assert list(User.objects.get(email="ada@example.org").mentor.experiences) == ["carer", "lgbtq+"]


def test_a_closed_account_is_left_out_and_named() -> None:
    one = round_of()
    person(email="ada@example.org", is_active=False)
    done = bring(one, COMBINED)
    assert [note.row for note in done.notes] == [2]
    assert Participant.objects.filter(round=one).count() == 1


def test_who_was_left_out_stays_left_out_when_a_file_names_them_again() -> None:
    one = round_of()
    bring(one, COMBINED)
    Participant.objects.filter(side="MENTOR").update(state=Participant.State.EXCLUDED)
    assert bring(one, COMBINED).joined == 0
    assert Participant.objects.get(side="MENTOR").state == Participant.State.EXCLUDED


_names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12)
_rows = st.lists(
    st.fixed_dictionaries(
        {
            "email": st.sampled_from([f"p{n}@example.org" for n in range(6)] + ["P1@Example.org", "bad", ""]),
            "name": _names,
            "role": st.sampled_from(["mentor", "Mentee", "both", "", "x"]),
            "band": st.sampled_from(["7", "SEO", "Band 8a", "", "none", "?"]),
            "organisation": _names | st.just(""),
            "capacity": st.sampled_from(["", "1", "2.0", "99", "x"]),
            "skills": st.sampled_from(["", "Communicating data:3", "communicating data", "Communicating data:9"]),
            "wants": st.sampled_from(["", "communicating data:4;communicating data:2"]),
        }
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(_rows, st.randoms(use_true_random=False))
def test_the_same_file_twice_changes_nothing_and_the_order_of_columns_does_not_matter(rows: Any, lots: Any) -> None:
    one = round_of()
    columns = list(rows[0])
    bring(one, write_csv(columns, ([row[name] for name in columns] for row in rows)))
    before = everything()
    lots.shuffle(columns)
    again = write_csv([name.upper() for name in columns], ([row[name] for name in columns] for row in rows))
    assert plan(one, again).unchanged == len(read(one, again).entries)
    bring(one, again)
    assert everything() == before


def test_two_rows_of_one_person_agree_on_their_work() -> None:
    one = round_of()
    text = "e-mail,role,organisation,job title\na@example.org,mentor,Leeds,\na@example.org,mentee,Hull,Analyst\n"
    people = read(one, text)
    assert [(entry.organisation, entry.job_title) for entry in people.entries] == [("Leeds", "Analyst")] * 2
    assert [note.sentence for note in people.warnings] == ["Row 2 says another organisation of them. That one counts."]
    bring(one, text)
    assert plan(one, text).unchanged == 2


def test_cells_that_look_like_formulas_come_back_as_they_were() -> None:
    one = round_of()
    name = "=cmd|' /C calc'!A0"
    text = write_csv(("e-mail", "name"), [("a@example.org", name)])
    assert safe_cell(name) in text
    assert read(one, text, Kind.MENTORS).entries[0].name == name


def pairs_of(round_: Round, text: str, kind: str) -> Pairs:
    table = table_of(text)
    return read_pairs(round_, table, kind, columns_of(kind, table.headings, round_.programme))


def test_pins_come_from_a_file_with_a_reason_for_keeping_apart() -> None:
    ada, zoe = mentor(person(email="ada@example.org")), mentee(person(email="zoe@example.org"))
    one = round_of(mentors=[ada], mentees=[zoe])
    head = "mentee_email,mentor_email,kind,reason\n"
    pairs = pairs_of(one, f"{head}ZOE@example.org,ada@example.org,pin,they asked\n", Kind.PINS)
    assert (pairs.new, pairs.changed, pairs.unchanged) == (1, 0, 0)
    apply_pairs(one, Kind.PINS, pairs, actor=staff(), now=NOW)
    text = f"{head}zoe@example.org,ada@example.org,forbid,old friends\n"
    pairs = pairs_of(one, text, Kind.PINS)
    assert pairs.changed == 1
    apply_pairs(one, Kind.PINS, pairs, actor=staff(), now=NOW)
    bond = Bond.objects.get()
    assert (bond.kind, bond.reason) == (Bond.Kind.FORBID, "old friends")
    assert pairs_of(one, text, Kind.PINS).unchanged == 1
    wrong = pairs_of(
        one,
        f"{head}zoe@example.org,ada@example.org,forbid,\nzoe@example.org,nobody@example.org,pin,\n"
        "zoe@example.org,ada@example.org,perhaps,\n",
        Kind.PINS,
    )
    assert [note.row for note in wrong.errors] == [2, 3, 4]


def test_scores_from_a_file_stand_in_for_ours() -> None:
    ada, zoe = mentor(person(email="ada@example.org")), mentee(person(email="zoe@example.org"))
    one = round_of(mentors=[ada], mentees=[zoe])
    pairs = pairs_of(one, "mentee_email\tmentor_email\tscore\nzoe@example.org\tada@example.org\t250\n", Kind.SCORES)
    apply_pairs(one, Kind.SCORES, pairs, actor=staff(), now=NOW)
    assert GivenScore.objects.get().score == 250
    again = pairs_of(one, "mentee_email,mentor_email,score\nzoe@example.org,ada@example.org,007.0\n", Kind.SCORES)
    assert again.rows[0].score == 7
    one.refresh_from_db()
    assert one.scores == Round.Scores.GIVEN
    for text in ("-1", "0.5", "32001", "", "many", "000000000099999", "9" * 5000):
        wrong = pairs_of(one, f"mentee_email,mentor_email,score\nzoe@example.org,ada@example.org,{text}\n", Kind.SCORES)
        assert [note.row for note in wrong.errors] == [2]


def test_a_file_that_nobody_confirms_is_forgotten_after_a_day() -> None:
    one = round_of()
    keep_file(one, kind=Kind.MENTORS, name="m.csv", content=MENTORS.encode(), actor=staff(), now=NOW)
    assert forget_files(now=NOW + 23 * HOUR) == 0
    assert forget_files(now=NOW + DAY + HOUR) == 1
