"""Who holds the first conversation with whom, and asking for it: one letter, and again each week until the start.

The team gives conversations to advisers as it gives them fellows, and who holds one advises the fellow after enrolling.
A letter is about all that an adviser still has to hold in a cohort. Who accepted and has no adviser is told to who runs
the programme.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from fellowship.advising.deep_dives import OwnConversation
from fellowship.enrolling.fellows import NotAnAdviser
from fellowship.hearing import advisers_of
from fellowship.letters.conversations import LETTER, NOBODY
from fellowship.models import Application, Cohort, DeepDive, Fellow
from fellowship.models.moves import GOES_ON
from fellowship.talks import still_to_hold, without_adviser
from notifications.models import Message
from notifications.outbox import queue_email

AGAIN_AFTER = timedelta(days=7)


@transaction.atomic
def give_conversation(people: Iterable[Application], adviser: User, *, actor: User, now: datetime) -> int:
    """Let an adviser hold the first conversation with these people of one cohort, who are no fellows yet. Returns how
    many are given. The adviser hears of it with the next letter.

    Raises NotAnAdviser, OwnConversation; then nothing changes.
    """
    people = list(people)
    for application in people:
        cohort = application.call.cohort
        if application.user_id == adviser.pk:
            raise OwnConversation
        if not advisers_of(cohort.pk).filter(pk=adviser.pk).exists():
            raise NotAnAdviser
        note, _ = DeepDive.objects.update_or_create(
            cohort=cohort, user=application.user, defaults={"adviser": adviser, "asked_at": None}
        )
        audit.record(
            actor=actor, action="fellowship.conversation_given", about=note, subject=application.user,
            scope=cohort.programme.scope, detail={"adviser": adviser.pk}, now=now,
        )  # fmt: skip
    return len(people)


@transaction.atomic
def share_out_conversations(cohort: Cohort, *, actor: User, now: datetime) -> int:
    """Give everybody without an adviser to the one with the fewest fellows and conversations. Returns how many.

    Raises NotAnAdviser where the programme has no adviser to give.
    """
    advisers = {one.pk: one for one in advisers_of(cohort.pk)}
    loads = Counter(Fellow.objects.filter(cohort=cohort, state__in=GOES_ON).values_list("adviser", flat=True))
    loads.update(still_to_hold().filter(call__cohort=cohort, fellow=None).values_list("asked", flat=True))
    given = 0
    for application in without_adviser(cohort):
        free = [pk for pk in advisers if pk != application.user_id]
        if not free:
            raise NotAnAdviser("The programme has no adviser yet. An owner can put some into its team.")
        adviser = min(free, key=lambda pk: (loads[pk], pk))
        given += give_conversation([application], advisers[adviser], actor=actor, now=now)
        loads[adviser] += 1
    return given


def ask_for_conversations(*, now: datetime) -> int:
    """Ask advisers for the conversations that are to be held before the start: at once, and each week what is left; and
    tell who runs the programme, once a week, where nobody is to talk with somebody. Returns how many letters are new.
    The clock calls it each hour; an adviser gets one letter a day at most for a cohort.
    """
    today = timezone.localdate(now)
    cohorts: dict[int, Cohort] = {}
    waiting: dict[int, list[Any]] = defaultdict(list)
    for application in still_to_hold().filter(call__cohort__starts_on__gt=today).order_by("pk"):
        cohorts[application.call.cohort_id] = application.call.cohort
        waiting[application.call.cohort_id].append(application)
    asked = 0
    for cohort_id, cohort in cohorts.items():
        advisers = set(advisers_of(cohort_id).values_list("pk", flat=True))
        by_adviser: dict[int, list[int]] = defaultdict(list)
        for application in waiting[cohort_id]:
            by_adviser[application.asked if application.asked in advisers else 0].append(application.user_id)
        if by_adviser.pop(0, None):
            asked += _tell(NOBODY, cohort.pk, f"{cohort.pk}:{today:%G-%V}", cohort, now)
        for adviser, people in by_adviser.items():
            asked += _ask(cohort, adviser, people, now)
    return asked


@transaction.atomic
def _ask(cohort: Cohort, adviser: int, people: list[int], now: datetime) -> bool:
    """One letter about all of these, if somebody is new or a week has passed. Whether there is one."""
    new = (DeepDive(cohort=cohort, user_id=user, adviser_id=adviser) for user in people)
    DeepDive.objects.bulk_create(new, ignore_conflicts=True)
    notes = list(
        DeepDive.objects.select_for_update(of=("self",), no_key=True)
        .filter(cohort=cohort, user__in=people, held_on=None)
        .order_by("pk")
    )
    if not any(one.asked_at is None or one.asked_at <= now - AGAIN_AFTER for one in notes):
        return False
    if not _tell(LETTER, notes[-1].pk, f"{cohort.pk}:{adviser}:{timezone.localdate(now)}", cohort, now):
        return False
    DeepDive.objects.filter(pk__in=[one.pk for one in notes]).update(asked_at=now, adviser=adviser, updated_at=now)
    return True


def _tell(letter: str, about: int, key: str, cohort: Cohort, now: datetime) -> bool:
    key = f"{letter}:{key}"
    if Message.objects.filter(key=key).exists():
        return False
    queue_email(letter=letter, about_id=about, key=key, scope=cohort.programme.scope, now=now)
    return True
