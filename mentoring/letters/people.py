"""Letters of mentoring: to people who take part, about what they asked for and offer."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from mentoring.letters.calendars import gone_part
from mentoring.models import GoneMeeting
from notifications.letters import Drop, Mail, letter


@letter("mentoring.mentor_left", title="A mentor closed their account", essential=True)
def mentor_left(user_id: int, now: datetime) -> Mail | Drop:
    """About the mentee of a mentor whose account was deleted."""
    return _to(user_id, "mentor_left", "mentoring:mentor_list")


@letter("mentoring.mentee_left", title="Somebody you mentored closed their account", essential=True)
def mentee_left(user_id: int, now: datetime) -> Mail | Drop:
    """About the mentor of somebody whose account was deleted."""
    return _to(user_id, "mentee_left", "mentoring:my_mentoring")


@letter(
    "mentoring.conversation_left", title="A conversation is off: the other one closed their account", essential=True
)
def conversation_left(user_id: int, now: datetime) -> Mail | Drop:
    """About somebody who had a single conversation ahead with a person whose account was deleted."""
    return _to(user_id, "conversation_left", "mentoring:conversation_list")


@letter("mentoring.meeting_gone", title="A mentoring meeting is off, as the other one left", essential=True)
def meeting_gone(gone_id: int, now: datetime) -> Mail | Drop:
    """About a meeting that went with the account of one of the two, to who stays."""
    gone = GoneMeeting.objects.select_related("user").filter(pk=gone_id, user__is_active=True).first()
    if gone is None:
        return Drop("The person has left too.")
    context = {"person": gone.user, "gone": gone, "address": f"{settings.SITE_URL}{reverse('mentoring:my_mentoring')}"}
    calendar = gone_part(gone, now)
    return Mail(to=gone.user.email, template="mentoring/meeting_gone", context=context, calendar=calendar)


def _to(user_id: int, name: str, address: str) -> Mail | Drop:
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return Drop("The person has left too.")
    context = {"person": person, "address": f"{settings.SITE_URL}{reverse(address)}"}
    return Mail(to=person.email, template=f"mentoring/{name}", context=context)
