"""Making, changing, moving and cancelling events, on the pages."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from careers.models import Skill
from events.invitations import people_with_addresses
from events.models import Event
from tests.events.conftest import signed_in
from tests.events.pages import page, post
from tests.events.world import DAY, NOW, booked, event, organiser, person, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


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
