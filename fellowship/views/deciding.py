"""Decisions: prepared where only the team sees them, one at a time or many."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, FloatField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from common.ticking import uuids
from fellowship.choosing.balance import words_of
from fellowship.deciding import outcomes
from fellowship.deciding.deferring import deferrals_for
from fellowship.deciding.offers import next_reserves
from fellowship.forms.deciding import (
    DECIDED_ABOUT,
    OUTCOME_WORDS,
    BulkForm,
    DecisionFilters,
    DecisionForm,
    undo_of,
)
from fellowship.models import Application, Call, Decision, InterviewScore
from fellowship.models.applications import holds_a_place
from fellowship.models.moves import ApplicationState
from fellowship.views.guards import judged_call_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
S = ApplicationState
_COLUMNS = (
    "Reference", "Name", "Job", "Employer", "Region", "Pay band", "Profession", "State", "Score", "Interview",
    "Prepared", "Reason", "Place on the reserve list", "Feedback",
)  # fmt: skip


@never_cache
@require_safe
def decision_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everybody about whom something is to be decided, and what is prepared. Twelve queries."""
    call = judged_call_for(request, str(uuid))
    rows = decided_about(call).exclude(user=person(request))  # nobody reads what is decided about them
    filters = DecisionFilters(request.GET)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, call.cohort, "decisions", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    left, me = outcomes.places_left(call.cohort), person(request)
    context = {
        "cohort": call.cohort,
        "call": call,
        "list": page,
        "csv_url": page.url_with("csv", "yes"),
        "here": request.get_full_path(),
        "bulk": BulkForm(),
        "left": left,
        "stats": _stats(call, left),
        "next": [one for one in next_reserves(call.cohort, left) if one.user_id != me.pk],
        "deferred": deferrals_for(call.cohort).select_related("application__user"),
    }
    return render(request, "fellowship/deciding/decision_list.html", context)


@require_POST
def decision_bulk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Prepare one outcome for exactly those ticked."""
    call = judged_call_for(request, str(uuid))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("fellowship:decision_list", args=[call.cohort.uuid])
    form = BulkForm(request.POST)
    chosen = uuids(request.POST.getlist("chosen"))
    if not form.is_valid():
        messages.error(request, "Choose what to prepare from the list.")
        return redirect(back)
    try:
        done, left = outcomes.decide_all(
            call, chosen, form.cleaned_data["outcome"], reason_code=form.cleaned_data["reason_code"],
            actor=person(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    words = OUTCOME_WORDS[S(form.cleaned_data["outcome"])].lower()
    if done:
        messages.success(request, f"Prepared for {done}: {words}. Nobody outside the team sees it yet.")
    if left:
        messages.warning(request, f"For {left} that is not possible as they stand now, so nothing changed for them.")
    return redirect(back)


@never_cache
@GET_OR_POST
def decision_edit(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """One application: what readers and the panel found, and what is decided."""
    call, one = decision_of(request, uuid, application)
    decision: Decision | None = getattr(one, "decision", None)
    initial: dict[str, Any] = {"feedback": one.feedback, "seen": ""}
    if decision is not None:
        names = ("reason_code", "rank", "feedback")
        initial = {name: getattr(decision, name) for name in names} | {"seen": decision.made_at.isoformat()}
        if decision.released_at is None:
            initial["outcome"] = decision.outcome
    form = DecisionForm(request.POST if request.method == "POST" else None, application=one, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["seen"] != initial["seen"]:
            form.add_error(None, "Somebody changed this decision meanwhile. What you typed is below; look at both.")
            form.data = typed = request.POST.copy()
            typed["seen"] = initial["seen"]
        else:
            try:
                outcomes.decide(
                    one.pk, data["outcome"], reason_code=data["reason_code"], rank=data["rank"],
                    words=_words(decision, data), actor=person(request), now=timezone.now(),
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Prepared. Nobody outside the team sees it before it is released.")
                return redirect("fellowship:decision_list", call.cohort.uuid)
    context = {
        "cohort": call.cohort,
        "one": one,
        "work": [words for words in (one.job_title, *words_of(one)) if words],
        "decision": decision,
        "form": form,
        "is_open": bool(form.fields["outcome"].choices),  # type: ignore[attr-defined]
        "reviews": one.reviews.filter(state="DONE").prefetch_related("scores__item").select_related("reviewer"),
        "interview": by_panellist(one),
        "offer": one.offers.first(),
        "support": one.support_letters.first(),
        "undo": undo_of(one),
    }
    return render(request, "fellowship/deciding/decision_edit.html", context)


@require_POST
def decision_take_back(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Forget what was prepared and not released."""
    call, one = decision_of(request, uuid, application)
    outcomes.take_back(one.pk, actor=person(request), now=timezone.now())
    messages.success(request, "Nothing is prepared for this application any more.")
    return redirect("fellowship:decision_edit", call.cohort.uuid, one.uuid)


