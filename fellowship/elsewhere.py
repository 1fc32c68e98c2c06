"""Where those go on to for whom there is no place: the team's own signposts, else what the house finds for them.

Letters say it too, so this stands below them. What is written are counts alone; nothing says who was sent where.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from careers.models import Level
from events.models import Event
from fellowship.models import (
    Application,
    ApplicationMove,
    Call,
    EligibilityRule,
    ElsewhereCount,
    Signpost,
    SignpostCount,
)
from fellowship.models.moves import ApplicationState
from planning.models import Assessment

S, Kind, Subject = ApplicationState, Signpost.Kind, EligibilityRule.Subject
SENT_ON = (S.INELIGIBLE, S.UNSUCCESSFUL)
MOST_CALLS = 3
# Whoever reads this goes on with their other application, and needs nothing else.
APPLIED_TWICE = "You applied more than once. We go on with your other application."
# What is true of a person, whichever call asks; other questions are about one cohort.
_OF_THE_PERSON = (
    Subject.BACKGROUND, Subject.BAND, Subject.EMPLOYER, Subject.REGION, Subject.PROJECT, Subject.SPONSOR,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go on to. ``key``: what its button sends. ``signpost``: the team's own, None: found by the house.
    ``is_anothers``: it names another programme."""

    key: str
    kind: str
    title: str
    why: str
    href: str
    signpost: Signpost | None = None
    is_anothers: bool = False


def in_a_letter(places: Iterable[Place]) -> list[Place]:
    """Those that the letter of a programme names: not what others offer, which the page shows."""
    return [one for one in places if not one.is_anothers]


def each_place_once(rules: Iterable[EligibilityRule]) -> list[Signpost]:
    """The signposts of these rules, each place once, what stands first in each rule before the rest."""
    by_place: dict[str, Signpost] = {}
    for one in sorted((one for rule in rules for one in rule.signposts.all()), key=lambda one: one.position):
        by_place.setdefault(one.goes_to(), one)
    return list(by_place.values())


def places_for(application: Application, now: datetime) -> list[Place]:
    """Where this applicant may go on to. Nine queries at most."""
    return places_of_all([application], now)[application.pk]


def places_of_all(applications: Collection[Application], now: datetime) -> dict[int, list[Place]]:
    """The same for many, by application, and as many queries: signposts of conditions that they did not meet; where
    there are none, calls that they may apply to, their goal or skills, mentoring, events."""
    shown = Prefetch("signposts", Signpost.objects.open())
    rules = list(EligibilityRule.objects.filter(call__in={one.call_id for one in applications}).prefetch_related(shown))
    found = {one.pk: [_of_the_team(post) for post in each_place_once(_unmet(one, rules))] for one in applications}
    without = [one for one in applications if not found[one.pk]]
    twice = _applied_twice(without)
    without = [one for one in without if one.pk not in twice]
    if without:
        calls, there = _open_calls(without, now)
        goals, events = _goals(without), _events(now)
        rows = Call.objects.filter(pk__in={one.call_id for one in without})
        programmes = dict(rows.values_list("pk", "cohort__programme"))
        for one in without:
            known = _known(one, rules)
            may = [call for call in calls if (one.user_id, call.pk) not in there and _may_apply(call, known)]
            goal = goals.get(one.user_id)
            other = [_of_a_call(call, programmes[one.call_id]) for call in may[:MOST_CALLS]]
            found[one.pk] = [*other, _of_skills(goal), _of_mentoring(), *events]
    return found


def count_shown(applications: Collection[Application], now: datetime) -> None:
    """Count where these are sent, when they are told. Their page and their letter say the same."""
    shown: Counter[int] = Counter()
    found: Counter[tuple[int, str]] = Counter()
    calls = {one.pk: one.call_id for one in applications}
    for pk, places in places_of_all(applications, now).items():
        for place in places:
            if place.signpost is not None:
                shown[place.signpost.pk] += 1
            else:
                found[calls[pk], place.kind] += 1
    on = localdate(now)
    for signpost, number in sorted(shown.items()):
        SignpostCount.objects.get_or_create(signpost_id=signpost, on=on)
        SignpostCount.objects.filter(signpost=signpost, on=on).update(shown=F("shown") + number)
    for (call, kind), number in sorted(found.items()):
        _add(call, kind, on, "shown", number)


def follow(application: Application, key: str, now: datetime) -> str:
    """Count that somebody went on to a place that the house found, and give back its address; empty if it is gone."""
    for place in places_for(application, now):
        if place.key == key and place.signpost is None:
            _add(application.call_id, place.kind, localdate(now), "followed", 1)
            return place.href
    return ""


