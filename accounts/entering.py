"""What signing in proves, and who is told of changes to it."""

from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction

from accounts import audit
from accounts.models import User
from notifications.outbox import queue_email


def has_proved_second_step(request: Any) -> bool:
    """Whether this sign-in, and not only some other one, passed a second step."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def signed_in_lately(request: Any, *, at: float) -> bool:
    """Whether this person signed in less than 15 minutes before a moment (a timestamp): it is likely still them."""
    records = get_authentication_records(request, request.user)
    return bool(records) and at - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def record_second_step(request: Any, user: User) -> None:
    """Setting up an app or a passkey shows that one holds it, so it need not be shown again at once."""
    record_authentication(request, user, method="mfa")


def is_unproven(user: User) -> bool:
    """Whether nobody has ever confirmed an address of this account."""
    return not EmailAddress.objects.filter(user=user, verified=True).exists()


def drop_unproven_password(request: Any, user: User) -> bool:
    """Take away the password of an account whose address was proved by a code just now. Returns whether there was one.

    Whoever signed up chose it, and need not be who reads the e-mails: they could have waited for the owner of the
    address to confirm it, and come in by that password later.
    """
    if not user.has_usable_password():
        return False
    user.set_unusable_password()
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    return True


@transaction.atomic
def tell_of_change(user: User, *, action: str, actor: User | None = None, now: datetime) -> None:
    """Keep a change to how somebody signs in, made by themselves or by ``actor``, and write to them about it."""
    entry = audit.record(actor=actor or user, action=action, subject=user, now=now)
    queue_email(
        letter="accounts.security_change", about_id=entry.pk, key=f"accounts.security_change:{entry.pk}", now=now
    )
