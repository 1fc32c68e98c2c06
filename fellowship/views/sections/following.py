"""Early warning on the pages of a fellow."""

from datetime import datetime

from accounts.models import User
from fellowship.following.watching import reason_words
from fellowship.models import Fellow, Flag, Help, Standing
from fellowship.models.moves import FellowState
from fellowship.views.sections.section import Section


def ask_for_help(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """The way to ask to be spoken to. One query."""
    if fellow.state not in (FellowState.ACTIVE, FellowState.PAUSED):
        return None
    asked = Help.objects.filter(fellow=fellow, answered_at=None).first()
    return Section("help", "If it gets hard", "fellowship/sections/ask_for_help.html", {"asked": asked})


def how_they_stand(fellow: Fellow, reader: User, now: datetime) -> Section | None:
    """For the team: points, why, and the flags. Two queries."""
    standing = Standing.objects.filter(fellow=fellow).first()
    if standing is None:
        return None
    flags = Flag.objects.filter(fellow=fellow).select_related("owner")
    why = [reason_words(reason) for reason in standing.reasons]
    here = {"standing": standing, "why": why, "flags": list(flags[:5])}
    return Section("warning", "Early warning", "fellowship/sections/how_they_stand.html", here)
