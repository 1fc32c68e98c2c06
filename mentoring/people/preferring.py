"""A mentee's shortlist and whom they would rather not meet. Nobody but them sees it, the mentor least of all."""

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from mentoring.models import Mentee, Mentor, Preference

MOST_SHORTLISTED = 10
MOST_VETOES = 50
Kind = Preference.Kind


class ShortlistIsFull(Refused):
    """Ten mentors are on your shortlist. Take one off, then add another."""


class TooManyVetoes(Refused):
    """You have named fifty people you would rather not meet. Take one off the list first."""


class NotOnShortlist(Refused):
    """That mentor is not on your shortlist any more."""


@transaction.atomic
def prefer(user: User, mentor: Mentor, kind: str) -> None:
    """Put a mentor last on the shortlist, or say "not this person". One replaces the other; twice is the same as once.

    Raises ShortlistIsFull, TooManyVetoes.
    """
    mentee = _locked(user)
    mine = Preference.objects.filter(mentee=mentee)
    if mine.filter(mentor=mentor, kind=kind).exists():
        return
    others = mine.filter(kind=kind).exclude(mentor=mentor)
    if kind == Kind.SHORTLIST and others.count() >= MOST_SHORTLISTED:
        raise ShortlistIsFull
    if kind == Kind.VETO and others.count() >= MOST_VETOES:
        raise TooManyVetoes
    last = others.order_by("position").values_list("position", flat=True).last() or 0
    mine.update_or_create(mentor=mentor, defaults={"mentee": mentee, "kind": kind, "position": last + 1})


@transaction.atomic
def forget(user: User, mentor: Mentor) -> None:
    """Take a mentor off either list."""
    Preference.objects.filter(mentee=_locked(user), mentor=mentor).delete()


@transaction.atomic
def move_up(user: User, mentor: Mentor) -> None:
    """Change places with the mentor above on the shortlist; the first stays. Raises NotOnShortlist."""
    rows = list(Preference.objects.filter(mentee=_locked(user), kind=Kind.SHORTLIST).order_by("position", "pk"))
    place = next((place for place, row in enumerate(rows) if row.mentor_id == mentor.pk), None)
    if place is None:
        raise NotOnShortlist
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Preference.objects.bulk_update(rows, ["position"])


def preference_for(user: User, mentor: Mentor) -> str:
    """SHORTLIST, VETO or an empty string. One query."""
    kinds = Preference.objects.filter(mentee__user=user, mentor=mentor).values_list("kind", flat=True)
    return kinds.first() or ""


def _locked(user: User) -> Mentee:
    """The mentee's row, made where there is none, so that two clicks count one after the other."""
    mentee, _ = Mentee.objects.get_or_create(user=user)
    locked: Mentee = Mentee.objects.select_for_update(no_key=True).get(pk=mentee.pk)
    return locked
