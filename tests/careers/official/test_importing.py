"""Importing an edition: who is who is kept, nothing is lost, and the same again changes nothing."""

from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from careers.models import (
    Change,
    Correction,
    Edition,
    Family,
    Framework,
    Level,
    Requirement,
    Revision,
    Role,
    Skill,
    Snapshot,
    Track,
)
from careers.official.cells import DownloadIsBroken
from careers.official.importing import EditionIsOlder, EditionIsYetToCome, EditionNameIsUnclear, edition_month
from careers.official.matching import NameIsTaken, TooMuchIsGone
from careers.official.renames import Rename
from tests.careers.official.conftest import NOW, Import
from tests.careers.official.invented import like_the_catalogue, small, words

pytestmark = pytest.mark.django_db
TABLES: tuple[type[models.Model], ...] = (Edition, Change, Snapshot, Family, Role, Level, Skill, Requirement, Revision)


def everything() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


def told(report: Any) -> list[str]:
    return [str(change) for change in report.changes]


# --- The same edition -----------------------------------------------------------------------


def test_importing_the_shipped_edition_brings_its_words_and_changes_no_fact(do_import: Import) -> None:
    facts = {
        table: list(table._default_manager.order_by("pk").values("pk", "name", "retired_at"))
        for table in (Role, Level, Skill)
    }
    needs = list(Requirement.objects.order_by("pk").values())
    report = do_import(like_the_catalogue(), "October 2025")
    assert facts == {
        table: list(table._default_manager.order_by("pk").values("pk", "name", "retired_at")) for table in facts
    }
    assert needs == list(Requirement.objects.order_by("pk").values())
    assert report.changes == []
    assert report.edition.has_official_text
    assert Role.objects.get(name="Data analyst").official_text == words("Data analyst")
    skill = Skill.objects.get(name="User focus")
    assert [skill.official_meaning(level) for level in (1, 2, 3, 4)] == [
        words("User focus", step) for step in ("Awareness", "Working", "Practitioner", "Expert")
    ]
    assert Level.objects.get(name="Senior data analyst").official_text == words("Data analyst", "Senior data analyst")


