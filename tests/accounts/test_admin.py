"""Users in Django admin, for support."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, DeletionRequest, User
from tests.accounts.conftest import MakePerson
from tests.careers.html_form import successful_controls

USERS = "/admin/accounts/user/"
PASSWORD = "correct horse battery"
SignIn = Callable[[User], Client]


@pytest.fixture
def support(make_person: MakePerson) -> User:
    """Staff who may do anything with users, as far as permissions go."""
    user = make_person("support@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    return user


def page(name: str, user: User) -> str:
    return reverse(f"admin:{name}", args=[user.pk])


def form(client: Client, user: User) -> dict[str, Any]:
    html = client.get(page("accounts_user_change", user)).content.decode()
    return dict(successful_controls(html, "user_form"))


def test_support_cannot_raise_itself(support: User, signed_in: SignIn) -> None:
    client = signed_in(support)
    raised = {
        "is_superuser": "on",
        "user_permissions": [str(pk) for pk in Permission.objects.values_list("pk", flat=True)],
    }
    assert client.post(page("accounts_user_change", support), form(client, support) | raised).status_code == 302
    support.refresh_from_db()
    assert not support.is_superuser
    assert support.user_permissions.count() == 4


def test_support_takes_over_no_account_of_staff(
    support: User, root: User, signed_in: SignIn, make_person: MakePerson
) -> None:
    colleague = make_person("colleague@example.org", is_staff=True)
    client = signed_in(support)
    password = {"usable_password": "true", "password1": "battery horse correct", "password2": "battery horse correct"}
    for user in (root, colleague):
        assert client.post(page("auth_user_password_change", user), password).status_code == 403
        assert client.post(page("accounts_user_change", user), {"email": "mine@example.org"}).status_code == 403
        assert client.post(page("accounts_user_delete", user), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [root.pk, colleague.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), data)
    assert User.objects.count() == 3


def test_support_helps_everybody_else_and_superusers_help_all(
    support: User, root: User, signed_in: SignIn, make_person: MakePerson
) -> None:
    person = make_person("person@example.org")
    for helper, helped in ((support, person), (root, support), (root, person)):
        client = signed_in(helper)
        data = form(client, helped) | {"name": f"Put right by {helper.email}"}
        assert client.post(page("accounts_user_change", helped), data).status_code == 302
        helped.refresh_from_db()
        assert helped.name == f"Put right by {helper.email}"


def test_an_account_made_in_capitals_can_be_used(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    address = reverse("admin:accounts_user_add")
    data = successful_controls(client.get(address).content.decode(), "user_form")
    data |= {"email": ["New.Person@Example.ORG"], "password1": [PASSWORD], "password2": [PASSWORD]}
    assert client.post(address, data).status_code == 302
    assert User.objects.filter(email="new.person@example.org").exists()
    assert Client().login(username="New.Person@Example.org", password=PASSWORD)
    assert client.post(address, data | {"email": ["NEW.person@example.org"]}).status_code == 200, "it is taken"


def test_closing_an_account_signs_the_person_out_and_is_recorded(ada: User, root: User, signed_in: SignIn) -> None:
    theirs, client = signed_in(ada), signed_in(root)
    page = client.get(f"{USERS}{ada.pk}/change/")
    assert page.status_code == 200
    client.post(f"{USERS}{ada.pk}/change/", {"email": ada.email, "name": ada.name})
    assert not User.objects.get(pk=ada.pk).is_active
    assert theirs.get("/me/").status_code == 302
    entry = AuditEntry.objects.get(action="accounts.user_changed")
    assert (entry.actor, entry.subject, entry.detail) == (root, ada, {"fields": ["is_active"]})


def test_nobody_is_deleted_past_the_registry(ada: User, root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    assert client.post(f"{USERS}{ada.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(USERS, {"action": "delete_selected", "_selected_action": [ada.pk], "post": "yes"})
    assert User.objects.filter(pk=ada.pk).exists()
    answer = client.post(
        USERS, {"action": "delete_in_14_days", "_selected_action": [ada.pk, root.pk]}, follow=True
    ).content.decode()
    assert DeletionRequest.objects.open().get().user == ada
    assert "Ada Okafor will be deleted in 14 days" in answer
    assert "This is the only account that may administer the site" in answer
