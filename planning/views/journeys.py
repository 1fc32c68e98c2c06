"""What everybody may read: journeys, and one of them; and questions to those who told them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from careers.frame import current_frame
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from planning.forms.journey_lists import JourneyFilters, NoteFilters
from planning.forms.journeys import AnswerForm, NoteForm
from planning.journeys import asking
from planning.journeys.flows import MOST_FLOWS, all_flows
from planning.journeys.picture import draw_flows
from planning.models.journeys import Journey

PER_PAGE = 20


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def journey_list(request: HttpRequest) -> HttpResponse:
    """Published journeys. Four queries for visitors."""
    page = list_page(
        request, JourneyFilters(request.GET, frame=current_frame()), Journey.objects.public().brief(), PER_PAGE
    )
    return render(request, "planning/journey_list.html", {"list": page})


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def journey_detail(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """One published journey. Four queries for visitors."""
    journey = get_object_or_404(Journey.objects.public().whole(), pk=journey_id)
    mine = isinstance(request.user, User) and journey.user_id == request.user.pk
    return render(request, "planning/journey_detail.html", {"journey": journey, "mine": mine})


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def journey_moves(request: HttpRequest) -> HttpResponse:
    """The moves that people really made. One query for visitors, two when journeys have changed."""
    flows = all_flows()
    picture = draw_flows(flows[:MOST_FLOWS])
    return render(request, "planning/journey_moves.html", {"picture": picture, "more": len(flows) > MOST_FLOWS})


@never_cache
@GET_OR_POST
def journey_ask(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Ask somebody about their journey."""
    assert isinstance(request.user, User)
    open_ones = Journey.objects.real().filter(open_to_contact=True).exclude(user=request.user)
    journey = get_object_or_404(open_ones, pk=journey_id)
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm()
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(journey.pk, sender=request.user, text=form.cleaned_data["text"], now=timezone.now())
        except Journey.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your question is on its way. We write to you when they answer.")
            return redirect("planning:note_list")
    return render(request, "planning/journey_ask.html", {"journey": journey, "form": form})


@never_cache
@require_safe
def note_list(request: HttpRequest) -> HttpResponse:
    """What I asked and was asked about journeys. Two queries."""
    assert isinstance(request.user, User)
    page = list_page(request, NoteFilters(request.GET, user=request.user), asking.notes_of(request.user), PER_PAGE)
    for note in page.rows:
        note.to_me = note.journey.user_id == request.user.pk
    return render(request, "planning/note_list.html", {"list": page})


@never_cache
@GET_OR_POST
def note_answer(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Answer a question about my journey."""
    assert isinstance(request.user, User)
    note = get_object_or_404(asking.notes_of(request.user).filter(journey__user=request.user), pk=note_id)
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(note.pk, owner=request.user, text=form.cleaned_data["text"], now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer is there for them to read, and we have written to them.")
            return redirect("planning:note_list")
    return render(request, "planning/note_answer.html", {"note": note, "form": form})
