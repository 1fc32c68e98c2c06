"""Journeys, a plan, offers, news and learning taken, for the pages that show them."""

from datetime import datetime, timedelta

from accounts.models import User
from careers.frame import current_frame
from careers.models import Family, Learning, Level, Role, StartingPoint
from planning.assessments import About, add_skills, start_assessment
from planning.journeys import public_state
from planning.models import (
    Action,
    Answer,
    Course,
    HorizonItem,
    Journey,
    LearningTaken,
    Offer,
    Quote,
    Step,
    Watch,
)
from planning.plans.keeping import start_plan
from planning.watching.facts import facts_of

JOURNEYS, JOBS = 300, 4
ITEMS, OFFERS, ACTIONS, WATCHED = 300, 40, 30, 20
GOAL, COURSE = "digital-change-manager", "prince2-practitioner"


def tell(root: User, *, now: datetime) -> None:
    """300 published journeys of four jobs, two thirds of them to one role; root plans, watches and took courses."""
    people = User.objects.bulk_create(User(email=f"teller{number}@example.org") for number in range(JOURNEYS))
    goal, course = Level.objects.get(slug=GOAL), Learning.objects.get(slug=COURSE)
    levels, points = list(Level.objects.live()[:40]), list(StartingPoint.objects.all())
    words = "Ask to sit in on one project board. Nobody says no, and you learn what people worry about. " * 4
    journeys = Journey.objects.bulk_create(
        Journey(
            user=one, state="PUBLISHED", title=f"From ward to web, part {number}", background="CLINICAL",
            shown_as="ANONYMOUS", advice=words, highlights=words, consented_at=now, published_at=now,
        )
        for number, one in enumerate(people)
    )  # fmt: skip
    Step.objects.bulk_create(
        Step(
            journey=one, position=place, title=f"Job {place}", from_year=2000 + place, band="6",
            point=points[number % len(points)] if place == 0 else None,
            level=None if place == 0 else goal if place == 2 and number % 3 else levels[(number + place) % len(levels)],
        )
        for number, one in enumerate(journeys)
        for place in range(JOBS)
    )  # fmt: skip
    Course.objects.bulk_create(
        Course(journey=one, position=1, name=course.name, learning=course, recommend="YES", changed=words[:300])
        for one in journeys
    )
    about: tuple[dict[str, Role | Learning], ...] = ({"role": goal.role}, {"learning": course})
    Quote.objects.bulk_create(Quote(journey=one, text=words[:90], **to) for one in journeys[:5] for to in about)
    LearningTaken.objects.bulk_create(
        LearningTaken(user=one, learning=course, state="COMPLETED" if number % 2 else "STARTED", on=now.date())
        for number, one in enumerate(people)
    )
    LearningTaken.objects.bulk_create(
        LearningTaken(user=root, learning=one, state="COMPLETED", on=now.date()) for one in Learning.objects.all()[:25]
    )
    Offer.objects.bulk_create(
        Offer(
            user=one, kind="SHADOW", title="Shadow a change manager for a day", text=words[:300], role=goal.role,
            where="Leeds", most_a_month=2, offered_at=now,
        )
        for one in people[:OFFERS]
    )  # fmt: skip
    families = list(Family.objects.all())
    items = HorizonItem.objects.bulk_create(
        HorizonItem(
            title=f"What changes for analysts, part {number}", summary=words[:200], address="https://example.org/",
            found_at=now - timedelta(hours=number),
        )
        for number in range(ITEMS)
    )  # fmt: skip
    for number, item in enumerate(items):
        item.families.set([families[number % len(families)], families[(number + 1) % len(families)]])
    _root(root, goal, now)
    public_state.bump()


def _root(root: User, goal: Level, now: datetime) -> None:
    frame = current_frame()
    nurse = StartingPoint.objects.get(slug="nurse")
    assessment = start_assessment(root, About(point=nurse, goal=goal, band="6"), last=None, frame=frame, now=now)
    add_skills(assessment, frame.skills.ids[:40], now=now)
    Answer.objects.filter(assessment=assessment).update(level=2, answered_at=now)
    plan = start_plan(root, hours_a_week=6, pays="SOMETHING", goal=goal, now=now)
    Action.objects.bulk_create(
        Action(
            plan=plan, kind="WORK", text=f"Follow one referral from the ward to the clinic, {number}", horizon="NOW",
            due_on=(now + timedelta(days=number)).date(), skill_id=frame.skills.ids[number], evidence="A map",
        )
        for number in range(ACTIONS)
    )  # fmt: skip
    watched = list(Role.objects.live()[:WATCHED])
    facts = facts_of("role", [one.pk for one in watched])
    Watch.objects.bulk_create(
        Watch(user=root, kind="role", role=one, since=now, facts=facts[one.pk]) for one in watched
    )
