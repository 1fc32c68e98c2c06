"""What becomes of pairs and conversations when somebody deletes their account: they end, and the other one is told
kindly."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows
from mentoring.models import Conversation, GoneMeeting, Match, Meeting, Mentor
from notifications.outbox import forget_name, queue_email, queue_emails
from planning.journeys import public_state


def end_pairs_of(rows: Rows, user: User, *, now: datetime) -> None:
    """Delete a person's pairs, on one side, for good. The others hear that somebody left, and no name.

    The letter is about the one who stays: nothing of who left is kept, not even that it was them. What was written to
    the others and names them is blanked in the outbox too.
    """
    known = Match.objects.told().filter(pk__in=rows.values("pk"), state__in=Match.LIVE)
    for match in known.only("pk", "mentor", "mentee", "state"):
        if match.mentor_id == user.pk or match.state != Match.State.PROPOSED:
            # A mentor who has not answered yet lost nothing; the letter with the proposal is dropped.
            tell_who_stays(match, left=user, now=now)
    _forget_name(rows, user, now=now)
    rows.delete()


def tell_who_stays(pair: Match, *, left: User, now: datetime) -> None:
    """Tell the other one of a pair that it is over, once and without a name."""
    is_mentor = pair.mentor_id == left.pk
    letter = "mentoring.mentor_left" if is_mentor else "mentoring.mentee_left"
    other = pair.mentee_id if is_mentor else pair.mentor_id
    queue_email(letter=letter, about_id=other, key=f"{letter}:{pair.pk}", now=now)


def take_meetings_of(rows: Rows, user: User, *, now: datetime) -> None:
    """Delete a person's meetings, on one side, for good. What is ahead is taken out of the other's calendar: that the
    meeting was theirs too is all that is kept of it, and not with whom."""
    ahead = Meeting.objects.filter(pk__in=rows.values("pk")).ahead(now).select_related("mentor", "mentee")
    gone = GoneMeeting.objects.bulk_create(_gone(one, user) for one in ahead)
    letter = "mentoring.meeting_gone"
    queue_emails(letter=letter, keys={one.pk: f"{letter}:{one.uid}" for one in gone}, now=now)
    rows.delete()


def _gone(meeting: Meeting, left: User) -> GoneMeeting:
    assert meeting.starts_at is not None  # an agreed one has a time
    return GoneMeeting(
        user=meeting.other(left), uid=meeting.uuid, sequence=meeting.sequence + 1, starts_at=meeting.starts_at,
        minutes=meeting.minutes, zone=meeting.zone,
    )  # fmt: skip


def end_conversations_of(rows: Rows, user: User, *, now: datetime) -> None:
    """Delete a person's single conversations, on one side, for good. Whoever has one ahead hears that it is off, and no
    name, as with pairs."""
    for one in Conversation.objects.filter(pk__in=rows.values("pk")).open(now).select_related("mentor", "mentee"):
        tell_of_conversation(one, left=user, now=now)
    _forget_name(rows, user, now=now)
    rows.delete()


def tell_of_conversation(conversation: Conversation, *, left: User, now: datetime) -> None:
    """Tell the other one that a conversation is off, once and without a name."""
    letter = "mentoring.conversation_left"
    queue_email(letter=letter, about_id=conversation.other(left).pk, key=f"{letter}:{conversation.pk}", now=now)


def _forget_name(rows: Rows, user: User, *, now: datetime) -> None:
    others = {address for pair in rows.values_list("mentor__email", "mentee__email") for address in pair}
    forget_name([user.name, user.email], to=others - {user.email}, now=now)


def forget_mentor(user: User) -> None:
    """Delete what somebody offers as a mentor; pages that count mentors change."""
    if Mentor.objects.filter(user=user).delete()[0]:
        public_state.bump()
