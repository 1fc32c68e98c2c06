"""The table of scores, and one application's: what readers gave, where they differ, moderation, notes."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.once import once
from common.refusals import Refused
from fellowship.choosing.balance import words_of
from fellowship.forms.scores import TABLE_STATES, ModerationForm, NoteForm, ScoreFilters
from fellowship.models import Application, Call
from fellowship.models.moves import ApplicationState
from fellowship.reviewing import scoring
from fellowship.reviewing.overview import READ_STATES
from fellowship.reviewing.scores import add_note, histogram, most_of, newest_notes, rows_of, sheets_of
from fellowship.views.guards import judged_call_for, person
from fellowship.views.lists import list_as_csv

PER_PAGE = 300
_COLUMNS = (
    "Reference", "Name", "Employer", "Region", "Profession", "Pay band", "State", "Readers", "Score", "Difference",
    "Given", "Newest note",
)  # fmt: skip


@never_cache
@require_safe
def score_table(request: HttpRequest, uuid: str) -> HttpResponse:
    """Everybody who is read, with scores, the best first."""
    call = judged_call_for(request, uuid)
    # Not an application of one's own: without its score, its place among the others would still tell it.
    rows = Application.objects.filter(call=call, state__in=TABLE_STATES).exclude(user=person(request))
    applications = rows.defer("why", "adjustments", "feedback", "eligibility")
    filters = ScoreFilters(request.GET, apart_from=call.moderate_from)
    if "csv" in request.GET:
        answer: HttpResponse = list_as_csv(
            request, call.cohort, "scores", _COLUMNS, _cells(filters.arrange(filters.narrow(applications)))
        )
        return answer
    page = list_page(request, filters, applications, PER_PAGE)
    means = [
        mean for mean in filters.narrow(applications).values_list("mean_score", flat=True)
        if mean is not None
    ]  # fmt: skip
    most = most_of(call)
    context = {
        "call": call, "cohort": call.cohort, "list": page, "rows": rows_of(page.rows), "most": most,
        "bins": histogram(means, most), "read": len(means), "csv_url": page.url_with("csv", "yes"),
        # One address for all rows: working it out 300 times costs more than the rest of the table.
        "detail_start": reverse("fellowship:score_table", args=[call.cohort.uuid]),
    }  # fmt: skip
    return render(request, "fellowship/reviewing/score_table.html", context)


@never_cache
@require_safe
def score_detail(request: HttpRequest, uuid: str, application: UUID) -> HttpResponse:
    """What readers gave, where they differ, and the team's notes."""
    call, found = _one(request, uuid, application)
    return _detail(request, call, found, NoteForm())


@never_cache
@GET_OR_POST
def score_note(request: HttpRequest, uuid: str, application: UUID) -> HttpResponse:
    """Add a note."""
    call, found = _one(request, uuid, application)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with once(form, request.user) as is_first:
            if is_first:
                add_note(found, form.cleaned_data["text"], actor=person(request), now=timezone.now())
        messages.success(request, "The note is kept.")
        return redirect("fellowship:score_detail", uuid, found.uuid)
    return _detail(request, call, found, form)


@require_POST
def note_delete(request: HttpRequest, uuid: str, application: UUID, pk: int) -> HttpResponse:
    """Take out a note of one's own."""
    _, found = _one(request, uuid, application)
    deleted, _ = found.score_notes.filter(pk=pk, author=person(request)).delete()
    if deleted:
        messages.success(request, "The note is deleted.")
    else:
        messages.error(request, "Only who wrote a note can delete it.")
    return redirect("fellowship:score_detail", uuid, found.uuid)


@never_cache
@GET_OR_POST
def moderate(request: HttpRequest, uuid: str, application: UUID) -> HttpResponse:
    """Enter what was agreed. What each reader gave first stays beside it."""
    call, found = _one(request, uuid, application)
    if found.state not in (ApplicationState.MODERATION, ApplicationState.SCORED):
        messages.error(request, "Scores can be moderated once all have read, and until it is decided.")
        return redirect("fellowship:score_detail", uuid, found.uuid)
    sheets = sheets_of(found)
    items = call.rubric.filter(for_interview=False)
    scores = [
        (name, given[item.pk]) for item in items for name, _, given in sheets if item.pk in given
    ]  # fmt: skip
    form = ModerationForm(request.POST if request.method == "POST" else None, scores=scores)
    if request.method == "POST" and form.is_valid():
        try:
            scoring.moderate(found, form.points(), actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The agreed scores are kept.")
            return redirect("fellowship:score_detail", uuid, found.uuid)
    apart = {one.item.pk for one in scoring.differences(found)}
    names = [f"score_{score.pk}" for _, score in scores if score.item_id in apart]
    context = {
        "call": call, "cohort": call.cohort, "application": found, "form": form,
        "apart": [form[name] for name in names], "others": [form[name] for name in form.fields if name not in names],
    }  # fmt: skip
    return render(request, "fellowship/reviewing/moderate.html", context)


def _detail(request: HttpRequest, call: Call, found: Application, form: NoteForm) -> HttpResponse:
    is_read = found.mean_score is not None
    sheets = sheets_of(found) if is_read else []
    apart = {one.item.pk for one in scoring.differences(found)} if is_read else set()
    items = [
        (item, item.pk in apart, [given.get(item.pk) for _, _, given in sheets])
        for item in call.rubric.filter(for_interview=False)
    ]
    readings = found.reviews.exclude(state="RETURNED")
    context = {
        "call": call, "cohort": call.cohort, "application": found, "form": form, "sheets": sheets, "items": items,
        "is_read": is_read, "readers": readings.count(), "read": readings.filter(state="DONE").count(),
        "notes": found.score_notes.select_related("author"), "most": most_of(call),
        "can_be_read": found.state in READ_STATES,
        "can_moderate": found.state in (ApplicationState.MODERATION, ApplicationState.SCORED),
    }  # fmt: skip
    return render(request, "fellowship/reviewing/score_detail.html", context)


def _one(request: HttpRequest, uuid: str, application: UUID) -> tuple[Call, Application]:
    """The call, and one of its applications that is read. Raises Http404, also to who wrote the application."""
    call = judged_call_for(request, uuid)
    rows = Application.objects.filter(call=call, state__in=TABLE_STATES).select_related("user")
    found: Application = get_object_or_404(rows, uuid=application)
    if found.user_id == person(request).pk:
        raise Http404
    found.call = call
    return call, found


def _cells(applications: Iterable[Application]) -> list[tuple[object, ...]]:
    rows = rows_of(applications)
    notes = newest_notes([row.application for row in rows])
    cells: list[tuple[object, ...]] = []
    for row in rows:
        one = row.application
        cells.append(
            (
                one.reference, one.name, one.organisation_name, *words_of(one)[:3],
                one.get_state_display(), f"{row.read} of {row.readers}", one.mean_score, one.spread,
                ", ".join(map(str, row.totals)), notes.get(one.pk, ""),
            )
        )  # fmt: skip
    return cells
