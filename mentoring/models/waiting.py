"""Who waits for a mentor."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from mentoring.models.matches import Match
from mentoring.models.rounds import Participant


def still_waiting(participants: "QuerySet[Participant]") -> "QuerySet[Participant]":
    """Mentees among these with fewer mentors and open proposals than they wish for; with ``has`` and ``wanted``."""
    live = Match.objects.live().filter(mentee=OuterRef("user")).order_by().values("mentee").annotate(n=Count("pk"))
    mentees = participants.filter(
        side=Participant.Side.MENTEE, state=Participant.State.IN, user__is_active=True, user__mentee__isnull=False
    )
    return mentees.select_related("user").annotate(
        has=Coalesce(Subquery(live.values("n"), output_field=IntegerField()), 0),
        wanted=Least(F("user__mentee__wanted"), F("round__most_wanted")),
    ).filter(has__lt=F("wanted"))  # fmt: skip
