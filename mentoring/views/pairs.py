"""The page of a pair and what hangs on it: goals, progress, what to do next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from careers.models import Skill
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring import progress
from mentoring.forms.pairs import (
    GoalForm,
    MeetingFilters,
    ProgressForm,
    StepForm,
)
from mentoring.models import Conversation, Goal, Match, Meeting, Progress, Step
from mentoring.views.people import me
from mentoring.views.short_form import ShortForm, answer
from planning.plans.keeping import plan_of

SHOWN_MEETINGS = 5
PER_PAGE = 20


@never_cache
@require_safe
def pair_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All that the two share. Fifteen queries at most."""
    user, now = me(request), timezone.now()
    pair = pair_of(request, uuid, "outcome", "mentee__mentee__goal__role")
    said = list(pair.progress.select_related("skill", "said_by"))
    meetings = list(with_times(pair.meetings.all().open()).order_by("starts_at", "pk"))
    is_mentor = pair.mentor_id == user.pk
    ended = pair.state == Match.State.ENDED
    feedback = {one.user_id == user.pk: one for one in pair.feedback.all()} if ended else {}
    context = {
        "pair": pair, "other": pair.other(user), "is_mentor": is_mentor, "today": timezone.localdate(now),
        "goes_on": pair.state in Match.TAKEN, "can_meet": pair.state in Match.TAKEN and pair.state != "PAUSED",
        "ahead": [one for one in meetings if one.state == "BOOKED" and not one.has_begun(now)],
        "to_say": [one for one in meetings if one.state == "BOOKED" and one.has_begun(now)],
        "proposed": [one for one in meetings if one.proposed_by_id is not None],
        "past": list(over(pair)[:SHOWN_MEETINGS]), "past_count": over(pair).count(),
        "goals": list(pair.goals.all()), "gaps": progress.gaps_of(pair, progress=said),
        "steps": list(pair.steps.select_related("skill", "action")),
        "has_plan": not is_mentor and plan_of(user) is not None,
        "my_feedback": feedback.get(True), "their_feedback": feedback.get(False),
        "outcome": getattr(pair, "outcome", None), "wishes": getattr(pair.mentee, "mentee", None),
    }  # fmt: skip
    return render(request, "mentoring/pair_detail.html", context)


