"""Read feeds: what is new in each becomes items, and how each does is kept for staff to see."""

import hashlib
import html
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import feedparser
from django.db import transaction
from django.db.models import F

from planning.horizon.fetching import CannotFetch, fetch
from planning.models.horizon import Feed, HorizonItem

MOST_ITEMS = 50  # of one feed at one time
_MOST_LOOKED_AT = 20_000  # characters of a text; looking for the ends of tags takes the square of that in time
_TAG = re.compile(r"<[^>]*>")


def read_feeds(*, now: datetime, stopwatch: Callable[[], float]) -> int:
    """Read every feed that is not paused, one after the other. Returns how many items were new.

    A feed that fails leaves the others alone, and what it brought before stays. Those tried longest ago come first, so
    that one which takes all the time there is does so once.
    """
    in_turn = Feed.objects.filter(paused_at=None).order_by(F("tried_at").asc(nulls_first=True), "name")
    return sum(read_feed(pk, now=now, stopwatch=stopwatch) for pk in list(in_turn.values_list("pk", flat=True)))


def read_feed(feed_id: UUID, *, now: datetime, stopwatch: Callable[[], float]) -> int:
    """Read one feed outside any transaction, then write what it brought. Returns how many items were new."""
    Feed.objects.filter(pk=feed_id).update(tried_at=now, updated_at=now)
    address = Feed.objects.values_list("address", flat=True).get(pk=feed_id)
    try:
        entries = parse(fetch(address, stopwatch=stopwatch))
    except CannotFetch as problem:
        Feed.objects.filter(pk=feed_id).update(failures=F("failures") + 1, problem=str(problem)[:300], updated_at=now)
        return 0
    return _keep(feed_id, entries, now)


def parse(content: bytes) -> list[dict[str, str]]:
    """The entries of an RSS or Atom feed as key, title, summary and https address, in plain text; at most 50.

    Entries without a title or an address that we would link to are left out. Raises CannotFetch if it is no feed.
    """
    # As a stream: feedparser opens or fetches a text that looks like a file or an address.
    parsed: Any = feedparser.parse(io.BytesIO(content))
    if not parsed.get("version"):
        raise CannotFetch("What is there is no RSS or Atom feed.")
    entries = []
    for entry in parsed.entries[:MOST_ITEMS]:
        title, address = _plain(entry.get("title", ""), 200), str(entry.get("link", "")).strip()
        if title and _is_link(address):
            key = hashlib.sha256(str(entry.get("id") or address).encode("utf-8", "replace")).hexdigest()
            summary = _plain(entry.get("summary", ""), 1000)
            entries.append({"key": key, "title": title, "summary": summary, "address": address})
    return entries


@transaction.atomic
def _keep(feed_id: UUID, entries: list[dict[str, str]], now: datetime) -> int:
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=feed_id)
    known = set(HorizonItem.objects.filter(feed=feed).values_list("key", flat=True))
    new = {entry["key"]: entry for entry in entries if entry["key"] not in known}
    families = list(feed.families.all())
    for entry in new.values():
        HorizonItem.objects.create(feed=feed, found_at=now, **entry).families.set(families)
    feed.read_at = now
    feed.failures, feed.problem = 0, ""
    feed.save()
    return len(new)


def _is_link(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and len(address) <= 500 and address.isprintable()


def _plain(text: Any, most: int) -> str:
    """Words alone: without markup, control characters or line breaks."""
    words = html.unescape(_TAG.sub(" ", str(text)[:_MOST_LOOKED_AT]))
    plain = " ".join("".join(one if one.isprintable() else " " for one in words).split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
