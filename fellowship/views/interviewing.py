"""Interviews for those who run them: who is invited, panels and their times, one candidate."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from common.ticking import uuids
from fellowship.forms.deciding import DECIDED_ABOUT
from fellowship.forms.interviewing import (
    WITH_INTERVIEWS,
    ChooseTimeForm,
    InterviewFilters,
    PanelForm,
    TimesForm,
    time_words,
)
from fellowship.interviewing import booking, panels
from fellowship.interviewing.conflicts import conflicts_with
from fellowship.models import Application, Call, Interview, InterviewSlot, Panel
from fellowship.models.moves import ApplicationState
from fellowship.views.deciding import by_panellist, decided_about
from fellowship.views.guards import judged_call_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
S = ApplicationState
_FIELD_OF = {
    panels.NobodySits: "members", panels.NotInTheTeam: "members", panels.TimeIsOver: "on", panels.TimesOverlap: "first",
    panels.RunsPastMidnight: "count",
}  # fmt: skip
_COLUMNS = ("Reference", "Name", "Employer", "State", "Begins", "Panel", "Adjustments", "Score", "Interview")


@never_cache
@require_safe
def interview_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Candidates with their times, and the panels. Nine queries."""
    call = judged_call_for(request, str(uuid))
    filters = InterviewFilters(request.GET, call=call)
    rows = decided_about(call).filter(state__in=WITH_INTERVIEWS).exclude(user=person(request))
    rows = rows.select_related("user", "interview__slot__panel").annotate(
        scored=Count("interview__scores__member", distinct=True)
    )
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, call.cohort, "interviews", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    context = {
        "cohort": call.cohort,
        "list": page,
        "csv_url": page.url_with("csv", "yes"),
        "panels": call.panels.annotate(
            sits=Count("members", distinct=True),
            times=Count("slots", distinct=True),
            booked=Count("slots__interview", distinct=True),
        ),
        "has_questions": call.rubric.filter(for_interview=True).exists(),
    }
    return render(request, "fellowship/interviewing/interview_list.html", context)


