"""Letters of fellowships. Those about an application are about one move of it, and stale once it has moved on."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.models import ApplicationMove
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
