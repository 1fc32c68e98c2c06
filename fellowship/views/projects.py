"""The page of a project, for the fellow, the adviser and the team; and the list of a cohort's projects."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import RUNNING_IT
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.once import once
from common.refusals import Refused
from fellowship.forms.projects import CommentForm, ProjectFilters
from fellowship.models import Fellow, Project, ProjectDocument
from fellowship.projects import keeping, showing
from fellowship.projects.picture import picture_of
from fellowship.views.guards import OF_FELLOWS, cohort_for, fellow_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
_COLUMNS = ("Fellow", "Project", "Sponsor", "Last update", "Milestones", "Reached", "Late", "Open risks", "Shown")


def fellow_of_project(request: HttpRequest, uuid: str) -> tuple[Fellow, bool]:
    """The fellow whose project it is, and whether that is who asks. Raises Http404 for strangers."""
    mine = Fellow.objects.filter(user=person(request), uuid=uuid).select_related("user", "adviser", "cohort__programme")
    if found := mine.first():
        return found, True
    return fellow_for(request, uuid, OF_FELLOWS), False


@never_cache
@GET_OR_POST
def project(request: HttpRequest, uuid: str) -> HttpResponse:
    """All about a project. A POST is a comment."""
    fellow, mine = fellow_of_project(request, uuid)
    found = Project.objects.filter(fellow=fellow).first()
    now = timezone.now()
    today = timezone.localdate(now)
    if found is None:
        if request.method == "POST":
            raise Http404
        return render(
            request, "fellowship/projects/project.html", {"fellow": fellow, "cohort": fellow.cohort, "mine": mine}
        )
    found.fellow = fellow
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form, request.user) as is_first:
                if is_first:
                    keeping.comment(found, text=form.cleaned_data["text"], author=person(request), now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your comment is there.")
            return redirect("fellowship:project", fellow.uuid)
    updates = list(found.updates.all())
    context = {
        "fellow": fellow, "cohort": fellow.cohort, "project": found, "mine": mine, "form": form, "today": today,
        "pictures": pictures_of(found), "milestones": list(found.milestones.all()), "updates": updates,
        "risks": sorted(
            found.risks.all(), key=lambda risk: (risk.closed_on is not None, -risk.likelihood * risk.impact, risk.pk)
        ),
        "documents": found.documents.defer("content"), "comments": found.comments.select_related("author"),
        "this_month": today.replace(day=1), "has_update": any(one.month == today.replace(day=1) for one in updates),
    }  # fmt: skip
    return render(request, "fellowship/projects/project.html", context)


def pictures_of(found: Project) -> list[tuple[Any, Any]]:
    """Each measure with its picture. Two queries."""
    cohort = found.fellow.cohort
    return [
        (measure, picture_of(measure, list(measure.readings.all()), begins=found.started_on, ends=cohort.ends_on))
        for measure in found.measures.prefetch_related("readings")
    ]


@never_cache
@require_safe
def document(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """A file of a project, under a name that we give it."""
    fellow, _ = fellow_of_project(request, uuid)
    found = get_object_or_404(ProjectDocument, project__fellow=fellow, pk=pk)
    name = f"project-document-{found.pk}.{keeping.ENDINGS[found.kind]}"
    return HttpResponse(
        bytes(found.content), content_type=found.kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@never_cache
@require_safe
def project_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """The projects of a cohort, those not begun too."""
    cohort = cohort_for(request, uuid, OF_FELLOWS)
    today = timezone.localdate()
    milestone, risk = "project__milestones", "project__risks"
    rows = (
        Fellow.objects.filter(cohort=cohort)
        .exclude(state=Fellow.State.LEFT)
        .select_related("user", "project")
        .annotate(
            last_month=Max("project__updates__month"),
            planned=Count(milestone, distinct=True),
            reached=Count(milestone, distinct=True, filter=Q(**{f"{milestone}__done_on__isnull": False})),
            late=Count(
                milestone, distinct=True,
                filter=Q(**{f"{milestone}__done_on__isnull": True, f"{milestone}__due_on__lt": today}),
            ),
            open_risks=Count(risk, distinct=True, filter=Q(**{f"{risk}__isnull": False, f"{risk}__closed_on": None})),
        )
        .annotate(shown_at=F("project__published_at"))
    )  # fmt: skip
    filters = ProjectFilters(request.GET, today=today)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, cohort, "projects", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    context = {"cohort": cohort, "list": page, "csv_url": page.url_with("csv", "yes")}
    return render(request, "fellowship/projects/project_list.html", context)


def _row(fellow: Any) -> tuple[object, ...]:
    project = getattr(fellow, "project", None)
    return (
        fellow.user.name, project.title if project else "", project.sponsor if project else "",
        f"{fellow.last_month:%Y-%m}" if fellow.last_month else "", fellow.planned, fellow.reached, fellow.late,
        fellow.open_risks, "yes" if fellow.shown_at else "no",
    )  # fmt: skip


@require_POST
def project_publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Show a project to everybody, or no longer; for those who run the programme."""
    fellow = fellow_for(request, uuid, RUNNING_IT)
    found = get_object_or_404(Project, fellow=fellow)
    shows = request.POST.get("show") == "yes"
    try:
        showing.publish(found, is_public=shows, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Everybody can read it now." if shows else "It is shown no longer.")
    return redirect("fellowship:showcase_edit", fellow.cohort.uuid)
