"""Reach: the share of the staff who could have applied that did. How many could is entered, and never guessed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Cohort, EligibleGroup, EligibleStaff
from fellowship.reporting.funder import NOT_SAID, Table, rounded

NOT_KNOWN = "Not known"
# Everybody who works for the National Health Service and in social care is about three million.
MOST = 10_000_000
Group = tuple[str, str]  # a kind of EligibleGroup and one of its values; "" for those who did not say
EVERYBODY: Group = ("", "")
_COLUMNS = ("Applicants", "Staff who could have applied", "Reach")


class FewerThanApplied(Refused):
    """More people have applied than that, so more were eligible. ``sentences``: what to say, for each such group."""

    def __init__(self, sentences: Mapping[Group, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


@transaction.atomic
def save_eligible(
    cohort: Cohort, *, number: int | None, source: str, counted_on: date | None, actor: User, now: datetime,
    groups: Mapping[Group, int] | None = None,
) -> None:  # fmt: skip
    """Keep how many could have applied, in all and of each known group, or with None that it is not known.

    Raises FewerThanApplied.
    """
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    EligibleGroup.objects.filter(everybody=cohort.pk).delete()
    if number is None:
        EligibleStaff.objects.filter(cohort=cohort).delete()
    else:
        _refuse_fewer_than_applied(cohort, {EVERYBODY: number, **(groups or {})})
        known: dict[str, Any] = {"number": number, "source": source, "counted_on": counted_on}
        everybody, _ = EligibleStaff.objects.update_or_create(cohort=cohort, defaults=known)
        EligibleGroup.objects.bulk_create(
            EligibleGroup(everybody=everybody, kind=kind, value=value, number=count)
            for (kind, value), count in (groups or {}).items()
        )
    audit.record(
        actor=actor, action="fellowship.eligible_staff_saved", about=cohort, scope=cohort.programme.scope,
        detail={"number": number, "groups": len(groups or {})}, now=now,
    )  # fmt: skip


def _refuse_fewer_than_applied(cohort: Cohort, numbers: Mapping[Group, int]) -> None:
    applied = applicants_by_group(cohort)
    words = {(kind, value): f"“{word}”: " for kind, values in EligibleGroup.VALUES.items() for value, word in values}
    sentences = {
        group: f"{words.get(group, '')}{applied[group]} {'person has' if applied[group] == 1 else 'people have'} "
        "applied, so more were eligible. Look at what is counted."
        for group, number in numbers.items() if number < applied[group]
    }  # fmt: skip
    if sentences:
        raise FewerThanApplied(sentences)


def applicants_of(cohorts: Sequence[Cohort]) -> dict[int, int]:
    """By cohort, how many people handed in an application: once each, whatever became of it. One query."""
    found: dict[int, set[int]] = {cohort.pk: set() for cohort in cohorts}
    rows = Application.objects.submitted().filter(call__cohort__in=found).order_by()
    for cohort, user in rows.values_list("call__cohort", "user"):
        found[cohort].add(user)
    return {cohort: len(people) for cohort, people in found.items()}


def applicants_by_group(cohort: Cohort) -> Counter[Group]:
    """The same people in all and by group, each where their last application says. One query."""
    kinds = [*EligibleGroup.Kind]
    rows = Application.objects.submitted().filter(call__cohort=cohort).order_by("submitted_at", "pk")
    last = {user: values for user, *values in rows.values_list("user", *kinds)}
    found = Counter({EVERYBODY: len(last)})
    for values in last.values():
        for kind, value in zip(kinds, values, strict=True):
            found[kind, value if value in dict(EligibleGroup.VALUES[kind]) else ""] += 1
    return found


def eligible_of(cohorts: Sequence[Cohort]) -> dict[int, EligibleStaff]:
    """By cohort, what is known. One query."""
    return {one.cohort_id: one for one in EligibleStaff.objects.filter(cohort__in=[one.pk for one in cohorts])}


def eligible_by_group(cohort: Cohort) -> dict[Group, int]:
    """The groups of which it is known. One query."""
    return {(one.kind, one.value): one.number for one in EligibleGroup.objects.filter(everybody=cohort.pk)}


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
    return _percent(100 * int(count) / known.number)


def _percent(percent: float) -> str:
    """Whole per cents from ten on, two digits below: a good reach is often one in a hundred."""
    return f"{percent:.0f}%" if percent >= 10 or not percent else f"{percent:.2g}%"


def reach_of_group(applied: int, eligible: int | None) -> str:
    """The same of a group. It is made of two rounded counts, which stand beside it, and tells no more than they."""
    if eligible is None:
        return NOT_KNOWN
    count, of = rounded(applied), rounded(eligible)
    if not count.isdigit() or not of.isdigit():
        return "fewer than 5 people"
    if of == "0":
        return "Nobody could have applied"
    return _percent(100 * int(count) / int(of))


def facts_of(cohort: Cohort) -> tuple[tuple[str, str], ...]:
    """What the report says of it: the number with its source and day, and the share."""
    known: Mapping[int, EligibleStaff] = eligible_of([cohort])
    one = known.get(cohort.pk)
    return (
        ("Staff who could have applied", f"{one.number:,}" if one else NOT_KNOWN),
        ("Source of that number", f"{one.source}, {one.counted_on:%-d %B %Y}" if one else ""),
        ("Reach: applicants as a share of them", reaches_of([cohort])[cohort.pk]),
    )


def tables_of(cohort: Cohort) -> tuple[Table, ...]:
    """Reach by region, registered profession and pay band: groups with applicants or a known number. Two queries."""
    applied, known = applicants_by_group(cohort), eligible_by_group(cohort)
    tables = []
    for kind in EligibleGroup.Kind:
        rows = tuple(
            (str(word), _cells(applied[kind, value], known.get((kind, value))))
            for value, word in [*EligibleGroup.VALUES[kind], ("", NOT_SAID)]
            if applied[kind, value] or (kind, value) in known
        )
        tables.append(Table(f"Reach by {kind.label.lower()}", _COLUMNS, rows))
    return tuple(tables)


def _cells(applied: int, eligible: int | None) -> tuple[str, ...]:
    shown = NOT_KNOWN if eligible is None else rounded(eligible)
    return rounded(applied), f"{int(shown):,}" if shown.isdigit() else shown, reach_of_group(applied, eligible)
