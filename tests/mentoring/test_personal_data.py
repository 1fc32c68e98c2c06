"""What mentoring holds about people: in the download, gone after erasing, and the other one is told kindly."""

import json

import icalendar
import pytest
from django.template.loader import render_to_string

from accounts import privacy
from accounts.models import User
from mentoring.conversations.booking import book_slot, confirm
from mentoring.meetings.arranging import Details, book, call_off, propose_times
from mentoring.meetings.holding import record_held
from mentoring.models import (
    Bond,
    Conversation,
    GoneMeeting,
    Match,
    Meeting,
    Mentee,
    Mentor,
    Preference,
    Question,
    Run,
    RunPair,
    Slot,
)
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.accounts.test_privacy import everything
from tests.mentoring.world import DAY, GOAL, NOW, match_of, mentee, mentor, person, round_of

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


def test_meetings_ahead_are_taken_out_of_the_calendars_of_those_who_stay_and_no_name_is_kept(canary: User) -> None:
    mentored, other = person("Ada"), mentor(person("Bea")).user
    ours = match_of(mentored, canary, Match.State.ACTIVE)
    details = Details(60, "Europe/London", where=CANARY)
    ahead = book(ours, NOW + 8 * DAY, details, agenda=CANARY, by=canary, now=NOW)
    sequence = ahead.sequence
    off = book(ours, NOW + 9 * DAY, details, agenda="", by=canary, now=NOW)
    call_off(off.uuid, by=canary, now=NOW)
    propose_times(ours, [NOW + 9 * DAY], details, agenda="", by=canary, now=NOW)
    record_held(ours, NOW - DAY, details, by=canary, now=NOW)
    slot = Slot.objects.create(mentor=other, starts_at=NOW + 7 * DAY)
    talk = confirm(book_slot(slot.uuid, mentee=canary, about=CANARY, skills=[], now=NOW).uuid, by=other, now=NOW)
    privacy.erase(canary, now=NOW)
    assert not Meeting.objects.exists()
    told = {}
    for one in Message.objects.filter(letter="mentoring.meeting_gone"):
        mail = letter_called(one.letter).render(one.about_id, NOW)
        assert isinstance(mail, Mail) and mail.calendar is not None and mail.calendar.method == "CANCEL"
        entry = icalendar.Calendar.from_ical(mail.calendar.content).walk("VEVENT")[0]
        told[mail.to] = (str(entry["UID"]), entry["SEQUENCE"], entry["STATUS"], entry["DTSTART"].dt)
        text = render_to_string(f"emails/{mail.template}.txt", dict(mail.context))
        assert CANARY.lower() not in (text + mail.calendar.content.decode()).lower()
    assert told == {
        mentored.email: (str(ahead.uuid), sequence + 1, "CANCELLED", NOW + 8 * DAY),
        other.email: (str(talk.uuid), talk.sequence + 1, "CANCELLED", NOW + 7 * DAY),
    }
    assert [line for line in everything().splitlines() if CANARY.lower() in line.lower()] == []
    privacy.erase(mentored, now=NOW)
    assert GoneMeeting.objects.get().user == other


def test_who_leaves_too_is_not_written_to(canary: User) -> None:
    other = person("Ada")
    match_of(other, canary, Match.State.ACTIVE)
    privacy.erase(canary, now=NOW)
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert isinstance(letter_called("mentoring.mentor_left").render(other.pk, NOW), Drop)


def test_whoever_has_a_conversation_ahead_hears_that_it_is_off_and_no_name(canary: User) -> None:
    ada, bea = person("Ada"), mentor(person("Bea")).user
    mine = Slot.objects.create(mentor=canary, starts_at=NOW + 9 * DAY)
    confirm(book_slot(mine.uuid, mentee=ada, about="A new job", skills=[], now=NOW).uuid, by=canary, now=NOW)
    theirs = Slot.objects.create(mentor=bea, starts_at=NOW + 9 * DAY)
    book_slot(theirs.uuid, mentee=canary, about=f"{CANARY} asks", skills=[], now=NOW)
    past = Slot.objects.create(mentor=bea, starts_at=NOW - DAY)
    Conversation.objects.create(
        slot=past, mentor=bea, mentee=canary, state="CONFIRMED", starts_at=NOW - DAY, booked_at=NOW, held_until=NOW
    )
    Message.objects.create(
        letter="mentoring.conversation_asked", about_id=1, key="named", state="SENT", due_at=NOW, to=bea.email,
        subject=f"{canary.name} books a time with you", text="Hello", prewritten=True,
    )  # fmt: skip
    privacy.erase(canary, now=NOW)
    told = Message.objects.filter(letter="mentoring.conversation_left").values_list("about_id", flat=True)
    assert sorted(told) == sorted([ada.pk, bea.pk])
    for about in told:
        mail = letter_called("mentoring.conversation_left").render(about, NOW)
        assert isinstance(mail, Mail)
        text = render_to_string(f"emails/{mail.template}.txt", dict(mail.context))
        assert "will not take place" in text
        assert CANARY not in text
    assert not Conversation.objects.exists()
    assert Message.objects.get(key="named").subject == ""
    assert list(Slot.objects.free(NOW)) == [theirs]


def test_a_mentor_does_not_learn_from_the_download_that_they_are_on_a_list() -> None:
    mentor_user, mentee_user = person("Ada"), person("Bea")
    reasons = [{"term": "shortlist", "points": 5, "of": 5, "facts": {"rank": 1}}]
    match_of(mentee_user, mentor_user, reasons=reasons)
    run = Run.objects.create(round=round_of(), number=1, asked_at=NOW, objective="FAIR", scores="OWN")
    RunPair.objects.create(run=run, mentee=mentee_user, mentor=mentor_user, points=5, reasons=reasons)
    assert "shortlist" not in json.dumps(privacy.export(mentor_user, now=NOW), default=str)
    assert "shortlist" in json.dumps(privacy.export(mentee_user, now=NOW), default=str)


def test_the_reasons_of_a_team_are_not_in_the_download() -> None:
    ada, bea = mentor(person("Ada")), mentee(person("Bea"))
    one = round_of(mentees=[bea], mentors=[ada])
    one.participants.filter(user=ada.user).update(state="EXCLUDED", reason=CANARY)
    Bond.objects.create(round=one, mentee=bea.user, mentor=ada.user, kind="FORBID", reason=CANARY)
    for user in (ada.user, bea.user):
        data = privacy.export(user, now=NOW)
        assert "FORBID" in json.dumps(data, default=str)
        assert CANARY not in json.dumps(data, default=str)


def test_nobody_hears_that_a_mentor_left_of_whom_the_team_had_not_told_them(canary: User) -> None:
    pair = match_of(person("Ada"), canary, origin="ROUND")
    Message.objects.create(
        letter="mentoring.proposed", about_id=pair.pk, key="held", state="HELD", due_at=NOW, prewritten=True
    )
    privacy.erase(canary, now=NOW)
    assert not Message.objects.filter(letter="mentoring.mentor_left").exists()
