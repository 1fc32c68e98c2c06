"""Loading the shipped catalogue after an import of the same or a newer edition undoes nothing of it."""

import copy
from datetime import date
from typing import Any

import pytest

from careers.catalogue.loading import load_catalogue
from careers.catalogue.reading import Catalogue
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
    StartingPointSkill,
    StatementTarget,
    Synonym,
)
from careers.official.renames import Rename
from tests.careers.official.conftest import NOW, Import
from tests.careers.official.invented import like_the_catalogue, words
from tests.careers.official.test_importing import everything

pytestmark = pytest.mark.django_db


def changed_edition(do_import: Import) -> None:
    """An edition that renames, drops, adds, moves and asks for other levels."""
    invented = like_the_catalogue()
    invented.add("Data", "Data analyst", "Trainee data baker", "Kneading data", "Awareness")
    invented.rename("Skill Name", "User focus", "Keeping users in mind")
    invented.rename("Role", "Data analyst", "Insight analyst")
    invented.rename("Role Level", "Principal data analyst", "Chief insight analyst")
    invented.drop("Role", "Data ethicist")
    invented.drop("Skill Name", "Prototyping")
    invented.require("Senior data analyst", "Data management", "Awareness")
    invented.add("Data", "Data baker", "Data baker", "Kneading data", "Working")
    renames = [
        Rename("skill", "User focus", "Keeping users in mind"),
        Rename("role", "Data analyst", "Insight analyst"),
        Rename("level", "Principal data analyst", "Chief insight analyst"),
    ]
    do_import(invented, renames=renames)


@pytest.mark.parametrize("edition", ["October 2025", "January 2026"])
def test_loading_after_an_import_changes_nothing(do_import: Import, shipped: Catalogue, edition: str) -> None:
    do_import(like_the_catalogue(), edition)
    before = everything()
    report = load_catalogue(shipped, now=NOW)
    assert not report.changed_something
    assert before == everything()
    assert report.notes == [
        f"The official framework stays at the edition imported here ({edition}); "
        "only summaries and judgements were loaded for it."
    ]


def test_loading_after_an_edition_that_changed_a_lot_undoes_none_of_it(do_import: Import, shipped: Catalogue) -> None:
    changed_edition(do_import)
    before = everything()
    load_catalogue(shipped, now=NOW)
    after = everything()
    assert before.keys() == after.keys()
    for table in ("Edition", "Change", "Snapshot", "Family", "Role", "Level", "Skill", "Requirement"):
        assert before[table] == after[table], table
    assert not load_catalogue(shipped, now=NOW).changed_something


def test_our_words_still_arrive_for_what_was_renamed(do_import: Import, shipped: Catalogue) -> None:
    changed_edition(do_import)
    better = copy.deepcopy(shipped)
    for file, name, field in (
        ("roles", "Data analyst", "summary"),
        ("skills", "User focus", "summary"),
        ("levels", "Principal data analyst", "what_changes"),
    ):
        row = next(row for row in better[file] if row["name"] == name)
        row[field] = "Better words."
    load_catalogue(better, now=NOW)
    assert Role.objects.get(name="Insight analyst").summary == "Better words."
    assert Skill.objects.get(name="Keeping users in mind").summary == "Better words."
    assert Level.objects.get(name="Chief insight analyst").what_changes == "Better words."
    assert Role.objects.get(name="Insight analyst").official_text == words("Data analyst")


def test_our_own_levels_go_on_needing_a_renamed_skill(do_import: Import, shipped: Catalogue) -> None:
    ours = Requirement.objects.filter(level__role__family__framework=Framework.NHS, skill__name="User focus")
    before = set(ours.values_list("level__name", "required"))
    assert before
    bring = StartingPointSkill.objects.filter(skill__name="User focus").count()
    changed_edition(do_import)
    load_catalogue(shipped, now=NOW)
    renamed = Requirement.objects.filter(
        level__role__family__framework=Framework.NHS, skill__name="Keeping users in mind"
    )
    assert set(renamed.values_list("level__name", "required")) == before
    assert StartingPointSkill.objects.filter(skill__name="Keeping users in mind").count() == bring


