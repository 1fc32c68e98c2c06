"""What those who look after the site do for people who cannot sign in. The person is told of all of it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.entering import tell_of_change
from accounts.models import User
from accounts.roles import is_site_admin, is_staff_member


def may_help(helper: User, user: User, *, now: datetime) -> bool:
    """Whether one may change how the other signs in: whoever can do that has all that the other may do.

    Site administrators help everybody, others help people without a role.
    """
    return helper == user or is_site_admin(helper) or not (user.is_superuser or is_staff_member(user, now=now))


@transaction.atomic
def remove_second_steps(user: User, *, actor: User, now: datetime) -> bool:
    """Take away the passkeys, the app and the codes of somebody who lost them. Returns whether there were any."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        tell_of_change(user, action="accounts.second_steps_removed", actor=actor, now=now)
    return bool(removed)
