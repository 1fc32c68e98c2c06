"""What the team changes about fellows: state, adviser, share of time, leave; advisers and ends for many at once."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import RUNNING_IT, may
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.advising import asking, support_checks
from fellowship.curriculum.attendance import attendance_of
from fellowship.enrolling import fellows
from fellowship.forms.fellows import AboutFellowForm, AdviseForm, FellowMoveForm, LeaveForm
from fellowship.forms.support_checks import CheckFilters
from fellowship.hearing import advisers_of
from fellowship.models import Cohort, Fellow, SupportCheck
from fellowship.models.moves import GOES_ON, FellowState
from fellowship.talks import still_to_hold, without_adviser
from fellowship.views.guards import OF_FELLOWS, cohort_for, fellow_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv, ticked

PER_PAGE = 50


@never_cache
@GET_OR_POST
def fellow_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    """The adviser and the share of time."""
    fellow = fellow_for(request, uuid, RUNNING_IT)
    now = timezone.now()
    form = AboutFellowForm(
        request.POST if request.method == "POST" else None, cohort=fellow.cohort,
        initial={"adviser": fellow.adviser, "share_of_time": fellow.share_of_time},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            fellows.give_adviser([fellow], form.cleaned_data["adviser"], actor=person(request), now=now)
        except Refused as refusal:
            form.add_error("adviser", str(refusal))
        else:
            share = form.cleaned_data["share_of_time"]
            if share != fellow.share_of_time:
                fellows.set_share_of_time(fellow, share, actor=person(request), now=now)
            messages.success(request, "Saved.")
            return redirect("fellowship:fellow", fellow.uuid)
    context = {"fellow": fellow, "cohort": fellow.cohort, "form": form, "may_run": True}
    return render(request, "fellowship/fellows/fellow_edit.html", context)


@never_cache
@GET_OR_POST
def fellow_move(request: HttpRequest, uuid: str, to: str) -> HttpResponse:
    """Take a fellow to another state, or a step back: asked on a page, done by POST."""
    fellow = fellow_for(request, uuid)
    state, now = to.upper(), timezone.now()
    undo = state in fellows.ways_back(fellow)
    if state not in FellowState.values:
        raise Http404
    form = FellowMoveForm(
        request.POST if request.method == "POST" else None, needs_reason=undo or state == FellowState.LEFT
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            moved = fellows.move_fellow(fellow.pk, state, actor=person(request), reason=reason, undo=undo, now=now)
        except fellows.SayWhy as refusal:
            form.add_error("reason", str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("fellowship:fellow", fellow.uuid)
        else:
            messages.success(request, f"{fellow.user} is now: {moved.get_state_display().lower()}.")
            return redirect("fellowship:fellow", fellow.uuid)
    context = {
        "fellow": fellow, "cohort": fellow.cohort, "form": form, "state": FellowState(state), "undo": undo,
        "has_started": fellow.cohort.has_started(timezone.localdate(now)),
        "is_open": undo or state in fellows.steps_open(fellow, person(request), now=now),
    }  # fmt: skip
    return render(request, "fellowship/fellows/fellow_move.html", context)


@never_cache
@GET_OR_POST
def fellow_leave(request: HttpRequest, uuid: str) -> HttpResponse:
    """Leave of a fellow: a POST adds some, or with ``remove`` takes it out."""
    fellow = fellow_for(request, uuid)
    now, gone = timezone.now(), request.POST.get("remove", "")
    form = LeaveForm(request.POST if request.method == "POST" and not gone else None)
    if request.method == "POST" and gone:
        if gone.isascii() and gone.isdigit() and len(gone) <= 18:
            fellows.remove_leave(fellow, int(gone), actor=person(request), now=now)
        messages.success(request, "The leave is taken out.")
        return redirect("fellowship:fellow_leave", fellow.uuid)
    if request.method == "POST" and form.is_valid():
        try:
            fellows.add_leave(fellow, **form.cleaned_data, actor=person(request), now=now)
        except Refused as refusal:
            form.add_error("last", str(refusal))
        else:
            messages.success(request, "The leave is noted. No clock runs on these days.")
            return redirect("fellowship:fellow", fellow.uuid)
    context = {"fellow": fellow, "cohort": fellow.cohort, "form": form, "leaves": fellow.leaves.all()}
    return render(request, "fellowship/fellows/fellow_leave.html", context)


@never_cache
@GET_OR_POST
def advisers(request: HttpRequest, uuid: str) -> HttpResponse:
    """How many fellows each adviser has; a POST gives an adviser to those ticked, or shares the rest out evenly: to
    fellows, and to people getting ready for their first conversation."""
    cohort = cohort_for(request, uuid)
    now = timezone.now()
    rows = Fellow.objects.filter(cohort=cohort, state__in=GOES_ON).select_related("user", "cohort__programme")
    waiting = rows.exclude(adviser__in=advisers_of(cohort.pk)).order_by("user__name", "pk")
    ready = without_adviser(cohort)
    evenly = request.POST.get("do") == "evenly"
    form = AdviseForm(request.POST if request.method == "POST" and not evenly else None, cohort=cohort)
    try:
        if request.method == "POST" and evenly:
            given = fellows.share_out_advisers(cohort.pk, actor=person(request), now=now)
            given += asking.share_out_conversations(cohort, actor=person(request), now=now)
            messages.success(request, f"{given} {'person has' if given == 1 else 'people have'} an adviser now.")
            return redirect("fellowship:advisers", cohort.uuid)
        if request.method == "POST" and form.is_valid():
            adviser = form.cleaned_data["adviser"]
            chosen, to_talk = ticked(request, "fellow", rows), ticked(request, "person", ready)
            given = asking.give_conversation(to_talk, adviser, actor=person(request), now=now)
            if chosen or not to_talk:
                given += fellows.give_adviser(chosen, adviser, actor=person(request), now=now)
            messages.success(request, f"{adviser} advises {given} more.")
            return redirect("fellowship:advisers", cohort.uuid)
    except Refused as refusal:
        if evenly:
            messages.error(request, str(refusal))
            return redirect("fellowship:advisers", cohort.uuid)
        form.add_error(None, str(refusal))
    fellows_waiting, people_ready = list(waiting[:500]), list(ready[:500])
    load = Count("advises", filter=Q(advises__cohort=cohort, advises__state__in=GOES_ON))
    context = {
        "cohort": cohort, "form": form, "waiting": fellows_waiting, "ready": people_ready, "may_run": True,
        "number": len(fellows_waiting) + len(people_ready),
        "loads": _with_talks(cohort, advisers_of(cohort.pk).annotate(load=load)),
        "ticked": {*request.POST.getlist("fellow"), *request.POST.getlist("person")},
    }  # fmt: skip
    return render(request, "fellowship/fellows/advisers.html", context)


def _with_talks(cohort: Cohort, found: Any) -> list[Any]:
    """Advisers, with how many first conversations each has still to hold in the cohort as ``talks``."""
    number = Counter(still_to_hold().filter(call__cohort=cohort).values_list("asked", flat=True))
    rows = list(found)
    for one in rows:
        one.talks = number[one.pk]
    return rows


@never_cache
@GET_OR_POST
def fellows_complete(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who completes the year: active fellows with what they missed; a POST completes exactly those ticked."""
    cohort = cohort_for(request, uuid)
    now = timezone.now()
    rows = Fellow.objects.filter(cohort=cohort, state=FellowState.ACTIVE).select_related("user")
    if request.method == "POST":
        chosen = ticked(request, "fellow", rows)
        if not chosen:
            messages.error(request, str(fellows.NobodyChosen()))
            return redirect("fellowship:fellows_complete", cohort.uuid)
        done = 0
        for fellow in chosen:
            try:
                fellows.move_fellow(fellow.pk, FellowState.COMPLETED, actor=person(request), now=now)
            except Refused as refusal:
                messages.warning(request, f"{fellow.user}: {refusal}")
            else:
                done += 1
        messages.success(request, f"{done} {'fellow has' if done == 1 else 'fellows have'} completed the year.")
        return redirect("fellowship:fellow_list", cohort.uuid)
    shown = list(rows.order_by("user__name", "pk")[:500])
    known = attendance_of(cohort, shown, now=now)
    context = {"cohort": cohort, "may_run": True, "rows": [(one, known.missed_by(one)) for one in shown]}
    return render(request, "fellowship/fellows/fellows_complete.html", context)