def decided_about(call: Call) -> Any:
    """Applications of a call from being scored on, with ``interview_mean`` (the mean over the panel of the sum)."""
    scores = InterviewScore.objects.filter(interview__application=OuterRef("pk")).order_by().values("interview")
    mean = scores.annotate(
        mean=Cast(Sum("points"), FloatField()) / Cast(Count("member", distinct=True), FloatField())
    ).values("mean")
    rows = Application.objects.filter(call=call, state__in=DECIDED_ABOUT).select_related("user", "decision")
    return rows.annotate(interview_mean=Subquery(mean), prepared=F("decision__outcome"))


def decision_of(request: HttpRequest, uuid: UUID, application: UUID) -> tuple[Call, Application]:
    """The call and one of its applications about which something is decided, not the reader's. Raises Http404."""
    call = judged_call_for(request, str(uuid))
    rows = decided_about(call).exclude(user=person(request)).select_related("interview__slot__panel")
    one = get_object_or_404(rows, uuid=application)
    one.call = call
    return call, one


def _words(decision: Decision | None, data: dict[str, Any]) -> outcomes.Words:
    """The feedback typed; the letter stays as long as it is about the same outcome."""
    if decision is None or decision.outcome != data["outcome"]:
        return outcomes.Words(data["feedback"])
    return outcomes.Words(data["feedback"], decision.letter_subject, decision.letter_text)


def _stats(call: Call, left: int) -> list[tuple[int, str, str]]:
    counts = Application.objects.filter(call=call).aggregate(
        out=Count("pk", filter=Q(state=S.OFFERED)),
        taken=Count("pk", filter=holds_a_place() & ~Q(state=S.OFFERED)),
        reserve=Count("pk", filter=Q(state=S.RESERVE)),
        prepared=Count("pk", filter=Q(decision__isnull=False, decision__released_at=None)),
    )
    here = reverse("fellowship:decision_list", args=[call.cohort.uuid])
    return [
        (call.cohort.places, "places", ""),
        (counts["out"], "offered, not answered", f"{here}?state=OFFERED"),
        (counts["taken"], "taken", ""),
        (max(left, 0), "left", ""),
        (counts["reserve"], "on the reserve list", reverse("fellowship:reserve_list", args=[call.cohort.uuid])),
        (counts["prepared"], "prepared, not released", reverse("fellowship:decision_release", args=[call.cohort.uuid])),
    ]


def by_panellist(one: Application) -> list[tuple[str, int, list[InterviewScore]]]:
    """Name, sum and scores of each panellist."""
    rows = InterviewScore.objects.filter(interview__application=one).select_related("member", "item")
    found: dict[str, list[InterviewScore]] = {}
    for score in rows.order_by("member__name", "member", "item__position", "item"):
        found.setdefault(str(score.member), []).append(score)
    return [(name, sum(score.points for score in scores), scores) for name, scores in found.items()]


def _row(one: Any) -> tuple[object, ...]:
    region, profession, band, employer = words_of(one)
    decision = getattr(one, "decision", None)
    waits = decision.get_outcome_display() if decision is not None and decision.released_at is None else ""
    return (
        one.reference, one.name or one.user.name, one.job_title, employer, region, band,
        profession, one.get_state_display(), one.mean_score,
        None if one.interview_mean is None else round(one.interview_mean, 2),
        waits, outcomes.REASONS.get(decision.reason_code, "") if decision else "", one.reserve_rank,
        one.feedback or (decision.feedback if decision else ""),
    )  # fmt: skip
