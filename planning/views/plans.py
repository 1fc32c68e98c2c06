"""My plan: the page, hours and money, goals and routes, looking back, the calendar file, and throwing it away."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from careers.frame import current_frame
from careers.models import Level
from careers.pathways import Goal, find_routes
from common.http_methods import GET_OR_POST
from common.lists import ListForm, list_page
from common.refusals import Refused
from planning.forms.plans import GoalForm, PlanFilters, ReviewForm, TermsForm
from planning.models import Assessment, Pays, Plan, PlanGoal
from planning.plans.calendars import due_dates
from planning.plans.clock import UNTIL_REVIEW
from planning.plans.keeping import (
    add_goal,
    change_terms,
    delete_plan,
    goals_of,
    plan_of,
    progress_of,
    remove_goal,
    review_plan,
    start_plan,
)
from planning.setting_out import start_of
from planning.standing import standing_of
from planning.views.current import current_assessment, signed_in

PER_PAGE = 50
USUAL_HOURS = 3


def with_plan(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the plan of the person; without one it leads to where one begins."""

    @never_cache
    @wraps(view)
    def find_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = signed_in(request)
        assert user is not None  # the middleware let nobody else in
        plan = plan_of(user)
        if plan is None:
            return redirect(f"{reverse('planning:plan_about')}{_what_for(request)}")
        return view(request, plan, *args, **kwargs)

    return find_first


# Pages that somebody may have come for before they had a plan: they go on there once it is begun.
_THEN = ("plan_suggest", "plan_templates", "plan_feedback", "action_add", "goal_add")


def _what_for(request: HttpRequest) -> str:
    """The query that brings somebody back here once there is a plan; empty where that is where they go anyway."""
    if toward := request.GET.get("toward", ""):
        return f"?{urlencode({'toward': toward})}"
    name = request.resolver_match.url_name if request.resolver_match else ""
    return f"?{urlencode({'then': name, **_filled_in(request)})}" if name in _THEN else ""


def _filled_in(request: HttpRequest) -> dict[str, str]:
    """What the address fills in on the page that somebody came for."""
    return {name: request.GET[name] for name in ("skill", "kind") if name in request.GET}


def _after_begin(request: HttpRequest, has_goal: bool) -> str:
    """The address after a plan is begun: what the person came for, else actions for their goal, else the plan."""
    toward, then = request.GET.get("toward", ""), request.GET.get("then", "")
    if toward in current_frame().levels.index:
        return f"{reverse('planning:plan_suggest')}?{urlencode({'toward': toward})}"
    if then in _THEN:
        filled_in = _filled_in(request)
        return f"{reverse(f'planning:{then}')}{'?' if filled_in else ''}{urlencode(filled_in)}"
    return reverse("planning:plan_suggest" if has_goal else "planning:plan")


