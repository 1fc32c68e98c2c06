"""Forgets what accounts leave behind: sign-ups never confirmed, sessions that are over, addresses of last letters."""

from datetime import datetime, timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts import privacy
from accounts.deletion import forget_last_addresses
from accounts.models import User

UNCONFIRMED_STAYS = timedelta(days=30)


def tidy(*, now: datetime) -> None:
    """All of it. Running it twice is as good as once."""
    forget_unconfirmed(now=now)
    forget_last_addresses(now=now)
    forget_sessions()


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete accounts that somebody signed up for with an address that was never confirmed. Returns how many."""
    addresses = User.objects.filter(emailaddress__isnull=False, last_login=None, joined_at__lt=now - UNCONFIRMED_STAYS)
    forgotten = 0
    for user in addresses.exclude(emailaddress__verified=True).distinct():
        with transaction.atomic():
            privacy.erase(user, now=now)
        forgotten += 1
    return forgotten


def forget_sessions() -> None:
    """Delete sessions that are over, and the list of devices where they were."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
