"""Reach: the share of the staff who could have applied that did. How many could is entered, and never guessed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Cohort, EligibleStaff
from fellowship.reporting.funder import rounded

NOT_KNOWN = "Not known"
# Everybody who works for the National Health Service and in social care is about three million.
MOST = 10_000_000


class FewerThanApplied(Refused):
    """More people have applied than that, so more were eligible. Look at what the number counts."""


@transaction.atomic
def save_eligible(
    cohort: Cohort, *, number: int | None, source: str, counted_on: date | None, actor: User, now: datetime
) -> None:
    """Keep how many could have applied, or with None that it is not known. Raises FewerThanApplied."""
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    if number is None:
        EligibleStaff.objects.filter(cohort=cohort).delete()
    else:
        if number < (applied := applicants_of([cohort])[cohort.pk]):
            raise FewerThanApplied(f"{applied} people have applied, so more were eligible. Look at what is counted.")
        known: dict[str, Any] = {"number": number, "source": source, "counted_on": counted_on}
        EligibleStaff.objects.update_or_create(cohort=cohort, defaults=known)
    audit.record(
        actor=actor, action="fellowship.eligible_staff_saved", about=cohort, scope=cohort.programme.scope,
        detail={"number": number}, now=now,
    )  # fmt: skip


def applicants_of(cohorts: Sequence[Cohort]) -> dict[int, int]:
    """By cohort, how many people handed in an application: once each, whatever became of it. One query."""
    found: dict[int, set[int]] = {cohort.pk: set() for cohort in cohorts}
    rows = Application.objects.submitted().filter(call__cohort__in=found).order_by()
    for cohort, user in rows.values_list("call__cohort", "user"):
        found[cohort].add(user)
    return {cohort: len(people) for cohort, people in found.items()}


def eligible_of(cohorts: Sequence[Cohort]) -> dict[int, EligibleStaff]:
    """By cohort, what is known. One query."""
    return {one.cohort_id: one for one in EligibleStaff.objects.filter(cohort__in=[one.pk for one in cohorts])}


def reaches_of(cohorts: Sequence[Cohort]) -> dict[int, str]:
    """By cohort, the share in words. Two queries."""
    known, applied = eligible_of(cohorts), applicants_of(cohorts)
    return {one.pk: reach(applied[one.pk], known.get(one.pk)) for one in cohorts}


def reach(applied: int, known: EligibleStaff | None) -> str:
    """Applicants as a share of eligible staff. It is made of the rounded count, so it tells no more than that."""
    if known is None:
        return NOT_KNOWN
    count = rounded(applied)
    if not count.isdigit():
        return f"{count} people"
    percent = 100 * int(count) / known.number
    return f"{percent:.0f}%" if percent >= 10 or not percent else f"{percent:.2g}%"


def facts_of(cohort: Cohort) -> tuple[tuple[str, str], ...]:
    """What the report says of it: the number with its source and day, and the share."""
    known: Mapping[int, EligibleStaff] = eligible_of([cohort])
    one = known.get(cohort.pk)
    return (
        ("Staff who could have applied", f"{one.number:,}" if one else NOT_KNOWN),
        ("Source of that number", f"{one.source}, {one.counted_on:%-d %B %Y}" if one else ""),
        ("Reach: applicants as a share of them", reaches_of([cohort])[cohort.pk]),
    )
