"""Personal calendar feeds: an address with a secret that a calendar program reads without signing in."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from events.models import Booking, Event, FeedToken

_SIGNER = "events.feeds"
# Calendars forget what a feed no longer holds, so what was is kept in it for a while.
GOES_BACK = timedelta(days=180)


def feed_address(user: User) -> str | None:
    """The person's secret address; None as long as they have not asked for one."""
    token = FeedToken.objects.filter(user=user).first()
    return _address(token) if token else None


def reset_feed(user: User, *, now: datetime) -> str:
    """A first address, or a new one: the old one opens nothing from now on."""
    token, _ = FeedToken.objects.update_or_create(user=user, defaults={"nonce": uuid.uuid4(), "updated_at": now})
    return _address(token)


def owner_of(secret: str) -> User | None:
    """Whose feed this is; None for what was not made here, was reset, or belongs to somebody who may not sign in."""
    try:
        nonce = uuid.UUID(signing.Signer(salt=_SIGNER).unsign(secret))
    except (signing.BadSignature, ValueError):
        return None
    token = FeedToken.objects.select_related("user").filter(nonce=nonce, user__is_active=True).first()
    return token.user if token else None


def bookings_in_feed(user: User, *, now: datetime) -> QuerySet[Booking]:
    """What the person is booked on; a cancelled event stays, marked as cancelled."""
    return (
        Booking.objects.filter(person=user, state=Booking.State.BOOKED, event__ends_at__gt=now - GOES_BACK)
        .exclude(event__state=Event.State.DRAFT)
        .select_related("event__programme", "person")
        .order_by("event__starts_at", "pk")
    )


def _address(token: FeedToken) -> str:
    secret = signing.Signer(salt=_SIGNER).sign(str(token.nonce))
    return f"{settings.SITE_URL}{reverse('events:feed', args=[secret])}"
