"""A team writes to exactly the people of a list: as many held letters, which they read, edit and release in the outbox.

An app that wants this has the two tables of ``accounts.models.written_letters``, calls ``write_to``, and registers a
letter whose ``look_up`` is ``addressed`` and whose mail is ``written_mail``. ``how_far`` tells what became of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts import audit
from accounts.models.written_letters import WrittenLetter, WrittenLetterTo
from accounts.preferences import people_who_refuse, stop_url
from common.refusals import Refused
from notifications.letters import Drop, Mail
from notifications.models import Message
from notifications.outbox import hold_emails

MOST = 2_000

To = TypeVar("To", bound=WrittenLetterTo)


class NobodyTicked(Refused):
    """Nobody was ticked, so this goes to nobody. Go back and tick some, or write to all in the list."""


class ListHasChanged(Refused):
    """The list has changed since you looked, so it would go to other people. Look at the number again, then send."""


class TooMany(Refused):
    """That is more than 2,000 people. Narrow the list, and write to one part after the other."""


def check_chosen(people: Collection[Any], expected: int) -> None:
    """Raises NobodyTicked, ListHasChanged, TooMany. ``expected``: how many the team was told it would go to."""
    if not people:
        raise NobodyTicked
    if len(people) != expected:
        raise ListHasChanged
    if len(people) > MOST:
        raise TooMany


@transaction.atomic
def write_to(
    user_ids: Collection[int], written: WrittenLetter, *, letter: str, expected: int, action: str, now: datetime
) -> int:
    """Keep ``written``, a row not saved yet, and hold a letter for each of these people. Returns how many letters that
    made; who wants none has none.

    ``letter``: the registered name. ``expected``: how many people the team was told it would go to. ``action``: what
    the audit trail calls it. Raises NobodyTicked, ListHasChanged, TooMany.
    """
    check_chosen(user_ids, expected)
    written.save()
    rows: Any = written.to  # type: ignore[attr-defined]  # the app's own table
    made = rows.bulk_create(rows.model(letter=written, user_id=one) for one in sorted(user_ids))
    scope = written.comes_from()[0].scope
    held = hold_emails(letter=letter, keys={row.pk: f"{letter}:{row.pk}" for row in made}, scope=scope, now=now)
    audit.record(
        actor=written.written_by, action=action, about=written, scope=scope, detail={"people": len(made)}, now=now
    )
    return held


def addressed(rows: "QuerySet[To]", row_ids: Collection[int], letter: str) -> Mapping[int, To]:
    """Those of ``rows`` that messages are about, each with whether its person refuses the letter. One query."""
    refuses = Q(user__in=people_who_refuse(letter))
    found: Any = rows.select_related("user").annotate(refuses=refuses)
    by_id: Mapping[int, To] = found.in_bulk(row_ids)
    return by_id


def written_mail(row: WrittenLetterTo | None, letter: str) -> Mail | Drop:
    """The mail for one of those whom ``addressed`` found, or why there is none."""
    if row is None or not row.user.is_active:
        return Drop("The person has left.")
    if row.refuses:  # type: ignore[attr-defined]  # annotated
        return Drop("The person does not want this letter.")
    written: WrittenLetter = row.letter  # type: ignore[attr-defined]  # the app's own foreign key
    programme, signed = written.comes_from()
    return Mail(
        to=row.user.email,
        template="accounts/written_letter",
        context={"person": row.user, "written": written, "signed": signed},
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        unsubscribe_url=stop_url(row.user_id, letter),
    )


@dataclass(frozen=True)
class Gone:
    """To how many people a letter was written, how many letters of it have left, and how many are held still."""

    people: int = 0
    sent: int = 0
    held: int = 0


def how_far(rows: "QuerySet[To]", letter: str) -> dict[int, Gone]:
    """How far the letters are that these rows belong to, by the id of what was written. One query."""
    about = Message.objects.filter(letter=letter, about_id=OuterRef("pk"))
    counted = (
        rows.annotate(
            is_sent=Exists(about.filter(state=Message.State.SENT)),
            is_held=Exists(about.filter(state=Message.State.HELD)),
        )
        .order_by()
        .values_list("letter")
        .annotate(Count("pk"), sent=Count("pk", filter=Q(is_sent=True)), held=Count("pk", filter=Q(is_held=True)))
    )
    return {pk: Gone(people, sent, held) for pk, people, sent, held in counted}
