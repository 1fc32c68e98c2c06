"""What becomes of pairs and conversations when somebody deletes their account: they end, and the other one is told
kindly."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows
from mentoring.models import Conversation, Match, Mentor
from notifications.outbox import forget_name, queue_email
from planning.journeys import public_state


def end_pairs_of(rows: Rows, user: User, *, now: datetime) -> None:
    """Delete a person's pairs, on one side, for good. The others hear that somebody left, and no name.

    The letter is about the one who stays: nothing of who left is kept, not even that it was them. What was written to
    the others and names them is blanked in the outbox too.
    """
    known = Match.objects.told().filter(pk__in=rows.values("pk"), state__in=Match.LIVE)
    for match in known.only("pk", "mentor", "mentee", "state"):
        if match.mentor_id == user.pk:
            letter, other = "mentoring.mentor_left", match.mentee_id
        elif match.state == Match.State.PROPOSED:
            continue  # a mentor who has not answered yet lost nothing; the letter with the proposal is dropped
        else:
            letter, other = "mentoring.mentee_left", match.mentor_id
        queue_email(letter=letter, about_id=other, key=f"{letter}:{match.pk}", now=now)
    _forget_name(rows, user, now=now)
    rows.delete()


def end_conversations_of(rows: Rows, user: User, *, now: datetime) -> None:
    """Delete a person's single conversations, on one side, for good. Whoever has one ahead hears that it is off, and no
    name, as with pairs."""
    for one in Conversation.objects.filter(pk__in=rows.values("pk")).open(now).select_related("mentor", "mentee"):
        letter = "mentoring.conversation_left"
        queue_email(letter=letter, about_id=one.other(user).pk, key=f"{letter}:{one.pk}", now=now)
    _forget_name(rows, user, now=now)
    rows.delete()


def _forget_name(rows: Rows, user: User, *, now: datetime) -> None:
    others = {address for pair in rows.values_list("mentor__email", "mentee__email") for address in pair}
    forget_name([user.name, user.email], to=others - {user.email}, now=now)


def forget_mentor(user: User) -> None:
    """Delete what somebody offers as a mentor; pages that count mentors change."""
    if Mentor.objects.filter(user=user).delete()[0]:
        public_state.bump()
