"""Who came, certificates, feedback, feeds, and what is forgotten."""

import uuid

import pytest

from accounts import privacy
from events import attendance, feedback, feeds
from events.booking import Adjustments
from events.keeping import forget_adjustments
from events.models import Booking, Event, Feedback
from events.organising import cancel_event
from tests.events.world import DAY, HOUR, NOW, booked, event, organiser, person, states, waiting

pytestmark = pytest.mark.django_db


def test_attendance_opens_an_hour_before_and_is_noted_for_those_booked() -> None:
    on = event()
    mine, other = booked(on), booked(on)
    with pytest.raises(attendance.TooEarlyForAttendance):
        attendance.record_attendance(on, {mine.uuid: "PRESENT"}, actor=organiser(), now=on.starts_at - 2 * HOUR)
    marks = {mine.uuid: "PRESENT", other.uuid: ""}
    assert attendance.record_attendance(on, marks, actor=organiser(), now=on.starts_at - HOUR) == 1
    assert attendance.record_attendance(on, marks, actor=organiser(), now=on.ends_at) == 0
    mine.refresh_from_db()
    assert mine.came


def test_nobody_of_another_event_can_be_noted() -> None:
    on = event()
    for stranger in (booked(event()).uuid, uuid.uuid4()):
        with pytest.raises(attendance.NotOnTheList):
            attendance.record_attendance(on, {stranger: "PRESENT"}, actor=organiser(), now=on.ends_at)
    assert not Booking.objects.exclude(attendance="").exists()


@pytest.mark.parametrize(
    ("noted", "has"), [("PRESENT", True), ("LATE", True), ("ABSENT", False), ("EXCUSED", False), ("", False)]
)
def test_a_certificate_is_for_those_who_came(noted: str, has: bool) -> None:
    on = event()
    mine = booked(on)
    mine.attendance = noted
    assert attendance.has_certificate(mine, on.ends_at) is has
    assert not attendance.has_certificate(mine, on.starts_at)
    assert attendance.hours_of(Event(starts_at=NOW, ends_at=NOW + HOUR * 1.5)) == "1 hour 30 minutes"


def test_feedback_is_given_once_by_those_who_were_there() -> None:
    on = event()
    mine, missing = booked(on), booked(on)
    missing.attendance = "ABSENT"
    answers = {"useful": 5, "will_use": 4, "text": "More of it."}
    with pytest.raises(feedback.FeedbackIsClosed):
        feedback.give_feedback(mine, **answers, now=on.starts_at)
    with pytest.raises(feedback.FeedbackIsClosed):
        feedback.give_feedback(missing, **answers, now=on.ends_at)
    feedback.give_feedback(mine, **answers, now=on.ends_at)
    with pytest.raises(feedback.FeedbackIsGiven):
        feedback.give_feedback(mine, **answers, now=on.ends_at)
    with pytest.raises(feedback.FeedbackIsClosed):
        feedback.give_feedback(mine, **answers, now=on.ends_at + 60 * DAY)


def test_with_fewer_than_five_answers_only_their_number_is_shown() -> None:
    on = event()
    for number in range(5):
        results = feedback.results(on)
        assert results.is_hidden
        assert (results.count, results.questions, results.texts) == (number, (), ())
        feedback.give_feedback(booked(on), useful=number + 1, will_use=5, text=f"{9 - number} stars", now=on.ends_at)
    results = feedback.results(on)
    assert dict(results.questions[1].answers)["Yes"] == 5
    assert results.texts == ("5 stars", "6 stars", "7 stars", "8 stars", "9 stars"), "not in the order they came"


def test_what_people_need_is_erased_after_the_event_and_when_it_is_cancelled() -> None:
    over, ahead, gone = event(), event(starts_at=NOW + 30 * DAY), event(starts_at=NOW + 40 * DAY)
    for on in (over, ahead, gone):
        booked(on, adjustments=Adjustments(("BSL",), "Row 1"))
    cancel_event(gone.pk, reason="Ill", actor=organiser(), now=NOW)
    assert forget_adjustments(now=over.ends_at) == 2
    assert forget_adjustments(now=over.ends_at) == 0
    assert [booking.event for booking in Booking.objects.exclude(adjustments="", adjustments_note="")] == [ahead]


def test_a_feed_opens_by_its_secret_alone_and_a_new_one_closes_the_old() -> None:
    kim = person()
    assert feeds.feed_address(kim) is None
    first = feeds.reset_feed(kim, now=NOW)
    assert feeds.feed_address(kim) == first

    def secret(address: str) -> str:
        return address.rpartition("/")[2].removesuffix(".ics")

    assert feeds.owner_of(secret(first)) == kim
    second = feeds.reset_feed(kim, now=NOW)
    assert feeds.owner_of(secret(first)) is None
    assert feeds.owner_of(secret(second)) == kim
    nonce = str(kim.feed_token.nonce)
    for wrong in ("", nonce, f"{nonce}:", f"{uuid.uuid4()}:x", secret(second)[:-1], secret(second).upper()):
        assert feeds.owner_of(wrong) is None
    kim.is_active = False
    kim.save()
    assert feeds.owner_of(secret(second)) is None


def test_who_leaves_is_forgotten_and_their_place_goes_to_the_next() -> None:
    on, kim = event(capacity=1, starts_at=NOW + 10 * DAY), person("Canary")
    mine = booked(on, kim, adjustments=Adjustments(("OTHER",), "Canary seed"))
    waits = waiting(on)
    past = event(capacity=1)
    Feedback.objects.create(booking=booked(past, kim), useful=1, will_use=1, text="Canary sings")
    feeds.reset_feed(kim, now=NOW)
    exported = privacy.export(kim, now=NOW)["data"]
    assert {"Places on events", "What you thought of events", "Your calendar feed"} <= exported.keys()
    assert "Canary seed" in str(exported)
    privacy.erase(kim, now=NOW)
    waits.refresh_from_db()
    assert waits.is_offered
    assert not Booking.objects.filter(pk=mine.pk).exists()
    assert not Feedback.objects.exists()
    assert states(on) == ["OFFERED"]


def test_an_event_outlives_its_organiser() -> None:
    on = event()
    assert on.organiser
    privacy.erase(on.organiser, now=NOW)
    on.refresh_from_db()
    assert on.organiser is None
    assert on.is_published
