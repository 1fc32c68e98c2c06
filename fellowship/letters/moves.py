"""Letters of fellowships. Those about an application are about one move of it, and stale once it has moved on."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.elsewhere import SENT_ON, Place, in_a_letter, places_for
from fellowship.letters.calendars import letter_part, links_in
from fellowship.models import Application, ApplicationMove, Interview, Offer
from fellowship.models.moves import ApplicationState
from notifications.letters import Calendar, Drop, Mail, letter

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
    "reserve_ended": "The reserve list has ended",
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

_ABOUT_INTERVIEWS = ("interview_invited", "interview_booked", "interview_given_up")


def _writer(name: str) -> Callable[[int, datetime], Mail | Drop]:
    def write(move_id: int, now: datetime) -> Mail | Drop:
        return _about_move(move_id, name, now)

    return write


for _name, _title in OF_MOVES.items():
    letter(f"fellowship.{_name}", title=_title, essential=True)(_writer(_name))


def _about_move(move_id: int, name: str, now: datetime) -> Mail | Drop:
    made = (
        ApplicationMove.objects.select_related(
            "application__user", "application__call__cohort__programme", "application__interview__slot__panel"
        )
        .filter(pk=move_id)
        .first()
    )
    if made is None:
        return Drop("The application is gone.")
    application = made.application
    if application.state != made.after and not _stays_true(name, application.state):
        return Drop("The application has moved on since.")
    if not application.user.is_active:
        return Drop("The person has left.")
    offer = application.offers.first() if name in ("offered", "accepted") else None
    better = in_a_letter(places_for(application, now)) if made.after in SENT_ON else ()
    return mail_about(application, name, offer=offer, better=better, now=made.moved_at)


def _stays_true(name: str, state: str) -> bool:
    """Whether a letter is still wanted although the application has moved on: a receipt, however quickly the team goes
    on, and the word that a place is theirs, since getting ready begins within a minute of it."""
    if name == "received":
        return state != ApplicationState.WITHDRAWN
    return name == "accepted" and state in (ApplicationState.ONBOARDING, ApplicationState.ENROLLED)


def mail_about(
    application: Application, name: str, *, offer: Offer | None, better: Sequence[Place] = (), now: datetime
) -> Mail:
    """One of these letters as it is for an application, also before the step is taken (then nothing is stored).

    ``better``: where they may go on to who get no place.
    """
    programme = application.call.cohort.programme
    interview = getattr(application, "interview", None)
    page = "interview_book" if name in _ABOUT_INTERVIEWS else "application"
    return Mail(
        to=application.user.email,
        template=f"fellowship/{name}",
        context={
            "person": application.user,
            "application": application,
            "cohort": application.call.cohort,
            "programme": programme,
            "call": application.call,
            "offer": offer,
            "better": better,
            "slot": interview.slot if interview else None,
            "information": application.information_requests.first() if name == "information_asked" else None,
            "address": f"{settings.SITE_URL}{reverse(f'fellowship:{page}', args=[application.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        links=links_in(interview.slot.panel.place) if interview and interview.slot else (),
        calendar=_calendar(application, interview, name, now),
    )


def _calendar(application: Application, interview: Interview | None, name: str, now: datetime) -> Calendar | None:
    """What the candidate's calendar should know: the time booked, or that it is given up."""
    if interview is None:
        return None
    if name == "interview_booked" and interview.slot is not None:
        return letter_part(interview, application.user, "REQUEST", now)
    if name in ("interview_given_up", "withdrawn") and interview.sequence:
        return letter_part(interview, application.user, "CANCEL", now)
    return None
