"""The showcase: what the team decides about it, and its public pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import list_page
from common.refusals import Refused
from fellowship import showcase
from fellowship.forms.alumni import ShowcaseForm
from fellowship.forms.showcase import ProjectsShownFilters, ToShowFilters
from fellowship.models import Cohort, Project, Showcase
from fellowship.views.guards import cohort_for, person
from fellowship.views.projects import pictures_of

PER_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def showcase_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    """The page for everybody, and the projects that fellows offer for it."""
    cohort = cohort_for(request, uuid)
    found = Showcase.objects.filter(cohort=cohort).select_related("event").first()
    initial: dict[str, object] = {"title": f"Projects of {cohort.name}", "intro": "", "event": None, "is_public": False}
    if found:
        initial = {
            "title": found.title, "intro": found.intro, "event": found.event,
            "is_public": found.published_at is not None,
        }  # fmt: skip
    form = ShowcaseForm(request.POST if request.method == "POST" else None, cohort=cohort, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in ("title", "intro", "event")}
        try:
            showcase.save_showcase(
                cohort, fields, is_public=data["is_public"], actor=person(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("is_public", str(refusal))
        else:
            messages.success(
                request, "Everybody can read the page." if data["is_public"] else "Saved. The page is not public."
            )
            return redirect("fellowship:showcase_edit", cohort.uuid)
    rows = Project.objects.filter(fellow__cohort=cohort, is_offered=True).select_related("fellow__user")
    page = list_page(request, ToShowFilters(request.GET), rows, PER_PAGE)
    context = {"cohort": cohort, "form": form, "showcase": found, "list": page}
    return render(request, "fellowship/showcase/showcase_edit.html", context)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def showcase_page(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """The projects of a cohort, for everybody. Three queries."""
    found = _public(slug, cohort)
    rows = showcase.projects_shown(found.cohort)
    page = list_page(request, ProjectsShownFilters(request.GET), rows, PER_PAGE)
    context = {"showcase": found, "cohort": found.cohort, "list": page, "now": timezone.now()}
    return render(request, "fellowship/showcase/showcase.html", context)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def showcase_project(request: HttpRequest, slug: str, cohort: str, project: str) -> HttpResponse:
    """One project, for everybody: its summary and how its measures went. Nothing else of it."""
    found = _public(slug, cohort)
    rows = showcase.projects_shown(found.cohort).select_related("fellow__user", "fellow__cohort")
    one = get_object_or_404(rows, slug=project)
    context = {"showcase": found, "cohort": found.cohort, "project": one, "pictures": pictures_of(one)}
    return render(request, "fellowship/showcase/showcase_project.html", context)


def _public(slug: str, cohort: str) -> Showcase:
    """The showcase under this address, if everybody may read it. Raises Http404."""
    found = Showcase.objects.select_related("cohort__programme", "event")
    one = found.filter(cohort__programme__slug=slug, cohort__slug=cohort, published_at__isnull=False).first()
    if one is None or one.cohort.state == Cohort.State.PLANNED:
        raise Http404
    return one
