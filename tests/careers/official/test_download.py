"""Reading the official download: every quirk is survived, and what cannot be trusted is refused by row number."""

from pathlib import Path

import pytest

from careers.official.cells import DownloadIsBroken, tidy_name, tidy_text
from careers.official.download import Download, read_download
from tests.careers.official.invented import Invented, skill_row, small, words


def read(invented: Invented, folder: Path, **how: str) -> Download:
    return read_download(*invented.write(folder, **how))


def problems(invented: Invented, folder: Path) -> list[str]:
    with pytest.raises(DownloadIsBroken) as refusal:
        read(invented, folder)
    return refusal.value.problems


def test_families_roles_levels_skills_and_required_levels_are_read(tmp_path: Path) -> None:
    download = read(small(), tmp_path)
    assert download.families == ["Baking", "Chief bakers"]
    assert [(name, role.family, role.kind) for name, role in download.roles.items()] == [
        ("Baker", "Baking", ""),
        ("Confectioner", "Baking", ""),
        ("Chief baker", "Chief bakers", "Top of the shop"),
    ]
    assert list(download.skills) == ["Kneading", "Ovens", "Ovens (confectionery)", "Running a bakery"]
    assert download.requirements["Baker", "Head baker", "Ovens"] == 4
    assert download.levels["Baker", "Baker"] == words("Baker", "Baker")
    assert download.skills["Ovens"].steps == [
        words("Ovens", step) for step in ("Awareness", "Working", "Practitioner", "Expert")
    ]


def test_a_chief_role_is_one_level_named_after_it_whose_skills_have_no_required_level(tmp_path: Path) -> None:
    download = read(small(), tmp_path)
    assert download.levels["Chief baker", "Chief baker"] == ""
    assert download.requirements["Chief baker", "Chief baker", "Running a bakery"] is None
    assert download.skills["Running a bakery"].text == words("Running a bakery")
    assert download.skills["Running a bakery"].steps == ["", "", "", ""]


def test_skills_that_differ_by_a_suffix_in_brackets_are_different(tmp_path: Path) -> None:
    assert {"Ovens", "Ovens (confectionery)"} <= read(small(), tmp_path).skills.keys()


def test_missing_and_empty_descriptions_are_filled_from_where_they_are(tmp_path: Path) -> None:
    invented = small()
    for row in invented.roles:
        row["Skill Description"] = "MISSING"
    for row in invented.roles[1:]:
        row["Role Description"] = ""
    download = read(invented, tmp_path)
    assert download.skills["Ovens"].text == words("Ovens")
    assert download.roles["Baker"].text == words("Baker")
    assert download.roles["Confectioner"].text == ""


def test_exact_duplicates_are_read_once_and_counted(tmp_path: Path) -> None:
    invented = small()
    invented.roles += [dict(row) for row in invented.roles[:3]]
    invented.skills += [dict(invented.skills[0])]
    download = read(invented, tmp_path)
    assert download.requirements == read(small(), tmp_path, name="plain").requirements
    assert "3 rows of download-roles.csv repeat another row and were read once." in download.notes


@pytest.mark.parametrize(
    "spelling",
    [
        "Head baker ",
        " Head baker",
        "Head\u00a0baker",
        "Head\u200b baker",
        "Head  baker",
        "Head\u2028baker",
        "\u202eHead \u2066baker\u2069",
        "HEAD BAKER",
    ],
)
def test_stray_spaces_and_hidden_characters_make_no_second_level(tmp_path: Path, spelling: str) -> None:
    invented = small()
    invented.add("Baking", "Baker", spelling, "Kneading", "Expert")
    invented.roles[-1]["Role Level Description"] = words("Baker", "Head baker")
    assert list(read(invented, tmp_path).levels) == list(read(small(), tmp_path, name="plain").levels)


def test_curly_quotation_marks_and_long_dashes_in_names_are_made_plain() -> None:
    assert tidy_name("Bakers’ head – management") == "Bakers' head - management"


