"""Learning sets of a cohort, for those who run it: proposed, watched, changed by hand, told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.forms.sets import CountForm, MoveForm, SetForm
from fellowship.models import Cohort, Fellow, LearningSet, SetRun
from fellowship.sets import dividing, seating
from fellowship.sets.meeting import attendance_of
from fellowship.solving.learning_sets import MOST, how_many_sets
from fellowship.views.guards import cohort_for, person


@never_cache
@GET_OR_POST
def set_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """The sets of a cohort, and how mixed they are. A POST asks for a calculation."""
    cohort = cohort_for(request, uuid)
    form = CountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            dividing.ask_division(cohort, count=form.cleaned_data["count"], actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("fellowship:set_list", cohort.uuid)
    division = seating.division_of(cohort)
    met = attendance_of([table.learning_set for table in division.tables])
    run = cohort.set_runs.first()
    everybody = division.people + len(division.without)
    context = {
        "cohort": cohort, "division": division, "form": form, "run": run, "everybody": everybody,
        "tables": [(table, met.get(table.learning_set.pk, [])) for table in division.tables],
        "goes_on": run is not None and run.state in SetRun.UNFINISHED, "usual": _usual(everybody),
        # What a calculation proved holds only for what it made.
        "proof": run if run and run.state == "DONE" and run.best == division.imbalance else None,
    }  # fmt: skip
    return render(request, "fellowship/sets/set_list.html", context)


def _usual(people: int) -> int | None:
    try:
        return how_many_sets(people)
    except Refused:
        return None


@never_cache
@require_safe
def set_progress(request: HttpRequest, uuid: str) -> JsonResponse:
    """How far the calculation is, for the page that shows it."""
    run = cohort_for(request, uuid).set_runs.first()
    if run is None:
        raise Http404
    return JsonResponse({"percent": run.percent, "stage": stage_of(run), "done": run.state not in SetRun.UNFINISHED})


def stage_of(run: SetRun) -> str:
    """What goes on, in words."""
    if run.state == SetRun.State.QUEUED:
        return "Waiting to start"
    if run.best is None:
        return "Looking for a first division"
    return f"The best so far has an imbalance of {run.best}; at least {run.bound} cannot be avoided"


@never_cache
@GET_OR_POST
def set_edit(request: HttpRequest, uuid: str, number: int) -> HttpResponse:
    """The name of a set, and who leads it."""
    cohort = cohort_for(request, uuid)
    one = get_object_or_404(LearningSet, cohort=cohort, number=number)
    form = SetForm(
        request.POST if request.method == "POST" else None, cohort=cohort,
        initial={"name": one.name, "facilitator": one.facilitator},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            held = seating.change_set(one, **form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("facilitator", str(refusal))
        else:
            messages.success(request, f"{one} is saved.{_held(held)}")
            return redirect("fellowship:set_list", cohort.uuid)
    return render(request, "fellowship/sets/set_edit.html", {"cohort": cohort, "set": one, "form": form})


@never_cache
@GET_OR_POST
def seat_move(request: HttpRequest, uuid: str, fellow: str) -> HttpResponse:
    """Move one fellow, with what each set would be like then."""
    cohort = cohort_for(request, uuid)
    one = _sitting(cohort, fellow)
    division = seating.division_of(cohort)
    ways = seating.ways_for(division, one)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        choices=[(way.learning_set.pk, str(way.learning_set)) for way in ways],
        hints={str(way.learning_set.pk): _in_words(way) for way in ways},
    )
    if request.method == "POST" and form.is_valid():
        to = next(way.learning_set for way in ways if way.learning_set.pk == form.cleaned_data["to"])
        try:
            held = seating.move_fellow_to(one, to, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            messages.success(request, f"{one} sits in {to}.{_held(held)}")
            return redirect("fellowship:set_list", cohort.uuid)
    context = {"cohort": cohort, "fellow": one, "division": division, "form": form, "ways": ways}
    return render(request, "fellowship/sets/seat_move.html", context)


def _in_words(way: seating.Way) -> str:
    words = f"It would have {way.size} people{' (more than eight)' if way.size > MOST else ''}"
    words += f", and all sets an imbalance of {way.imbalance}."
    return f"{words} A colleague of theirs sits there: {', '.join(way.colleagues)}." if way.colleagues else words


@require_POST
def seat_keep(request: HttpRequest, uuid: str, fellow: str) -> HttpResponse:
    """Keep somebody in their set when sets are proposed anew, or no longer."""
    cohort = cohort_for(request, uuid)
    one = _sitting(cohort, fellow)
    keeps = request.POST.get("keep") == "yes"
    seating.keep_seat(one, is_kept=keeps, now=timezone.now())
    messages.success(request, f"{one} {'stays in this set' if keeps else 'may be moved'} when you propose anew.")
    return redirect("fellowship:set_list", cohort.uuid)


@require_POST
def sets_tell(request: HttpRequest, uuid: str) -> HttpResponse:
    """Let fellows see their sets, and hold the letters about it."""
    cohort = cohort_for(request, uuid)
    expected = request.POST.get("expected", "")
    try:
        held = seating.tell_sets(
            cohort, expected=int(expected) if expected.isdecimal() and len(expected) < 9 else -1,
            actor=person(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Fellows see their sets now.{_held(held)}")
    return redirect("fellowship:set_list", cohort.uuid)


def _held(letters: int) -> str:
    if not letters:
        return ""
    return f" {letters} letter{' is' if letters == 1 else 's are'} held in the outbox: look at them, then release them."


def _sitting(cohort: Cohort, uuid: str) -> Fellow:
    fellows = Fellow.objects.filter(cohort=cohort, state__in=dividing.SITTING).select_related("user")
    return get_object_or_404(fellows, uuid=uuid)
