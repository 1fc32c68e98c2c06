"""A mentor takes a break: pairs go on, proposals are taken back, and who waited is told and helped on."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from mentoring.answering import withdraw
from mentoring.models import Match, Mentor
from planning.journeys import public_state


@transaction.atomic
def pause(user: User, *, until: date, now: datetime) -> int:
    """Propose nobody to this mentor up to and with that day. Returns how many proposals were taken back.

    Pairs go on. Who waited for an answer is told once, and the team sees the next best. Raises Mentor.DoesNotExist.
    """
    mentor = Mentor.objects.select_for_update(no_key=True).get(user=user)
    mentor.paused_until = until
    mentor.save()
    public_state.bump()
    return withdraw_proposals(user, now=now)


@transaction.atomic
def resume(user: User) -> None:
    """Be there again from now on; not to be paused is fine. Raises Mentor.DoesNotExist."""
    mentor = Mentor.objects.select_for_update(no_key=True).get(user=user)
    mentor.paused_until = None
    mentor.save()
    public_state.bump()


def withdraw_proposals(user: User, *, now: datetime) -> int:
    """Take back what this mentor has not answered, and tell who waited. Returns how many. Call it in a transaction."""
    waiting = Match.objects.filter(mentor=user, state=Match.State.PROPOSED)
    # In one order for all, so that two mentors who pause at once do not wait for each other (docs/adr/0122).
    uuids = list(waiting.order_by("mentee").values_list("uuid", flat=True))
    for uuid in uuids:
        withdraw(uuid, by=user, now=now)
    return len(uuids)
