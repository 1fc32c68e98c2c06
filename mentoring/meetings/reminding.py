"""Arms the reminders of a meeting for both, at the times that people choose for events too.

They are rows of the outbox with a moment to come. Their key has the meeting's sequence, so that a meeting that moved
has new ones; whoever wants none is left out when the letter leaves, since wishes change.
"""

from datetime import datetime, timedelta

from accounts.preferences import REMINDER_TIMES
from mentoring.letters.meetings import AFTER, reminder_called, reminder_due
from mentoring.meetings.telling import scope_of
from mentoring.models import Attendee, Meeting
from notifications.models import Message
from notifications.outbox import cancel, queue_email

JUST_TOLD = timedelta(hours=1)  # who agreed on a time within the hour before a reminder knows it
ASKED_AFTER = timedelta(hours=2)  # after the end: did you meet, and was it any use?
LETTERS = (*(reminder_called(time) for time in REMINDER_TIMES), AFTER)


def arm(meeting: Meeting, *, now: datetime) -> None:
    """Make the reminders for the time the meeting has now, in place of those for another time."""
    disarm(meeting, now=now)
    ends_at = meeting.ends_at
    assert ends_at is not None
    moments = {reminder_called(time): reminder_due(meeting, time) for time in REMINDER_TIMES}
    moments[AFTER] = ends_at + ASKED_AFTER
    scope = scope_of(meeting)
    for attendee in Attendee.objects.filter(meeting=meeting):
        for letter, due_at in moments.items():
            if due_at > now + JUST_TOLD or letter == AFTER:
                key = f"{letter}:{attendee.pk}:{meeting.sequence}"
                queue_email(letter=letter, about_id=attendee.pk, key=key, scope=scope, due_at=due_at, now=now)


def disarm(meeting: Meeting, *, now: datetime) -> None:
    """Take back what has not left. A letter that is being sent this moment asks once more itself."""
    about = Attendee.objects.filter(meeting=meeting).values("pk")
    waiting = Message.objects.filter(letter__in=LETTERS, about_id__in=about)
    cancel(waiting, reason="The meeting was changed.", now=now)
