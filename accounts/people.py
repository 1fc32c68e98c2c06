"""What people are on this site: a mentor, a reviewer, an administrator. Everybody with an account is a person.

Site administrators and support are flags of the account, roles in programmes are rows here, and the rest is known to
apps above: from ``AppConfig.ready()`` such an app says who they are, with ``role_is_held_by``.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db.models import QuerySet, TextChoices

from accounts.models import ProgrammeRole, User

People = Callable[[], "QuerySet[User]"]


class PersonRole(TextChoices):
    """What somebody can be. Those in a programme's team have the values of ``ProgrammeRole.Role``."""

    SITE_ADMIN = "SITE_ADMIN", "Site administrator"
    SUPPORT = "SUPPORT", "Support"
    OWNER = "OWNER", "Owner"
    ADMIN = "ADMIN", "Programme admin"
    REVIEWER = "REVIEWER", "Reviewer"
    ADVISER = "ADVISER", "Adviser"
    FACILITATOR = "FACILITATOR", "Facilitator"
    MENTOR = "MENTOR", "Mentor"


_HELD_BY: dict[PersonRole, People] = {}


def role_is_held_by(role: PersonRole, people: People) -> None:
    """Say who has a role that an app above gives: ``people`` makes a query for all who have it at that moment.

    Raises ValueError if that was said already.
    """
    if role in _HELD_BY:
        raise ValueError(f"Who is a {role.label.lower()} was said already.")
    _HELD_BY[role] = people


def people_with(role: PersonRole, *, on: date) -> "QuerySet[User]":
    """Everybody with an open account who has the role, or stands in for it on that day."""
    people = User.objects.filter(is_active=True)
    if role == PersonRole.SITE_ADMIN:
        return people.filter(is_superuser=True)
    if role == PersonRole.SUPPORT:
        return people.filter(is_staff=True, is_superuser=False)
    if role in ProgrammeRole.Role.values:
        held = ProgrammeRole.objects.of_kinds([role])
        return people.filter(pk__in=held.values("user")) | people.filter(pk__in=held.stood_in_for(on).values("deputy"))
    return people.filter(pk__in=_HELD_BY[role]().values("pk")) if role in _HELD_BY else people.none()


def people_without_role(*, on: date) -> "QuerySet[User]":
    """Everybody with an open account who is a person and nothing else."""
    people = User.objects.filter(is_active=True)
    for role in PersonRole:
        people = people.exclude(pk__in=people_with(role, on=on).values("pk"))
    return people


def role_words(people: Collection[User], *, on: date) -> dict[int, list[str]]:
    """What each of these people is, in words, by their id: "Mentor", "Reviewer of Digital fellowship".

    Nothing for those whose account is closed. One query, and one more for each role that an app above gives.
    """
    words: dict[int, list[str]] = {person.pk: [] for person in people}
    open_accounts = {person.pk: person for person in people if person.is_active}
    for pk, person in open_accounts.items():
        if person.is_superuser:
            words[pk].append(PersonRole.SITE_ADMIN.label)
        elif person.is_staff:
            words[pk].append(PersonRole.SUPPORT.label)
    for given in _roles_in_programmes(open_accounts, on):
        named = f"{given.get_role_display()} of {given.programme}"
        if given.user_id in open_accounts:
            words[given.user_id].append(named)
        if given.deputy_id in open_accounts and given.is_stood_in_for(on):
            words[given.deputy_id].append(f"{named}, for {given.user} until {given.away_until:%-d %B %Y}")
    for role, held_by in _HELD_BY.items():
        for pk in held_by().filter(pk__in=open_accounts).values_list("pk", flat=True):
            words[pk].append(role.label)
    return words


def _roles_in_programmes(people: Iterable[int], on: date) -> Iterable[ProgrammeRole]:
    theirs = ProgrammeRole.objects.filter(user__in=people) | ProgrammeRole.objects.filter(deputy__in=people)
    return theirs.select_related("programme", "user").order_by("programme__name", "role", "pk")
