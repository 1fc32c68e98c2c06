"""Panels: who sits on them, where they meet, and the times they offer."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import ProgrammeRole, User
from common.refusals import Refused
from fellowship.interviewing.booking import tell_of_another_place
from fellowship.interviewing.conflicts import note_conflicts
from fellowship.models import Call, InterviewSlot, Panel, PanelMember
from fellowship.moving.following import tell_panel

MOST_AT_ONCE = 40


class NobodySits(Refused):
    """Choose at least one person for the panel."""


class NotInTheTeam(Refused):
    """Only people of the programme’s team can sit on a panel. Give them a role first."""


class TimeIsOver(Refused):
    """The first time must be in the future."""


class TimesOverlap(Refused):
    """Somebody on this panel has another time then. Choose times that do not overlap."""


class RunsPastMidnight(Refused):
    """So many would go on past midnight. Enter fewer, or shorter ones."""


class TimeIsBooked(Refused):
    """Somebody has booked this time. Ask them to choose another one first."""


class PanelHasTimes(Refused):
    """Somebody has booked a time with this panel, so it has to stay."""


def who_may_sit(call: Call) -> "list[User]":
    """The programme's team, by name."""
    holds = ProgrammeRole.objects.filter(programme=call.cohort.programme_id)
    return list(User.objects.filter(pk__in=holds.values("user"), is_active=True).order_by("name", "pk"))


@transaction.atomic
def save_panel(
    call: Call, panel: Panel | None, *, name: str, place: str, members: Collection[int], actor: User, now: datetime
) -> Panel:
    """Make or change a panel; a changed place is told to its candidates. Raises NobodySits, NotInTheTeam."""
    if not members:
        raise NobodySits
    allowed = {one.pk for one in who_may_sit(call)}
    if panel is None:
        panel = Panel(call=call)
    else:
        panel = Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk, call=call)
    were = set(panel.members.values_list("user", flat=True)) if panel.pk else set()
    if not set(members) <= allowed | were:
        raise NotInTheTeam
    moved = bool(panel.pk) and panel.place != place
    panel.name, panel.place = name, place
    panel.save()
    panel.members.exclude(user__in=members).delete()
    PanelMember.objects.bulk_create(PanelMember(panel=panel, user_id=one) for one in set(members) - were)
    note_conflicts(call)
    scope = call.cohort.programme.scope
    if moved:
        tell_of_another_place(panel, scope, now)
    if were and were != set(members):
        tell_panel(panel.pk, scope, now)
    audit.record(
        actor=actor,
        action="fellowship.panel_saved",
        about=panel,
        scope=scope,
        detail={"members": len(members)},
        now=now,
    )
    return panel


@transaction.atomic
def add_times(
    panel: Panel, *, on: date, first: time, minutes: int, gap: int, count: int, now: datetime
) -> list[InterviewSlot]:
    """Offer ``count`` times of ``minutes`` each, ``gap`` minutes apart, on the clocks of London.

    Raises TimeIsOver, RunsPastMidnight, TimesOverlap.
    """
    Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)
    # In UTC, where every minute is as long as it says, also in the nights when the clocks change.
    starts = timezone.make_aware(datetime.combine(on, first)).astimezone(UTC)
    if starts <= now:
        raise TimeIsOver
    step, length = timedelta(minutes=minutes + gap), timedelta(minutes=minutes)
    try:
        times = [(starts + number * step, starts + number * step + length) for number in range(count)]
    except OverflowError:  # the last night of the year 9999
        raise RunsPastMidnight from None
    if timezone.localtime(times[-1][1] - timedelta(minutes=1)).date() != on:
        raise RunsPastMidnight
    sitting = panel.members.values("user")
    other = InterviewSlot.objects.filter(
        panel__members__user__in=sitting, starts_at__lt=times[-1][1], ends_at__gt=times[0][0]
    )
    taken = list(other.values_list("starts_at", "ends_at"))
    if any(begins < ended and ends > began for begins, ends in times for began, ended in taken):
        raise TimesOverlap
    return InterviewSlot.objects.bulk_create(
        InterviewSlot(panel=panel, starts_at=begins, ends_at=ends) for begins, ends in times
    )


@transaction.atomic
def remove_time(panel: Panel, slot_id: int) -> None:
    """Offer a time no longer. Once it is gone nothing happens. Raises TimeIsBooked."""
    slot = InterviewSlot.objects.select_for_update(of=("self",)).filter(panel=panel, pk=slot_id).first()
    if slot is None:
        return
    if hasattr(slot, "interview"):
        raise TimeIsBooked
    slot.delete()


@transaction.atomic
def remove_panel(panel: Panel, *, actor: User, now: datetime) -> None:
    """Remove a panel that nobody has booked. Raises PanelHasTimes."""
    slots = InterviewSlot.objects.select_for_update(of=("self",)).filter(panel=panel)
    if any(hasattr(one, "interview") for one in slots.select_related("interview")):
        raise PanelHasTimes
    audit.record(
        actor=actor, action="fellowship.panel_removed", about=panel, scope=panel.call.cohort.programme.scope, now=now
    )
    panel.delete()
