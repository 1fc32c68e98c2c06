"""A calendar file with the days on which actions are due: one whole-day entry each (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import icalendar
from django.conf import settings
from django.urls import reverse

from notifications.writing import one_line, tidy
from planning.models import Action


def due_dates(actions: Iterable[Action], review_on: date, *, plan: int, now: datetime) -> bytes:
    """Open actions with a date, and the day of the review. ``plan`` is its id.

    An entry keeps its UID, so that a newer file brings what was imported up to date.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{one_line(settings.SERVICE_NAME)}//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for action in actions:
        if action.due_on:
            url = f"{settings.SITE_URL}{reverse('planning:action_edit', args=[action.pk])}"
            words = f"{action.get_kind_display()}: {action.text}"
            calendar.add_component(_entry(str(action.pk), words, action.due_on, url, now))
    url = f"{settings.SITE_URL}{reverse('planning:plan_review')}"
    calendar.add_component(_entry(f"plan-review-{plan}", "Look back at my plan", review_on, url, now))
    return bytes(calendar.to_ical())


def _entry(uid: str, words: str, day: date, url: str, now: datetime) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", uid)
    entry.add("dtstamp", now.astimezone(UTC))
    # Of two entries with one UID calendars keep the one with the higher number.
    entry.add("sequence", int(now.timestamp()) // 60)
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", one_line(words)[:200])
    entry.add("description", tidy(f"{words}\n{url}").strip())
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    return entry
