"""A cohort for another year: made like one that there is, and looked through."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fellowship import cohorts
from fellowship.copying import checking, telling
from fellowship.forms.cohorts import CopyForm
from fellowship.views.guards import cohort_for, person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_copy(request: HttpRequest, uuid: str) -> HttpResponse:
    """What would come along, and the new name and start; afterwards what to look at."""
    source = cohort_for(request, uuid)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            copied = cohorts.copy_cohort(source, **form.cleaned_data, actor=person(request), now=timezone.now())
        except cohorts.CohortNameTaken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{copied} is planned like {source}. Look through its dates and words.")
            return redirect("fellowship:cohort_check", copied.uuid)
    context = {
        "form": form, "cohort": source, "comes": telling.what_comes_along(source), "shared": telling.SHARED,
        "stays": telling.STAYS,
    }  # fmt: skip
    return render(request, "fellowship/cohorts/cohort_copy.html", context)


@never_cache
@require_safe
def cohort_check(request: HttpRequest, uuid: str) -> HttpResponse:
    """Every date of a cohort, what is odd about some, and texts that name a time."""
    cohort = cohort_for(request, uuid)
    days = checking.days_of(cohort, now=timezone.now())
    context = {
        "cohort": cohort, "days": days, "odd": [day for day in days if day.odd], "words": checking.words_of(cohort),
    }  # fmt: skip
    return render(request, "fellowship/cohorts/cohort_check.html", context)
