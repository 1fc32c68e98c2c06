"""My own pages: what I look for in a mentor, and whom I would like."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.profiles import profile_of
from careers.frame import Frame, current_frame
from careers.models import Level
from careers.posts import posts_of
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from mentoring.forms.levels import LevelForm
from mentoring.forms.mentee import MenteeForm, default_mentee, initial_mentee
from mentoring.models import Mentee, Mentor, Preference
from mentoring.people import keeping, preferring
from mentoring.people.prefilling import SuggestedGap, gaps_to, goal_of
from mentoring.views.people import me


@never_cache
@require_safe
def mentee_request(request: HttpRequest) -> HttpResponse:
    """What I look for, as it stands. Without it, the beginning."""
    user = me(request)
    mentee = keeping.mentee_of(user)
    if mentee is None:
        return redirect("mentoring:mentee_goal")
    context = {
        "mentee": mentee,
        "gaps": mentee.gaps.select_related("skill"),
        "shortlisted": mentee.preferences.filter(kind=Preference.Kind.SHORTLIST).count(),
        "region": profile_of(user).get_region_display(),
    }
    return render(request, "mentoring/mentee_request.html", context)


@never_cache
@GET_OR_POST
def mentee_goal(request: HttpRequest) -> HttpResponse:
    """First step of somebody who looks for a mentor: where they want to get to."""
    user = me(request)
    frame = current_frame()
    posts = posts_of(frame)
    goal = goal_of(user, frame) if request.method != "POST" else None
    form = LevelForm(
        request.POST if request.method == "POST" else None, posts=posts, label="Where do you want to get to?",
        hint="A role of the catalogue, or a level of one. Leave it empty if you do not know yet.",
        which="Which level is your goal?", initial={"name": "" if goal is None else posts.level[goal].name},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return redirect(f"{reverse('mentoring:mentee_edit')}?goal={form.slug}")
    return render(request, "mentoring/mentee_goal.html", {"form": form, "posts": posts})


@never_cache
@GET_OR_POST
def mentee_edit(request: HttpRequest) -> HttpResponse:
    """Make or change what I look for. ``?goal=`` fills in the gaps to that level."""
    user, frame = me(request), current_frame()
    mentee = keeping.mentee_of(user)
    goal = frame.levels.index.get(request.GET.get("goal", ""))
    if goal is None and mentee and mentee.goal_id and "goal" not in request.GET:
        goal = frame.levels.by_id.get(mentee.goal_id)
    if request.method == "POST":
        form = MenteeForm(request.POST, frame=frame, rows={})
        if form.is_valid() and not form.has_grown:
            slug = form.cleaned_data["goal"]
            keeping.save_mentee(
                user, goal=Level.objects.get(slug=slug) if slug else None, gaps=form.gaps,
                region=form.cleaned_data["region"], fields=form.wished(),
            )  # fmt: skip
            messages.success(request, "Saved. Mentors you ask read it.")
            return redirect("mentoring:mentee_request")
        goal = frame.levels.index.get(request.POST.get("goal", ""))
    else:
        region = profile_of(user).region
        initial = dict(initial_mentee(mentee, region) if mentee else default_mentee(region))
        initial["goal"] = "" if goal is None else frame.levels.slugs[goal]
        rows = _gap_rows(user, mentee, frame, goal if "goal" in request.GET else None)
        form = MenteeForm(frame=frame, initial=initial, rows=rows)
    context = {
        "form": form,
        "mentee": mentee,
        "goal": "" if goal is None else posts_of(frame).level[goal].name,
        "skill_names": sorted(frame.skills.names),
    }
    return render(request, "mentoring/mentee_edit.html", context)


@never_cache
@GET_OR_POST
def mentee_delete(request: HttpRequest) -> HttpResponse:
    """Look for a mentor no longer."""
    user = me(request)
    get_object_or_404(Mentee, user=user)
    if request.method == "POST":
        keeping.delete_mentee(user)
        messages.success(request, "What you looked for is deleted. Your pairs go on.")
        return redirect("mentoring:my_mentoring")
    return render(request, "mentoring/mentee_delete.html")


@never_cache
@GET_OR_POST
def preference_list(request: HttpRequest) -> HttpResponse:
    """My shortlist in order, and whom I would rather not meet. A POST moves one up or takes one off."""
    user = me(request)
    if request.method == "POST":
        wanted = request.POST.get("up") or request.POST.get("remove") or ""
        mentor = Mentor.objects.filter(pk=int(wanted) if wanted.isascii() and wanted.isdigit() else 0).first()
        if mentor is None or not Preference.objects.filter(mentee__user=user, mentor=mentor).exists():
            raise Http404
        try:
            if request.POST.get("up"):
                preferring.move_up(user, mentor)
            else:
                preferring.forget(user, mentor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("mentoring:preference_list")
    rows = Preference.objects.filter(mentee__user=user).select_related("mentor__user", "mentor__level")
    context = {
        "shortlist": [row for row in rows if row.kind == Preference.Kind.SHORTLIST],
        "vetoes": [row for row in rows if row.kind == Preference.Kind.VETO],
    }
    return render(request, "mentoring/preference_list.html", context)


def _gap_rows(user: User, mentee: Mentee | None, frame: Frame, goal: int | None) -> dict[str, Any]:
    """What is filled in: what I work on already, and what a goal that I have just named asks for."""
    rows: dict[str, Any] = {}
    for gap in mentee.gaps.select_related("skill") if mentee else ():
        if gap.skill.slug in frame.skills.index:
            rows[gap.skill.slug] = SuggestedGap(gap.have, gap.target)
    return rows if goal is None else {**gaps_to(user, frame, goal), **rows}
