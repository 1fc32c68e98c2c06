"""Questions go through the portal, within limits, and show no address."""

import pytest

from accounts.privacy import export
from notifications.letters import Mail, letter_called
from notifications.models import Message
from notifications.writing import write
from planning.journeys.asking import (
    AnsweredAlready,
    EnoughQuestions,
    NoQuestionsWanted,
    QuestionIsOpen,
    answer,
    ask,
)
from planning.journeys.writing import save_about, withdraw
from planning.models import Note
from tests.planning.journeys.world import published
from tests.planning.world import DAY, NOW, page, person, signed_in

pytestmark = pytest.mark.django_db


def test_a_question_and_its_answer_reach_the_other_without_an_address() -> None:
    sam, kit = person(name="Sam Okafor"), person("kit@example.org", name="Kit Hale")
    journey = published(sam, open_to_contact=True)
    note = ask(journey.pk, sender=kit, text="How did you begin?", now=NOW)
    answer(note.pk, owner=sam, text="By asking.", now=NOW)
    with pytest.raises(AnsweredAlready):
        answer(note.pk, owner=sam, text="Again.", now=NOW)
    for name, to, other in (("question", sam, kit), ("answer", kit, sam)):
        message = Message.objects.get(letter=f"planning.journey_{name}")
        mail = letter_called(message.letter).render(message.about_id, NOW)
        if name == "answer":
            assert isinstance(mail, Mail) and mail.to == to.email
            assert other.email not in write(mail).text
    asked, told = page(signed_in(kit), "/me/journey/questions/"), page(signed_in(sam), "/me/journey/questions/")
    assert "By asking." in asked and sam.email not in asked and "Sam Okafor" not in asked  # told without a name
    assert "Kit Hale" in told and kit.email not in told


def test_what_is_not_published_any_more_is_not_told_to_who_asked() -> None:
    sam, kit = person(name="Sam Okafor"), person("kit@example.org")
    journey = published(sam, open_to_contact=True)
    note = ask(journey.pk, sender=kit, text="How did you begin?", now=NOW)
    answer(note.pk, owner=sam, text="By asking.", now=NOW)
    withdraw(sam, now=NOW)
    draft = {"title": "My next employer", "background": "CLINICAL", "shown_as": "NAME", "name": "Sam Okafor"}
    save_about(sam, about=draft, networks=[], now=NOW)
    asked = page(signed_in(kit), "/me/journey/questions/")
    assert "By asking." in asked and "not published now" in asked
    assert "My next employer" not in asked and "Okafor" not in asked
    assert "My next employer" not in str(export(kit, now=NOW))


def test_nobody_asks_who_did_not_say_that_they_may() -> None:
    journey = published(person())
    with pytest.raises(NoQuestionsWanted):
        ask(journey.pk, sender=person("kit@example.org"), text="Hello", now=NOW)


def test_five_questions_a_month_and_one_at_a_time() -> None:
    kit = person("kit@example.org")
    journeys = [published(person(f"{number}@example.org"), open_to_contact=True) for number in range(6)]
    ask(journeys[0].pk, sender=kit, text="Hello", now=NOW)
    with pytest.raises(QuestionIsOpen):
        ask(journeys[0].pk, sender=kit, text="Hello again", now=NOW)
    for journey in journeys[1:5]:
        ask(journey.pk, sender=kit, text="Hello", now=NOW)
    with pytest.raises(EnoughQuestions):
        ask(journeys[5].pk, sender=kit, text="Hello", now=NOW + 29 * DAY)
    ask(journeys[5].pk, sender=kit, text="Hello", now=NOW + 31 * DAY)
    assert Note.objects.count() == 6
