"""Finds, keeps and merges the organisations that people work for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from accounts import audit
from accounts.models import Organisation, Profile, User
from common.refusals import Refused

LIKE_IT = 5
DEEPEST = 10  # no organisation has so many above it


class OrganisationExists(Refused):
    """Another organisation has that name or that ODS code."""


class ParentIsBelow(Refused):
    """The organisation it belongs to must not be itself, or one that belongs to it."""


class CannotMergeWithItself(Refused):
    """Choose two different organisations."""


def find_organisation(text: str) -> Organisation | None:
    """The organisation with this name, synonym or code; None if there is none or more than one."""
    found = list(Organisation.objects.called(text)[:2])
    return found[0] if len(found) == 1 else None


def organisations_like(text: str) -> list[Organisation]:
    """A few whose name, synonyms or code hold every word of the text, else any of its longer words."""
    words = [word for word in text.split() if len(word) > 3 and word.casefold() not in {"trust", "foundation"}]
    for attempt in (text, *words):
        if attempt.strip() and (found := list(Organisation.objects.with_words(attempt)[:LIKE_IT])):
            return found
    return []


def save_organisation(organisation: Organisation, *, actor: User, now: datetime) -> int:
    """Keep a new or changed organisation, and give it to those who typed its name because it was not listed.

    Returns how many those were. Raises OrganisationExists, ParentIsBelow.
    """
    if organisation.pk and organisation.parent and is_below(organisation.parent, organisation):
        raise ParentIsBelow
    action = "accounts.organisation_changed" if organisation.pk else "accounts.organisation_added"
    try:
        with transaction.atomic():
            organisation.save()
            adopted = adopt_answers([organisation])
            audit.record(actor=actor, action=action, about=organisation, detail={"people": adopted}, now=now)
    except IntegrityError:
        raise OrganisationExists from None
    return adopted


def adopt_answers(organisations: Iterable[Organisation]) -> int:
    """Give these organisations to those who typed one of their names because it was not listed. Returns how many."""
    names = {name.casefold(): one for one in organisations for name in (one.name, *one.synonyms)}
    adopted = 0
    typed = Profile.objects.filter(employer=Profile.Employer.NOT_LISTED).annotate(typed=Lower("organisation_name"))
    for name in set(typed.values_list("typed", flat=True)) & set(names):
        adopted += typed.filter(typed=name).update(
            employer=Profile.Employer.LISTED, organisation=names[name], organisation_name=""
        )
    return adopted


def is_below(organisation: Organisation, other: Organisation) -> bool:
    """Whether the first is the second or belongs to it, at whatever distance."""
    step: Organisation | None = organisation
    for _ in range(DEEPEST):
        if step is None:
            return False
        if step.pk == other.pk:
            return True
        step = step.parent
    return True


def merge_organisations(*, gone: Organisation, kept: Organisation, actor: User, now: datetime) -> None:
    """Make two rows for the same organisation one: whatever points at ``gone`` points at ``kept`` afterwards.

    Its names become synonyms. Raises CannotMergeWithItself, ParentIsBelow.
    """
    if gone.pk == kept.pk:
        raise CannotMergeWithItself
    with transaction.atomic():
        for row in Organisation.objects.select_for_update().filter(pk__in=(gone.pk, kept.pk)).order_by("pk"):
            gone, kept = (row, kept) if row.pk == gone.pk else (gone, row)
        if kept.parent_id == gone.pk:
            kept.parent = gone.parent
            kept.save()
        elif is_below(kept, gone):
            raise ParentIsBelow
        # The one place that changes other apps' rows: no app above may forget to follow a merge.
        for relation in Organisation._meta.related_objects:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: gone})
            rows.update(**{relation.field.name: kept})
        names = dict.fromkeys((*kept.synonyms, gone.name, *gone.synonyms))
        kept.synonyms = tuple(n for n in names if n.casefold() != kept.name.casefold())  # type: ignore[assignment]
        kept.ods_code, freed = kept.ods_code or gone.ods_code, gone.pk
        gone.delete()
        kept.save()
        audit.record(actor=actor, action="accounts.organisations_merged", about=kept, detail={"gone": freed}, now=now)


def names_not_listed() -> "QuerySet[Any, Any]":
    """What people typed because their organisation was not listed: ``name`` in lower case, and how many ``people``."""
    rows = Profile.objects.filter(employer=Profile.Employer.NOT_LISTED)
    return rows.values(name=Lower("organisation_name")).annotate(people=Count("pk"))
