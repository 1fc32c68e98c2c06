"""Books a time with a mentor: held for two days, agreed by the mentor, or free again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from careers.models import Skill
from common.refusals import Refused
from mentoring.conversations.offering import SlotIsTaken
from mentoring.meetings import arranging
from mentoring.models import Conversation, Meeting, Mentor, Slot
from notifications.outbox import queue_email

HELD_FOR = timedelta(hours=48)
MOST_OPEN = 2  # held or agreed and still to come, of one mentee
AT_ONCE = 200
State = Conversation.State


class OwnSlot(Refused):
    """This is your own time."""


class MentorIsAway(Refused):
    """This mentor is taking a break then. Choose another one, please."""


class HoldsTwo(Refused):
    """You have two conversations ahead already. After one of them you can book the next."""


class TalkedBefore(Refused):
    """You two have talked already. You can talk again when both of you say that you would like to."""


class DeclinedBefore(Refused):
    """This mentor could not take your last request. Choose another mentor, please."""


class BookedAlready(Refused):
    """You have a conversation with this mentor ahead already."""


class ConversationHasChanged(Refused):
    """This has changed meanwhile, so that cannot be done any more. Look at how it stands now."""


class HoldIsOver(Refused):
    """The 48 hours to confirm have passed, so the time is free again for everybody."""


class NotYetTalked(Refused):
    """You can say this once you have talked."""


@transaction.atomic
def book_slot(slot_id: UUID, *, mentee: User, about: str, skills: Iterable[Skill], now: datetime) -> Conversation:
    """Hold a time for 48 hours, or until it begins, and ask the mentor.

    Raises Slot.DoesNotExist, SlotIsTaken, MentorIsAway, OwnSlot, HoldsTwo, TalkedBefore, DeclinedBefore, BookedAlready.
    """
    # The mentee first, so that their open ones are counted one after the other, then the slot: sixteen come at once.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=mentee.pk)
    slot = Slot.objects.select_for_update(of=("self",), no_key=True).select_related("mentor").get(uuid=slot_id)
    if slot.mentor_id == mentee.pk:
        raise OwnSlot
    if slot.starts_at <= now or not slot.mentor.is_active:
        raise SlotIsTaken
    if not Slot.objects.filter(pk=slot.pk).not_in_a_break().exists():
        raise MentorIsAway
    _lapse(Conversation.objects.filter(slot=slot), now)
    if Conversation.objects.filter(slot=slot).taking(now).exists():
        raise SlotIsTaken
    check_may_book(mentee, slot.mentor, now=now)
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(
                slot=slot, mentor=slot.mentor, mentee=mentee, starts_at=slot.starts_at, about=about, booked_at=now,
                held_until=min(now + HELD_FOR, slot.starts_at),
            )  # fmt: skip
    except IntegrityError:
        raise SlotIsTaken from None
    conversation.skills.set(skills)
    tell(conversation, "conversation_asked", now=now)
    return conversation


def check_may_book(mentee: User, mentor: User, *, now: datetime) -> None:
    """Raises HoldsTwo, BookedAlready, TalkedBefore, DeclinedBefore."""
    if Conversation.objects.filter(mentee=mentee).open(now).count() >= MOST_OPEN:
        raise HoldsTwo
    between = Conversation.objects.filter(mentee=mentee, mentor=mentor)
    if between.open(now).exists():
        raise BookedAlready
    last = between.filter(state__in=(State.CONFIRMED, State.DECLINED)).order_by("-pk").first()
    if last is None or last.both_ask_again:
        return
    raise DeclinedBefore if last.state == State.DECLINED else TalkedBefore


@transaction.atomic
def confirm(conversation_id: UUID, *, by: User, now: datetime) -> Meeting:
    """Agree to what somebody booked; both get it for their calendars. Twice is as good as once.

    Raises Conversation.DoesNotExist, HoldIsOver, ConversationHasChanged.
    """
    conversation = _locked(uuid=conversation_id)
    if conversation.mentor_id != by.pk:
        raise Conversation.DoesNotExist
    if conversation.state == State.CONFIRMED:
        meeting: Meeting = Meeting.objects.get(conversation=conversation)
        return meeting
    if conversation.state == State.LAPSED or (conversation.state == State.HELD and conversation.held_until <= now):
        raise HoldIsOver
    _move(conversation, State.CONFIRMED)
    conversation.save()
    slot, offers = conversation.slot, Mentor.objects.filter(user=by).first()
    assert slot is not None  # a time that somebody holds cannot be taken back
    details = arranging.Details(slot.minutes, slot.zone, link=offers.meeting_link if offers else "")
    return arranging.book(conversation, slot.starts_at, details, agenda=conversation.about, by=by, now=now)


@transaction.atomic
def decline(conversation_id: UUID, *, by: User, now: datetime) -> None:
    """Say no to what somebody booked; the time is free again. Raises Conversation.DoesNotExist,
    ConversationHasChanged."""
    conversation = _locked(uuid=conversation_id)
    if conversation.mentor_id != by.pk:
        raise Conversation.DoesNotExist
    if conversation.state == State.DECLINED:
        return
    _end(conversation, State.DECLINED, by, now)
    tell(conversation, "conversation_declined", now=now)


@transaction.atomic
def withdraw(conversation_id: UUID, *, by: User, now: datetime) -> None:
    """Take back a booking that the mentor has not answered. Raises Conversation.DoesNotExist,
    ConversationHasChanged."""
    conversation = _locked(uuid=conversation_id)
    if conversation.mentee_id != by.pk:
        raise Conversation.DoesNotExist
    if conversation.state == State.CANCELLED:
        return
    if conversation.state != State.HELD:
        raise ConversationHasChanged
    _end(conversation, State.CANCELLED, by, now)
    tell(conversation, "conversation_withdrawn", now=now)


@transaction.atomic
def ask_again(conversation_id: UUID, *, by: User, now: datetime) -> bool:
    """Say that one would talk to the other again; neither hears of it before both have said so. Returns whether both
    have. Raises Conversation.DoesNotExist, NotYetTalked."""
    conversation = _locked(uuid=conversation_id)
    if by.pk not in (conversation.mentor_id, conversation.mentee_id):
        raise Conversation.DoesNotExist
    if conversation.state != State.CONFIRMED or conversation.starts_at > now:
        raise NotYetTalked
    before = conversation.both_ask_again
    if by.pk == conversation.mentor_id:
        conversation.mentor_again_at = conversation.mentor_again_at or now
    else:
        conversation.mentee_again_at = conversation.mentee_again_at or now
    conversation.save()
    if conversation.both_ask_again and not before:
        tell(conversation, "conversation_again", now=now)
    return conversation.both_ask_again


@transaction.atomic
def end_held(conversation_id: int, *, by: User, now: datetime) -> Conversation | None:
    """End a booking that waits for the mentor, since one of the two left; tells nobody. None if it waits no more."""
    conversation = _locked(pk=conversation_id)
    if conversation.state != State.HELD:
        return None
    _end(conversation, State.CANCELLED, by, now)
    return conversation


def lapse_unconfirmed(*, now: datetime) -> int:
    """Free the times whose mentors did not answer in time, and tell who waited. Returns how many."""
    lapsed = 0
    while True:
        with transaction.atomic():
            some = _lapse(Conversation.objects.all(), now)
        lapsed += some
        if some < AT_ONCE:
            return lapsed


def tell(conversation: Conversation, name: str, *, now: datetime) -> None:
    """Put a letter about a conversation into the outbox, once."""
    letter = f"mentoring.{name}"
    queue_email(letter=letter, about_id=conversation.pk, key=f"{letter}:{conversation.pk}", now=now)


def _lapse(rows: Any, now: datetime) -> int:
    late = rows.to_lapse(now).select_for_update(skip_locked=True, of=("self",), no_key=True)
    found = list(late.order_by("pk")[:AT_ONCE])
    for conversation in found:
        _end(conversation, State.LAPSED, None, now)
        tell(conversation, "conversation_lapsed", now=now)
    return len(found)


def _end(conversation: Conversation, state: str, by: User | None, now: datetime) -> None:
    _move(conversation, state)
    conversation.ended_at, conversation.ended_by = now, by
    conversation.save()


def _move(conversation: Conversation, state: str) -> None:
    if state not in Conversation.MOVES[conversation.state]:
        raise ConversationHasChanged
    conversation.move_to(state)


def _locked(**which: Any) -> Conversation:
    rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
    conversation: Conversation = rows.select_related("mentor", "mentee", "slot").get(**which)
    return conversation
