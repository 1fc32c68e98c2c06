"""How the year fits together: which activity serves which aim, where it is thin, and what this cohort asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from events.models import Event
from fellowship.measures import SMALLEST
from fellowship.models import Activity, Aim, Application, Cohort, DeepDive, Theme
from fellowship.models.aims import WHAT_AIMS_MEAN
from fellowship.models.moves import ApplicationState

_TO_TALK_WITH = (ApplicationState.ACCEPTED, ApplicationState.ONBOARDING, ApplicationState.ENROLLED)
# An aim is thin with less than this part of the time that the best served aim has.
THIN_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class AimServed:
    """One aim: the sessions and what goes on all year that serve it, and the minutes of the sessions."""

    aim: Aim
    means: str
    sessions: int
    minutes: int
    all_year: int
    is_thin: bool


@dataclass(frozen=True, slots=True)
class AimsMap:
    """``rows``: each activity with, for each aim in order, whether it serves that."""

    aims: tuple[AimServed, ...]
    rows: tuple[tuple[Activity, tuple[bool, ...]], ...]

    @property
    def thin(self) -> list[AimServed]:
        return [one for one in self.aims if one.is_thin]


@dataclass(frozen=True, slots=True)
class ThemeWanted:
    """A theme, how many fellows want it to the nearest five (None: that is not told), and what is planned for it."""

    theme: Theme
    people: int | None
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """``held``: conversations, once all were held; None before and with fewer than five: no theme has a number then."""

    held: int | None
    rows: tuple[ThemeWanted, ...]


def activities_of(cohort: Cohort) -> list[Activity]:
    """What is in the year and not called off: what goes on all year first, then sessions in order. Two queries."""
    found = Activity.objects.filter(cohort=cohort).exclude(event__state=Event.State.CANCELLED)
    rows = list(found.select_related("event", "mandatory_day").prefetch_related("themes"))
    return sorted(rows, key=lambda one: (one.event is not None, one.event.starts_at if one.event else None, one.pk))


def map_of(activities: Sequence[Activity]) -> AimsMap:
    """Which aims these activities serve. An hour that serves two aims counts for both."""
    sums = {aim: [0, 0, 0] for aim in Aim}
    for activity in activities:
        for aim in activity.aims:
            served = sums[Aim(aim)]
            if activity.event is None:
                served[2] += 1
            else:
                served[0] += 1
                served[1] += int((activity.event.ends_at - activity.event.starts_at).total_seconds() // 60)
    most = max((minutes for _, minutes, _ in sums.values()), default=0)
    aims = tuple(
        AimServed(
            aim, str(WHAT_AIMS_MEAN[aim]), sessions, minutes, all_year,
            is_thin=(not sessions and not all_year) or minutes < THIN_BELOW * most,
        )
        for aim, (sessions, minutes, all_year) in sums.items()
    )  # fmt: skip
    return AimsMap(aims, tuple((one, tuple(aim in one.aims for aim in Aim)) for one in activities))


def themes_of(cohort: Cohort, activities: Sequence[Activity]) -> Themes:
    """What the first conversations were about, from five people up, and the sessions planned for it. Three queries.

    Numbers are told once everybody who has a place had their conversation, and in fives: as they came in, whoever
    looks each day would read off what the last person said. Most wanted first; themes that fewer than five named come
    after, by name, since their order would tell.
    """
    had = DeepDive.objects.filter(cohort=cohort, held_on__isnull=False)
    held = had.count()
    places = Application.objects.filter(call__cohort=cohort, state__in=_TO_TALK_WITH)
    is_over = held >= SMALLEST and not places.exclude(user__in=had.values("user")).exists()
    counted = Theme.objects.filter(cohort=cohort).annotate(
        people=Count("deep_dives", filter=Q(deep_dives__held_on__isnull=False))
    )
    rows = [
        ThemeWanted(
            theme,
            _in_fives(theme.people) if is_over and theme.people >= SMALLEST else None,
            tuple(one for one in activities if theme in one.themes.all()),
        )
        for theme in counted
    ]
    rows.sort(key=lambda row: (-(row.people or 0), row.theme.name))
    return Themes(held if is_over else None, tuple(rows))


def _in_fives(people: int) -> int:
    return 5 * ((people + 2) // 5)
