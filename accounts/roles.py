"""Who may do what: site administrators, the teams of programmes, and those who stand in for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User

Someone = User | AnonymousUser
Role = ProgrammeRole.Role

RUNNING_IT = (Role.OWNER, Role.ADMIN)


def is_site_admin(user: Someone) -> bool:
    """Whether this person may see and do everything."""
    return user.is_active and user.is_superuser


def is_staff_member(user: Someone, *, now: datetime) -> bool:
    """Whether this person sees other people's data: a site admin, support, or anybody in the team of a programme.

    For most people one query.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or user.is_staff or _roles_of(user, now).exists()


def programmes_where(user: Someone, roles: Iterable[str], *, now: datetime) -> QuerySet[Programme]:
    """The programmes in which this person has, or stands in for, one of the roles; all of them for a site admin."""
    if is_site_admin(user):
        return Programme.objects.all()
    if not isinstance(user, User) or not user.is_active:
        return Programme.objects.none()
    return Programme.objects.filter(pk__in=_roles_of(user, now).of_kinds(roles).values("programme"))


def may(user: Someone, programme: Programme, roles: Iterable[str], *, now: datetime) -> bool:
    """Whether this person has, or stands in for, one of the roles in the programme."""
    return programmes_where(user, roles, now=now).filter(pk=programme.pk).exists()


def outbox_scopes(user: Any, *, now: datetime) -> frozenset[str] | None:
    """Whose messages this person may see: None for all, else the scopes of the programmes that they run.

    The outbox calls it by name, from its views.
    """
    if is_site_admin(user):
        return None
    return frozenset(programme.scope for programme in programmes_where(user, RUNNING_IT, now=now))


def outbox_scope_names() -> dict[str, str]:
    """What the scopes of messages are called: the names of all programmes, in order. The outbox calls it by name."""
    return {programme.scope: programme.name for programme in Programme.objects.all()}


def _roles_of(user: User, now: datetime) -> Any:
    return ProgrammeRole.objects.held_by(user, on=timezone.localdate(now))
