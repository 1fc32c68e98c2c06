"""Letters of planning. What is said in a question or a journey is read on the portal, so no letter repeats it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.preferences import stop_url, wants
from notifications.letters import Drop, Mail, letter
from planning.models.horizon import HorizonItem
from planning.models.journeys import Journey, Note
from planning.models.shadowing import Request
from planning.models.watching import Watch, WatchNotice


@letter("planning.journey_published", title="Your journey is published", essential=True)
def journey_published(user_id: int, now: datetime) -> Mail | Drop:
    """About the person whose journey it is."""
    journey = _journey(user_id)
    if journey is None or not journey.is_published:
        return Drop("The journey is not published any more.")
    return _mail(journey.user, "journey_published", journey=journey, address=journey.get_absolute_url())


@letter("planning.journey_returned", title="Your journey needs a change", essential=True)
def journey_returned(user_id: int, now: datetime) -> Mail | Drop:
    """About the person whose journey it is."""
    journey = _journey(user_id)
    if journey is None or journey.state != Journey.State.RETURNED:
        return Drop("The journey was handed in again or withdrawn.")
    return _mail(journey.user, "journey_returned", journey=journey, address=reverse("planning:my_journey"))


@letter("planning.journey_question", title="Somebody asks about your journey")
def journey_question(user_id: int, now: datetime) -> Mail | Drop:
    """About the person who is asked."""
    if not Note.objects.filter(journey__user=user_id, answered_at=None).exists():
        return Drop("There is no open question any more.")
    if not wants(user_id, "planning.journey_question"):
        return Drop("The person does not want this letter.")
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return _mail(user, "journey_question", stop="planning.journey_question", address=reverse("planning:note_list"))


@letter("planning.journey_answer", title="An answer to your question about a journey", essential=True)
def journey_answer(user_id: int, now: datetime) -> Mail | Drop:
    """About the person who asked."""
    if not Note.objects.filter(sender=user_id).exclude(answered_at=None).exists():
        return Drop("The answer is gone.")
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return _mail(user, "journey_answer", address=reverse("planning:note_list"))


def _journey(user_id: int) -> Journey | None:
    found: Journey | None = Journey.objects.select_related("user").filter(user=user_id, user__is_active=True).first()
    return found


def _mail(user: User | None, name: str, *, address: str, stop: str = "", **context: object) -> Mail | Drop:
    if user is None:
        return Drop("The person has left.")
    return Mail(
        to=user.email,
        template=f"planning/{name}",
        context={"person": user, "address": f"{settings.SITE_URL}{address}", **context},
        unsubscribe_url=stop_url(user.pk, stop) if stop else "",
    )


@letter("planning.offer_asked", title="Somebody asks for what you offer", essential=True)
def offer_asked(request_id: int, now: datetime) -> Mail | Drop:
    """About a request."""
    return _to_owner(request_id, Request.State.ASKED, "offer_asked")


@letter("planning.offer_waits", title="A request for what you offer still waits")
def offer_waits(request_id: int, now: datetime) -> Mail | Drop:
    """About a request."""
    return _to_owner(request_id, Request.State.ASKED, "offer_waits", stop="planning.offer_waits")


@letter("planning.offer_called_off", title="Somebody called off what you had agreed", essential=True)
def offer_called_off(request_id: int, now: datetime) -> Mail | Drop:
    """About a request."""
    return _to_owner(request_id, Request.State.WITHDRAWN, "offer_called_off")


@letter("planning.offer_soon_owner", title="Somebody comes to you tomorrow, as you agreed")
def offer_soon_owner(request_id: int, now: datetime) -> Mail | Drop:
    """About a request."""
    return _to_owner(request_id, Request.State.ACCEPTED, "offer_soon", stop="planning.offer_soon_owner")


@letter("planning.offer_soon_asker", title="Tomorrow is the day that somebody keeps for you")
def offer_soon_asker(request_id: int, now: datetime) -> Mail | Drop:
    """About a request."""
    return _to_asker(request_id, (Request.State.ACCEPTED,), "offer_soon", stop="planning.offer_soon_asker")


@letter("planning.offer_answered", title="An answer to your request", essential=True)
def offer_answered(request_id: int, now: datetime) -> Mail | Drop:
    """About a request."""
    return _to_asker(request_id, (Request.State.ACCEPTED, Request.State.DECLINED), "offer_answered")


def _to_owner(request_id: int, state: str, name: str, stop: str = "") -> Mail | Drop:
    request = _request(request_id)
    if request is None or request.state != state:
        return Drop("The request has changed since.")
    return _about_request(request, request.offer.user, name, stop)


def _to_asker(request_id: int, states: tuple[str, ...], name: str, stop: str = "") -> Mail | Drop:
    request = _request(request_id)
    if request is None or request.state not in states:
        return Drop("The request has changed since.")
    return _about_request(request, request.asker, name, stop)


def _about_request(request: Request, user: User, name: str, stop: str) -> Mail | Drop:
    if not user.is_active:
        return Drop("The person has left.")
    if stop and not wants(user.pk, stop):
        return Drop("The person does not want this letter.")
    address = reverse("planning:request_detail", args=[request.uuid])
    return _mail(user, name, address=address, stop=stop, offer=request.offer, meets_on=request.meets_on)


def _request(request_id: int) -> Request | None:
    found: Request | None = Request.objects.select_related("offer__user", "asker").filter(pk=request_id).first()
    return found


@letter("planning.watch_changed", title="Something that you watch has changed")
def watch_changed(notice_id: int, now: datetime) -> Mail | Drop:
    """About the first of the notices that were found together."""
    first = WatchNotice.objects.select_related("watch__user").filter(pk=notice_id).first()
    if first is None or not first.watch.user.is_active:
        return Drop("The person watches it no longer.")
    user = first.watch.user
    if not wants(user.pk, "planning.watch_changed"):
        return Drop("The person does not want this letter.")
    notices = WatchNotice.objects.filter(watch__user=user, watch__kind=first.watch.kind, told_at=first.told_at)
    things: dict[Watch, list[str]] = {}
    for notice in notices.select_related("watch__role", "watch__family", "watch__learning", "watch__network"):
        things.setdefault(notice.watch, []).append(notice.text)
    said = [
        (watch.thing, f"{settings.SITE_URL}{watch.thing.get_absolute_url()}", texts) for watch, texts in things.items()
    ]
    return _mail(
        user, "watch_changed", address=reverse("planning:watch_list"), stop="planning.watch_changed", said=said
    )


@letter("planning.horizon_digest", title="What is new on the horizon, once a week")
def horizon_digest(user_id: int, now: datetime) -> Mail | Drop:
    """About the person who follows families."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not wants(user_id, "planning.horizon_digest"):
        return Drop("The person does not want this letter.")
    items = list(HorizonItem.objects.new_for(user_id, now))
    if not items:
        return Drop("There is no news for this person.")
    return _mail(
        user, "horizon_digest", address=reverse("planning:horizon"), stop="planning.horizon_digest", items=items
    )
