"""What happens at a meeting and after it: that it took place or not, notes, two questions, what was agreed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from mentoring.meetings.arranging import FARTHEST, Details, MeetingHasChanged, NotMeetingNow, locked
from mentoring.models import Attendee, Match, Meeting

State = Meeting.State


class NotYet(Refused):
    """The meeting has not begun yet."""


class NotPast(Refused):
    """That time is still to come. Arrange the meeting instead."""


class TooLongAgo(Refused):
    """That is more than a year ago. Check the year."""


class NotHeld(Refused):
    """First say that you met; then answer the two questions."""


@transaction.atomic
def say_held(meeting_id: UUID, *, minutes: int, by: User, now: datetime) -> None:
    """Say that the two met, and how many minutes it took. Raises NotYet, MeetingHasChanged."""
    meeting = _begun(meeting_id, by, now)
    if meeting.state != State.DONE:
        _move(meeting, State.DONE)
    meeting.minutes = minutes
    meeting.save()
    _pair_met(meeting, now)


@transaction.atomic
def say_missed(meeting_id: UUID, *, by: User, now: datetime) -> None:
    """Say that a meeting did not take place. Raises NotYet, MeetingHasChanged."""
    meeting = _begun(meeting_id, by, now)
    if meeting.state == State.MISSED:
        return
    _move(meeting, State.MISSED)
    meeting.save()


@transaction.atomic
def record_held(match: Match, starts_at: datetime, details: Details, *, by: User, now: datetime) -> Meeting:
    """Enter a meeting that took place without being arranged here. Raises NotMeetingNow, NotPast, TooLongAgo."""
    pair = Match.objects.select_for_update(no_key=True).get(pk=match.pk)
    if pair.state not in Match.TAKEN:
        raise NotMeetingNow
    if starts_at > now:
        raise NotPast
    if starts_at < now - FARTHEST:
        raise TooLongAgo
    meeting = Meeting.objects.create(
        match=pair, mentor=match.mentor, mentee=match.mentee, state=State.DONE, starts_at=starts_at,
        minutes=details.minutes, zone=details.zone, where=details.where, link=details.link, arranged_by=by,
    )  # fmt: skip
    Attendee.objects.bulk_create(Attendee(meeting=meeting, user=user) for user in (match.mentor, match.mentee))
    _pair_met(meeting, now)
    return meeting


def keep_note(meeting_id: UUID, *, note: str, by: User, now: datetime) -> None:
    """Keep a person's own note, which nobody else reads. Raises Attendee.DoesNotExist."""
    if not Attendee.objects.filter(meeting__uuid=meeting_id, user=by).update(note=note, updated_at=now):
        raise Attendee.DoesNotExist


@transaction.atomic
def answer_questions(meeting_id: UUID, *, useful: int, forward: int, by: User, now: datetime) -> None:
    """Keep both answers of one of the two. Raises NotHeld."""
    if locked(meeting_id, by).state != State.DONE:
        raise NotHeld
    Attendee.objects.filter(meeting__uuid=meeting_id, user=by).update(
        useful=useful, forward=forward, answered_at=now, updated_at=now
    )


def _begun(meeting_id: UUID, by: User, now: datetime) -> Meeting:
    meeting = locked(meeting_id, by)
    if meeting.state == State.BOOKED and not meeting.has_begun(now):
        raise NotYet
    return meeting


def _move(meeting: Meeting, state: str) -> None:
    if state not in Meeting.MOVES[meeting.state]:
        raise MeetingHasChanged
    meeting.move_to(state)
    meeting.proposed_by = None
    meeting.proposed_times.all().delete()


def _pair_met(meeting: Meeting, now: datetime) -> None:
    """A pair that meets is awake, whatever it was."""
    if meeting.match is None or meeting.starts_at is None:
        return
    pair: Match = Match.objects.get(pk=meeting.match.pk)
    if pair.state not in Match.TAKEN:
        return
    if pair.state in (Match.State.ACCEPTED, Match.State.DORMANT):
        pair.move_to(Match.State.ACTIVE, now=now)
    pair.met_at = max(pair.met_at or meeting.starts_at, meeting.starts_at)
    pair.warned_at = None
    pair.save()