def test_importing_twice_changes_nothing(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.rename("Skill Name", "User focus", "Focus on users")
    invented.drop("Role", "Data ethicist")
    do_import(invented)
    before = everything()
    report = do_import(invented)
    assert not report.changed_something
    assert before == everything()


def test_a_dry_run_reports_the_same_and_changes_nothing(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.drop("Role", "Data ethicist")
    before = everything()
    dry = do_import(invented, dry_run=True)
    assert before == everything()
    assert told(dry) == told(do_import(invented)) != []


def test_the_catalogue_moves_to_a_new_revision(do_import: Import) -> None:
    before = Revision.objects.get(pk=1).number
    do_import(like_the_catalogue(), "October 2025")
    assert Revision.objects.get(pk=1).number == before + 1


# --- Identity -------------------------------------------------------------------------------


def test_what_vanished_is_retired_and_comes_back_as_the_same_row(do_import: Import) -> None:
    role = Role.objects.get(name="Data ethicist")
    whole, invented = like_the_catalogue(), like_the_catalogue()
    invented.drop("Role", "Data ethicist")
    report = do_import(invented)
    role.refresh_from_db()
    assert role.retired_at == NOW
    assert not role.levels.filter(retired_at=None).exists()
    assert "No longer in the framework: the role Data ethicist" in told(report)
    assert role.levels.filter(requirements__isnull=False).exists(), "what people saved against it still reads"

    report = do_import(whole, "April 2026")
    role.refresh_from_db()
    assert role.retired_at is None
    assert "Back in the framework: the role Data ethicist" in told(report)
    assert Role.objects.filter(name="Data ethicist").count() == 1


def test_a_vanished_skill_that_only_official_levels_need_is_retired(do_import: Import) -> None:
    skill = _skill(needed_by_nhs=False)
    invented = like_the_catalogue()
    invented.drop("Skill Name", skill.name)
    report = do_import(invented)
    skill.refresh_from_db()
    assert skill.retired_at == NOW
    assert f"No longer in the framework: the skill {skill.name}" in told(report)


def test_a_vanished_skill_that_nhs_levels_need_becomes_ours_and_is_official_again_when_it_returns(
    do_import: Import,
) -> None:
    skill = _skill(needed_by_nhs=True)
    whole, invented = like_the_catalogue(), like_the_catalogue()
    invented.drop("Skill Name", skill.name)
    report = do_import(invented)
    skill.refresh_from_db()
    assert (skill.framework, skill.retired_at, skill.official_text) == (Framework.NHS, None, "")
    assert report.kept_skills == [skill.name]
    assert f"No longer in the framework: the skill {skill.name}" in told(report)
    assert Requirement.objects.filter(skill=skill, level__role__family__framework=Framework.OFFICIAL).count() == 0

    report = do_import(whole, "April 2026")
    skill.refresh_from_db()
    assert (skill.framework, skill.retired_at) == (Framework.OFFICIAL, None)
    assert skill.official_text == words(skill.name)
    assert f"Back in the framework: the skill {skill.name}" in told(report)


def _skill(*, needed_by_nhs: bool) -> Skill:
    needed = Skill.objects.filter(requirements__level__role__family__framework=Framework.NHS)
    official = Skill.objects.filter(framework=Framework.OFFICIAL).order_by("name")
    found = official.filter(pk__in=needed) if needed_by_nhs else official.exclude(pk__in=needed)
    return found[0]


def test_new_roles_levels_and_skills_are_added(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.add("Data", "Data baker", "Junior data baker", "Kneading data", "Working")
    report = do_import(invented)
    level = Level.objects.get(name="Junior data baker")
    assert (level.role.name, level.role.family.name, level.slug) == ("Data baker", "Data", "junior-data-baker")
    assert Skill.objects.get(name="Kneading data").framework == Framework.OFFICIAL
    assert told(report) == ["New role: Data baker", "New level: Junior data baker", "New skill: Kneading data"]


@pytest.mark.parametrize(
    ("kind", "column", "old", "new"),
    [
        ("family", "Role Family", "Data", "Data and insight"),
        ("role", "Role", "Data analyst", "Insight analyst"),
        ("level", "Role Level", "Senior data analyst", "Expert insight person"),
        ("skill", "Skill Name", "User focus", "Keeping users in mind"),
    ],
)
def test_a_rename_keeps_the_row_its_address_and_what_hangs_on_it(
    do_import: Import, kind: str, column: str, old: str, new: str
) -> None:
    model = {"family": Family, "role": Role, "level": Level, "skill": Skill}[kind]
    row = model.objects.get(name=old)
    count = model.objects.count()
    invented = like_the_catalogue()
    invented.rename(column, old, new)
    report = do_import(invented, renames=[Rename(kind, old, new)])
    row.refresh_from_db()
    assert (row.name, row.retired_at) == (new, None)
    assert model.objects.count() == count
    assert told(report) == [f"{old} is now called {new}"]
    assert not do_import(invented, renames=[Rename(kind, old, new)]).changed_something, "the same command again"


def test_a_role_whose_rename_nobody_told_keeps_its_levels(do_import: Import) -> None:
    level = Level.objects.get(name="Senior data analyst")
    invented = like_the_catalogue()
    invented.rename("Role", "Data analyst", "Insight person")
    report = do_import(invented)
    level.refresh_from_db()
    assert level.role.name == "Insight person"
    assert level.retired_at is None
    assert "Senior data analyst moved from Data analyst to Insight person" in told(report)


def test_a_rename_told_too_late_still_brings_the_old_row_back(do_import: Import) -> None:
    skill = Skill.objects.get(name="User focus")
    invented = like_the_catalogue()
    invented.rename("Skill Name", "User focus", "Keeping users in mind")
    do_import(invented)
    skill.refresh_from_db()
    assert skill.name == "User focus"
    report = do_import(invented, renames=[Rename("skill", "User focus", "Keeping users in mind")])
    skill.refresh_from_db()
    assert (skill.name, skill.retired_at) == ("Keeping users in mind", None)
    assert Skill.objects.live().get(name="Keeping users in mind") == skill
    assert told(report) == ["User focus is now called Keeping users in mind"]


def test_another_spelling_of_a_name_needs_no_rename(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.rename("Skill Name", "User focus", "User Focus")
    assert told(do_import(invented)) == ["User focus is now called User Focus"]


@pytest.mark.parametrize(
    ("rename", "sentence"),
    [
        (
            Rename("skill", "User focus", "Nothing", where="r.csv: row 2"),
            "r.csv: row 2: the download has no skill “Nothing”.",
        ),
        (
            Rename("skill", "User focus", "Prototyping", where="r.csv: row 2"),
            "r.csv: row 2: the skill “User focus” is still in the download.",
        ),
        (
            Rename("role", "Nobody", "Data analyst", where="r.csv: row 2"),
            "r.csv: row 2: the catalogue has no role “Nobody”.",
        ),
        (
            Rename("level", "Old baker", "Data analyst", "No role", where="r.csv: row 2"),
            "r.csv: row 2: the catalogue has no level “Old baker”.",
        ),
    ],
)
def test_a_rename_that_cannot_be_meant_is_refused(do_import: Import, rename: Rename, sentence: str) -> None:
    before = everything()
    with pytest.raises(DownloadIsBroken) as refusal:
        do_import(like_the_catalogue(), renames=[rename])
    assert refusal.value.problems == [sentence]
    assert before == everything()


def test_a_role_that_moves_to_another_family_is_the_same_role(do_import: Import) -> None:
    role = Role.objects.get(name="Data analyst")
    invented = like_the_catalogue()
    for row in invented.roles:
        if row["Role"] == "Data analyst":
            row["Role Family"] = "Architecture"
    assert told(do_import(invented)) == ["Data analyst moved from Data to Architecture"]
    role.refresh_from_db()
    assert role.family.name == "Architecture"


def test_two_roles_may_have_levels_of_one_name(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.add("Data", "Data ethicist", "Senior data analyst", "User focus", "Working")
    do_import(invented)
    levels = Level.objects.filter(name="Senior data analyst")
    assert {level.role.name for level in levels} == {"Data analyst", "Data ethicist"}
    assert len({level.slug for level in levels}) == 2
    assert not do_import(invented).changed_something


def test_a_role_of_ours_that_becomes_official_is_the_same_role(do_import: Import) -> None:
    ours = Role.objects.filter(family__framework=Framework.NHS).order_by("name")[0]
    level = ours.levels.order_by("order")[0]
    invented = like_the_catalogue()
    invented.add("Data", ours.name, level.name, "User focus", "Working")
    report = do_import(invented)
    ours.refresh_from_db()
    assert ours.family.name == "Data"
    assert [found.name for found in ours.levels.filter(retired_at=None)] == [level.name]
    assert report.adopted == [ours.name]
    assert not do_import(invented).changed_something


def test_a_family_called_like_one_of_ours_is_refused(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.add("Clinical informatics", "Data baker", "Data baker", "User focus", "Working")
    with pytest.raises(NameIsTaken, match="“Clinical informatics”, and so have we"):
        do_import(invented)


# --- What changed ---------------------------------------------------------------------------


def test_differences_in_required_levels_are_told_in_plain_words(do_import: Import) -> None:
    level = Level.objects.get(name="Senior data analyst")
    raised, lowered, dropped = [need.skill.name for need in level.requirements.order_by("skill__name")[:3]]
    invented = like_the_catalogue()
    invented.require("Senior data analyst", raised, "Expert")
    invented.require("Senior data analyst", lowered, "Awareness")
    invented.roles = [
        row for row in invented.roles if (row["Role Level"], row["Skill Name"]) != ("Senior data analyst", dropped)
    ]
    invented.add("Data", "Data analyst", "Senior data analyst", "Prototyping", "Working")
    assert sorted(told(do_import(invented))) == sorted(
        [
            f"Senior data analyst: {raised} from practitioner to expert",
            f"Senior data analyst: {lowered} from practitioner to awareness",
            f"Senior data analyst: no longer needs {dropped} (it was practitioner)",
            "Senior data analyst: now needs Prototyping (working)",
        ]
    )
    assert {change.kind for change in Change.objects.all()} == {"RAISED", "LOWERED", "DROPPED", "NEEDED"}


def test_importing_an_edition_again_replaces_its_list_of_changes(do_import: Import) -> None:
    right, wrong = like_the_catalogue(), like_the_catalogue()
    wrong.drop("Role", "Data ethicist")
    assert do_import(wrong).changes
    assert do_import(right).changes == []
    assert not Change.objects.exists()


def test_the_edition_before_is_frozen_with_its_facts(do_import: Import) -> None:
    shipped = Edition.objects.get(framework=Framework.OFFICIAL)
    invented = like_the_catalogue()
    invented.drop("Role", "Data ethicist")
    report = do_import(invented)
    shipped.refresh_from_db()
    assert not shipped.is_current
    assert report.edition.previous == shipped
    frozen = dict(shipped.snapshots.values_list("dataset", "rows"))
    assert frozen == {"families": 8, "roles": 52, "levels": 205, "skills": 188, "requirements": 1809}


# --- Levels in order ------------------------------------------------------------------------


def test_known_levels_keep_the_order_of_the_catalogue(do_import: Import) -> None:
    before = list(Level.objects.order_by("pk").values_list("name", "order", "order_is_known", "track"))
    invented = like_the_catalogue()
    invented.roles.reverse()
    do_import(invented)
    assert before == list(Level.objects.order_by("pk").values_list("name", "order", "order_is_known", "track"))


def test_an_unknown_level_stands_below_the_first_that_asks_for_more_and_is_marked(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.add("Data", "Data analyst", "Apprentice data baker", "User focus", "Working")
    invented.add("Data", "Data analyst", "Apprentice data baker", "Prototyping", "Awareness")
    report = do_import(invented)
    ladder = Level.objects.live().filter(role__name="Data analyst").order_by("order").values_list("name", "order")
    assert list(ladder) == [
        ("Associate data analyst", 1),  # asks for 1.0 on average
        ("Apprentice data baker", 2),  # 1.5
        ("Data analyst", 3),  # 2.0
        ("Senior data analyst", 4),
        ("Principal data analyst", 5),
    ]
    assert [level.name for level in report.unconfirmed] == ["Apprentice data baker"]
    assert not Level.objects.get(name="Apprentice data baker").order_is_known
    assert not do_import(invented).changed_something


def test_places_that_staff_gave_stay(do_import: Import) -> None:
    invented = like_the_catalogue()
    invented.add("Data", "Data analyst", "Apprentice data baker", "User focus", "Awareness")
    do_import(invented)
    ladder = list(Level.objects.live().filter(role__name="Data analyst").order_by("order"))
    ladder.insert(0, ladder.pop(3))
    for place, level in enumerate(ladder, start=1):
        if level.order != place:
            _correct(level, "order", place)
    wanted = [level.name for level in ladder]
    invented.add("Data", "Data analyst", "Top data baker", "User focus", "Expert")
    for _ in range(2):
        do_import(invented)
        now = list(
            Level.objects.live().filter(role__name="Data analyst").order_by("order").values_list("name", "order")
        )
        assert [name for name, _ in now] == [*wanted, "Top data baker"]
        assert [order for _, order in now] == list(range(1, len(now) + 1))


def test_the_levels_of_a_new_role_stand_by_how_much_they_ask_for_and_forks_are_seen(do_import: Import) -> None:
    do_import(small(), retire_many=True)
    ladder = Level.objects.live().filter(role__name="Baker").order_by("order")
    assert [(level.name, level.track) for level in ladder] == [
        ("Trainee baker", Track.SINGLE),
        ("Baker", Track.SINGLE),
        ("Head baker - management", Track.MANAGEMENT),
        ("Head baker", Track.TECHNICAL),
    ]


# --- Refusals -------------------------------------------------------------------------------


def test_a_download_that_leaves_out_a_lot_is_refused_unless_told(do_import: Import) -> None:
    before = everything()
    with pytest.raises(TooMuchIsGone, match="leaves out 52 of 52 roles, so it may not be whole"):
        do_import(small())
    assert before == everything()
    do_import(small(), retire_many=True)
    assert Role.objects.live().filter(family__framework=Framework.OFFICIAL).count() == 3


def test_an_older_edition_is_refused(do_import: Import) -> None:
    with pytest.raises(EditionIsOlder, match="has the October 2025 edition already; July 2025 is older"):
        do_import(like_the_catalogue(), "July 2025")


def test_an_edition_of_a_month_that_has_not_begun_is_refused(do_import: Import) -> None:
    for name in ("December 2026", "October 2099"):
        with pytest.raises(EditionIsYetToCome, match=f"{name} has not begun"):
            do_import(like_the_catalogue(), name)
    assert Edition.objects.get(framework=Framework.OFFICIAL).name == "October 2025"
    assert do_import(like_the_catalogue(), "November 2026").edition.name == "November 2026", "the month of today"


def test_an_edition_is_named_by_month_and_year() -> None:
    assert edition_month(" october  2025 ")[0] == "October 2025"
    for name in ("2025", "Octember 2025", "October", "October 25", "1 October 2025", "", "x" * 500):
        with pytest.raises(EditionNameIsUnclear, match="is not a month and year"):
            edition_month(name)


# --- Corrections ----------------------------------------------------------------------------


def _correct(row: Any, field: str, value: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{field: value})
    Correction.objects.create(model=row._meta.model_name, object_id=row.pk, object_name=str(row), field=field)


def test_a_name_that_staff_corrected_stays_and_the_row_is_found(do_import: Import) -> None:
    role, invented = Role.objects.get(name="Data analyst"), like_the_catalogue()
    _correct(role, "name", "Information analyst")
    report = do_import(invented)
    role.refresh_from_db()
    assert (role.name, role.retired_at) == ("Information analyst", None)
    assert not Role.objects.filter(name="Data analyst").exists()
    assert [(row.pk, field) for row, field in report.written.kept] == [(role.pk, "name")]


def test_a_rename_of_what_staff_had_given_another_name_finds_the_row(do_import: Import) -> None:
    role, invented = Role.objects.get(name="Data analyst"), like_the_catalogue()
    _correct(role, "name", "Information analyst")
    invented.rename("Role", "Data analyst", "Data explorer")
    do_import(invented, renames=[Rename("role", "Data analyst", "Data explorer")])
    role.refresh_from_db()
    assert (role.name, role.retired_at) == ("Information analyst", None)
    assert Role.objects.filter(family__framework="OFFICIAL", retired_at=None).count() == len(
        {row["Role"] for row in invented.roles}
    )


def test_levels_of_two_roles_may_come_to_have_one_name(do_import: Import) -> None:
    first, second = Level.objects.get(name="Senior data analyst"), Level.objects.get(name="Senior data engineer")
    invented = like_the_catalogue()
    for row in invented.roles:
        if row["Role Level"] in (first.name, second.name):
            row["Role Level"] = "Senior data person"
    renames = [Rename("level", level.name, "Senior data person", level.role.name) for level in (first, second)]
    do_import(invented, renames=renames)
    for level in (first, second):
        level.refresh_from_db()
        assert (level.name, level.retired_at) == ("Senior data person", None)


def test_a_family_that_staff_corrected_stays(do_import: Import) -> None:
    role, invented = Role.objects.get(name="Data analyst"), like_the_catalogue()
    _correct(role, "family", Family.objects.get(name="Architecture"))
    do_import(invented)
    role.refresh_from_db()
    assert role.family.name == "Architecture"


def test_required_levels_that_staff_corrected_stay(do_import: Import) -> None:
    level, invented = Level.objects.get(name="Senior data analyst"), like_the_catalogue()
    level.requirements.update(required=1)
    Correction.objects.create(model="level", object_id=level.pk, object_name=level.name, field="requirement")
    report = do_import(invented)
    assert set(level.requirements.values_list("required", flat=True)) == {1}
    assert (level, "requirement") in report.written.kept


def test_a_level_that_staff_retired_stays_retired(do_import: Import) -> None:
    level, invented = Level.objects.get(name="Senior data analyst"), like_the_catalogue()
    _correct(level, "retired_at", NOW)
    do_import(invented)
    level.refresh_from_db()
    assert level.retired_at == NOW


# --- Cost -----------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_the_rows(do_import: Import) -> None:
    """Reading takes the same queries whatever the size; writing one more for each batch of rows."""

    def cost(roles: int) -> tuple[int, int, int]:
        invented = like_the_catalogue()
        for number in range(roles):
            for step in ("Awareness", "Working"):
                for skill in ("User focus", "Prototyping", f"Baking {number}"):
                    invented.add("Data", f"Baker {number}", f"{step} baker {number}", skill, step)
        with CaptureQueriesContext(connection) as queries:
            do_import(invented, f"{'January' if roles < 50 else 'April'} 2026")
        statements = [query["sql"].split(" ")[0] for query in queries]
        return statements.count("SELECT"), len(statements), roles

    few, many = cost(10), cost(110)
    assert few[0] == many[0]
    # 100 roles, 200 levels, 100 skills and 600 required levels more; SQLite takes 999 values in a statement.
    assert many[1] - few[1] <= 25
