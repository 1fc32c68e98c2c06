"""The shortlist: chosen with its balance before and after in view."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from common.ticking import uuids
from fellowship.choosing import shortlisting
from fellowship.choosing.balance import balance, words_of
from fellowship.choosing.shortlisting import LISTED, POOL
from fellowship.forms.choosing import ProposeForm, ShortlistFilters
from fellowship.models import Application, Call
from fellowship.models.moves import ApplicationState
from fellowship.views.guards import judged_call_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 100
S = ApplicationState
_COLUMNS = ("Reference", "Name", "Employer", "Region", "Profession", "Pay band", "Score", "State")


@never_cache
@require_safe
def shortlist(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Scored applications, those on the shortlist, and how balanced it is. Eight queries."""
    call = judged_call_for(request, str(uuid))
    rows = Application.objects.filter(call=call, state__in=(S.SCORED, *LISTED)).select_related("user")
    rows = rows.exclude(user=person(request))
    filters = ShortlistFilters(request.GET)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, call.cohort, "shortlist", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    pool = _pool(call)
    listed = [one for one in pool if one.state in LISTED]
    context = {
        "cohort": call.cohort,
        "list": page,
        "rows": [(one, words_of(one)) for one in page.rows],
        "csv_url": page.url_with("csv", "yes"),
        "listed": len(listed),
        "pool": len(pool),
        "spreads": balance(pool, listed, listed),
    }
    return render(request, "fellowship/choosing/shortlist.html", context)


@never_cache
@GET_OR_POST
def shortlist_propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A proposal by score and balance, which is then looked at like any other choice."""
    call = judged_call_for(request, str(uuid))
    initial = {"count": call.cohort.places * 2}
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        pool = _pool(call)
        own = person(request).pk
        waiting = [one for one in pool if one.state == S.SCORED and one.user_id != own]
        listed = [one for one in pool if one.state in LISTED]
        found = shortlisting.propose(pool, waiting, listed, **form.cleaned_data)
        if found:
            return _look(request, call, [str(one.uuid) for one in found])
        form.add_error(None, "Nobody fits: the shortlist is as long already, or no score reaches so far.")
    return render(request, "fellowship/choosing/shortlist_propose.html", {"cohort": call.cohort, "form": form})


@require_POST
def shortlist_look(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How balanced the shortlist would be with those ticked. Changes nothing."""
    call = judged_call_for(request, str(uuid))
    chosen = uuids(request.POST.getlist("chosen"))
    if not chosen:
        messages.error(request, str(shortlisting.NobodyTicked()))
        return redirect("fellowship:shortlist", call.cohort.uuid)
    return _look(request, call, chosen)


@require_POST
def shortlist_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put exactly those named on the shortlist."""
    call = judged_call_for(request, str(uuid))
    try:
        added = shortlisting.shortlist(
            call, uuids(request.POST.getlist("chosen")), actor=person(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{added} more {'are' if added != 1 else 'is'} on the shortlist. Nobody is told yet.")
    return redirect("fellowship:shortlist", call.cohort.uuid)


def _look(request: HttpRequest, call: Call, chosen: list[str]) -> HttpResponse:
    pool = _pool(call)
    named = set(chosen)
    listed = [one for one in pool if one.state in LISTED]
    own = person(request).pk
    added = [one for one in pool if one.state == S.SCORED and str(one.uuid) in named and one.user_id != own]
    if not added:
        messages.error(request, str(shortlisting.ListHasChanged()))
        return redirect("fellowship:shortlist", call.cohort.uuid)
    context = {
        "cohort": call.cohort,
        "added": sorted(added, key=lambda one: -(one.mean_score or 0)),
        "listed": len(listed),
        "after": len(listed) + len(added),
        "pool": len(pool),
        "spreads": balance(pool, listed, [*listed, *added]),
    }
    return render(request, "fellowship/choosing/shortlist_look.html", context)


def _pool(call: Call) -> list[Application]:
    """Everybody who was read, with what balance looks at. One query."""
    rows = Application.objects.filter(call=call, state__in=POOL).select_related("user").order_by("pk")
    return list(rows.defer("why", "feedback", "eligibility"))


def _row(one: Application) -> tuple[object, ...]:
    region, profession, band, employer = words_of(one)
    return (
        one.reference, one.name or one.user.name, employer, region, profession, band, one.mean_score,
        one.get_state_display(),
    )  # fmt: skip
