"""What mentoring holds about people: in the download, gone after erasing, and the other one is told kindly."""

import json

import pytest

from accounts import privacy
from accounts.models import User
from mentoring.models import Match, Mentee, Mentor, Preference, Question
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.accounts.test_privacy import everything
from tests.mentoring.world import GOAL, NOW, match_of, mentee, mentor, person, round_of

pytestmark = pytest.mark.django_db
CANARY = "Quetzalcoatl"


@pytest.fixture
def canary() -> User:
    """Somebody with something in the tables of people and pairs; each text that is theirs holds the canary."""
    user = person(f"{CANARY} Smith", email=f"{CANARY}@example.org".lower())
    mine = mentor(
        user, skills={"user-focus": 3}, job=GOAL, earlier=["senior-data-analyst"], helps_with=f"{CANARY} helps",
        meeting_link=f"https://example.org/{CANARY}", training=CANARY, experiences=(CANARY,), languages=(CANARY,),
    )  # fmt: skip
    wish = mentee(user, gaps={"user-focus": (1, 2)}, hopes=f"{CANARY} hopes")
    other = mentor(person("Kim"))
    Preference.objects.create(mentee=wish, mentor=other, kind="SHORTLIST", position=1)
    Preference.objects.create(mentee=mentee(person("Lee")), mentor=mine, kind="VETO")
    round_of(mentees=[wish], mentors=[mine])
    return user


def test_the_download_has_what_was_said_and_not_what_others_wish(canary: User) -> None:
    pair = match_of(canary, person("Ada"), message=f"{CANARY} asks")
    Question.objects.create(match=pair, text="Why me?", asked_at=NOW)
    data = privacy.export(canary, now=NOW)["data"]
    assert data["What you offer as a mentor"][0]["helps_with"] == f"{CANARY} helps"
    assert data["Skills you help with"][0]["level"] == 3
    assert data["Skills you want to work on"][0]["target"] == 2
    assert data["Your mentors"][0]["message"] == f"{CANARY} asks"
    assert data["Questions your mentors asked"][0]["text"] == "Why me?"
    assert data["Rounds of matching you take part in"][0]["side"] in ("MENTOR", "MENTEE")
    assert data["Whom you would like as a mentor, or not"][0]["kind"] == "SHORTLIST"
    assert "VETO" not in json.dumps(data, default=str)


def test_after_erasing_nothing_is_left_and_the_others_are_told_without_a_name(canary: User) -> None:
    mentored, mentors, asked, waits = person("Ada"), person("Bea"), person("Cy"), person("Di")
    match_of(mentored, canary, Match.State.ACTIVE)
    match_of(canary, mentors, Match.State.DORMANT)
    match_of(canary, asked, message=f"{CANARY} asks")
    match_of(waits, canary)
    match_of(person("Old"), canary, Match.State.ENDED)
    Message.objects.create(
        letter="mentoring.proposed", about_id=1, key="held", state="HELD", due_at=NOW, to=mentors.email,
        subject="Somebody asks", text=f"{canary.name} asks you", prewritten=True,
    )  # fmt: skip
    privacy.erase(canary, now=NOW)
    assert not Match.objects.exists()
    assert not Mentor.objects.filter(helps_with__contains=CANARY).exists()
    assert Mentee.objects.count() == 1
    left = [line for line in everything().splitlines() if CANARY.lower() in line.lower()]
    assert left == []
    assert Message.objects.get(key="held").state == "CANCELLED"
    told = {(one.letter, one.about_id) for one in Message.objects.filter(letter__endswith="_left")}
    assert told == {
        ("mentoring.mentor_left", mentored.pk),
        ("mentoring.mentor_left", waits.pk),
        ("mentoring.mentee_left", mentors.pk),
    }
    for name, about in told:
        mail = letter_called(name).render(about, NOW)
        assert isinstance(mail, Mail)
        assert CANARY not in str(mail)


def test_who_leaves_too_is_not_written_to(canary: User) -> None:
    other = person("Ada")
    match_of(other, canary, Match.State.ACTIVE)
    privacy.erase(canary, now=NOW)
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert isinstance(letter_called("mentoring.mentor_left").render(other.pk, NOW), Drop)
