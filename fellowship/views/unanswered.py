"""Who still waits for an answer, the end of the reserve list, and the day it is kept until."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.deciding import unanswered as waiting
from fellowship.forms.deciding import DECIDED_ABOUT
from fellowship.forms.unanswered import EndReserveForm, ReserveUntilForm, UnansweredFilters
from fellowship.models.moves import ApplicationState
from fellowship.views.guards import call_for, judged_call_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
S = ApplicationState
_COLUMNS = ("Reference", "Name", "Address", "Employer", "State", "Handed in")


@never_cache
@require_safe
def unanswered(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everybody who handed in and is neither over nor a fellow."""
    call, today = call_for(request, str(uuid)), timezone.localdate()
    filters = UnansweredFilters(request.GET)
    # How an application of one's own stands is told when everybody is told.
    rows = waiting.waiting_of(call).exclude(user=person(request)).select_related("user")
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, call.cohort, "unanswered", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    context = {
        "cohort": call.cohort,
        "may_run": True,
        "call": call,
        "list": page,
        "csv_url": page.url_with("csv", "yes"),
        "has_begun": call.cohort.has_started(today),
        "reserve_is_over": waiting.reserve_is_over(call, today),
        "on_reserve": waiting.to_end(call, reader=person(request)).count(),
        "decided_about": DECIDED_ABOUT,
    }
    return render(request, "fellowship/deciding/unanswered.html", context)


@never_cache
@GET_OR_POST
def reserve_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Prepare for everybody left on the reserve list that no place fell free; then it is looked at and released."""
    call = judged_call_for(request, str(uuid))
    people = list(waiting.to_end(call, reader=person(request)).select_related("user"))
    initial = {"feedback": waiting.USUAL_FEEDBACK, "expected": len(people)}
    form = EndReserveForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            count = waiting.end_reserve(
                call, expected=-1 if data["expected"] is None else data["expected"], feedback=data["feedback"],
                actor=person(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = typed = request.POST.copy()
            typed["expected"] = str(len(people))
        else:
            messages.success(request, f"Prepared for {count}. Read the letters here, then release them.")
            return redirect("fellowship:decision_release", call.cohort.uuid)
    context = {"cohort": call.cohort, "form": form, "people": people}
    return render(request, "fellowship/deciding/reserve_end.html", context)


@never_cache
@GET_OR_POST
def reserve_until(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The day from which the team is asked to end the reserve list."""
    call = judged_call_for(request, str(uuid))
    form = ReserveUntilForm(request.POST if request.method == "POST" else None, initial={"until": call.reserve_until})
    if request.method == "POST" and form.is_valid():
        waiting.keep_reserve_until(call, form.cleaned_data["until"], actor=person(request), now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("fellowship:reserve_list", call.cohort.uuid)
    return render(request, "fellowship/deciding/reserve_until.html", {"cohort": call.cohort, "form": form})


def _row(one: Any) -> tuple[object, ...]:
    return (
        one.reference, one.name or one.user.name, one.user.email, one.organisation_name, one.get_state_display(),
        f"{timezone.localtime(one.submitted_at):%Y-%m-%d %H:%M}" if one.submitted_at else "",
    )  # fmt: skip
