"""Assessments, plans, examples of journeys, offers to be shadowed."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from careers.frame import current_frame
from careers.models import Level, Skill, StartingPoint
from common.vocabulary import SkillLevel
from planning.assessments import About, answer_skill, finish_assessment, start_assessment
from planning.journeys.examples import load_examples
from planning.models import Offer, Request
from planning.models.plans import ActionKind, ActionState, Pays
from planning.models.plans import Horizon as When
from planning.plans.keeping import Draft, add_actions, set_state, start_plan
from portal.worlds.people import World


def make_learning(world: World, people: Sequence[User], mentors: Sequence[User]) -> None:
    """Two assessments and a plan for each; mentors who let others look over their shoulder."""
    load_examples(now=world.now)
    point = StartingPoint.objects.filter(code__icontains="nurse").first() or StartingPoint.objects.first()
    goals = list(Level.objects.live().filter(role__slug="digital-change-manager").order_by("pk")[:1])
    goals += list(Level.objects.live().order_by("pk")[:1])
    for user in people:
        _assess_and_plan(world, user, point, goals[0])
    offers = Offer.objects.bulk_create(
        Offer(
            user=user, kind=kind, title=title, where="Online, or at our offices", most_a_month=2,
            text="Come and see an ordinary day, meetings included. You will not be in the way.",
            offered_at=world.ago(40),
        )
        for user, kind, title in zip(
            mentors[:4], ("SHADOW", "CHAT", "SHADOW", "CHAT"),
            ("A day with a clinical systems team", "Twenty minutes about product management",
             "A morning with analysts", "How I left the ward, and what I miss"), strict=False,
        )
    )  # fmt: skip
    skills = Skill.objects.filter(slug__in=("user-focus", "communicating-data"))
    for offer in offers:
        offer.skills.set(skills)
    Request.objects.create(
        offer=offers[0],
        asker=people[0],
        text="I would like to see how you decide what to build next.",
        asked_at=world.ago(2),
    )


def _assess_and_plan(world: World, user: User, point: StartingPoint | None, goal: Level) -> None:
    draw, frame, last = world.draw, current_frame(), None
    for days, rise in ((160, 0), (12, 1)):
        began = world.ago(days)
        about = About(point=point, goal=goal, band="6", background="CLINICAL", profession="NURSE", nation="ENGLAND")
        last = start_assessment(user, about, last=last, frame=frame, now=began)
        for answer in last.answers.all():
            level = draw.randint(0, 2) if answer.level is None else answer.level + (rise if draw.random() < 0.4 else 0)
            answer_skill(answer, level=min(level, SkillLevel.EXPERT), note="", now=began + timedelta(minutes=9))
        finish_assessment(last, now=began + timedelta(minutes=20))
    today = timezone.localdate(world.now)
    plan = start_plan(user, hours_a_week=3, pays=Pays.NOTHING, goal=goal, now=world.ago(60))
    drafts = [
        Draft(ActionKind.LEARN, "Take a free course on data in health and care", due_on=today + timedelta(days=20)),
        Draft(ActionKind.MENTOR, "Ask a mentor what their first project looked like", due_on=today + timedelta(days=6)),
        Draft(ActionKind.SHADOW, "Spend a day with a clinical systems team", due_on=today + timedelta(days=33)),
        Draft(ActionKind.WORK, "Draw how discharge works on my ward, with those who do it",
              evidence="The drawing, and what two people said of it", due_on=today - timedelta(days=8)),
        Draft(ActionKind.ATTEND, "Go to a digital network’s meeting", horizon=When.LATER),
        Draft(ActionKind.READ, "Read the clinical safety standard’s summary"),
    ]  # fmt: skip
    add_actions(plan, drafts, now=world.now)
    for text, state in (("Draw how", ActionState.DONE), ("Take a free", ActionState.DOING)):
        set_state(plan.actions.get(text__startswith=text), state, now=world.ago(3))
