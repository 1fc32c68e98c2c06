"""The chart of a programme, as its team changes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import Programme, User
from fellowship.early_warning import USUAL, Sign
from fellowship.following.watching import count_cohort
from fellowship.models import Cohort, WarningRules
from fellowship.models.moves import CohortState


def rules_for(programme: Programme) -> WarningRules:
    """The rules of a programme; the usual ones, not saved, where it has none."""
    return WarningRules.objects.filter(programme=programme).first() or WarningRules(programme=programme)


@transaction.atomic
def save_rules(programme: Programme, data: Mapping[str, Any], *, actor: User, now: datetime) -> None:
    """Keep levels and signs, and count the running cohorts anew. ``data``: low, medium, high, critical, and for each
    sign ``on_…``, ``first_…``, ``points_…``. What is as usual is not kept, so that better usual rules reach it."""
    rules = rules_for(programme)
    rules.low, rules.medium, rules.high, rules.critical = (data[name] for name in ("low", "medium", "high", "critical"))
    rules.off = [sign.value for sign in Sign if not data[f"on_{sign}"]]
    rules.firsts = {s.value: data[f"first_{s}"] for s in Sign if data[f"first_{s}"] != USUAL[s].first}
    rules.points = {s.value: data[f"points_{s}"] for s in Sign if data[f"points_{s}"] != USUAL[s].points}
    rules.save()
    audit.record(
        actor=actor, action="fellowship.warning_rules_changed", about=programme, scope=programme.scope, now=now,
    )  # fmt: skip
    running = Cohort.objects.filter(programme=programme, state=CohortState.RUNNING)
    for cohort in running.select_related("programme", "mentor_round"):
        count_cohort(cohort, now=now)
