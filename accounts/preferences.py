"""Which letters and which reminders a person wants, and how to stop one from inside it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import audit
from accounts.models import ContactPreference, User
from common.refusals import Refused
from notifications.letters import Letter, all_letters, find_letter

_SALT = "accounts.preferences.stop"


@dataclass(frozen=True)
class ReminderTime:
    """How long before an event a person may be reminded; ``days`` are days on the clock on the wall."""

    topic: str
    words: str
    before: timedelta


REMINDER_TIMES = (
    ReminderTime("reminder.7-days", "7 days before", timedelta(days=7)),
    ReminderTime("reminder.1-day", "1 day before", timedelta(days=1)),
    ReminderTime("reminder.1-hour", "1 hour before", timedelta(hours=1)),
)


class LetterIsEssential(Refused):
    """This kind of e-mail cannot be stopped, because you need it to use your account or what you signed up for."""


def letters_to_choose() -> list[Letter]:
    """The letters that a person may stop, by title. Reminders are letters too, but are chosen by their times."""
    return [letter for letter in all_letters() if not letter.essential and not is_reminder(letter.name)]


def is_reminder(letter: str) -> bool:
    """Whether people choose this letter by its time: its name is the topic, or ends with it after an app's name."""
    return any(letter == time.topic or letter.endswith(f".{time.topic}") for time in REMINDER_TIMES)


def wants(user_id: int, topic: str) -> bool:
    """Whether a person wants a letter or a reminder time. What they never said they want."""
    return not ContactPreference.objects.filter(user=user_id, topic=topic, wanted=False).exists()


def refused_topics(user: User) -> set[str]:
    """The letters and reminder times that a person does not want."""
    return refused_topics_of([user.pk])[user.pk]


def refused_topics_of(user_ids: Iterable[int]) -> dict[int, set[str]]:
    """The same for several people by one query, by their ids."""
    refused: dict[int, set[str]] = {user_id: set() for user_id in user_ids}
    rows = ContactPreference.objects.filter(user__in=refused, wanted=False).values_list("user", "topic")
    for user_id, topic in rows:
        refused[user_id].add(topic)
    return refused


def people_who_refuse(topic: str) -> "QuerySet[ContactPreference, int]":
    """Ids of the people who do not want a topic, to leave them out of a query with ``exclude(user__in=…)``."""
    return ContactPreference.objects.filter(topic=topic, wanted=False).values_list("user", flat=True)


@transaction.atomic
def save_choices(user: User, *, offered: Collection[str], wanted: Collection[str], now: datetime) -> None:
    """Keep what a person chose of what they were offered; everything else stays as it is."""
    rows = [ContactPreference(user=user, topic=topic, wanted=topic in wanted, updated_at=now) for topic in offered]
    ContactPreference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "topic"], update_fields=["wanted", "updated_at"]
    )


@transaction.atomic
def stop_letter(user: User, letter: str, *, now: datetime) -> None:
    """Send no more letters of this kind. Doing it twice is the same as once. Raises LetterIsEssential."""
    found = find_letter(letter)
    if found is not None and found.essential:
        raise LetterIsEssential
    if wants(user.pk, letter):
        save_choices(user, offered=[letter], wanted=[], now=now)
        audit.record(actor=user, action="accounts.letter_stopped", about=letter, subject=user, now=now)


def stop_url(user_id: int, letter: str) -> str:
    """The address for ``Mail.unsubscribe_url``: a POST there stops this letter, a GET asks whether to (RFC 8058).

    It works for ever and for nothing else.
    """
    token = signing.dumps([user_id, letter], salt=_SALT)
    return f"{settings.SITE_URL}{reverse('accounts:letter_stop', args=[token])}"


def read_stop_token(token: str) -> tuple[int, str] | None:
    """The person and the letter that a token was made for; None if it was not made here."""
    try:
        user_id, letter = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return int(user_id), str(letter)
