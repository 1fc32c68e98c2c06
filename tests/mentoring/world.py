"""Mentors, mentees, programmes, rounds and pairs for tests. Times are in winter unless a test is about the clocks."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import Programme, ProgrammeRole, User
from careers.models import Level, Skill
from mentoring.models import Match, Mentee, MenteeGap, Mentor, MentorRole, MentorSkill, Participant, Round

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOAL = "digital-change-manager"
_numbers = count(1)


def person(name: str = "", **fields: Any) -> User:
    """Somebody with an account and a proven address, person1@example.org and so on."""
    number = next(_numbers)
    email = fields.pop("email", f"person{number}@example.org")
    user: User = User.objects.create_user(email, "three quiet otters", name=name or f"Kim {number}", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def programme(name: str = "") -> Programme:
    number = next(_numbers)
    return Programme.objects.create(name=name or f"Programme {number}", slug=f"programme-{number}")


def staff(of: Programme | None = None, role: str = "ADMIN", **fields: Any) -> User:
    """Somebody who runs a programme."""
    user = person(**fields)
    ProgrammeRole.objects.create(programme=of or programme(), user=user, role=role)
    return user


def level(slug: str = GOAL) -> Level:
    return Level.objects.select_related("role").get(slug=slug)


def mentor(
    user: User | None = None,
    *,
    skills: Mapping[str, int] | None = None,
    job: str = "",
    earlier: Sequence[str] = (),
    **fields: Any,
) -> Mentor:
    """A mentor; ``skills`` are levels by slug of the skill, ``job`` and ``earlier`` slugs of catalogue levels."""
    made: Mentor = Mentor.objects.create(user=user or person(), level=level(job) if job else None, **fields)
    for slug, reached in (skills or {}).items():
        MentorSkill.objects.create(mentor=made, skill=Skill.objects.get(slug=slug), level=reached)
    for slug in earlier:
        MentorRole.objects.create(mentor=made, level=level(slug))
    return made


def mentee(
    user: User | None = None, *, gaps: Mapping[str, tuple[int | None, int]] | None = None, goal: str = "", **fields: Any
) -> Mentee:
    """Somebody who looks for a mentor; ``gaps`` are (have, target) by slug of the skill."""
    made: Mentee = Mentee.objects.create(user=user or person(), goal=level(goal) if goal else None, **fields)
    for slug, (have, target) in (gaps or {}).items():
        MenteeGap.objects.create(mentee=made, skill=Skill.objects.get(slug=slug), have=have, target=target)
    return made


def round_of(
    of: Programme | None = None, *, mentees: Sequence[Mentee] = (), mentors: Sequence[Mentor] = (), **fields: Any
) -> Round:
    """A round of a programme with these participants."""
    fields.setdefault("name", f"Round {next(_numbers)}")
    made = Round.objects.create(programme=of or programme(), **fields)
    for side, people in ((Participant.Side.MENTEE, mentees), (Participant.Side.MENTOR, mentors)):
        for one in people:
            Participant.objects.create(
                round=made, user=one.user, side=side, source=Participant.Source.ADDED, waiting_since=NOW
            )
    return made


def match_of(mentee_user: User, mentor_user: User, state: str = Match.State.PROPOSED, **fields: Any) -> Match:
    """A pair in a state, as if it had got there: with its times, and a reason where one is needed."""
    given: dict[str, Any] = {"origin": Match.Origin.ASKED, "proposed_at": NOW, "answer_by": NOW + 9 * DAY}
    if state in Match.TAKEN or state == Match.State.ENDED:
        given |= {"answered_at": NOW, "met_at": NOW}
    if state not in Match.LIVE:
        given["ended_at"] = NOW
    if state == Match.State.DECLINED:
        given |= {"answered_at": NOW, "decline_reason": Match.DeclineReason.NO_TIME}
    made: Match = Match.objects.create(mentee=mentee_user, mentor=mentor_user, state=state, **given | fields)
    return made


def page(client: Client, address: str) -> str:
    """The HTML of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code, response.headers.get("Location"))
    return response.content.decode()


def things(canary: str) -> dict[str, str]:
    """For the access matrix: the person and the stranger offer and look for; only the person is in the directory."""
    for role, words in (("stranger", canary), ("person", "Sam")):
        user = User.objects.get(email=f"{role}@example.org")
        made = mentor(user, skills={"user-focus": 3}, helps_with=words, is_listed=role == "person")
        mentee(user, gaps={"user-focus": (1, 2)}, hopes=words)
    roles = ("person", "reviewer", "stranger", "root")
    people = {role: User.objects.get(email=f"{role}@example.org") for role in roles}
    ours, theirs = (Programme.objects.get(slug=slug) for slug in ("digital-fellowship", "other-mentoring"))
    pair = match_of(people["reviewer"], people["person"], programme=ours)
    match_of(people["root"], people["stranger"], programme=theirs, message=canary)
    return {"<mentor>": str(made.uuid), "<proposal>": str(pair.uuid)}
