"""Pages of reviewers: what they have to read, the answers without names, points, returning, reporting.

Nothing here knows who applied: pages are made of numbers and of what ``reviewing.blinding`` lets through.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import ProgrammeRole
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.forms.reading import DeclareForm, MyReadingsFilters, ReportForm, ReturnForm, SheetForm, initial_sheet
from fellowship.models import Answer, Call, Cohort, Reader, Review
from fellowship.models.moves import ApplicationState
from fellowship.reviewing import assigning, naming, scoring
from fellowship.reviewing.blinding import blind_file, sheet_of
from fellowship.reviewing.readers import calls_to_declare, declare
from fellowship.reviewing.readings import (
    OPEN,
    next_after,
    number_of,
    numbered,
    open_readings,
    readings_of,
    with_progress,
)
from fellowship.views.guards import person

_SHOWN_WHILE = (ApplicationState.IN_REVIEW, ApplicationState.MODERATION)


@never_cache
@require_safe
def my_reviews(request: HttpRequest) -> HttpResponse:
    """What I was given to read, and for which calls I have not told my conflicts."""
    user = person(request)
    rows = readings_of(user)
    cohorts = Cohort.objects.filter(pk__in=rows.values("application__call__cohort"))
    filters = MyReadingsFilters(request.GET, cohorts=cohorts)
    page = list_page(request, filters, with_progress(numbered(rows)))
    waiting = open_readings(rows).order_by("application__call__review_by", "pk")
    context = {
        "list": page, "waiting": waiting.count(), "first": waiting.first(), "to_declare": calls_to_declare(user),
        "open_states": OPEN,
    }  # fmt: skip
    return render(request, "fellowship/reading/my_reviews.html", context)


@never_cache
@GET_OR_POST
def declare_conflicts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What I am too close to, before I see any answer of a call."""
    user = person(request)
    roles = ProgrammeRole.objects.filter(user=user, role=ProgrammeRole.Role.REVIEWER)
    call: Call = get_object_or_404(
        Call.objects.select_related("cohort__programme", "topic_question"),
        cohort__uuid=uuid, cohort__programme__in=roles.values("programme"),
    )  # fmt: skip
    reader = Reader.objects.filter(call=call, user=user).first()
    question = call.topic_question
    initial = {"employers": reader.employers, "people": reader.people, "topics": reader.topics} if reader else {}
    form = DeclareForm(
        request.POST if request.method == "POST" else None, initial=initial,
        question=question.text if question else "", topics=question.choices if question else (),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data.get(name) or empty for name, empty in _TOLD.items()}
        now = timezone.now()
        declare(call, user, **told, actor=user, now=now)
        assigning.take_back_stranded(call, actor=user, now=now)
        messages.success(request, "Thank you. What you told us keeps those applications from you.")
        return redirect("fellowship:my_reviews")
    context = {"form": form, "call": call, "cohort": call.cohort, "reader": reader}
    return render(request, "fellowship/reading/declare.html", context)


_TOLD: dict[str, Any] = {"employers": "", "people": "", "topics": ()}


