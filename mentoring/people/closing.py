"""What becomes of pairs and conversations when an account is closed, as support does in Django admin: they end, as when
it is deleted, but stay readable for the other one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from mentoring.answering import locked, withdraw
from mentoring.conversations.booking import end_held
from mentoring.ending import end
from mentoring.meetings.arranging import call_off
from mentoring.models import Conversation, Match, Meeting
from mentoring.people.leaving import tell_of_conversation, tell_who_stays

AT_ONCE = 200  # of each kind, each in a transaction of its own


def end_what_closed_accounts_have(*, now: datetime) -> int:
    """End pairs, proposals and conversations ahead of people whose account was closed. Returns how many.

    Looks at closed accounts through a partial index, so it costs what they have and not what all have.
    """
    ended = 0
    for side in ("mentor", "mentee"):
        closed = {f"{side}__is_active": False}
        pairs = Match.objects.live().filter(**closed).order_by("pk").values_list("uuid", flat=True)
        ended += sum(_end_pair(uuid, now) for uuid in list(pairs[:AT_ONCE]))
        talks = Conversation.objects.filter(**closed).open(now).order_by("pk").values_list("pk", side)
        ended += sum(_end_conversation(pk, person, now) for pk, person in list(talks[:AT_ONCE]))
    return ended


@transaction.atomic
def _end_pair(uuid: UUID, now: datetime) -> bool:
    pair, _, _ = locked(uuid)
    left = next((person for person in (pair.mentor, pair.mentee) if not person.is_active), None)
    if left is None or not pair.is_live:
        return False
    if pair.state == Match.State.PROPOSED:
        withdraw(uuid, by=None, now=now)
        return True
    end(pair, reason=Match.EndReason.MOVED_ON, by=None, now=now)
    tell_who_stays(pair, left=left, now=now)
    return True


@transaction.atomic
def _end_conversation(pk: int, person: int, now: datetime) -> bool:
    left = User.objects.get(pk=person)
    meeting = Meeting.objects.filter(conversation=pk).open().first()
    if meeting is not None:  # agreed: it stands in calendars, and the conversation goes with it
        call_off(meeting.uuid, by=left, now=now)
        return True
    conversation = end_held(pk, by=left, now=now)
    if conversation is None:
        return False
    tell_of_conversation(conversation, left=left, now=now)
    return True
