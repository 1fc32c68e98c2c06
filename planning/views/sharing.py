"""Links to my gap reports: give one, see all, take one back; and make a level my goal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from careers.frame import current_frame
from careers.models import Level
from common.http_methods import GET_OR_POST
from common.lists import ListForm, list_page
from common.refusals import Refused
from planning.assessments import set_goal
from planning.forms.lists import SharedFilters
from planning.forms.sharing import ShareForm
from planning.models import Assessment, SharedReport
from planning.sharing import report_address, revoke, share_report
from planning.views.assessment import with_assessment
from planning.views.current import current_assessment

PER_PAGE = 25


@never_cache
@GET_OR_POST
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a link to the gap report for one level."""
    assert isinstance(request.user, User)
    now = timezone.now()
    assessment = current_assessment(request, now)
    if assessment is None:
        return redirect("planning:assessment_start")
    goal = get_object_or_404(Level.objects.live().select_related("role"), slug=slug)
    form = ShareForm(request.POST) if request.method == "POST" else ShareForm()
    if request.method == "POST" and form.is_valid():
        try:
            share_report(request.user, assessment, goal, **form.cleaned_data, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The link is the first in the list. Copy it and send it to them yourself.")
        return redirect("planning:shared_list")
    return render(request, "planning/share.html", {"form": form, "goal": goal, "assessment": assessment})


@never_cache
@require_safe
def shared_list(request: HttpRequest) -> HttpResponse:
    """The links that the person gave. Two queries."""
    assert isinstance(request.user, User)
    now = timezone.now()
    rows = SharedReport.objects.of(request.user).select_related("goal", "assessment")
    form: ListForm = SharedFilters(request.GET, now=now)
    page = list_page(request, form, rows, PER_PAGE)
    for shared in page.rows:
        shared.words = shared.state(now)
        shared.address = report_address(shared) if shared.words == "Open" else ""
    return render(request, "planning/shared_list.html", {"list": page})


@never_cache
@GET_OR_POST
def shared_revoke(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Take a link back."""
    assert isinstance(request.user, User)
    mine = SharedReport.objects.of(request.user).select_related("goal__role")
    shared = get_object_or_404(mine, nonce=nonce)
    if request.method == "POST":
        revoke(shared, now=timezone.now())
        messages.success(request, f"The link for {shared.given_to} opens nothing any more.")
        return redirect("planning:shared_list")
    return render(request, "planning/shared_revoke.html", {"shared": shared})


@GET_OR_POST
@with_assessment
def goal_set(request: HttpRequest, assessment: Assessment, slug: str) -> HttpResponse:
    """Make a level the goal of the current assessment. The button is on its report."""
    if request.method != "POST":
        return redirect("gap_report", slug)
    frame = current_frame()
    goal = get_object_or_404(Level.objects.live().select_related("role"), slug=slug, pk__in=frame.levels.ids)
    added = set_goal(assessment, goal, frame=frame, now=timezone.now())
    if added:
        more = "one more skill" if added == 1 else f"{added} more skills"
        messages.success(request, f"{goal} is your goal now. It needs {more} that we have not asked you about yet.")
    else:
        messages.success(request, f"{goal} is your goal now.")
    return redirect("gap_report", goal.slug)