def _add(call: int, kind: str, on: date, column: str, number: int) -> None:
    ElsewhereCount.objects.get_or_create(call_id=call, kind=kind, on=on)
    ElsewhereCount.objects.filter(call=call, kind=kind, on=on).update(**{column: F(column) + number})


def _unmet(application: Application, rules: Iterable[EligibilityRule]) -> list[EligibilityRule]:
    """The rule for which it was found not eligible; without one, each rule that their answers do not meet."""
    own = [rule for rule in rules if rule.call_id == application.call_id]
    if application.unmet_id is not None:
        return [rule for rule in own if rule.pk == application.unmet_id]
    said = application.eligibility
    return [rule for rule in own if (answer := said.get(str(rule.pk))) and answer not in rule.accepted]


def _applied_twice(applications: Collection[Application]) -> set[int]:
    told = ApplicationMove.objects.filter(
        application__in=[one.pk for one in applications if one.state == S.INELIGIBLE],
        after=S.INELIGIBLE, reason=APPLIED_TWICE,
    )  # fmt: skip
    return set(told.values_list("application", flat=True))


def _known(application: Application, rules: Iterable[EligibilityRule]) -> dict[str, str]:
    """What they said of themselves, by the subject of a rule."""
    known = {
        rule.subject: said
        for rule in rules
        if rule.call_id == application.call_id and (said := application.eligibility.get(str(rule.pk)))
    }
    of_now = (
        (Subject.BACKGROUND, application.background), (Subject.BAND, application.band),
        (Subject.REGION, application.region),
    )  # fmt: skip
    return known | {subject: said for subject, said in of_now if said}


def _may_apply(call: Call, known: Mapping[str, str]) -> bool:
    """Whether nothing that they said speaks against it."""
    asked = [rule for rule in call.rules.all() if rule.subject in _OF_THE_PERSON and rule.subject in known]
    return all(known[rule.subject] in rule.accepted for rule in asked)


def _open_calls(applications: Collection[Application], now: datetime) -> tuple[list[Call], set[tuple[int, int]]]:
    """Calls of public programmes that take applications, what closes first before the rest; and who is in which."""
    rows = Call.objects.taking(now).filter(cohort__programme__page__is_public=True)
    asked = Prefetch("rules", EligibilityRule.objects.filter(is_retired=False))
    calls = list(rows.select_related("cohort__programme").prefetch_related(asked).order_by("closes_at", "pk"))
    there = Application.objects.filter(call__in=calls, user__in={one.user_id for one in applications})
    return calls, set(there.exclude(state=S.WITHDRAWN).values_list("user", "call"))


def _goals(applications: Collection[Application]) -> dict[int, Level]:
    """The newest goal of each that still exists, by person."""
    people = {one.user_id for one in applications}
    rows = Assessment.objects.filter(user__in=people, goal__retired_at=None, goal__role__retired_at=None)
    found = rows.exclude(goal=None).select_related("goal__role").order_by("started_at", "pk")
    return {one.user_id: one.goal for one in found.only("user", "goal", "started_at") if one.user_id and one.goal}


def _events(now: datetime) -> list[Place]:
    if not Event.objects.listed().upcoming(now).exists():
        return []
    href = reverse("events:event_list")
    return [Place("events", Kind.EVENTS, "Events", "Meet others who work in digital health, and learn.", href)]


def _of_the_team(post: Signpost) -> Place:
    return Place(f"signpost-{post.pk}", post.kind, post.title, post.why, post.goes_to(), post)


def _of_a_call(call: Call, own: int) -> Place:
    """``own``: the programme that they applied to."""
    cohort = call.cohort
    ends = localtime(max(end for end in (call.closes_at, call.extended_to) if end is not None))
    why = f"Takes applications until {date_format(ends, 'j F Y')}. Nothing that you told us speaks against it."
    href = reverse("fellowship:call_start", args=[cohort.programme.slug, cohort.slug])
    return Place(
        f"call-{call.pk}", Kind.PROGRAMME, f"{cohort.programme}, {cohort}", why, href,
        is_anothers=cohort.programme_id != own,
    )  # fmt: skip


def _of_skills(goal: Level | None) -> Place:
    if goal is None:
        why = "See what you can do already, and what to learn next."
        return Place("skills", Kind.SKILLS, "Look at your skills", why, reverse("planning:assessment_start"))
    why = "Which skills are missing for your goal, with learning for each."
    return Place("goal", Kind.SKILLS, f"Your way to {goal}", why, reverse("gap_report", args=[goal.slug]))


def _of_mentoring() -> Place:
    why = "Talk it through with somebody who has gone this way."
    return Place("mentoring", Kind.MENTORING, "Find a mentor", why, reverse("mentoring:mentor_list"))