@require_safe
@with_plan
def plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Goals, progress, and the actions, now and later. Eight queries."""
    form: ListForm = PlanFilters(request.GET)
    now = timezone.now()
    today = timezone.localdate(now)
    rows = plan.actions.select_related("skill").defer("skill__official_text")
    context = {
        "list": list_page(request, form, rows, PER_PAGE),
        "plan": plan,
        "goals": goals_of(plan),
        "progress": progress_of(plan, today=today),
        "today": today,
    }
    return render(request, "planning/plan.html", context)


@never_cache
@GET_OR_POST
def plan_about(request: HttpRequest) -> HttpResponse:
    """Begin a plan, or change how many hours there are and what can be paid. ``?toward=`` and ``?then=`` lead on."""
    user = signed_in(request)
    assert user is not None
    now = timezone.now()
    plan = plan_of(user)
    known = {"hours_a_week": plan.hours_a_week, "pays": plan.pays} if plan else {"hours_a_week": USUAL_HOURS}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=known)
    assessment = current_assessment(request, now)
    if request.method == "POST" and form.is_valid():
        if plan:
            change_terms(plan, **form.cleaned_data, now=now)
            messages.success(request, "Your changes are saved.")
            return redirect("planning:plan")
        start_plan(user, **form.cleaned_data, goal=assessment.goal if assessment else None, now=now)
        return redirect(_after_begin(request, has_goal=bool(assessment and assessment.goal)))
    return render(request, "planning/plan_about.html", {"form": form, "plan": plan, "assessment": assessment})


@GET_OR_POST
@with_plan
def goal_add(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Add a goal to the plan. ``?level=`` fills it in."""
    frame = current_frame()
    given = {"level": request.GET.get("level", "")}
    form = GoalForm(request.POST if request.method == "POST" else None, frame=frame, initial=given)
    if request.method == "POST" and form.is_valid():
        level = Level.objects.get(pk=frame.levels.ids[frame.levels.index[form.cleaned_data["level"]]])
        try:
            add_goal(plan, level, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{level} is a goal of your plan now.")
            return redirect("planning:plan")
    return render(request, "planning/plan_goal.html", {"form": form})


@require_POST
@with_plan
def goal_remove(request: HttpRequest, plan: Plan, number: int) -> HttpResponse:
    """Take a goal off the plan. What was planned for it stays."""
    goal = get_object_or_404(PlanGoal.objects.filter(plan=plan).select_related("level__role"), pk=number)
    remove_goal(goal)
    messages.success(request, f"{goal.level} is no goal of your plan any more. Your actions are still there.")
    return redirect("planning:plan")


@never_cache
@GET_OR_POST
def route_choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a route to a level into the plan. The buttons are on the page of the routes, ``levels`` its slugs."""
    user = signed_in(request)
    assert user is not None
    if request.method != "POST":
        return redirect("gap_routes", slug)
    now, frame = timezone.now(), current_frame()
    level = get_object_or_404(Level.objects.live().select_related("role"), slug=slug, pk__in=frame.levels.ids)
    assessment = current_assessment(request, now)
    if assessment is None:
        return redirect("planning:assessment_start")
    route = _route(assessment, level, request.POST.get("levels", ""))
    if not route:
        messages.error(request, "The routes have changed since you looked. Choose one of these.")
        return redirect("gap_routes", slug)
    plan = plan_of(user) or start_plan(user, hours_a_week=USUAL_HOURS, pays=Pays.SOMETHING, goal=None, now=now)
    try:
        add_goal(plan, level, route=route, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"This route to {level} is in your plan now.")
    return redirect("planning:plan")


def _route(assessment: Assessment, goal: Level, levels: str) -> list[int]:
    """The database ids of a route that is really open to the person; empty if there is none like it. One query."""
    frame = current_frame()
    start = start_of(frame, standing_of(frame, assessment))
    outcome = find_routes(frame, start, Goal(level=frame.levels.by_id[goal.pk]))
    for route in outcome.routes:
        if ",".join(frame.levels.slugs[level] for level in route.levels) == levels:
            return [frame.levels.ids[level] for level in route.levels]
    return []


@GET_OR_POST
@with_plan
def plan_review(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Look back: what was done, what has changed, and when to look again."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = ReviewForm(
        request.POST if request.method == "POST" else None, today=today, initial={"review_on": today + UNTIL_REVIEW}
    )
    if request.method == "POST" and form.is_valid():
        review_plan(plan, **form.cleaned_data, now=now)
        messages.success(request, "Kept. We write to you on the day you chose, if you wish.")
        return redirect("planning:plan")
    actions = list(plan.actions.select_related("skill").defer("skill__official_text"))
    context = {
        "form": form,
        "plan": plan,
        "done": [action for action in actions if action.state == "DONE"],
        "still_open": [action for action in actions if action.is_open],
        "reviews": list(plan.reviews.all()[:10]),
        "today": today,
    }
    return render(request, "planning/plan_review.html", context)


@GET_OR_POST
@with_plan
def plan_delete(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Throw the plan away."""
    if request.method == "POST":
        delete_plan(plan)
        messages.success(request, "Your plan is deleted.")
        return redirect("dashboard")
    return render(request, "planning/plan_delete.html", {"count": plan.actions.count()})


@require_safe
@with_plan
def plan_calendar(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The days on which something is due, as a calendar file."""
    actions = plan.actions.all().open().filter(due_on__isnull=False).order_by("due_on", "pk")
    content = due_dates(actions, plan.review_on, plan=plan.pk, now=timezone.now())
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-plan.ics"'},
    )  # fmt: skip
