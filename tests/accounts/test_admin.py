"""Users in Django admin, for support."""

from collections.abc import Callable

from django.test import Client

from accounts.models import AuditEntry, DeletionRequest, User

USERS = "/admin/accounts/user/"


def test_closing_an_account_signs_the_person_out_and_is_recorded(
    ada: User, root: User, signed_in: Callable[[User], Client]
) -> None:
    theirs, client = signed_in(ada), signed_in(root)
    page = client.get(f"{USERS}{ada.pk}/change/")
    assert page.status_code == 200
    client.post(f"{USERS}{ada.pk}/change/", {"email": ada.email, "name": ada.name})
    assert not User.objects.get(pk=ada.pk).is_active
    assert theirs.get("/me/").status_code == 302
    entry = AuditEntry.objects.get(action="accounts.user_changed")
    assert (entry.actor, entry.subject, entry.detail) == (root, ada, {"fields": ["is_active"]})


def test_nobody_is_deleted_past_the_registry(ada: User, root: User, signed_in: Callable[[User], Client]) -> None:
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
