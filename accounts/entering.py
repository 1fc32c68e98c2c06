"""What signing in proves, and who is told of changes to it."""

from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction

from accounts import audit
from accounts.models import User
from notifications.outbox import queue_email

_MASKED = "masked"


def mask(email: str) -> str:
    """An address as its owner knows it again and nobody else learns it: "a•••@t•••.uk"."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain[:1]}•••.{domain.rpartition('.')[2]}"


def send_login_code(request: Any, user: User) -> bool:
    """Send a code to somebody's address, to be typed on the page for codes, which then shows the address masked.

    For people who did not type the address themselves: who holds their link must not learn it. Returns False if too
    many were asked for lately. For an account that is closed none is sent, and the answer is the same.
    """
    if not ratelimit.consume(request, action="request_login_code", key=user.email):
        return False
    known = user if user.is_active else None
    process = LoginCodeVerificationProcess.initiate(request=request, user=known, email=user.email)
    process.state[_MASKED] = True
    process.persist()
    return True


def is_masked(stage: Any) -> bool:
    """Whether the page for a code must not show the address: see ``send_login_code``."""
    return stage is not None and bool(stage.state.get(_MASKED))


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


def confirm_by_code(request: Any, user: User, email: str | None) -> None:
    """Confirm the address of somebody whom a team brought in, if they typed the code that was sent to it just now.

    Theirs is the one kind of account without any address to confirm, where allauth would send a second code.
    """
    records = get_authentication_records(request, user)
    typed = bool(records) and records[-1]["method"] == "code" and records[-1].get("email") == email
    if not typed or email != user.email or EmailAddress.objects.filter(user=user).exists():
        return
    address = EmailAddress(user=user, email=email, primary=True)
    if address.set_verified(commit=False):
        address.save()
        EmailAddress.objects.fill_cache_for_user(user, [address])


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
