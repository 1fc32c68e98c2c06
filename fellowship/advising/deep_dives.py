"""The adviser's conversation with somebody who accepted a place, before the start.

Its words are for the programme's advisers and who stands in for them. Neither owners, admins, reviewers nor site
administrators read them, unless they are advisers too; no letter, export or download has them. See ADR 138.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Cohort, DeepDive, Theme
from fellowship.talks import AFTER_ACCEPTANCE

WORDS = ("hopes", "project", "brings", "worries", "needs")


class NotAccepted(Refused):
    """This person has not accepted a place in the cohort, or has it no longer."""


class NotHeldYet(Refused):
    """That day is still to come. Write the note after the conversation."""


class OwnConversation(Refused):
    """Nobody writes the note about themselves."""


def people_of(cohort: Cohort) -> Any:
    """Applications of those who accepted a place in the cohort and have it still."""
    return Application.objects.filter(call__cohort=cohort, state__in=AFTER_ACCEPTANCE).select_related("user")


@transaction.atomic
def save_deep_dive(
    application: Application,
    *,
    held_on: date,
    words: Mapping[str, str],
    themes: Iterable[Theme],
    actor: User,
    now: datetime,
) -> DeepDive:
    """Write the note, or write it anew. ``words`` has the fields of ``WORDS``. Who writes first is the adviser of the
    conversation. Raises NotAccepted, NotHeldYet, OwnConversation."""
    if application.user_id == actor.pk:
        raise OwnConversation
    if held_on > timezone.localdate(now):
        raise NotHeldYet
    current = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    if current.state not in AFTER_ACCEPTANCE:
        raise NotAccepted
    cohort = application.call.cohort
    note, is_new = DeepDive.objects.get_or_create(
        cohort=cohort, user=application.user, defaults={"adviser": actor, "held_on": held_on}
    )
    note.held_on = held_on
    note.adviser = note.adviser or actor
    for name in WORDS:
        setattr(note, name, words[name])
    note.save()
    note.themes.set(theme for theme in themes if theme.cohort_id == cohort.pk)
    audit.record(
        actor=actor, action="fellowship.deep_dive_written" if is_new else "fellowship.deep_dive_changed", about=note,
        subject=application.user, scope=cohort.programme.scope, now=now,
    )  # fmt: skip
    return note
