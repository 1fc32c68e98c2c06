"""Numbers of cohorts, and the report to those who pay."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import RUNNING_IT, programmes_where
from common.lists import list_page
from fellowship.evaluating.results import Comparison, rates_of
from fellowship.forms.cohorts import CohortFilters
from fellowship.forms.reporting import EligibleStaffForm, name_of
from fellowship.models import Cohort, WarningLevel
from fellowship.models.moves import ApplicationState, FellowState
from fellowship.reporting.funder import Report, Table, report_of
from fellowship.reporting.numbers import Numbers, numbers_in_full, numbers_of, waiting_for_staff
from fellowship.reporting.reach import (
    FewerThanApplied,
    eligible_by_group,
    eligible_of,
    facts_of,
    reaches_of,
    save_eligible,
    tables_of,
)
from fellowship.views.guards import cohort_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 20
_COLUMNS = (
    "Programme", "Cohort", "State", "Places", "Handed in", "Offered", "Places held", "Enrolled", "Going on",
    "Completed", "Left", "High or critical", "Reach",
)  # fmt: skip
_REPORT_COLUMNS = ("Part", "What", "Group", "Stage or time", "Value")


@never_cache
@require_safe
def cohort_dashboard(request: HttpRequest, uuid: str) -> HttpResponse:
    """One cohort in numbers, each with the list behind it."""
    cohort = cohort_for(request, uuid)
    now = timezone.now()
    numbers, waits = numbers_in_full(cohort, now=now), waiting_for_staff(cohort)

    def to(name: str, query: str = "") -> str:
        return reverse(f"fellowship:{name}", args=[cohort.uuid]) + query

    states = [
        (count, ApplicationState(state).label.lower(), to("application_list", f"?state={state}"))
        for state in ApplicationState.values if (count := numbers.states[state])
    ]  # fmt: skip
    waiting = [
        (waits["screening"], "to screen", to("screening")),
        (waits["moderation"], "in moderation", to("application_list", "?state=MODERATION")),
        (waits["decisions"], "decisions prepared, not told", to("decision_list")),
        (waits["offers"], "offers out", to("application_list", "?state=OFFERED")),
        (waits["reserve"], "on the reserve list", to("reserve_list")),
        (waits["ready"], "getting ready to start", to("onboarding_list")),
    ]
    fellows = [
        (count, FellowState(state).label.lower(), to("fellow_list", f"?state={state}"))
        for state in FellowState.values if (count := numbers.fellows[state])
    ]  # fmt: skip
    warnings = [(numbers.open_flags, "open warnings", to("warning_list", "?only=FLAG"))]
    warnings += [
        (numbers.levels[level], level.label.lower(), to("warning_list", f"?level={level.value}"))
        for level in reversed(WarningLevel) if numbers.levels[level]
    ]  # fmt: skip
    context = {
        "cohort": cohort, "numbers": numbers, "states": states, "waiting": [one for one in waiting if one[0]],
        "fellows": fellows, "year": _year(numbers, to) if numbers.enrolled else [],
        "warnings": warnings if numbers.levels else [],
        "rates": rates_of(cohort, cohort.waves.filter(opens_on__lte=timezone.localdate(now))),
    }  # fmt: skip
    return render(request, "fellowship/reporting/cohort_dashboard.html", context)


def _year(numbers: Numbers, to: Any) -> list[tuple[object, str, str]]:
    going, (all_of_it, answered) = numbers.going_on, numbers.time_given
    attended = "None noted" if numbers.attended is None else f"{round(100 * numbers.attended)}%"
    return [
        (f"{numbers.with_adviser} of {going}", "have an adviser", to("fellow_list")),
        (f"{numbers.with_project} of {going}", "have a project", to("project_list")),
        (f"{numbers.in_sets} of {going}", "sit in a learning set", to("set_list")),
        (f"{numbers.with_mentor} of {going}", "have a mentor", to("mentor_round")),
        (attended, "of mandatory sessions attended", to("attendance")),
        (f"{all_of_it} of {answered}", "get all of their protected time", to("support_check_list")),
    ]


@never_cache
@require_safe
def cohorts_dashboard(request: HttpRequest) -> HttpResponse:
    """All cohorts of the programmes that one runs, side by side."""
    mine = programmes_where(request.user, RUNNING_IT, now=timezone.now())
    if not mine.exists():
        raise PermissionDenied
    rows = Cohort.objects.filter(programme__in=mine).select_related("programme")
    filters = CohortFilters(request.GET)
    if "csv" in request.GET:
        found = list(filters.arrange(filters.narrow(rows))[:MOST_ROWS])
        if found:
            answer: HttpResponse = list_as_csv(request, found[0], "cohorts", _COLUMNS, _rows(found))
            return answer
    page = list_page(request, filters, rows, PER_PAGE)
    shown = list(page.rows)
    reaches = reaches_of(shown)
    numbers = [(one, reaches[one.cohort.pk]) for one in numbers_of(shown)]
    context = {"list": page, "numbers": numbers, "csv_url": page.url_with("csv", "yes")}
    return render(request, "fellowship/reporting/cohorts_dashboard.html", context)


def _rows(cohorts: Sequence[Cohort]) -> Iterator[tuple[object, ...]]:
    reaches = reaches_of(cohorts)
    for one in numbers_of(cohorts):
        yield (
            one.cohort.programme.name, one.cohort.name, one.cohort.get_state_display(), one.cohort.places,
            one.handed_in, one.offered, one.held, one.enrolled, one.going_on, one.completed,
            one.fellows[FellowState.LEFT], one.levels[WarningLevel.HIGH] + one.levels[WarningLevel.CRITICAL],
            reaches[one.cohort.pk],
        )  # fmt: skip


@never_cache
@require_safe
def funder_report(request: HttpRequest, uuid: str) -> HttpResponse:
    """The report to those who pay, to read and to print; with ``?csv`` as a file."""
    cohort = cohort_for(request, uuid)
    report, reached, groups = report_of(cohort, now=timezone.now()), facts_of(cohort), tables_of(cohort)
    if "csv" in request.GET:
        rows = _report_rows(report, reached, groups)
        answer: HttpResponse = list_as_csv(request, cohort, "report", _REPORT_COLUMNS, rows)
        return answer
    context = {"cohort": cohort, "report": report, "reached": reached, "groups": groups}
    return render(request, "fellowship/reporting/funder_report.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def eligible_staff(request: HttpRequest, uuid: str) -> HttpResponse:
    """How many could have applied, in all and by group, for the report: with where it comes from, or not known."""
    cohort = cohort_for(request, uuid)
    known = eligible_of([cohort]).get(cohort.pk)
    initial = {name: getattr(known, name) for name in ("number", "source", "counted_on")} if known else {}
    initial |= {name_of(group): number for group, number in eligible_by_group(cohort).items()}
    form = EligibleStaffForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in ("number", "source", "counted_on")}
            save_eligible(cohort, **said, groups=form.groups(), actor=person(request), now=timezone.now())
        except FewerThanApplied as refusal:
            for group, words in refusal.sentences.items():
                form.add_error(name_of(group), words)
        else:
            messages.success(request, "It is saved, and in the report.")
            return redirect("fellowship:funder_report", cohort.uuid)
    return render(request, "fellowship/reporting/eligible_staff.html", {"cohort": cohort, "form": form})


def _report_rows(
    report: Report, reached: tuple[tuple[str, str], ...], groups: tuple[Table, ...]
) -> Iterator[tuple[object, ...]]:
    for words, value in reached:
        yield "Reach", words, "", "", value
    for part, tables in (("Reach", groups), ("Reach", report.reach), ("Equality", report.equality)):
        yield from _table_rows(part, tables)
    for part, comparisons in (("Effectiveness", report.effectiveness), ("Maintenance", report.kept)):
        yield from _comparison_rows(part, comparisons)
    for part, facts in (
        ("Adoption", report.adoption), ("Implementation", report.implementation), ("Maintenance", report.maintenance),
    ):  # fmt: skip
        for words, value in facts:
            yield part, words, "", "", value


def _table_rows(part: str, tables: tuple[Table, ...]) -> Iterator[tuple[object, ...]]:
    for table in tables:
        for word, cells in table.rows:
            for stage, cell in zip(table.columns, cells, strict=True):
                yield part, table.title, word, stage, cell


def _comparison_rows(part: str, comparisons: tuple[Comparison, ...]) -> Iterator[tuple[object, ...]]:
    for one in comparisons:
        for line in one.aims:
            change = line.result.middle_change
            shown = "fewer than 5 people" if change is None else change
            yield part, f"{line.title}: change in the middle", "", one.wave.get_moment_display(), shown
