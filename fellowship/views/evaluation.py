"""The evaluation for those who run a programme: questionnaires and when cohorts are asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Programme
from accounts.roles import RUNNING_IT, programmes_where
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.evaluating import instruments, results, waves
from fellowship.forms.evaluation import InstrumentFilters, InstrumentForm, ItemForm, PlanForm, SkillForm, WaveForm
from fellowship.models import Aim, Cohort, Instrument, Item, Wave
from fellowship.views.guards import cohort_for, person


@never_cache
@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    """The questionnaires of the programmes that one runs."""
    programmes = _programmes(request)
    form = InstrumentFilters(request.GET, programmes=list(programmes))
    rows = Instrument.objects.filter(programme__in=programmes).select_related("programme")
    return render(request, "fellowship/evaluation/instrument_list.html", {"list": list_page(request, form, rows)})


@never_cache
@GET_OR_POST
def instrument_add(request: HttpRequest) -> HttpResponse:
    programmes = _programmes(request)
    form = InstrumentForm(
        request.POST if request.method == "POST" else None, programmes=programmes,
        initial={"programme": programmes.first()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = instruments.save_instrument(None, **form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The questionnaire is made. Look through its questions.")
            return redirect("fellowship:instrument", made.uuid)
    return render(request, "fellowship/evaluation/instrument_form.html", {"form": form})


@never_cache
@require_safe
def instrument_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """A questionnaire with its items, by aim."""
    instrument = _instrument(request, uuid)
    items = list(instrument.items.filter(is_retired=False))
    context = {
        "instrument": instrument,
        "aims": [(aim.label, [item for item in items if item.aim == aim]) for aim in Aim],
        "cohorts": Cohort.objects.filter(waves__instrument=instrument).distinct(),
        "retired": instrument.items.filter(is_retired=True).count(),
    }
    return render(request, "fellowship/evaluation/instrument_detail.html", context)


@never_cache
@GET_OR_POST
def instrument_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    instrument = _instrument(request, uuid)
    form = InstrumentForm(
        request.POST if request.method == "POST" else None,
        initial={"name": instrument.name, "intro": instrument.intro},
    )
    if request.method == "POST" and form.is_valid():
        try:
            instruments.save_instrument(
                instrument, programme=instrument.programme, **form.cleaned_data, actor=person(request),
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The questionnaire is saved.")
            return redirect("fellowship:instrument", instrument.uuid)
    return render(request, "fellowship/evaluation/instrument_form.html", {"form": form, "instrument": instrument})


@require_POST
def instrument_retire(request: HttpRequest, uuid: str) -> HttpResponse:
    instrument = _instrument(request, uuid)
    try:
        instruments.retire(instrument, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fellowship:instrument", instrument.uuid)
    messages.success(request, f"{instrument} is not offered any more. Its answers are kept.")
    return redirect("fellowship:instrument_list")


@never_cache
@GET_OR_POST
def item_add(request: HttpRequest, uuid: str) -> HttpResponse:
    return _item(request, _instrument(request, uuid), None)


@never_cache
@GET_OR_POST
def item_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    item = _one_item(request, uuid)
    return _item(request, item.instrument, item)


def _item(request: HttpRequest, instrument: Instrument, item: Item | None) -> HttpResponse:
    names = ("text", "kind", "aim", "is_reversed")
    initial = {name: getattr(item, name) for name in names} if item else {"kind": Item.Kind.SCALE}
    form = ItemForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            instruments.save_item(instrument, item, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The question is saved.")
            return redirect("fellowship:instrument", instrument.uuid)
    context = {"form": form, "instrument": instrument, "item": item, "answered": item and item.answers.exists()}
    return render(request, "fellowship/evaluation/item_form.html", context)


@require_POST
def item_up(request: HttpRequest, uuid: str) -> HttpResponse:
    item = _one_item(request, uuid)
    instruments.move_item_up(item)
    return redirect("fellowship:instrument", item.instrument.uuid)


@require_POST
def item_out(request: HttpRequest, uuid: str) -> HttpResponse:
    item = _one_item(request, uuid)
    instruments.take_item_out(item)
    messages.success(request, "The question is taken out.")
    return redirect("fellowship:instrument", item.instrument.uuid)


@never_cache
@GET_OR_POST
def evaluation(request: HttpRequest, uuid: str) -> HttpResponse:
    """When a cohort is asked, how many have answered, and its skills. A POST plans the usual times."""
    cohort = cohort_for(request, uuid)
    today = timezone.localdate()
    form = PlanForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        made = waves.plan_usual(cohort, form.cleaned_data["instrument"], actor=person(request), now=timezone.now())
        messages.success(request, f"{made} {'time is' if made == 1 else 'times are'} planned. Check the days.")
        return redirect("fellowship:evaluation", cohort.uuid)
    planned = list(cohort.waves.select_related("instrument"))
    context = {
        "cohort": cohort, "form": form, "skills": cohort.skills.select_related("skill"),
        "rates": [(rate, waves.state_of(rate.wave, today)) for rate in results.rates_of(cohort, planned)],
        "left": len(planned) < len(Wave.Moment.values), "has_instruments": form.fields["instrument"].queryset.exists(),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "fellowship/evaluation/evaluation.html", context)


@never_cache
@GET_OR_POST
def wave_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    wave = _wave(request, uuid)
    names = ("instrument", "opens_on", "closes_on", "asks_skills", "asks_connections")
    form = WaveForm(
        request.POST if request.method == "POST" else None, wave=wave,
        initial={name: getattr(wave, name) for name in names},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            waves.change_wave(wave, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("closes_on" if isinstance(refusal, waves.EndsTooEarly) else "instrument", str(refusal))
        else:
            messages.success(request, "The time is saved.")
            return redirect("fellowship:evaluation", wave.cohort.uuid)
    return render(request, "fellowship/evaluation/wave_form.html", {"form": form, "wave": wave, "cohort": wave.cohort})


@require_POST
def wave_out(request: HttpRequest, uuid: str) -> HttpResponse:
    wave = _wave(request, uuid)
    try:
        waves.take_wave_out(wave)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{wave} is taken out.")
    return redirect("fellowship:evaluation", wave.cohort.uuid)


@never_cache
@require_safe
def wave_people(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who has handed in and who has not, so that somebody can be rung; not what they said."""
    wave = _wave(request, uuid)
    context = {"wave": wave, "cohort": wave.cohort, "people": waves.people_of(wave)}
    return render(request, "fellowship/evaluation/wave_people.html", context)


