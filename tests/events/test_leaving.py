"""Who leaves gives up their places, and the next are asked in order."""

import pytest
from django.db import connection

from accounts import privacy
from accounts.models import AuditEntry, User
from events.leaving import give_up_places_of_closed_accounts
from events.models import Booking, Event
from events.tasks import give_up_places_of_closed_accounts as minute
from notifications.delivery import deliver_due
from tests.events.conftest import at_now
from tests.events.world import DAY, HOUR, NOW, booked, event, letters, person, states, waiting

__all__ = ["at_now"]
pytestmark = pytest.mark.django_db


def close(*people: User) -> None:
    """As the box in Django admin does."""
    User.objects.filter(pk__in=[one.pk for one in people]).update(is_active=False)


@pytest.mark.main_journey
def test_a_closed_account_gives_up_its_place_and_who_waited_longest_is_asked() -> None:
    on = event(capacity=1)
    holder = booked(on).person
    first, second = waiting(on), waiting(on)
    close(holder)
    assert give_up_places_of_closed_accounts(now=NOW) == 1
    assert states(on) == ["CANCELLED", "OFFERED", "WAITING"]
    assert [letter.about_id for letter in letters("events.place_offered")] == [first.pk]
    entry = AuditEntry.objects.get(action="events.places_given_up")
    assert (entry.actor, entry.subject, entry.detail) == (None, holder, {"places": 1})
    assert give_up_places_of_closed_accounts(now=NOW) == 0, "twice is the same as once"
    assert AuditEntry.objects.filter(action="events.places_given_up").count() == 1
    assert second.is_waiting


def test_a_closed_account_loses_its_turn_and_what_was_offered_to_it() -> None:
    on = event(capacity=1)
    holder, first, second, third = booked(on).person, waiting(on), waiting(on), waiting(on)
    close(holder)
    give_up_places_of_closed_accounts(now=NOW)
    close(first.person, second.person)
    assert give_up_places_of_closed_accounts(now=NOW) == 2
    assert states(on) == ["CANCELLED", "CANCELLED", "CANCELLED", "OFFERED"]
    third.refresh_from_db()
    assert third.is_offered


def test_what_has_begun_and_what_others_have_stays() -> None:
    on, begun = event(capacity=9), event(capacity=9)
    who = person()
    booked(on, who)
    booked(begun, who)
    booked(on)
    Event.objects.filter(pk=begun.pk).update(starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    close(who)
    assert give_up_places_of_closed_accounts(now=NOW) == 1
    assert states(on) == ["CANCELLED", "BOOKED"]
    assert states(begun) == ["BOOKED"]


def test_an_erased_account_gives_up_its_places_and_the_trail_has_it() -> None:
    on = event(capacity=1)
    holder, next_one = booked(on).person, waiting(on)
    number = holder.pk
    privacy.erase(holder, now=NOW)
    next_one.refresh_from_db()
    assert next_one.is_offered
    assert AuditEntry.objects.get(action="events.places_given_up").subject_id == number


def test_nobody_who_has_left_is_written_to() -> None:
    on = event(capacity=1)
    holder = booked(on).person
    close(holder)
    give_up_places_of_closed_accounts(now=NOW)
    deliver_due(clock=lambda: NOW + HOUR)
    assert {letter.state for letter in letters()} == {"DROPPED"}


def test_it_runs_each_minute(at_now: object) -> None:
    on = event(capacity=1)
    close(booked(on).person)
    minute()
    assert states(on) == ["CANCELLED"]


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_it_looks_at_closed_accounts_alone() -> None:
    on = event(starts_at=NOW + 10 * DAY)
    people = User.objects.bulk_create(User(email=f"crowd{number}@example.org") for number in range(3000))
    Booking.objects.bulk_create(Booking(event=on, person=one, state="BOOKED", booked_at=NOW) for one in people)
    close(*people[:3])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user; ANALYZE events_booking; ANALYZE events_event")
    closed = Booking.objects.live().filter(person__is_active=False, event__starts_at__gt=NOW)
    plan = closed.order_by("person").values_list("person", flat=True).distinct().explain()
    assert "user_closed" in plan
    assert "Seq Scan on events_booking" not in plan
