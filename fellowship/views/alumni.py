"""Alumni: the directory, one's own entry and survey, and what the team asks of them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Programme
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.once import once
from common.refusals import Refused
from common.ticking import ExpectedForm, refuse, tell_held, ticked_or_all
from fellowship import alumni
from fellowship.forms.alumni import AlumniFilters, DirectoryFilters, EntryForm, SurveyForm
from fellowship.models import AlumniEntry, AlumniSurvey, Fellow
from fellowship.views.guards import cohort_for, my_fellow, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
_COLUMNS = ("Name", "Address", "State", "Is a mentor", "In the directory", "Surveys asked", "Surveys answered")


@never_cache
@require_safe
def alumni_directory(request: HttpRequest) -> HttpResponse:
    """Those who finished and want to be found, for fellows, alumni and the teams of the same programmes."""
    now = timezone.now()
    rows = alumni.directory_for(person(request), now=now).select_related(
        "fellow__user__mentor", "fellow__cohort__programme"
    )
    programmes = Programme.objects.filter(pk__in=rows.order_by().values("fellow__cohort__programme"))
    page = list_page(request, DirectoryFilters(request.GET, programmes=programmes), rows, PER_PAGE)
    return render(request, "fellowship/alumni/alumni_directory.html", {"list": page})


@never_cache
@GET_OR_POST
def alumni_entry(request: HttpRequest, uuid: str) -> HttpResponse:
    """My entry in the directory: kept with consent, or taken out at once."""
    fellow = my_fellow(request, uuid)
    if fellow.state not in alumni.FINISHED:
        raise Http404
    entry = AlumniEntry.objects.filter(fellow=fellow).first()
    posted = request.method == "POST"
    if posted and "out" in request.POST:
        alumni.take_out(fellow)
        messages.success(request, "You are no longer in the directory.")
        return redirect("fellowship:my_fellowship_of", fellow.uuid)
    names = ("job", "ask_me", "shows_email")
    initial = {name: getattr(entry, name) for name in names} | {"consent": True} if entry else {}
    form = EntryForm(request.POST if posted else None, initial=initial)
    if posted and form.is_valid():
        try:
            alumni.keep_entry(fellow, form.entry(), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "You are in the directory.")
            return redirect("fellowship:alumni_directory")
    context = {"fellow": fellow, "cohort": fellow.cohort, "form": form, "entry": entry}
    return render(request, "fellowship/alumni/alumni_entry.html", context)


@never_cache
@GET_OR_POST
def alumni_survey(request: HttpRequest, uuid: str, year: int) -> HttpResponse:
    """The survey of a year that I was asked."""
    fellow = my_fellow(request, uuid)
    survey = get_object_or_404(AlumniSurvey, fellow=fellow, year=year)
    names = ("project_runs", "works_in_digital", "new_job", "words", "may_quote")
    initial = {name: getattr(survey, name) for name in names}
    form = SurveyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            alumni.answer_survey(survey.pk, form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. Your answers are kept; you can change them here.")
            return redirect("fellowship:my_fellowship_of", fellow.uuid)
    context = {"fellow": fellow, "cohort": fellow.cohort, "form": form, "survey": survey}
    return render(request, "fellowship/alumni/alumni_survey.html", context)


@never_cache
@require_safe
def alumni_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """Those of a cohort who finished, what they answered, and whom to invite or ask."""
    cohort = cohort_for(request, uuid)
    rows, filters = _finished(cohort), AlumniFilters(request.GET)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, cohort, "alumni", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    context = {
        "cohort": cohort, "list": page, "state": page.state, "answers": alumni.answers_of(cohort),
        "csv_url": page.url_with("csv", "yes"),
    }  # fmt: skip
    return render(request, "fellowship/alumni/alumni_list.html", context)


@never_cache
@GET_OR_POST
def alumni_ask(request: HttpRequest, uuid: str, what: str) -> HttpResponse:
    """Invite to mentor, or ask this year’s survey, with the exact number of people; then as many held letters."""
    if what not in ("mentor", "survey"):
        raise Http404
    cohort = cohort_for(request, uuid)
    filters = AlumniFilters(request.GET)
    fellows = list(filters.arrange(ticked_or_all(request, "fellow", filters, _finished(cohort))))
    now = timezone.now()
    form = ExpectedForm(request.POST if request.method == "POST" else None, initial={"expected": len(fellows)})
    if request.method == "POST" and form.is_valid():
        expected, actor = form.cleaned_data["expected"], person(request)
        try:
            with once(form, request.user) as is_first:
                held = None
                if is_first and what == "mentor":
                    held = alumni.invite_to_mentor(cohort, fellows, expected=expected, actor=actor, now=now)
                elif is_first:
                    year = timezone.localdate(now).year
                    held = alumni.ask_survey(cohort, fellows, year=year, expected=expected, actor=actor, now=now)
        except Refused as refusal:
            refuse(form, refusal, len(fellows))
        else:
            tell_held(request, held)
            return redirect(f"{reverse('notifications:message_list')}?state=HELD")
    context = {"cohort": cohort, "form": form, "people": fellows, "what": what, "year": timezone.localdate(now).year}
    return render(request, "fellowship/alumni/alumni_ask.html", context)


def _finished(cohort: Any) -> Any:
    return (
        Fellow.objects.filter(cohort=cohort, state__in=alumni.FINISHED, user__is_active=True)
        .select_related("user__mentor", "alumni_entry")
        .annotate(
            asked=Count("surveys", distinct=True),
            answered=Count("surveys", distinct=True, filter=Q(surveys__answered_at__isnull=False)),
            invited=Count("mentor_invitations", distinct=True),
        )
    )


def _row(fellow: Any) -> tuple[object, ...]:
    return (
        fellow.user.name, fellow.user.email, fellow.get_state_display(),
        "yes" if hasattr(fellow.user, "mentor") else "no", "yes" if hasattr(fellow, "alumni_entry") else "no",
        fellow.asked, fellow.answered,
    )  # fmt: skip
