"""The load run, in small: its people use a real server, and what it promises afterwards can be seen to be broken."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from benchmarks import browser
from benchmarks.browser import Form, Tally
from benchmarks.load_world import cookies, promises
from benchmarks.visits import Person, Races, Scene
from events.models import Booking, Event
from notifications.models import Message


@pytest.fixture(autouse=True)
def _waits_on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about what is answered, not about how soon."""
    monkeypatch.setattr(browser, "SECONDS_TO_ANSWER", 300)


def an_event(slug: str, capacity: int) -> Event:
    starts_at = timezone.now() + timedelta(days=30)
    return Event.objects.create(
        slug=slug, title="The last places" if slug == "raced" else slug, summary="Made to be booked.", kind="WEBINAR",
        mode="ONLINE", state="PUBLISHED", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        capacity=capacity,
    )  # fmt: skip


def wrong(began_at: str, accepted: list[str] | None = None) -> dict[str, int]:
    return {words: broken for words, _, broken in promises(began_at=began_at, accepted=accepted) if broken}


def test_a_form_is_sent_as_its_page_shows_it() -> None:
    form = Form(
        '<form method="get"><input name="q"></form><form method="post" action="/there/"><input name="a" value="1">'
        '<input type="radio" name="b" value="x"><input type="radio" name="b" value="y" checked>'
        '<input type="radio" name="c" value="first"><input type="checkbox" name="d"><button name="e">Go</button>'
        '<select name="f"><option value=""></option><option value="2" selected>Two</option></select>'
        '<textarea name="g">Some &amp; more</textarea></form><form method="post"><input name="h"></form>'
    )
    assert form.action == "/there/"
    assert form.given == {"a": "1", "b": "y", "c": "first", "f": "2", "g": "Some & more"}
    assert form.multiline == ["g"]


@pytest.mark.django_db(transaction=True)
def test_its_people_browse_book_and_race_without_an_error(live_server: LiveServer) -> None:
    people = [User.objects.create(email=f"person{number}@example.org") for number in range(6)]
    an_event("open-to-all", 5)
    an_event("raced", 2)
    began_at, sessions = timezone.now().isoformat(), [cookies(one) for one in people]
    scene = Scene(
        base=live_server.url, seconds=0, pause=0, roles=["data-analyst"], events=["open-to-all"], races=["raced"],
        call="", cohorts=[], members=sessions[:1], applicants=[], racers=sessions[1:], staff={}, login=("", ""),
    )  # fmt: skip
    tally = Tally()
    person = Person(scene, tally, 0, 1)
    for thing in (person.browses_careers, person.browses_events, person.looks_at_own_things, person.assesses):
        thing()
    person.books_or_gives_up()
    Races(scene, tally).race("raced", scene.racers)
    assert tally.problems == []
    assert {"a role", "book a place", "race for the last places", "join a waiting list"} <= set(tally.times)
    assert Booking.objects.get(person=people[0]).is_booked
    assert Booking.objects.filter(event__slug="raced", booked_at__isnull=False).count() == 2
    assert Booking.objects.filter(event__slug="raced").count() == 5
    person.books_or_gives_up()
    assert Booking.objects.get(person=people[0]).state == "CANCELLED"
    Message.objects.update(state=Message.State.DROPPED)
    assert wrong(began_at) == {}


@pytest.mark.django_db
def test_what_is_broken_is_counted() -> None:
    people = [User.objects.create(email=f"person{number}@example.org") for number in range(4)]
    began_at, event, now = timezone.now().isoformat(), an_event("full", 1), timezone.now()
    for number, person in enumerate(people):
        Booking.objects.create(
            event=event, person=person, state="BOOKED" if number < 2 else "OFFERED" if number == 3 else "WAITING",
            booked_at=now if number < 2 else None, offered_at=now if number == 3 else None,
            offer_ends_at=now + timedelta(days=1) if number == 3 else None,
        )  # fmt: skip
    Message.objects.create(letter="events.booking_confirmed", about_id=0, key="one", due_at=now)
    assert wrong(began_at, accepted=["a", "a"]) == {
        "events: none has more people than places": 1,
        "waiting lists: offered in the order of coming": 1,
        "bookings: one letter for each place taken": 2,
        "letters: none is left that should have gone": 1,
        "letters: the mail server has each that we say was sent": 1,
        "letters: none came twice": 1,
    }
    Booking.objects.filter(event=event).exclude(state="WAITING").delete()
    assert "waiting lists: nobody waits while a place is free" in wrong(began_at)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_was_not_expected_is_an_error_with_its_address(live_server: LiveServer) -> None:
    scene = Scene(live_server.url, 0, 0, ["no-such-role"], [], [], "", [], [], [], [], {}, ("", ""))
    tally = Tally()
    Person(scene, tally, 0, 1).browses_careers()
    assert tally.problems == [("a role", "404 at /careers/roles/no-such-role/")]
