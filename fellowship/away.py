"""When fellows are away: leave and pauses, on which no clock runs."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from fellowship.early_warning import Leave as Away
from fellowship.models import Fellow, FellowMove, Leave
from fellowship.models.moves import FellowState


def leaves_of(fellows: Sequence[Fellow], today: date) -> dict[int, list[Away]]:
    """By fellow: the days on which no clock runs, which are leave and pauses. Two queries."""
    leaves: dict[int, list[Away]] = {}
    for leave in Leave.objects.filter(fellow__in=fellows):
        leaves.setdefault(leave.fellow_id, []).append(Away(leave.first, leave.last))
    for fellow_id, pauses in _pauses(fellows, today).items():
        leaves.setdefault(fellow_id, []).extend(pauses)
    return leaves


def _pauses(fellows: Sequence[Fellow], today: date) -> dict[int, list[Away]]:
    """By fellow: from when until when their year was paused, which stops the clocks as leave does. One query."""
    found: dict[int, list[Away]] = {}
    began: dict[int, date] = {}
    for fellow_id, after, at in FellowMove.objects.filter(fellow__in=fellows).values_list(
        "fellow", "after", "moved_at"
    ):
        if after == FellowState.PAUSED:
            began[fellow_id] = timezone.localdate(at)
        elif fellow_id in began:
            found.setdefault(fellow_id, []).append(Away(began.pop(fellow_id), timezone.localdate(at)))
    for fellow_id, first in began.items():
        found.setdefault(fellow_id, []).append(Away(first, today))
    return found
