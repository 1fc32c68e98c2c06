"""What time does to proposals."""

from datetime import UTC, datetime, timedelta

import pytest

from mentoring.lapsing import lapse_overdue, move_on, queue_reminders, start_clocks
from mentoring.models import Match
from mentoring.proposing import propose
from notifications.models import Message
from notifications.outbox import cancel_chosen, release
from tests.mentoring import world
from tests.mentoring.world import DAY, HOUR, NOW

pytestmark = pytest.mark.django_db
State = Match.State
OVER = datetime(2027, 1, 20, 23, 59, tzinfo=UTC)  # seven working days after Monday 11 January


def proposal(**fields: object) -> Match:
    programme = world.programme()
    return propose(
        world.mentee().user, world.mentor().user, programme=programme, round=None, origin=Match.Origin.ROUND, now=NOW,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def queued(letter: str) -> list[Message]:
    return list(Message.objects.filter(letter=f"mentoring.{letter}"))


def test_a_mentor_is_reminded_once_after_three_days() -> None:
    pair = proposal()
    assert queue_reminders(now=NOW + 3 * DAY - HOUR) == 0
    assert queue_reminders(now=NOW + 3 * DAY) == 1
    assert queue_reminders(now=NOW + 4 * DAY) == 0
    reminder = queued("proposal_waits")[0]
    assert (reminder.about_id, reminder.scope) == (pair.pk, pair.programme.scope)  # type: ignore[union-attr]


def test_a_reminder_of_a_direct_request_belongs_to_no_programme() -> None:
    propose(world.mentee().user, world.mentor().user, programme=None, round=None, origin=Match.Origin.ASKED, now=NOW)
    queue_reminders(now=NOW + 3 * DAY)
    assert queued("proposal_waits")[0].scope == ""


def test_silence_lapses_after_seven_working_days_frees_the_place_and_tells_both() -> None:
    pair = proposal()
    assert lapse_overdue(now=OVER - timedelta(seconds=1)) == 0
    assert lapse_overdue(now=OVER) == 1
    assert lapse_overdue(now=OVER) == 0
    pair.refresh_from_db()
    assert (pair.state, pair.ended_at, pair.ended_by, pair.decline_reason) == (State.LAPSED, OVER, None, "")
    assert len(queued("lapsed")) == len(queued("lapsed_mentor")) == 1
    again = propose(pair.mentee, pair.mentor, programme=pair.programme, round=None, origin="NEXT_BEST", now=OVER)
    assert again.state == State.PROPOSED


def test_what_was_answered_neither_lapses_nor_is_reminded_of() -> None:
    pair = proposal()
    Match.objects.filter(pk=pair.pk).update(state=State.ACCEPTED)
    move_on(now=OVER + DAY)
    assert [message.letter for message in Message.objects.all()] == ["mentoring.proposed"]


def test_the_days_begin_when_a_held_letter_is_released() -> None:
    pair = proposal(held=True)
    move_on(now=OVER + DAY)
    pair.refresh_from_db()
    assert (pair.state, queued("proposal_waits")) == (State.PROPOSED, [])

    released = OVER + 2 * DAY  # Friday 22 January
    release([Message.objects.get().pk], now=released)
    assert start_clocks(now=released + timedelta(minutes=1)) == 1
    assert start_clocks(now=released + timedelta(minutes=2)) == 0
    pair.refresh_from_db()
    assert pair.proposed_at == released
    assert pair.answer_by == datetime(2027, 2, 2, 23, 59, tzinfo=UTC)


def test_all_of_it_lets_a_released_proposal_live_although_its_first_days_are_over() -> None:
    pair = proposal(held=True)
    release([Message.objects.get().pk], now=OVER + DAY)
    move_on(now=OVER + DAY + HOUR)
    pair.refresh_from_db()
    assert pair.state == State.PROPOSED


def test_a_proposal_whose_held_letter_the_team_cancels_neither_lapses_nor_is_reminded_of() -> None:
    pair = proposal(held=True)
    cancel_chosen([Message.objects.get().pk], reason="Not this one", now=OVER)
    move_on(now=OVER + DAY)
    pair.refresh_from_db()
    assert (pair.state, queued("proposal_waits"), queued("lapsed_mentor")) == (State.PROPOSED, [], [])
