"""Interviews with their panels, and decisions that are prepared and not released."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from fellowship.models import (
    Application,
    Call,
    Decision,
    Interview,
    InterviewScore,
    InterviewSlot,
    Panel,
    PanelMember,
    RubricItem,
)
from fellowship.models.moves import ApplicationState
from portal.worlds.applications import WAYS
from portal.worlds.calls import Team
from portal.worlds.people import AT_ONCE, World
from portal.worlds.words import FEEDBACK

S = ApplicationState


def make_interviews(world: World, call: Call, made: Sequence[Application], team: Team) -> None:
    """Two panels of two; whoever was invited has an interview, with points where it was held."""
    invited = [one for one in made if S.INTERVIEW_INVITED in WAYS[one.state]]
    if not invited:
        return
    half = len(team.reviewers) // 2
    panels = Panel.objects.bulk_create(
        Panel(call=call, name=name, place="https://meet.example.org/panel") for name in ("Panel A", "Panel B")
    )
    members = [[*team.reviewers[:half][:2]], [*team.reviewers[half:][:2]]]
    PanelMember.objects.bulk_create(
        PanelMember(panel=panel, user=user) for panel, users in zip(panels, members, strict=True) for user in users
    )
    coming = any(one.state == S.INTERVIEW_BOOKED for one in invited)
    past_day = min(call.closes_at + timedelta(days=60), world.now - timedelta(days=3)).replace(hour=9, minute=0)
    next_day = (world.now + timedelta(days=4)).replace(hour=9, minute=0, second=0, microsecond=0)
    held = [one for one in invited if S.INTERVIEW_BOOKED in WAYS[one.state] and one.state != S.INTERVIEW_BOOKED]
    ahead = [one for one in invited if one.state == S.INTERVIEW_BOOKED]
    slots = _slots(panels, past_day, len(held), timedelta(days=-1))
    if coming:
        slots += _slots(panels, next_day, len(ahead) + 8, timedelta(days=1))
    takes = dict(zip([one.pk for one in [*held, *ahead]], InterviewSlot.objects.bulk_create(slots), strict=False))
    interviews = Interview.objects.bulk_create(
        [Interview(application=one, slot=takes.get(one.pk)) for one in invited], batch_size=AT_ONCE
    )
    items = list(RubricItem.objects.filter(call=call, for_interview=True))
    by_panel = {panel.pk: users for panel, users in zip(panels, members, strict=True)}
    InterviewScore.objects.bulk_create(
        [
            InterviewScore(interview=one, member=user, item=item, points=world.draw.randint(2, 5))
            for one in interviews
            if one.slot is not None and S.INTERVIEWED in WAYS[one.application.state]
            for user in by_panel[one.slot.panel_id]
            for item in items
        ],
        batch_size=AT_ONCE,
    )


def _slots(panels: Sequence[Panel], day: datetime, count: int, step: timedelta) -> list[InterviewSlot]:
    """Eleven half hours a day for each panel, from nine on; more on the next day, or the one before."""
    found = []
    for number in range(count):
        begins = day + number // 22 * step + timedelta(minutes=40 * (number // 2 % 11))
        found.append(InterviewSlot(panel=panels[number % 2], starts_at=begins, ends_at=begins + timedelta(minutes=30)))
    return found


def prepare_decisions(world: World, made: Sequence[Application], team: Team) -> None:
    """Outcomes for most who were interviewed, best first; some still have no feedback, so they cannot be released."""
    met = sorted((one for one in made if one.state == S.INTERVIEWED), key=lambda one: one.mean_score or 0, reverse=True)
    rows = []
    for place, one in enumerate(met[:-3]):
        outcome = S.OFFERED if place < 14 else S.RESERVE if place < 19 else S.UNSUCCESSFUL
        feedback = world.draw.choice(FEEDBACK) if outcome != S.OFFERED and place % 3 else ""
        rows.append(
            Decision(
                application=one, outcome=outcome, feedback=feedback, made_by=team.admin, made_at=world.ago(1),
                reason_code="INTERVIEW" if outcome == S.UNSUCCESSFUL else "",
                rank=place - 13 if outcome == S.RESERVE else None,
            )
        )  # fmt: skip
    Decision.objects.filter(application__in=[one.application_id for one in rows]).delete()
    Decision.objects.bulk_create(rows)
