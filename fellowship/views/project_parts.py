"""What the fellow keeps of a project, part by part: for the fellow alone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.forms.projects import (
    DocumentForm,
    MeasureForm,
    MilestoneForm,
    ProjectForm,
    ReadingForm,
    RiskForm,
    SummaryForm,
    UpdateForm,
)
from fellowship.models import Fellow, Measure, Milestone, Project, ProjectDocument, ProjectUpdate, Reading, Risk
from fellowship.projects import keeping, showing
from fellowship.projects.picture import number_words
from fellowship.views.guards import person

PAGE = "fellowship/projects/part.html"


def _my_project(request: HttpRequest, uuid: str) -> Project:
    """The project of this year of mine. Raises Http404 for everybody else, and before it is begun."""
    mine = Project.objects.select_related("fellow__user", "fellow__adviser", "fellow__cohort__programme")
    return get_object_or_404(mine, fellow__uuid=uuid, fellow__user=person(request))


def _part(
    request: HttpRequest, fellow: Fellow, *, heading: str, form: forms.Form, keep: Callable[[], object], done: str,
    field: str | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """One form of the fellow's: kept, or shown again with what is wrong. ``field``: where a refusal belongs."""
    if form.is_bound and form.is_valid():
        try:
            keep()
        except Refused as refusal:
            form.add_error(field, str(refusal))
        else:
            messages.success(request, done)
            return redirect("fellowship:project", fellow.uuid)
    context = {"fellow": fellow, "cohort": fellow.cohort, "heading": heading, "form": form, **more}
    return render(request, PAGE, context)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@never_cache
