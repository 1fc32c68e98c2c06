"""What an evaluation shows, for those who run a programme: results, what was written, files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.lists import list_page
from fellowship.evaluating import export, results
from fellowship.evaluating.network import networks_of
from fellowship.forms.evaluation import WrittenFilters
from fellowship.models import Cohort, Wave
from fellowship.views.guards import cohort_for
from fellowship.views.lists import list_as_csv
from fellowship.views.pictures import change_picture


@never_cache
@require_safe
def evaluation_results(request: HttpRequest, uuid: str) -> HttpResponse:
    """What the answers show at one time, to read and to print: ``?time=`` a moment, else the latest that has any."""
    cohort = cohort_for(request, uuid)
    today = timezone.localdate()
    compared = {one.wave.moment: one for one in results.comparisons_of(cohort, on=today)}
    latest = sorted(compared.values(), key=lambda one: (one.shows_something, one.wave.opens_on), reverse=True)
    chosen = compared.get(request.GET.get("time", "").upper()) or next(iter(latest), None)
    context = {
        "cohort": cohort,
        "rates": results.rates_of(cohort, cohort.waves.filter(opens_on__lte=today)),
        "times": list(compared.values()),
        "chosen": chosen,
        "groups": [
            (title, [(line, change_picture(line, chosen.wave)) for line in lines])
            for title, lines in (
                ("Skilled, Connected, Inspired", chosen.aims), ("Skills", chosen.skills),
                ("Connections", chosen.connections),
            ) if lines
        ] if chosen else [],
        "networks": networks_of(cohort, on=today),
        "quotes": results.written(cohort, on=today).filter(is_quoted=True, response__may_quote=True),
        "may_export": bool(export.waves_to_export(cohort, on=today)),
    }  # fmt: skip
    return render(request, "fellowship/evaluation/results.html", context)


@never_cache
@require_safe
def evaluation_written(request: HttpRequest, uuid: str) -> HttpResponse:
    """Everything that was written, without names, to choose quotes from."""
    cohort = cohort_for(request, uuid)
    rows = results.written(cohort, on=timezone.localdate())
    form = WrittenFilters(request.GET, cohort=cohort)
    context = {"cohort": cohort, "list": list_page(request, form, rows), "here": request.get_full_path()}
    return render(request, "fellowship/evaluation/written.html", context)


@require_POST
def quote_set(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Choose an answer as a quote, or take it back: those alone that may be quoted."""
    cohort = cohort_for(request, uuid)
    may_be = results.written(cohort, on=timezone.localdate()).filter(response__may_quote=True)
    answer = get_object_or_404(may_be, pk=pk)
    answer.is_quoted = not answer.is_quoted
    answer.save(update_fields=["is_quoted", "updated_at"])
    messages.success(request, "The quote is chosen." if answer.is_quoted else "The quote is taken back.")
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("fellowship:evaluation_written", args=[cohort.uuid])
    return redirect(back)


@never_cache
@require_safe
def evaluation_csv(request: HttpRequest, uuid: str) -> HttpResponse:
    """Answers without names, for those who study them."""
    cohort = cohort_for(request, uuid)
    over = _over(cohort)
    answer: HttpResponse = list_as_csv(
        request, cohort, "answers", export.columns_of(cohort, over), export.rows_of(cohort, over)
    )
    return answer


@never_cache
@require_safe
def evaluation_codebook(request: HttpRequest, uuid: str) -> HttpResponse:
    """What the columns of the file mean."""
    cohort = cohort_for(request, uuid)
    columns = ("column", "meaning", "values", "aim")
    answer: HttpResponse = list_as_csv(request, cohort, "codebook", columns, export.codebook_of(cohort, _over(cohort)))
    return answer


def _over(cohort: Cohort) -> list[Wave]:
    found = export.waves_to_export(cohort, on=timezone.localdate())
    if not found:
        raise Http404
    return found
