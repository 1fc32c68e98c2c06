"""Who may not read an application: computed from what is known, or declared by the reviewer.

The same employer, a line manager either way, the sponsor, being named in an answer, and oneself. What is computed is
computed anew before each assignment; what was declared stays.
"""

import re
from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import Profile, User
from fellowship.models import Answer, Application, Call, Conflict, SupportLetter

Why = Conflict.Why
_LEAST_NAME = 5  # characters: shorter names would be found in too many words


def find_conflicts(call: Call, reviewers: Iterable[User]) -> dict[tuple[int, int], str]:
    """{(application, reviewer): why} of all applications handed in. Five queries, whatever their number."""
    people = list(reviewers)
    profiles = {one.user_id: one for one in Profile.objects.filter(user__in=people)}
    applications = list(Application.objects.filter(call=call).submitted().select_related("user__profile"))
    sponsors: dict[int, set[str]] = {}
    for application, email in SupportLetter.objects.filter(application__call=call).values_list("application", "email"):
        sponsors.setdefault(application, set()).add(email.lower())
    words: dict[int, list[str]] = {}
    for application, text in Answer.objects.filter(application__call=call).values_list("application", "text"):
        words.setdefault(application, []).append(text)
    names = {one.pk: _pattern(one.name) for one in people}
    found: dict[tuple[int, int], str] = {}
    for one in applications:
        text = "\n".join(words.get(one.pk, ()))
        for reviewer in people:
            why = _why(one, reviewer, profiles.get(reviewer.pk), sponsors.get(one.pk, set()), names[reviewer.pk], text)
            if why:
                found[one.pk, reviewer.pk] = why
    return found


@transaction.atomic
def keep_conflicts(call: Call, found: Mapping[tuple[int, int], str]) -> None:
    """Store what was computed in place of what was computed before; what was declared stays."""
    Conflict.objects.filter(application__call=call).exclude(why=Why.DECLARED).delete()
    Conflict.objects.bulk_create(
        (Conflict(application_id=one, reviewer_id=other, why=why) for (one, other), why in found.items()),
        ignore_conflicts=True,
    )


def _why(
    application: Application,
    reviewer: User,
    profile: Profile | None,
    sponsors: set[str],
    name: re.Pattern[str] | None,
    text: str,
) -> str:
    theirs = getattr(application.user, "profile", None)
    if reviewer.pk == application.user_id:
        return Why.SELF
    if reviewer.email.lower() in sponsors:
        return Why.SPONSOR
    if theirs is not None and theirs.line_manager_email.lower() == reviewer.email.lower():
        return Why.MANAGER
    if profile is not None and profile.line_manager_email.lower() == application.user.email.lower():
        return Why.MANAGER
    if profile is not None and _same_employer(application, profile):
        return Why.EMPLOYER
    if name is not None and name.search(text):
        return Why.NAMED
    return ""


def _same_employer(application: Application, profile: Profile) -> bool:
    if application.organisation_id is not None and profile.organisation_id is not None:
        return application.organisation_id == profile.organisation_id
    ours, theirs = _folded(profile.works_for), _folded(application.organisation_name)
    return bool(ours) and ours == theirs


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _pattern(name: str) -> re.Pattern[str] | None:
    name = " ".join(name.split())
    if len(name) < _LEAST_NAME:
        return None
    return re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
