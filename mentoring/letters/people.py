"""Letters of mentoring: to people who take part, about what they asked for and offer."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from mentoring.models import Match
from notifications.letters import Drop, Mail, letter


@letter("mentoring.mentor_paused", title="A mentor takes a break", essential=True)
def mentor_paused(match_id: int, now: datetime) -> Mail | Drop:
    """About a proposal that was taken back because the mentor paused or stopped; to the mentee."""
    match = Match.objects.select_related("mentor", "mentee").filter(pk=match_id).first()
    if match is None or match.state != Match.State.WITHDRAWN:
        return Drop("The proposal is gone.")
    context = {"mentor": match.mentor, "asked": match.origin == Match.Origin.ASKED, "in_round": bool(match.round_id)}
    return _mail(match.mentee, "mentor_paused", "mentoring:mentor_list", context)


@letter("mentoring.mentor_left", title="A mentor closed their account", essential=True)
def mentor_left(user_id: int, now: datetime) -> Mail | Drop:
    """About the mentee of a mentor whose account was deleted."""
    return _to(user_id, "mentor_left", "mentoring:mentor_list")


@letter("mentoring.mentee_left", title="Somebody you mentored closed their account", essential=True)
def mentee_left(user_id: int, now: datetime) -> Mail | Drop:
    """About the mentor of somebody whose account was deleted."""
    return _to(user_id, "mentee_left", "mentoring:my_mentoring")


def _to(user_id: int, name: str, address: str) -> Mail | Drop:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return Drop("The person has left too.") if user is None else _mail(user, name, address, {})


def _mail(person: User, name: str, address: str, context: dict[str, object]) -> Mail | Drop:
    if not person.is_active:
        return Drop("The person has left.")
    return Mail(
        to=person.email,
        template=f"mentoring/{name}",
        context={**context, "person": person, "address": f"{settings.SITE_URL}{reverse(address)}"},
    )
