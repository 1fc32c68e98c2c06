"""Screening: who is eligible and who is not, one or many at once, and exactly those who were chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from fellowship.elsewhere import count_shown
from fellowship.models import Application, Call, EligibilityRule, NotLegal
from fellowship.models.moves import ApplicationState
from fellowship.moving import NotYours, move

MOST_AT_ONCE = 500


class NobodyChosen(Refused):
    """No application was chosen. Choose at least one: choosing none never means all."""


class TooManyAtOnce(Refused):
    """That is more than 500 at once. Narrow the list, and take them in turns."""


class SayWhichCondition(Refused):
    """Say which condition is not met. The applicant reads it."""


@dataclass(frozen=True, slots=True)
class Screened:
    """How many were moved, and the references of those left as they are: somebody moved them meanwhile, or they are
    the application of whoever asked."""

    moved: int
    left: tuple[str, ...]


@transaction.atomic
def screen(
    call: Call, ids: Iterable[int], after: str, *, rule: EligibilityRule | None = None, reason: str = "", actor: User,
    now: datetime,
) -> Screened:  # fmt: skip
    """Find these applications eligible, or not, with the rule that is not met or a reason in words.

    Raises NobodyChosen, TooManyAtOnce, SayWhichCondition.
    """
    chosen = set(ids)
    if not chosen:
        raise NobodyChosen
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyAtOnce
    if after == ApplicationState.INELIGIBLE:
        reason = reason.strip() or (rule.reason if rule else "")
        if not reason:
            raise SayWhichCondition
    rows = Application.objects.filter(call=call, pk__in=chosen).order_by("pk").values_list("pk", "reference", "state")
    moved, left = [], []
    for pk, reference, before in rows:
        try:
            if before != ApplicationState.SUBMITTED:
                raise NotLegal
            move(pk, after, actor=actor, now=now, reason=reason if after == ApplicationState.INELIGIBLE else "")
        except (NotLegal, NotYours):
            left.append(reference)
        else:
            moved.append(pk)
    Application.objects.filter(pk__in=moved).update(unmet=rule if after == ApplicationState.INELIGIBLE else None)
    if after == ApplicationState.INELIGIBLE:
        count_shown(list(Application.objects.filter(pk__in=moved)), now)
    return Screened(len(moved), tuple(left))
