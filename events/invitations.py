"""Who is invited to an event that is not open to all. Apps above invite the people they know, such as a cohort."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts import audit
from accounts.models import User
from events.models import Event, Invitation
from events.telling import moment, scope_of
from notifications.outbox import queue_selected

LETTER = "events.invited"


@transaction.atomic
def invite_people(event: Event, people: Iterable[User], *, actor: User | None, now: datetime) -> int:
    """Invite people and write to them, or when the event is published. Returns how many were not invited before."""
    people = set(people)
    people -= set(User.objects.filter(event_invitations__event=event))
    Invitation.objects.bulk_create((Invitation(event=event, user=person) for person in people), ignore_conflicts=True)
    if people:
        audit.record(
            actor=actor, action="events.people_invited", about=event, scope=event.scope,
            detail={"people": len(people)}, now=now,
        )  # fmt: skip
    if event.is_published:
        tell_invited(event, now=now)
    return len(people)


def people_with_addresses(addresses: Collection[str]) -> tuple[list[User], list[str]]:
    """Who confirmed these addresses (given in lower case), and the addresses that nobody confirmed. One query."""
    confirmed = EmailAddress.objects.filter(email__in=addresses, verified=True, user__is_active=True)
    people = {row.email: row.user for row in confirmed.select_related("user")}
    return list(people.values()), [address for address in addresses if address not in people]


@transaction.atomic
def withdraw_invitation(event: Event, invitation_id: int, *, actor: User, now: datetime) -> None:
    """Invite a person no longer. A place they have booked stays theirs. Once it is gone nothing happens."""
    invitation = Invitation.objects.select_related("user").filter(event=event, pk=invitation_id).first()
    if invitation is not None:
        invitation.delete()
        audit.record(
            actor=actor, action="events.invitation_withdrawn", about=event, subject=invitation.user,
            scope=event.scope, now=now,
        )  # fmt: skip


def tell_invited(event: Event, *, now: datetime) -> int:
    """Write to everybody invited who has not been written to. Returns how many that are."""
    rows: QuerySet[Any, Any] = Invitation.objects.filter(event=event).order_by().values(
        about_id=F("pk"),
        key=Concat(Value(f"{LETTER}:"), Cast("pk", CharField()), output_field=CharField()),
        scope=scope_of("event__programme"),
        due_at=moment(now),
    )  # fmt: skip
    return queue_selected(letter=LETTER, rows=rows, now=now)
