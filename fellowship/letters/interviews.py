"""Letters about interviews beside those of moves: another time, a reminder, what changed for a panel."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import ProgrammeRole
from accounts.roles import programmes_where
from fellowship.letters.calendars import NAME, letter_part, links_in, panel_file
from fellowship.models import Application, Interview, PanelMember
from fellowship.models.moves import ApplicationState
from notifications.letters import Calendar, Drop, Mail, letter

REMIND_BEFORE = timedelta(days=1)


@letter("fellowship.interview_waits", title="Please choose a time for your interview", essential=True)
def interview_waits(application_id: int, now: datetime) -> Mail | Drop:
    """About an application whose interview has no time, to the candidate."""
    found = Application.objects.select_related("user", "call__cohort__programme").filter(pk=application_id).first()
    if found is None or found.state != ApplicationState.INTERVIEW_INVITED:
        return Drop("A time was chosen, or the invitation has ended.")
    if not found.user.is_active:
        return Drop("The person has left.")
    programme = found.call.cohort.programme
    return Mail(
        to=found.user.email,
        template="fellowship/interview_waits",
        context={
            "person": found.user, "cohort": found.call.cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{reverse('fellowship:interview_book', args=[found.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip


@letter("fellowship.interview_moved", title="Your interview has changed", essential=True)
def interview_moved(interview_id: int, now: datetime) -> Mail | Drop:
    """About an interview, to the candidate."""
    return _to_candidate(interview_id, "interview_moved", now, with_calendar=True)


@letter("fellowship.interview_soon", title="Your interview is tomorrow", essential=True)
def interview_soon(interview_id: int, now: datetime) -> Mail | Drop:
    """About an interview, to the candidate, a day before."""
    return _to_candidate(interview_id, "interview_soon", now, with_calendar=False)


@letter("fellowship.panel_changed", title="The interviews of your panel have changed", essential=True)
def panel_changed(member_id: int, now: datetime) -> Mail | Drop:
    """About somebody on a panel, to them: its interviews as they stand, with a calendar file."""
    found = PanelMember.objects.select_related("user", "panel__call__cohort__programme").filter(pk=member_id).first()
    if found is None or not found.user.is_active:
        return Drop("The person has left the panel.")
    cohort = found.panel.call.cohort
    mine = programmes_where(found.user, ProgrammeRole.Role.values, now=now)
    if not mine.filter(pk=cohort.programme_id).exists():
        return Drop("The person has left the team.")
    ahead = (
        Interview.objects.filter(
            slot__panel=found.panel, slot__ends_at__gt=now, application__state=ApplicationState.INTERVIEW_BOOKED
        )
        .select_related("application__user", "slot__panel")
        .order_by("slot__starts_at")
    )
    interviews = list(ahead)
    calendar = Calendar(content=panel_file(interviews, now), method="PUBLISH", name=NAME) if interviews else None
    return Mail(
        to=found.user.email,
        template="fellowship/panel_changed",
        context={
            "person": found.user, "panel": found.panel, "interviews": interviews, "cohort": cohort,
            "programme": cohort.programme, "address": f"{settings.SITE_URL}{reverse('fellowship:my_interviews')}",
        },
        reply_to=(cohort.programme.reply_to,) if cohort.programme.reply_to else (),
        calendar=calendar,
    )  # fmt: skip


def _to_candidate(interview_id: int, name: str, now: datetime, *, with_calendar: bool) -> Mail | Drop:
    found = (
        Interview.objects.select_related("application__user", "application__call__cohort__programme", "slot__panel")
        .filter(pk=interview_id)
        .first()
    )
    if found is None or found.slot is None or found.application.state != ApplicationState.INTERVIEW_BOOKED:
        return Drop("The time was given up, or the application has moved on.")
    if not found.application.user.is_active:
        return Drop("The person has left.")
    if found.slot.starts_at <= now:
        return Drop("The interview has begun.")
    application, programme = found.application, found.application.call.cohort.programme
    return Mail(
        to=application.user.email,
        template=f"fellowship/{name}",
        context={
            "person": application.user, "application": application, "cohort": application.call.cohort,
            "programme": programme, "slot": found.slot,
            "address": f"{settings.SITE_URL}{reverse('fellowship:interview_book', args=[application.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        links=links_in(found.slot.panel.place),
        calendar=letter_part(found, application.user, "REQUEST", now) if with_calendar else None,
    )  # fmt: skip