@never_cache
@GET_OR_POST
def skill_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """One more skill that the cohort is about."""
    cohort = cohort_for(request, uuid)
    form = SkillForm(request.POST if request.method == "POST" else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        try:
            waves.add_skill(cohort, form.cleaned_data["skill"])
        except Refused as refusal:
            form.add_error("skill", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['skill']} is asked from now on.")
            return redirect("fellowship:evaluation", cohort.uuid)
    return render(request, "fellowship/evaluation/skill_form.html", {"form": form, "cohort": cohort})


@require_POST
def skill_out(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    cohort = cohort_for(request, uuid)
    cohort.skills.filter(pk=pk).delete()
    return redirect("fellowship:evaluation", cohort.uuid)


def _programmes(request: HttpRequest) -> "QuerySet[Programme]":
    programmes = programmes_where(request.user, RUNNING_IT, now=timezone.now()).order_by("name")
    if not programmes.exists():
        raise PermissionDenied
    return programmes


def _instrument(request: HttpRequest, uuid: str) -> Instrument:
    mine = programmes_where(request.user, RUNNING_IT, now=timezone.now())
    found: Instrument = get_object_or_404(
        Instrument.objects.filter(programme__in=mine).select_related("programme"), uuid=uuid
    )
    return found


def _one_item(request: HttpRequest, uuid: str) -> Item:
    mine = programmes_where(request.user, RUNNING_IT, now=timezone.now())
    found: Item = get_object_or_404(
        Item.objects.filter(instrument__programme__in=mine, is_retired=False).select_related("instrument__programme"),
        uuid=uuid,
    )
    return found


def _wave(request: HttpRequest, uuid: str) -> Wave:
    mine = Cohort.objects.run_by(request.user, RUNNING_IT, now=timezone.now())
    found: Wave = get_object_or_404(
        Wave.objects.filter(cohort__in=mine).select_related("cohort__programme", "instrument"), uuid=uuid
    )
    return found
