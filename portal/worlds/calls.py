"""A programme with its page and team, and cohorts with their calls: what they ask, who may apply, what is scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Profile, Programme, ProgrammeRole, User
from common.vocabulary import Background, EmployerKind
from fellowship.calls.questions import as_they_are
from fellowship.models import (
    Call,
    CallVersion,
    CampaignCount,
    Cohort,
    EligibilityRule,
    MandatoryDay,
    ProgrammePage,
    Question,
    RubricItem,
    Section,
    Signpost,
    SignpostCount,
)
from fellowship.models.moves import ApplicationState, CohortState
from portal.worlds.people import World

Role = ProgrammeRole.Role
S = ApplicationState
PLACES = 30
TOPICS = ["Records and documentation", "Data and analysis", "Care at a distance", "Medicines", "Operations and flow"]
CAMPAIGNS = ("newsletter-spring", "chief-nurse-letter", "linkedin", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """A cohort to make: its state, when it starts in days from today, and how many applications are in which state."""

    state: str
    starts: int
    applications: Mapping[str, int]

    @property
    def closes(self) -> int:
        """When its call closes, in days from today: half a year before the start, or soon if it is open."""
        return 16 if self.state == CohortState.OPEN else self.starts - 190


_GONE: dict[str, int] = {S.INELIGIBLE: 7, S.WITHDRAWN: 3, S.UNSUCCESSFUL: 28, S.DECLINED: 2}
PLANS = (
    Plan(CohortState.FINISHED, -540, {S.ENROLLED: 30, **_GONE}),
    Plan(CohortState.RUNNING, -215, {S.ENROLLED: 30, **_GONE}),
    Plan(CohortState.SELECTING, 42, {S.ONBOARDING: 24, S.OFFERED: 4, S.RESERVE: 8, S.EXPIRED: 1, **_GONE}),
    Plan(
        CohortState.SELECTING, 120,
        {S.INTERVIEWED: 26, S.INTERVIEW_BOOKED: 6, S.INTERVIEW_INVITED: 5, S.MISSED: 1, S.SHORTLISTED: 2,
         S.UNSUCCESSFUL: 24, S.INELIGIBLE: 6, S.WITHDRAWN: 3},
    ),
    Plan(
        CohortState.SELECTING, 165,
        {S.IN_REVIEW: 38, S.MODERATION: 5, S.SCORED: 17, S.ELIGIBLE: 4, S.INFO_REQUESTED: 3, S.INELIGIBLE: 6,
         S.WITHDRAWN: 2},
    ),
    Plan(CohortState.OPEN, 230, {S.DRAFT: 14, S.SUBMITTED: 17, S.ELIGIBLE: 9, S.INELIGIBLE: 2, S.INFO_REQUESTED: 2}),
    Plan(CohortState.PLANNED, 420, {}),
)  # fmt: skip


@dataclass
class Team:
    """Who runs a programme."""

    owner: User
    admin: User
    reviewers: list[User]
    advisers: list[User]
    facilitators: list[User]


def make_programme(world: World, name: str, slug: str, team: Team) -> Programme:
    """A programme with a public page and its team, one of whom stands in for another."""
    programme = Programme.objects.create(
        name=name, slug=slug, provider=world.employers[-1].name, reply_to="fellowship@example.org"
    )
    ProgrammePage.objects.create(
        programme=programme, is_public=True,
        summary="A year for people in health and care who lead digital change where they work.",
        about="Fellows stay in their jobs. Their employer gives them **one day a week** for a year.\n\n"
        "- A project of your own, from the first week to the showcase\n"
        "- A learning set of six, led by a facilitator\n"
        "- Lectures and workshops, seven of them mandatory\n"
        "- Mentors, for the year and for single conversations\n\n"
        "This programme is invented, to show how the portal works.",
        skilled="You can plan a change, count what it does and explain both.",
        connected="You know thirty people who will answer when you ring, and some who can move things.",
        inspired="You want to go on, and you bring others along.",
    )  # fmt: skip
    roles = [
        (Role.OWNER, [team.owner]), (Role.ADMIN, [team.admin]), (Role.REVIEWER, team.reviewers),
        (Role.ADVISER, team.advisers), (Role.FACILITATOR, team.facilitators),
    ]  # fmt: skip
    today = timezone.localdate(world.now)
    made = ProgrammeRole.objects.bulk_create(
        ProgrammeRole(programme=programme, user=user, role=role) for role, users in roles for user in users
    )
    # Nobody who reads works where somebody applies from.
    Profile.objects.filter(user__in=team.reviewers).update(organisation=world.employers[-1], region="")
    away = made[-1]
    if len(team.facilitators) > 1:
        away.deputy, away.away_from, away.away_until = team.facilitators[0], today, today + timedelta(days=12)
        away.save()
    return programme


def make_cohort(world: World, programme: Programme, number: int, plan: Plan, team: Team) -> Cohort:
    """One cohort with its mandatory days and its call."""
    today = timezone.localdate(world.now)
    starts = today + timedelta(days=plan.starts)
    cohort = Cohort.objects.create(
        programme=programme, name=f"Cohort {number}, {starts:%B %Y}", slug=f"cohort-{number}", state=plan.state,
        places=PLACES, starts_on=starts, ends_on=starts + timedelta(days=365),
        protected_time="One day a week, for a year", funding="£3,000 for the employer, towards the protected time",
        summary="Thirty fellows from all professions. Most sessions are online; three days are in person.",
    )  # fmt: skip
    MandatoryDay.objects.bulk_create(
        MandatoryDay(cohort=cohort, on=on, title=title, place=place) for on, title, place in mandatory_days(starts)
    )
    make_call(world, cohort, plan, team)
    return cohort


def mandatory_days(starts: date) -> list[tuple[date, str, str]]:
    """Seven days, each on a Tuesday: when, what, where."""
    first = starts + timedelta(days=(1 - starts.weekday()) % 7)
    return [
        (first, "Welcome day", "Leeds"),
        (first + timedelta(weeks=7), "Understanding a problem", "Online"),
        (first + timedelta(weeks=14), "Counting what matters", "Online"),
        (first + timedelta(weeks=22), "Half-time: projects in the round", "Birmingham"),
        (first + timedelta(weeks=30), "Safety, risk and consent", "Online"),
        (first + timedelta(weeks=38), "Making it last", "Online"),
        (first + timedelta(weeks=50), "Showcase", "London"),
    ]


def make_call(world: World, cohort: Cohort, plan: Plan, team: Team) -> Call:
    closes = world.now.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=plan.closes)
    is_planned = plan.state == CohortState.PLANNED
    call = Call.objects.create(
        cohort=cohort, opens_at=closes - timedelta(days=42), closes_at=closes,
        published_at=None if is_planned else closes - timedelta(days=43), takes_minutes=90,
        who_for="People who work in health or care in the UK, in any profession and at any band, and who lead a "
        "digital change or are much involved in one.",
        you_need="Your manager’s agreement in principle, the name of somebody who can agree to your time, and about "
        "an hour and a half.", interviews="Online, 30 minutes, about eight weeks after the call closes",
        hear_by=(closes + timedelta(days=90)).date(), review_by=closes + timedelta(days=42), offer_days=7,
    )  # fmt: skip
    if plan.state == CohortState.SELECTING and plan.applications.get(S.IN_REVIEW):
        Call.objects.filter(pk=call.pk).update(review_by=world.now + timedelta(days=10))
    assessed = _questions(call)
    _rubric(call, assessed)
    _rules(world, call, is_open=plan.state == CohortState.OPEN)
    if not is_planned:
        made_at = closes - timedelta(days=43)
        CallVersion.objects.create(
            call=call, number=1, made_at=made_at, made_by=team.admin, questions=as_they_are(call)
        )
        _campaigns(world, call, plan)
    return call


def _questions(call: Call) -> list[Question]:
    """Two sections; the three questions that are scored come back."""
    kind = Question.Kind
    about = Section.objects.create(call=call, title="Your project", intro="It need not be finished.", position=0)
    you = Section.objects.create(call=call, title="You and the fellowship", position=1)
    rows: list[tuple[Section, str, str, dict[str, Any]]] = [
        (about, kind.CHOICE, "What is your project nearest to?", {"choices": TOPICS}),
        (about, kind.LONG, "What is your project about, and what have you tried?", {"is_assessed": True}),
        (about, kind.LONG, "What will be different, for whom, and how will you know?", {"is_assessed": True}),
        (you, kind.LONG, "What would you like to learn, and from whom?", {"is_assessed": True}),
        (you, kind.CHOICE, "Have you applied before?", {"choices": ["Yes", "No"], "is_required": False}),
        (you, kind.NUMBER, "How many years have you worked in health or care?", {"least": 0, "most": 60}),
        (
            about,
            kind.FILE,
            "A page or a picture that shows your project, if you have one",
            {"is_assessed": True, "is_required": False},
        ),
    ]
    made = [
        Question(section=section, kind=kind_of, text=text, position=place,
                 most_words=300 if kind_of == kind.LONG else None, **more)
        for place, (section, kind_of, text, more) in enumerate(rows)
    ]  # fmt: skip
    Question.objects.bulk_create(made)
    call.topic_question = made[0]
    call.save()
    return [one for one in made if one.kind == kind.LONG]


def _rubric(call: Call, assessed: list[Question]) -> None:
    guide = "5: clear, honest, and others could act on it. 3: clear in parts. 1: general words. 0: nothing."
    titles = (
        "The project is real and theirs",
        "The change can be seen and counted",
        "They know what they want to learn",
    )
    RubricItem.objects.bulk_create([
        *(
            RubricItem(call=call, question=question, title=title, guide=guide, position=place)
            for place, (question, title) in enumerate(zip(assessed, titles, strict=True))
        ),
        RubricItem(call=call, title="What this fellowship would change for them", guide=guide, position=3),
        RubricItem(call=call, for_interview=True, title="Tells about their project so that we see it", position=4),
        RubricItem(call=call, for_interview=True, title="Has thought about those who will not like it", position=5),
        RubricItem(call=call, for_interview=True, title="Will give and take in a group", position=6),
    ])  # fmt: skip


def _rules(world: World, call: Call, *, is_open: bool) -> None:
    subject, otherwise = EligibilityRule.Subject, EligibilityRule.Otherwise
    rows = [
        (subject.EMPLOYER, "Who do you work for?", [one for one in EmployerKind.values if one != "NONE"], otherwise.NO,
         "The fellowship is for people who work in health or care now: the project has to happen somewhere."),
        (subject.BACKGROUND, "What is your background?", [one for one in Background.values if one != "NEW_ENTRANT"],
         otherwise.NOT_YET, "Fellows lead a change where they work. In your first year that is a lot to ask."),
        (subject.PROJECT, "Do you lead a digital project, or are you much involved in one?", ["yes"],
         otherwise.NOT_YET, "The year is built around a project. It can be small, and it has to have begun."),
        (subject.SPONSOR, "Does your manager agree in principle?", ["yes"], otherwise.NOT_YET,
         "Without the time nobody finishes. Talk to your manager first: the call has the words to use."),
    ]  # fmt: skip
    rules = EligibilityRule.objects.bulk_create(
        EligibilityRule(
            call=call, subject=what, question=question, accepted=accepted, otherwise=other, reason=reason,
            position=place,
        )
        for place, (what, question, accepted, other, reason) in enumerate(rows)
    )  # fmt: skip
    kind = Signpost.Kind
    places = [
        (rules[0], kind.EVENTS, "Events that are open to everybody", "Meet people who work in digital health."),
        (rules[1], kind.LEARNING, "Learning for people who are new", "Courses that ask for nothing first."),
        (rules[1], kind.SKILLS, "See which skills you have already", "It takes a quarter of an hour."),
        (rules[2], kind.MENTORING, "Talk to a mentor about a first project", "Half an hour, online."),
        (rules[3], kind.MENTORING, "Ask a mentor how they got the time", "Others were in your place."),
    ]
    signposts = Signpost.objects.bulk_create(
        Signpost(rule=rule, kind=what, title=title, why=why, position=place)
        for place, (rule, what, title, why) in enumerate(places)
    )
    if is_open:
        today = timezone.localdate(world.now)
        SignpostCount.objects.bulk_create(
            SignpostCount(signpost=one, on=today - timedelta(days=days), shown=(shown := world.draw.randint(1, 9)),
                          followed=world.draw.randint(0, shown))
            for one in signposts for days in range(1, 24)
        )  # fmt: skip


def _campaigns(world: World, call: Call, plan: Plan) -> None:
    draw, rows = world.draw, []
    opened = timezone.localdate(call.opens_at)
    for days in range(42 - max(plan.closes, 0)):
        for via in CAMPAIGNS:
            visits = draw.randint(2, 14)
            yes = draw.randint(0, visits // 2)
            rows.append(
                CampaignCount(
                    call=call, via=via, on=opened + timedelta(days=days), visits=visits, yes=yes,
                    not_yet=draw.randint(0, 2), no=draw.randint(0, 1),
                )
            )  # fmt: skip
    CampaignCount.objects.bulk_create(rows)