@require_POST
def interview_invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Invite exactly those ticked."""
    call = judged_call_for(request, str(uuid))
    try:
        count = booking.invite(call, uuids(request.POST.getlist("chosen")), actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{count} invited. Each gets a letter with the times that are free.")
    return redirect("fellowship:interview_list", call.cohort.uuid)


@never_cache
@GET_OR_POST
def panel_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call = judged_call_for(request, str(uuid))
    return _panel_form(request, call, None)


@never_cache
@GET_OR_POST
def panel_edit(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    call = judged_call_for(request, str(uuid))
    return _panel_form(request, call, get_object_or_404(Panel, call=call, pk=pk))


@never_cache
@GET_OR_POST
def panel_detail(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """A panel and its times. A POST adds times."""
    call = judged_call_for(request, str(uuid))
    panel = get_object_or_404(Panel, call=call, pk=pk)
    form = TimesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = panels.add_times(panel, **form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, f"{len(made)} more time{'s' if len(made) > 1 else ''} to choose.")
            return redirect("fellowship:panel", call.cohort.uuid, panel.pk)
    slots = panel.slots.select_related("interview__application__user")
    context = {
        "cohort": call.cohort,
        "panel": panel,
        "members": panel.members.select_related("user").order_by("user__name"),
        "slots": [(slot, time_words(slot), getattr(slot, "interview", None)) for slot in slots],
        "form": form,
    }
    return render(request, "fellowship/interviewing/panel_detail.html", context)


@require_POST
def panel_remove(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Remove a panel that nobody has booked."""
    call = judged_call_for(request, str(uuid))
    panel = Panel.objects.filter(call=call, pk=pk).first()
    if panel is not None:
        panel.call = call
        try:
            panels.remove_panel(panel, actor=person(request), now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("fellowship:panel", call.cohort.uuid, pk)
    messages.success(request, "The panel is removed.")
    return redirect("fellowship:interview_list", call.cohort.uuid)


@require_POST
def time_remove(request: HttpRequest, uuid: UUID, pk: int, slot: int) -> HttpResponse:
    """Offer a time no longer."""
    call = judged_call_for(request, str(uuid))
    panel = get_object_or_404(Panel, call=call, pk=pk)
    try:
        panels.remove_time(panel, slot)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The time is not offered any more.")
    return redirect("fellowship:panel", call.cohort.uuid, panel.pk)


@never_cache
@GET_OR_POST
def interview_detail(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """One candidate: time, adjustments, scores of each on the panel. A POST books or changes the time for them."""
    call = judged_call_for(request, str(uuid))
    one, now = _candidate(request, call, application), timezone.now()
    may_book = one.state in (S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED)
    form = ChooseTimeForm(
        request.POST if request.method == "POST" else None,
        times=booking.free_times(one, now) if may_book else InterviewSlot.objects.none(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            booking.book(one.pk, form.cleaned_data["slot"], actor=person(request), now=now)
        except Refused as refusal:
            form.add_error("slot", str(refusal))
        else:
            messages.success(request, "Booked. They get a letter with the time.")
            return redirect("fellowship:interview", call.cohort.uuid, one.uuid)
    interview = Interview.objects.filter(application=one).select_related("slot__panel").first()
    slot = interview.slot if interview else None
    context = {
        "cohort": call.cohort, "one": one, "form": form, "may_book": may_book, "slot": slot,
        "when": time_words(slot) if slot else "", "begun": slot is not None and slot.starts_at <= now,
        "decided_about": one.state in DECIDED_ABOUT, "scores": by_panellist(one),
        "conflicts": conflicts_with(one, slot.panel) if slot else (),
    }  # fmt: skip
    return render(request, "fellowship/interviewing/interview_detail.html", context)


@require_POST
def interview_act(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Free the time, say that it took place or was missed: ``act``."""
    call = judged_call_for(request, str(uuid))
    one, now, actor = _candidate(request, call, application), timezone.now(), person(request)
    try:
        match request.POST.get("act"):
            case "free":
                booking.give_up(one.pk, actor=actor, now=now)
                messages.success(request, "The time is free. They are still invited, and get a letter.")
            case "held":
                booking.say_held(one.pk, took_place=True, actor=actor, now=now)
                messages.success(request, "Noted: the interview took place.")
            case "missed":
                booking.say_held(one.pk, took_place=False, actor=actor, now=now)
                messages.success(request, "Noted, and they get a letter. You can invite them again.")
            case _:
                messages.error(request, "Choose what happened.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("fellowship:interview", call.cohort.uuid, one.uuid)


def _candidate(request: HttpRequest, call: Call, application: UUID) -> Application:
    """A candidate of this call, not the reader. Raises Http404."""
    # Also afterwards: what a panel found stays to be read.
    rows = Application.objects.filter(Q(state__in=WITH_INTERVIEWS) | Q(interview__isnull=False), call=call)
    rows = rows.exclude(user=person(request))
    one: Application = get_object_or_404(rows.select_related("user"), uuid=application)
    one.call = call
    return one


def _panel_form(request: HttpRequest, call: Call, panel: Panel | None) -> HttpResponse:
    people = panels.who_may_sit(call)
    initial = {}
    if panel is not None:
        sitting = [one.user for one in panel.members.select_related("user")]
        people = sorted({*people, *sitting}, key=lambda one: (one.name, one.pk))
        initial = {"name": panel.name, "place": panel.place, "members": [one.pk for one in sitting]}
    form = PanelForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = panels.save_panel(call, panel, **form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, "The panel is saved." if panel else "The panel is saved. Add its times.")
            return redirect("fellowship:panel", call.cohort.uuid, saved.pk)
    return render(
        request, "fellowship/interviewing/panel_form.html", {"cohort": call.cohort, "panel": panel, "form": form}
    )


def _row(one: Application) -> tuple[object, ...]:
    interview = getattr(one, "interview", None)
    slot = interview.slot if interview else None
    mean = one.interview_mean  # type: ignore[attr-defined]
    return (
        one.reference, one.name or one.user.name, one.organisation_name, one.get_state_display(),
        f"{timezone.localtime(slot.starts_at):%Y-%m-%d %H:%M}" if slot else "", slot.panel.name if slot else "",
        one.adjustments, one.mean_score, None if mean is None else round(mean, 2),
    )  # fmt: skip
