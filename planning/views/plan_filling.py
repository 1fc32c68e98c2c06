"""Filling my plan: suggestions from the gap, lists to copy, and feedback turned into actions."""

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from careers.frame import Frame, current_frame
from careers.models import Level
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from planning.forms.plans import FeedbackForm, Group, PickForm
from planning.gap import gap_to
from planning.models import Plan, PlanGoal
from planning.plans.feedback import points_of
from planning.plans.filling import fill
from planning.plans.keeping import Draft, add_actions, add_goal, goals_of, in_plan
from planning.plans.templates import templates
from planning.standing import standing_of
from planning.views.current import current_assessment
from planning.views.plans import with_plan


@GET_OR_POST
@with_plan
def plan_suggest(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Suggest actions towards a level (``toward``), else the first stop of the plan that has a gap. At most 17 queries.

    A level that is no goal of the plan yet becomes one with its first actions.
    """
    now, frame = timezone.now(), current_frame()
    assessment = current_assessment(request, now)
    if assessment is None:
        messages.info(request, "Say first what you can do now. Then we can suggest what to do next.")
        return redirect("planning:assessment_start")
    goals = goals_of(plan)
    stops = stops_of(goals, frame)
    asked = (request.POST if request.method == "POST" else request.GET).get("toward", "")
    is_new = asked in frame.levels.index and frame.levels.index[asked] not in stops
    if is_new:
        stops.append(frame.levels.index[asked])
    if not stops:
        messages.info(request, "Choose a goal first. Then we can suggest what to do for it.")
        return redirect("planning:goal_add")
    standing = standing_of(frame, assessment)
    names = {frame.levels.slugs[level]: frame.levels.names[level] for level in stops}
    open_stops = [level for level in stops if gap_to(frame, standing, level).open] or stops
    toward = asked if asked in names else frame.levels.slugs[open_stops[0]]
    gap = gap_to(frame, standing, frame.levels.index[toward])
    filling = fill(
        frame, gap, assessment.applicant, pays=plan.pays, hours=plan.hours_a_week, person=plan.user_id, now=now
    )
    groups = [
        Group("now", "Now", [one for one in filling.actions if one.is_now]),
        Group("later", "Later", [one for one in filling.actions if not one.is_now]),
        Group("besides", "People and events near this", filling.besides, ticked=False),
    ]
    form = PickForm(request.POST if request.method == "POST" else None, groups=groups, there=in_plan(plan))
    if request.method == "POST" and form.is_valid() and _add(request, plan, form.drafts, toward if is_new else ""):
        return redirect("planning:plan")
    context = {
        "form": form, "plan": plan, "gap": gap, "filling": filling, "toward": toward, "names": names,
        "assessment": assessment,
    }  # fmt: skip
    return render(request, "planning/plan_suggest.html", context)


def stops_of(goals: Iterable[PlanGoal], frame: Frame) -> list[int]:
    """Every live level of a plan by index: the stops of each route, then its goal; each once."""
    found: dict[int, None] = {}
    for goal in goals:
        for pk in (*(stop.level_id for stop in goal.stops.all()), goal.level_id):
            if pk in frame.levels.by_id:
                found.setdefault(frame.levels.by_id[pk])
    return list(found)


@GET_OR_POST
@with_plan
def plan_templates(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Lists of actions to copy into the plan."""
    now = timezone.now()
    if request.method == "POST":
        chosen = templates().get(request.POST.get("template", ""))
        if chosen is None:
            messages.error(request, "Choose one of these lists.")
        elif _add(request, plan, chosen.drafts(timezone.localdate(now))):
            return redirect("planning:plan")
    return render(request, "planning/plan_templates.html", {"templates": templates().values()})


@GET_OR_POST
@with_plan
def plan_feedback(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Turn feedback on an application into actions: give it, then tick. The feedback itself is not kept."""
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "planning/plan_feedback.html", {"form": form})
    now, frame = timezone.now(), current_frame()
    assessment = current_assessment(request, now)
    standing = standing_of(frame, assessment) if assessment else None
    points = points_of(
        form.cleaned_data["text"], frame, standing,
        pays=plan.pays, hours=plan.hours_a_week, person=plan.user_id, now=now,
    )  # fmt: skip
    # Kind words need no action, so what names no skill is there to tick and not ticked.
    groups = [
        Group(f"point_{number}", f"“{point.words}”", point.actions, ticked=point.actions[0].draft.skill is not None)
        for number, point in enumerate(points, start=1)
    ]
    picking = "pick" in request.POST
    pick = PickForm(request.POST if picking else None, groups=groups, there=in_plan(plan))
    if picking and pick.is_valid() and _add(request, plan, pick.drafts):
        return redirect("planning:plan")
    context = {"form": pick, "text": form.cleaned_data["text"], "points": points}
    return render(request, "planning/plan_feedback_pick.html", context)


def _add(request: HttpRequest, plan: Plan, drafts: Iterable[Draft], new_goal: str = "") -> bool:
    """Add actions, with the goal (slug) that they are for, and say how many, or why not. Whether they are there."""
    now = timezone.now()
    try:
        with transaction.atomic():
            if new_goal:
                add_goal(plan, Level.objects.get(slug=new_goal), now=now)
            added = add_actions(plan, drafts, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if added:
        messages.success(request, f"{added} {'action is' if added == 1 else 'actions are'} in your plan now.")
    else:
        messages.info(request, "All of this is in your plan already.")
    return True
