"""Letters of mentoring: single conversations. Each is about one of them."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from mentoring.models import Conversation
from notifications.letters import Drop, Mail, letter

State = Conversation.State
CHANGED = "It was answered, taken back or called off meanwhile."


@letter("mentoring.conversation_asked", title="Somebody books a time with you", essential=True)
def conversation_asked(conversation_id: int, now: datetime) -> Mail | Drop:
    found = _conversation(conversation_id)
    if found is None or found.state != State.HELD or found.held_until <= now:
        return Drop(CHANGED)
    return _mail(found, found.mentor, "conversation_asked")


@letter("mentoring.conversation_declined", title="A mentor cannot make the time you booked", essential=True)
def conversation_declined(conversation_id: int, now: datetime) -> Mail | Drop:
    found = _conversation(conversation_id)
    return _mail(found, found.mentee, "conversation_declined") if found else Drop(CHANGED)


@letter("mentoring.conversation_lapsed", title="A time you booked was not confirmed", essential=True)
def conversation_lapsed(conversation_id: int, now: datetime) -> Mail | Drop:
    found = _conversation(conversation_id)
    return _mail(found, found.mentee, "conversation_lapsed") if found else Drop(CHANGED)


@letter("mentoring.conversation_withdrawn", title="A booking with you was taken back", essential=True)
def conversation_withdrawn(conversation_id: int, now: datetime) -> Mail | Drop:
    found = _conversation(conversation_id)
    return _mail(found, found.mentor, "conversation_withdrawn") if found else Drop(CHANGED)


@letter("mentoring.conversation_again", title="You both would like to talk again", essential=True)
def conversation_again(conversation_id: int, now: datetime) -> Mail | Drop:
    """To the mentee, who books."""
    found = _conversation(conversation_id)
    if found is None or not found.both_ask_again:
        return Drop(CHANGED)
    return _mail(found, found.mentee, "conversation_again")


def _conversation(conversation_id: int) -> Conversation | None:
    rows = Conversation.objects.select_related("mentor", "mentee", "slot").prefetch_related("skills")
    found: Conversation | None = rows.filter(pk=conversation_id).first()
    return found


def _mail(conversation: Conversation, person: User, name: str) -> Mail | Drop:
    if not person.is_active:
        return Drop("The person has left.")
    site = settings.SITE_URL
    return Mail(
        to=person.email,
        template=f"mentoring/{name}",
        context={
            "person": person, "other": conversation.other(person), "conversation": conversation,
            "address": f"{site}{reverse('mentoring:conversation_detail', args=[conversation.uuid])}",
            "mentors_url": f"{site}{reverse('mentoring:conversation_find')}",
        },
    )  # fmt: skip
