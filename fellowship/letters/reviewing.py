"""Letters to reviewers. They name a cohort and a number of readings, never an application."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from fellowship.models import Call, Reader, Review
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter


@letter("fellowship.reviews_given", title="You have applications to read", essential=True)
def reviews_given(review_id: int, now: datetime) -> Mail | Drop:
    """About the newest review that a reviewer was given, to the reviewer."""
    return _about_readings(review_id, "reviews_given", now)


@letter("fellowship.reviews_wait", title="Applications still wait for you to read them", essential=True)
def reviews_wait(review_id: int, now: datetime) -> Mail | Drop:
    """About an open review, to the reviewer, and about all others of the same call that are open with them."""
    return _about_readings(review_id, "reviews_wait", now)


@letter("fellowship.conflicts_asked", title="Whose applications should you not read?", essential=True)
def conflicts_asked(reader_id: int, now: datetime) -> Mail | Drop:
    """About a reader of a call, to them."""
    found = Reader.objects.select_related("user", "call__cohort__programme").filter(pk=reader_id).first()
    if found is None or not found.user.is_active:
        return Drop("The person has left.")
    if found.declared_at is not None or not found.reads:
        return Drop("They have told us since, or do not read for this call.")
    address = reverse("fellowship:declare", args=[found.call.cohort.uuid])
    return _mail("conflicts_asked", found.user, found.call, address)


def _about_readings(review_id: int, name: str, now: datetime) -> Mail | Drop:
    found = (
        Review.objects.select_related("reviewer", "application__call__cohort__programme").filter(pk=review_id).first()
    )
    if found is None or found.reviewer is None or not found.reviewer.is_active:
        return Drop("The person has left.")
    call = found.application.call
    waiting = Review.objects.filter(
        reviewer=found.reviewer, application__call=call, application__state=ApplicationState.IN_REVIEW,
        state__in=(Review.State.ASSIGNED, Review.State.STARTED),
    ).count()  # fmt: skip
    if not waiting:
        return Drop("Everything is read or was returned.")
    is_late = call.review_by is not None and call.review_by < now
    return _mail(name, found.reviewer, call, reverse("fellowship:my_reviews"), waiting=waiting, is_late=is_late)


def _mail(name: str, person: User, call: Call, address: str, **more: object) -> Mail:
    programme = call.cohort.programme
    return Mail(
        to=person.email,
        template=f"fellowship/{name}",
        context={
            "person": person, "call": call, "cohort": call.cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{address}", **more,
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip
