"""After the release: offers that are out, the reserve list, feedback, steps back, places put off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.deciding import deferring, feedback, offers, outcomes, reserve
from fellowship.deciding.unanswered import reserve_is_over
from fellowship.forms.deciding import DeferForm, FeedbackForm, OfferForm, PlaceForm, UndoForm, WhyForm, undo_of
from fellowship.forms.unanswered import ReserveFilters
from fellowship.models import Application
from fellowship.models.moves import ApplicationState
from fellowship.moving import Who, move, open_to
from fellowship.views.deciding import decided_about, decision_of
from fellowship.views.guards import judged_call_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
S = ApplicationState
_COLUMNS = ("Place", "Reference", "Name", "Address", "Employer", "Score", "Interview")


@never_cache
@GET_OR_POST
def decision_undo(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Take one step back, with a reason; a letter that has not left is cancelled."""
    call, one = decision_of(request, uuid, application)
    back = undo_of(one)
    if not back:
        raise Http404
    form = UndoForm(request.POST if request.method == "POST" else None, application=one, initial={"to": back[0]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            move(one.pk, data["to"], actor=person(request), now=timezone.now(), reason=data["reason"], undo=True)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Undone. A letter about it that had not left yet is cancelled.")
            return redirect("fellowship:decision_edit", call.cohort.uuid, one.uuid)
    context = {"cohort": call.cohort, "one": one, "form": form}
    return render(request, "fellowship/deciding/decision_undo.html", context)


@never_cache
@GET_OR_POST
def offer_change(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Give somebody more time to answer an offer."""
    call, one = decision_of(request, uuid, application)
    offer = one.offers.filter(answered_at=None, ended_at=None).first()
    if offer is None or one.state != S.OFFERED:
        raise Http404
    local = timezone.localtime(offer.expires_at)
    initial = {"ends_on": local.date(), "ends_at": local.time()}
    form = OfferForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            offers.extend_offer(one.pk, form.moment(), actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("ends_on", str(refusal))
        else:
            messages.success(request, "They have more time to answer. Their reminders moved along.")
            return redirect("fellowship:decision_edit", call.cohort.uuid, one.uuid)
    context = {"cohort": call.cohort, "one": one, "offer": offer, "form": form}
    return render(request, "fellowship/deciding/offer_change.html", context)


@never_cache
@GET_OR_POST
def offer_withdraw(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Withdraw an offer, with a reason."""
    call, one = decision_of(request, uuid, application)
    if one.state != S.OFFERED:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            move(
                one.pk, S.OFFER_WITHDRAWN, actor=person(request), now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The offer is withdrawn, and the place is free.")
            return redirect("fellowship:decision_list", call.cohort.uuid)
    context = {"cohort": call.cohort, "one": one, "form": form}
    return render(request, "fellowship/deciding/offer_withdraw.html", context)


@never_cache
@GET_OR_POST
def reserve_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The reserve list in its order. A POST puts somebody on another place."""
    call = judged_call_for(request, str(uuid))
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            one = get_object_or_404(Application, call=call, uuid=form.cleaned_data["application"])
            try:
                reserve.move_on_reserve(
                    call, one.pk, form.cleaned_data["rank"], actor=person(request), now=timezone.now()
                )
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{one.name or one.reference} has another place on the list.")
        else:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("fellowship:reserve_list", call.cohort.uuid)
    # Nobody reads the scores of an application of their own.
    rows = decided_about(call).filter(state=S.RESERVE).exclude(user=person(request)).order_by("reserve_rank", "pk")
    filters = ReserveFilters(request.GET)
    if "csv" in request.GET:
        answer: HttpResponse = list_as_csv(
            request, call.cohort, "reserve", _COLUMNS, map(_row, filters.narrow(rows)[:MOST_ROWS])
        )
        return answer
    left, page = outcomes.places_left(call.cohort), list_page(request, filters, rows, PER_PAGE)
    context = {
        "cohort": call.cohort,
        "call": call,
        "list": page,
        "csv_url": page.url_with("csv", "yes"),
        "is_over": reserve_is_over(call, timezone.localdate()),
        "left": left,
        "next": {one.pk for one in offers.next_reserves(call.cohort, left)},
    }
    return render(request, "fellowship/deciding/reserve_list.html", context)


@never_cache
@GET_OR_POST
def feedback_edit(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Feedback for somebody who has heard how it went."""
    call, one = decision_of(request, uuid, application)
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial={"text": one.feedback})
    if request.method == "POST" and form.is_valid():
        try:
            held = feedback.give_feedback(one.pk, form.cleaned_data["text"], actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            said = " A letter about it is held in the outbox, until you let it go." if held else ""
            messages.success(request, f"Saved.{said}")
            return redirect("fellowship:decision_edit", call.cohort.uuid, one.uuid)
    context = {"cohort": call.cohort, "one": one, "form": form, "told": one.state in feedback.TOLD}
    return render(request, "fellowship/deciding/feedback_edit.html", context)


@never_cache
@GET_OR_POST
def deferral_add(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """Put a place off to a later cohort."""
    call, one = decision_of(request, uuid, application)
    if S.DEFERRED not in open_to(one, {Who.TEAM}):
        raise Http404
    form = DeferForm(request.POST if request.method == "POST" else None, cohort=call.cohort)
    if request.method == "POST" and form.is_valid():
        try:
            deferring.defer(one.pk, **form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The place is put off, and free in this cohort.")
            return redirect("fellowship:decision_list", call.cohort.uuid)
    context = {"cohort": call.cohort, "one": one, "form": form}
    return render(request, "fellowship/deciding/deferral_add.html", context)


@require_POST
def deferral_take_up(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Give a place of this cohort to somebody who was deferred to it."""
    call = judged_call_for(request, str(uuid))
    deferral = get_object_or_404(deferring.deferrals_for(call.cohort, waiting=False), pk=pk)
    try:
        taken = deferring.take_up(deferral.pk, call.cohort, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{taken.name or taken.reference} has a place in this cohort.")
    return redirect("fellowship:decision_list", call.cohort.uuid)


def _row(one: Any) -> tuple[object, ...]:
    mean = one.interview_mean
    return (
        one.reserve_rank, one.reference, one.name or one.user.name, one.user.email, one.organisation_name,
        one.mean_score, None if mean is None else round(mean, 2),
    )  # fmt: skip