@GET_OR_POST
def project_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    """Begin the project, or change what it is about."""
    mine = Fellow.objects.filter(user=person(request)).select_related("user", "cohort__programme")
    fellow = get_object_or_404(mine, uuid=uuid)
    found = Project.objects.filter(fellow=fellow).first()
    names = ("title", "aim", "sponsor", "sponsor_job")
    form = ProjectForm(_posted(request), initial={name: getattr(found, name) for name in names} if found else {})
    now = timezone.now()
    return _part(
        request, fellow, heading="What your project is about", form=form, done="Your project is saved.",
        keep=lambda: keeping.save_project(fellow, form.cleaned_data, now=now, today=timezone.localdate(now)),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def measure_edit(request: HttpRequest, uuid: str, pk: int | None = None) -> HttpResponse:
    project = _my_project(request, uuid)
    measure = get_object_or_404(project.measures, pk=pk) if pk else Measure(project=project)
    names = ("name", "unit", "baseline", "target")
    form = MeasureForm(_posted(request), initial={name: getattr(measure, name) for name in names} if pk else {})
    return _part(
        request, project.fellow, heading="A measure", form=form, done="The measure is saved.", field="target",
        keep=lambda: keeping.save_measure(measure, form.cleaned_data), project=project,
        remove=("measures", pk) if pk else None,
    )  # fmt: skip


@never_cache
@GET_OR_POST
def reading_add(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Note what a measure was on a day."""
    project = _my_project(request, uuid)
    measure = get_object_or_404(project.measures, pk=pk)
    today = timezone.localdate()
    form = ReadingForm(_posted(request), initial={"on": today})
    readings = [(one.on, number_words(one.value, measure.unit), one.pk) for one in measure.readings.all()]
    return _part(
        request, project.fellow, heading=f"{measure.name}: what it was", form=form, done="The reading is noted.",
        keep=lambda: keeping.read_measure(measure, **form.cleaned_data, today=today), field="on", project=project,
        measure=measure, readings=readings,
    )  # fmt: skip


@never_cache
@GET_OR_POST
def milestone_edit(request: HttpRequest, uuid: str, pk: int | None = None) -> HttpResponse:
    project = _my_project(request, uuid)
    milestone = get_object_or_404(project.milestones, pk=pk) if pk else Milestone(project=project)
    names = ("title", "due_on", "done_on")
    form = MilestoneForm(_posted(request), initial={name: getattr(milestone, name) for name in names} if pk else {})
    return _part(
        request, project.fellow, heading="A milestone", form=form, done="The milestone is saved.", project=project,
        keep=lambda: keeping.save_milestone(milestone, form.cleaned_data), remove=("milestones", pk) if pk else None,
    )  # fmt: skip


@never_cache
@GET_OR_POST
def risk_edit(request: HttpRequest, uuid: str, pk: int | None = None) -> HttpResponse:
    project = _my_project(request, uuid)
    risk = get_object_or_404(project.risks, pk=pk) if pk else Risk(project=project)
    names = ("text", "likelihood", "impact", "answer", "closed_on")
    form = RiskForm(_posted(request), initial={name: getattr(risk, name) for name in names} if pk else {})
    return _part(
        request, project.fellow, heading="A risk", form=form, done="The risk is saved.", project=project,
        keep=lambda: keeping.save_risk(risk, form.cleaned_data), remove=("risks", pk) if pk else None,
    )  # fmt: skip


@never_cache
@GET_OR_POST
def update_edit(request: HttpRequest, uuid: str, year: int, month: int) -> HttpResponse:
    """The three answers of a month."""
    project = _my_project(request, uuid)
    now = timezone.now()
    today = timezone.localdate(now)
    months = keeping.months_open(project, today)
    wanted = next((one for one in months if (one.year, one.month) == (year, month)), None)
    if wanted is None:
        raise Http404
    found = ProjectUpdate.objects.filter(project=project, month=wanted).first()
    names = ("done", "coming", "in_the_way")
    form = UpdateForm(_posted(request), initial={name: getattr(found, name) for name in names} if found else {})
    return _part(
        request, project.fellow, heading=f"Update for {wanted:%B %Y}", form=form, done="Your update is there.",
        keep=lambda: keeping.write_update(project, wanted, form.cleaned_data, now=now, today=today), project=project,
        months=[one for one in months if one != wanted],
    )  # fmt: skip


@never_cache
@GET_OR_POST
def document_add(request: HttpRequest, uuid: str) -> HttpResponse:
    project = _my_project(request, uuid)
    posted = request.method == "POST"
    form = DocumentForm(request.POST if posted else None, request.FILES if posted else None)
    return _part(
        request, project.fellow, heading="Keep a document", form=form, done="The document is kept.", project=project,
        keep=lambda: keeping.keep_document(
            project, name=form.cleaned_data["name"], content=form.cleaned_data["file"], now=timezone.now()
        ), has_file=True,
    )  # fmt: skip


@never_cache
@GET_OR_POST
def project_show(request: HttpRequest, uuid: str) -> HttpResponse:
    """The summary for everybody, and whether it may be shown."""
    project = _my_project(request, uuid)
    form = SummaryForm(
        _posted(request), initial={"summary": project.summary, "is_offered": project.is_offered}
    )  # fmt: skip
    return _part(
        request, project.fellow, heading="Show your project", form=form,
        done="Saved. The team reads it before everybody can.", project=project, shows=True,
        keep=lambda: showing.offer(project, **form.cleaned_data, now=timezone.now()),
    )  # fmt: skip


_REMOVABLE: dict[str, type[Any]] = {
    "measures": Measure, "readings": Reading, "milestones": Milestone, "risks": Risk, "documents": ProjectDocument,
}  # fmt: skip


@require_POST
def part_remove(request: HttpRequest, uuid: str, kind: str, pk: int) -> HttpResponse:
    """Take one measure, reading, milestone, risk or document out. Gone is gone; twice is once."""
    project = _my_project(request, uuid)
    if kind not in _REMOVABLE:
        raise Http404
    of_mine = {"measure__project": project} if kind == "readings" else {"project": project}
    _REMOVABLE[kind].objects.filter(pk=pk, **of_mine).delete()
    messages.success(request, "It is taken out.")
    return redirect("fellowship:project", project.fellow.uuid)
