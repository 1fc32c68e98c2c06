"""What somebody should look at in a cohort that was planned, or copied from another year: its dates and its words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from common.vocabulary import Nation
from common.working_days import bank_holiday
from events.local_time import local
from fellowship.copying.year import activities_of
from fellowship.models import Call, Cohort, Question
from fellowship.models.moves import CohortState

_SATURDAY = 5
_Row = tuple[date, str, str, list[str]]
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
# A year of four digits, or a month: not "may", which is a verb far more often.
_NAMES_A_TIME = re.compile(rf"\b(?:(?:19|20)\d\d|{_MONTHS}|\d{{1,2}} May|May \d{{1,2}})\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a cohort, what is on it, where that is changed, and what is odd about it; usually nothing."""

    on: date
    what: str
    address: str
    odd: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Text that names a time or another cohort, and where it is changed."""

    what: str
    text: str
    address: str


def days_of(cohort: Cohort, *, now: datetime) -> list[Day]:
    """Every date of a cohort, earliest first. While it is planned none should have passed. Six queries."""
    today = timezone.localdate(now)
    is_planned = cohort.state == CohortState.PLANNED
    rows = [*_meetings(cohort), *_of_call(cohort), *_of_waves(cohort)]
    found = [
        Day(on, what, address, (*odd, *(["it has passed"] if is_planned and on < today else [])))
        for on, what, address, odd in rows
    ]
    return sorted(found, key=lambda day: (day.on, day.what))


def _meetings(cohort: Cohort) -> Iterator[_Row]:
    """Mandatory days and sessions. A mandatory day and its session on that day are one."""
    days_at = reverse("fellowship:cohort", args=[cohort.uuid]) + "#days"
    mandatory = list(cohort.mandatory_days.all())
    sessions = [
        (local(one.event.starts_at, one.event.zone).date(), one)
        for one in activities_of(cohort) if one.event is not None
    ]  # fmt: skip
    held_on = {one.mandatory_day_id: on for on, one in sessions}
    rows: list[_Row] = []
    for day in mandatory:
        held = held_on.get(day.pk, day.on)
        apart = [] if held == day.on else [f"its session is on {held:%-d %B %Y}"]
        rows.append((day.on, f"Mandatory day: {day.title}", days_at, apart))
    days = {day.pk: day.on for day in mandatory}
    rows += [
        (on, f"{one.get_kind_display()}: {one.title}", reverse("fellowship:activity_edit", args=[one.uuid]), [])
        for on, one in sessions if days.get(one.mandatory_day_id or 0) != on
    ]  # fmt: skip
    busy = Counter(on for on, *_ in rows)
    for on, what, address, odd in rows:
        if on.weekday() >= _SATURDAY:
            odd.append("it is at the weekend")
        if name := bank_holiday(on, Nation.ENGLAND):
            odd.append(_holiday_words(name))
        if not cohort.starts_on <= on <= cohort.ends_on:
            odd.append("it is outside the year")
        if busy[on] > 1:
            odd.append("something else is on that day")
        yield on, what, address, odd


def _of_call(cohort: Cohort) -> Iterator[_Row]:
    call = Call.objects.filter(cohort=cohort).first()
    if call is None:
        return
    address = reverse("fellowship:call_edit", args=[cohort.uuid])
    days = [
        ("The call opens", timezone.localdate(call.opens_at)),
        ("The call closes", timezone.localdate(call.closes_at)),
        ("Applications are read by", timezone.localdate(call.review_by) if call.review_by else None),
        ("Everybody has heard by", call.hear_by),
        ("The reserve list ends", call.reserve_until),
    ]
    for what, on in days:
        if on is not None:
            odd = [_holiday_words(name)] if (name := bank_holiday(on, Nation.ENGLAND)) else []
            if on >= cohort.starts_on:
                odd.append("the year has begun by then")
            yield on, what, address, odd


def _holiday_words(name: str) -> str:
    return f"it is a bank holiday in England ({name})"


def _of_waves(cohort: Cohort) -> Iterator[_Row]:
    for wave in cohort.waves.select_related("instrument"):
        odd = ["its questionnaire is not used any more"] if wave.instrument.is_retired else []
        address = reverse("fellowship:wave_edit", args=[wave.uuid])
        yield wave.opens_on, f"Questionnaire opens: {wave.get_moment_display().lower()}", address, odd


def words_of(cohort: Cohort) -> list[Words]:
    """Texts that name a month, a year or the cohort that it was copied from. Four queries."""
    cohort_at, call_at, questions_at, rules_at = (
        reverse(f"fellowship:{name}", args=[cohort.uuid])
        for name in ("cohort_edit", "call_edit", "call", "eligibility")
    )
    texts = [
        ("About the cohort", cohort.summary, cohort_at), ("Time asked of employers", cohort.protected_time, cohort_at),
        ("What the employer receives", cohort.funding, cohort_at),
    ]  # fmt: skip
    call = Call.objects.filter(cohort=cohort).first()
    if call is not None:
        texts += [
            ("For whom it is", call.who_for, call_at), ("What people need", call.you_need, call_at),
            ("Interviews", call.interviews, call_at),
        ]  # fmt: skip
        texts += [
            ("A question", f"{one.text} {one.help}".strip(), questions_at)
            for one in Question.objects.filter(section__call=call, is_retired=False)
        ]
        texts += [
            ("A section of the form", f"{one.title} {one.intro}".strip(), questions_at) for one in call.sections.all()
        ]
        texts += [
            ("Who may apply", f"{one.question} {one.help} {one.reason}".strip(), rules_at)
            for one in call.rules.filter(is_retired=False)
        ]
    texts += [
        (
            str(one.get_kind_display()),
            f"{one.title} {one.purpose}".strip(),
            reverse("fellowship:activity_edit", args=[one.uuid]),
        )
        for one in activities_of(cohort)
    ]
    before = cohort.copied_from.name if cohort.copied_from else ""
    return [
        Words(what, text, address)
        for what, text, address in texts
        if _NAMES_A_TIME.search(text) or (before and before.casefold() in text.casefold())
    ]
