"""A person asks a mentor directly. The mentor answers by the same rules as in a round (docs/adr/0113)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from careers.frame import current_frame
from careers.models import Level
from common.refusals import Refused
from mentoring.models import Match, Mentee, Mentor
from mentoring.people.fitting import fit_of
from mentoring.people.keeping import mentee_of, save_mentee
from mentoring.people.prefilling import gaps_to, goal_of
from mentoring.proposing import propose

MOST_OPEN = 3


class AskedEnough(Refused):
    """Three mentors have yet to answer you. Wait for one of them, or take a request back."""


@transaction.atomic
def ask(user: User, mentor: Mentor, *, message: str, now: datetime) -> Match:
    """Ask a mentor to take this person on. Raises AskedEnough, and what ``proposing.propose`` raises.

    Whoever never said what they look for gets a request from their plan and assessment, for the mentor to read.
    """
    # Two clicks at once are counted one after the other. The person's row is locked before the mentor's: nobody who
    # holds a mentor waits for it (docs/adr/0122).
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if open_requests(user) >= MOST_OPEN:
        raise AskedEnough
    points, reasons = fit_of(request_of(user), mentor)
    return propose(
        user, mentor.user, programme=None, round=None, origin=Match.Origin.ASKED, points=points, reasons=reasons,
        message=message, now=now,
    )  # fmt: skip


def open_requests(user: User) -> int:
    """How many mentors somebody asked who have yet to answer. One query."""
    asked = Match.objects.filter(mentee=user, origin=Match.Origin.ASKED, state=Match.State.PROPOSED)
    return int(asked.count())


def request_of(user: User) -> Mentee:
    """What somebody looks for; made from their plan and assessment if they have not said."""
    if mentee := mentee_of(user):
        return mentee
    frame = current_frame()
    goal = goal_of(user, frame)
    suggested = {} if goal is None else gaps_to(user, frame, goal)
    ids = dict(zip(frame.skills.slugs, frame.skills.ids, strict=True))
    return save_mentee(
        user,
        goal=None if goal is None else Level.objects.get(pk=frame.levels.ids[goal]),
        gaps={ids[slug]: (gap.have, gap.target) for slug, gap in suggested.items()},
        region=None,
        fields={},
    )
