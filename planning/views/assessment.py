"""The way through an assessment: about me, one skill after another, what moves me, check, finish."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.profiles import profile_of
from careers.frame import Frame, current_frame
from careers.models import StatementKind
from careers.posts import posts_of
from careers.roles.browsing import skills_named
from careers.search import Kind, search
from common.http_methods import GET_OR_POST
from common.public_pages import View
from common.refusals import Refused
from planning.assessments import (
    Adjusted,
    add_skills,
    answer_skill,
    change_about,
    choose_statements,
    finish_assessment,
    start_assessment,
)
from planning.forms.about import AboutForm
from planning.forms.answers import SkillForm, StatementsForm
from planning.models import Answer, Assessment
from planning.views.current import current_assessment, open_page, signed_in, use_assessment

STATEMENT_PAGES = {
    "strengths": StatementKind.STRENGTH,
    "motivations": StatementKind.MOTIVATION,
    "values": StatementKind.VALUE,
}
MOST_FOUND = 20
CHECK = "check"  # in the address: go back to the check page after saving


def with_assessment(view: View) -> View:
    """Gives a view the assessment of this person or session; without one it leads to the beginning."""

    @open_page
    @wraps(view)
    def find_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assessment = current_assessment(request, timezone.now())
        if assessment is None:
            return redirect("planning:assessment_start")
        return view(request, assessment, *args, **kwargs)

    return find_first


@GET_OR_POST
@open_page
def assessment_start(request: HttpRequest) -> HttpResponse:
    """Begin, or begin again. ``?goal=`` fills the goal in."""
    now = timezone.now()
    frame = current_frame()
    posts = posts_of(frame)
    user = signed_in(request)
    last = current_assessment(request, now)
    if request.method == "POST":
        form = AboutForm(request.POST, posts=posts)
        if form.is_valid():
            try:
                assessment = start_assessment(user, form.about(frame), last=last, frame=frame, now=now)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect("planning:history")
            if user is None:
                use_assessment(request, assessment, now)
            return redirect("planning:skill_answer", 1)
    else:
        form = AboutForm(posts=posts, initial=_initial(request, last))
    return render(request, "planning/assessment_start.html", {"form": form, "posts": posts, "last": last})


@GET_OR_POST
@with_assessment
def assessment_about(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Change the job, the goal and the rest of what was said at the beginning; the answers stay."""
    frame = current_frame()
    posts = posts_of(frame)
    if request.method == "POST":
        form = AboutForm(request.POST, posts=posts)
        if form.is_valid():
            adjusted = change_about(assessment, form.about(frame), frame=frame, now=timezone.now())
            messages.success(request, _adjusted_words(adjusted))
            if adjusted.first_new:
                return redirect("planning:skill_answer", adjusted.first_new)
            return redirect("planning:check_answers")
    else:
        form = AboutForm(posts=posts, initial=_initial(request, assessment))
    return render(request, "planning/assessment_about.html", {"form": form, "posts": posts})


def _adjusted_words(adjusted: Adjusted) -> str:
    words = "It is changed, and your answers are kept."
    if adjusted.added:
        words += f" {adjusted.added} more {'skill is' if adjusted.added == 1 else 'skills are'} asked."
    if adjusted.dropped:
        words += f" {adjusted.dropped} open {'skill is' if adjusted.dropped == 1 else 'skills are'} not asked any more."
    return words


def _initial(request: HttpRequest, last: Assessment | None) -> dict[str, Any]:
    """What is known already: from the last time, else from the profile; the goal from the address."""
    frame = current_frame()
    known: dict[str, Any] = {}
    user = signed_in(request)
    if last:
        known = {name: getattr(last, name) for name in ("band", *AboutForm.DETAILS)}
        known |= {"now": last.starts_from, "goal": str(last.goal or "")}
    elif user:
        profile = profile_of(user)
        known = {"band": profile.band, "background": profile.background, "profession": profile.profession}
    goal = frame.levels.index.get(request.GET.get("goal", ""))
    return known | ({} if goal is None else {"goal": posts_of(frame).level[goal].name})


def _asked(assessment: Assessment) -> QuerySet[Answer]:
    return assessment.answers.select_related("skill")


