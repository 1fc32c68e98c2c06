"""Staff write items and choose feeds; people choose families and get one letter a week about what is new in them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.preferences import people_who_refuse
from careers.models import Family
from notifications.outbox import queue_email
from planning.models.horizon import Feed, HorizonInterest, HorizonItem

LETTER = "planning.horizon_digest"


@transaction.atomic
def save_item(
    item_id: UUID | None, *, fields: Mapping[str, Any], families: Iterable[Family], hidden: bool, now: datetime
) -> None:
    """Write an item, or change one, also one that a feed brought. Raises HorizonItem.DoesNotExist."""
    item = HorizonItem(found_at=now) if item_id is None else HorizonItem.objects.select_for_update().get(pk=item_id)
    for name, value in fields.items():
        setattr(item, name, value)
    item.hidden_at = (item.hidden_at or now) if hidden else None
    item.save()
    item.families.set(families)


@transaction.atomic
def save_feed(
    feed_id: UUID | None, *, fields: Mapping[str, Any], families: Iterable[Family], paused: bool, now: datetime
) -> None:
    """Choose a feed, or change one. A new address begins with a clean record. Raises Feed.DoesNotExist."""
    feed = Feed() if feed_id is None else Feed.objects.select_for_update().get(pk=feed_id)
    if fields["address"] != feed.address:
        feed.tried_at = feed.read_at = None
        feed.failures, feed.problem = 0, ""
    for name, value in fields.items():
        setattr(feed, name, value)
    feed.paused_at = (feed.paused_at or now) if paused else None
    feed.save()
    feed.families.set(families)


@transaction.atomic
def follow(user: User, families: Collection[Family]) -> None:
    """Follow exactly these families; none: no letter."""
    HorizonInterest.objects.filter(user=user).exclude(family__in=families).delete()
    rows = [HorizonInterest(user=user, family=family) for family in families]
    HorizonInterest.objects.bulk_create(rows, ignore_conflicts=True)


def queue_digests(*, now: datetime) -> int:
    """Put one letter for this week into the outbox for everybody for whom there is news. Returns how many people.

    The key names person and week: running twice adds nothing.
    """
    fresh = HorizonItem.objects.of_last_week(now)
    people = (
        HorizonInterest.objects.filter(family__in=fresh.values("families"), user__is_active=True)
        .exclude(user__in=people_who_refuse(LETTER))
        .order_by("user")
        .values_list("user", flat=True)
        .distinct()
    )
    year, week, _ = now.isocalendar()
    found = list(people)
    for user in found:
        queue_email(letter=LETTER, about_id=user, key=f"{LETTER}:{user}:{year}-{week:02}", now=now)
    return len(found)
