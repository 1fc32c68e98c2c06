"""The shapes of the demo at size, to see what pages cost when there is much: medium and large."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Programme, User
from events.models import Booking, Event
from fellowship.models.moves import ApplicationState, CohortState
from mentoring.models import Match
from portal.worlds.calls import PLANS, Plan, Team, make_cohort, make_programme
from portal.worlds.events import make_public_events
from portal.worlds.making import KNOWN, Say, fill_cohort
from portal.worlds.mentors import make_mentees, make_mentors, make_pairs
from portal.worlds.people import AT_ONCE, World, at, make_employers, make_people
from portal.worlds.signing_in import make_demo_people
from portal.worlds.year import make_events

S = ApplicationState
# Those who have a place are as many as there are places, however many apply.
_WITH_A_PLACE = (S.ENROLLED, S.ONBOARDING, S.OFFERED)
EVENTS_AT_ONCE = 20


def scaled(plan: Plan, total: int) -> Plan:
    """The plan with so many applications in all, in the same proportions beside those who have a place."""
    fixed = {state: count for state, count in plan.applications.items() if state in _WITH_A_PLACE}
    rest = {state: count for state, count in plan.applications.items() if state not in fixed and count}
    wanted, before = total - sum(fixed.values()), sum(rest.values())
    grown = {state: count * wanted // before for state, count in rest.items()}
    most = max(grown, key=lambda state: grown[state])
    grown[most] += wanted - sum(grown.values())
    return replace(plan, applications={**fixed, **grown})


@transaction.atomic
def make_medium(*, seed: int, now: datetime, say: Say) -> None:
    """Two programmes with six cohorts each and 3,000 applications; 4,000 people."""
    _make(World(random.Random(seed), now), say, people=4_000, programmes=2, each=250, mentors=200, events=0)  # nosec B311


@transaction.atomic
def make_large(*, seed: int, now: datetime, say: Say) -> None:
    """200,000 people, ten programmes with 60 cohorts and 36,000 applications, 1,800 events with 900,000 bookings."""
    world = World(random.Random(seed), now)  # nosec B311
    _make(world, say, people=200_000, programmes=10, each=600, mentors=8_000, events=1_800)


def _make(world: World, say: Say, *, people: int, programmes: int, each: int, mentors: int, events: int) -> None:
    world.employers = make_employers()
    demo = make_demo_people(world)
    everybody = make_people(world, people)
    say(f"{people:,} people")
    world.waiting = iter(everybody)
    mentoring, looking = [demo["Mentor"], *world.next(mentors)], [demo["Aspiring leader"], *world.next(2 * mentors)]
    make_mentors(world, mentoring)
    make_mentees(world, looking)
    make_pairs(world, list(zip(looking, mentoring, strict=False)), Match.State.ACTIVE, since=world.ago(90))
    say(f"{mentors:,} mentors and as many pairs")
    stages = [plan for plan in PLANS if plan.state != CohortState.PLANNED]
    for number in range(programmes):
        team = _team(world, demo, is_first=number == 0)
        programme = make_programme(world, f"Example fellowship {number + 1}", f"example-{number + 1}", team)
        for place, plan in enumerate(stages, start=1):
            grown = scaled(plan, each)
            known = [(demo[called], state) for called, at_place, state in KNOWN if at_place == place - 1]
            cohort = make_cohort(world, programme, place, grown, team)
            fill_cohort(world, cohort, grown, team, known=known if number == 0 else ())
        if number == 0:
            make_public_events(world, programme, team.admin, everybody, [demo["Fellow"]])
            _more_events(world, programme, team.admin, everybody, events, say)
        say(f"Programme {number + 1} of {programmes}, with {len(stages) * each:,} applications")


def _team(world: World, demo: Mapping[str, User], *, is_first: bool) -> Team:
    """Twelve reviewers and the rest; the demo people run the first programme."""
    if is_first:
        return Team(
            demo["Programme owner"], demo["Programme admin"], [demo["Reviewer"], *world.next(11)],
            [demo["Adviser"], *world.next(2)], [demo["Facilitator"], *world.next(2)],
        )  # fmt: skip
    owner, admin = world.next(2)
    return Team(owner, admin, world.next(12), world.next(3), world.next(3))


def _more_events(
    world: World, programme: Programme, organiser: User, people: Sequence[User], count: int, say: Say
) -> None:
    """Weekly webinars over four years, half of them over, with 500 bookings each."""
    today = timezone.localdate(world.now)
    for first in range(0, count, EVENTS_AT_ONCE):
        rows = []
        for number in range(first, first + EVENTS_AT_ONCE):
            starts = at(today + timedelta(days=(number - count // 2) * 1_400 // count), 8 + number % 10)
            rows.append(
                Event(
                    title=f"Webinar {number + 1}", summary="An hour about one question.", kind=Event.Kind.WEBINAR,
                    state=Event.State.PUBLISHED, published_at=world.ago(90), starts_at=starts, programme=programme,
                    ends_at=starts + timedelta(hours=1), mode=Event.Mode.ONLINE, organiser=organiser,
                    online_link="https://meet.example.org/open", capacity=600,
                )
            )  # fmt: skip
        bookings = []
        for number, event in enumerate(make_events(rows), start=first):
            begin = number * 977 % len(people)
            there = [*people[begin : begin + 500], *people[: max(0, begin + 500 - len(people))]]
            came = "" if event.ends_at > world.now else Booking.Attendance.PRESENT
            booked_at = min(event.starts_at, world.now) - timedelta(days=3)
            bookings += [
                Booking(event=event, person=user, state=Booking.State.BOOKED, booked_at=booked_at, attendance=came)
                for user in there
            ]
        Booking.objects.bulk_create(bookings, batch_size=AT_ONCE)
        if first % 300 == 0:
            say(f"{first + EVENTS_AT_ONCE:,} of {count:,} events")
