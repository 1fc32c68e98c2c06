"""Who on a panel may not meet whom: found as for readers, and kept with what they declared."""

from fellowship.models import Application, Call, Conflict, Panel, PanelMember
from fellowship.reviewing.conflicts import find_conflicts


def note_conflicts(call: Call) -> None:
    """Look for conflicts of everybody on a panel of the call, and add those that are new. Seven queries."""
    sitting = PanelMember.objects.filter(panel__call=call).select_related("user")
    people = list({one.user_id: one.user for one in sitting}.values())
    found = find_conflicts(call, people)
    Conflict.objects.bulk_create(
        (Conflict(application_id=one, reviewer_id=other, why=why) for (one, other), why in found.items()),
        ignore_conflicts=True,
    )


def conflicts_with(application: Application, panel: Panel) -> list[Conflict]:
    """Why people on this panel should not meet the candidate, also where the time was booked before that was known."""
    rows = Conflict.objects.filter(application=application, reviewer__in=panel.members.values("user"))
    return list(rows.select_related("reviewer").order_by("reviewer__name", "pk"))
