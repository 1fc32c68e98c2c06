"""Reminders: armed, queued, moved, silenced, late; and what they cost."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import ContactPreference, User
from accounts.preferences import REMINDER_TIMES
from events.booking import cancel_booking
from events.explanations import explain
from events.local_time import LONDON, TimeDoesNotExist, local, moment_of
from events.models import Booking, Event, Reminder
from events.organising import When, cancel_event, reschedule
from events.reminder_times import due_at
from events.reminders import queue_due_reminders
from notifications.delivery import Outcome, deliver
from notifications.models import Message
from notifications.writing import write
from tests.events.world import DAY, HOUR, NOW, booked, drop_reason, event, letters, organiser, person, render, waiting

# ruff: noqa: DTZ001  the clocks on the wall know no zone
pytestmark = [pytest.mark.django_db, pytest.mark.main_journey]
WEEK_BEFORE, DAY_BEFORE, HOUR_BEFORE = REMINDER_TIMES
MINUTE = timedelta(minutes=1)


def reminders() -> list[tuple[str, int]]:
    topics = [time.topic for time in REMINDER_TIMES]
    return [(letter.letter, letter.about_id) for letter in letters() if letter.letter in topics]


def move(on: Event, starts_at: datetime, now: datetime = NOW) -> None:
    reschedule(on.pk, When(starts_at, starts_at + HOUR, LONDON), actor=organiser(), now=now)


def test_everybody_booked_is_reminded_three_times_each_once() -> None:
    on = event()
    mine, other = booked(on), booked(on)
    booked(event())
    for time in REMINDER_TIMES:
        due = due_at(on, time)
        queue_due_reminders(now=due - MINUTE)
        before = len(reminders())
        assert queue_due_reminders(now=due) >= 2
        assert queue_due_reminders(now=due) == 0, "a second look adds nothing"
        assert {(time.topic, mine.pk), (time.topic, other.pk)} <= set(reminders()[before:])
    assert sorted(reminders()).count((DAY_BEFORE.topic, mine.pk)) == 1


def test_who_waits_or_has_given_up_is_not_reminded() -> None:
    on, kim = event(capacity=1), person()
    booked(on, kim)
    waiting(on)
    cancel_booking(on.pk, kim, now=NOW)
    assert queue_due_reminders(now=due_at(on, WEEK_BEFORE)) == 0


def test_each_person_is_reminded_when_they_want() -> None:
    on, kim, lee = event(), person(), person()
    mine, others = booked(on, kim), booked(on, lee)
    ContactPreference.objects.create(user=kim, topic=DAY_BEFORE.topic, wanted=False)
    due = due_at(on, DAY_BEFORE)
    queue_due_reminders(now=due)
    assert (DAY_BEFORE.topic, mine.pk) not in reminders()
    assert (DAY_BEFORE.topic, others.pk) in reminders()
    # A wish that comes after the letter was put into the outbox is kept too.
    ContactPreference.objects.create(user=lee, topic=DAY_BEFORE.topic, wanted=False)
    assert drop_reason(letters(DAY_BEFORE.topic)[0], due) == "The person does not want this reminder."


def test_a_moved_event_is_reminded_of_anew_and_the_old_reminder_is_silent() -> None:
    on = event()
    mine = booked(on)
    due = due_at(on, WEEK_BEFORE)
    queue_due_reminders(now=due)
    (old,) = letters(WEEK_BEFORE.topic)
    move(on, on.starts_at + 14 * DAY, now=due)
    old.refresh_from_db()
    assert old.state == Message.State.CANCELLED
    assert drop_reason(old, due) == "The event was moved, and this reminder comes later.", "even if it is being sent"
    assert queue_due_reminders(now=due + 13 * DAY) == 0
    assert queue_due_reminders(now=due + 14 * DAY) == 1
    new = letters(WEEK_BEFORE.topic)[-1]
    assert new.key != old.key
    assert new.about_id == old.about_id == mine.pk
    assert "Monday 11" not in write(render(new, due + 14 * DAY)).text


def test_moved_there_and_back_it_is_reminded_of_all_the_same() -> None:
    on = event()
    booked(on)
    first_start, due = on.starts_at, due_at(on, DAY_BEFORE)
    move(on, first_start + DAY)
    move(on, first_start)
    assert queue_due_reminders(now=due) == 2, "7 days and 1 day before"


def test_nobody_is_reminded_of_a_time_they_were_just_told() -> None:
    on = event()
    booked(on)
    # Moved to a time six days ahead: the reminder of seven days before is not made up for.
    move(on, NOW + 6 * DAY)
    assert queue_due_reminders(now=NOW + MINUTE) == 0
    assert [one.topic for one in Reminder.objects.order_by("due_at")] == [DAY_BEFORE.topic, HOUR_BEFORE.topic]


def test_a_cancelled_event_is_silent_even_between_claim_and_sending() -> None:
    on = event()
    booked(on)
    due = due_at(on, DAY_BEFORE)
    queue_due_reminders(now=due)
    (_, message) = letters(WEEK_BEFORE.topic)[0], letters(DAY_BEFORE.topic)[0]
    cancel_event(on.pk, reason="Ill", actor=organiser(), now=due)
    message.refresh_from_db()
    assert message.state == Message.State.CANCELLED
    # As if a worker had claimed it the moment before: what it is about is looked at when it is written.
    Message.objects.filter(pk=message.pk).update(state=Message.State.WAITING)
    assert deliver(message.pk, now=due) is Outcome.DROPPED
    message.refresh_from_db()
    assert message.reason == "The event was cancelled."
    assert queue_due_reminders(now=due_at(on, HOUR_BEFORE)) == 0


def test_a_place_given_up_is_silent_even_between_claim_and_sending() -> None:
    on, kim = event(), person()
    booked(on, kim)
    due = due_at(on, DAY_BEFORE)
    queue_due_reminders(now=due)
    cancel_booking(on.pk, kim, now=due)
    assert deliver(letters(DAY_BEFORE.topic)[0].pk, now=due) is Outcome.DROPPED


@pytest.mark.parametrize(
    ("late", "sent"),
    [
        (timedelta(hours=10), [WEEK_BEFORE.topic]),
        (timedelta(days=5), [WEEK_BEFORE.topic]),
        (timedelta(days=6, hours=1), [DAY_BEFORE.topic]),
        (timedelta(days=6, hours=23, minutes=30), [HOUR_BEFORE.topic]),
        (timedelta(days=7), []),
    ],
)
def test_after_an_outage_only_the_reminder_that_still_helps_is_sent(late: timedelta, sent: list[str]) -> None:
    on = event()
    booked(on)
    now = due_at(on, WEEK_BEFORE) + late
    queue_due_reminders(now=now)
    outcomes = {message.letter: deliver(message.pk, now=now) for message in letters() if "reminder" in message.letter}
    assert [topic for topic, outcome in outcomes.items() if outcome is Outcome.SENT] == sent


def test_a_late_reminder_is_sent_if_the_person_wants_no_later_one() -> None:
    on, kim = event(), person()
    booked(on, kim)
    for time in (DAY_BEFORE, HOUR_BEFORE):
        ContactPreference.objects.create(user=kim, topic=time.topic, wanted=False)
    now = on.starts_at - 10 * MINUTE
    queue_due_reminders(now=now)
    (message,) = letters(WEEK_BEFORE.topic)
    assert write(render(message, now)).subject.startswith("Today: ")


def test_who_has_just_booked_is_not_reminded_at_once() -> None:
    on = event()
    due = due_at(on, DAY_BEFORE)
    booked(on, now=due - 20 * MINUTE)
    early = booked(on, now=due - 2 * HOUR)
    queue_due_reminders(now=due)
    reasons = {letter.about_id: letter for letter in letters(DAY_BEFORE.topic)}
    assert "within the hour" in drop_reason(next(one for pk, one in reasons.items() if pk != early.pk), due)
    render(reasons[early.pk], due)


def test_the_letter_says_when_in_words_where_and_how_to_give_the_place_up() -> None:
    on = event(title="Learning from data", online_link="https://teams.example.com/l/meetup?x=1&y=2")
    booked(on)
    due = due_at(on, DAY_BEFORE)
    queue_due_reminders(now=due)
    mail = render(letters(DAY_BEFORE.topic)[0], due)
    text = write(mail).text
    assert write(mail).subject == "Tomorrow: Learning from data, Thursday 21 January 2027, 10:00 to 11:00 (UK time)"
    assert "When: Thursday 21 January 2027, 10:00 to 11:00 (UK time)" in text
    assert "Join online: https://teams.example.com/l/meetup?x=1&y=2" in text
    assert f"/events/{on.slug}/" in text
    assert mail.calendar
    assert mail.calendar.method == "REQUEST"
    assert mail.unsubscribe_url


# --- Both changes of the clocks ---------------------------------------------------------------


def starting(wall: datetime, zone: str = LONDON) -> Event:
    at = moment_of(wall, zone).at
    return Event(starts_at=at, ends_at=at + HOUR, zone=zone)


@pytest.mark.parametrize(
    ("starts", "day_before"),
    [
        # The night of 28 March 2027 has no hour from 1 to 2.
        (datetime(2027, 3, 28, 10, 0), datetime(2027, 3, 27, 10, 0, tzinfo=UTC)),
        (datetime(2027, 3, 29, 10, 0), datetime(2027, 3, 28, 9, 0, tzinfo=UTC)),
        (datetime(2027, 3, 29, 1, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # 02:30 on the wall
        # That of 31 October 2027 has it twice.
        (datetime(2027, 10, 31, 10, 0), datetime(2027, 10, 30, 9, 0, tzinfo=UTC)),
        (datetime(2027, 11, 1, 1, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # the first 01:30
    ],
)
def test_a_day_before_is_the_same_hour_on_the_wall(starts: datetime, day_before: datetime) -> None:
    assert due_at(starting(starts), DAY_BEFORE) == day_before


@given(
    day=st.sampled_from([datetime(2027, 3, 28), datetime(2027, 10, 31), datetime(2027, 3, 14), datetime(2027, 11, 7)]),
    minutes=st.integers(-3 * 24 * 60, 9 * 24 * 60),
    zone=st.sampled_from([LONDON, "America/New_York", "Europe/Lisbon"]),
)
@settings(max_examples=300, deadline=None)
def test_around_both_changes_reminders_come_at_the_hour_of_the_event(day: datetime, minutes: int, zone: str) -> None:
    wall = day + timedelta(minutes=minutes)
    try:
        on = starting(wall, zone)
    except TimeDoesNotExist:
        return
    for time, days in ((WEEK_BEFORE, 7), (DAY_BEFORE, 1)):
        reminded = local(due_at(on, time), zone)
        expected = wall - timedelta(days=days)
        assert reminded.astimezone(UTC) < on.starts_at
        if _exists(expected, zone):
            assert reminded.replace(tzinfo=None, fold=0) == expected
            assert reminded.fold == 0, "the first, where there are two"
        else:
            assert reminded.replace(tzinfo=None) == expected + HOUR
    assert on.starts_at - due_at(on, HOUR_BEFORE) == HOUR, "an hour is an hour"


def _exists(wall: datetime, zone: str) -> bool:
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(tzinfo=None, fold=0) == wall


# --- Cost -------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
@pytest.mark.django_db(transaction=True)
def test_looking_for_what_is_due_reads_only_what_is_due() -> None:
    many_bookings(events=2_000, people=10, due=3)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert queue_due_reminders(now=NOW + 3 * DAY) == 3 * 10
        transaction.set_rollback(True)
    looked, inserted = (
        next(query["sql"] for query in queries if start in query["sql"]) for start in ("SKIP LOCKED", "INSERT INTO")
    )
    plans = {sql: plan(sql) for sql in (looked, inserted)}
    assert '"Index Name": "reminder_to_come"' in json.dumps(plans[looked]), plans[looked]
    used = {str(node.get("Index Name", "")) for node in nodes(plans[inserted])}
    assert used & {"booking_of_an_event", "person_has_one_live_booking_per_event"}, used
    for found in plans.values():
        scans = [node for node in nodes(found) if str(node.get("Relation Name", "")).startswith("events_")]
        assert scans
        for node in scans:
            assert "Seq Scan" not in node["Node Type"], node
            assert node["Actual Rows"] * node["Actual Loops"] <= 3 * 10, node


def test_a_moved_event_changes_three_reminders_however_many_are_booked() -> None:
    on = event(capacity=None)
    for _ in range(5):
        booked(on)
    with CaptureQueriesContext(connection) as few:
        move(on, on.starts_at + DAY)
    for _ in range(10):
        booked(on)
    with CaptureQueriesContext(connection) as many:
        move(on, on.starts_at + 2 * DAY)
    assert len(many) == len(few)


def many_bookings(*, events: int, people: int, due: int) -> None:
    """Old events whose reminders are done, and some whose reminders are due in three days; all fully booked."""
    users = User.objects.bulk_create(User(email=f"someone{number}@example.org") for number in range(people))
    starts = [NOW - (number + 30) * DAY for number in range(events)] + [NOW + 4 * DAY] * due
    made = Event.objects.bulk_create(
        Event(
            slug=f"one-{number}", title="One", summary="Of many", kind="WEBINAR", mode="ONLINE", state="PUBLISHED",
            starts_at=start, ends_at=start + HOUR,
        )
        for number, start in enumerate(starts)
    )  # fmt: skip
    Reminder.objects.bulk_create(
        Reminder(
            event=one, topic=DAY_BEFORE.topic, due_at=one.starts_at - DAY,
            queued_at=None if one.starts_at > NOW else one.starts_at - DAY,
        )
        for one in made
    )  # fmt: skip
    Booking.objects.bulk_create(
        (Booking(event=one, person=user, state="BOOKED", booked_at=NOW - 300 * DAY) for one in made for user in users),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        # What earlier tests rolled back still lies in the tables, and PostgreSQL would plan for it.
        cursor.execute("VACUUM FULL ANALYZE events_reminder, events_booking, events_event")


def plan(sql: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    return found if isinstance(found, list) else json.loads(found)


def nodes(found: object) -> list[dict]:
    if isinstance(found, list):
        return [node for one in found for node in nodes(one)]
    if not isinstance(found, dict):
        return []
    here = [found] if "Node Type" in found else []
    return here + [node for value in found.values() if isinstance(value, dict | list) for node in nodes(value)]


# --- Explained --------------------------------------------------------------------------------


def test_it_can_be_asked_what_was_sent_what_will_be_and_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    import time_machine

    on, kim = event(title="Learning from data"), person()
    booked(on, kim)
    ContactPreference.objects.create(user=kim, topic=HOUR_BEFORE.topic, wanted=False)
    due = due_at(on, WEEK_BEFORE)
    queue_due_reminders(now=due)
    deliver(letters(WEEK_BEFORE.topic)[0].pk, now=due)
    with time_machine.travel(due + DAY, tick=False):
        call_command("explain_reminders", user=kim.email)
    said = capsys.readouterr().out
    assert "Learning from data" in said
    assert "7 days before: Sent on 14 January 2027, 10:00." in said
    assert "1 day before: Due on 20 January 2027, 10:00." in said
    assert "1 hour before: Not sent. The person does not want this reminder." in said
    cancel_event(on.pk, reason="Ill", actor=organiser(), now=due + DAY)
    with time_machine.travel(due + DAY, tick=False):
        call_command("explain_reminders", event=on.slug)
    assert "1 day before: Not sent. The event was cancelled." in capsys.readouterr().out


def test_it_is_said_what_waits_for_the_clock_and_what_was_not_wanted_when_it_was_due() -> None:
    on, kim = event(), person()
    mine = booked(on, kim)
    due = due_at(on, WEEK_BEFORE)
    said = {one.time: one.sentence for one in explain([mine], now=due + MINUTE)}
    assert said[WEEK_BEFORE] == "Due since 14 January 2027, 10:00, to be put into the outbox in a minute."
    ContactPreference.objects.create(user=kim, topic=WEEK_BEFORE.topic, wanted=False)
    queue_due_reminders(now=due + MINUTE)
    ContactPreference.objects.all().delete()
    said = {one.time: one.sentence for one in explain([mine], now=due + HOUR)}
    assert said[WEEK_BEFORE] == "Not sent. It was due on 14 January 2027, 10:00, when the person did not want it."
    move(on, on.starts_at - 2 * DAY, now=due + HOUR)
    mine.event.refresh_from_db()
    said = {one.time: one.sentence for one in explain([mine], now=due + 2 * HOUR)}
    assert "before the event was published or moved" in said[WEEK_BEFORE]
    assert said[DAY_BEFORE] == "Due on 18 January 2027, 10:00."


def test_the_command_asks_for_a_person_or_an_event() -> None:
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="Name a person"):
        call_command("explain_reminders")
    with pytest.raises(CommandError, match="no event of that name"):
        call_command("explain_reminders", event="nothing")
    with pytest.raises(CommandError, match="Nobody has that"):
        call_command("explain_reminders", user="nobody@example.org")
