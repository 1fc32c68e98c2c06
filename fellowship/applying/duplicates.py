"""Applications of one call that look like one person's: two accounts, or one text handed in twice."""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import MD5, Length

from fellowship.models import Answer, Application, Call, Question
from fellowship.models.moves import ApplicationState

LONG_ENOUGH = 120  # characters of a text that two people would hardly write alike
MOST_ALIKE = 12  # what more share, such as the number of a switchboard, tells nothing about a person
_NO_DIGITS_FEWER_THAN = 9
_NOT_LOOKED_AT = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another application and why it may be the same person's, the strongest reason first."""

    other: int
    uuid: UUID
    reference: str
    name: str
    why: tuple[str, ...]


def duplicates_of(call: Call) -> dict[int, list[Likeness]]:
    """By the id of an application, those of the same call that look like it. Three queries.

    Drafts and what was withdrawn are left aside. Nothing is decided here: people look.
    """
    rows = list(
        Application.objects.filter(call=call)
        .exclude(state__in=_NOT_LOOKED_AT)
        .values_list("pk", "uuid", "reference", "name", "organisation_name", "telephone", "user__email")
    )
    told = {pk: (uuid, reference, name) for pk, uuid, reference, name, *_ in rows}
    why: dict[tuple[int, int], list[str]] = defaultdict(list)
    for reason, groups in (
        ("The same text in an answer", _same_texts(call)),
        ("The same telephone number", _alike((pk, _digits(telephone)) for pk, _, _, _, _, telephone, _ in rows)),
        ("The same name before the @", _alike((pk, _mailbox(address)) for pk, *_, address in rows)),
        ("The same name and employer", _alike((pk, _both(name, employer)) for pk, _, _, name, employer, *_ in rows)),
        ("The same name", _alike((pk, _folded(name)) for pk, _, _, name, *_ in rows)),
    ):
        for group in groups:
            for one, other in combinations(sorted(group), 2):
                if reason != "The same name" or "The same name and employer" not in why[one, other]:
                    why[one, other].append(reason)
    found: dict[int, list[Likeness]] = defaultdict(list)
    for (one, other), reasons in why.items():
        found[one].append(Likeness(other, *told[other], tuple(reasons)))
        found[other].append(Likeness(one, *told[one], tuple(reasons)))
    return dict(found)


def _alike(keys: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    """Applications with the same key, in groups of two to MOST_ALIKE. An empty key is like no other."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for pk, key in keys:
        if key:
            groups[key].append(pk)
    return [group for group in groups.values() if 1 < len(group) <= MOST_ALIKE]


def _same_texts(call: Call) -> list[list[int]]:
    texts = (
        Answer.objects.filter(application__call=call, question__kind=Question.Kind.LONG)
        .exclude(application__state__in=_NOT_LOOKED_AT)
        .annotate(length=Length("text"), digest=MD5("text"))
        .filter(length__gte=LONG_ENOUGH)
        .order_by()
    )
    twice = texts.values("digest").annotate(people=Count("application", distinct=True)).filter(people__gt=1)
    digests = list(twice.values_list("digest", flat=True))
    groups: dict[str, set[int]] = defaultdict(set)
    for digest, pk in texts.filter(digest__in=digests).values_list("digest", "application"):
        groups[digest].add(pk)
    return [sorted(group) for group in groups.values() if len(group) <= MOST_ALIKE]


def _digits(telephone: str) -> str:
    digits = "".join(character for character in telephone if character.isdecimal())
    return digits[-_NO_DIGITS_FEWER_THAN:] if len(digits) >= _NO_DIGITS_FEWER_THAN else ""


def _mailbox(address: str) -> str:
    """What stands before the @, without what people add to have many addresses of one mailbox."""
    return address.partition("@")[0].partition("+")[0].replace(".", "").lower()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(plain.replace("-", " ").split())


def _both(name: str, employer: str) -> tuple[str, str] | None:
    folded = _folded(name), _folded(employer)
    return folded if all(folded) else None
