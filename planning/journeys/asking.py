"""Questions to people about their journeys: they go through the portal, and no address is ever shown."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from common.refusals import Refused
from notifications.outbox import queue_email
from planning.models.journeys import Journey, Note

MOST_A_MONTH = 5
MONTH = timedelta(days=30)


class NoQuestionsWanted(Refused):
    """This person takes no questions at present."""


class QuestionIsOpen(Refused):
    """You asked them already, and they have not answered yet. Give them time."""


class EnoughQuestions(Refused):
    """You sent five questions in the last 30 days. Wait for answers before you send another."""


class AnsweredAlready(Refused):
    """You have answered this question already."""


def notes_of(user: User) -> "QuerySet[Note]":
    """What a person asked and was asked."""
    return Note.objects.filter(Q(sender=user) | Q(journey__user=user)).select_related("journey", "sender")


@transaction.atomic
def ask(journey_id: UUID, *, sender: User, text: str, now: datetime) -> Note:
    """Send a question. Raises NoQuestionsWanted, EnoughQuestions, QuestionIsOpen, Journey.DoesNotExist."""
    # The lock on the sender makes two clicks at once count one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=sender.pk)
    journey = Journey.objects.real().get(pk=journey_id)
    assert journey.user_id is not None  # examples take no questions
    if not journey.open_to_contact or journey.user_id == sender.pk:
        raise NoQuestionsWanted
    if Note.objects.filter(sender=sender, sent_at__gt=now - MONTH).count() >= MOST_A_MONTH:
        raise EnoughQuestions
    try:
        with transaction.atomic():
            note = Note.objects.create(journey=journey, sender=sender, text=text, sent_at=now)
    except IntegrityError:
        raise QuestionIsOpen from None
    queue_email(
        letter="planning.journey_question",
        about_id=journey.user_id,
        key=f"planning.journey_question:{note.pk}",
        now=now,
    )
    return note


@transaction.atomic
def answer(note_id: UUID, *, owner: User, text: str, now: datetime) -> None:
    """Answer a question about one's own journey, once. Raises AnsweredAlready, Note.DoesNotExist."""
    note = Note.objects.select_for_update(of=("self",)).get(pk=note_id, journey__user=owner)
    if note.answered_at is not None:
        raise AnsweredAlready
    note.answer, note.answered_at = text, now
    note.save()
    queue_email(
        letter="planning.journey_answer", about_id=note.sender_id, key=f"planning.journey_answer:{note.pk}", now=now
    )