@never_cache
@require_safe
def support_check_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """What fellows and sponsors said about time and support during the year."""
    cohort = cohort_for(request, uuid, OF_FELLOWS)
    rows = SupportCheck.objects.filter(fellow__cohort=cohort).select_related("fellow__user", "fellow__adviser")
    rows = rows.exclude(fellow__user=person(request))  # what is kept about oneself is for others of the team
    filters = CheckFilters(request.GET)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        columns = ("Name", "Asked", "Time", "Employer", "Sponsor", "Adviser")
        answer: HttpResponse = list_as_csv(request, cohort, "support", columns, map(_check_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    context = {
        "cohort": cohort,
        "list": page,
        "csv_url": page.url_with("csv", "yes"),
        "may_run": _runs(request, cohort),
    }
    return render(request, "fellowship/fellows/support_check_list.html", context)


@never_cache
@GET_OR_POST
def support_check_ask(request: HttpRequest, uuid: str) -> HttpResponse:
    """Ask all active fellows and their sponsors between times: the number on a page, then a POST."""
    cohort = cohort_for(request, uuid)
    now = timezone.now()
    if request.method == "POST":
        try:
            asked = support_checks.ask_now(cohort, actor=person(request), now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"We write to {asked} {'fellow' if asked == 1 else 'fellows'} and their sponsors."
            )
        return redirect("fellowship:support_check_list", cohort.uuid)
    count = support_checks.to_ask(cohort, timezone.localdate(now)).count()
    context = {"cohort": cohort, "count": count, "may_run": True}
    return render(request, "fellowship/fellows/support_check_ask.html", context)


def _check_row(one: Any) -> tuple[object, ...]:
    return (
        one.fellow.user.name, f"{timezone.localtime(one.asked_at):%Y-%m-%d}",
        one.get_time_display() if one.time else "Not answered", one.get_sponsor_display(), one.sponsor_name,
        one.fellow.adviser.name if one.fellow.adviser else "",
    )  # fmt: skip


def _runs(request: HttpRequest, cohort: Cohort) -> bool:
    return may(request.user, cohort.programme, RUNNING_IT, now=timezone.now())
