"""What everybody sees of events."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from careers.models import Family
from events.models import Event
from events.organising import cancel_event
from tests.events.conftest import signed_in
from tests.events.pages import page, titles
from tests.events.world import DAY, HOUR, NOW, booked, draft, event, organiser, person, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_the_list_shows_what_is_to_come_and_open_to_all(client: Client) -> None:
    event(title="Ahead")
    event(title="By invitation", audience="INVITED")
    draft(title="A draft")
    gone = event(title="Gone")
    cancel_event(gone.pk, reason="Ill", actor=organiser(), now=NOW)
    Event.objects.filter(pk=event(title="Over").pk).update(starts_at=NOW - DAY, ends_at=NOW - HOUR)
    assert titles(page(client, "event_list")) == ["Ahead"]


def test_an_empty_list_leads_organisers_to_their_first_event(client: Client) -> None:
    assert "There is no event to come" in page(client, "event_list")
    assert "make the first one" not in page(client, "event_list")
    assert "make the first one" not in page(signed_in(person()), "event_list")
    assert "make the first one" in page(signed_in(organiser()), "event_list")


def test_the_list_is_narrowed_by_kind_place_month_family_and_free_places(client: Client) -> None:
    online = event(title="Online in January", capacity=1)
    leeds = event(title="Leeds in February", kind="WORKSHOP", mode="IN_PERSON", town="Leeds", place="Room 1",
                  starts_at=NOW + 30 * DAY)  # fmt: skip
    both = event(
        title="Both in March", kind="LECTURE", mode="BOTH", town="York", place="Room 2", starts_at=NOW + 60 * DAY
    )
    family = Family.objects.live().order_by("name")[0]
    both.families.add(family)
    booked(online)
    for query, expected in (
        ({"kind": "WORKSHOP"}, [leeds]),
        ({"where": "ONLINE"}, [online, both]),
        ({"where": "IN_PERSON"}, [leeds, both]),
        ({"month": "2027-02"}, [leeds]),
        ({"family": family.slug}, [both]),
        ({"places": "on"}, [leeds, both]),
        ({"q": "york"}, [both]),
        ({"sort": "title"}, [both, leeds, online]),
        ({"kind": "CONFERENCE"}, []),
    ):
        assert titles(page(client, "event_list", **query)) == [one.title for one in expected], query
    assert "No event fits all of these filters" in page(client, "event_list", kind="CONFERENCE")
    assert "We left out a filter" in page(client, "event_list", month="2027-99")


def test_an_empty_list_says_where_to_look(client: Client) -> None:
    html = page(client, "event_list")
    assert "There is no event to come" in html
    assert reverse("careers:conference_list") in html


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client, "event_list")
    for number in range(60):
        event(title=f"Event {number}")
    with django_assert_num_queries(3):  # the families to choose from, the count, the page
        assert len(titles(page(client, "event_list"))) == 50
    kim = person()
    mine = signed_in(kim)
    booked(Event.objects.order_by("starts_at", "pk")[0], kim)
    with django_assert_num_queries(9):
        html = page(mine, "event_list")
    assert html.count("nhsuk-tag--green") == 1


def test_the_month_shows_each_day_with_its_events(client: Client) -> None:
    event(title="On the twenty-first")
    event(title="From January to February", starts_at=NOW + 20 * DAY, ends_at=NOW + 22 * DAY)
    html = page(client, "event_month", month="2027-01")
    assert "2 events in January 2027" in html
    assert re.search(r"21</p><ul[^>]*><li><a [^>]+><span[^>]*>10:00</span> On the twenty-first", html)
    assert "From January to February" in page(client, "event_month", month="2027-02")
    assert "Nothing is planned" in page(client, "event_month", month="2028-01")
    assert "We could not read that month" in page(client, "event_month", month="spring")
    assert "too far away" in page(client, "event_month", month="9999-12")


def test_times_of_the_month_are_those_of_the_uk(client: Client) -> None:
    # 23:30 UTC on 30 June is half past midnight on 1 July in the UK.
    starts_at = NOW.replace(month=6, day=30, hour=23, minute=30)
    event(title="Late", starts_at=starts_at, ends_at=starts_at + HOUR)
    html = page(client, "event_month", month="2027-07")
    assert re.search(r"</span>1</p><ul[^>]*><li><a [^>]+><span[^>]*>00:30</span> Late", html)


def test_the_next_events_on_my_account_are_those_that_take_place() -> None:
    kim, ahead, gone = person(), event(title="Ahead"), event(title="Gone")
    booked(ahead, kim)
    booked(gone, kim)
    cancel_event(gone.pk, reason="Ill", actor=organiser(), now=NOW)
    html = signed_in(kim).get(reverse("dashboard")).content.decode()
    assert "Ahead" in html
    assert "Gone" not in html


def test_a_page_shows_place_and_link_only_to_those_with_a_place(client: Client) -> None:
    on = event(mode="BOTH", town="Leeds", place="Quarry House, room 7", capacity=1)
    kim, lee = person("Canary Kim"), person()
    booked(on, kim)
    waiting(on, lee)
    assert on.organiser
    for reader, sees in (
        (client, False), (signed_in(person()), False), (signed_in(lee), False), (signed_in(kim), True),
        (signed_in(on.organiser), True),
    ):  # fmt: skip
        html = page(reader, "event_detail", on.slug)
        calendar = reader.get(reverse("events:event_ics", args=[on.slug])).content.decode().replace("\r\n ", "")
        assert ("Quarry House" in html) is sees
        assert (on.online_link in html) is sees
        assert ("You see the address and the link to join once you have a place" in html) is not sees
        if reader is not signed_in(on.organiser) and not sees:
            assert "Quarry House" not in calendar
            assert on.online_link not in calendar
        assert "Canary" not in html, "nobody reads who else is booked"


def test_drafts_and_events_for_others_are_not_found(client: Client) -> None:
    secret, invited = draft(), event(audience="INVITED")
    for reader in (client, signed_in(person()), signed_in(organiser())):
        for one in (secret, invited):
            for name in ("event_detail", "event_ics"):
                assert reader.get(reverse(f"events:{name}", args=[one.slug])).status_code == 404
            for name in ("event_book", "place_confirm", "booking_cancel"):
                answer = reader.post(reverse(f"events:{name}", args=[one.slug]))
                assert answer.status_code == (302 if reader is client else 404)


def test_an_external_event_has_a_link_and_no_booking(client: Client) -> None:
    on = event(external_link="https://example.org/conference", online_link="")
    html = page(signed_in(person()), "event_detail", on.slug)
    assert "https://example.org/conference" in html
    assert "Book a place" not in html
    assert "event.ics" in html


def test_the_window_of_booking_is_said_on_the_page(client: Client) -> None:
    on = event(booking_opens_at=NOW + DAY)
    assert "Booking opens on Tuesday 12 January 2027, 09:00 (UK time)" in page(client, "event_detail", on.slug)
    late = event(booking_closes_at=NOW + timedelta(minutes=1))
    with time_machine.travel(NOW + HOUR, tick=False):
        assert "Booking has closed" in page(client, "event_detail", late.slug)
