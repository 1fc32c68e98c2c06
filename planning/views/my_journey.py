"""My own journey: tell it, hand it in, withdraw it, delete it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from planning.forms.journeys import (
    AboutForm,
    CourseForm,
    StepForm,
    SubmitForm,
    initial_about,
    initial_course,
    initial_step,
)
from planning.journeys import writing
from planning.models.journeys import Course, Journey, Step


@never_cache
@require_safe
def my_journey(request: HttpRequest) -> HttpResponse:
    """How my journey stands, as others will read it. Five queries."""
    assert isinstance(request.user, User)
    journey = Journey.objects.of(request.user).whole().first()
    return render(request, "planning/my_journey.html", {"journey": journey, "fewest": writing.FEWEST_STEPS})


@never_cache
@GET_OR_POST
def journey_about(request: HttpRequest) -> HttpResponse:
    """Begin my journey, or change what it says."""
    assert isinstance(request.user, User)
    journey = Journey.objects.of(request.user).first()
    initial = initial_about(journey) if journey else {"name": request.user.name}
    form = AboutForm(request.POST) if request.method == "POST" else AboutForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        networks = form.cleaned_data["networks"]
        try:
            writing.save_about(request.user, about=form.about, networks=networks, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Nobody else reads it until you hand it in and we publish it.")
            return redirect("planning:my_journey")
    return render(request, "planning/journey_about.html", {"journey": journey, "form": form})


@never_cache
@GET_OR_POST
def step_edit(request: HttpRequest, part_id: UUID | None = None) -> HttpResponse:
    """Add a job, change it, or take it out."""
    return _part(
        request, Step, part_id, "planning/journey_step.html",
        make=lambda data, initial, now: StepForm(data, initial=initial, this_year=timezone.localdate(now).year),
        shown=initial_step,
        save=lambda user, form: writing.save_step(user, part_id, fields=form.step),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def course_edit(request: HttpRequest, part_id: UUID | None = None) -> HttpResponse:
    """Add a course, change it, or take it out."""
    return _part(
        request, Course, part_id, "planning/journey_course.html",
        make=lambda data, initial, now: CourseForm(data, initial=initial, this_year=timezone.localdate(now).year),
        shown=initial_course,
        save=lambda user, form: writing.save_course(user, part_id, fields=form.cleaned_data),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def journey_submit(request: HttpRequest) -> HttpResponse:
    """Agree to its publication and hand it in."""
    user, journey = _mine(request)
    form = SubmitForm(request.POST) if request.method == "POST" else SubmitForm()
    if request.method == "POST" and form.is_valid():
        try:
            writing.submit(user, agreed=form.cleaned_data["agreed"], now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. We read it and write to you.")
            return redirect("planning:my_journey")
    return render(request, "planning/journey_submit.html", {"journey": journey, "form": form})


@never_cache
@GET_OR_POST
def journey_withdraw(request: HttpRequest) -> HttpResponse:
    """Take my journey back from everybody else."""
    return _confirmed(
        request, "planning/journey_withdraw.html", writing.withdraw, "Withdrawn. Nobody else can read it any more."
    )


@never_cache
@GET_OR_POST
def journey_delete(request: HttpRequest) -> HttpResponse:
    """Delete my journey."""
    return _confirmed(request, "planning/journey_delete.html", writing.delete_journey, "Your journey is deleted.")


def _mine(request: HttpRequest) -> tuple[User, Journey]:
    assert isinstance(request.user, User)
    return request.user, get_object_or_404(Journey.objects.of(request.user))


def _part(
    request: HttpRequest,
    kind: type[Step] | type[Course],
    part_id: UUID | None,
    template: str,
    *,
    make: Callable[[Any, Any, datetime], Any],
    shown: Callable[[Any], dict[str, Any]],
    save: Callable[[User, Any], None],
) -> HttpResponse:
    user, journey = _mine(request)
    part: Any = get_object_or_404(kind._default_manager.filter(journey=journey), pk=part_id) if part_id else None
    form = make(request.POST if request.method == "POST" else None, shown(part) if part else None, timezone.now())
    if request.method == "POST":
        try:
            if part and "delete" in request.POST:
                writing.delete_part(user, kind, part.pk)
                messages.success(request, f"“{part}” is out of your journey.")
                return redirect("planning:my_journey")
            if form.is_valid():
                save(user, form)
                messages.success(request, "Saved.")
                return redirect("planning:my_journey")
        except kind.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, template, {"journey": journey, "form": form, "part": part})


def _confirmed(request: HttpRequest, template: str, act: Callable[..., None], said: str) -> HttpResponse:
    user, journey = _mine(request)
    if request.method == "POST":
        try:
            act(user, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, said)
        return redirect("planning:my_journey")
    return render(request, template, {"journey": journey})
