"""Booking, giving up and what is mine, on the pages."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events.booking import cancel_booking
from events.feeds import reset_feed
from events.models import Booking, Event, Feedback, FeedToken
from events.waiting import advance_waiting_lists
from tests.events.conftest import signed_in
from tests.events.pages import page, post
from tests.events.world import HOUR, NOW, booked, event, organiser, person, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_booking_waiting_confirming_and_giving_up(at_now: time_machine.Traveller) -> None:
    on, kim, lee = event(capacity=1), person(), person()
    mine, theirs = signed_in(kim), signed_in(lee)
    assert "1 place left" in page(mine, "event_detail", on.slug)
    assert "You have a place." in post(mine, "event_book", on.slug, adjustments=["BSL"], note="")
    assert "Full: you can join the waiting list" in page(theirs, "event_detail", on.slug)
    html = post(theirs, "event_book", on.slug, note="Please a seat in front")
    assert "The last place has gone" in html
    assert "Please a seat in front" in html, "what was typed stays"
    assert "Join the waiting list" in html
    html = post(theirs, "event_book", on.slug, wait="yes")
    assert "You are on the waiting list." in html
    assert "You are next." in html
    assert "You gave up your place" in post(mine, "booking_cancel", on.slug)
    html = page(theirs, "event_detail", on.slug)
    assert "A place is kept for you" in html
    assert "Until Wednesday 13 January 2027, 09:00 (UK time)" in html
    assert "The place is yours" in post(theirs, "place_confirm", on.slug)
    at_now.move_to(on.starts_at - 10 * HOUR)
    assert "Give up your place" in page(theirs, "event_detail", on.slug)
    assert Booking.objects.get(person=kim).adjustments == ()


def test_a_link_in_a_letter_takes_no_place_by_itself() -> None:
    on, kim, lee = event(capacity=1), person(), person()
    booked(on, kim)
    waiting(on, lee)
    cancel_booking(on.pk, kim, now=NOW)
    assert signed_in(lee).get(reverse("events:place_confirm", args=[on.slug])).status_code == 302
    assert Booking.objects.get(person=lee).is_offered


def test_too_late_to_confirm_says_so() -> None:
    on, kim, lee = event(capacity=1), person(), person()
    booked(on, kim)
    waiting(on, lee)
    cancel_booking(on.pk, kim, now=NOW)
    advance_waiting_lists(now=NOW + 48 * HOUR)
    assert "The time to confirm has passed" in post(signed_in(lee), "place_confirm", on.slug)


def test_what_somebody_needs_is_asked_for_in_words_and_can_be_changed() -> None:
    on, kim = event(), person()
    mine = signed_in(kim)
    html = post(mine, "event_book", on.slug, adjustments=["DIET"])
    assert "Tell the organisers what you need" in html
    assert not Booking.objects.exists()
    post(mine, "event_book", on.slug, adjustments=["DIET"], note="No nuts")
    assert "The organisers see what you need" in post(mine, "booking_needs", on.slug, adjustments=["STEP_FREE"])
    booking = Booking.objects.get()
    assert (booking.adjustments, booking.adjustments_note) == (("STEP_FREE",), "")


def test_only_ones_own_place_can_be_given_up() -> None:
    on = event()
    booked(on)
    stranger = signed_in(person())
    for name in ("booking_cancel", "booking_needs", "feedback_give", "certificate"):
        assert stranger.get(reverse(f"events:{name}", args=[on.slug])).status_code == 404
    assert stranger.post(reverse("events:booking_cancel", args=[on.slug])).status_code == 404
    assert Booking.objects.get().is_booked


def test_who_has_a_place_or_a_turn_is_led_to_it_instead_of_a_form() -> None:
    on = event(capacity=1)
    address = reverse("events:event_book", args=[on.slug])
    holder, second, stranger = signed_in(booked(on).person), signed_in(waiting(on).person), signed_in(person())
    answer = holder.get(address, follow=True)
    assert answer.redirect_chain == [(on.get_absolute_url(), 302)]
    assert "You have a place already" in answer.content.decode()
    assert "You are on the waiting list already" in second.get(f"{address}?wait=yes", follow=True).content.decode()
    assert stranger.get(f"{address}?wait=yes").status_code == 200
    cancel_booking(on.pk, Booking.objects.get(state="BOOKED").person, now=NOW)
    assert "A place is kept for you already" in second.get(address, follow=True).content.decode()
    Event.objects.filter(pk=on.pk).update(booking_closes_at=NOW)
    closed = stranger.get(address, follow=True)
    assert closed.redirect_chain == [(on.get_absolute_url(), 302)]
    assert "Booking has closed" in closed.content.decode()


def test_who_runs_an_event_finds_how_it_stands_on_its_page_and_others_do_not() -> None:
    on = event(capacity=5)
    booked(on)
    assert on.organiser
    heading = '<h2 class="nhsuk-heading-l">Run this event</h2>'
    theirs = signed_in(on.organiser).get(on.get_absolute_url()).content.decode()
    assert heading in theirs
    assert "1 of 5 people are booked, 0 asked to confirm, 0 waiting." in theirs
    assert reverse("events:attendance_sheet", args=[on.slug]) in theirs
    for other in (Client(), signed_in(person()), signed_in(organiser())):
        assert "Run this event" not in other.get(on.get_absolute_url()).content.decode()


def test_visitors_are_sent_to_sign_in_and_come_back(client: Client) -> None:
    on = event()
    answer = client.get(reverse("events:event_book", args=[on.slug]))
    assert answer.status_code == 302
    assert f"next=/events/{on.slug}/book/" in answer.headers["Location"]


def test_my_events_shows_what_is_ahead_and_what_is_over(at_now: time_machine.Traveller) -> None:
    kim = person()
    mine = signed_in(kim)
    assert "You have booked nothing" in page(mine, "my_events")
    on = event(title="Learning from data")
    booked(on, kim)
    html = page(mine, "my_events")
    assert "Learning from data" in html
    assert on.online_link in html
    Booking.objects.update(attendance="PRESENT")
    at_now.move_to(on.ends_at + HOUR)
    assert "Learning from data" not in page(mine, "my_events")
    html = page(mine, "my_events", when="OVER")
    assert "Say what you thought" in html
    assert reverse("events:certificate", args=[on.slug]) in html
    assert "Certificate of attendance" in page(mine, "certificate", on.slug)
    assert "You had a place" in page(mine, "event_detail", on.slug)
    assert "1 hour" in page(mine, "certificate", on.slug)
    assert "Thank you" in post(mine, "feedback_give", on.slug, useful="5", will_use="4", text="Good")
    assert "already what you thought" in post(mine, "feedback_give", on.slug, useful="1", will_use="1")
    assert Feedback.objects.get().useful == 5
    assert "Say what you thought" not in page(mine, "my_events", when="OVER")


def test_the_feed_is_made_by_a_button_and_read_without_signing_in(client: Client) -> None:
    on, kim = event(title="Learning from data"), person()
    booked(on, kim)
    mine = signed_in(kim)
    assert "Make an address for me" in page(mine, "my_calendar")
    assert not FeedToken.objects.exists(), "reading a page writes nothing"
    assert mine.post(reverse("events:my_calendar")).status_code == 302
    html = page(mine, "my_calendar")
    found = re.search(r'value="https?://[^/]+(/events/feed/[^"]+)"', html)
    assert found
    answer = client.get(found[1])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"Learning from data" in answer.content
    assert "no-cache" in answer.headers["Cache-Control"]
    reset_feed(kim, now=NOW)
    assert client.get(found[1]).status_code == 404


def test_each_time_of_a_reminder_is_chosen_once_and_can_be_stopped_from_the_letter(client: Client) -> None:
    from accounts.preferences import stop_url, wants

    kim = person()
    html = signed_in(kim).get(reverse("contact_preferences")).content.decode()
    assert html.count("7 days before") == 1
    address = stop_url(kim.pk, "reminder.7-days")
    assert "Reminder 7 days before an event you booked" in client.get(address).content.decode()
    assert wants(kim.pk, "reminder.7-days"), "looking stops nothing"
    assert client.post(address).status_code == 200
    assert not wants(kim.pk, "reminder.7-days")
