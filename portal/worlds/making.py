"""Making a world: the demo, or the same shapes at size. The same seed makes the same rows."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from fellowship.following.watching import LETTER, count_cohort
from fellowship.models import Cohort, Fellow, Flag, FlagStep, Help, WarningLevel
from fellowship.models.moves import ApplicationState, CohortState
from mentoring.models import Match
from notifications.models import Message
from notifications.outbox import cancel
from portal.worlds.applications import make_applications
from portal.worlds.calls import PLANS, Plan, Team, make_cohort, make_programme
from portal.worlds.choosing import make_interviews, prepare_decisions
from portal.worlds.evaluation import answer_waves, make_instrument, make_waves
from portal.worlds.events import make_public_events
from portal.worlds.exceptions import make_exceptions
from portal.worlds.fellows import (
    ASKS_FOR_HELP,
    SILENT,
    make_conversations,
    make_fellows,
    make_projects,
    make_support_checks,
)
from portal.worlds.learning import make_learning
from portal.worlds.mentors import (
    make_draft_round,
    make_mentees,
    make_mentors,
    make_pairs,
    make_round_of_cohort,
    make_slots,
)
from portal.worlds.people import World, make_employers, make_people
from portal.worlds.signing_in import make_demo_people
from portal.worlds.year import make_after, make_news, make_sessions, make_sets

S = ApplicationState
Say = Callable[[str], None]
SEED = 1
# What they are called in the demo, the cohort by place in the plans, and the state of their application.
KNOWN = (("Applicant", 1, S.UNSUCCESSFUL), ("Applicant", 5, S.ELIGIBLE), ("Fellow", 1, S.ENROLLED))


def has_people() -> bool:
    return User.objects.exists()


def has_real_people() -> bool:
    """Whether somebody has an address that is not kept for examples, so that a real person may be behind it."""
    return User.objects.exclude(email__iregex=r"[@.]example\.(org|com|net)$").exists()


@transaction.atomic
def make_small(*, seed: int, now: datetime, say: Say) -> None:
    """The demo: one programme with a cohort in each stage, and all that is around it. Some 500 people."""
    world = World(random.Random(seed), now)  # nosec B311
    world.employers = make_employers()
    say("People")
    demo = make_demo_people(world)
    everybody = make_people(world, 560)
    world.waiting = iter(everybody)
    mentors = [demo["Mentor"], *world.next(23)]
    mentees = [demo["Aspiring leader"], *world.next(27)]
    team = Team(
        owner=demo["Programme owner"], admin=demo["Programme admin"], reviewers=[demo["Reviewer"], *world.next(7)],
        advisers=[demo["Adviser"], *world.next(2)], facilitators=[demo["Facilitator"], *world.next(2)],
    )  # fmt: skip
    say("Mentors and what people plan")
    make_mentors(world, mentors)
    make_mentees(world, mentees)
    make_learning(world, [demo["Aspiring leader"], demo["Applicant"]], mentors)
    say("A programme with seven cohorts")
    programme = make_programme(world, "Digital Pioneers (example)", "digital-pioneers", team)
    for place, plan in enumerate(PLANS):
        known = [(demo[called], state) for called, number, state in KNOWN if number == place]
        cohort = make_cohort(world, programme, place + 1, plan, team)
        fill_cohort(world, cohort, plan, team, known=known, mentors=mentors)
    say("Events and pairs")
    regulars = [demo["Aspiring leader"], demo["Applicant"], demo["Fellow"], demo["Mentor"]]
    make_public_events(world, programme, demo["Programme admin"], everybody, regulars)
    _pairs(world, demo, mentees, mentors)
    make_draft_round(world, programme, mentees[6:], mentors[1:], demo["Programme admin"])
    say("What does not go by the book")
    make_exceptions(world, programme, team, demo)


def fill_cohort(
    world: World, cohort: Cohort, plan: Plan, team: Team, *, known: Sequence[tuple[User, str]] = (),
    mentors: Sequence[User] = (),
) -> None:  # fmt: skip
    """Applications and, once it runs, the year of one cohort. ``known``: people with the state of their application."""
    if cohort.state == CohortState.PLANNED:
        return
    made = make_applications(world, cohort.call, plan.applications, team, known=known)
    make_interviews(world, cohort.call, made, team)
    if plan.applications.get(S.INTERVIEWED):
        prepare_decisions(world, made, team)
    coming = [one for one in made if one.state in (S.ONBOARDING, S.ENROLLED)]
    if not coming:
        return
    make_conversations(world, cohort, coming, team)
    waves = make_waves(
        world, cohort, cohort.programme.instruments.first() or make_instrument(world, cohort, team), team
    )
    if cohort.state == CohortState.SELECTING:
        return
    fellows = make_fellows(world, cohort, made, team)
    make_sessions(world, cohort, fellows, team)
    make_sets(world, cohort, fellows, team)
    make_projects(world, cohort, fellows, team)
    make_news(world, cohort, fellows, team)
    answer_waves(world, cohort, waves, fellows)
    make_support_checks(world, cohort, fellows)
    if cohort.state == CohortState.FINISHED:
        make_after(world, cohort, fellows)
        return
    if mentors:
        make_round_of_cohort(world, cohort, fellows, mentors)
    _trouble(world, fellows)
    count_cohort(cohort, now=world.now)
    warnings = Message.objects.filter(scope=cohort.programme.scope, letter=LETTER, state=Message.State.WAITING)
    cancel(warnings, reason="Made with an invented world: nobody has this address.", now=world.now)
    _look_after(world, fellows, team)


def _trouble(world: World, fellows: Sequence[Fellow]) -> None:
    if len(fellows) > SILENT:
        User.objects.filter(pk=fellows[SILENT].user_id).update(last_login=world.ago(70))
        Help.objects.create(
            fellow=fellows[ASKS_FOR_HELP], asked_at=world.ago(0.3),
            text="My manager has changed and the new one has not heard of my day.",
        )  # fmt: skip


def _look_after(world: World, fellows: Sequence[Fellow], team: Team) -> None:
    """A flag that was dealt with some weeks ago."""
    one = fellows[min(11, len(fellows) - 1)]
    closed = Flag.objects.create(
        fellow=one, level=WarningLevel.HIGH, points=5, reasons=[{"sign": "UPDATE_LATE", "count": 2, "points": 5}],
        raised_at=world.ago(64), owner=one.adviser, due_on=timezone.localdate(world.ago(57)), seen_at=world.ago(64),
        ended_at=world.ago(58), end=Flag.End.DONE, helped=Flag.Helped.YES, points_later=0,
        what_was_done="We talked for half an hour. A new rota had taken the day; the ward manager gave it back.",
    )  # fmt: skip
    for kind, days, text in (
        (FlagStep.Kind.RAISED, 64, ""), (FlagStep.Kind.SEEN, 64, ""), (FlagStep.Kind.NOTE, 60, "Rang; no answer yet."),
        (FlagStep.Kind.ENDED, 58, closed.what_was_done),
    ):  # fmt: skip
        FlagStep.objects.create(flag=closed, kind=kind, at=world.ago(days), by=one.adviser, text=text)


def _pairs(world: World, demo: Mapping[str, User], mentees: Sequence[User], mentors: Sequence[User]) -> None:
    """Pairs beside those of the cohort: one person meets their mentor, others wait for an answer or have ended."""
    state = Match.State
    meets = [(demo["Aspiring leader"], demo["Mentor"]), (mentees[1], mentors[1]), (mentees[2], mentors[2])]
    make_pairs(world, meets, state.ACTIVE, since=world.ago(80))
    make_pairs(world, [(mentees[3], demo["Mentor"]), (mentees[4], mentors[3])], state.PROPOSED, since=world.ago(2))
    make_pairs(world, [(mentees[5], mentors[4])], state.ENDED, since=world.ago(220))
    make_slots(world, mentors[:10])
