"""Journeys for tests."""

from collections.abc import Sequence

from accounts.models import User
from careers.models import Learning, Level, StartingPoint
from planning.journeys.reviewing import publish
from planning.journeys.writing import save_about, save_course, save_step, submit
from planning.models import Journey
from tests.planning.world import NOW, person

ABOUT = {"title": "From ward to web", "background": "CLINICAL", "shown_as": "ANONYMOUS", "advice": "Ask early."}
NURSE, CHANGE = "nurse", "digital-change-manager"


def staff() -> User:
    found: User | None = User.objects.filter(email="staff@example.org").first()
    return found or person("staff@example.org", is_staff=True)


def draft(user: User, jobs: Sequence[str] = (NURSE, CHANGE), **about: object) -> Journey:
    """A journey through starting points and levels, by slug; a slug that is neither is a job of no such name."""
    save_about(user, about={**ABOUT, **about}, networks=(), now=NOW)
    for place, slug in enumerate(jobs):
        fields = {
            "title": slug.capitalize(),
            "point": StartingPoint.objects.filter(slug=slug).first(),
            "level": Level.objects.filter(slug=slug).first(),
            "from_year": 2010 + place,
            "to_year": 2011 + place,
        }
        save_step(user, None, fields=fields)
    return Journey.objects.get(user=user)


def published(user: User, jobs: Sequence[str] = (NURSE, CHANGE), **about: object) -> Journey:
    draft(user, jobs, **about)
    journey = submit(user, agreed=True, now=NOW)
    publish(journey.pk, reviewer=staff(), now=NOW)
    journey.refresh_from_db()
    return journey


def several(number: int, jobs: Sequence[str] = (NURSE, CHANGE), recommend: str = "", course: str = "") -> None:
    """Published journeys of so many people, each with a course if one is named."""
    for place in range(number):
        user = person(f"{place}-{'-'.join(jobs)}-{recommend}@example.org")
        draft(user, jobs)
        if course:
            learning = Learning.objects.get(slug=course)
            save_course(user, None, fields={"name": learning.name, "learning": learning, "recommend": recommend})
        journey = submit(user, agreed=True, now=NOW)
        publish(journey.pk, reviewer=staff(), now=NOW)
