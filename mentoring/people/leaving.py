"""What becomes of pairs when somebody deletes their account: they end, and the other one is told kindly."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows
from mentoring.models import Match, Mentor
from notifications.outbox import forget_name, queue_email
from planning.journeys import public_state


def end_pairs_of(rows: Rows, user: User, *, now: datetime) -> None:
    """Delete a person's pairs, on one side, for good. The others hear that somebody left, and no name.

    The letter is about the one who stays: nothing of who left is kept, not even that it was them. What was written to
    the others and names them is blanked in the outbox too.
    """
    for match in rows.filter(state__in=Match.LIVE).only("pk", "mentor", "mentee", "state"):
        if match.mentor_id == user.pk:
            letter, other = "mentoring.mentor_left", match.mentee_id
        elif match.state == Match.State.PROPOSED:
            continue  # a mentor who has not answered yet lost nothing; the letter with the proposal is dropped
        else:
            letter, other = "mentoring.mentee_left", match.mentor_id
        queue_email(letter=letter, about_id=other, key=f"{letter}:{match.pk}", now=now)
    others = {address for pair in rows.values_list("mentor__email", "mentee__email") for address in pair}
    forget_name([user.name, user.email], to=others - {user.email}, now=now)
    rows.delete()


def forget_mentor(user: User) -> None:
    """Delete what somebody offers as a mentor; pages that count mentors change."""
    if Mentor.objects.filter(user=user).delete()[0]:
        public_state.bump()
