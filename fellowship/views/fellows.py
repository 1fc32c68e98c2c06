"""Fellows: their own page, the team's list of them, and the team's page of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import RUNNING_IT, may
from common.lists import list_page
from fellowship.enrolling.fellows import steps_open, ways_back
from fellowship.forms.fellows import FellowFilters
from fellowship.hearing import is_adviser
from fellowship.models import Fellow
from fellowship.models.moves import FellowState
from fellowship.views.guards import OF_FELLOWS, cohort_for, fellow_for, my_fellow, my_fellows_of, person
from fellowship.views.lists import MOST_ROWS, list_as_csv
from fellowship.views.sections import sections_for_fellow, sections_for_team

PER_PAGE = 50
_COLUMNS = ("Name", "Address", "State", "Adviser", "Share of time", "Employer", "Enrolled")


@never_cache
@require_safe
def my_fellowship(request: HttpRequest, uuid: str | None = None) -> HttpResponse:
    """My year: the one that goes on, or the one asked for."""
    fellow = my_fellow(request, uuid)
    context = {
        "fellow": fellow,
        "cohort": fellow.cohort,
        "others": [one for one in my_fellows_of(request) if one.pk != fellow.pk],
        "sections": sections_for_fellow(fellow, timezone.now()),
    }
    return render(request, "fellowship/fellows/my_fellowship.html", context)


@never_cache
@require_safe
def fellow_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """The fellows of a cohort."""
    cohort = cohort_for(request, uuid, OF_FELLOWS)
    now = timezone.now()
    rows = Fellow.objects.filter(cohort=cohort).select_related("user", "adviser", "application")
    filters = FellowFilters(request.GET, cohort=cohort)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, cohort, "fellows", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    context = {
        "cohort": cohort,
        "list": page,
        "csv_url": page.url_with("csv", "yes"),
        "may_run": may(request.user, cohort.programme, RUNNING_IT, now=now),
    }
    return render(request, "fellowship/fellows/fellow_list.html", context)


def _row(fellow: Any) -> tuple[object, ...]:
    return (
        fellow.user.name, fellow.user.email, fellow.get_state_display(), fellow.adviser.name if fellow.adviser else "",
        fellow.share_of_time, fellow.application.organisation_name if fellow.application else "",
        f"{timezone.localtime(fellow.enrolled_at):%Y-%m-%d}",
    )  # fmt: skip


@never_cache
@require_safe
def fellow_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """One fellow, for those who run the programme and its advisers."""
    fellow = fellow_for(request, uuid)
    user, now = person(request), timezone.now()
    may_run = may(user, fellow.cohort.programme, RUNNING_IT, now=now)
    context = {
        "fellow": fellow,
        "cohort": fellow.cohort,
        "may_run": may_run,
        "steps": [FellowState(state) for state in steps_open(fellow, user, now=now)],
        "ways_back": [FellowState(state) for state in ways_back(fellow)] if may_run else [],
        "moves": fellow.moves.select_related("moved_by"),
        "leaves": fellow.leaves.all(),
        "is_adviser": fellow.application is not None and is_adviser(user, fellow.cohort.programme, now=now),
        "sections": sections_for_team(fellow, user, now),
    }
    return render(request, "fellowship/fellows/fellow_detail.html", context)
