"""A mentor takes a break: pairs go on, proposals are taken back, and who waited is told and helped on."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from mentoring.models import Match, Mentor
from notifications.outbox import queue_email
from planning.journeys import public_state

PAUSED = "mentoring.mentor_paused"


@transaction.atomic
def pause(user: User, *, until: date, now: datetime) -> int:
    """Propose nobody to this mentor up to and with that day. Returns how many proposals were taken back.

    Who waited for an answer is told once, and the next best is proposed to the team. Raises Mentor.DoesNotExist.
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
    """Take back what this mentor has not answered. Returns how many. Call it with the lock on the mentor."""
    waiting = list(Match.objects.select_for_update(of=("self",)).filter(mentor=user, state=Match.State.PROPOSED))
    for match in waiting:
        match.move_to(Match.State.WITHDRAWN, now=now)
        match.save()
        queue_email(letter=PAUSED, about_id=match.pk, key=f"{PAUSED}:{match.pk}", now=now)
    return len(waiting)
