"""Adverts that people read signed out: they wait half an hour for an account to keep them, and then are gone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from planning.adverts.keeping import keep_advert
from planning.adverts.reading import read_advert
from planning.models.adverts import Advert, TriedAdvert

MOST_WAITING = 1_000  # of all people together: strangers shall not fill the database


def try_advert(text: str, *, instead_of: UUID | None, now: datetime) -> TriedAdvert | None:
    """Keep a text for half an hour, in place of another; None if too many wait already."""
    if instead_of:
        drop_tried(instead_of)
    if TriedAdvert.objects.count() >= MOST_WAITING:
        return None
    return TriedAdvert.objects.create(text=text, read_at=now)


def keep_tried(user: User, tried_id: UUID, *, now: datetime) -> Advert | None:
    """Give what somebody read signed out to the account they signed in to; None if it is gone.

    Raises TooManyAdverts, and then it waits on.
    """
    with transaction.atomic():
        tried = TriedAdvert.objects.awake(now).select_for_update().filter(pk=tried_id).first()
        if tried is None:
            return None
        advert = keep_advert(user, tried.text, read_advert(tried.text), now=now)
        tried.delete()
    return advert


def drop_tried(tried_id: UUID) -> None:
    """Throw it away at once."""
    TriedAdvert.objects.filter(pk=tried_id).delete()


def forget_tried(*, now: datetime) -> int:
    """Delete what nobody signed in for within half an hour. How many."""
    return TriedAdvert.objects.forgotten(now).delete()[0]