@GET_OR_POST
@with_assessment
def skill_answer(request: HttpRequest, assessment: Assessment, number: int) -> HttpResponse:
    """One skill. Four queries: the assessment, the questions, and saving."""
    answers = list(_asked(assessment).order_by("position"))
    if not 1 <= number <= len(answers):
        raise Http404
    slugs = [one.skill.slug for one in answers]
    # Changed or begun again in another window, it may ask about the skill of the page elsewhere, or not at all.
    shown = request.POST.get("skill", slugs[number - 1])
    if shown not in slugs:
        messages.error(
            request, "Your job or goal has changed since that page was shown, and this skill is not asked any more."
        )
        return redirect("planning:skill_answer", number)
    number = slugs.index(shown) + 1
    answer = answers[number - 1]
    form = SkillForm(request.POST if request.method == "POST" else None, answer=answer)
    checks = (request.POST if request.method == "POST" else request.GET).get("then") == CHECK
    if request.method == "POST" and form.is_valid():
        answer_skill(answer, level=form.chosen, note=form.cleaned_data["note"], now=timezone.now())
        return redirect("planning:check_answers" if checks else _after(number, len(answers)))
    context = {
        "form": form, "answer": answer, "answers": answers, "number": number, "of": len(answers), "checks": checks,
        "skip_url": _after(number, len(answers)),
        "open": sum(one.answered_at is None for one in answers),
    }  # fmt: skip
    return render(request, "planning/skill_answer.html", context)


def _after(number: int, count: int) -> str:
    """The address of what follows a skill."""
    if number < count:
        return reverse("planning:skill_answer", args=[number + 1])
    return reverse("planning:statements_choose", args=["strengths"])


@GET_OR_POST
@with_assessment
def skill_add(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Look for further skills by any of their names, and have them asked."""
    frame = current_frame()
    if request.method == "POST":
        slugs = [slug for slug in request.POST.getlist("skill") if slug in frame.skills.index]
        if slugs:
            first = add_skills(
                assessment, [frame.skills.ids[frame.skills.index[slug]] for slug in slugs], now=timezone.now()
            )
            return redirect("planning:skill_answer", first)
    words = request.GET.get("q", "")[:100]
    found = _skills_called(frame, words)
    asked = set(assessment.answers.values_list("skill_id", flat=True))
    context = {
        "q": words, "count": len(found),
        "wrong": [{"text": "Choose at least one skill", "href": "#skill-words"}] if request.method == "POST" else [],
        "found": [
            (frame.skills.slugs[skill], frame.skills.names[skill], frame.skills.ids[skill] in asked)
            for skill in found[:MOST_FOUND]
        ],
    }  # fmt: skip
    return render(request, "planning/skill_add.html", context)


def _skills_called(frame: Frame, words: str) -> list[int]:
    """Indices of skills with the words in their name, then of those that search finds by other names ("SQL")."""
    items = search(words, kinds=[Kind.SKILL]).items[:MOST_FOUND]
    called = (frame.skills.index[item.slug] for item in items if item.slug in frame.skills.index)
    return list(dict.fromkeys((*skills_named(frame, words), *called)))


@GET_OR_POST
@with_assessment
def statements_choose(request: HttpRequest, assessment: Assessment, page: str) -> HttpResponse:
    """Strengths, motivations or values, up to five."""
    if page not in STATEMENT_PAGES:
        raise Http404
    kind = STATEMENT_PAGES[page]
    chosen = list(assessment.statements.filter(kind=kind))
    form = StatementsForm(request.POST if request.method == "POST" else None, kind=kind, chosen=chosen)
    checks = (request.POST if request.method == "POST" else request.GET).get("then") == CHECK
    pages = list(STATEMENT_PAGES)
    place = pages.index(page)
    before = reverse("planning:statements_choose", args=[pages[place - 1]]) if place else _last_skill(assessment)
    if request.method == "POST" and form.is_valid():
        choose_statements(assessment, kind, form.cleaned_data["chosen"])
        if checks or place + 1 == len(pages):
            return redirect("planning:check_answers")
        return redirect("planning:statements_choose", pages[place + 1])
    context = {"form": form, "before": before, "checks": checks, "step": place + 1, "steps": len(pages)}
    return render(request, "planning/statements_choose.html", context)


def _last_skill(assessment: Assessment) -> str:
    return reverse("planning:skill_answer", args=[assessment.answers.count()])


@GET_OR_POST
@with_assessment
def check_answers(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """All answers with links to change them; a POST finishes."""
    if request.method == "POST":
        finish_assessment(assessment, now=timezone.now())
        # A goal may have gone with an edition of the framework.
        if assessment.goal and assessment.goal.slug in current_frame().levels.index:
            return redirect("gap_report", assessment.goal.slug)
        return redirect("planning:fit_list")
    answers = list(_asked(assessment).order_by("position"))
    chosen = list(assessment.statements.order_by("code"))
    context = {
        "assessment": assessment,
        "answers": answers,
        "open": sum(answer.answered_at is None for answer in answers),
        "first_open": next((answer.position for answer in answers if answer.answered_at is None), None),
        "groups": [(page, [one for one in chosen if one.kind == kind]) for page, kind in STATEMENT_PAGES.items()],
    }
    return render(request, "planning/check_answers.html", context)
