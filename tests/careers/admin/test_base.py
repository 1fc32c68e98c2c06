"""Staff correct the catalogue in Django admin: each change is kept, shown in the history, and survives loading."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.sites import site
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from careers.catalogue.loading import load_catalogue
from careers.catalogue.reading import read_catalogue
from careers.models import (
    Correction,
    Edition,
    Family,
    GlossaryTerm,
    Learning,
    Level,
    Network,
    Revision,
    Role,
    Skill,
    StartingPoint,
    Statement,
    Synonym,
)
from careers.revision import lock_catalogue
from tests.careers.admin.forms import corrections, page, save, some
from tests.careers.html_form import successful_controls

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


# --- Fields ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "model", [Family, Role, Level, Skill, Learning, Network, StartingPoint, Statement, Synonym, GlossaryTerm]
)
def test_saving_without_a_change_corrects_nothing(editor: Client, model: Any) -> None:
    revision = Revision.objects.get(pk=1).number
    row = some(model)
    before = model._default_manager.filter(pk=row.pk).values()[0] | {"updated_at": None}
    save(editor, row)
    assert model._default_manager.filter(pk=row.pk).values()[0] | {"updated_at": None} == before
    assert corrections(row) == []
    assert Revision.objects.get(pk=1).number == revision


def test_a_corrected_field_is_kept_with_before_after_and_who(editor: Client, staff: User) -> None:
    role = Role.objects.get(name="Data analyst")
    before, revision = role.summary, Revision.objects.get(pk=1).number
    save(editor, role, summary="Better words.")
    assert corrections(role) == [("summary", before, "Better words.")]
    assert Correction.objects.get().by == staff
    assert Revision.objects.get(pk=1).number == revision + 1
    assert LogEntry.objects.filter(object_id=str(role.pk)).exists(), "Django's own history stays"


def test_values_are_kept_in_words(editor: Client) -> None:
    level = Level.objects.get(name="Senior data analyst")
    assert level.band_low == "6"
    save(editor, level, band_low="5", registration="YES", professions=["NURSE", "MIDWIFE"])
    assert corrections(level) == [
        ("band_low", "Band 6", "Band 5"),
        ("registration", "No registration needed", "Needs a professional registration"),
        ("professions", "", "Nurse; Midwife"),
    ]
    assert level.professions == ("NURSE", "MIDWIFE")


def test_corrections_survive_loading_the_catalogue(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    save(editor, role, summary="Better words.", name="Information analyst")
    save(editor, role, family=str(Family.objects.get(name="Architecture").pk))
    report = load_catalogue(read_catalogue(), now=NOW)
    role.refresh_from_db()
    assert (role.name, role.summary, role.family.name) == ("Information analyst", "Better words.", "Architecture")
    assert (report.tallies["roles"].added, report.tallies["roles"].retired) == (0, 0)
    assert sorted(field for _, field in report.kept) == ["family", "name", "summary"]


def test_a_deleted_correction_gives_the_field_back_to_the_files(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    before = role.summary
    save(editor, role, summary="Better words.")
    correction = Correction.objects.get()
    editor.post(reverse("admin:careers_correction_delete", args=[correction.pk]), {"post": "yes"})
    load_catalogue(read_catalogue(), now=NOW)
    role.refresh_from_db()
    assert role.summary == before


def test_free_words_are_edited_as_text(editor: Client) -> None:
    term = GlossaryTerm.objects.exclude(also_known_as="").order_by("pk")[0]
    save(editor, term, also_known_as="One thing; another")
    assert term.also_known_as == ("One thing", "another")
    save(editor, term, also_known_as="One thing ; another;")
    assert len(corrections(term)) == 1


def test_networks_of_families_are_a_correction_that_loading_leaves_alone(editor: Client) -> None:
    network = Network.objects.filter(families__isnull=False).order_by("pk")[0]
    family = Family.objects.get(name="Clinical safety")
    save(editor, network, families=[str(family.pk)])
    assert [field for field, _, _ in corrections(network)] == ["network_families"]
    load_catalogue(read_catalogue(), now=NOW)
    assert list(network.families.all()) == [family]


# --- Sets -----------------------------------------------------------------------------------


def test_what_a_level_needs_is_corrected_as_a_set(editor: Client) -> None:
    level = Level.objects.get(name="Senior data analyst")
    needs = list(level.requirements.order_by("skill__name"))
    save(editor, level, requirements__0__required="1", requirements__1__DELETE="on")
    ((field, before, after),) = corrections(level)
    assert field == "requirement"
    assert f"{needs[0].skill}, Practitioner" in before
    assert f"{needs[0].skill}, Awareness" in after
    assert str(needs[1].skill) not in after
    report = load_catalogue(read_catalogue(), now=NOW)
    assert level.requirements.count() == len(needs) - 1
    assert level.requirements.get(skill=needs[0].skill).required == 1
    assert (level, "requirement") in report.kept


@pytest.mark.parametrize(
    ("model", "related"),
    [(Skill, "activities"), (Learning, "teaches"), (StartingPoint, "brings"), (Statement, "targets")],
)  # fmt: skip
def test_other_sets_stay_as_staff_left_them(editor: Client, model: Any, related: str) -> None:
    row = next(row for row in model._default_manager.order_by("pk") if getattr(row, related).count() > 1)
    count = getattr(row, related).count()
    save(editor, row, **{f"{related}__0__DELETE": "on"})
    load_catalogue(read_catalogue(), now=NOW)
    assert getattr(row, related).count() == count - 1


def test_the_ladder_of_a_role_is_put_in_order_on_the_page_of_the_role(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    Level.objects.filter(role=role).update(order_is_known=False)
    address, data = page(editor, role)
    assert data["levels-0-order"] == ["1"]
    response = editor.post(address, data | {"levels-0-order": "2"})
    assert "Two levels have the same place" in response.content.decode()
    first, second = role.levels.order_by("order")[:2]
    editor.post(address, data | {"levels-0-order": "2", "levels-1-order": "1"})
    assert corrections(first) == [("order", "1", "2")]
    assert corrections(second) == [("order", "2", "1")]
    second.refresh_from_db()
    assert second.order_is_known
    load_catalogue(read_catalogue(), now=NOW)
    assert list(role.levels.order_by("order")[:2]) == [second, first]


# --- Adding, retiring, deleting -------------------------------------------------------------


def test_a_course_that_staff_added_stays(editor: Client) -> None:
    address = reverse("admin:careers_learning_add")
    data: dict[str, Any] = successful_controls(editor.get(address).content.decode(), "learning_form")
    data |= {"kind": "TRAINING", "name": "Ward data morning", "confidence": "LOW"}
    assert editor.post(address, data).status_code == 302
    course = Learning.objects.get(name="Ward data morning")
    assert course.slug == "ward-data-morning"
    assert corrections(course) == [("row", "", "added")]
    report = load_catalogue(read_catalogue(), now=NOW)
    course.refresh_from_db()
    assert course.retired_at is None
    assert report.tallies["learning"].retired == 0


def test_rows_are_retired_and_brought_back_and_loading_does_not_undo_it(editor: Client) -> None:
    course = some(Learning)
    address = reverse("admin:careers_learning_changelist")
    editor.post(address, {"action": "retire", "_selected_action": [course.pk]})
    course.refresh_from_db()
    assert course.retired_at is not None
    load_catalogue(read_catalogue(), now=NOW)
    course.refresh_from_db()
    assert course.retired_at is not None
    editor.post(address, {"action": "bring_back", "_selected_action": [course.pk]})
    course.refresh_from_db()
    assert course.retired_at is None
    assert [field for field, _, _ in corrections(course)] == ["retired_at", "retired_at"]


@pytest.mark.parametrize("model", [Family, Role, Level, Skill, Learning, StartingPoint, Edition])
def test_what_people_may_hold_something_against_cannot_be_deleted(editor: Client, model: Any) -> None:
    address = reverse(f"admin:careers_{model._meta.model_name}_delete", args=[some(model).pk])
    assert editor.post(address, {"post": "yes"}).status_code == 403


def test_a_synonym_that_staff_deleted_or_changed_does_not_come_back(editor: Client) -> None:
    gone, changed = Synonym.objects.order_by("term")[:2]
    editor.post(reverse("admin:careers_synonym_delete", args=[gone.pk]), {"post": "yes"})
    old = changed.term
    save(editor, changed, term="Somebody else entirely")
    load_catalogue(read_catalogue(), now=NOW)
    assert not Synonym.objects.filter(term__in=[gone.term, old]).exists()
    assert Synonym.objects.filter(term="Somebody else entirely").exists()


# --- History --------------------------------------------------------------------------------


def test_the_history_of_a_row_shows_its_corrections(editor: Client) -> None:
    skill = Skill.objects.get(name="User focus")
    save(editor, skill, summary="Better <b>words</b>.")
    response = editor.get(reverse("admin:careers_skill_history", args=[skill.pk]))
    text = response.content.decode()
    assert "Better &lt;b&gt;words&lt;/b&gt;." in text
    assert "Ed Itor" in text
    assert "Changed" in text, "Django's own entry"
    untouched = editor.get(reverse("admin:careers_skill_history", args=[some(Skill).pk]))
    assert "No field was corrected here." in untouched.content.decode()
    assert editor.get(reverse("admin:careers_skill_history", args=["²"])).status_code == 302, "a digit, but no number"


def test_every_list_in_admin_takes_a_constant_number_of_queries(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for model in site._registry:
        if model._meta.app_label == "careers":
            with django_assert_max_num_queries(14):
                response = editor.get(reverse(f"admin:careers_{model._meta.model_name}_changelist"))
            assert response.status_code == 200


# --- Editions -------------------------------------------------------------------------------


def test_a_shipped_edition_keeps_the_name_that_loading_knows_it_by(editor: Client) -> None:
    edition = Edition.objects.get(framework="OFFICIAL")
    assert not edition.has_official_text
    assert "name" not in page(editor, edition)[1]


def test_an_imported_edition_is_put_right_and_the_shipped_one_still_loads(editor: Client) -> None:
    edition = Edition.objects.get(framework="OFFICIAL")
    Edition.objects.filter(pk=edition.pk).update(has_official_text=True)
    save(editor, edition, name="September 2025", date="2025-09-01")
    assert corrections(edition) == [
        ("name", "October 2025", "September 2025"),
        ("date", "2025-10-01", "2025-09-01"),
    ]
    load_catalogue(read_catalogue(), now=NOW)
    assert Edition.objects.get(framework="OFFICIAL", is_current=True).slug == "official-october-2025-2"


# --- One at a time --------------------------------------------------------------------------


@pytest.mark.main_journey
@pytest.mark.django_db(transaction=True)
def test_actions_on_chosen_rows_work_where_nothing_else_began_a_transaction(editor: Client) -> None:
    course, synonym = some(Learning), some(Synonym)
    for row, action in ((course, "retire"), (course, "bring_back"), (synonym, "delete_selected")):
        address = reverse(f"admin:careers_{row._meta.model_name}_changelist")
        data = {"action": action, "_selected_action": [row.pk], "post": "yes"}
        assert editor.post(address, data).status_code == 302
    assert [field for field, _, _ in corrections(course)] == ["retired_at", "retired_at"]
    assert not Synonym.objects.filter(pk=synonym.pk).exists()


@pytest.mark.main_journey
@pytest.mark.django_db(transaction=True)
def test_two_corrections_of_one_row_at_once_both_stay(editor: Client) -> None:
    role = some(Role)
    address, data = page(editor, role)
    with ThreadPoolExecutor(1) as others:
        with transaction.atomic():
            lock_catalogue()
            waiting = others.submit(_post_and_close, editor, address, data | {"summary": "Better words."})
            time.sleep(0.5)  # long enough to read the row, if that did not wait
            Role.objects.filter(pk=role.pk).update(official_type="Changed meanwhile")
        assert waiting.result(timeout=30) == 302
    role.refresh_from_db()
    assert (role.summary, role.official_type) == ("Better words.", "Changed meanwhile")


def _post_and_close(editor: Client, address: str, data: dict[str, Any]) -> int:
    try:
        return editor.post(address, data).status_code
    finally:
        connection.close()
