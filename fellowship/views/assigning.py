"""Pages of reading for those who run a call: reviewers, sharing out, who reads what, conflicts, hidden words."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.forms.reviewing import (
    GiveForm,
    HideForm,
    ReaderForm,
    ReadingFilters,
    ReadingSettingsForm,
    ShareForm,
    initial_reader,
    initial_settings,
)
from fellowship.models import Application, Call, Conflict, Reader, Review
from fellowship.reviewing import assigning, naming, overview
from fellowship.reviewing.readers import ask_to_declare, reviewers_of, save_reader, team_reviewers
from fellowship.reviewing.reminding import remind
from fellowship.views.guards import call_for, person
from fellowship.views.lists import list_as_csv

State = Review.State


@never_cache
@require_safe
def assignment(request: HttpRequest, uuid: str) -> HttpResponse:
    """How reading goes, and the reviewers with what each has."""
    call, me = call_for(request, uuid), person(request)
    numbers = overview.numbers_of(call)
    lines = overview.lines_of(call)
    listed = reverse("fellowship:reading_list", args=[call.cohort.uuid])
    scores = reverse("fellowship:score_table", args=[call.cohort.uuid])
    context = {
        "call": call, "cohort": call.cohort, "lines": lines, "share": ShareForm(),
        "stats": [
            (numbers["few"], "need more readers", f"{listed}?only=FEW"),
            (numbers["in_review"], "in review", f"{listed}?state=IN_REVIEW"),
            (numbers["moderation"], "to moderate", f"{scores}?state=MODERATION"),
            (numbers["scored"], "scored", f"{scores}?state=SCORED"),
            (numbers["named"], "reported by a reader", f"{listed}?only=NAMED"),
        ],
        "in_conflict": [one for one in assigning.conflicts_among_readings(call) if one.application.user_id != me.pk],
        "has_rubric": call.rubric.filter(for_interview=False).exists(),
    }  # fmt: skip
    return render(request, "fellowship/reviewing/assignment.html", context)


@never_cache
@GET_OR_POST
def assignment_settings(request: HttpRequest, uuid: str) -> HttpResponse:
    """By when applications are read, and which question tells their subject."""
    call = call_for(request, uuid)
    form = ReadingSettingsForm(
        request.POST if request.method == "POST" else None, call=call, initial=initial_settings(call)
    )
    if request.method == "POST" and form.is_valid():
        assigning.save_settings(
            call, review_by=form.cleaned_data["review_by"], topic_question=form.cleaned_data["topic_question"],
            actor=person(request), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, "It is saved.")
        return redirect("fellowship:assignment", call.cohort.uuid)
    context = {"call": call, "cohort": call.cohort, "form": form}
    return render(request, "fellowship/reviewing/assignment_settings.html", context)


@never_cache
@GET_OR_POST
def assignment_share(request: HttpRequest, uuid: str) -> HttpResponse:
    """What sharing out would do, by reviewer. A POST does it and writes to them."""
    call = call_for(request, uuid)
    form = ShareForm(request.POST if request.method == "POST" else request.GET)
    wish = form.cleaned_data["wish"] if form.is_valid() else ""
    try:
        if request.method == "POST" and form.is_valid():
            shared = assigning.share_out(call, actor=person(request), wish=wish, now=timezone.now())
            given = sum(shared.given.values())
            said = "1 reading is shared out, and its" if given == 1 else f"{given} readings are shared out, and each"
            messages.success(request, f"{said} reviewer is told.")
            return redirect("fellowship:assignment", call.cohort.uuid)
        found = assigning.propose(call, wish)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fellowship:assignment", call.cohort.uuid)
    references = {one.pk: one.reference for one in found.applications}
    after = {one.pk: found.loads[one.pk] + found.given[one.pk] for one in found.reviewers}
    context = {
        "call": call, "cohort": call.cohort, "form": form, "wish": wish, "readings": len(found.pairs),
        "rows": [(one, found.loads[one.pk], found.given[one.pk], after[one.pk]) for one in found.reviewers],
        "fewest": min(after.values()), "most": max(after.values()),
        "missing": [(references[one], count) for one, count in found.missing.items()],
        "lacking": [references[one] for one in found.lacking],
    }  # fmt: skip
    return render(request, "fellowship/reviewing/assignment_share.html", context)


@require_POST
def readers_write(request: HttpRequest, uuid: str) -> HttpResponse:
    """Remind reviewers who are ticked, or ask them for their conflicts. Nobody ticked is nobody."""
    call = call_for(request, uuid)
    ids = [int(text) for text in request.POST.getlist("reviewer") if text.isdecimal() and len(text) < 19]
    users = [one for one in team_reviewers(call) if one.pk in ids]
    actor, now = person(request), timezone.now()
    try:
        if request.POST.get("do") == "ask":
            count = ask_to_declare(call, users, actor=actor, now=now)
            messages.success(request, f"{count} of those ticked are asked; the others have told us already.")
        else:
            count = remind(call, users, actor=actor, now=now)
            messages.success(request, f"{count} of those ticked have something to read, and are reminded.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("fellowship:assignment", call.cohort.uuid)


@never_cache
@GET_OR_POST
def reader_edit(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Whether a reviewer reads for this call, how much at most, and what they told."""
    call = call_for(request, uuid)
    user = _reviewer(call, pk)
    reader = Reader.objects.filter(call=call, user=user).first()
    form = ReaderForm(request.POST if request.method == "POST" else None, initial=initial_reader(reader))
    if request.method == "POST" and form.is_valid():
        save_reader(call, user, **form.cleaned_data, actor=person(request), now=timezone.now())
        messages.success(request, f"It is saved for {user}.")
        return redirect("fellowship:assignment", call.cohort.uuid)
    conflicts = (
        Conflict.objects.filter(application__call=call, reviewer=user)
        .exclude(application__user=person(request))
        .select_related("application")
    )
    context = {
        "call": call, "cohort": call.cohort, "form": form, "reviewer": user, "reader": reader,
        "conflicts": conflicts.order_by("application__reference")[:200],
    }  # fmt: skip
    return render(request, "fellowship/reviewing/reader_edit.html", context)


