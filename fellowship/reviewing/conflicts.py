"""Who may not read an application: computed from what is known, or declared by the reviewer.

The same employer, a line manager either way, the sponsor, being named in an answer, oneself, and the employers and
people that a reviewer told us of beforehand. Who has applied to a call, be it a draft, reads nothing of it: all others
stand beside them for the same places. What is computed is computed anew before each assignment; what was
declared about one application stays.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Profile, User
from fellowship.models import Answer, Application, Call, Conflict, PanelMember, Reader, SupportLetter
from fellowship.models.moves import ApplicationState

Why = Conflict.Why
_LEAST_NAME = 5  # characters: shorter names would be found in too many words


@dataclass(frozen=True, slots=True)
class _Reviewer:
    """What is known of a reviewer, made ready for being compared with many applications."""

    user: User
    email: str
    profile: Profile | None
    employers: frozenset[str]
    people: frozenset[str]
    name: str  # empty if it is too short to be looked for


@dataclass(frozen=True, slots=True)
class _Applicant:
    """What is known of an application, likewise. ``people``: names and addresses of applicant and sponsors."""

    application: Application
    employer: str
    sponsors: frozenset[str]
    people: frozenset[str]
    text: str


def find_conflicts(call: Call, reviewers: Iterable[User]) -> dict[tuple[int, int], str]:
    """{(application, reviewer): why} of all applications handed in. Six queries, whatever their number."""
    people = list(reviewers)
    profiles = {one.user_id: one for one in Profile.objects.filter(user__in=people).select_related("organisation")}
    told = {one.user_id: one for one in Reader.objects.filter(call=call)}
    applying = set(_applied().filter(call=call, user__in=people).values_list("user", flat=True))
    them = [_reviewer(one, profiles.get(one.pk), told.get(one.pk)) for one in people]
    found: dict[tuple[int, int], str] = {}
    for one in _applicants(call):
        for reviewer in them:
            why = _why(one, reviewer)
            if not why and reviewer.user.pk in applying:
                why = Why.APPLIED
            if why:
                found[one.application.pk, reviewer.user.pk] = why
    return found


def calls_applied_to(user: User) -> "QuerySet[Any, Any]":
    """The ids of the calls to which this person has an application, begun or handed in, for a subquery."""
    return _applied().filter(user=user).values("call")


def _applied() -> "QuerySet[Application]":
    return Application.objects.exclude(state=ApplicationState.WITHDRAWN)


def _reviewer(user: User, profile: Profile | None, told: Reader | None) -> _Reviewer:
    return _Reviewer(
        user, user.email.lower(), profile,
        employers=frozenset(filter(None, map(_folded, told.employers.splitlines()))) if told else frozenset(),
        people=frozenset(filter(None, map(_folded, told.people.splitlines()))) if told else frozenset(),
        name=name if len(name := _folded(user.name)) >= _LEAST_NAME else "",
    )  # fmt: skip


def _applicants(call: Call) -> list[_Applicant]:
    """Three queries."""
    applications = Application.objects.filter(call=call).submitted().select_related("user__profile", "organisation")
    sponsors: dict[int, list[tuple[str, str]]] = {}
    letters = SupportLetter.objects.filter(application__call=call)
    for application, name, email in letters.values_list("application", "name", "email"):
        sponsors.setdefault(application, []).append((name, email.lower()))
    words: dict[int, list[str]] = {}
    for application, text in Answer.objects.filter(application__call=call).values_list("application", "text"):
        words.setdefault(application, []).append(text)
    return [
        _Applicant(
            one,
            _folded(one.organisation.name if one.organisation else one.organisation_name),
            frozenset(email for _, email in sponsors.get(one.pk, ())),
            frozenset(
                _folded(said)
                for said in (one.name, one.user.name, one.user.email, *sum(sponsors.get(one.pk, ()), start=()))
                if said
            ),
            _folded("\n".join(words.get(one.pk, ()))),
        )
        for one in applications
    ]


@transaction.atomic
def keep_conflicts(call: Call, found: Mapping[tuple[int, int], str]) -> None:
    """Store what was computed in place of what was computed before; what was declared stays, and so does what was
    found for people on panels who read nothing."""
    on_panels = PanelMember.objects.filter(panel__call=call).values("user")
    computed = Conflict.objects.filter(application__call=call).exclude(why=Why.DECLARED)
    computed.exclude(reviewer__in=on_panels).delete()
    computed.filter(reviewer__in={reviewer for _, reviewer in found}).delete()
    Conflict.objects.bulk_create(
        (Conflict(application_id=one, reviewer_id=other, why=why) for (one, other), why in found.items()),
        ignore_conflicts=True,
    )


def _why(one: _Applicant, reviewer: _Reviewer) -> str:
    applicant, profile = one.application.user, reviewer.profile
    theirs = getattr(applicant, "profile", None)
    if reviewer.user.pk == applicant.pk:
        return Why.SELF
    if reviewer.email in one.sponsors:
        return Why.SPONSOR
    if theirs is not None and theirs.line_manager_email.lower() == reviewer.email:
        return Why.MANAGER
    if profile is not None and profile.line_manager_email.lower() == applicant.email.lower():
        return Why.MANAGER
    if profile is not None and _same_employer(one.application, profile):
        return Why.EMPLOYER
    if reviewer.employers and any(_is_told(told, one.employer) for told in reviewer.employers):
        return Why.TOLD
    if reviewer.people and any(_is_told(told, name) for told in reviewer.people for name in one.people):
        return Why.TOLD
    if reviewer.name and _names(one.text, reviewer.name):
        return Why.NAMED
    return ""


def _is_told(told: str, name: str) -> bool:
    """Whether all words that the reviewer wrote stand in the name: “Ann Lee” is also “Dr Ann Mary Lee”."""
    return told == name or ("@" not in told and len(told) >= _LEAST_NAME and set(told.split()) <= set(name.split()))


def _same_employer(application: Application, profile: Profile) -> bool:
    if application.organisation_id is not None and profile.organisation_id is not None:
        return application.organisation_id == profile.organisation_id
    ours, theirs = _folded(profile.works_for), _folded(application.organisation_name)
    return bool(ours) and ours == theirs


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(text: str, name: str) -> bool:
    """Whether the name stands in the text as words of its own. The plain search first: it is many times faster."""
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
