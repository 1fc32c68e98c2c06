"""What people see and do on the pages of events."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry
from careers.models import Family, Skill
from events.booking import cancel_booking
from events.feeds import reset_feed
from events.invitations import people_with_addresses
from events.models import Booking, Event, Feedback, FeedToken
from events.organising import cancel_event
from events.waiting import advance_waiting_lists
from tests.events.conftest import signed_in
from tests.events.world import DAY, HOUR, NOW, booked, draft, event, organiser, person, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(f"events:{name}", args=arguments), query)
    assert answer.status_code == 200, (name, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'app-card__link" href="[^"]+">([^<]+)<', html)


# --- What everybody sees ----------------------------------------------------------------------


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


# --- Booking ----------------------------------------------------------------------------------


def post(client: Client, name: str, slug: str, **data: object) -> str:
    answer = client.post(reverse(f"events:{name}", args=[slug]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


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


# --- Organising -------------------------------------------------------------------------------

FORM = {
    "title": "Learning from data", "summary": "About data.", "kind": "WEBINAR", "audience": "OPEN", "capacity": "20",
    "starts_on_day": "28", "starts_on_month": "3", "starts_on_year": "2027", "starts_time": "10:00",
    "ends_time": "11.30am", "zone": "Europe/London", "mode": "ONLINE", "online_link": "https://teams.example.com/join/1",
}  # fmt: skip


def form_of(user: object, **fields: str) -> dict[str, object]:
    of = user.programme_roles.get().programme  # type: ignore[attr-defined]
    return {**FORM, "programme": of.pk, **fields}


def test_an_event_is_made_and_published() -> None:
    user = organiser()
    mine = signed_in(user)
    skill = Skill.objects.live().order_by("name")[0]
    data = form_of(user, skills=skill.name.upper(), description="- one\n- two", closes_on_day="27", closes_on_month="3",
                   closes_on_year="2027")  # fmt: skip
    answer = mine.post(reverse("events:event_add"), data)
    on = Event.objects.get()
    assert answer.headers["Location"] == reverse("events:organised_detail", args=[on.slug])
    assert on.when == "Sunday 28 March 2027, 10:00 to 11:30 (UK time)"
    assert [one.name for one in on.skills.all()] == [skill.name]
    assert on.booking_closes_at
    assert f"{on.booking_closes_at:%H:%M}" == "17:00"
    assert "This is a draft." in page(mine, "event_detail", on.slug)
    assert "20 places" in page(mine, "event_publish", on.slug)
    assert "It is published" in post(mine, "event_publish", on.slug)
    assert "<li>two</li>" in page(Client(), "event_detail", on.slug)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_time": "01:30", "ends_time": "03:00"}, "01:30 on 28 March 2027 does not exist in the UK"),
        ({"starts_time": "25:00"}, "Enter the time like 14:30"),
        ({"starts_time": "9"}, "with minutes"),
        ({"starts_time": "noon"}, "Enter the time like 14:30"),
        ({"ends_time": "09:00"}, "must end after it starts"),
        ({"starts_on_year": "2026"}, "That time has passed"),
        ({"starts_on_day": "31", "starts_on_month": "2"}, "must be a real date"),
        ({"mode": "IN_PERSON"}, "Enter the town"),
        ({"online_link": "javascript:alert(1)"}, "begins with https://"),
        ({"external_link": "www"}, "begins with https://"),
        ({"capacity": "0"}, "must be 1 or more"),
        ({"skills": "Juggling"}, "There is no skill called “Juggling”"),
        ({"closes_time": "10:00"}, "Enter the day on which booking closes"),
        ({"opens_on_day": "29", "opens_on_month": "3", "opens_on_year": "2027"}, "Booking must open before"),
        ({"title": ""}, "Enter a title"),
        ({"programme": "999999"}, "Choose one of the options"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(fields: dict[str, str], sentence: str) -> None:
    user = organiser()
    answer = signed_in(user).post(reverse("events:event_add"), form_of(user, **fields))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert sentence in html
    assert "There is a problem" in html
    assert not Event.objects.exists()


def test_a_time_that_comes_twice_is_the_first_and_the_page_says_so() -> None:
    user = organiser()
    night = {"starts_on_day": "31", "starts_on_month": "10", "starts_time": "1.30am", "ends_time": "03:00"}
    answer = signed_in(user).post(reverse("events:event_add"), form_of(user, **night), follow=True)
    assert "that time comes twice. We took the first" in answer.content.decode()
    assert "the first 01:30, before the clocks go back" in Event.objects.get().when


def test_moving_and_cancelling_say_how_many_are_told() -> None:
    on = event(capacity=2)
    assert on.organiser
    mine = signed_in(on.organiser)
    booked(on), booked(on), waiting(on)
    assert "Move it and tell 3 people" in page(mine, "event_move", on.slug)
    when = {key: FORM[key] for key in FORM if key.startswith(("starts", "ends"))} | {"zone": "Europe/London"}
    html = post(mine, "event_move", on.slug, **when)
    assert "3 people are told by e-mail." in html
    assert "Sunday 28 March 2027, 10:00 to 11:30" in html
    assert "Save it and tell 2 people" in page(mine, "event_place", on.slug)
    place = {"mode": "ONLINE", "online_link": "https://teams.example.com/new"}
    assert "2 people are told by e-mail." in post(mine, "event_place", on.slug, **place)
    assert "Nobody had to be told." in post(mine, "event_place", on.slug, **place)
    assert "Cancel it and tell 3 people" in page(mine, "event_cancel", on.slug)
    assert "Enter why is it cancelled?" not in post(mine, "event_cancel", on.slug)
    assert "3 people are told by e-mail." in post(mine, "event_cancel", on.slug, reason="The speaker is ill.")
    assert "The speaker is ill." in page(Client(), "event_detail", on.slug)


def test_changing_what_it_is_about_keeps_what_was_there() -> None:
    on = event(title="Old", capacity=5, booking_opens_at=NOW + DAY)
    assert on.organiser
    mine = signed_in(on.organiser)
    html = page(mine, "event_edit", on.slug)
    assert 'value="Old"' in html
    data = {"title": "New", "summary": on.summary, "kind": on.kind, "audience": "OPEN", "capacity": "3",
            "programme": on.programme_id, "opens_on_day": "12", "opens_on_month": "1", "opens_on_year": "2027",
            "opens_time": "09:00"}  # fmt: skip
    assert "Your changes are saved." in post(mine, "event_edit", on.slug, **data)
    on.refresh_from_db()
    assert (on.title, on.capacity, on.booking_opens_at) == ("New", 3, NOW + DAY)


def test_repeating_hosts_and_deleting_drafts() -> None:
    on = event()
    assert on.organiser
    mine, host = signed_in(on.organiser), organiser()
    assert "3 drafts are made" in post(mine, "event_repeat", on.slug, copies="3")
    copy = Event.objects.exclude(pk=on.pk)[0]
    assert "is deleted" in post(mine, "draft_delete", copy.slug)
    assert "Nobody has confirmed that address" in post(mine, "event_hosts", on.slug, email="nobody@example.org")
    assert "runs this event with you now" in post(mine, "event_hosts", on.slug, email=host.email)
    assert on.title in page(signed_in(host), "organised_list")
    assert "no longer run" in post(mine, "event_hosts", on.slug, remove=str(on.co_hosts.get().pk))
    assert signed_in(host).get(reverse("events:organised_detail", args=[on.slug])).status_code == 404


def test_inviting_people_by_their_addresses() -> None:
    on, kim = event(audience="INVITED"), person()
    assert on.organiser
    mine = signed_in(on.organiser)
    html = post(mine, "event_invitations", on.slug, addresses=f"{kim.email}\nnobody@example.org")
    assert "Nobody has confirmed these addresses here: nobody@example.org" in html
    assert "1 more person is invited" in post(mine, "event_invitations", on.slug, addresses=f" {kim.email.upper()}, ")
    assert page(signed_in(kim), "event_detail", on.slug)
    assert "withdrawn" in post(mine, "event_invitations", on.slug, remove=str(on.invitations.get().pk))
    assert signed_in(kim).get(reverse("events:event_detail", args=[on.slug])).status_code == 404


def test_organisers_see_who_of_those_invited_has_answered() -> None:
    on, kim, lee = event(audience="INVITED"), person("Kim Osei"), person("Lee Ray")
    assert on.organiser
    for one in (kim, lee):
        on.invitations.create(user=one)
    booked(on, kim)
    mine = signed_in(on.organiser)
    for query, seen, unseen in (
        ({"answer": "BOOKED"}, kim, lee), ({"answer": "NONE"}, lee, kim), ({"q": "osei"}, kim, lee),
    ):  # fmt: skip
        html = page(mine, "event_invitations", on.slug, **query)
        assert seen.email in html
        assert unseen.email not in html
    assert "Nobody fits all of these filters" in page(mine, "event_invitations", on.slug, q="somebody else")


def test_inviting_many_costs_no_more_to_look_them_up(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    people = [person() for _ in range(30)]
    with django_assert_max_num_queries(1):
        found, unknown = people_with_addresses([*(one.email for one in people), "nobody@example.org"])
    assert set(found) == set(people)
    assert unknown == ["nobody@example.org"]


def test_attendance_is_noted_on_the_sheet(at_now: time_machine.Traveller) -> None:
    on = event()
    assert on.organiser
    mine = signed_in(on.organiser)
    first, second = booked(on, person("Ada")), booked(on, person("Bea"))
    stranger = booked(event())
    assert "From one hour before" in page(mine, "attendance_sheet", on.slug)
    at_now.move_to(on.starts_at)
    mine = signed_in(on.organiser)  # the session of staff ends when they walk away
    assert "Attendance of Ada" in page(mine, "attendance_sheet", on.slug)
    marks = {f"came_{first.uuid}": "PRESENT", f"came_{second.uuid}": "ABSENT"}
    assert "Noted. 2 changed." in post(mine, "attendance_sheet", on.slug, **marks)
    assert "Load the page again" in post(mine, "attendance_sheet", on.slug, **{f"came_{stranger.uuid}": "PRESENT"})
    assert "could not read the sheet" in post(mine, "attendance_sheet", on.slug, **{f"came_{first.uuid}": "MAYBE"})
    assert "could not read the sheet" in post(mine, "attendance_sheet", on.slug, came_x="PRESENT")
    assert "nobody on the sheet" in post(mine, "attendance_sheet", on.slug)
    stranger.refresh_from_db()
    assert not stranger.attendance
    html = page(mine, "attendance_sheet", on.slug, attendance="ABSENT")
    assert "Bea" in html
    assert "Ada" not in html


def test_whoever_sees_the_sheet_is_in_the_audit_trail_by_whatever_way() -> None:
    on = event()
    booked(on)
    assert on.organiser
    mine, address = signed_in(on.organiser), reverse("events:attendance_sheet", args=[on.slug])
    read = AuditEntry.objects.filter(action="events.attendees_read")
    for number, see in enumerate((mine.get, mine.post), start=1):
        assert see(address).status_code == 200
        assert read.count() == number
    mine.head(address)
    assert read.count() == 2


def test_two_at_the_door_do_not_undo_what_the_other_noted(at_now: time_machine.Traveller) -> None:
    on = event()
    assert on.organiser
    ada, bea, gone = booked(on, person("Ada")), booked(on, person("Bea")), booked(on, person("Cy"))
    at_now.move_to(on.starts_at - HOUR / 2)
    mine, other = signed_in(on.organiser), signed_in(on.organiser)
    # Both opened the sheet before anybody was noted.
    seen = {f"was_{one.uuid}": "" for one in (ada, bea)}
    sheet = seen | {f"came_{ada.uuid}": "PRESENT", f"came_{bea.uuid}": ""}
    assert "1 changed" in post(mine, "attendance_sheet", on.slug, **sheet)
    sheet = seen | {f"came_{ada.uuid}": "", f"came_{bea.uuid}": "LATE"}
    assert "1 changed" in post(other, "attendance_sheet", on.slug, **sheet)
    assert "Nothing was changed" in post(other, "attendance_sheet", on.slug, **seen, **{f"came_{ada.uuid}": ""})
    ada.refresh_from_db()
    bea.refresh_from_db()
    assert (ada.attendance, bea.attendance) == ("PRESENT", "LATE")
    # Somebody gives up their place meanwhile: what was chosen for the others is still chosen.
    cancel_booking(on.pk, gone.person, now=on.starts_at - HOUR / 2)
    html = post(mine, "attendance_sheet", on.slug, **{f"came_{bea.uuid}": "EXCUSED", f"came_{gone.uuid}": "PRESENT"})
    assert "has no place on the event any more" in html
    assert '<option value="EXCUSED" selected>' in html


def test_what_people_thought_is_shown_from_five_answers_on(at_now: time_machine.Traveller) -> None:
    on = event()
    assert on.organiser
    for number in range(4):
        Feedback.objects.create(booking=booked(on), useful=5, will_use=4, text=f"Words {number}")
    at_now.move_to(on.ends_at)
    mine = signed_in(on.organiser)
    html = page(mine, "feedback_results", on.slug)
    assert "Fewer than five people" in html
    assert "Words" not in html
    Feedback.objects.create(booking=booked(on), useful=1, will_use=1, text="<script>x</script>")
    html = page(mine, "feedback_results", on.slug)
    assert "Words 3" in html
    assert "<script>x" not in html


def test_the_list_of_people_is_a_file_that_no_spreadsheet_runs() -> None:
    on = event()
    assert on.organiser
    booked(on, person("=HYPERLINK(1)"))
    on.organiser.set_password("correct horse battery")
    on.organiser.save()
    mine = signed_in(on.organiser)
    address = reverse("events:attendees_csv", args=[on.slug])
    assert mine.get(address).status_code == 302, "asks for the password again"
    mine.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    answer = mine.get(address)
    assert answer.status_code == 200
    assert "'=HYPERLINK(1)" in answer.content.decode()


def test_the_sheet_and_the_list_cost_the_same_however_long(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    on = event()
    assert on.organiser
    mine = signed_in(on.organiser)
    for _ in range(30):
        booked(on)
        event(programme=on.programme, organiser=on.organiser)
    with django_assert_max_num_queries(14):
        page(mine, "attendance_sheet", on.slug)
    with django_assert_max_num_queries(12):
        page(mine, "organised_list")
    with django_assert_max_num_queries(16):
        page(mine, "organised_detail", on.slug)


def test_the_window_of_booking_is_said_on_the_page(client: Client) -> None:
    on = event(booking_opens_at=NOW + DAY)
    assert "Booking opens on Tuesday 12 January 2027, 09:00 (UK time)" in page(client, "event_detail", on.slug)
    late = event(booking_closes_at=NOW + timedelta(minutes=1))
    with time_machine.travel(NOW + HOUR, tick=False):
        assert "Booking has closed" in page(client, "event_detail", late.slug)
