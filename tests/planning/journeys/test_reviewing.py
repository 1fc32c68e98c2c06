"""Staff publish, send back and quote; each person is told; nobody reviews their own."""

import pytest

from careers.models import Learning, Role
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from planning.journeys.reviewing import NotTheirWords, OwnJourney, publish, quote, send_back
from planning.journeys.saying import quotes
from planning.journeys.writing import submit, withdraw
from planning.models import Journey, Quote
from planning.models.journeys import NotLegal
from tests.planning.journeys.world import draft, published, staff
from tests.planning.world import NOW, person

pytestmark = pytest.mark.django_db


def test_nobody_publishes_their_own_journey() -> None:
    user = staff()
    draft(user)
    journey = submit(user, agreed=True, now=NOW)
    with pytest.raises(OwnJourney):
        publish(journey.pk, reviewer=user, now=NOW)


def test_a_draft_cannot_be_published() -> None:
    journey = draft(person())
    with pytest.raises(NotLegal):
        publish(journey.pk, reviewer=staff(), now=NOW)
    assert not Journey.objects.public().exists()


def test_its_person_is_told_once_with_the_reason() -> None:
    sam = person()
    draft(sam)
    journey = submit(sam, agreed=True, now=NOW)
    send_back(journey.pk, reason="It names a patient.", reviewer=staff(), now=NOW)
    message = Message.objects.get(letter="planning.journey_returned")
    mail = letter_called("planning.journey_returned").render(message.about_id, NOW)
    assert isinstance(mail, Mail) and mail.to == sam.email
    submit(sam, agreed=True, now=NOW)
    assert isinstance(letter_called("planning.journey_returned").render(message.about_id, NOW), Drop)


def test_only_their_words_are_quoted_and_only_while_it_is_published() -> None:
    sam = person()
    journey = published(sam, advice="Ask to be the link person.\nIt costs a few hours.")
    role = Role.objects.get(slug="digital-change-manager")
    with pytest.raises(NotTheirWords):
        quote(journey.pk, text="It is easy.", role=role, learning=None, reviewer=staff(), now=NOW)
    words = "the link person. It costs"
    quote(journey.pk, text=words, role=role, learning=None, reviewer=staff(), now=NOW)
    assert [one.text for one in quotes(role=role)] == [words]
    assert not quotes(learning=Learning.objects.all()[0])
    withdraw(sam, now=NOW)
    assert not quotes(role=role)


def test_a_quote_whose_words_are_gone_goes_too() -> None:
    sam = person()
    journey = published(sam, advice="Ask early.", highlights="Nine wards.")
    role = Role.objects.get(slug="digital-change-manager")
    for text in ("Ask early.", "Nine wards."):
        quote(journey.pk, text=text, role=role, learning=None, reviewer=staff(), now=NOW)
    withdraw(sam, now=NOW)
    Journey.objects.update(advice="Ask late.")
    submit(sam, agreed=True, now=NOW)
    publish(journey.pk, reviewer=staff(), now=NOW)
    assert Quote.objects.get().text == "Nine wards."
