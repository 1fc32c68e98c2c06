"""Mentors, people who look for one, pairs, times for single conversations, and a round with its draft."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Programme, User
from careers.models import Level, Skill
from fellowship.models import Cohort, Fellow
from mentoring.models import (
    Attendee,
    HalfDay,
    Match,
    Meeting,
    Mentee,
    MenteeGap,
    Mentor,
    MentorSkill,
    Participant,
    Round,
    Slot,
)
from mentoring.rounds.running import ask_run, work_on_runs
from portal.worlds.people import AT_ONCE, World, at

State = Match.State
HELPS = (
    "I have moved from the ward to a digital job and remember how it felt. I help with applications and first months.",
    "I can help you read figures, and say when they do not say anything.",
    "I have led three roll-outs; one went wrong. I am glad to talk about that one.",
    "I help people who have to convince a board, a supplier or a tired team.",
)
HOPES = (
    "To find out whether an analyst’s job would suit me before I apply.",
    "To plan my first project with somebody who has finished one.",
    "To talk about confidence. I know the work; I do not yet know the meetings.",
)


def _times(world: World) -> Any:
    """Four half-days; mypy knows the column and not the tuple that it takes."""
    return tuple(world.draw.sample(HalfDay.values[:15], 4))


def make_mentors(world: World, people: Sequence[User]) -> None:
    """Mentors, most with three places, with skills that they help with."""
    draw = world.draw
    skills = list(Skill.objects.live().order_by("pk")[:60])
    levels = list(Level.objects.live().order_by("-pk")[:80])
    mentors = Mentor.objects.bulk_create(
        [
            Mentor(
                user=user, level=draw.choice(levels), helps_with=draw.choice(HELPS), places=draw.randint(2, 4),
                hours_a_month=2, times=_times(world), training="A half-day course",
            )
            for user in people
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    MentorSkill.objects.bulk_create(
        [
            MentorSkill(mentor=one, skill=skill, level=draw.randint(2, 4))
            for one in mentors
            for skill in draw.sample(skills, 6)
        ],
        batch_size=AT_ONCE,
    )


def make_mentees(world: World, people: Sequence[User]) -> None:
    draw = world.draw
    skills = list(Skill.objects.live().order_by("pk")[:60])
    levels = list(Level.objects.live().order_by("pk")[:80])
    mentees = Mentee.objects.bulk_create(
        [
            Mentee(
                user=user, goal=draw.choice(levels), hopes=draw.choice(HOPES),
                times=_times(world),
            )
            for user in people
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    MenteeGap.objects.bulk_create(
        [
            MenteeGap(mentee=one, skill=skill, have=(have := draw.randint(0, 2)), target=have + draw.randint(1, 2))
            for one in mentees
            for skill in draw.sample(skills, 4)
        ],
        batch_size=AT_ONCE,
    )


def make_pairs(
    world: World, pairs: Sequence[tuple[User, User]], state: str, *, since: datetime, round_: Round | None = None
) -> list[Match]:
    """Pairs (mentee, mentor) in one state; those that meet have met twice and meet again next week."""
    met = world.ago(9) if state == State.ACTIVE else since if state != State.PROPOSED else None
    ended = world.ago(20) if state == State.ENDED else None
    matches = Match.objects.bulk_create(
        [
            Match(
                programme=round_.programme if round_ else None, round=round_, mentee=mentee, mentor=mentor, state=state,
                origin=Match.Origin.ROUND if round_ else Match.Origin.ASKED, points=world.draw.randint(55, 92),
                message="" if round_ else "Your way from nursing to informatics is the one I am on.",
                proposed_at=since, answer_by=since + timedelta(days=11),
                answered_at=since + timedelta(days=3) if state != State.PROPOSED else None, met_at=met, ended_at=ended,
                end_reason=Match.EndReason.GOAL_MET if ended else "",
            )
            for mentee, mentor in pairs
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    if state == State.ACTIVE:
        times = ((-40, Meeting.State.DONE), (-9, Meeting.State.DONE), (6, Meeting.State.BOOKED))
        today = timezone.localdate(world.now)
        meetings = Meeting.objects.bulk_create(
            [
                Meeting(
                    match=one, mentor=one.mentor, mentee=one.mentee, state=kind, link="https://meet.example.org/two",
                    starts_at=at(today + timedelta(days=days), 8 + number % 9), arranged_by=one.mentee, minutes=45,
                    agenda="What has happened since last time, and the one thing to try next.",
                )
                for number, one in enumerate(matches)
                for days, kind in times
            ],
            batch_size=AT_ONCE,
        )  # fmt: skip
        Attendee.objects.bulk_create(
            [Attendee(meeting=one, user=user) for one in meetings for user in (one.mentor, one.mentee)],
            batch_size=AT_ONCE,
        )
    return matches


def make_slots(world: World, mentors: Sequence[User]) -> None:
    """Times for single conversations in the next three weeks."""
    today = timezone.localdate(world.now)
    Slot.objects.bulk_create(
        Slot(mentor=user, starts_at=at(today + timedelta(days=days), 12 + number % 5))
        for number, user in enumerate(mentors) for days in (3 + number % 4, 10, 17)
    )  # fmt: skip


def make_round_of_cohort(
    world: World, cohort: Cohort, fellows: Sequence[Fellow], mentors: Sequence[User], *, share: int = 1
) -> None:
    """The cohort's round, published in its first weeks: everybody has a mentor and meets."""
    round_ = Round.objects.create(
        programme=cohort.programme, name=f"Mentors for {cohort.name}", state=Round.State.PUBLISHED,
        published_at=at(cohort.starts_on + timedelta(days=20), 9),
    )  # fmt: skip
    Cohort.objects.filter(pk=cohort.pk).update(mentor_round=round_)
    pupils = [one.user for one in fellows[::share]]
    _take_part(world, round_, pupils, mentors)
    pairs = [(user, mentors[place % len(mentors)]) for place, user in enumerate(pupils)]
    make_pairs(world, pairs, State.ACTIVE, since=at(cohort.starts_on + timedelta(days=20), 9), round_=round_)


def make_draft_round(
    world: World, programme: Programme, mentees: Sequence[User], mentors: Sequence[User], actor: User
) -> None:
    """A round whose draft is ready to be read, and not published."""
    round_ = Round.objects.create(
        programme=programme, name="Spring round", join_until=world.now + timedelta(days=12),
        welcome="Six months, an hour a month. You can say no to whom you are matched with.",
    )  # fmt: skip
    _take_part(world, round_, mentees, mentors)
    ask_run(round_, actor=actor, now=world.now)
    work_on_runs(clock=timezone.now)


def _take_part(world: World, round_: Round, mentees: Sequence[User], mentors: Sequence[User]) -> None:
    side, source = Participant.Side, Participant.Source.JOINED
    rows = [(user, side.MENTEE) for user in mentees] + [(user, side.MENTOR) for user in mentors]
    Participant.objects.bulk_create(
        [
            Participant(round=round_, user=user, side=of, source=source, waiting_since=world.ago(30))
            for user, of in rows
        ],
        batch_size=AT_ONCE,
    )
