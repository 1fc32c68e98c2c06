"""Since when people have waited for a mentor: who went away without one last time comes first this time."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import Programme
from mentoring.models import Match, Participant

# Whoever came to one of these had a mentor, and begins to wait again afterwards.
HAD_ONE = (*Match.TAKEN, Match.State.ENDED)


def waiting_since(programme: Programme, people: Collection[int], *, now: datetime) -> dict[int, datetime]:
    """By id of the person: the first time they joined a round of the programme since they last had a mentor in it.

    ``now`` for those who never waited. Who left a round, or was left out, did not wait in it. Two queries.
    """
    wanted = set(people)
    earlier = Participant.objects.filter(round__programme=programme, side=Participant.Side.MENTEE)
    waited = earlier.filter(state=Participant.State.IN).values_list("user", "waiting_since")
    had = dict(
        Match.objects.filter(programme=programme, state__in=HAD_ONE)
        .order_by("proposed_at", "pk")
        .values_list("mentee", "proposed_at")
    )
    since = dict.fromkeys(wanted, now)
    for user, moment in waited:
        if user in wanted and moment < since[user] and not (user in had and had[user] >= moment):
            since[user] = moment
    return since
