"""Who waits in a round, and the next best mentor for each: the team accepts a suggestion, and it is proposed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache

from accounts.exporting import MOST_ROWS
from accounts.models import User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring import next_best
from mentoring.forms.answers import SuggestionForm, WaitingFilters
from mentoring.models import Participant, Round
from mentoring.views.lists import list_as_csv
from mentoring.views.rounds import run_round, signed_in

PER_PAGE = 20  # each with a suggestion, which is counted when the page is asked for


@never_cache
@GET_OR_POST
def round_waiting(request: HttpRequest, round_id: str) -> HttpResponse:
    """Who has fewer mentors than wished for, what came to nothing, and whom to propose next."""
    round_ = run_round(request, round_id)
    if request.method == "POST":
        return _propose(request, round_)
    filters, rows = WaitingFilters(request.GET), next_best.waiting_in(round_)
    if "csv" in request.GET:
        found = _with_suggestions(round_, filters.arrange(filters.narrow(rows))[:MOST_ROWS])
        return list_as_csv(request, round_.programme, "waiting", _COLUMNS, map(_row, found))
    page = list_page(request, filters, rows, PER_PAGE)
    _with_suggestions(round_, page.rows)
    context = {"round": round_, "list": page, "is_open": _is_open(round_), "csv_url": page.url_with("csv", "yes")}
    return render(request, "mentoring/round_waiting.html", context)


_COLUMNS = ("Mentee", "Address", "Mentors", "Mentors wanted", "Since", "What came to nothing", "Next best", "Points")


def _row(one: Any) -> Sequence[object]:
    fell = " | ".join(f"{pair.mentor}: {pair.get_state_display().lower()}" for pair in one.fell)
    best = one.suggestion or next_best.Suggestion()
    since = f"{localtime(one.waiting_since):%Y-%m-%d}"
    return (one.user.name, one.user.email, one.has, one.wanted, since, fell, str(best.mentor or ""), best.points)


def _with_suggestions(round_: Round, rows: Iterable[Participant]) -> list[Any]:
    """These people, each with ``fell``, what came to nothing, and ``suggestion``, the next best or None."""
    waiting: list[Any] = list(rows)
    people = [one.user_id for one in waiting]
    fell = next_best.what_happened(round_, people)
    found = next_best.suggestions(round_, people, now=timezone.now()) if people and _is_open(round_) else {}
    for one in waiting:
        one.fell, one.suggestion = fell[one.user_id], found.get(one.user_id)
    return waiting


def _is_open(round_: Round) -> bool:
    return round_.state == Round.State.PUBLISHED


def _propose(request: HttpRequest, round_: Round) -> HttpResponse:
    form = SuggestionForm(request.POST)
    if not form.is_valid() or round_.state != Round.State.PUBLISHED:
        raise Http404
    people = User.objects.filter(mentoring_rounds__round=round_).distinct().in_bulk(form.cleaned_data.values())
    mentee, mentor = (people.get(form.cleaned_data[side]) for side in ("mentee", "mentor"))
    if mentee is None or mentor is None:
        raise Http404
    try:
        next_best.propose_next(round_, mentee=mentee, mentor=mentor, actor=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{mentor} is asked to mentor {mentee}, and has {round_.answer_days} working days.")
    return redirect("mentoring:round_waiting", round_.uuid)
