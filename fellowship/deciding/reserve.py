"""The reserve list: who stands where on it."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Call, Cohort
from fellowship.models.moves import ApplicationState
from fellowship.moving import NotYours


class NotOnTheList(Refused):
    """They are no longer on the reserve list. Look at it as it is now."""


@transaction.atomic
def move_on_reserve(call: Call, application_id: int, rank: int, *, actor: User, now: datetime) -> None:
    """Put somebody on this place of the reserve list (1: the first); the others move up or down.

    Past the end means last. Raises NotOnTheList, NotYours for one's own.
    """
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=call.cohort_id)
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(
        call=call, state=ApplicationState.RESERVE
    )
    order = list(rows.order_by("reserve_rank", "pk"))
    moved = next((one for one in order if one.pk == application_id), None)
    if moved is None:
        raise NotOnTheList
    if moved.user_id == actor.pk:
        raise NotYours
    was = [one.pk for one in order]
    order.remove(moved)
    order.insert(max(rank, 1) - 1, moved)
    if [one.pk for one in order] == was:
        return
    # No two may share a rank, not even for a moment.
    rows.update(reserve_rank=None)
    for place, one in enumerate(order, start=1):
        one.reserve_rank = place
    Application.objects.bulk_update(order, ["reserve_rank"], batch_size=500)
    audit.record(
        actor=actor, action="fellowship.reserve_reordered", about=moved, subject=moved.user,
        scope=call.cohort.programme.scope, detail={"rank": order.index(moved) + 1}, now=now,
    )  # fmt: skip
