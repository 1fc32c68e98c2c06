"""People, assessments and levels for tests of planning."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from careers.frame import Frame, current_frame
from careers.models import Level, Skill, StartingPoint
from planning.assessments import About, add_skills, start_assessment
from planning.models import Answer, Assessment

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
GOAL = "digital-change-manager"
NURSE_TO_CHANGE_MANAGER = {
    "now": "nurse",
    "goal": "digital change manager",
    "goal_which": "digital-change-manager",
    "band": "6",
}


def person(email: str = "sam@example.org", **fields: object) -> User:
    user = User.objects.create_user(email, "three quiet otters", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def nurse() -> StartingPoint:
    return StartingPoint.objects.get(slug="nurse")


def goal(slug: str = GOAL) -> Level:
    return Level.objects.select_related("role").get(slug=slug)


def level_index(slug: str = GOAL) -> int:
    return current_frame().levels.index[slug]


def assessment_of(
    user: User | None, answers: Mapping[str, int | None] | None = None, *, now: datetime = NOW, **about: object
) -> Assessment:
    """An assessment of a nurse with these answers, by slug of the skill; None is "I don't know"."""
    given = {"point": nurse(), "goal": goal(), **about}
    assessment = start_assessment(user, About(**given), last=None, frame=current_frame(), now=now)  # type: ignore[arg-type]
    for slug, level in (answers or {}).items():
        answer(assessment, slug, level, now=now)
    return assessment


def answer(assessment: Assessment, slug: str, level: int | None, *, now: datetime = NOW, note: str = "") -> None:
    skill = Skill.objects.get(slug=slug)
    add_skills(assessment, [skill.pk], now=now)
    Answer.objects.filter(assessment=assessment, skill=skill).update(level=level, answered_at=now, note=note)


def meets_all(frame: Frame, assessment: Assessment, slug: str = GOAL) -> None:
    """Give the assessment every skill that a level needs, at the level needed."""
    for skill, need in enumerate(frame.required[frame.levels.index[slug]]):
        if need:
            answer(assessment, frame.skills.slugs[skill], int(need))


def begin(client: Client, **about: str) -> Assessment:
    """Begin an assessment through its page."""
    response = client.post("/assessment/", NURSE_TO_CHANGE_MANAGER | about)
    assert response.headers.get("Location") == "/assessment/skills/1/", response.content.decode()[:3000]
    return Assessment.objects.order_by("created_at").last()  # type: ignore[return-value]


def page(client: Client, address: str) -> str:
    """The HTML of a page that is there."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code, response.headers.get("Location"))
    return response.content.decode()
