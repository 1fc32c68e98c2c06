"""The gap report: where I stand against one level, and what to do next, from careers, planning and events together."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careers.directions.display import level_url
from careers.frame import Frame, current_frame
from common.csv_files import write_csv
from common.vocabulary import SkillLevel
from planning.bars import bars_of
from planning.forms.request import RequestForm
from planning.gap import Gap, gap_to
from planning.models import ActionKind, Assessment
from planning.next_steps import next_steps
from planning.plans.keeping import plan_of
from planning.sharing import open_report
from planning.standing import standing_of
from planning.views.current import current_assessment, open_page, signed_in
from portal.pages.mentoring import help_with

# What of a plan takes time away from work, beside the courses that the report names.
TAKES_TIME = (ActionKind.LEARN, ActionKind.MENTOR, ActionKind.SHADOW, ActionKind.ATTEND)
MOST_ACTIONS, LONGEST_ACTION = 12, 200

COLUMNS = (
    "Skill",
    "Needed",
    "You have",
    "Where you stand",
    "Learning",
    "What to do at work",
    "What counts as evidence",
)


@require_safe
@open_page
def gap_report(request: HttpRequest, slug: str) -> HttpResponse:
    """My own report. Eight queries, and two writes signed out."""
    now = timezone.now()
    assessment = current_assessment(request, now)
    if assessment is None:
        return redirect(f"{reverse('planning:assessment_start')}?{urlencode({'goal': slug})}")
    frame = current_frame()
    context = report(frame, assessment, level_of(frame, slug), now)
    context |= {
        "sign_up_url": f"{reverse('account_signup')}?{urlencode({'next': request.path})}",
        "helpers": help_with(context["gap"].open, person=request.user.pk, today=timezone.localdate(now)),
    }
    return render(request, "pages/gap/report.html", context)


@require_safe
@open_page
def gap_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of the report as a file."""
    now = timezone.now()
    assessment = current_assessment(request, now)
    if assessment is None:
        return redirect("planning:assessment_start")
    frame = current_frame()
    content = report(frame, assessment, level_of(frame, slug), now)
    steps = {step.need.pk: step for step in content["steps"]}
    rows = []
    for need in content["gap"].needs:
        step = steps.get(need.pk)
        last = (
            ("; ".join(course.name for course in step.courses), step.at_work, step.evidence) if step else ("", "", "")
        )
        rows.append((need.name, _word(need.need), _word(need.have) if need.known else "", need.state.value, *last))
    return HttpResponse(
        write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="gap-{frame.levels.slugs[content["gap"].level]}.csv"'},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def manager_request(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to print: a request for time and funding, filled from gap and plan. Nothing typed here is kept."""
    now = timezone.now()
    assessment = current_assessment(request, now)
    if assessment is None:
        return redirect("planning:assessment_start")
    frame = current_frame()
    context = report(frame, assessment, level_of(frame, slug), now)
    name = getattr(request.user, "name", "")
    choices = [(course.url, course) for step in context["steps"] for course in step.courses]
    courses = {url: course.name for url, course in choices}
    planned, actions = _planned(request, context["gap"], courses)
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        initial={"from_name": name, **planned}, courses=courses, actions=actions,
        skills={need.slug: need.name for need in context["gap"].open},
    )  # fmt: skip
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        context["letter"] = form.cleaned_data
        chosen = set(form.cleaned_data["skills"])
        context["asked_steps"] = [step for step in context["steps"] if step.need.slug in chosen]
        context["asked_courses"] = [
            (name, dict(choices)[url].cost.lower()) for url, name in courses.items()
            if url in form.cleaned_data["courses"]
        ]  # fmt: skip
        context["asked_actions"] = [actions[key] for key in form.cleaned_data["actions"]]
        context["today"] = timezone.localdate(now)
    return render(request, "pages/gap/request.html", context)


def _planned(request: HttpRequest, gap: Gap, courses: Collection[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the person's plan fills in: hours, skills, these courses (addresses), and what else in it takes time.

    The initial data of the form, and the other actions as value → words. Two queries, one without a plan.
    """
    user = signed_in(request)
    plan = plan_of(user) if user else None
    if plan is None:
        return {}, {}
    rows = list(plan.actions.all().open().values_list("pk", "kind", "text", "address", "skill__slug"))
    actions = {
        str(pk): f"{ActionKind(kind).label}: {text[:LONGEST_ACTION]}"
        for pk, kind, text, address, _ in rows
        if kind in TAKES_TIME and address not in courses
    }
    actions = dict(list(actions.items())[:MOST_ACTIONS])
    initial: dict[str, Any] = {
        "time": f"{plan.hours_a_week} {'hour' if plan.hours_a_week == 1 else 'hours'} a week",
        "courses": [address for *_, address, _ in rows if address in courses],
        "actions": list(actions),
    }
    skills = {skill for *_, skill in rows}
    if chosen := [need.slug for need in gap.open if need.slug in skills]:
        initial["skills"] = chosen
    return initial, actions


@require_safe
@open_page
def shared_report(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody sees whom the person gave a link: the report alone, until it ends or is taken back."""
    now = timezone.now()
    shared = open_report(secret, now=now)
    frame = current_frame()
    level = frame.levels.by_id.get(shared.goal_id) if shared else None
    if shared is None or level is None:
        return render(request, "pages/gap/shared_over.html", status=404)
    context = report(frame, shared.assessment, level, now)
    return render(request, "pages/gap/shared.html", {**context, "shared": shared})


def report(frame: Frame, assessment: Assessment, level: int, now: datetime) -> dict[str, Any]:
    """Everything that reports show. Five queries, one without a gap."""
    standing = standing_of(frame, assessment)
    gap = gap_to(frame, standing, level)
    steps = next_steps(frame, gap, assessment.applicant, now=now, besides=assessment.user_id)
    return {
        "assessment": assessment,
        "slug": frame.levels.slugs[level],
        "level_url": level_url(frame, level),
        "gap": gap,
        "bars": bars_of(gap),
        "steps": steps,
        "more_asked": gap.not_assessed,
        "is_goal": assessment.goal_id == frame.levels.ids[level],
    }


def level_of(frame: Frame, slug: str) -> int:
    """The index of a live level. Raises Http404."""
    if slug not in frame.levels.index:
        raise Http404
    return frame.levels.index[slug]


def _word(level: int) -> str:
    return SkillLevel(level).label if level else "None yet"