@never_cache
@require_safe
def reading_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """Applications and who reads them."""
    call = call_for(request, uuid)
    # Nobody learns who reads an application of their own, whatever their role.
    rows = overview.with_readers(overview.read_for(call).exclude(user=person(request)).select_related("call"))
    filters = ReadingFilters(request.GET, each=call.reviews_each)
    if "csv" in request.GET:
        found = list(filters.arrange(filters.narrow(rows)))
        readings = overview.readings_by_application(found)
        answer: HttpResponse = list_as_csv(
            request, call.cohort, "readings", ("Reference", "Applicant", "State", "Reviewer", "Reading"),
            [
                (one.reference, one.name, one.get_state_display(), reading.reader, reading.get_state_display())
                for one in found for reading in readings.get(one.pk, ())
            ],
        )  # fmt: skip
        return answer
    page = list_page(request, filters, rows)
    readings = overview.readings_by_application(page.rows)
    context = {
        "call": call, "cohort": call.cohort, "list": page, "csv_url": page.url_with("csv", "yes"),
        "rows": [(one, readings.get(one.pk, ())) for one in page.rows],
    }  # fmt: skip
    return render(request, "fellowship/reviewing/reading_list.html", context)


@never_cache
@GET_OR_POST
def reading_detail(request: HttpRequest, uuid: str, application: UUID) -> HttpResponse:
    """Who reads one application, who may not, what is hidden. A POST gives it to somebody."""
    call = call_for(request, uuid)
    found = _application(request, call, application)
    loads = _loads(call, found)
    form = GiveForm(request.POST if request.method == "POST" else None, loads=loads)
    if request.method == "POST" and form.is_valid():
        try:
            assigning.give(found, form.reader(), actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("reviewer", str(refusal))
        else:
            messages.success(request, f"{form.reader()} has it, and is told.")
            return redirect("fellowship:reading_detail", uuid, found.uuid)
    return _detail(request, call, found, form, HideForm())


@require_POST
def reading_take_back(request: HttpRequest, uuid: str, application: UUID, review: UUID) -> HttpResponse:
    """Take an open reading from its reader."""
    found = _application(request, call_for(request, uuid), application)
    reading = get_object_or_404(found.reviews.select_related("reviewer"), uuid=review)
    try:
        assigning.take_back(reading, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"It is no longer with {reading.reader}.")
    return redirect("fellowship:reading_detail", uuid, found.uuid)


@never_cache
@GET_OR_POST
def words_hide(request: HttpRequest, uuid: str, application: UUID) -> HttpResponse:
    """Hide words of one application from its reviewers."""
    call = call_for(request, uuid)
    found = _application(request, call, application)
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            naming.hide(found, form.cleaned_data["words"], actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "Reviewers see [hidden] in their place.")
            return redirect("fellowship:reading_detail", uuid, found.uuid)
    return _detail(request, call, found, GiveForm(loads=_loads(call, found)), form)


@require_POST
def words_show(request: HttpRequest, uuid: str, application: UUID, pk: int) -> HttpResponse:
    """Show words again."""
    found = _application(request, call_for(request, uuid), application)
    naming.show_again(found, pk, actor=person(request), now=timezone.now())
    messages.success(request, "Reviewers see these words again.")
    return redirect("fellowship:reading_detail", uuid, found.uuid)


@require_POST
def reports_settle(request: HttpRequest, uuid: str, application: UUID) -> HttpResponse:
    """What readers reported is seen to."""
    found = _application(request, call_for(request, uuid), application)
    naming.settle(found, now=timezone.now())
    messages.success(request, "The reports are seen to.")
    return redirect("fellowship:reading_detail", uuid, found.uuid)


def _detail(request: HttpRequest, call: Call, found: Application, give: GiveForm, hide: HideForm) -> HttpResponse:
    readings = list(found.reviews.select_related("reviewer"))
    context = {
        "call": call, "cohort": call.cohort, "application": found, "give": give, "hide": hide, "readings": readings,
        "form": give if give.is_bound else hide,
        "reports": [one for one in readings if one.named_at and not one.named_settled_at],
        "conflicts": found.conflicts.select_related("reviewer").order_by("reviewer__name"),
        "hidden": found.hidden_words.all(), "can_be_given": found.state in assigning.READABLE,
    }  # fmt: skip
    return render(request, "fellowship/reviewing/reading_detail.html", context)


def _application(request: HttpRequest, call: Call, uuid: UUID) -> Application:
    """An application of the call that is to be read, or was. Raises Http404, also to who wrote it."""
    rows = overview.read_or_was(call).exclude(user=person(request)).select_related("user")
    found: Application = get_object_or_404(rows, uuid=uuid)
    found.call = call
    return found


def _loads(call: Call, application: Application) -> list[tuple[User, int]]:
    """Who may still be given this application, with what they have, the least first."""
    there = set(application.reviews.exclude(state=State.RETURNED).values_list("reviewer", flat=True))
    there |= set(application.conflicts.values_list("reviewer", flat=True))
    loads = {line.user.pk: line.open + line.done for line in overview.lines_of(call)}
    free = [(one, loads.get(one.pk, 0)) for one in reviewers_of(call) if one.pk not in there]
    return sorted(free, key=lambda one: (one[1], one[0].name, one[0].pk))


def _reviewer(call: Call, pk: int) -> User:
    """A reviewer of the programme's team. Raises Http404."""
    return get_object_or_404(User.objects.filter(pk__in=[one.pk for one in team_reviewers(call)]), pk=pk)
