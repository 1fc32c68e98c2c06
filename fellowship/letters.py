"""Letters of fellowships. Those about an application are about one move of it, and stale once it has moved on."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.models import ApplicationMove, Offer, Review, SupportLetter
from fellowship.models.applications import support_token
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter

# By letter: its title for staff and in preferences. Each has a template of its name.
OF_MOVES = {
    "received": "We have your application",
    "not_eligible": "Your application cannot be taken further",
    "information_asked": "We need something more for your application",
    "interview_invited": "Choose a time for your interview",
    "interview_booked": "Your interview is booked",
    "interview_given_up": "You gave up your interview time",
    "interview_missed": "You missed your interview",
    "reserve": "You are on the reserve list",
    "unsuccessful": "The outcome of your application",
    "offered": "You are offered a place",
    "accepted": "Your place is yours",
    "declined": "You declined the place",
    "expired": "The offer of a place has ended",
    "offer_withdrawn": "The offer of a place was withdrawn",
    "deferred": "Your place moves to a later cohort",
    "enrolled": "You are enrolled",
    "conditions_not_met": "Your place could not be confirmed",
    "withdrawn": "You withdrew your application",
}


def _writer(name: str) -> Callable[[int, datetime], Mail | Drop]:
    def write(move_id: int, now: datetime) -> Mail | Drop:
        return _about_move(move_id, name)

    return write


for _name, _title in OF_MOVES.items():
    letter(f"fellowship.{_name}", title=_title, essential=True)(_writer(_name))


def _about_move(move_id: int, name: str) -> Mail | Drop:
    made = (
        ApplicationMove.objects.select_related("application__user", "application__call__cohort__programme")
        .filter(pk=move_id)
        .first()
    )
    if made is None:
        return Drop("The application is gone.")
    application = made.application
    if application.state != made.after:
        return Drop("The application has moved on since.")
    if not application.user.is_active:
        return Drop("The person has left.")
    programme = application.call.cohort.programme
    return Mail(
        to=application.user.email,
        template=f"fellowship/{name}",
        context={
            "person": application.user,
            "application": application,
            "cohort": application.call.cohort,
            "programme": programme,
            "call": application.call,
            "offer": application.offers.first() if name in ("offered", "accepted") else None,
            "information": application.information_requests.first() if name == "information_asked" else None,
            "address": f"{settings.SITE_URL}{reverse('fellowship:application', args=[application.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )


@letter("fellowship.support_asked", title="Will you support an application?", essential=True)
def support_asked(letter_id: int, now: datetime) -> Mail | Drop:
    """About a letter of support, to the sponsor."""
    return _to_sponsor(letter_id, "support_asked")


@letter("fellowship.support_waits", title="An application still needs your answer", essential=True)
def support_waits(letter_id: int, now: datetime) -> Mail | Drop:
    """About a letter of support, to the sponsor."""
    return _to_sponsor(letter_id, "support_waits")


@letter("fellowship.support_answered", title="Whom you asked for support has answered", essential=True)
def support_answered(letter_id: int, now: datetime) -> Mail | Drop:
    """About a letter of support, to the applicant."""
    found = _support(letter_id)
    if found is None or not found.application.user.is_active:
        return Drop("The person has left.")
    address = reverse("fellowship:application", args=[found.application.uuid])
    return _about_support(found, "support_answered", found.application.user.email, str(found.application.user), address)


def _to_sponsor(letter_id: int, name: str) -> Mail | Drop:
    found = _support(letter_id)
    if found is None or found.state != SupportLetter.State.ASKED:
        return Drop("It was answered, or somebody else was asked instead.")
    if found.application.state in (ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE):
        return Drop("The application has ended.")
    token = support_token(found.application.uuid, found.email, found.asked_at)
    return _about_support(found, name, found.email, found.name, reverse("fellowship:support", args=[token]))


def _about_support(found: SupportLetter, name: str, to: str, to_name: str, address: str) -> Mail:
    cohort = found.application.call.cohort
    return Mail(
        to=to,
        template=f"fellowship/{name}",
        context={
            "to_name": to_name,
            "letter": found,
            "applicant": found.application.name or str(found.application.user),
            "cohort": cohort,
            "programme": cohort.programme,
            "address": f"{settings.SITE_URL}{address}",
        },
        reply_to=(cohort.programme.reply_to,) if cohort.programme.reply_to else (),
    )


def _support(letter_id: int) -> SupportLetter | None:
    with_all = SupportLetter.objects.select_related("application__user", "application__call__cohort__programme")
    return with_all.filter(pk=letter_id).first()


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
