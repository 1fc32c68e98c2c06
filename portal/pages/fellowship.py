"""What fellowships say on other pages: what of mine goes on, and what waits for me as one of a team."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from fellowship.advising.caseload import caseload_of
from fellowship.deciding.unanswered import due_for
from fellowship.interviewing.sitting import interviews_of, waiting_for_points
from fellowship.models import Application, Fellow, LearningSet
from fellowship.models.moves import GOES_ON, OVER_WITHOUT_A_PLACE, ApplicationState, CohortState, FellowState
from fellowship.reviewing.readings import open_readings, readings_of
from fellowship.timeline import label_of

MOST_SHOWN = 4
_MINE_NO_MORE = (*OVER_WITHOUT_A_PLACE, ApplicationState.ENROLLED)


@dataclass(frozen=True)
class Card:
    """Something of mine, where it leads, and how it stands."""

    heading: str
    href: str
    text: str


def fellowship_section(user: User) -> list[Card]:
    """My year, my applications that go on, what I am to read, whom I interview, advise, lead and owe an answer.

    Nine queries.
    """
    mine = [*_years(user), *_applications(user)]
    return [*mine, *_reading(user), *_interviewing(user), *_advising(user), *_leading(user), *_unanswered(user)]


def _years(user: User) -> list[Card]:
    mine = Fellow.objects.filter(user=user).exclude(state=FellowState.LEFT).select_related("cohort__programme")
    return [
        Card(
            f"{one.cohort.programme}, {one.cohort}",
            reverse("fellowship:my_fellowship_of", args=[one.uuid]),
            "My year: sessions, project, learning set, mentor.",
        )
        for one in mine.order_by("-cohort__starts_on", "pk")[:MOST_SHOWN]
    ]


def _applications(user: User) -> list[Card]:
    mine = Application.objects.filter(user=user).exclude(state__in=_MINE_NO_MORE)
    rows = mine.select_related("call__cohort__programme").order_by("-started_at")
    return [
        Card(
            f"{one.call.cohort.programme}, {one.call.cohort}",
            reverse("fellowship:application", args=[one.uuid]),
            f"My application: {label_of(one.state)}.",
        )
        for one in rows[:MOST_SHOWN]
    ]


def _reading(user: User) -> list[Card]:
    open_ones = open_readings(readings_of(user)).count()
    if not open_ones:
        return []
    words = "application waits" if open_ones == 1 else "applications wait"
    return [Card("Applications to read", reverse("fellowship:my_reviews"), f"{open_ones} {words} for my scores.")]


def _interviewing(user: User) -> list[Card]:
    """Interviews to come, and those that wait for my points, also once they are marked as held. Two queries."""
    now = timezone.now()
    mine = interviews_of(user, now=now)
    ahead = mine.filter(slot__ends_at__gt=now, application__state=ApplicationState.INTERVIEW_BOOKED).count()
    open_ones = waiting_for_points(mine, now=now).count()
    said = []
    if ahead:
        said.append(f"{ahead} {'interview is' if ahead == 1 else 'interviews are'} still to come.")
    if open_ones:
        said.append(f"{open_ones} {'waits' if open_ones == 1 else 'wait'} for my points.")
    return [Card("Interviews of my panels", reverse("fellowship:my_interviews"), " ".join(said))] if said else []


def _advising(user: User) -> list[Card]:
    """Whom I advise, or stand in for who does: how many there are, and how many need somebody."""
    now = timezone.now()
    mine = caseload_of(user, now=now)
    if mine is None:
        return []
    levels = list(mine.fellows(timezone.localdate(now)).filter(state__in=GOES_ON).values_list("need", flat=True))
    need, talks = sum(level > 0 for level in levels), mine.conversations().count()
    said = [f"{len(levels)} {'fellow' if len(levels) == 1 else 'fellows'}."] if levels else []
    if need:
        said.append(f"{need} {'needs' if need == 1 else 'need'} me.")
    if talks:
        said.append(f"{talks} first {'conversation' if talks == 1 else 'conversations'} to hold.")
    text = " ".join(said) or "First conversations, and fellows once they are enrolled."
    return [Card("Fellows I advise", reverse("fellowship:my_fellows"), text)]


def _leading(user: User) -> list[Card]:
    number = LearningSet.objects.led_by(user, now=timezone.now()).exclude(cohort__state=CohortState.ARCHIVED).count()
    if not number:
        return []
    words = "set" if number == 1 else "sets"
    return [Card("Learning sets I lead", reverse("fellowship:my_sets"), f"{number} {words}.")]


def _unanswered(user: User) -> list[Card]:
    """Cohorts that have begun while people still wait to hear or nobody said so, for those who run them."""
    cards = []
    for due in due_for(user, now=timezone.now())[:MOST_SHOWN]:
        said = []
        if due.on_reserve:
            said.append(f"{due.on_reserve} still on the reserve list: tell them that it has ended.")
        if due.others:
            words = "application is" if due.others == 1 else "applications are"
            said.append(f"{due.others} {words} still without an outcome.")
        name = f"{due.cohort.programme}, {due.cohort}"
        if said:
            address = reverse("fellowship:unanswered", args=[due.cohort.uuid])
            cards.append(Card(f"Without an answer: {name}", address, " ".join(said)))
        if due.is_to_run:
            text = "Set the cohort to running: until then no reminder goes and no early warning is counted."
            cards.append(
                Card(f"The year has begun: {name}", reverse("fellowship:cohort", args=[due.cohort.uuid]), text)
            )
    return cards
