"""Users in Django admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.careers.html_form import successful_controls

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def support() -> User:
    """Staff who may do anything with users, as far as permissions go."""
    user = User.objects.create_user("support@example.org", PASSWORD, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    return user


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root@example.org", PASSWORD)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, user: User) -> str:
    return reverse(f"admin:{name}", args=[user.pk])


def form(client: Client, user: User) -> dict[str, Any]:
    html = client.get(page("accounts_user_change", user)).content.decode()
    return dict(successful_controls(html, "user_form"))


def test_support_cannot_raise_itself(support: User) -> None:
    client = signed_in(support)
    raised = {
        "is_superuser": "on",
        "user_permissions": [str(pk) for pk in Permission.objects.values_list("pk", flat=True)],
    }
    assert client.post(page("accounts_user_change", support), form(client, support) | raised).status_code == 302
    support.refresh_from_db()
    assert not support.is_superuser
    assert support.user_permissions.count() == 4


def test_support_takes_over_no_account_of_staff(support: User, root: User) -> None:
    colleague = User.objects.create_user("colleague@example.org", PASSWORD, is_staff=True)
    client = signed_in(support)
    password = {"usable_password": "true", "password1": "battery horse correct", "password2": "battery horse correct"}
    for user in (root, colleague):
        assert client.post(page("auth_user_password_change", user), password).status_code == 403
        assert client.post(page("accounts_user_change", user), {"email": "mine@example.org"}).status_code == 403
        assert client.post(page("accounts_user_delete", user), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [root.pk, colleague.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), data)
    assert User.objects.count() == 3


def test_support_helps_everybody_else_and_superusers_help_all(support: User, root: User) -> None:
    person = User.objects.create_user("person@example.org", PASSWORD)
    for helper, helped in ((support, person), (root, support), (root, person)):
        client = signed_in(helper)
        data = form(client, helped) | {"name": f"Put right by {helper.email}"}
        assert client.post(page("accounts_user_change", helped), data).status_code == 302
        helped.refresh_from_db()
        assert helped.name == f"Put right by {helper.email}"


def test_an_account_made_in_capitals_can_be_used(root: User) -> None:
    client = signed_in(root)
    address = reverse("admin:accounts_user_add")
    data = successful_controls(client.get(address).content.decode(), "user_form")
    data |= {"email": ["New.Person@Example.ORG"], "password1": [PASSWORD], "password2": [PASSWORD]}
    assert client.post(address, data).status_code == 302
    assert User.objects.filter(email="new.person@example.org").exists()
    assert Client().login(username="New.Person@Example.org", password=PASSWORD)
    assert client.post(address, data | {"email": ["NEW.person@example.org"]}).status_code == 200, "it is taken"
