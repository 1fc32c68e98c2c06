"""My assessments: the list, one of them with what rose, and files."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from careers.frame import current_frame
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from planning.assessments import About, delete_assessment, start_assessment
from planning.files import as_csv, as_json, import_rows
from planning.forms.files import ImportForm
from planning.forms.lists import HistoryFilters
from planning.history import compare, compare_all
from planning.models import Answer, Assessment
from planning.views.assessment import with_assessment
from planning.views.current import current_assessment, open_page, signed_in, use_assessment

PER_PAGE = 10
_WITH_SKILLS = Prefetch("answers", Answer.objects.select_related("skill").order_by("position"))


@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Assessments of the person, newest first, with what rose since the one before. Five queries."""
    assert isinstance(request.user, User)
    rows = Assessment.objects.of(request.user).with_ends().prefetch_related(_WITH_SKILLS)
    page = list_page(request, HistoryFilters(request.GET), rows, PER_PAGE)
    shown = list(page.rows)
    # The last one of the page is compared with the one before it, which is on the next.
    earlier = rows.filter(started_at__lt=shown[-1].started_at)[:1] if shown else []
    compared = compare_all([*shown, *earlier])[: len(shown)]
    return render(request, "planning/history.html", {"list": page, "compared": compared})


@never_cache
@require_safe
def history_detail(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One assessment as it was, with what rose since the one before it. Four queries."""
    assert isinstance(request.user, User)
    of_person = Assessment.objects.of(request.user).with_ends().prefetch_related(_WITH_SKILLS)
    assessment = get_object_or_404(of_person, pk=assessment_id)
    earlier = of_person.filter(started_at__lt=assessment.started_at).first()
    return render(request, "planning/history_detail.html", {"compared": compare(assessment, earlier)})


@never_cache
@GET_OR_POST
def history_delete(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Throw one assessment away."""
    assert isinstance(request.user, User)
    assessment = get_object_or_404(Assessment.objects.of(request.user), pk=assessment_id)
    if request.method == "POST":
        delete_assessment(assessment)
        messages.success(request, "The assessment is deleted, and the links to its reports open nothing any more.")
        return redirect("planning:history")
    return render(request, "planning/history_delete.html", {"assessment": assessment})


@require_safe
@with_assessment
def export_csv(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The answers of the current assessment as CSV."""
    return _file(as_csv(assessment.answers.select_related("skill")), "text/csv; charset=utf-8", assessment, "csv")


@require_safe
@with_assessment
def export_json(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The answers of the current assessment as JSON."""
    document = as_json(assessment, assessment.answers.select_related("skill"), now=timezone.now())
    return _file(document, "application/json", assessment, "json")


def _file(content: str, kind: str, assessment: Assessment, ending: str) -> HttpResponse:
    """Named after the time of the assessment in London, so that two of one day are two files."""
    name = f"my-skills-{timezone.localtime(assessment.started_at):%Y-%m-%d-%H%M}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@GET_OR_POST
@open_page
def assessment_import(request: HttpRequest) -> HttpResponse:
    """Take answers from a file into the current assessment, or into a first one."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method != "POST" or not form.is_valid():
        return render(request, "planning/assessment_import.html", {"form": form})
    now, frame, user = timezone.now(), current_frame(), signed_in(request)
    assessment = current_assessment(request, now)
    if assessment is None:
        try:
            assessment = start_assessment(user, About(), last=None, frame=frame, now=now)
        except Refused as refusal:
            form.add_error("file", str(refusal))
            return render(request, "planning/assessment_import.html", {"form": form})
        if user is None:
            use_assessment(request, assessment, now)
    taken = import_rows(assessment, form.rows, frame=frame, now=now)
    messages.success(request, f"{taken.answers} {'answer' if taken.answers == 1 else 'answers'} taken from your file.")
    if taken.unknown:
        names = ", ".join(name[:60] for name in taken.unknown[:10])
        messages.warning(request, f"Left out, because the framework has no such skill: {names}.")
    return redirect("planning:check_answers")
