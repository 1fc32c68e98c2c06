"""Users in Django admin, for support."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, DeletionRequest, User
from notifications.delivery import deliver_due
from tests.accounts.conftest import PASSWORD as TYPED
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


def test_support_takes_over_no_account_of_who_runs_a_programme(support: User, owner: User, signed_in: SignIn) -> None:
    client = signed_in(support)
    password = {"usable_password": "true", "password1": "battery horse correct", "password2": "battery horse correct"}
    assert client.post(page("auth_user_password_change", owner), password).status_code == 403
    assert client.post(page("accounts_user_change", owner), {"email": "mine@example.org"}).status_code == 403
    Authenticator.objects.create(user=owner, type="totp", data={})
    for action in ("remove_second_steps", "delete_in_14_days"):
        answer = client.post(USERS, {"action": action, "_selected_action": [owner.pk]}, follow=True)
        assert "only a superuser may do this to a colleague" in answer.content.decode()
    assert Authenticator.objects.filter(user=owner).exists()
    assert not DeletionRequest.objects.exists()


def test_a_password_that_somebody_else_sets_is_told_and_recorded(
    support: User, ada: User, signed_in: SignIn, now: datetime
) -> None:
    client, theirs = signed_in(support), signed_in(ada)
    wrong = {"usable_password": "true", "password1": "battery horse correct", "password2": "another one"}
    assert client.post(page("auth_user_password_change", ada), wrong).status_code == 200
    assert not AuditEntry.objects.filter(subject=ada).exists()
    client.post(page("auth_user_password_change", ada), wrong | {"password2": wrong["password1"]})
    entry = AuditEntry.objects.get(subject=ada)
    assert (entry.actor, entry.action) == (support, "accounts.password_set_by_staff")
    deliver_due(clock=lambda: now + timedelta(minutes=1))
    assert mail.outbox[-1].to == [ada.email]
    assert "replaced your password" in str(mail.outbox[-1].body)
    assert theirs.get("/me/").status_code == 302


def test_an_address_that_somebody_else_changes_is_told_to_the_former_one_and_proved_at_the_next(
    support: User, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(support)
    client.post(page("accounts_user_change", ada), form(client, ada) | {"email": "ada@example.net"})
    assert mail.outbox[-1].to == ["ada@example.org"]
    assert "was changed to another one" in str(mail.outbox[-1].body)
    assert AuditEntry.objects.get(subject=ada).detail == {"fields": ["email"]}
    answer = Client().post("/account/login/", {"login": "ada@example.net", "password": TYPED})
    assert answer.url == "/account/confirm-email/"
    assert mail.outbox[-1].to == ["ada@example.net"]


def test_second_steps_that_were_lost_are_removed_told_and_recorded(
    support: User, ada: User, signed_in: SignIn, now: datetime
) -> None:
    Authenticator.objects.create(user=ada, type="totp", data={})
    Authenticator.objects.create(user=ada, type="recovery_codes", data={})
    client = signed_in(support)
    data = {"action": "remove_second_steps", "_selected_action": [ada.pk]}
    assert "signs in without a second step now" in client.post(USERS, data, follow=True).content.decode()
    assert not Authenticator.objects.filter(user=ada).exists()
    assert "Ada Okafor has no second step" in client.post(USERS, data, follow=True).content.decode()
    entry = AuditEntry.objects.get(subject=ada)
    assert (entry.actor, entry.action) == (support, "accounts.second_steps_removed")
    deliver_due(clock=lambda: now + timedelta(minutes=1))
    assert "removed your second steps" in str(mail.outbox[-1].body)


def test_no_page_of_admin_goes_past_the_audit_trail(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    for address in ("/admin/mfa/authenticator/", "/admin/account/emailaddress/", "/admin/usersessions/usersession/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/admin/password_change/").url == "/account/password/change/"


def test_nobody_signs_in_at_admin_itself(root: User) -> None:
    client = Client()
    given = {"username": root.email, "password": TYPED, "next": "https://evil.example/"}
    answer = client.post("/admin/login/?next=https://evil.example/", given)
    assert answer.url.startswith("/account/login/")
    assert client.get("/admin/").status_code == 302
    answer = client.post(answer.url, {"login": root.email, "password": TYPED, "next": "https://evil.example/"})
    assert answer.url == "/me/"
    assert client.get("/admin/").status_code == 200


def test_tries_at_admin_count_as_tries_at_signing_in(root: User) -> None:
    address = Client().get("/admin/").url
    for _ in range(6):
        client = Client()
        page = client.post(client.get(address).url, {"login": root.email, "password": "wrong but long enough"})
    assert "That was tried too often" in page.content.decode()


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
