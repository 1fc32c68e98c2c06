"""Letters about offers that are out."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.models import Application, Offer
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
