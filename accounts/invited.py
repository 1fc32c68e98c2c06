"""Accounts for people whom a team brings in by their address, and who have not been here yet.

Such an account has no password and no confirmed address. Its owner comes in with a code that is sent to the address,
and typing it confirms the address (``entering.confirm_by_code``). Until then nobody has any part in it: docs/adr/0121.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.entering import is_unproven
from accounts.models import User
from common.refusals import Refused


class AccountIsClosed(Refused):
    """The account with this address is closed."""


def account_for(email: str, *, name: str, now: datetime) -> User:
    """The person with this address, who is given an account if there is none. Raises AccountIsClosed.

    Who has confirmed the address counts, whatever is their main one; who only typed it when they signed up does not.
    They need not be who reads the e-mails, so nothing that they chose stays: not the password, nor the name. Call it
    in a transaction with what the account is for. Twice is as good as once.
    """
    email = email.strip().lower()
    proven = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    user: User = proven.user if proven else _with_address(email, now)
    if not user.is_active:
        raise AccountIsClosed
    if proven is None and user.last_login is None and is_unproven(user):
        _start_afresh(user, name)
    return user


def never_came() -> QuerySet[User]:
    """People who were brought in and have not shown themselves yet."""
    return User.objects.filter(last_login=None, emailaddress=None, is_staff=False, is_superuser=False)


def _with_address(email: str, now: datetime) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, joined_at=now)
            audit.record(actor=None, action="accounts.account_made", subject=user, about=user, now=now)
    except IntegrityError:  # somebody brought them in at the same moment
        return User.objects.get(email=email)
    return user


def _start_afresh(user: User, name: str) -> None:
    user.name = " ".join(name.split())[:150] or user.name
    user.set_unusable_password()
    user.save(update_fields=["name", "password"])
    # A sign-up that stays unconfirmed is forgotten after some weeks; somebody who was invited is not.
    EmailAddress.objects.filter(user=user).delete()