def test_texts_keep_their_markdown_and_lose_what_cannot_be_seen() -> None:
    cell = "One\u2028two\r\nthree\rfour \u200b\n\n- a [link](https://example.org/x)\u00a0here ’quoted’ \n"
    assert tidy_text(cell) == "One\ntwo\nthree\nfour\n\n- a [link](https://example.org/x) here ’quoted’"
    assert tidy_text("MISSING") == tidy_text(" NOT IN USE ") == tidy_text("\u200b") == ""


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [
        ("utf-8", "\n"),
        ("utf-8", "\r\n"),
        ("utf-8", "\r"),
        ("utf-8-sig", "\n"),
        ("utf-8-sig", "\r\n"),
        ("cp1252", "\r\n"),
    ],
)
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, encoding: str, newline: str) -> None:
    plain = read(small(), tmp_path)
    other = read(small(), tmp_path, encoding=encoding, newline=newline, name="other")
    assert (other.roles, other.levels, other.skills, other.requirements) == (
        plain.roles, plain.levels, plain.skills, plain.requirements,
    )  # fmt: skip
    assert any("read as Windows-1252" in note for note in other.notes) == (encoding == "cp1252")


def test_columns_may_stand_in_any_order_and_unknown_ones_are_named(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    lines = roles.read_text()
    roles.write_text(
        lines.replace("Role Family,Role,", "ROLE FAMILY,Role,", 1).replace("Role Type", "Role Type,Shoe size", 1)
    )
    with pytest.raises(DownloadIsBroken, match="row 2: has 10 cells instead of 11"):
        read_download(roles, skills)
    invented = small()
    invented.skills = [dict(reversed(row.items())) for row in invented.skills]
    assert read(invented, tmp_path, name="turned").skills == read(small(), tmp_path, name="plain").skills


def test_blank_rows_are_passed_over(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    roles.write_text(roles.read_text() + "\n\n,,,,,,,,,\n")
    assert read_download(roles, skills).requirements == read(small(), tmp_path, name="plain").requirements


def test_wrong_lists_of_roles_are_counted_and_not_believed(tmp_path: Path) -> None:
    invented = small()
    for row in invented.skills:
        row["Roles that require Skill"] = "Confectioner, Baker" if row["Skill Name"] == "Ovens" else "Chief baker"
    assert (
        "The list of roles in download-skills.csv is wrong for 3 skills; download-roles.csv counts."
        in read(invented, tmp_path).notes
    )


def test_skills_of_one_file_only_are_taken_and_named(tmp_path: Path) -> None:
    invented = small()
    invented.skills = [row for row in invented.skills if row["Skill Name"] != "Kneading"] + [skill_row("Juggling")]
    download = read(invented, tmp_path)
    assert download.skills["Kneading"].steps[:2] == [words("Kneading", "Awareness"), words("Kneading", "Working")]
    assert "Not in download-skills.csv, so known from download-roles.csv only: Kneading." in download.notes
    assert "No level needs these skills: Juggling." in download.notes


# --- Refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["Role Family", "Skill Level", "Role Type"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    roles, skills = small().write(tmp_path)
    roles.write_text(roles.read_text().replace(column, "Something else", 1))
    with pytest.raises(DownloadIsBroken, match=f"download-roles.csv: row 1: there is no column “{column}”"):
        read_download(roles, skills)


def test_files_in_the_wrong_order_miss_their_columns(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    with pytest.raises(
        DownloadIsBroken, match=r"download-skills\.csv: row 1: there is no column “Role Family”, “Role”"
    ):
        read_download(skills, roles)


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    roles.write_text(roles.read_text().replace("Role Type", "Role", 1))
    with pytest.raises(DownloadIsBroken, match="more than one column “Role”"):
        read_download(roles, skills)


def test_a_cut_off_quoted_cell_is_refused_where_it_begins(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    text = roles.read_text()
    cut = text.rindex("Invented words about Ovens (confectionery)")
    roles.write_text(text[:cut] + "Invented words ab")
    with pytest.raises(DownloadIsBroken, match="row 7: a cell in quotation marks never ends; the file is cut off"):
        read_download(roles, skills)


def test_a_file_cut_off_between_cells_is_refused(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    text = roles.read_text()
    roles.write_text(text[: text.rindex("NOT IN USE")])
    with pytest.raises(DownloadIsBroken, match="row 8: has 9 cells instead of 10; the file may be cut off"):
        read_download(roles, skills)


def test_text_after_a_quoted_cell_is_refused(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    roles.write_text(roles.read_text() + 'Baking,"Baker"s,x,x,x,x,x,Expert,x,\n')
    with pytest.raises(DownloadIsBroken, match=r"row 9: cannot be read .* a quotation mark may be missing"):
        read_download(roles, skills)


def test_two_required_levels_for_one_skill_of_a_level_are_refused_with_both_rows(tmp_path: Path) -> None:
    invented = small()
    invented.add("Baking", "Baker", "Head baker", "Ovens", "Working")
    assert problems(invented, tmp_path) == [
        "download-roles.csv: row 9: the level “Head baker” needs “Ovens” at the level “Working”, "
        "but “Expert” in download-roles.csv: row 5."
    ]


def test_two_families_of_one_role_are_refused(tmp_path: Path) -> None:
    invented = small()
    invented.roles[2]["Role Family"] = "Brewing"
    assert problems(invented, tmp_path) == [
        "download-roles.csv: row 4: the role “Baker” is in the family “Brewing”, "
        "but “Baking” in download-roles.csv: row 2."
    ]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("Role Description", "the role “Baker”"),
        ("Role Level Description", "the level “Baker”"),
        ("Skill Description", "the skill “Ovens”"),
    ],
)
def test_two_texts_for_one_thing_are_refused(tmp_path: Path, column: str, told: str) -> None:
    invented = small()
    invented.roles[2][column] = "Something else altogether."
    found = problems(invented, tmp_path)
    assert f"{told} has another description than in download-roles.csv: row " in found[0]


def test_texts_that_differ_in_hidden_characters_only_are_one(tmp_path: Path) -> None:
    invented = small()
    invented.roles[2]["Role Description"] = words("Baker").replace("\n", "\u2028") + "\u200b "
    assert read(invented, tmp_path).roles["Baker"].text == words("Baker")


def test_the_skills_file_must_agree_with_the_roles_file(tmp_path: Path) -> None:
    invented = small()
    invented.skills[1]["Expert"] = "Quite other words."
    assert problems(invented, tmp_path) == [
        "download-skills.csv: row 3: the skill “Ovens” at the level Expert has another description than in "
        "download-roles.csv: row 5."
    ]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("Skill Level", "Guru", "row 3: Skill Level says “Guru”, but must be one of Awareness, Working, Practitioner"),
        ("Skill Level", "", "row 3: Skill Level says “”, but must be one of"),
        ("Role", "", "row 3: Role is empty."),
        ("Role", "MISSING", "row 3: Role says “MISSING”, but must be a name."),
        ("Role", "x" * 201, "row 3: Role is 201 characters long; a name has at most 200."),
        ("Skill Name", "…", "row 3: Skill Name says “…”, which has no letter or digit."),
        ("Skill Name", "Kne\x07ading", "row 3: Skill Name holds a character that cannot be printed."),
        ("Role Description", "a\x00b", "row 3: Role Description holds a NUL character."),
        (
            "Role Description",
            "x" * 20_001,
            "row 3: Role Description is 20,001 characters long; a text has at most 20,000.",
        ),
        ("Role Description", "x" * 200_000, "row 3: a cell is absurdly long; a quotation mark may be missing."),
        ("Role Type", "y" * 300, "row 3: Role Type is 300 characters long"),
    ],
)
def test_an_absurd_cell_is_refused_by_its_row(tmp_path: Path, column: str, cell: str, told: str) -> None:
    invented = small()
    invented.roles[1][column] = cell
    assert told in "\n".join(problems(invented, tmp_path))


def test_every_problem_is_told_at_once_but_not_without_end(tmp_path: Path) -> None:
    invented = small()
    invented.roles = [dict(invented.roles[0]) | {"Skill Level": "Guru"} for _ in range(100)]
    with pytest.raises(DownloadIsBroken, match="… and 70 more") as refusal:
        read(invented, tmp_path)
    assert len(refusal.value.problems) == 100


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfea\x00", b"\x81\x8d\x00", b"PK\x03\x04\x00\x00\xff\x81"])
def test_what_is_no_csv_file_is_refused(tmp_path: Path, content: bytes) -> None:
    roles, skills = small().write(tmp_path)
    roles.write_bytes(content)
    with pytest.raises(DownloadIsBroken, match=r"download-roles\.csv: "):
        read_download(roles, skills)


def test_headings_alone_are_no_download(tmp_path: Path) -> None:
    with pytest.raises(DownloadIsBroken, match="has no rows below its headings"):
        read(Invented([], []), tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DownloadIsBroken, match=r"nowhere\.csv: cannot be read \(No such file or directory\)"):
        read_download(tmp_path / "nowhere.csv", small().write(tmp_path)[1])


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    roles, skills = small().write(tmp_path)
    with roles.open("r+b") as stream:
        stream.truncate(26_000_000)
    with pytest.raises(DownloadIsBroken, match="is larger than 25 MB"):
        read_download(roles, skills)
