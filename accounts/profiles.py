"""Keeps what a person tells about themselves and their work."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Organisation, Profile, User

WORK = ("job_title", "band", "profession", "registration", "background", "region", "line_manager_email")


def profile_of(user: User) -> Profile:
    """The profile of a person; an empty one, not yet stored, if they never filled it in. One query."""
    return Profile.objects.select_related("organisation").filter(user=user).first() or Profile(user=user)


@transaction.atomic
def save_profile(
    user: User,
    *,
    name: str,
    employer: str,
    organisation: Organisation | None,
    organisation_name: str,
    work: Mapping[str, Any],
    now: datetime,
) -> Profile:
    """Keep a person's name and work; ``work`` has the fields of ``WORK``."""
    User.objects.filter(pk=user.pk).update(name=name)
    user.name = name
    profile = profile_of(user)
    profile.employer = employer
    profile.organisation = organisation if employer == Profile.Employer.LISTED else None
    profile.organisation_name = organisation_name if employer == Profile.Employer.NOT_LISTED else ""
    for field in WORK:
        setattr(profile, field, work[field])
    profile.save()
    return profile


def keep_profiles(profiles: Iterable[Profile]) -> None:
    """Store many profiles at once, new ones and changed ones. Each person is there once."""
    profiles = list({profile.pk: profile for profile in profiles}.values())
    changed = ("employer", "organisation", "organisation_name", *WORK)
    Profile.objects.bulk_update([one for one in profiles if not one._state.adding], changed, batch_size=200)
    Profile.objects.bulk_create([one for one in profiles if one._state.adding], batch_size=1000)
