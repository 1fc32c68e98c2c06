"""Offers: answered, given more time, ended by the clock; and who is next on the reserve list."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Cohort, Offer
from fellowship.models.moves import ApplicationState
from fellowship.moving import OfferIsOver, move
from fellowship.moving.following import end_reminders, remind

S = ApplicationState

__all__ = ["EndsTooEarly", "OfferIsOver", "answer_offer", "expire_offers", "extend_offer", "next_reserves"]


class EndsTooEarly(Refused):
    """The new end must be later than the old one."""


def answer_offer(application_id: int, after: str, *, actor: User, now: datetime) -> Application:
    """Accept or decline. An offer whose time is over cannot be accepted, even if nobody has cleared it away yet.

    Raises OfferIsOver, NotLegal, NotYours.
    """
    return move(application_id, after, actor=actor, now=now)


@transaction.atomic
def extend_offer(application_id: int, ends: datetime, *, actor: User, now: datetime) -> Offer:
    """Give more time to answer; reminders move along. Raises OfferIsOver, EndsTooEarly."""
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme", "user")
        .get(pk=application_id)
    )
    offer = Offer.objects.filter(application=application, answered_at=None, ended_at=None).first()
    if offer is None or application.state != S.OFFERED:
        raise OfferIsOver
    if offer.expires_at == ends:
        return offer
    if ends <= max(offer.expires_at, now):
        raise EndsTooEarly
    offer.expires_at = ends
    offer.save()
    scope = application.call.cohort.programme.scope
    end_reminders(offer, now)
    remind(offer, scope, now)
    audit.record(
        actor=actor, action="fellowship.offer_extended", about=application, subject=application.user, scope=scope,
        detail={"until": ends.isoformat()}, now=now,
    )  # fmt: skip
    return offer


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
            else:
                offer.ended_at = now
                offer.save()
    return ended


def next_reserves(cohort: Cohort, count: int) -> list[Application]:
    """The first on the reserve list, for so many places that are free; proposed, never offered by itself."""
    if count <= 0:
        return []
    rows = Application.objects.filter(call__cohort=cohort, state=S.RESERVE).select_related("user")
    return list(rows.order_by("reserve_rank", "pk")[:count])
