"""Offers: made with an end, answered, expired; and who is next on the reserve list."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Cohort, Offer
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from notifications.outbox import queue_email

S = ApplicationState
REMIND_BEFORE = (timedelta(days=2), timedelta(hours=12))


class OfferIsOver(Refused):
    """The offer has ended. Write to the programme’s team: sometimes it can be put right."""


def make_offer(application_id: int, *, now: datetime) -> Offer:
    """The offer of an application that has just moved to OFFERED, with its reminders, in the caller's transaction."""
    application = Application.objects.select_related("call__cohort__programme").get(pk=application_id)
    ends = now + timedelta(days=application.call.offer_days)
    offer = Offer.objects.create(application=application, offered_at=now, expires_at=ends)
    for number, before in enumerate(REMIND_BEFORE):
        if ends - before > now:
            queue_email(
                letter="fellowship.offer_waits", about_id=offer.pk, key=f"fellowship.offer_waits:{offer.pk}:{number}",
                due_at=ends - before, scope=application.call.cohort.programme.scope, now=now,
            )  # fmt: skip
    return offer


@transaction.atomic
def answer_offer(application_id: int, after: str, *, actor: User, now: datetime) -> Application:
    """Accept or decline. An offer whose time is over cannot be accepted, even if nobody has cleared it away yet.

    Raises OfferIsOver, NotLegal, NotYours.
    """
    cohort = Cohort.objects.select_for_update(of=("self",), no_key=True).get(call__applications=application_id)
    offer = Offer.objects.filter(application=application_id, answered_at=None, ended_at=None).first()
    if after == S.ACCEPTED and offer is not None and offer.expires_at <= now:
        raise OfferIsOver
    application = move(application_id, after, actor=actor, now=now)
    assert application.call.cohort_id == cohort.pk
    if offer is not None:
        offer.answered_at = now
        offer.ended_at = None if after == S.ACCEPTED else now
        offer.save()
    return application


def expire_offers(*, now: datetime) -> int:
    """End the offers whose time is over, each in a transaction of its own. Returns how many ended."""
    ended = 0
    over = Offer.objects.filter(answered_at=None, ended_at=None, expires_at__lte=now)
    for pk in list(over.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            # The application first, as everybody else does.
            application_id = Offer.objects.values_list("application", flat=True).get(pk=pk)
            Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application_id)
            offer = Offer.objects.filter(pk=pk, answered_at=None, ended_at=None, expires_at__lte=now).first()
            if offer is None:
                continue
            if Application.objects.get(pk=application_id).state == S.OFFERED:
                move(application_id, S.EXPIRED, actor=None, now=now)
                ended += 1
            offer.ended_at = now
            offer.save()
    return ended


def next_reserves(cohort: Cohort, count: int) -> list[Application]:
    """The first on the reserve list, for so many places that are free; proposed, never offered by itself."""
    if count <= 0:
        return []
    rows = Application.objects.filter(call__cohort=cohort, state=S.RESERVE).select_related("user")
    return list(rows.order_by("reserve_rank", "-mean_score", "pk")[:count])
