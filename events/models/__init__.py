"""Tables of events: what happens when and where, who has a place, what they are reminded of, what they thought."""

from events.models.bookings import Booking
from events.models.calendars import FeedToken
from events.models.events import Event, EventSeries, NotLegal
from events.models.feedback import Feedback
from events.models.people import CoHost, Invitation
from events.models.reminders import Reminder

__all__ = [
    "Booking",
    "CoHost",
    "Event",
    "EventSeries",
    "FeedToken",
    "Feedback",
    "Invitation",
    "NotLegal",
    "Reminder",
]
