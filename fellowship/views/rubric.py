"""Pages of the rubric: what is scored, about which answer, and what each score looks like."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.forms.reviewing import RubricItemForm, initial_item
from fellowship.reviewing.rubric import ScoredAlready, delete_item, is_scored, move_item_up, not_scored, save_item
from fellowship.views.guards import call_for, person


@never_cache
@GET_OR_POST
def rubric(request: HttpRequest, uuid: str) -> HttpResponse:
    """The whole rubric. A POST adds a thing to score."""
    call = call_for(request, uuid)
    form = RubricItemForm(request.POST if request.method == "POST" else None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            item = save_item(call, None, form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{item.title}” is scored from now on.")
            return redirect("fellowship:rubric", call.cohort.uuid)
    items = list(call.rubric.select_related("question"))
    reading, interviews = ([one for one in items if one.for_interview is kind] for kind in (False, True))
    context = {
        "call": call, "cohort": call.cohort, "form": form, "not_scored": not_scored(call),
        "kinds": [("In reading", reading), ("In interviews", interviews)],
        "most": sum(one.most for one in reading),
    }  # fmt: skip
    return render(request, "fellowship/reviewing/rubric.html", context)


@never_cache
@GET_OR_POST
def rubric_item(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    item = get_object_or_404(call.rubric, pk=pk)
    form = RubricItemForm(request.POST if request.method == "POST" else None, call=call, initial=initial_item(item))
    if request.method == "POST" and form.is_valid():
        try:
            save_item(call, item, form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("most" if isinstance(refusal, ScoredAlready) else None, str(refusal))
        else:
            messages.success(request, "It is saved.")
            return redirect("fellowship:rubric", call.cohort.uuid)
    context = {"call": call, "cohort": call.cohort, "form": form, "item": item, "is_scored": is_scored(item)}
    return render(request, "fellowship/reviewing/rubric_item.html", context)


@require_POST
def rubric_delete(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    item = get_object_or_404(call.rubric.select_related("call__cohort__programme"), pk=pk)
    try:
        delete_item(item, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is scored no longer.")
    return redirect("fellowship:rubric", call.cohort.uuid)


@require_POST
def rubric_up(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    move_item_up(get_object_or_404(call.rubric, pk=pk))
    return redirect("fellowship:rubric", call.cohort.uuid)