@never_cache
@require_safe
def pair_meetings(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every meeting of a pair."""
    pair = pair_of(request, uuid)
    page = list_page(request, MeetingFilters(request.GET), with_times(pair.meetings.all()), PER_PAGE)
    return render(
        request, "mentoring/pair_meetings.html", {"pair": pair, "other": pair.other(me(request)), "list": page}
    )


@never_cache
@GET_OR_POST
def goal_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add a goal."""
    user, pair = me(request), pair_of(request, uuid)
    page = ShortForm(
        "Add a goal", "Add it", crumbs(pair, user), ("Both of you see it and can say that it is reached.",)
    )
    return answer(
        request, page, bound(request, GoalForm),
        lambda data: progress.add_goal(pair.uuid, text=data["text"], by=user), said="The goal is there.", to=home(pair),
    )  # fmt: skip


@require_POST
def goal_set(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that a goal is reached or not, or take it away."""
    user, do = me(request), request.POST.get("do", "")
    try:
        if do == "remove":
            pair = progress.remove_goal(uuid, by=user)
        elif do in ("reached", "open"):
            pair = progress.set_goal(uuid, reached=do == "reached", by=user, now=timezone.now()).match
        else:
            pair = get_object_or_404(Goal, uuid=uuid, match__in=Match.objects.of(user).begun()).match
    except Goal.DoesNotExist:
        raise Http404 from None
    said = {
        "remove": "The goal is gone.",
        "reached": "Reached. Well done, both of you.",
        "open": "The goal is open again.",
    }
    if do in said:
        messages.success(request, said[do])
    return redirect(home(pair))


@never_cache
@GET_OR_POST
def progress_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that the mentee has reached a level in a skill."""
    user, pair = me(request), pair_of(request, uuid)
    other = pair.other(user).name or "the other one"
    words = (f"It counts once {other} agrees. What you agree on stays between the two of you.",)
    skill = Skill.objects.filter(slug=request.GET.get("skill", "")).first()
    data = request.POST if request.method == "POST" else None
    form = ProgressForm(data, skills=skills_of(pair), initial={"skill": skill.slug if skill else None})
    return answer(
        request, ShortForm("Name progress", f"Ask {other} to agree", crumbs(pair, user), words), form,
        lambda given: progress.say_progress(
            pair.uuid, skill=given["skill"], reached=given["reached"], by=user, now=timezone.now()
        ),
        said=f"{other} is asked.", to=home(pair),
    )  # fmt: skip


@require_POST
def progress_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree, or say not yet."""
    user = me(request)
    rows = Progress.objects.select_related("match").filter(match__in=Match.objects.of(user).begun())
    pair = get_object_or_404(rows, uuid=uuid).match
    agrees = request.POST.get("agrees")
    if agrees in ("yes", "no"):
        try:
            progress.answer_progress(uuid, agrees=agrees == "yes", by=user, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        except Progress.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, "Agreed by both of you." if agrees == "yes" else "It is taken away again.")
    return redirect(home(pair))


@never_cache
@GET_OR_POST
def step_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree on something that one of a pair does."""
    return add_step(request, pair_of(request, uuid))


def add_step(request: HttpRequest, of: Match | Conversation) -> HttpResponse:
    """The form for what one of two people does, and what becomes of it."""
    user, now = me(request), timezone.now()
    names = [(Step.Whose.MENTEE.value, of.mentee), (Step.Whose.MENTOR.value, of.mentor)]
    form = StepForm(
        request.POST if request.method == "POST" else None, skills=skills_of(of), today=timezone.localdate(now),
        names=[(value, "I do" if person == user else person.name or "The other one") for value, person in names],
        initial={"whose": Step.Whose.MENTEE},
    )  # fmt: skip
    back = progress.address_of(of)
    words = ("What the mentee does stands in their plan too, if they have one. Done here is done there.",)
    page = ShortForm("Agree on an action", "Add it", crumbs(of, user), words)
    return answer(
        request, page, form, lambda data: progress.add_step(of, now=now, **data), said="Agreed.", to=back
    )  # fmt: skip


@require_POST
def step_set(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that something is done or not, put it into my plan, or take it away."""
    user, now, do = me(request), timezone.now(), request.POST.get("do", "")
    step = get_object_or_404(Step.objects.filter(Q(mentor=user) | Q(mentee=user)), uuid=uuid)
    of = step.match or step.conversation
    assert of is not None
    try:
        if do == "remove":
            progress.remove_step(uuid, by=user)
        elif do == "plan":
            progress.put_into_plan(uuid, by=user, now=now)
        elif do in ("done", "open"):
            progress.set_step(uuid, done=do == "done", by=user, now=now)
    except Step.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        said = {
            "done": "Done.",
            "open": "It is open again.",
            "plan": "It is in your plan now.",
            "remove": "It is gone.",
        }
        if do in said:
            messages.success(request, said[do])
    return redirect(progress.address_of(of))


def pair_of(request: HttpRequest, uuid: UUID, *related: str) -> Match:
    """The reader's pair, once it was accepted, with what is ``related`` to it. Raises Http404."""
    rows = Match.objects.of(me(request)).begun().select_related("mentor", "mentee", "programme", "round", *related)
    return get_object_or_404(rows, uuid=uuid)


def over(pair: Match) -> "QuerySet[Meeting]":
    """What took place or did not, the newest first."""
    states = (Meeting.State.DONE, Meeting.State.MISSED)
    return pair.meetings.filter(state__in=states).order_by("-starts_at", "-pk")


def with_times(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    return meetings.select_related("mentor", "mentee").prefetch_related("proposed_times")


def skills_of(of: Match | Conversation) -> "QuerySet[Skill]":
    """Skills that the two may name: the mentee's gaps and what the mentor helps with, or else any."""
    skills = Skill.objects.filter(retired_at=None)
    between = skills.filter(
        Q(pk__in=of.mentee.mentee.gaps.values("skill") if hasattr(of.mentee, "mentee") else [])
        | Q(pk__in=of.mentor.mentor.skills.values("skill") if hasattr(of.mentor, "mentor") else [])
    )
    return (between if between.exists() else skills).order_by("name").only("name", "slug")


def crumbs(of: Match | Conversation, user: User) -> list[tuple[str, str]]:
    """The way back to what two people share."""
    name = of.other(user).name or "Your pair"
    mine = (reverse("mentoring:my_mentoring"), "My mentoring")
    if isinstance(of, Conversation):
        mine = (reverse("mentoring:conversation_list"), "My conversations")
    return [mine, (progress.address_of(of), name)]


def home(pair: Match) -> str:
    return reverse("mentoring:pair_detail", args=[pair.uuid])


def bound(request: HttpRequest, form: Any, **kwargs: Any) -> Any:
    """A form with what was sent, or a fresh one."""
    return form(request.POST if request.method == "POST" else None, **kwargs)
