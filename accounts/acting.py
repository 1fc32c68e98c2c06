"""Who acts now for somebody in the team of a programme: they themselves, who stands in for them, then the owners."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User


def line_for(programme: Programme, user: User | None, *, now: datetime) -> list[list[User]]:
    """Who is asked, step by step, about what is a person's to do. One query.

    First the person, unless they are away, gone or no longer in the team; then who stands in for them today; then the
    owners, or who stands in for those; where a programme has lost its owners, its admins. Somebody who has seen nothing
    in time is passed over to the next step. Nobody is in two steps, and no step is empty.
    """
    today = timezone.localdate(now)
    roles = list(programme.roles.select_related("user", "deputy").order_by("pk"))
    theirs = [one for one in roles if user is not None and one.user_id == user.pk and one.user.is_active]
    deputies = _deputies(theirs, today)
    is_here = bool(theirs) and not any(_is_away(one, today) for one in theirs)
    active = [one for one in roles if one.user.is_active]
    owning = [one for one in active if one.role == ProgrammeRole.Role.OWNER]
    owning = owning or [one for one in active if one.role == ProgrammeRole.Role.ADMIN]
    owners = [one.user for one in owning if not _is_away(one, today)] + _deputies(owning, today)
    steps = [[theirs[0].user] if is_here else [], deputies, owners or [one.user for one in owning]]
    seen: set[int] = set()
    line = []
    for step in steps:
        new = [one for one in dict.fromkeys(step) if one.pk not in seen]
        seen |= {one.pk for one in new}
        if new:
            line.append(new)
    return line


def acting_for(programme: Programme, user: User | None, *, now: datetime) -> list[User]:
    """Who does today what is a person's to do: the first step of ``line_for``. Empty where nobody is left."""
    return next(iter(line_for(programme, user, now=now)), [])


def _deputies(roles: list[ProgrammeRole], today: date) -> list[User]:
    return [one.deputy for one in roles if _is_away(one, today) and one.deputy and one.deputy.is_active]


def _is_away(role: ProgrammeRole, today: date) -> bool:
    return role.away_from is not None and role.away_until is not None and role.away_from <= today <= role.away_until
