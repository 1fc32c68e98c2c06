"""Rules of the check and their signposts: written, put in order, taken out. What was used is kept for its counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Call, EligibilityRule, Signpost

MOST_RULES = 12
MOST_SIGNPOSTS = 6


class TooManyRules(Refused):
    """A check has at most 12 questions. Take one out first: people should know after a minute or two."""


class TooManySignposts(Refused):
    """A question has at most 6 signposts. Take one out first: people choose more easily among few."""


@transaction.atomic
def save_rule(
    call: Call, rule: EligibilityRule | None, fields: Mapping[str, Any], *, actor: User, now: datetime
) -> EligibilityRule:
    """Add or change a rule. ``fields``: subject, question, help, accepted, otherwise, reason. Raises TooManyRules.

    Those who have applied are not judged anew: their answers are kept, and screening is done by people.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__programme").get(pk=call.pk)
    if rule is None:
        if call.rules.filter(is_retired=False).count() >= MOST_RULES:
            raise TooManyRules
        rule = EligibilityRule(call=call, position=_next(call.rules))
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.save()
    _record("fellowship.rule_saved", call, rule, actor, now)
    return rule


@transaction.atomic
def remove_rule(rule: EligibilityRule, *, actor: User, now: datetime) -> None:
    """Ask no longer. Once people could answer it, it is kept for the words of their answers and for its counts."""
    _record("fellowship.rule_removed", rule.call, rule, actor, now)
    if rule.call.published_at is None:
        rule.delete()
    else:
        rule.is_retired = True
        rule.save(update_fields=["is_retired", "updated_at"])


@transaction.atomic
def move_rule_up(rule: EligibilityRule) -> None:
    """Change places with the one before. The first stays where it is."""
    rows = list(rule.call.rules.filter(is_retired=False).select_for_update(of=("self",)))
    place = [row.pk for row in rows].index(rule.pk)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows):
        EligibilityRule.objects.filter(pk=row.pk).update(position=position)


@transaction.atomic
def save_signpost(
    rule: EligibilityRule, signpost: Signpost | None, fields: Mapping[str, Any], *, actor: User, now: datetime
) -> Signpost:
    """Add or change a signpost. ``fields``: kind, title, why, learning, programme, address. Raises TooManySignposts.

    One that was shown and now leads elsewhere becomes another, so that its counts stay true.
    """
    if signpost is None:
        EligibilityRule.objects.select_for_update(of=("self",), no_key=True).get(pk=rule.pk)
        if rule.signposts.filter(is_retired=False).count() >= MOST_SIGNPOSTS:
            raise TooManySignposts
        signpost = Signpost(rule=rule, position=_next(rule.signposts))
    elif _leads_elsewhere(signpost, fields) and signpost.counts.exists():
        Signpost.objects.filter(pk=signpost.pk).update(is_retired=True)
        signpost = Signpost(rule=rule, position=signpost.position)
    for name, value in fields.items():
        setattr(signpost, name, value)
    signpost.save()
    _record("fellowship.signpost_saved", rule.call, signpost, actor, now)
    return signpost


@transaction.atomic
def remove_signpost(signpost: Signpost, *, actor: User, now: datetime) -> None:
    """Show it no longer. One that was shown is kept for its counts."""
    _record("fellowship.signpost_removed", signpost.rule.call, signpost, actor, now)
    if signpost.counts.exists():
        signpost.is_retired = True
        signpost.save(update_fields=["is_retired", "updated_at"])
    else:
        signpost.delete()


def _leads_elsewhere(signpost: Signpost, fields: Mapping[str, Any]) -> bool:
    return any(getattr(signpost, name) != fields[name] for name in ("kind", "learning", "programme", "address"))


def _next(rows: Any) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _record(action: str, call: Call, about: EligibilityRule | Signpost, actor: User, now: datetime) -> None:
    audit.record(actor=actor, action=action, about=about, scope=call.cohort.programme.scope, now=now)
