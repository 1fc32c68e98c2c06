"""Fellows and what belongs to each: their moves, advisers, conversations, checks of support, projects."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.text import slugify

from fellowship.models import (
    Application,
    Cohort,
    DeepDive,
    Fellow,
    FellowMove,
    Leave,
    Measure,
    Milestone,
    Project,
    ProjectComment,
    ProjectUpdate,
    Reading,
    Risk,
    SupportCheck,
    Theme,
)
from fellowship.models.moves import ApplicationState, CohortState, FellowState
from portal.worlds.calls import Team
from portal.worlds.people import AT_ONCE, World, at
from portal.worlds.words import COMING, DONE, IDEAS, IN_THE_WAY, RISKS, Idea

THEMES = ("Leading without authority", "Reading figures with doubt", "Talking to a board", "Clinical safety")
# By place in a running cohort: those who are in some trouble.
MISSES_DAYS, NO_TIME, ASKS_FOR_HELP, STUCK, SILENT, ON_LEAVE = 3, 8, 15, 19, 23, 27
# And who is away from it, or gone.
PAUSED, LEFT = 13, 25
LATE_WITH_UPDATES = {STUCK: 2, SILENT: 1}


def make_fellows(world: World, cohort: Cohort, made: Sequence[Application], team: Team) -> list[Fellow]:
    """Those enrolled: active while the cohort runs, alumni once it has finished."""
    is_over = cohort.state == CohortState.FINISHED
    begins = at(cohort.starts_on, 9)
    enrolled = [one for one in made if one.state == ApplicationState.ENROLLED]
    fellows = Fellow.objects.bulk_create(
        [
            Fellow(
                cohort=cohort, user=one.user, application=one, enrolled_at=begins - timedelta(days=21),
                state=FellowState.ALUMNI if is_over else FellowState.ACTIVE,
                adviser=team.advisers[place % len(team.advisers)],
                share_of_time=Decimal("0.6") if place % 9 == 4 else Decimal(1),
            )
            for place, one in enumerate(enrolled)
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    if is_over:
        ended = begins + timedelta(days=366)
        steps = ((FellowState.ACTIVE, FellowState.COMPLETED, 0), (FellowState.COMPLETED, FellowState.ALUMNI, 30))
        FellowMove.objects.bulk_create(
            FellowMove(fellow=one, before=a, after=b, moved_at=ended + timedelta(days=days), moved_by=team.admin)
            for one in fellows for a, b, days in steps
        )  # fmt: skip
    return fellows


def make_conversations(world: World, cohort: Cohort, applications: Sequence[Application], team: Team) -> None:
    """A first conversation with an adviser for most, and the themes that came up."""
    draw = world.draw
    themes = Theme.objects.bulk_create(Theme(cohort=cohort, name=name) for name in THEMES)
    days = cohort.starts_on - timedelta(days=14)
    today = timezone.localdate(world.now)
    rows = []
    for place, one in enumerate(applications):
        held = days if days < today else today - timedelta(days=2) if place % 3 == 0 else None
        words = {
            "hopes": "To stop being the only one here who asks these questions.",
            "project": "Real, and already a little too large. We agreed on one ward first.",
            "brings": "Knows everybody in the building. Explains things without making people feel slow.",
            "worries": "That the day will be taken in winter.", "needs": "A place to try out how to talk to the board.",
        } if held else {}  # fmt: skip
        adviser = team.advisers[place % len(team.advisers)]
        rows.append(DeepDive(cohort=cohort, user=one.user, adviser=adviser, held_on=held, **words))
    for dive in DeepDive.objects.bulk_create(rows):
        if dive.held_on:
            dive.themes.set(draw.sample(themes, draw.randint(1, 3)))


def make_support_checks(world: World, cohort: Cohort, fellows: Sequence[Fellow]) -> None:
    """The checks that were due: the time was given to nearly all, and nearly all sponsors still stand behind it."""
    kind, rows = SupportCheck, []
    for number, quarter in ((1, 91), (2, 182), (3, 273)):
        asked = at(cohort.starts_on + timedelta(days=quarter), 9)
        if asked > world.now:
            continue
        for place, one in enumerate(fellows):
            answered = asked + timedelta(days=1 + place % 9)
            short = place == NO_TIME
            rows.append(
                SupportCheck(
                    fellow=one, number=number, asked_at=asked, answer_by=(asked + timedelta(days=14)).date(),
                    time=kind.Time.SOME if short else kind.Time.ALL, time_answered_at=answered,
                    time_text="Two of the last six days were taken for cover." if short else "",
                    sponsor=kind.Sponsor.CONFIRMED, sponsor_name="A. N. Example",
                    sponsor_email=f"sponsor.{one.pk}@example.org", sponsor_answered_at=answered,
                )
            )  # fmt: skip
    SupportCheck.objects.bulk_create(rows, batch_size=AT_ONCE)
    if cohort.state == CohortState.RUNNING and len(fellows) > ON_LEAVE:
        today = timezone.localdate(world.now)
        Leave.objects.create(
            fellow=fellows[ON_LEAVE], first=today - timedelta(days=20), last=today + timedelta(days=15)
        )


def make_projects(world: World, cohort: Cohort, fellows: Sequence[Fellow], team: Team) -> None:
    """A project for everybody, with figures that move, milestones and an update for each month that is over."""
    draw = world.draw
    today = min(timezone.localdate(world.now), cohort.ends_on)
    is_over = cohort.state == CohortState.FINISHED
    first = cohort.starts_on + timedelta(days=14)
    projects = []
    for place, one in enumerate(fellows):
        idea = IDEAS[place % len(IDEAS)]
        shown = is_over and place % 5 != 4
        projects.append(
            Project(
                fellow=one, title=idea.title, started_on=first, sponsor="A. N. Example",
                sponsor_job="Head of department",
                slug=f"{slugify(idea.title)[:70]}-{one.uuid.hex[:8]}",
                aim=f"{idea.measure}: from {idea.baseline} to {idea.target} {idea.unit} by the end of the year.",
                summary=_summary(idea) if shown else "",
                is_offered=shown, offered_at=world.ago(200) if shown else None,
                published_at=world.ago(190) if shown else None,
            )
        )  # fmt: skip
    made = Project.objects.bulk_create(projects, batch_size=AT_ONCE)
    measures = Measure.objects.bulk_create(
        [
            Measure(
                project=one, name=idea.measure, unit=idea.unit, baseline=Decimal(idea.baseline),
                target=Decimal(idea.target),
            )
            for place, one in enumerate(made) for idea in [IDEAS[place % len(IDEAS)]]
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    length = (cohort.ends_on - first).days
    weeks = range(0, (today - first).days, 28)
    Reading.objects.bulk_create(
        [
            Reading(measure=one, on=first + timedelta(days=days), value=_value(world, one, days / length))
            for one in measures for days in weeks
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    _milestones(made, cohort, today)
    Risk.objects.bulk_create(
        [
            Risk(project=one, text=text, likelihood=likelihood, impact=impact, answer=answer)
            for one in made for text, likelihood, impact, answer in RISKS
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    updates = []
    for place, project in enumerate(made):
        months = _months(first, today)
        late = 0 if is_over else LATE_WITH_UPDATES.get(place, 0)
        updates += [
            ProjectUpdate(
                project=project, month=month, done=draw.choice(DONE), coming=draw.choice(COMING),
                in_the_way=draw.choice(IN_THE_WAY), written_at=_written(world, month),
            )
            for month in months[: len(months) - late]
        ]  # fmt: skip
    ProjectUpdate.objects.bulk_create(updates, batch_size=AT_ONCE)
    ProjectComment.objects.bulk_create(
        ProjectComment(project=one, author=one.fellow.adviser, written_at=world.ago(12),
                       text="The picture says it well. Show the board the bad week too, and say what you did then.")
        for one in made[::4]
    )  # fmt: skip


def _summary(idea: Idea) -> str:
    unit = idea.unit if idea.unit == "%" else f" {idea.unit}"
    return (
        f"It is about {idea.about}, made with the people who use it. {idea.measure}: {idea.baseline}{unit} before, "
        f"about {idea.target}{unit} now. What helped most was sitting beside people in the first weeks."
    )


def _value(world: World, measure: Measure, share: float) -> Decimal:
    way = float(measure.target - measure.baseline) * min(share, 1) * 0.9
    noise = abs(float(measure.target - measure.baseline)) * world.draw.uniform(-0.06, 0.06)
    return Decimal(max(float(measure.baseline) + way + noise, 0)).quantize(Decimal("0.1"))


def _milestones(made: Sequence[Project], cohort: Cohort, today: date) -> None:
    steps = ((45, "First team uses it"), (120, "Six weeks counted"), (200, "Second team"), (300, "Handed over"))
    rows = []
    for place, one in enumerate(made):
        stuck = cohort.state == CohortState.RUNNING and place == STUCK
        for days, title in steps:
            due = cohort.starts_on + timedelta(days=days)
            done = due <= today and not (stuck and days > 45)
            rows.append(Milestone(project=one, title=title, due_on=due, done_on=due if done else None))
    Milestone.objects.bulk_create(rows, batch_size=AT_ONCE)


def _months(first: date, today: date) -> list[date]:
    """The first days of the months from the start on that are over."""
    found, month = [], first.replace(day=1)
    while month < today.replace(day=1):
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _written(world: World, month: date) -> datetime:
    return min(at((month + timedelta(days=32)).replace(day=1), 10), world.ago(0.5))
