"""Who waits in a round, and the next best mentor for each: the team accepts a suggestion, and it is proposed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.models import User
from common.lists import list_page
from common.refusals import Refused
from mentoring import next_best
from mentoring.forms.answers import SuggestionForm, WaitingFilters
from mentoring.models import Round
from mentoring.views.rounds import GET_OR_POST, run_round, signed_in

PER_PAGE = 20  # each with a suggestion, which is counted when the page is asked for


@never_cache
@GET_OR_POST
def round_waiting(request: HttpRequest, round_id: str) -> HttpResponse:
    """Who has fewer mentors than wished for, what came to nothing, and whom to propose next."""
    round_ = run_round(request, round_id)
    if request.method == "POST":
        return _propose(request, round_)
    page = list_page(request, WaitingFilters(request.GET), next_best.waiting_in(round_), PER_PAGE)
    people = [one.user_id for one in page.rows]
    fell = next_best.what_happened(round_, people)
    is_open = round_.state == Round.State.PUBLISHED
    found = next_best.suggestions(round_, people, now=timezone.now()) if people and is_open else {}
    for one in page.rows:
        one.fell, one.suggestion = fell[one.user_id], found.get(one.user_id)
    return render(request, "mentoring/round_waiting.html", {"round": round_, "list": page, "is_open": is_open})


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