@never_cache
@GET_OR_POST
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read and score one application. A POST saves the whole sheet, half-filled as it is, and may finish it."""
    found = _mine(request, uuid)
    call = found.application.call
    if not Reader.objects.filter(call=call, user=found.reviewer, declared_at__isnull=False).exists():
        messages.info(request, "Before you read, tell us what you are too close to.")
        return redirect("fellowship:declare", call.cohort.uuid)
    if found.state not in OPEN or found.application.state != ApplicationState.IN_REVIEW:
        if request.method == "POST":
            messages.error(request, str(scoring.ReviewIsOver()))
            return redirect("fellowship:review", found.uuid)
        return _over(request, found)
    parts = sheet_of(found)
    items = [item for part in parts for item in part.items]
    form = SheetForm(
        request.POST if request.method == "POST" else None, items=items,
        initial=initial_sheet(found, found.scores.all()),
    )  # fmt: skip
    if request.method == "POST":
        answer = _save(request, found, form)
        if answer is not None:
            return answer
    rows = [
        (part, [(item, form[f"points_{item.pk}"], form[f"comment_{item.pk}"]) for item in part.items]) for part in parts
    ]
    context = _context(found) | {"rows": rows, "form": form, "after": next_after(found)}
    return render(request, "fellowship/reading/review.html", context)


def _save(request: HttpRequest, found: Review, form: SheetForm) -> HttpResponse | None:
    """Save what was understood. None: something has to be mended on the page as it was typed."""
    do, now = request.POST.get("do", ""), timezone.now()
    is_right = form.is_valid()
    comment = form.cleaned_data.get("comment", found.comment)
    try:
        scoring.save_sheet(found.pk, form.points(), form.comments(), comment=comment, now=now)
        if request.headers.get("X-Autosave"):
            said = (
                f"Saved at {localtime(now):%H:%M}."
                if is_right
                else "Saved, but for what is marked when you press Save."
            )
            return JsonResponse({"saved": said})
        if not is_right:
            return None
        if do == "finish":
            scoring.finish(found.pk, comment=comment, now=now)
    except scoring.NotScored:
        form.mark_missing()
        return None
    except Refused as refusal:
        if request.headers.get("X-Autosave"):
            return JsonResponse({"problem": str(refusal)})
        messages.error(request, str(refusal))
        return redirect("fellowship:review", found.uuid)
    if do == "finish":
        after = next_after(found)
        if after is None:
            messages.success(request, "That was the last one. Thank you for reading.")
            return redirect("fellowship:my_reviews")
        messages.success(request, f"Application {number_of(found)} is finished. This is the next one.")
        return redirect("fellowship:review", after.uuid)
    place = f"#item-{do}" if do in map(str, form.points()) else ""
    messages.success(request, "Saved.")
    return redirect(f"{reverse('fellowship:review', args=[found.uuid])}{place}")


def _over(request: HttpRequest, found: Review) -> HttpResponse:
    """A reading that is finished, returned or no longer needed. What others gave is seen once all have finished."""
    if found.state == Review.State.RETURNED:
        messages.info(request, "You returned this application, so you do not see it any more.")
        return redirect("fellowship:my_reviews")
    application = found.application
    is_read_by_all = application.state != ApplicationState.IN_REVIEW and application.mean_score is not None
    is_shown = found.state == Review.State.DONE and application.state in _SHOWN_WHILE
    context = _context(found) | {
        "parts": sheet_of(found) if is_shown else (),
        "scores": found.scores.select_related("item").order_by("item__position", "item"),
        "others": scoring.given_by_others(found) if is_read_by_all else (),
        "is_read_by_all": is_read_by_all,
    }
    return render(request, "fellowship/reading/review_over.html", context)


@never_cache
@require_safe
def review_file(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """An uploaded file without its name and what it tells of its author."""
    found = _mine(request, uuid)
    if found.state == Review.State.RETURNED or found.application.state not in _SHOWN_WHILE:
        raise Http404
    if not Reader.objects.filter(call=found.application.call, user=found.reviewer, declared_at__isnull=False).exists():
        raise Http404
    answer = get_object_or_404(
        Answer.objects.exclude(file_type=""), pk=pk, application=found.application_id, question__is_assessed=True
    )
    try:
        content, kind, ending = blind_file(answer)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fellowship:review", found.uuid)
    name = f"application-{number_of(found)}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
@GET_OR_POST
def review_return(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return an application; somebody else reads it."""
    found = _open(request, uuid)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_conflict = form.cleaned_data["reason"] == ReturnForm.CONFLICT
        why = form.cleaned_data["note"] or dict(form.fields["reason"].choices)[form.cleaned_data["reason"]]  # type: ignore[attr-defined]
        assigning.give_back(found, why=why, is_conflict=is_conflict, actor=person(request), now=timezone.now())
        messages.success(request, "It is returned, and somebody else reads it. Thank you for saying so.")
        return redirect("fellowship:my_reviews")
    return render(request, "fellowship/reading/review_return.html", _context(found) | {"form": form})


@never_cache
@GET_OR_POST
def review_report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Report words that tell whose application it is."""
    found = _open(request, uuid)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        naming.report(found, form.cleaned_data["what"], actor=person(request), now=timezone.now())
        messages.success(request, "Thank you. The team hides it. You can go on reading, if you do not know them.")
        return redirect("fellowship:review", found.uuid)
    return render(request, "fellowship/reading/review_report.html", _context(found) | {"form": form})


def _context(found: Review) -> dict[str, Any]:
    call: Call = found.application.call
    return {"review": found, "number": number_of(found), "call": call, "cohort": call.cohort}


def _mine(request: HttpRequest, uuid: UUID) -> Review:
    """My reading of that address, while I am a reviewer of its programme. Raises Http404."""
    return get_object_or_404(readings_of(person(request)).select_related(
        "reviewer", "application__user__profile__organisation", "application__organisation",
        "application__call__cohort__programme",
    ), uuid=uuid)  # fmt: skip


def _open(request: HttpRequest, uuid: UUID) -> Review:
    """The same, still to be read."""
    found = _mine(request, uuid)
    if found.state not in OPEN or found.application.state != ApplicationState.IN_REVIEW:
        raise Http404
    return found
