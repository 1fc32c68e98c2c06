"""Letters of mentoring: meetings. Each is about one attendee, and written as things are when it leaves, or dropped."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.preferences import REMINDER_TIMES, ReminderTime, refused_topics, stop_url, wants
from events.local_time import days_before, local
from mentoring.letters.calendars import letter_part
from mentoring.models import Attendee, Meeting
from notifications.letters import Calendar, Drop, Mail, letter

AFTER = "mentoring.meeting_after"
State = Meeting.State


@letter("mentoring.times_proposed", title="Times for a mentoring meeting are proposed", essential=True)
def times_proposed(attendee_id: int, now: datetime) -> Mail | Drop:
    attendee = _attendee(attendee_id)
    if attendee is None:
        return Drop("The meeting is gone, or the person has left.")
    meeting = attendee.meeting
    times = list(meeting.proposed_times.filter(starts_at__gt=now))
    if not meeting.is_open or not times or meeting.proposed_by_id == attendee.user_id:
        return Drop("A time was chosen meanwhile, or the meeting was called off.")
    return _mail(attendee, "times_proposed", times=times)


@letter("mentoring.meeting_agreed", title="A mentoring meeting is agreed or has changed", essential=True)
def meeting_agreed(attendee_id: int, now: datetime) -> Mail | Drop:
    attendee = _attendee(attendee_id)
    if reason := _why_not(attendee, now):
        return Drop(reason)
    assert attendee is not None
    calendar = letter_part(attendee.meeting, attendee.user, "REQUEST", now)
    return _mail(attendee, "meeting_agreed", calendar=calendar)


@letter("mentoring.meeting_called_off", title="A mentoring meeting is called off", essential=True)
def meeting_called_off(attendee_id: int, now: datetime) -> Mail | Drop:
    attendee = _attendee(attendee_id)
    if attendee is None or attendee.meeting.state != State.CANCELLED:
        return Drop("The meeting is gone, or the person has left.")
    if attendee.meeting.starts_at is None:
        return _mail(attendee, "meeting_called_off")
    calendar = letter_part(attendee.meeting, attendee.user, "CANCEL", now)
    return _mail(attendee, "meeting_called_off", calendar=calendar)


@letter(AFTER, title="After a mentoring meeting: did you meet, and was it of use?")
def meeting_after(attendee_id: int, now: datetime) -> Mail | Drop:
    attendee = _attendee(attendee_id)
    if attendee is None or attendee.meeting.state not in (State.BOOKED, State.DONE):
        return Drop("The meeting did not take place.")
    ends_at = attendee.meeting.ends_at
    if ends_at is None or ends_at > now:
        return Drop("The meeting was moved, and this comes later.")
    if attendee.answered_at is not None:
        return Drop("The person has answered already.")
    if not wants(attendee.user_id, AFTER):
        return Drop("The person does not want this letter.")
    return _mail(attendee, "meeting_after", stop=AFTER)


def reminder_called(time: ReminderTime) -> str:
    """The letter that reminds of a meeting at this time; people choose the time once, for events and meetings."""
    return f"mentoring.{time.topic}"


def reminder_due(meeting: Meeting, time: ReminderTime) -> datetime:
    """Days are counted on the clock on the wall, hours are hours."""
    assert meeting.starts_at is not None
    if time.before % timedelta(days=1):
        return meeting.starts_at - time.before
    return days_before(meeting.starts_at, time.before.days, meeting.zone)


def _reminder(time: ReminderTime) -> Callable[[int, datetime], Mail | Drop]:
    def write(attendee_id: int, now: datetime) -> Mail | Drop:
        """Looks at meeting and wishes as they are at this moment."""
        attendee = _attendee(attendee_id)
        if reason := _why_not(attendee, now):
            return Drop(reason)
        assert attendee is not None
        meeting, refused = attendee.meeting, refused_topics(attendee.user)
        if time.topic in refused:
            return Drop("The person does not want this reminder.")
        if now < reminder_due(meeting, time):
            return Drop("The meeting was moved, and this reminder comes later.")
        later = [one for one in REMINDER_TIMES if one.before < time.before and one.topic not in refused]
        if any(now >= reminder_due(meeting, one) for one in later):
            return Drop("Too late: a later reminder says the same.")
        return _mail(attendee, "meeting_reminder", how_soon=_how_soon(meeting, now), stop=time.topic)

    return write


for _time in REMINDER_TIMES:
    letter(reminder_called(_time), title=f"Reminder {_time.words} a mentoring meeting")(_reminder(_time))


def _how_soon(meeting: Meeting, now: datetime) -> str:
    assert meeting.starts_at is not None
    days = (local(meeting.starts_at, meeting.zone).date() - local(now, meeting.zone).date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")


def _attendee(attendee_id: int) -> Attendee | None:
    rows = Attendee.objects.select_related(
        "user", "meeting__mentor", "meeting__mentee", "meeting__match__programme", "meeting__conversation"
    )
    found: Attendee | None = rows.filter(pk=attendee_id, user__is_active=True).first()
    return found


def _why_not(attendee: Attendee | None, now: datetime) -> str:
    """Why nothing more is said about a meeting that was to take place."""
    if attendee is None:
        return "The meeting is gone, or the person has left."
    if attendee.meeting.state != State.BOOKED:
        return "The meeting was called off."
    return "The meeting has begun." if attendee.meeting.has_begun(now) else ""


def _mail(
    attendee: Attendee, name: str, *, calendar: Calendar | None = None, stop: str = "", **context: object
) -> Mail:
    meeting = attendee.meeting
    programme = meeting.match.programme if meeting.match is not None else None
    address = f"{settings.SITE_URL}{reverse('mentoring:meeting_detail', args=[meeting.uuid])}"
    return Mail(
        to=attendee.user.email,
        template=f"mentoring/{name}",
        context={
            "person": attendee.user, "meeting": meeting, "other": meeting.other(attendee.user), "address": address,
            "contact_url": f"{settings.SITE_URL}{reverse('contact_preferences')}", **context,
        },
        reply_to=(programme.reply_to,) if programme and programme.reply_to else (),
        links=(meeting.link,) if meeting.link else (),
        calendar=calendar,
        unsubscribe_url=stop_url(attendee.user_id, stop) if stop else "",
    )  # fmt: skip
