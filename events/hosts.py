"""Who runs an event together with its organiser."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.programmes import person_with_address
from accounts.roles import is_staff_member
from common.refusals import Refused
from events.models import CoHost, Event


class CannotHost(Refused):
    """Hosts see who is booked, so they must be in the team of a programme. Ask for a role for them first."""


class HostsAlready(Refused):
    """They run this event already."""


@transaction.atomic
def add_co_host(event: Event, *, email: str, actor: User, now: datetime) -> CoHost:
    """Let the person with this address run the event too. Raises NobodyHasThatAddress, CannotHost, HostsAlready."""
    user = person_with_address(email)
    if not is_staff_member(user, now=now):
        raise CannotHost
    if user == event.organiser:
        raise HostsAlready
    host, is_new = CoHost.objects.get_or_create(event=event, user=user)
    if not is_new:
        raise HostsAlready
    _record(actor, "events.co_host_added", event, user, now)
    return host


@transaction.atomic
def remove_co_host(event: Event, host_id: int, *, actor: User, now: datetime) -> None:
    """Let a co-host run the event no longer. Once they are gone nothing happens."""
    host = CoHost.objects.select_related("user").filter(event=event, pk=host_id).first()
    if host is not None:
        host.delete()
        _record(actor, "events.co_host_removed", event, host.user, now)


def _record(actor: User, action: str, event: Event, subject: User, now: datetime) -> None:
    audit.record(actor=actor, action=action, about=event, subject=subject, scope=event.scope, now=now)
