"""Getting ready: what the person sees to, what the team ticks, and enrolling."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import RUNNING_IT
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.enrolling import enrol, ready
from fellowship.evaluating.waves import state_of
from fellowship.forms.getting_ready import OPEN, ConsentForm, DaysForm, ReadyFilters, ReasonForm, TickForm
from fellowship.models import Application, Cohort, OnboardingItem, Wave
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from fellowship.views.guards import cohort_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv, ticked

PER_PAGE = 50
Kind = OnboardingItem.Kind
S = ApplicationState


@never_cache
@GET_OR_POST
def get_ready(request: HttpRequest, uuid: str) -> HttpResponse:
    """For who accepted a place: what has to be ready, consent, and the mandatory days. ``do`` says which was sent."""
    mine = Application.objects.filter(user=person(request), state__in=(*OPEN, S.ENROLLED))
    application = get_object_or_404(mine.select_related("call__cohort__programme", "user"), uuid=uuid)
    cohort, now = application.call.cohort, timezone.now()
    do = request.POST.get("do") if request.method == "POST" else None
    consent = ConsentForm(request.POST if do == "consent" else None)
    clashes = [clash.day_id for clash in application.day_clashes.all()]
    days = DaysForm(request.POST if do == "days" else None, cohort=cohort, initial={"days": clashes})
    try:
        if do == "consent" and consent.is_valid():
            ready.give_consent(application, now=now)
            messages.success(request, "Thank you. Your consent is noted.")
            return redirect("fellowship:get_ready", application.uuid)
        if do == "days" and days.is_valid():
            clashing = list(days.cleaned_data["days"])
            ready.answer_days(application, clashing, now=now)
            said = "We get in touch with you about those days." if clashing else "You can be there on all days."
            messages.success(request, f"Thank you. {said}")
            return redirect("fellowship:get_ready", application.uuid)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fellowship:get_ready", application.uuid)
    first = cohort.waves.filter(moment=Wave.Moment.BASELINE).first()
    context = {
        "application": application,
        "cohort": cohort,
        "first": first,
        "first_is": state_of(first, timezone.localdate()) if first else "",
        "items": {item.kind: item for item in application.onboarding.all()},
        "consent": consent,
        "days": days,
        "form": consent if do == "consent" else days,
        "has_days": cohort.mandatory_days.exists(),
        "support": application.support_letters.first(),
        "is_open": application.state == S.ONBOARDING,
    }
    return render(request, "fellowship/fellows/get_ready.html", context)


@never_cache
@require_safe
def onboarding_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who accepted a place in a cohort, and what is not ready."""
    cohort = cohort_for(request, uuid)
    rows = (
        Application.objects.filter(call__cohort=cohort, state__in=OPEN)
        .select_related("user")
        .prefetch_related("onboarding", "day_clashes__day")
    )
    filters = ReadyFilters(request.GET)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        columns = ("Name", "Address", "Employer", *Kind.labels, "Cannot be there on")
        answer: HttpResponse = list_as_csv(request, cohort, "getting-ready", columns, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    for one in page.rows:
        one.missing = ready.missing(list(one.onboarding.all()))
    context = {"cohort": cohort, "list": page, "csv_url": page.url_with("csv", "yes"), "may_run": True}
    return render(request, "fellowship/fellows/onboarding_list.html", context)


def _row(one: Any) -> tuple[object, ...]:
    items = {item.kind: item for item in one.onboarding.all()}
    said = ["" if kind not in items else "Yes" if items[kind].done_at else "No" for kind in Kind.values]
    days = "; ".join(f"{clash.day.on:%Y-%m-%d} {clash.day.title}" for clash in one.day_clashes.all())
    return (one.name or one.user.name, one.user.email, one.organisation_name, *said, days)


@never_cache
@GET_OR_POST
def onboarding_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """One person who gets ready. A POST ticks (``tick``), opens again (``reopen``) or ends their place (``end``)."""
    application = _application(request, uuid)
    now = timezone.now()
    kind = request.POST.get("kind", "")
    do = request.POST.get("do", "")
    tick = TickForm(request.POST if do == "tick" else None)
    end = ReasonForm(request.POST if do == "end" else None)
    try:
        if request.method == "POST" and do == "begin":
            ready.begin(application.pk, actor=person(request), now=now)
            return redirect("fellowship:onboarding", application.uuid)
        if do == "tick" and tick.is_valid():
            ready.settle(application, kind, note=tick.cleaned_data["note"], actor=person(request), now=now)
            messages.success(request, "Ticked, with your note.")
            return redirect("fellowship:onboarding", application.uuid)
        if do == "reopen":
            ready.reopen(application, kind, actor=person(request), now=now)
            messages.success(request, "It is open again.")
            return redirect("fellowship:onboarding", application.uuid)
        if do == "end" and end.is_valid():
            reason = end.cleaned_data["reason"]
            move(application.pk, S.CONDITIONS_NOT_MET, actor=person(request), reason=reason, now=now)
            messages.success(request, "Their place has ended, and we write to them.")
            return redirect("fellowship:onboarding_list", application.call.cohort.uuid)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fellowship:onboarding", application.uuid)
    items = list(application.onboarding.select_related("done_by"))
    context = {
        "application": application,
        "cohort": application.call.cohort,
        "may_run": True,
        "items": items,
        "asked": kind,
        "tick": tick,
        "end": end,
        "form": end if do == "end" else tick,
        "is_ready": not ready.missing(items),
        "clashes": application.day_clashes.select_related("day"),
        "support": application.support_letters.first(),
    }
    return render(request, "fellowship/fellows/onboarding_detail.html", context)


@never_cache
@GET_OR_POST
def enrol_people(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who would be enrolled, by name and number; a POST enrols exactly those who are listed and ready."""
    cohort = cohort_for(request, uuid)
    rows = Application.objects.filter(call__cohort=cohort, state__in=OPEN).select_related("user", "call__cohort")
    chosen = ticked(request, "application", rows.prefetch_related("onboarding").order_by("name", "pk"))
    if request.method == "POST":
        try:
            done = enrol.enrol_many(chosen, actor=person(request), now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            count = len(done.fellows)
            if count:
                messages.success(
                    request, f"{count} {'person is a fellow' if count == 1 else 'people are fellows'} now."
                )
            for application, why in done.waiting:
                messages.warning(request, f"{application.name or application.user}: {why}")
        return redirect("fellowship:onboarding_list", cohort.uuid)
    ready_now, waiting = [], []
    for one in chosen:
        missing = ready.missing(list(one.onboarding.all()))
        if one.state == S.ONBOARDING and not missing:
            ready_now.append(one)
        else:
            waiting.append((one, missing))
    context = {"cohort": cohort, "ready": ready_now, "waiting": waiting, "may_run": True}
    return render(request, "fellowship/fellows/enrol.html", context)


def _application(request: HttpRequest, uuid: str) -> Application:
    """Somebody who gets ready. Raises Http404 for a stranger, and to themselves: nobody waives their own conditions."""
    mine = Cohort.objects.run_by(request.user, RUNNING_IT, now=timezone.now())
    found: Application | None = (
        Application.objects.filter(uuid=uuid, call__cohort__in=mine, state__in=OPEN)
        .exclude(user=person(request))
        .select_related("user", "call__cohort__programme")
        .first()
    )
    if found is None:
        raise Http404
    return found
