"""Staff read journeys before everybody does."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.models import User
from careers.models import Learning, Role
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from planning.forms.journey_lists import ReviewFilters
from planning.forms.journeys import QuoteForm, ReasonForm
from planning.journeys import reviewing
from planning.models.journeys import Journey
from planning.views.journeys import PER_PAGE

SEEN = (Journey.State.SUBMITTED, Journey.State.RETURNED, Journey.State.PUBLISHED)


@never_cache
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Journeys that wait, and those that were read. Two queries."""
    _reviewer(request)
    rows = Journey.objects.filter(is_example=False, state__in=SEEN)
    return render(
        request, "planning/review_list.html", {"list": list_page(request, ReviewFilters(request.GET), rows, PER_PAGE)}
    )


@never_cache
@GET_OR_POST
def review_detail(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Read a journey, then publish it or send it back."""
    reviewer, journey = _seen(request, journey_id)
    now = timezone.now()
    sends_back = "send_back" in request.POST
    form = ReasonForm(request.POST) if sends_back else ReasonForm()
    if request.method == "POST":
        try:
            if "publish" in request.POST:
                reviewing.publish(journey.pk, reviewer=reviewer, now=now, read=request.POST.get("read", ""))
                messages.success(request, "It is published, and its person is told.")
                return redirect("planning:review_list")
            if sends_back and form.is_valid():
                reviewing.send_back(journey.pk, reason=form.cleaned_data["reason"], reviewer=reviewer, now=now)
                messages.success(request, "It is back with its person, with your reason.")
                return redirect("planning:review_list")
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect("planning:review_detail", journey.pk)
    else:
        audit.record(actor=reviewer, action="planning.journey_read", about=journey, subject=journey.user, now=now)
    context = {
        "journey": journey,
        "form": form,
        "quotes": journey.quotes.all(),
        "edition": reviewing.edition(journey),
    }
    return render(request, "planning/review_detail.html", context)


@never_cache
@GET_OR_POST
def quote_add(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Choose words of a published journey for the page of a role or a course."""
    reviewer, journey = _seen(request, journey_id)
    roles = Role.objects.filter(levels__in=[step.level_id for step in journey.steps.all() if step.level_id]).distinct()
    courses = Learning.objects.filter(pk__in=[one.learning_id for one in journey.courses.all() if one.learning_id])
    form = QuoteForm(request.POST if request.method == "POST" else None, roles=roles, courses=courses)
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.quote(journey.pk, **form.quote, reviewer=reviewer, now=timezone.now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "The words stand on that page as long as the journey is published.")
            return redirect("planning:review_detail", journey.pk)
    return render(request, "planning/quote_add.html", {"journey": journey, "form": form})


@require_POST
def quote_remove(request: HttpRequest, journey_id: UUID, quote_id: UUID) -> HttpResponse:
    """Show a quote no longer."""
    _, journey = _seen(request, journey_id)
    reviewing.take_quote_back(journey.pk, quote_id)
    messages.success(request, "The quote is gone.")
    return redirect("planning:review_detail", journey.pk)


def _reviewer(request: HttpRequest) -> User:
    if not reviewing.may_review(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


def _seen(request: HttpRequest, journey_id: UUID) -> tuple[User, Journey]:
    """Drafts, and what was withdrawn, are for their person alone: to staff they are not there."""
    reviewer = _reviewer(request)
    rows = Journey.objects.filter(is_example=False, state__in=SEEN).select_related("user").whole()
    return reviewer, get_object_or_404(rows, pk=journey_id)
