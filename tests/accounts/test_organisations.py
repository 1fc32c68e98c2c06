"""The list of organisations: finding, adding, merging and importing."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, Organisation, Profile, Region, User
from accounts.organisation_import import COLUMNS, import_organisations
from accounts.organisations import (
    CannotMergeWithItself,
    OrganisationExists,
    ParentIsBelow,
    find_organisation,
    merge_organisations,
    organisations_like,
    save_organisation,
)
from common.vocabulary import Nation
from tests.accounts.conftest import MakePerson

LIST = "/staff/organisations/"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def system(db: None) -> Organisation:
    return Organisation.objects.create(name="Moorland integrated care system", kind="INTEGRATED_CARE_SYSTEM")


@pytest.fixture
def trust(system: Organisation) -> Organisation:
    return Organisation.objects.create(
        name="Moorland Hospitals NHS Foundation Trust", kind="TRUST", parent=system, ods_code="RX9",
        synonyms=("Moorland General", "The Moor"), region="NORTH_WEST", nation="ENGLAND",
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["Moorland Hospitals NHS Foundation Trust", " moorland  HOSPITALS nhs foundation trust", "the moor", "rx9"]
)
def test_it_is_found_by_name_other_name_or_code(trust: Organisation, typed: str) -> None:
    assert find_organisation(typed) == trust


@pytest.mark.parametrize("typed", ["", " ", "Moor", "%", "Moorland", ";"])
def test_part_of_a_name_is_not_enough_but_suggests(trust: Organisation, typed: str) -> None:
    assert find_organisation(typed) is None


def test_what_is_like_it_is_suggested(trust: Organisation) -> None:
    assert trust in organisations_like("Moorland hospital")
    assert organisations_like("Somewhere else") == []


def test_a_name_and_a_code_belong_to_one(trust: Organisation, root: User, now: datetime) -> None:
    for twin in (
        Organisation(name="MOORLAND hospitals nhs foundation trust", kind="TRUST"),
        Organisation(name="Another", kind="TRUST", ods_code="rx9"),
    ):
        with pytest.raises(OrganisationExists):
            save_organisation(twin, actor=root, now=now)
    save_organisation(Organisation(name="No code", kind="OTHER"), actor=root, now=now)
    save_organisation(Organisation(name="No code either", kind="OTHER"), actor=root, now=now)


def test_nothing_belongs_to_itself_at_any_remove(
    trust: Organisation, system: Organisation, root: User, now: datetime
) -> None:
    system.parent = trust
    with pytest.raises(ParentIsBelow):
        save_organisation(system, actor=root, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=trust.pk).update(parent=trust)


def test_who_typed_its_name_works_there_once_it_is_added(make_person: MakePerson, root: User, now: datetime) -> None:
    for number, typed in enumerate(("Hill Hospice", "hill hospice", "The Hospice", "Elsewhere")):
        person = make_person(f"p{number}@example.org")
        Profile.objects.create(user=person, employer="NOT_LISTED", organisation_name=typed)
    hospice = Organisation(name="Hill Hospice", kind="VOLUNTARY", synonyms=("The Hospice",))
    assert save_organisation(hospice, actor=root, now=now) == 3
    assert Profile.objects.filter(organisation=hospice, employer="LISTED", organisation_name="").count() == 3
    assert Profile.objects.get(employer="NOT_LISTED").organisation_name == "Elsewhere"


def test_merging_moves_people_names_and_what_belongs_to_it(
    trust: Organisation, system: Organisation, ada: User, root: User, now: datetime
) -> None:
    twin = Organisation.objects.create(name="Moorland Trust", kind="TRUST", synonyms=("MT",))
    ward = Organisation.objects.create(name="Moorland ward", kind="PLACE", parent=trust)
    Profile.objects.create(user=ada, employer="LISTED", organisation=trust)
    number = trust.pk
    merge_organisations(gone=trust, kept=twin, actor=root, now=now)
    twin.refresh_from_db()
    assert not Organisation.objects.filter(pk=trust.pk).exists()
    assert twin.synonyms == ("MT", "Moorland Hospitals NHS Foundation Trust", "Moorland General", "The Moor")
    assert twin.ods_code == "RX9"
    assert Profile.objects.get(user=ada).organisation == twin
    assert Organisation.objects.get(pk=ward.pk).parent == twin
    assert find_organisation("The Moor") == twin
    assert AuditEntry.objects.get(action="accounts.organisations_merged").detail == {"gone": number}


def test_merging_into_what_belongs_to_it_keeps_the_tree_a_tree(
    trust: Organisation, system: Organisation, root: User, now: datetime
) -> None:
    merge_organisations(gone=system, kept=trust, actor=root, now=now)
    trust.refresh_from_db()
    assert trust.parent is None
    with pytest.raises(CannotMergeWithItself):
        merge_organisations(gone=trust, kept=trust, actor=root, now=now)


def test_every_table_that_points_at_an_organisation_follows_a_merge() -> None:
    for relation in Organisation._meta.related_objects:
        assert not relation.many_to_many, f"{relation.related_model.__name__} needs a rule for merging"


# --- Import -----------------------------------------------------------------------------------

CSV = """name,kind,parent,nation,region,ods_code,synonyms
Vale integrated care system,Integrated care system,,England,South West,QV1,
Vale Hospital,TRUST,QV1,ENGLAND,SOUTH_WEST,rv1,Old Vale; The Vale
Upper Vale,Place in an integrated care system,Vale integrated care system,England,South West,,
"""


def test_a_file_is_imported_with_parents_from_itself_and_again_changes_nothing(root: User, now: datetime) -> None:
    first = import_organisations(CSV, actor=root, now=now)
    assert (first.added, first.changed, first.errors) == (3, 0, [])
    vale = Organisation.objects.get(ods_code="RV1")
    assert vale.parent is not None
    assert vale.parent.name == "Vale integrated care system"
    assert vale.synonyms == ("Old Vale", "The Vale")
    again = import_organisations(CSV, actor=root, now=now)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert AuditEntry.objects.filter(action="accounts.organisations_imported").count() == 1


def test_a_row_changes_the_one_with_its_code_and_leaves_what_it_does_not_say(root: User, now: datetime) -> None:
    import_organisations(CSV, actor=root, now=now)
    result = import_organisations("name,kind,ods_code\nVale University Hospital,TRUST,RV1\n", actor=root, now=now)
    assert (result.added, result.changed) == (0, 1)
    vale = Organisation.objects.get(ods_code="RV1")
    assert (vale.name, vale.region, vale.synonyms) == (
        "Vale University Hospital",
        "SOUTH_WEST",
        ("Old Vale", "The Vale"),
    )


@pytest.mark.parametrize(
    ("text", "row", "sentence"),
    [
        ("", 0, "not a CSV file"),
        ("name\nX\n", 1, "Missing: kind"),
        ("name,kind,colour\nX,TRUST,red\n", 1, "Not known: colour"),
        ("name,kind\nX,Castle\n", 2, "“Castle” is no kind. It may be:"),
        ("name,kind\n,TRUST\n", 2, "between 1 and 200 characters"),
        (f"name,kind\n{'x' * 201},TRUST\n", 2, "between 1 and 200 characters"),
        ("name,kind\nX,TRUST,more\n", 2, "3 cells instead of 2"),
        ("name,kind,region\nX,TRUST,Atlantis\n", 2, "“Atlantis” is no region"),
        ("name,kind,ods_code\nX,TRUST,R-1\n", 2, "no ODS code"),
        ("name,kind,parent\nX,TRUST,Nobody\n", 2, "no organisation “Nobody”"),
        ("name,kind,parent\nX,TRUST,Y\nY,TRUST,X\n", 2, "belong to itself"),
        ("name,kind\nX,TRUST\nx,TRUST\n", 3, "twice"),
        ("name,kind,ods_code\nX,TRUST,R1\nY,TRUST,r1\n", 3, "twice"),
        ('name,kind\n"X,TRUST\n', 0, "cut off in the middle"),
        ("name,kind\nX\x00,TRUST\n", 0, "invisible character"),
        ("name,kind\nX\u202eY,TRUST\n", 2, "invisible character"),
        ("name,kind,synonyms\nX,TRUST,Y\x1b\n", 2, "invisible character"),
        ("name,name,kind\nX,Y,TRUST\n", 1, "a column twice"),
        ("name,kind,synonyms\nX,TRUST," + "y;" * 600 + "\n", 2, "longer than 900 characters"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_nothing_is_imported(
    root: User, now: datetime, text: str, row: int, sentence: str
) -> None:
    result = import_organisations(text, actor=root, now=now)
    assert result.errors[0].row == row
    assert sentence in result.errors[0].sentence
    assert not Organisation.objects.exists()


def test_two_rows_that_swap_names_do_not_end_in_an_error_page(root: User, now: datetime) -> None:
    import_organisations("name,kind,ods_code\nA,TRUST,R1\nB,TRUST,R2\n", actor=root, now=now)
    result = import_organisations("name,kind,ods_code\nB,TRUST,R1\nA,TRUST,R2\n", actor=root, now=now)
    assert result.errors
    assert set(Organisation.objects.values_list("name", "ods_code")) == {("A", "R1"), ("B", "R2")}


def test_the_command_imports_a_file_and_says_what_is_wrong(db: None, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("\ufeff" + CSV)
    bad.write_text("name,kind\nX,Castle\n")
    out = StringIO()
    call_command("import_organisations", good, stdout=out)
    assert out.getvalue() == "3 added, 0 changed, 0 as they were.\n"
    with pytest.raises(CommandError, match="Row 2: “Castle” is no kind"):
        call_command("import_organisations", bad)
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("import_organisations", tmp_path / "nothing.csv")


# --- The pages --------------------------------------------------------------------------------


def test_the_list_is_filtered_and_has_an_empty_state(
    trust: Organisation, system: Organisation, ada: User, root: User, signed_in: Callable[[User], Client]
) -> None:
    Profile.objects.create(user=ada, employer="LISTED", organisation=trust)
    client = signed_in(root)

    def names(query: str) -> set[str]:
        return {one.name for one in client.get(LIST + query).context["list"].rows}

    assert names("") == {trust.name, system.name}
    assert names("?q=general") == {trust.name}
    assert names("?kind=TRUST") == names("?region=NORTH_WEST") == names("?used=on") == {trust.name}
    assert "No organisation fits all of these filters" in client.get(LIST + "?q=zzz").content.decode()
    Organisation.objects.filter(pk=system.pk).update(parent=None)
    Profile.objects.all().delete()
    Organisation.objects.filter(pk=trust.pk).delete()
    system.delete()
    assert "There is no organisation yet" in client.get(LIST).content.decode()


def test_staff_add_change_and_merge(
    trust: Organisation, ada: User, root: User, signed_in: Callable[[User], Client]
) -> None:
    Profile.objects.create(user=ada, employer="NOT_LISTED", organisation_name="Hill Hospice")
    client = signed_in(root)
    page = client.get(f"{LIST}not-listed/").content.decode()
    assert "/staff/organisations/add/?name=hill%20hospice" in page
    assert "/staff/organisations/?q=hill%20hospice" in page
    assert 'value="hill hospice"' in client.get(f"{LIST}add/?name=hill%20hospice").content.decode()
    new = {"name": "Hill Hospice", "kind": "VOLUNTARY", "parent": "rx9", "synonyms": "HH\nThe Hill", "ods_code": "h1"}
    page = client.post(f"{LIST}add/", {**new, "parent": "Nowhere"}).content.decode()
    assert "There is no organisation with that name or code" in page
    client.post(f"{LIST}add/", new)
    hospice = Organisation.objects.get(name="Hill Hospice")
    assert (hospice.parent, hospice.synonyms, hospice.ods_code) == (trust, ("HH", "The Hill"), "H1")
    assert "1 people had typed its name" in client.get(LIST).content.decode()
    assert Profile.objects.get().organisation == hospice
    page = client.post(f"{LIST}{trust.pk}/", {"name": trust.name, "kind": "TRUST", "parent": "Hill Hospice"})
    assert "must not be itself, or one that belongs to it" in page.content.decode()
    page = client.get(f"{LIST}{hospice.pk}/merge/").content.decode()
    assert "1 person works at Hill Hospice" in page
    client.post(f"{LIST}{hospice.pk}/merge/", {"kept": "RX9"})
    assert Profile.objects.get().organisation == trust


def test_names_that_people_did_not_find_are_filtered_and_sorted(
    make_person: MakePerson, root: User, signed_in: Callable[[User], Client]
) -> None:
    typed = ("Hill Hospice", "hill hospice", "Vale Clinic", "Hill Surgery")
    for number, name in enumerate(typed):
        person = make_person(f"person{number}@example.org")
        Profile.objects.create(user=person, employer="NOT_LISTED", organisation_name=name)
    client = signed_in(root)

    def found(query: str) -> list[tuple[str, int]]:
        rows = client.get(f"{LIST}not-listed/{query}").context["list"].rows
        return [(row["name"], row["people"]) for row in rows]

    assert found("") == [("hill hospice", 2), ("hill surgery", 1), ("vale clinic", 1)]
    assert [name for name, _ in found("?sort=-name")] == ["vale clinic", "hill surgery", "hill hospice"]
    assert [name for name, _ in found("?q=HILL")] == ["hill hospice", "hill surgery"]
    assert found("?several=on") == [("hill hospice", 2)]
    page = client.get(f"{LIST}not-listed/?q=nowhere").content.decode()
    assert "No name fits all of these filters" in page
    Profile.objects.all().delete()
    assert "Everybody found their organisation" in client.get(f"{LIST}not-listed/").content.decode()


def test_staff_import_a_file_and_see_what_is_wrong(root: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(root)

    def send(content: bytes) -> str:
        file = SimpleUploadedFile("x.csv", content, "text/csv")
        return client.post(f"{LIST}import/", {"file": file}, follow=True).content.decode()

    assert "Nothing was imported: 1 problem" in send(b"name,kind\n<b>X</b>,Castle\n")
    assert "not in UTF-8" in send(b"name,kind\n\xff,TRUST\n")
    assert "larger than 5 MB" in send(b"x" * (5 * 1024 * 1024 + 1))
    assert "Nothing was imported" in send(b"")
    assert "3 added, 0 changed" in send(CSV.encode())


def test_the_list_costs_the_same_however_long_it_is(
    system: Organisation,
    root: User,
    signed_in: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Organisation.objects.bulk_create(
        Organisation(name=f"Place {number}", kind="PLACE", parent=system) for number in range(120)
    )
    client = signed_in(root)
    with django_assert_max_num_queries(8):
        assert client.get(LIST).status_code == 200


def test_the_sample_file_loads_and_its_page_names_every_column_and_word(db: None) -> None:
    out = StringIO()
    call_command("import_organisations", DOCS / "organisations-sample.csv", stdout=out)
    assert out.getvalue().startswith("8 added, 0 changed")
    call_command("import_organisations", DOCS / "organisations-sample.csv", stdout=out)
    assert out.getvalue().endswith("0 added, 0 changed, 8 as they were.\n")
    assert {one.ods_code for one in Organisation.objects.all()} == {""}, "no code is invented"
    assert all("Sample" in one.name for one in Organisation.objects.all())
    page = (DOCS / "organisations.md").read_text()
    words = [f"`{column}`" for column in COLUMNS]
    words += [*Organisation.Kind.labels, *Region.labels, *Nation.labels]
    assert [word for word in words if word not in page] == []
