"""The year's curriculum, for the team: what is planned, for which aim and theme, and who came."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import ProgrammeRole
from accounts.roles import RUNNING_IT, may
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from events.local_time import LONDON
from events.organising import MAY_ORGANISE
from fellowship.curriculum import planning
from fellowship.curriculum.aims import activities_of, map_of, themes_of
from fellowship.curriculum.attendance import attendance_of
from fellowship.curriculum.hours import minutes_in_words
from fellowship.forms.curriculum import (
    ActivityFilters,
    ActivityForm,
    AllYearForm,
    SessionDetailsForm,
    SessionForm,
    ThemeForm,
)
from fellowship.forms.fellows import FellowFilters
from fellowship.models import Activity, Aim, Cohort, Fellow
from fellowship.views.guards import cohort_for, person
from fellowship.views.lists import list_as_csv

PER_PAGE = 50
# Who plans the year, and who reads how it is planned.
MAY_PLAN = MAY_ORGANISE
MAY_READ = (*MAY_PLAN, ProgrammeRole.Role.ADVISER)


@never_cache
@require_safe
def curriculum(request: HttpRequest, uuid: str) -> HttpResponse:
    """Everything in the year of a cohort."""
    cohort = cohort_for(request, uuid, MAY_READ)
    rows = Activity.objects.filter(cohort=cohort).select_related("event").prefetch_related("themes")
    page = list_page(request, ActivityFilters(request.GET), rows, PER_PAGE)
    context = {
        **_about(request, cohort),
        "list": page,
        "days": cohort.mandatory_days.filter(activity=None),
    }
    return render(request, "fellowship/year/curriculum.html", context)


@never_cache
@GET_OR_POST
def session_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """Plan a session. ``?day=`` fills in a mandatory day."""
    cohort = cohort_for(request, uuid, MAY_PLAN)
    day_id = request.GET.get("day", "")
    day = cohort.mandatory_days.filter(pk=day_id, activity=None).first() if _is_number(day_id) else None
    initial: dict[str, Any] = {"zone": LONDON, "mode": "IN_PERSON" if day else "ONLINE", "cpd_minutes": 0}
    if day is not None:
        initial |= {"kind": Activity.Kind.DAY, "title": day.title, "starts_on": day.on, "mandatory_day": day,
                    "is_mandatory": True, "town": day.place}  # fmt: skip
    form = SessionForm(request.POST if request.method == "POST" else None, cohort=cohort, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = planning.plan_session(
                cohort, kind=form.cleaned_data["kind"], details=form.details(), themes=form.themes_chosen(),
                mandatory_day=form.cleaned_data.get("mandatory_day"), when=form.when, where=form.where,
                actor=person(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made} is planned. Fellows see it once you publish it.")
            return redirect("fellowship:curriculum", cohort.uuid)
    return render(request, "fellowship/year/activity_form.html", {**_about(request, cohort), "form": form})


@never_cache
@GET_OR_POST
def all_year_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """Plan something that goes on all year, such as the project."""
    cohort = cohort_for(request, uuid, MAY_PLAN)
    form = AllYearForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        made = planning.plan_all_year(
            cohort, kind=form.cleaned_data["kind"], details=form.details(), themes=form.themes_chosen(),
            actor=person(request), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, f"{made} is part of the year.")
        return redirect("fellowship:curriculum", cohort.uuid)
    context = {**_about(request, cohort), "form": form, "all_year": True}
    return render(request, "fellowship/year/activity_form.html", context)


@never_cache
@GET_OR_POST
def activity_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    """Change what an activity is for. Time and place are changed on the page of its event."""
    activity = _activity(request, uuid)
    cohort = activity.cohort
    make: type[ActivityForm] = ActivityForm if activity.event is None else SessionDetailsForm
    initial = {name: getattr(activity, name) for name in planning.DETAILS} | {"themes": activity.themes.all()}
    form = make(request.POST if request.method == "POST" else None, cohort=cohort, initial=initial)
    if request.method == "POST" and form.is_valid():
        planning.save_activity(
            activity, details=form.details(), themes=form.themes_chosen(), actor=person(request), now=timezone.now()
        )
        messages.success(request, "Saved.")
        return redirect("fellowship:curriculum", cohort.uuid)
    context = {**_about(request, cohort), "form": form, "activity": activity}
    return render(request, "fellowship/year/activity_form.html", context)


@require_POST
def activity_publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Publish the event of a session."""
    activity = _activity(request, uuid)
    if activity.event is None:
        raise Http404
    try:
        given = planning.publish_session(activity, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        places = f" {given} {'has' if given == 1 else 'have'} a place." if activity.is_mandatory else ""
        messages.success(request, f"{activity} is published, and the fellows are invited.{places}")
    return redirect("fellowship:curriculum", activity.cohort.uuid)


@require_POST
def activity_remove(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take something out of the year that nobody was told of."""
    activity = _activity(request, uuid)
    try:
        planning.remove_activity(activity, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{activity} is taken out of the year.")
    return redirect("fellowship:curriculum", activity.cohort.uuid)


@never_cache
@GET_OR_POST
def aims_map(request: HttpRequest, uuid: str) -> HttpResponse:
    """How everything fits: activities against aims, and themes of the first conversations against what is planned.

    A POST adds a theme, or with ``remove`` takes one away.
    """
    cohort = cohort_for(request, uuid, MAY_READ)
    now = timezone.now()
    gone = request.POST.get("remove", "")
    form = ThemeForm(request.POST if request.method == "POST" and not gone else None)
    if request.method == "POST" and gone:
        if _is_number(gone):
            planning.remove_theme(cohort, int(gone), actor=person(request), now=now)
        messages.success(request, "The theme is taken away.")
        return redirect("fellowship:aims_map", cohort.uuid)
    if request.method == "POST" and form.is_valid():
        try:
            planning.add_theme(cohort, form.cleaned_data["name"], actor=person(request), now=now)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The theme is added. Advisers can tick it, and sessions can serve it.")
            return redirect("fellowship:aims_map", cohort.uuid)
    activities = activities_of(cohort)
    found = map_of(activities)
    context = {
        **_about(request, cohort),
        "map": found,
        "aims": list(Aim),
        "times": [(one, minutes_in_words(one.minutes)) for one in found.aims],
        "themes": themes_of(cohort, activities),
        "form": form,
    }
    return render(request, "fellowship/year/aims_map.html", context)


@never_cache
@require_safe
def attendance(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who came to what: fellows against sessions that are over."""
    cohort = cohort_for(request, uuid, MAY_READ)
    now = timezone.now()
    rows = Fellow.objects.filter(cohort=cohort).select_related("user", "application")
    filters = FellowFilters(request.GET, cohort=cohort)
    if "csv" in request.GET:
        fellows = list(filters.arrange(filters.narrow(rows)))
        known = attendance_of(cohort, fellows, now=now)
        columns = ("Name", "Missed", *(f"{one.event.starts_at:%Y-%m-%d} {one}" for one in known.sessions if one.event))
        lines = [
            (
                one.user.name,
                len(known.missed_by(one)),
                *(str(known.known.get((one.pk, session.pk), "")) for session in known.sessions),
            )
            for one in fellows
        ]
        answer: HttpResponse = list_as_csv(request, cohort, "attendance", columns, lines)
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    shown = list(page.rows)
    known = attendance_of(cohort, shown, now=now)
    context = {
        **_about(request, cohort),
        "list": page,
        "sessions": known.sessions,
        "rows": [
            (one, [known.known.get((one.pk, session.pk)) for session in known.sessions], len(known.missed_by(one)))
            for one in shown
        ],
        "csv_url": page.url_with("csv", "yes"),
    }
    return render(request, "fellowship/year/attendance.html", context)


def _about(request: HttpRequest, cohort: Cohort) -> dict[str, Any]:
    now = timezone.now()
    return {
        "cohort": cohort,
        "may_run": may(request.user, cohort.programme, RUNNING_IT, now=now),
        "may_plan": may(request.user, cohort.programme, MAY_PLAN, now=now),
    }


def _activity(request: HttpRequest, uuid: str) -> Activity:
    mine = Cohort.objects.run_by(request.user, MAY_PLAN, now=timezone.now())
    found: Activity | None = (
        Activity.objects.filter(uuid=uuid, cohort__in=mine).select_related("event", "cohort__programme").first()
    )
    if found is None:
        raise Http404
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
