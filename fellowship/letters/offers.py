"""Letters about offers that are out."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.acting import acting_for
from fellowship.models import Application, ApplicationMove, Fellow, Offer
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter


@letter("fellowship.offer_waits", title="Your place still waits for your answer", essential=True)
def offer_waits(offer_id: int, now: datetime) -> Mail | Drop:
    """About an offer, to the applicant."""
    found = Offer.objects.select_related("application__user", "application__call__cohort__programme").filter(
        pk=offer_id
    )
    offer = found.filter(answered_at=None, ended_at=None, expires_at__gt=now).first()
    if offer is None:
        return Drop("The offer was answered or has ended.")
    application = offer.application
    if not application.user.is_active:
        return Drop("The person has left.")
    programme = application.call.cohort.programme
    return Mail(
        to=application.user.email,
        template="fellowship/offer_waits",
        context={
            "person": application.user, "offer": offer, "cohort": application.call.cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{reverse('fellowship:application', args=[application.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip


@letter("fellowship.feedback_given", title="Feedback on your application", essential=True)
def feedback_given(application_id: int, now: datetime) -> Mail | Drop:
    """About an application, to the applicant."""
    found = Application.objects.select_related("user", "call__cohort__programme").filter(pk=application_id).first()
    if found is None or not found.feedback:
        return Drop("The feedback was taken back.")
    if not found.user.is_active:
        return Drop("The person has left.")
    programme = found.call.cohort.programme
    return Mail(
        to=found.user.email,
        template="fellowship/feedback_given",
        context={
            "person": found.user, "application": found, "cohort": found.call.cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{reverse('fellowship:application', args=[found.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip


_TITLE = "A place is free, and somebody is next on the reserve list"
_DECIDED = ("application__decision__made_by", "application__call__cohort__programme")


@letter("fellowship.place_free", title=_TITLE, essential=True)
def place_free(move_id: int, now: datetime) -> Mail | Drop:
    """About the move by which a place fell free, to who decided about it or acts for them today."""
    made = ApplicationMove.objects.select_related(*_DECIDED).filter(pk=move_id).first()
    return _place_free(made.application, now) if made else Drop("The application is gone.")


@letter("fellowship.fellow_freed_place", title=_TITLE, essential=True)
def fellow_freed_place(fellow_id: int, now: datetime) -> Mail | Drop:
    """About a fellow who left before the start, to who decided about them or acts for them today."""
    fellow = Fellow.objects.select_related(*_DECIDED).filter(pk=fellow_id, place_is_free=True).first()
    if fellow is None or fellow.application is None:
        return Drop("They are back, or their application is gone.")
    return _place_free(fellow.application, now)


def _place_free(application: Application, now: datetime) -> Mail | Drop:
    cohort = application.call.cohort
    programme, everybody = cohort.programme, Application.objects.filter(call__cohort=cohort)
    left = cohort.places - everybody.holding_a_place().count()
    reserve = everybody.filter(state=ApplicationState.RESERVE).select_related("user").order_by("reserve_rank", "pk")
    following = reserve.first()
    if left <= 0 or following is None:
        return Drop("No place is free any more, or nobody is on the reserve list.")
    decision = getattr(application, "decision", None)
    to = next(iter(acting_for(programme, decision.made_by if decision else None, now=now)), None)
    if to is None:
        return Drop("Nobody runs the programme.")
    return Mail(
        to=to.email,
        template="fellowship/place_free",
        context={
            "person": to, "application": application, "next": following, "left": left, "cohort": cohort,
            "programme": programme,
            "address": f"{settings.SITE_URL}{reverse('fellowship:decision_list', args=[cohort.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip
