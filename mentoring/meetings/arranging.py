"""Arranges meetings of two people: times proposed and chosen, booked, moved, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from mentoring.meetings import reminding
from mentoring.meetings.telling import tell, tell_both
from mentoring.models import Attendee, Conversation, Match, Meeting, ProposedTime

MOST_TIMES = 3  # that one of the two proposes at once
MOST_OPEN = 10  # meetings of one pair that are proposed or agreed
FARTHEST = timedelta(days=400)
State = Meeting.State


class NotMeetingNow(Refused):
    """This pair is paused or has ended, so no meeting can be arranged. Take up meeting again first."""


class TooManyMeetings(Refused):
    """Ten meetings are arranged already. Call one off, or say that it took place."""


class TimeIsOver(Refused):
    """That time has passed. Choose one that is still to come."""


class TimeTooFar(Refused):
    """That is more than a year ahead. Check the year."""


class NoTimes(Refused):
    """Propose at least one time."""


class NotYours(Refused):
    """You proposed these times yourself. The other one chooses."""


class MeetingHasChanged(Refused):
    """The meeting has changed meanwhile, so this cannot be done any more. Look at how it stands now."""


class AgendaHasChanged(Refused):
    """The other one wrote in the agenda meanwhile. It stands below; put your words and theirs together, then save."""


@dataclass(frozen=True)
class Details:
    """What a meeting has besides its time. ``zone``: whose clocks the time is told by."""

    minutes: int
    zone: str
    where: str = ""
    link: str = ""


@transaction.atomic
def propose_times(
    of: Match | Conversation, times: Sequence[datetime], details: Details, *, agenda: str, by: User, now: datetime
) -> Meeting:
    """Propose a meeting at one of up to three times. Raises NotMeetingNow, TooManyMeetings, NoTimes, TimeIsOver,
    TimeTooFar."""
    meeting = _new(of, State.PROPOSED, details, agenda=agenda, by=by)
    _keep_times(meeting, times, by=by, now=now)
    return meeting


@transaction.atomic
def book(
    of: Match | Conversation, starts_at: datetime, details: Details, *, agenda: str, by: User, now: datetime
) -> Meeting:
    """Enter a meeting on whose time the two have agreed. Raises NotMeetingNow, TooManyMeetings, TimeIsOver,
    TimeTooFar."""
    meeting = _new(of, State.PROPOSED, details, agenda=agenda, by=by)
    _agree(meeting, starts_at, now=now)
    return meeting


@transaction.atomic
def propose_others(
    meeting_id: UUID, times: Sequence[datetime], *, minutes: int, zone: str, by: User, now: datetime
) -> None:
    """Propose other times for a meeting; an agreed time stands until the other one chooses.

    Raises MeetingHasChanged, NoTimes, TimeIsOver, TimeTooFar.
    """
    meeting = locked(meeting_id, by)
    if not meeting.is_open or meeting.has_begun(now):
        raise MeetingHasChanged
    if meeting.state == State.PROPOSED:
        meeting.minutes, meeting.zone = minutes, zone
    _keep_times(meeting, times, by=by, now=now)


@transaction.atomic
def choose_time(meeting_id: UUID, starts_at: datetime, *, by: User, now: datetime) -> Meeting:
    """Choose one of the times that the other one proposed. Raises MeetingHasChanged, NotYours, TimeIsOver."""
    meeting = locked(meeting_id, by)
    if not meeting.is_open or not meeting.proposed_times.filter(starts_at=starts_at).exists():
        raise MeetingHasChanged
    if meeting.proposed_by_id == by.pk:
        raise NotYours
    _agree(meeting, starts_at, now=now)
    return meeting


@transaction.atomic
def call_off(meeting_id: UUID, *, by: User, now: datetime) -> None:
    """Call a meeting off; a single conversation goes with it. Twice is as good as once. Raises MeetingHasChanged."""
    meeting = locked(meeting_id, by)
    if meeting.state == State.CANCELLED:
        return
    if not meeting.is_open:
        raise MeetingHasChanged
    had_time = meeting.state == State.BOOKED
    meeting.move_to(State.CANCELLED)
    meeting.proposed_by = None
    meeting.sequence += 1
    meeting.save()
    meeting.proposed_times.all().delete()
    reminding.disarm(meeting, now=now)
    conversation = meeting.conversation
    if conversation is not None and conversation.state == Conversation.State.CONFIRMED:
        conversation.move_to(Conversation.State.CANCELLED)
        conversation.ended_at, conversation.ended_by = now, by
        conversation.save()
    if had_time:  # it stands in both calendars
        tell_both(meeting, "meeting_called_off", now=now)
    else:
        tell(meeting, meeting.other(by), "meeting_called_off", now=now)


@transaction.atomic
def change_place(meeting_id: UUID, *, where: str, link: str, by: User, now: datetime) -> None:
    """Say where or by which link the two meet; calendars are brought up to date. Raises MeetingHasChanged."""
    meeting = locked(meeting_id, by)
    if not meeting.is_open:
        raise MeetingHasChanged
    if (meeting.where, meeting.link) == (where, link):
        return
    meeting.where, meeting.link = where, link
    if meeting.state == State.BOOKED:
        meeting.sequence += 1
        tell_both(meeting, "meeting_agreed", now=now)
        reminding.arm(meeting, now=now)
    meeting.save()


@transaction.atomic
def write_agenda(meeting_id: UUID, *, agenda: str, seen: str, by: User) -> None:
    """Change the agenda, which both write. ``seen``: how it stood when they began. Raises AgendaHasChanged."""
    meeting = locked(meeting_id, by)
    if meeting.agenda == agenda:
        return
    if meeting.agenda.split() != seen.split():  # browsers change line ends
        raise AgendaHasChanged
    meeting.agenda = agenda
    meeting.save()


def locked(meeting_id: UUID, by: User) -> Meeting:
    """The meeting, if it is theirs, so that what the two do comes one after the other. Raises Meeting.DoesNotExist.

    The pair is locked first, as everywhere.
    """
    found = Meeting.objects.of(by).get(uuid=meeting_id)
    if found.match_id is not None:
        Match.objects.select_for_update(no_key=True).get(pk=found.match_id)
    chosen = Meeting.objects.select_for_update(of=("self",), no_key=True)
    meeting: Meeting = chosen.select_related("mentor", "mentee", "match", "conversation").get(pk=found.pk)
    return meeting


def _new(of: Match | Conversation, state: str, details: Details, *, agenda: str, by: User) -> Meeting:
    pair = of if isinstance(of, Match) else None
    if pair is not None:
        # The lock makes two clicks at once count one after the other.
        pair = Match.objects.select_for_update(no_key=True).get(pk=pair.pk)
        if pair.state not in Match.TAKEN or pair.state == Match.State.PAUSED:
            raise NotMeetingNow
        if pair.meetings.all().open().count() >= MOST_OPEN:
            raise TooManyMeetings
    meeting = Meeting.objects.create(
        match=pair, conversation=None if isinstance(of, Match) else of, mentor=of.mentor, mentee=of.mentee,
        state=state, minutes=details.minutes, zone=details.zone, where=details.where, link=details.link, agenda=agenda,
        arranged_by=by,
    )  # fmt: skip
    Attendee.objects.bulk_create(Attendee(meeting=meeting, user=user) for user in (of.mentor, of.mentee))
    return meeting


def _keep_times(meeting: Meeting, times: Sequence[datetime], *, by: User, now: datetime) -> None:
    if not times:
        raise NoTimes
    for starts_at in times:
        _check_time(starts_at, now)
    meeting.proposed_times.all().delete()
    ProposedTime.objects.bulk_create(
        ProposedTime(meeting=meeting, starts_at=at) for at in sorted(set(times))[:MOST_TIMES]
    )
    meeting.proposed_by = by
    meeting.save()
    tell(meeting, meeting.other(by), "times_proposed", ending=f":{now.timestamp():.0f}", now=now)


def _agree(meeting: Meeting, starts_at: datetime, *, now: datetime) -> None:
    _check_time(starts_at, now)
    if meeting.state == State.BOOKED:
        meeting.sequence += 1
    else:
        meeting.move_to(State.BOOKED)
    meeting.starts_at, meeting.proposed_by = starts_at, None
    meeting.save()
    meeting.proposed_times.all().delete()
    if meeting.match is not None:
        # Whoever arranges to meet is not asleep: they would be warned once more before it is closed.
        Match.objects.filter(pk=meeting.match.pk).update(warned_at=None, updated_at=now)
    if meeting.conversation is not None:
        Conversation.objects.filter(pk=meeting.conversation.pk).update(starts_at=starts_at, updated_at=now)
    tell_both(meeting, "meeting_agreed", now=now)
    reminding.arm(meeting, now=now)


def _check_time(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise TimeIsOver
    if starts_at > now + FARTHEST:
        raise TimeTooFar