def test_a_dropped_skill_that_our_levels_begin_to_need_comes_back_as_ours(
    do_import: Import, shipped: Catalogue
) -> None:
    needed = Skill.objects.filter(requirements__level__role__family__framework=Framework.NHS)
    skill = Skill.objects.filter(framework=Framework.OFFICIAL).exclude(pk__in=needed).order_by("name")[0]
    invented = like_the_catalogue()
    invented.drop("Skill Name", skill.name)
    do_import(invented)
    newer = copy.deepcopy(shipped)
    level = next(row for row in newer["levels"] if row["name"] == "Clinical coder")
    newer["requirements"].append({"role": level["role"], "level": level["name"], "skill": skill.name, "required": 2})
    load_catalogue(newer, now=NOW)
    skill.refresh_from_db()
    assert (skill.framework, skill.retired_at) == (Framework.NHS, None)
    assert Requirement.objects.filter(level__name="Clinical coder", skill=skill, required=2).exists()

    load_catalogue(shipped, now=NOW)
    skill.refresh_from_db()
    assert skill.retired_at == NOW


def test_the_catalogue_confirms_the_place_of_a_level_it_comes_to_know(do_import: Import, shipped: Catalogue) -> None:
    changed_edition(do_import)
    level = Level.objects.get(name="Trainee data baker")
    assert not level.order_is_known
    newer = copy.deepcopy(shipped)
    for row in newer["levels"]:
        if row["role"] == "Data analyst":
            row["order"] += 1
    example = next(row for row in newer["levels"] if row["role"] == "Data analyst")
    newer["levels"].append({**example, "name": "Trainee data baker", "order": 1})
    load_catalogue(newer, now=NOW)
    level.refresh_from_db()
    assert (level.order, level.order_is_known) == (1, True)
    ladder = Level.objects.live().filter(role=level.role).order_by("order").values_list("order", flat=True)
    assert list(ladder) == [1, 2, 3, 4, 5]


def test_a_newer_shipped_edition_replaces_an_imported_one_and_forgets_its_words(
    do_import: Import, shipped: Catalogue
) -> None:
    do_import(like_the_catalogue(), "January 2026")
    newer = copy.deepcopy(shipped)
    official = next(row for row in newer["editions"] if row["framework"] == Framework.OFFICIAL)
    official |= {"name": "April 2026", "date": date(2026, 4, 1)}
    report = load_catalogue(newer, now=NOW)
    assert report.notes == [
        "The official words came with the January 2026 edition. Import the official download of April 2026 to show "
        "official words again."
    ]
    current = Edition.objects.get(framework=Framework.OFFICIAL, is_current=True)
    assert (current.name, current.has_official_text, current.previous.name) == ("April 2026", False, "January 2026")
    assert not Role.objects.exclude(official_text="").exists()
    assert not Skill.objects.exclude(official_expert="").exists()
    frozen = Edition.objects.get(name="January 2026").snapshots.get(dataset="roles")
    assert words("Data analyst").split("\n")[0] in frozen.csv


def test_importing_first_and_loading_afterwards_gives_the_same_catalogue(do_import: Import, shipped: Catalogue) -> None:
    def facts() -> tuple[set[Any], set[Any]]:
        levels = Level.objects.values_list(
            "role__family__name", "role__name", "name", "order", "order_is_known", "track", "band_low", "what_changes"
        )
        return set(levels), set(Requirement.objects.values_list("level__name", "skill__name", "required"))

    before, invented = facts(), like_the_catalogue()
    for model in (
        Change,
        Snapshot,
        Edition,
        Synonym,
        StatementTarget,
        Requirement,
        Level,
        Role,
        Skill,
        Family,
        Revision,
    ):
        model.objects.all().delete()  # type: ignore[attr-defined]
    report = do_import(invented, "October 2025")
    assert report.unconfirmed == []
    load_catalogue(shipped, now=NOW)
    assert facts() == before


def test_corrections_survive_both(do_import: Import, shipped: Catalogue) -> None:
    role = Role.objects.get(name="Data analyst")
    invented = like_the_catalogue()
    for field, value in (("name", "Information analyst"), ("summary", "Ours alone.")):
        Role.objects.filter(pk=role.pk).update(**{field: value})
        Correction.objects.create(model="role", object_id=role.pk, object_name=value, field=field)
    for _ in range(2):
        do_import(invented)
        load_catalogue(shipped, now=NOW)
        role.refresh_from_db()
        assert (role.name, role.summary, role.retired_at) == ("Information analyst", "Ours alone.", None)
    assert Role.objects.filter(family__framework=Framework.OFFICIAL).count() == 52
