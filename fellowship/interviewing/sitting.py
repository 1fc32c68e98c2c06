"""Interviews of the panels on which somebody sits: which they may open, and which wait for their points."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import ProgrammeRole, User
from accounts.roles import programmes_where
from fellowship.models import Interview, RubricItem
from fellowship.models.moves import ApplicationState
from fellowship.reviewing.conflicts import calls_applied_to

S = ApplicationState


def interviews_of(user: User, *, now: datetime) -> Any:
    """Booked interviews of panels on which they sit, as long as they are in the team of the programme; none of a
    call to which they have applied themselves.

    With ``mine`` and ``asked``: to how many questions they gave points, and how many there are.
    """
    programmes = programmes_where(user, ProgrammeRole.Role.values, now=now)
    asked = RubricItem.objects.filter(call=OuterRef("application__call"), for_interview=True).order_by().values("call")
    return (
        Interview.objects.filter(slot__panel__members__user=user, slot__panel__call__cohort__programme__in=programmes)
        .exclude(Q(application__state=S.WITHDRAWN) | Q(application__call__in=calls_applied_to(user)))
        .annotate(
            mine=Count("scores", filter=Q(scores__member=user), distinct=True),
            asked=Coalesce(Subquery(asked.annotate(number=Count("pk")).values("number"), IntegerField()), 0),
        )
    )


def waiting_for_points(interviews: Any, *, now: datetime) -> Any:
    """Those of ``interviews_of`` that have begun, are not decided, and lack points of this person."""
    return interviews.filter(
        slot__starts_at__lte=now, application__state__in=(S.INTERVIEW_BOOKED, S.INTERVIEWED), mine__lt=F("asked")
    )
