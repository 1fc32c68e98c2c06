"""Letters to reviewers."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.models import Review
from notifications.letters import Drop, Mail, letter


@letter("fellowship.reviews_given", title="You have applications to read", essential=True)
def reviews_given(review_id: int, now: datetime) -> Mail | Drop:
    """About the newest review that a reviewer was given, to the reviewer."""
    found = (
        Review.objects.select_related("reviewer", "application__call__cohort__programme").filter(pk=review_id).first()
    )
    if found is None or not found.reviewer.is_active:
        return Drop("The person has left.")
    call = found.application.call
    waiting = Review.objects.filter(
        reviewer=found.reviewer, application__call=call, state__in=(Review.State.ASSIGNED, Review.State.STARTED)
    ).count()
    if not waiting:
        return Drop("Everything is read or was returned.")
    return Mail(
        to=found.reviewer.email,
        template="fellowship/reviews_given",
        context={
            "person": found.reviewer, "waiting": waiting, "call": call, "cohort": call.cohort,
            "programme": call.cohort.programme, "address": f"{settings.SITE_URL}{reverse('fellowship:my_reviews')}",
        },
        reply_to=(call.cohort.programme.reply_to,) if call.cohort.programme.reply_to else (),
    )  # fmt: skip
