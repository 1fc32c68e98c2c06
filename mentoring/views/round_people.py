"""Who takes part in a round, whom the team puts together or keeps apart, and joining it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring.forms.round_lists import BondFilters, ParticipantFilters
from mentoring.forms.rounds import BondForm, ReasonForm
from mentoring.models import Bond, Match, Participant, Round, RunPair, RunUnmet
from mentoring.rounds.keeping import (
    NothingToOffer,
    NothingWishedFor,
    exclude,
    join_round,
    leave_round,
    may_join,
    readmit,
    tie,
    untie,
)
from mentoring.views.rounds import run_round, signed_in

Side = Participant.Side


@require_safe
def round_people(request: HttpRequest, round_id: str) -> HttpResponse:
    """Everybody on both sides, with filters. Two queries for the list."""
    round_ = run_round(request, round_id)
    rows = round_.participants.select_related("user__profile__organisation", "user__mentor", "user__mentee")
    page = list_page(request, ParticipantFilters(request.GET), rows)
    return render(request, "mentoring/round_people.html", {"round": round_, "list": page})


@GET_OR_POST
def person_exclude(request: HttpRequest, round_id: str, pk: int) -> HttpResponse:
    """Leave somebody out, with a reason."""
    round_ = run_round(request, round_id)
    one = get_object_or_404(round_.participants.select_related("user", "round__programme"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            exclude(one, reason=form.cleaned_data["reason"], actor=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{one.user} is left out of the coming runs.")
            return redirect("mentoring:round_people", round_.uuid)
    return render(request, "mentoring/round_exclude.html", {"round": round_, "one": one, "form": form})


@require_POST
def person_readmit(request: HttpRequest, round_id: str, pk: int) -> HttpResponse:
    """Let somebody take part again."""
    round_ = run_round(request, round_id)
    one = get_object_or_404(round_.participants.select_related("user", "round__programme"), pk=pk)
    try:
        readmit(one, actor=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{one.user} takes part again.")
    return redirect("mentoring:round_people", round_.uuid)


@GET_OR_POST
def round_bonds(request: HttpRequest, round_id: str) -> HttpResponse:
    """Pairs put together and kept apart, and another one. ``?pair=`` fills the form in from a pair of a draft."""
    round_ = run_round(request, round_id)
    form = BondForm(request.POST if request.method == "POST" else None, initial=_asked(request, round_), round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            bond = tie(round_, **form.cleaned_data, actor=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = "put together" if bond.kind == Bond.Kind.PIN else "kept apart"
            messages.success(request, f"{bond.mentee} and {bond.mentor} are {done} in the next run.")
            return redirect("mentoring:round_bonds", round_.uuid)
    rows = round_.bonds.select_related("mentee", "mentor", "made_by")
    page = list_page(request, BondFilters(request.GET), rows)
    return render(request, "mentoring/round_bonds.html", {"round": round_, "list": page, "form": form})


def _asked(request: HttpRequest, round_: Round) -> dict[str, str]:
    pair = request.GET.get("pair", "")
    if not (pair.isascii() and pair.isdigit() and len(pair) < 18):
        return {}
    found = RunPair.objects.filter(pk=int(pair), run__round=round_).select_related("mentee", "mentor").first()
    if found is None:
        return {}
    kind = request.GET.get("tie", "")
    return {"mentee": found.mentee.email, "mentor": found.mentor.email, "kind": kind if kind in Bond.Kind else ""}


@require_POST
def bond_remove(request: HttpRequest, round_id: str, pk: int) -> HttpResponse:
    """Leave two people to the next run again."""
    round_ = run_round(request, round_id)
    bond = get_object_or_404(round_.bonds.select_related("mentee", "mentor", "round__programme"), pk=pk)
    try:
        untie(bond, actor=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The next run decides about {bond.mentee} and {bond.mentor}.")
    return redirect("mentoring:round_bonds", round_.uuid)


@GET_OR_POST
def round_join(request: HttpRequest, round_id: str) -> HttpResponse:
    """Join a round, see where one stands, or leave it. Open to whoever may join or takes part."""
    now, user = timezone.now(), signed_in(request)
    round_ = get_object_or_404(Round.objects.select_related("programme"), uuid=round_id)
    is_open = may_join(round_, now)
    mine = {one.side: one for one in round_.participants.filter(user=user)}
    if not is_open and not mine:
        raise Http404
    if request.method == "POST":
        return _join(request, round_)
    taking_part = [side for side in Side if side in mine and mine[side].state == Participant.State.IN]
    left = None
    if Side.MENTEE in taking_part and not Match.objects.live().filter(mentee=user, programme=round_.programme).exists():
        published = RunUnmet.objects.filter(run__round=round_, run__published_at__isnull=False, mentee=user, has=0)
        left = published.order_by("-run__number").first()
    context = {
        "round": round_, "is_open": is_open, "taking_part": taking_part,
        "to_join": [side for side in Side if side not in taking_part] if is_open else [], "left": left,
    }  # fmt: skip
    return render(request, "mentoring/round_join.html", context)


def _join(request: HttpRequest, round_: Round) -> HttpResponse:
    now, user = timezone.now(), signed_in(request)
    side = request.POST.get("side", "")
    if request.POST.get("leave"):
        if leave_round(round_, user, now=now):
            messages.success(request, f"You take part in {round_.name} no longer.")
        return redirect("mentoring:round_join", round_.uuid)
    if side not in Side:
        messages.error(request, "Choose whether you join as a mentor or as a mentee.")
        return redirect("mentoring:round_join", round_.uuid)
    try:
        join_round(round_, user, side, now=now)
    except (NothingToOffer, NothingWishedFor) as refusal:
        messages.error(request, str(refusal))
        return redirect("mentoring:mentor_profile" if side == Side.MENTOR else "mentoring:mentee_request")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"You take part in {round_.name} as a {Side(side).label.lower()}.")
    return redirect("mentoring:round_join", round_.uuid)
