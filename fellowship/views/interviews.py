"""Interviews for those who are asked, and for those who ask: a time of one's own choice, a panel's list, points."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.forms.interviewing import ChooseTimeForm, MyInterviewFilters, ScoresForm, time_words
from fellowship.interviewing import booking, scoring
from fellowship.interviewing.sitting import interviews_of
from fellowship.letters import calendars
from fellowship.models import Answer, Application, Interview, InterviewScore
from fellowship.models.moves import ApplicationState
from fellowship.views.files import opened_file
from fellowship.views.guards import person

PER_PAGE = 50
S = ApplicationState


@never_cache
@GET_OR_POST
def interview_book(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """My interview: choose a time, or another one."""
    one, now = _mine(request, uuid), timezone.now()
    interview = Interview.objects.filter(application=one).select_related("slot__panel").first()
    slot = interview.slot if interview and one.state == S.INTERVIEW_BOOKED else None
    times = list(booking.free_times(one, now)[:300])
    form = ChooseTimeForm(request.POST if request.method == "POST" else None, times=times)
    if request.method == "POST" and form.is_valid():
        try:
            booking.book(one.pk, form.cleaned_data["slot"], actor=person(request), now=now)
        except Refused as refusal:
            form.add_error("slot", str(refusal))
        else:
            messages.success(request, "Booked. We send you a letter with a file for your calendar.")
            return redirect("fellowship:interview_book", one.uuid)
    context = {
        "application": one, "cohort": one.call.cohort, "form": form, "times": times, "slot": slot,
        "when": time_words(slot) if slot else "", "begun": slot is not None and slot.starts_at <= now,
    }  # fmt: skip
    return render(request, "fellowship/interviewing/interview_book.html", context)


@never_cache
@GET_OR_POST
def interview_give_up(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give my time back: asked on a page, done by POST."""
    one = _mine(request, uuid)
    problem = ""
    if request.method == "POST":
        try:
            booking.give_up(one.pk, actor=person(request), now=timezone.now())
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Your time is free for somebody else. Please choose another one.")
            return redirect("fellowship:interview_book", one.uuid)
    context = {"application": one, "cohort": one.call.cohort, "problem": problem}
    return render(request, "fellowship/interviewing/interview_give_up.html", context)


@never_cache
@require_safe
def interview_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """My booked interview as a calendar file."""
    one = _mine(request, uuid)
    rows = Interview.objects.filter(application=one, slot__isnull=False).select_related(
        "slot__panel", "application__call__cohort__programme"
    )
    if one.state != S.INTERVIEW_BOOKED:
        raise Http404
    interview = get_object_or_404(rows)
    return _calendar(calendars.interview_file(interview, person(request), timezone.now()))


@never_cache
@require_safe
def my_interviews(request: HttpRequest) -> HttpResponse:
    """The interviews of panels on which I sit. Five queries."""
    now = timezone.now()
    page = list_page(request, MyInterviewFilters(request.GET, now=now), _of_my_panels(request), PER_PAGE)
    shown = [(one, time_words(one.slot)) for one in page.rows]
    return render(request, "fellowship/interviewing/my_interviews.html", {"list": page, "shown": shown})


@never_cache
@require_safe
def my_interviews_calendar(request: HttpRequest) -> HttpResponse:
    """The interviews of my panels that are still to come, as one calendar file."""
    now = timezone.now()
    ahead = _of_my_panels(request).filter(slot__ends_at__gt=now, application__state=S.INTERVIEW_BOOKED)
    return _calendar(calendars.panel_file(ahead.order_by("slot__starts_at")[:500], now))


@never_cache
@GET_OR_POST
def interview_score(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One interview for somebody on its panel: what was written, what would help, points for each question."""
    user, now = person(request), timezone.now()
    interview = get_object_or_404(_of_my_panels(request), uuid=uuid)
    one = interview.application
    items = scoring.questions_of(one.call)
    own = {score.item_id: score for score in InterviewScore.objects.filter(interview=interview, member=user)}
    form = ScoresForm(request.POST if request.method == "POST" else None, items=items, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            missing = scoring.save_scores(interview.pk, form.given(), member=user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if missing:
                messages.success(request, f"Saved. {missing} question{'s' if missing > 1 else ''} without points yet.")
            else:
                messages.success(request, "Saved. You have scored every question.")
            return redirect("fellowship:interview_score", interview.uuid)
    answers = Answer.objects.filter(application=one, question__is_assessed=True).select_related("question")
    context = {
        "interview": interview, "one": one, "cohort": one.call.cohort, "when": time_words(interview.slot),
        "answers": answers.defer("file").order_by("question__section__position", "question__position"),
        "items": items, "form": form,
        "open": interview.slot.starts_at <= now and one.state in (S.INTERVIEW_BOOKED, S.INTERVIEWED),
    }  # fmt: skip
    return render(request, "fellowship/interviewing/interview_score.html", context)


@never_cache
@require_safe
def interview_file(request: HttpRequest, uuid: UUID, question: UUID) -> HttpResponse:
    """A file that the candidate gave with an answer that the panel reads. Who opened whose is kept."""
    interview = get_object_or_404(_of_my_panels(request), uuid=uuid)
    return opened_file(request, interview.application, str(question), is_assessed=True)


def _mine(request: HttpRequest, uuid: UUID) -> Application:
    """My application, if it is about an interview. Raises Http404."""
    rows = Application.objects.filter(user=person(request)).select_related("call__cohort__programme", "user")
    states = (S.INTERVIEW_INVITED, S.INTERVIEW_BOOKED, S.INTERVIEWED, S.MISSED)
    return get_object_or_404(rows.filter(state__in=states), uuid=uuid)


def _of_my_panels(request: HttpRequest) -> Any:
    rows = interviews_of(person(request), now=timezone.now())
    return rows.select_related("slot__panel", "application__user", "application__call__cohort__programme")


def _calendar(content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{calendars.NAME}"'},
    )  # fmt: skip
