"""Advisers: the fellows they advise, and their first conversations, which nobody else reads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import ProgrammeRole
from common.lists import list_page
from common.refusals import Refused
from fellowship.advising import deep_dives
from fellowship.forms.advising import CaseloadFilters, ConversationFilters, DeepDiveForm
from fellowship.models import Application, Cohort, DeepDive, Fellow
from fellowship.views.guards import person

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


@never_cache
@require_safe
def my_fellows(request: HttpRequest) -> HttpResponse:
    """The fellows I advise, and those whose adviser I stand in for."""
    user, today = person(request), timezone.localdate()
    roles = ProgrammeRole.objects.held_by(user, on=today).filter(role=ProgrammeRole.Role.ADVISER)
    held = list(roles.values_list("programme", "user"))
    if not held:
        raise PermissionDenied
    theirs = Q()
    for programme, adviser in held:
        theirs |= Q(cohort__programme=programme, adviser=adviser)
    rows = Fellow.objects.filter(theirs).exclude(user=user)
    page = list_page(
        request, CaseloadFilters(request.GET),
        rows.select_related("user", "adviser", "cohort__programme", "application"), PER_PAGE,
    )  # fmt: skip
    cohorts = Cohort.objects.filter(programme__in={programme for programme, _ in held}).exclude(
        state__in=(Cohort.State.FINISHED, Cohort.State.ARCHIVED)
    )
    context = {"list": page, "cohorts": cohorts.select_related("programme"), "reader": user}
    return render(request, "fellowship/advising/my_fellows.html", context)


@never_cache
@require_safe
def deep_dive_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who accepted a place in a cohort, and with whom a first conversation was held. For advisers alone."""
    cohort = get_object_or_404(Cohort.objects.select_related("programme"), uuid=uuid)
    _check_is_adviser(request, cohort)
    held = DeepDive.objects.filter(cohort=cohort, user=OuterRef("user"), held_on__isnull=False)
    rows = deep_dives.people_of(cohort).exclude(user=person(request)).annotate(is_held=Exists(held))
    page = list_page(request, ConversationFilters(request.GET), rows, PER_PAGE)
    notes = DeepDive.objects.filter(cohort=cohort, user__in=[one.user_id for one in page.rows])
    by_user = {note.user_id: note for note in notes.select_related("adviser")}
    context = {"cohort": cohort, "list": page, "rows": [(one, by_user.get(one.user_id)) for one in page.rows]}
    return render(request, "fellowship/advising/deep_dive_list.html", context)


@never_cache
@GET_OR_POST
def deep_dive(request: HttpRequest, uuid: str) -> HttpResponse:
    """The note of one conversation. For advisers alone."""
    application: Application = get_object_or_404(
        Application.objects.filter(state__in=deep_dives.AFTER_ACCEPTANCE).select_related(
            "user", "call__cohort__programme"
        ),
        uuid=uuid,
    )
    cohort = application.call.cohort
    _check_is_adviser(request, cohort)
    if application.user_id == person(request).pk:
        raise Http404
    now = timezone.now()
    note = DeepDive.objects.filter(cohort=cohort, user=application.user).select_related("adviser").first()
    initial: dict[str, Any] = {"held_on": timezone.localdate(now)}
    if note is not None:
        initial = {name: getattr(note, name) for name in deep_dives.WORDS}
        initial |= {"held_on": note.held_on or timezone.localdate(now), "themes": note.themes.all()}
    form = DeepDiveForm(request.POST if request.method == "POST" else None, cohort=cohort, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deep_dives.save_deep_dive(
                application, held_on=form.cleaned_data["held_on"], words=form.words(), themes=form.themes_chosen(),
                actor=person(request), now=now,
            )  # fmt: skip
        except deep_dives.NotHeldYet as refusal:
            form.add_error("held_on", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The note is kept. Only the programme’s advisers read it.")
            return redirect("fellowship:deep_dive_list", cohort.uuid)
    context = {"application": application, "cohort": cohort, "note": note, "form": form}
    return render(request, "fellowship/advising/deep_dive.html", context)


def _check_is_adviser(request: HttpRequest, cohort: Cohort) -> None:
    """Raises Http404 for everybody else, those who run the programme and site administrators among them."""
    if not deep_dives.is_adviser(person(request), cohort.programme, now=timezone.now()):
        raise Http404
