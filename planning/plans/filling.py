"""Suggests actions for a plan from the gap to a level, ready for the page: what to do, why, and what was left out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.urls import reverse
from django.utils import timezone

from careers.directions.learning import ASK_SOMEONE
from careers.directions.words import listed
from careers.frame import Frame
from careers.models import Network
from careers.models.eligibility import Applicant
from careers.roles.building import WaysToBuild, ways_to_build
from common.vocabulary import SkillLevel
from events.models import Event
from planning.gap import Gap, Need
from planning.learning_taken import completed_by
from planning.models import ActionKind, Horizon, Offer
from planning.next_steps import NO_EVIDENCE
from planning.plans.clock import UNTIL_LATER, UNTIL_REVIEW
from planning.plans.keeping import Draft
from planning.plans.options import Course, LeftOut, Options, options_for, weekly
from planning.plans.suggesting import HOURS_AT_WORK, Chosen, Short, suggest

MOST_PEOPLE, MOST_EVENTS, MOST_NETWORKS = 3, 3, 3
# A course has no task of its own that could be shown: what counts is what somebody does with it.
AFTER_A_COURSE = "Something at work that you did with what you learned, and what came of it."
Ways = Mapping[int, WaysToBuild]  # by database id of the skill


@dataclass(frozen=True)
class Suggestion:
    """An action to tick. ``key`` names it in the form; ``why`` says what it closes, ``words`` what it is and costs."""

    key: str
    draft: Draft
    why: str
    words: str = ""

    @property
    def kind(self) -> str:
        return str(self.draft.kind.label)

    @property
    def is_now(self) -> bool:
        return self.draft.horizon == Horizon.NOW


@dataclass(frozen=True)
class Filling:
    """What is suggested, what else is near (it closes nothing that we can count), and what was left out and why."""

    actions: tuple[Suggestion, ...]
    besides: tuple[Suggestion, ...]
    left_out: tuple[LeftOut, ...]
    closes: int  # levels
    of: int  # levels that are missing in all

    @property
    def all(self) -> tuple[Suggestion, ...]:
        return (*self.actions, *self.besides)


FindPeople = Callable[[Sequence[Need], int | None, date], Iterable[Suggestion]]
_FOUND_BY: list[FindPeople] = []


def register_people(find: FindPeople) -> None:
    """Have ``find`` suggest people: apps above this one know some. It gets what is short, who asks (id), the day."""
    _FOUND_BY.append(find)


def ask_a_mentor(skill: str) -> str:
    """What to do with a mentor about a skill, the same wherever it is planned, so that it is there once."""
    return f"Ask a mentor to help me with this skill: {skill}"


def fill(
    frame: Frame, gap: Gap, applicant: Applicant, *, pays: str, hours: int, person: int | None = None, now: datetime
) -> Filling:
    """Suggest actions by the rule of ``suggesting``. At most eight queries. Never without an action.

    ``person``: the database id of who asks: neither their own offers are suggested nor courses that they completed.
    """
    today = timezone.localdate(now)
    if not gap.open:
        return Filling((_apply(gap, today),), (), (), 0, 0)
    options = options_for(gap.open, applicant, pays=pays, hours=hours, completed=completed_by(person))
    shorts = [Short(need.pk, need.have, need.need) for need in gap.open]
    chosen = suggest(shorts, [course.offer for course in options.courses], hours=hours)
    needs = {need.pk: need for need in gap.open}
    ways = ways_to_build()
    actions = tuple(_shown(one, options, needs, ways, today) for one in chosen)
    return Filling(
        actions=actions,
        besides=(
            *(one for find in _FOUND_BY for one in find(gap.open, person, today)),
            *_people(frame, gap, person, now),
            *_events(needs, now),
            *_networks(frame, gap, applicant),
        ),
        left_out=(*_not_needed(options, chosen), *options.left_out),
        closes=sum(one.closes for one in chosen),
        of=gap.steps,
    )


def _shown(chosen: Chosen, options: Options, needs: dict[int, Need], ways: Ways, today: date) -> Suggestion:
    horizon = Horizon.NOW if chosen.now else Horizon.LATER
    due_on = today + (UNTIL_REVIEW if chosen.now else UNTIL_LATER)
    if chosen.offer is None:
        return at_work(ways, needs[chosen.skills[0]], horizon=horizon, due_on=due_on)
    course = options.courses[chosen.offer]
    first = needs[chosen.skills[0]]
    draft = Draft(
        kind=course.kind, text=course.name, skill=first.pk, address=course.url, due_on=due_on, horizon=horizon,
        evidence=AFTER_A_COURSE,
    )  # fmt: skip
    return Suggestion(f"learn:{course.slug}", draft, _closes(course, [needs[pk] for pk in chosen.skills]), course.words)


def at_work(ways: Ways, need: Need, *, horizon: Horizon, due_on: date) -> Suggestion:
    """Something to do at work for a skill; every skill has it."""
    to_do = ways[need.pk].to_do if need.pk in ways else ()
    draft = Draft(
        kind=ActionKind.WORK, text=to_do[0].activity if to_do else ASK_SOMEONE, skill=need.pk,
        address=reverse("careers:skill_detail", args=[need.slug]), evidence=evidence_for(ways, need.pk), due_on=due_on,
        horizon=horizon,
    )  # fmt: skip
    return Suggestion(f"work:{need.slug}", draft, f"A step up in {need.name}", weekly(HOURS_AT_WORK))


def evidence_for(ways: Ways, skill: int) -> str:
    """What shows that somebody has built a skill (database id); never empty."""
    to_do = ways[skill].to_do if skill in ways else ()
    return (to_do[0].evidence if to_do else "") or NO_EVIDENCE


def _closes(course: Course, needs: Iterable[Need]) -> str:
    parts = [
        f"{need.name} to {SkillLevel(min(need.need, course.offer.reaches[need.pk])).label.lower()}" for need in needs
    ]
    return f"Takes {listed(parts)}"


def _not_needed(options: Options, chosen: Iterable[Chosen]) -> list[LeftOut]:
    picked = {one.offer for one in chosen}
    reason = "It is open to you, and closes nothing beyond what the actions above close."
    return [
        LeftOut(course.name, course.url, reason) for place, course in enumerate(options.courses) if place not in picked
    ]


def _apply(gap: Gap, today: date) -> Suggestion:
    draft = Draft(
        kind=ActionKind.OWN, text=f"Look for a post as {gap.name}, and read its advert point by point.",
        address=reverse("planning:advert_read"), due_on=today + UNTIL_REVIEW,
    )  # fmt: skip
    return Suggestion("apply", draft, "You have every skill that it asks for")


def _people(frame: Frame, gap: Gap, person: int | None, now: datetime) -> list[Suggestion]:
    """Open offers of people in the role of the goal, then of those in roles that need most of what is short.

    Nothing is read of what these people said of their own skills: the role that they name decides.
    """
    goal = int(frame.level_role[gap.level])
    short = [need.skill for need in gap.open]
    needed = np.zeros(len(frame.roles), np.int64)  # how many of these the role needs, at one of its levels, as much
    at_levels = (frame.required[:, short] >= [need.need for need in gap.open]).sum(axis=1)
    np.maximum.at(needed, frame.level_role, at_levels)
    needed[goal] = len(short)
    roles = [frame.roles.ids[role] for role in np.flatnonzero(needed)]
    offers = Offer.objects.open().having_room(now).filter(role__in=roles).exclude(user=person)
    rows = [
        (frame.roles.by_id[role], title, pk, kind)
        for role, title, pk, kind in offers.values_list("role", "title", "pk", "kind")
    ]
    rows.sort(key=lambda one: (one[0] != goal, -needed[one[0]], *one[1:3]))
    return [
        Suggestion(
            f"shadow:{pk}",
            Draft(kind=ActionKind.SHADOW, text=title, address=reverse("planning:offer_detail", args=[pk])),
            f"{Offer.Kind(kind).label}. {frame.roles.names[role]} needs "
            f"{needed[role]} of the {_skills(len(short))} that you are short of",
        )
        for role, title, pk, kind in rows[:MOST_PEOPLE]
    ]


def _skills(number: int) -> str:
    return f"{number} skills" if number != 1 else "one skill"


def _events(needs: Iterable[int], now: datetime) -> list[Suggestion]:
    """Events open to all that are about one of the skills, the soonest first."""
    soon = Event.objects.listed().upcoming(now).filter(skills__in=list(needs)).distinct().order_by("starts_at", "pk")
    return [
        Suggestion(
            f"attend:{event.slug}",
            Draft(
                kind=ActionKind.ATTEND, text=event.title, address=event.get_absolute_url(),
                due_on=event.starts_on_the_wall.date(),
            ),
            f"About skills you are building; {event.when}",
        )
        for event in soon[:MOST_EVENTS]
    ]  # fmt: skip


def _networks(frame: Frame, gap: Gap, applicant: Applicant) -> list[Suggestion]:
    """Networks of the family of roles that newcomers may join, for this background or for all."""
    family = frame.families.ids[frame.role_family[frame.level_role[gap.level]]]
    about = [one for one in applicant.conditions() if one.name == "background"]
    rows = Network.objects.live().open_to_newcomers().meeting(about).filter(families=family).order_by("name")
    return [
        Suggestion(
            f"join:{row.slug}",
            Draft(kind=ActionKind.JOIN, text=row.name, address=row.get_absolute_url()),
            f"For {frame.families.names[frame.role_family[frame.level_role[gap.level]]].lower()}",
            ", ".join(filter(None, (row.get_cost_band_display(), row.joining, row.doubt.lower()))),
        )
        for row in rows[:MOST_NETWORKS]
    ]  # fmt: skip
