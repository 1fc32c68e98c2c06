"""The shortlist: proposed by score and balance, chosen by people, exactly those named."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from fellowship.choosing.balance import CHARACTERISTICS
from fellowship.models import Application, Call
from fellowship.models.moves import ApplicationState
from fellowship.moving import move

S = ApplicationState
# Those who were read and stand for a place: the pool that a shortlist is held against.
POOL = (
    S.SCORED, S.SHORTLISTED, S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED, S.RESERVE, S.OFFERED,
    S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN, S.UNSUCCESSFUL, S.ONBOARDING, S.ENROLLED,
    S.CONDITIONS_NOT_MET, S.DEFERRED,
)  # fmt: skip
LISTED = (S.SHORTLISTED, S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED)


class NobodyTicked(Refused):
    """Nobody was ticked. Tick at least one: choosing nobody never means everybody."""


class ListHasChanged(Refused):
    """Some of these are no longer waiting to be shortlisted, so nobody was. Look at the list as it is now."""


@transaction.atomic
def shortlist(call: Call, chosen: Collection[str], *, actor: User, now: datetime) -> int:
    """Put exactly these scored applications (by uuid) on the shortlist, all or none. Returns how many were new.

    Applicants are not told: they hear of an interview, or of the outcome. Raises NobodyTicked, ListHasChanged,
    NotYours for one's own.
    """
    if not chosen:
        raise NobodyTicked
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(call=call, uuid__in=chosen)
    found = list(rows.order_by("pk"))
    if len(found) != len(set(chosen)) or any(one.state not in (S.SCORED, S.SHORTLISTED) for one in found):
        raise ListHasChanged
    new = [one for one in found if one.state == S.SCORED]
    for one in new:
        move(one.pk, S.SHORTLISTED, actor=actor, now=now)
    return len(new)


def propose(
    pool: Sequence[Application], waiting: Sequence[Application], on_it: Sequence[Application], *, count: int,
    sure_from: Decimal, least: Decimal,
) -> list[Application]:  # fmt: skip
    """Whom to add to ``on_it`` so that it has ``count``: first all with ``sure_from`` points or more, best first; then,
    of those with ``least`` or more, whoever is furthest missed for a balance like that of ``pool``, one by one.

    How far somebody is missed: over region, profession and pay band, how many more of their kind ``count`` people drawn
    like the pool would have; less one for each of their employer who is in already. Ties go to the better score.
    """
    by_score = sorted(
        (one for one in waiting if one.mean_score is not None and one.mean_score >= least),
        key=lambda one: (-(one.mean_score or 0), one.pk),
    )
    room = max(count - len(on_it), 0)
    sure = [one for one in by_score if (one.mean_score or 0) >= sure_from][:room]
    added, rest = list(sure), [one for one in by_score if one not in set(sure)]
    whole = [Counter(value(one) for one in pool) for _, value in CHARACTERISTICS[:3]]
    has = [Counter(value(one) for one in (*on_it, *added)) for _, value in CHARACTERISTICS]

    def missed(one: Application) -> float:
        want = sum(
            whole[place][value(one)] * count / max(len(pool), 1) - has[place][value(one)]
            for place, (_, value) in enumerate(CHARACTERISTICS[:3])
        )
        employer = CHARACTERISTICS[3][1](one)
        return want - (has[3][employer] if employer else 0)

    while rest and len(added) < room:
        best = max(rest, key=missed)  # the first of those who are missed as much has the better score
        rest.remove(best)
        added.append(best)
        for place, (_, value) in enumerate(CHARACTERISTICS):
            has[place][value(best)] += 1
    return added
