"""The actions of my plan: add one, change it, say how far it is, take it out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from careers.frame import Frame, current_frame
from careers.models import Skill
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from planning.forms.plans import ActionForm
from planning.models import Action, ActionKind, ActionState, Horizon, Plan
from planning.models.plans import ActionQuerySet
from planning.plans.filling import ask_a_mentor
from planning.plans.keeping import Draft, add_actions, change_action, delete_action, set_state
from planning.views.current import signed_in
from planning.views.plans import with_plan

_NOW = {
    ActionState.TO_DO: "to be done", ActionState.DOING: "under way", ActionState.DONE: "done",
    ActionState.DROPPED: "dropped",
}  # fmt: skip


@GET_OR_POST
@with_plan
def action_add(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Add an action in the person's own words. ``?skill=`` and ``?kind=`` fill it in."""
    now, frame = timezone.now(), current_frame()
    given = {"kind": request.GET.get("kind", ActionKind.OWN)}
    skill = frame.skills.index.get(request.GET.get("skill", ""))
    if skill is not None:
        given["skill"] = frame.skills.slugs[skill]
        if given["kind"] == ActionKind.MENTOR:
            given["text"] = ask_a_mentor(frame.skills.names[skill])
    data = request.POST if request.method == "POST" else None
    form = ActionForm(data, frame=frame, today=timezone.localdate(now), is_new=True, initial=given)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        draft = Draft(
            kind=ActionKind(typed["kind"]), text=typed["text"], skill=_skill_id(frame, typed["skill"]),
            evidence=typed["evidence"], due_on=typed["due_on"], horizon=Horizon(typed["horizon"]), note=typed["note"],
        )  # fmt: skip
        try:
            added = add_actions(plan, [draft], now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is in your plan." if added else "It is in your plan already.")
            return redirect("planning:plan")
    return render(request, "planning/action_form.html", {"form": form})


@never_cache
@GET_OR_POST
def action_edit(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Change an action."""
    action = get_object_or_404(_mine(request).select_related("skill"), pk=action_id)
    now, frame = timezone.now(), current_frame()
    initial = {
        name: getattr(action, name) for name in ("kind", "text", "due_on", "horizon", "state", "evidence", "note")
    }
    if action.skill:
        initial |= {"skill": action.skill.slug, "skill_name": action.skill.name}
    data = request.POST if request.method == "POST" else None
    form = ActionForm(data, frame=frame, today=timezone.localdate(now), is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        typed["skill"] = Skill.objects.filter(slug=typed["skill"]).first() if typed["skill"] else None
        change_action(action, **typed, now=now)
        messages.success(request, "Your changes are saved.")
        return redirect("planning:plan")
    return render(request, "planning/action_form.html", {"form": form, "action": action})


@never_cache
@require_POST
def action_state(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Say how far an action is: the buttons of the plan."""
    action = get_object_or_404(_mine(request), pk=action_id)
    state = request.POST.get("state", "")
    if state in ActionState.values:
        set_state(action, state, now=timezone.now())
        messages.success(request, f"“{action.text[:100]}” is {_NOW[ActionState(state)]}.")
    else:
        messages.error(request, "We did not understand how far it is. Press one of the buttons.")
    return redirect("planning:plan")


@never_cache
@GET_OR_POST
def action_delete(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Take an action out of the plan for good."""
    action = get_object_or_404(_mine(request), pk=action_id)
    if request.method == "POST":
        delete_action(action)
        messages.success(request, "The action is deleted.")
        return redirect("planning:plan")
    return render(request, "planning/action_delete.html", {"action": action})


def _mine(request: HttpRequest) -> ActionQuerySet:
    user = signed_in(request)
    assert user is not None  # the middleware let nobody else in
    mine: ActionQuerySet = Action.objects.of(user)
    return mine


def _skill_id(frame: Frame, slug: str) -> int | None:
    return frame.skills.ids[frame.skills.index[slug]] if slug else None
