"""``manage.py explain_reminders``: what reminders were or will be sent, when, and why not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from events.explanations import explain
from events.models import Booking, Event

# What one look may print; an event with more is asked for one person at a time.
MOST_BOOKINGS = 2_000


class Command(BaseCommand):
    help = "Say which reminders were or will be sent, when, and why not: for one person, one event, or both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", default="", help="One of the person's e-mail addresses.")
        parser.add_argument("--event", default="", help="The last part of the event's address.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["user"] and not options["event"]:
            raise CommandError("Name a person with --user, an event with --event, or both.")
        bookings = Booking.objects.select_related("event", "person").order_by("event__starts_at", "pk")
        if options["event"]:
            if not Event.objects.filter(slug=options["event"]).exists():
                raise CommandError("There is no event of that name. It is the last part of its address.")
            bookings = bookings.filter(event__slug=options["event"])
        if options["user"]:
            people = User.objects.filter(emailaddress__email__iexact=options["user"].strip()).distinct()
            if not people:
                raise CommandError("Nobody has that e-mail address.")
            bookings = bookings.filter(person__in=people)
        found = list(bookings[: MOST_BOOKINGS + 1])
        if len(found) > MOST_BOOKINGS:
            raise CommandError(f"More than {MOST_BOOKINGS} bookings. Name a person too.")
        if not found:
            self.stdout.write("No bookings.")
            return
        self.stdout.write("Reminders are shown in UK time.")
        last = None
        for line in explain(found, now=timezone.now()):
            if line.booking != last:
                last = line.booking
                self.stdout.write(
                    f"{last.person.email}: {last.event.title}, {last.event.when} ({last.get_state_display()})"
                )
            self.stdout.write(f"  {line.time.words}: {line.sentence}")
