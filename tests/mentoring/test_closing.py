"""What a closed account has in mentoring ends, and who stays is told."""

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from mentoring.conversations.booking import book_slot, confirm
from mentoring.meetings.arranging import propose_times
from mentoring.models import Conversation, Match, Meeting, Participant, Slot
from mentoring.people.closing import end_what_closed_accounts_have
from notifications.letters import Drop, letter_called
from notifications.models import Message
from tests.mentoring.pairs import HOUR_LONG, TUESDAY, agreed, letters, pair, render, sent
from tests.mentoring.world import DAY, NOW, match_of, mentee, mentor, page, person, programme, round_of, signed_in

pytestmark = pytest.mark.django_db
State = Match.State


def close(*people: User) -> None:
    """As the box in Django admin does."""
    User.objects.filter(pk__in=[one.pk for one in people]).update(is_active=False)


def test_a_pair_ends_its_meetings_leave_the_calendar_and_the_mentee_waits_again() -> None:
    us = pair(programme=programme())
    us.round = round_of(us.programme, mentees=[us.mentee.mentee])
    us.save()
    ahead, before = agreed(us), agreed(us, NOW + DAY)
    Meeting.objects.filter(pk=before.pk).update(starts_at=NOW - DAY)
    proposed = propose_times(us, [TUESDAY], HOUR_LONG, agenda="", by=us.mentor, now=NOW)
    close(us.mentor)
    later = NOW + DAY
    assert end_what_closed_accounts_have(now=later) == 1
    us.refresh_from_db()
    assert (us.state, us.end_reason, us.ended_by, us.ended_at) == (State.ENDED, "MOVED_ON", None, later)
    states = dict(Meeting.objects.values_list("pk", "state"))
    assert states == {ahead.pk: "CANCELLED", before.pk: "BOOKED", proposed.pk: "CANCELLED"}
    assert Participant.objects.get(user=us.mentee).waiting_since == later
    (told,) = letters("mentor_left")
    assert sent(told).to == us.mentee.email
    off = [mail for one in letters("meeting_called_off") if not isinstance(mail := render(one), Drop)]
    assert {mail.to for mail in off} == {us.mentee.email}
    (file,) = [mail.calendar for mail in off if mail.calendar]
    assert file.method == "CANCEL"
    assert str(icalendar.Calendar.from_ical(file.content).walk("VEVENT")[0]["UID"]) == str(ahead.uuid)
    assert end_what_closed_accounts_have(now=later) == 0, "twice is the same as once"
    assert len(letters("mentor_left")) == 1
    assert "ended on" in page(signed_in(us.mentee), f"/mentoring/pairs/{us.uuid}/")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.ACTIVE, State.DORMANT, State.PAUSED])
def test_the_mentor_hears_when_the_mentee_goes_and_the_place_is_free(state: str) -> None:
    us = pair(state, paused_until=(NOW + 9 * DAY).date() if state == State.PAUSED else None)
    close(us.mentee)
    assert end_what_closed_accounts_have(now=NOW) == 1
    assert [sent(one).to for one in letters("mentee_left")] == [us.mentor.email]
    assert not Match.objects.live().exists()


def test_proposals_are_withdrawn_and_held_ones_without_a_word() -> None:
    gone, ada, bea, cy = mentor(person("Gone"), places=9).user, person("Ada"), person("Bea"), mentor(person("Cy")).user
    waits, held = match_of(ada, gone), match_of(bea, gone, origin="ROUND")
    Message.objects.create(
        letter="mentoring.proposed", about_id=held.pk, key=f"mentoring.proposed:{held.pk}", state="HELD", due_at=NOW,
        prewritten=True,
    )  # fmt: skip
    asked = match_of(gone, cy)
    Message.objects.create(letter="mentoring.proposed", about_id=asked.pk, key="asked", state="SENT", due_at=NOW)
    close(gone)
    assert end_what_closed_accounts_have(now=NOW) == 3
    assert set(Match.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert [one.about_id for one in letters("withdrawn_mentee") if not isinstance(render(one), Drop)] == [waits.pk]
    assert [one.about_id for one in letters("withdrawn") if not isinstance(render(one), Drop)] == [asked.pk]
    assert Message.objects.get(about_id=held.pk, state="CANCELLED")
    assert not letters("mentor_left")
    assert AuditEntry.objects.filter(action="mentoring.withdrawn", actor=None).count() == 3


def test_conversations_ahead_are_called_off_and_those_that_were_stay() -> None:
    gone, ada, bea = mentor(person("Gone")).user, mentee(person("Ada")).user, mentee(person("Bea")).user
    slots = [Slot.objects.create(mentor=gone, starts_at=NOW + days * DAY) for days in (8, 9, 10)]
    talk = book_slot(slots[0].uuid, mentee=ada, about="", skills=[], now=NOW)
    meeting = confirm(talk.uuid, by=gone, now=NOW)
    asked = book_slot(slots[1].uuid, mentee=bea, about="", skills=[], now=NOW)
    past = Conversation.objects.create(
        slot=slots[2], mentor=gone, mentee=bea, state="CONFIRMED", starts_at=NOW - DAY, booked_at=NOW, held_until=NOW
    )
    close(gone)
    assert end_what_closed_accounts_have(now=NOW) == 2
    states = dict(Conversation.objects.values_list("pk", "state"))
    assert states == {talk.pk: "CANCELLED", asked.pk: "CANCELLED", past.pk: "CONFIRMED"}
    meeting.refresh_from_db()
    assert meeting.state == "CANCELLED"
    assert [sent(one).to for one in letters("conversation_left")] == [bea.email]
    off = [mail for one in letters("meeting_called_off") if not isinstance(mail := render(one), Drop)]
    assert [(mail.to, mail.calendar and mail.calendar.method) for mail in off] == [(ada.email, "CANCEL")]
    assert end_what_closed_accounts_have(now=NOW) == 0


def test_a_conversation_is_off_also_when_the_mentee_goes() -> None:
    ada, gone = mentor(person("Ada")).user, mentee(person("Gone")).user
    slot = Slot.objects.create(mentor=ada, starts_at=NOW + 8 * DAY)
    book_slot(slot.uuid, mentee=gone, about="", skills=[], now=NOW)
    close(gone)
    assert end_what_closed_accounts_have(now=NOW) == 1
    assert [sent(one).to for one in letters("conversation_left")] == [ada.email]
    assert list(Slot.objects.free(NOW)) == [slot]


def test_who_is_still_here_keeps_everything_and_looking_costs_little() -> None:
    us = pair()
    agreed(us)
    with CaptureQueriesContext(connection) as queries:
        assert end_what_closed_accounts_have(now=NOW) == 0
    assert len(queries) == 4
    assert Match.objects.live().count() == 1
    close(us.mentor, us.mentee)
    assert end_what_closed_accounts_have(now=NOW) == 1
    assert all(isinstance(letter_called(one.letter).render(one.about_id, NOW), Drop) for one in letters("mentor_left"))
