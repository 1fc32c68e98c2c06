"""A correction saved from a page that somebody else's change has overtaken."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from careers.models import Edition, Learning, Level, Requirement, Role, Skill, Synonym
from tests.careers.admin.forms import corrections, page, save
from tests.careers.html_form import successful_controls

pytestmark = pytest.mark.django_db
OVERTAKEN = "Somebody changed this after you opened it"


def test_an_old_value_is_not_put_back_and_what_was_typed_is_not_lost(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    address, stale = page(editor, role)
    save(editor, role, summary="Better words from the other tab.")
    response = editor.post(address, stale | {"name": "Information analyst"})
    text = unescape(response.content.decode())
    assert OVERTAKEN in text
    assert "Summary is “Better words from the other tab.”" in text
    assert "Name is “Data analyst”" in text
    role.refresh_from_db()
    assert (role.name, role.summary) == ("Data analyst", "Better words from the other tab.")
    again: dict[str, Any] = successful_controls(response.content.decode(), "role_form")
    assert again["name"] == ["Information analyst"]


def test_who_has_read_that_may_save_again(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    address, stale = page(editor, role)
    save(editor, role, summary="Better words from the other tab.")
    response = editor.post(address, stale | {"name": "Information analyst"})
    again: dict[str, Any] = successful_controls(response.content.decode(), "role_form")
    assert editor.post(address, again | {"summary": "The best words."}).status_code == 302
    role.refresh_from_db()
    assert (role.name, role.summary) == ("Information analyst", "The best words.")
    assert [field for field, _, _ in corrections(role)] == ["summary", "name", "summary"]


def test_a_change_while_the_refusal_is_read_is_refused_again(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    address, stale = page(editor, role)
    for words in ("Better words.", "Still better words."):
        Role.objects.filter(pk=role.pk).update(summary=words)  # as loading does, which stamps no row
        response = editor.post(address, stale | {"name": "Information analyst"})
        assert f"Summary is “{words}”" in unescape(response.content.decode())
        stale = successful_controls(response.content.decode(), "role_form")


def test_rows_below_that_changed_are_spoken_of(editor: Client) -> None:
    level = Level.objects.get(name="Senior data analyst")
    address, stale = page(editor, level)
    need = Requirement.objects.filter(level=level, required=3)[0]
    Requirement.objects.filter(pk=need.pk).update(required=4)
    response = editor.post(address, stale)
    assert OVERTAKEN in response.content.decode()
    assert "The rows below these fields were changed too." in response.content.decode()
    need.refresh_from_db()
    assert need.required == 4


def test_the_order_of_a_ladder_is_not_put_back_either(editor: Client) -> None:
    role = Role.objects.get(name="Data analyst")
    address, stale = page(editor, role)
    first, second = role.levels.order_by("order")[:2]
    save(editor, role, **{"levels-0-order": "2", "levels-1-order": "1"})
    assert OVERTAKEN in editor.post(address, stale).content.decode()
    assert list(role.levels.order_by("order")[:2]) == [second, first]


def test_saving_elsewhere_without_a_change_does_not_overtake(editor: Client) -> None:
    skill = Skill.objects.get(name="User focus")
    address, data = page(editor, skill)
    save(editor, skill)
    assert editor.post(address, data | {"summary": "Better words."}).status_code == 302


@pytest.mark.parametrize("model", [Learning, Synonym])
def test_a_page_without_a_version_is_taken_for_an_old_one(editor: Client, model: Any) -> None:
    row = model.objects.order_by("pk")[0]
    address, data = page(editor, row)
    assert data.pop("version")
    assert OVERTAKEN in editor.post(address, data).content.decode()


def test_an_edition_is_not_put_back(editor: Client) -> None:
    edition = Edition.objects.get(framework="OFFICIAL")
    Edition.objects.filter(pk=edition.pk).update(has_official_text=True)
    address, stale = page(editor, edition)
    save(editor, edition, source="https://example.org/framework")
    assert OVERTAKEN in editor.post(address, stale | {"name": "September 2025"}).content.decode()
    edition.refresh_from_db()
    assert (edition.name, edition.source) == ("October 2025", "https://example.org/framework")


def test_who_may_only_look_sees_no_version(client: Client) -> None:
    reader = User.objects.create_user("reader@example.org", "correct horse battery", name="Rea Der", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_role", "view_level"]))
    client.force_login(reader)
    role = Role.objects.get(name="Data analyst")
    response = client.get(reverse("admin:careers_role_change", args=[role.pk]))
    assert response.status_code == 200
    assert "Version" not in response.content.decode()
