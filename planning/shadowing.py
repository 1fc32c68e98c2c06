"""Offer a day at work or a talk, ask for one, accept or decline, be reminded. Addresses are never shown."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.models import User
from careers.models import Skill
from common.refusals import Refused
from notifications.outbox import queue_email
from planning.models.shadowing import MONTH, Offer, Request

MOST_OFFERS = 10
MOST_ASKED_A_MONTH = 5
ANSWER_WITHIN = timedelta(days=7)  # then the owner is reminded, once
_LONDON = ZoneInfo("Europe/London")
_REMIND_AT = time(9)  # on the day before


class TooManyOffers(Refused):
    """You have ten offers. Change one of them instead."""


class OfferIsFull(Refused):
    """As many people as its owner has time for were accepted in the last 30 days. Ask again later."""


class OfferIsPaused(Refused):
    """This is not offered at present."""


class AskedEnough(Refused):
    """You asked for five in the last 30 days. Wait for answers before you ask for another."""


class AskedAlready(Refused):
    """You have asked for this already, and there is no answer yet."""


class OwnOffer(Refused):
    """This is your own offer."""


class RequestHasChanged(Refused):
    """The request has changed meanwhile, so this cannot be done any more. Look at how it stands now."""


class DateIsOver(Refused):
    """Choose a date from today on."""


@transaction.atomic
def save_offer(
    user: User,
    offer_id: UUID | None,
    *,
    fields: Mapping[str, Any],
    skills: Collection[Skill] | None = None,
    paused: bool,
    now: datetime,
) -> Offer:
    """Make or change an offer, and the skills it is about unless None. Raises TooManyOffers, Offer.DoesNotExist."""
    if offer_id is None:
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # one offer is counted after the other
        if Offer.objects.of(user).count() >= MOST_OFFERS:
            raise TooManyOffers
        offer = Offer(user=user, offered_at=now)
    else:
        offer = Offer.objects.of(user).select_for_update().get(pk=offer_id)
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.paused_at = (offer.paused_at or now) if paused else None
    offer.save()
    if skills is not None:
        offer.skills.set(skills)
    return offer


def people_offering(skills: Collection[int], *, besides: int | None, now: datetime) -> dict[int, int]:
    """How many people but one (id) have room for somebody about each skill (id); without any, not named. One query."""
    having_room = Offer.objects.open().having_room(now).exclude(user=besides).order_by().values("pk")
    about = Offer.skills.through.objects.filter(offer__in=having_room, skill__in=skills).order_by()
    return dict(about.values_list("skill").annotate(people=Count("offer__user", distinct=True)))


@transaction.atomic
def ask_for(offer_id: UUID, *, asker: User, text: str, now: datetime) -> Request:
    """Ask for what is offered. Raises OwnOffer, OfferIsPaused, OfferIsFull, AskedEnough, AskedAlready."""
    # The lock on the asker makes two clicks at once count one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=asker.pk)
    offer: Any = Offer.objects.with_accepted(now).get(pk=offer_id)
    if offer.user_id == asker.pk:
        raise OwnOffer
    if offer.paused_at is not None:
        raise OfferIsPaused
    if offer.accepted >= offer.most_a_month:
        raise OfferIsFull
    if Request.objects.filter(asker=asker, asked_at__gt=now - MONTH).count() >= MOST_ASKED_A_MONTH:
        raise AskedEnough
    try:
        with transaction.atomic():
            request = Request.objects.create(offer=offer, asker=asker, text=text, asked_at=now)
    except IntegrityError:
        raise AskedAlready from None
    _tell("offer_asked", request, now)
    _tell("offer_waits", request, now, due_at=now + ANSWER_WITHIN)
    return request


@transaction.atomic
def accept(request_id: UUID, *, owner: User, answer: str, meets_on: date, now: datetime) -> None:
    """Accept, with the date and how to meet. Raises RequestHasChanged, OfferIsFull, DateIsOver."""
    request = _locked(request_id, owner, Request.State.ACCEPTED)
    if meets_on < now.astimezone(_LONDON).date():
        raise DateIsOver
    offer: Any = Offer.objects.with_accepted(now).get(pk=request.offer_id)
    if offer.accepted >= offer.most_a_month:
        raise OfferIsFull("You have accepted as many as you said for 30 days. Raise the number in your offer first.")
    request.state, request.answer, request.answered_at, request.meets_on = Request.State.ACCEPTED, answer, now, meets_on
    request.save()
    _tell("offer_answered", request, now, about=request.state)
    day_before = datetime.combine(meets_on - timedelta(days=1), _REMIND_AT, _LONDON)
    if day_before > now:
        for letter in ("offer_soon_owner", "offer_soon_asker"):
            _tell(letter, request, now, due_at=day_before)


@transaction.atomic
def decline(request_id: UUID, *, owner: User, answer: str, now: datetime) -> None:
    """Decline, or call off what was accepted, with a kind word if wished. Raises RequestHasChanged."""
    request = _locked(request_id, owner, Request.State.DECLINED)
    request.state, request.answer, request.answered_at = Request.State.DECLINED, answer, now
    request.save()
    _tell("offer_answered", request, now, about=request.state)


@transaction.atomic
def withdraw_request(request_id: UUID, *, asker: User, now: datetime) -> None:
    """Ask no longer, or call off what was accepted; its owner is told of the latter. Raises RequestHasChanged."""
    request = Request.objects.select_for_update(of=("self",)).get(uuid=request_id, asker=asker)
    was_accepted = request.state == Request.State.ACCEPTED
    if not request.may_become(Request.State.WITHDRAWN):
        raise RequestHasChanged
    request.state = Request.State.WITHDRAWN
    request.save()
    if was_accepted:
        _tell("offer_called_off", request, now)


def _locked(request_id: UUID, owner: User, state: Request.State) -> Request:
    """The request, if it may become ``state``; its offer is locked first, so that answers come one after the other."""
    found = Request.objects.get(uuid=request_id, offer__user=owner)
    Offer.objects.select_for_update(of=("self",)).get(pk=found.offer_id)
    request: Request = Request.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not request.may_become(state):
        raise RequestHasChanged
    return request


def _tell(letter: str, request: Request, now: datetime, due_at: datetime | None = None, about: str = "") -> None:
    """One letter for each request; with ``about``, one for each of these."""
    name = f"planning.{letter}"
    key = ":".join(filter(None, (name, str(request.pk), about)))
    queue_email(letter=name, about_id=request.pk, key=key, due_at=due_at, now=now)
