"""A pair with its people, and meetings of it, for tests."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Programme, User
from careers.models import Skill
from mentoring.concerns import report
from mentoring.conversations.booking import book_slot
from mentoring.meetings.arranging import Details, book
from mentoring.models import Goal, Match, Meeting, Outcome, Slot
from mentoring.progress import add_step, say_progress
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.mentoring.world import DAY, NOW, match_of, mentee, mentor, person

HOUR_LONG = Details(60, "Europe/London", link="https://teams.example.com/join/1")
TUESDAY = NOW + 8 * DAY


def pair(state: str = "ACTIVE", **fields: Any) -> Match:
    """Ada mentors Sam, who works on two skills."""
    ada = mentor(person("Ada", email="ada@example.org"), skills={"user-focus": 4}).user
    sam = mentee(person("Sam", email="sam@example.org"), gaps={"user-focus": (1, 3)}).user
    return match_of(sam, ada, state, **fields)


def agreed(of: Match, at: datetime = TUESDAY, now: datetime = NOW) -> Meeting:
    return book(of, at, HOUR_LONG, agenda="My application", by=of.mentee, now=now)


def letters(name: str) -> list[Message]:
    """What the outbox holds under a letter's name, in the order it came."""
    return list(Message.objects.filter(letter=f"mentoring.{name}").order_by("pk"))


def render(message: Message, now: datetime = NOW) -> Mail | Drop:
    return letter_called(message.letter).render(message.about_id, now)


def sent(message: Message, now: datetime = NOW) -> Mail:
    mail = render(message, now)
    assert isinstance(mail, Mail), mail
    return mail


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def meeting_things(canary: str) -> dict[str, str]:
    """For the access matrix: what the person shares with the reviewer and the owner, and the stranger with root."""
    now = timezone.now()
    people = {
        role: User.objects.get(email=f"{role}@example.org")
        for role in ("person", "reviewer", "owner", "stranger", "root")
    }
    ours, theirs = (Programme.objects.get(slug=slug) for slug in ("digital-fellowship", "other-mentoring"))
    made = {}
    for mentee_user, mentor_user, of, words in (
        (people["root"], people["stranger"], theirs, canary),
        (people["person"], people["reviewer"], ours, "Sam"),
    ):
        us = Match.objects.filter(mentee=mentee_user, mentor=mentor_user).first()
        us = us or match_of(mentee_user, mentor_user, programme=of)
        us.state, us.met_at = "ACTIVE", now
        us.save()
        meeting = book(us, now + 8 * DAY, HOUR_LONG, agenda=words, by=mentee_user, now=now)
        goal = Goal.objects.create(match=us, text=words)
        step = add_step(us, text=words, whose="MENTEE", skill=None, due_on=None, now=now)
        skill = Skill.objects.get(slug="user-focus")
        say_progress(us.uuid, skill=skill, reached=3, by=mentee_user, now=now)
        concern = report(us, kind="OTHER", text=words, reporter=mentee_user, now=now)
        slot = Slot.objects.create(mentor=mentor_user, starts_at=now + 9 * DAY)
        talk = book_slot(slot.uuid, mentee=mentee_user, about=words, skills=[], now=now)
        made = {"<pair>": us, "<meeting>": meeting, "<pair goal>": goal, "<pair step>": step, "<concern>": concern}
        made |= {"<progress>": us.progress.get(), "<conversation>": talk}
    over = match_of(people["person"], people["owner"], "ENDED", programme=ours)
    Outcome.objects.create(match=over, asked_at=now)
    made |= {"<ended pair>": over, "<slot>": Slot.objects.create(mentor=people["person"], starts_at=now + 9 * DAY)}
    return {name: str(one.uuid) for name, one in made.items()}
