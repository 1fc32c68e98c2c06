"""Screening: who is eligible, many at once with the exact number; more information asked for; a way back."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from common.ticking import uuids
from fellowship.applying import answering, information
from fellowship.applying.duplicates import Likeness, duplicates_of
from fellowship.applying.screening import MOST_AT_ONCE, screen
from fellowship.calls import eligibility
from fellowship.elsewhere import APPLIED_TWICE
from fellowship.forms.screening import AskForm, ScreenForm, ScreeningFilters, UndoForm, with_support
from fellowship.models import Application, Call, EligibilityRule, SupportLetter
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from fellowship.views.guards import application_for, call_for, person

PER_PAGE = 50
_SUPPORT = dict(SupportLetter.State.choices)


@never_cache
@require_safe
def screening(request: HttpRequest, uuid: str) -> HttpResponse:
    """Everything that waits for screening, with what the check before the form says, and what looks like duplicates."""
    call = call_for(request, uuid)
    rules = eligibility.rules_of(call)
    waiting = _waiting(call, person(request))
    checked = dict(waiting.order_by().values_list("pk", "eligibility"))
    alike = duplicates_of(call)
    filters = _filters(request, rules, checked, alike)
    page = list_page(request, filters, with_support(waiting).select_related("user").defer("why", "feedback"), PER_PAGE)
    rows = [
        (
            one, eligibility.check(rules, checked[one.pk]).unmet, eligibility.answered_all(rules, checked[one.pk]),
            alike.get(one.pk, []), _SUPPORT.get(one.support),
        )
        for one in page.rows
    ]  # fmt: skip
    context = {"cohort": call.cohort, "may_run": True, "list": page, "rows": rows, "state": page.state}
    return render(request, "fellowship/applying/screening.html", context)


@never_cache
@GET_OR_POST
def screening_decide(request: HttpRequest, uuid: str) -> HttpResponse:
    """How many and who, then done. The list's form leads here; what is posted is exactly what was shown."""
    call = call_for(request, uuid)
    rules = eligibility.rules_of(call)
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("to") == "all" and request.method != "POST":
        checked = dict(_waiting(call, person(request)).order_by().values_list("pk", "eligibility"))
        chosen = _filters(request, rules, checked, duplicates_of(call)).narrow(_waiting(call, person(request)))
    else:
        chosen = _waiting(call, person(request)).filter(uuid__in=uuids(asked.getlist("application")))
    rows = list(chosen.select_related("user").defer("why", "feedback").order_by("name", "pk")[: MOST_AT_ONCE + 1])
    form = ScreenForm(
        request.POST if request.method == "POST" else None, rules=rules, initial={"after": request.GET.get("after")}
    )
    if request.method == "POST" and form.is_valid():
        twice = form.cleaned_data["why"] == ScreenForm.TWICE
        try:
            done = screen(
                call, [one.pk for one in rows], form.cleaned_data["after"], rule=form.rule,
                reason=form.cleaned_data["reason"] or (APPLIED_TWICE if twice else ""), actor=person(request),
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            were = "application was" if done.moved == 1 else "applications were"
            messages.success(request, f"{done.moved} {were} found {_WORDS[form.cleaned_data['after']]}.")
            if done.left:
                messages.warning(request, f"Left as they are: {', '.join(done.left)}. You cannot decide about them.")
            return redirect("fellowship:screening", uuid)
    context = {
        "cohort": call.cohort, "may_run": True, "rows": rows, "form": form, "most": MOST_AT_ONCE,
        "is_too_many": len(rows) > MOST_AT_ONCE,
    }  # fmt: skip
    return render(request, "fellowship/applying/screening_decide.html", context)


@never_cache
@GET_OR_POST
def information_ask(request: HttpRequest, uuid: str) -> HttpResponse:
    """Ask an applicant for more: only what is named opens again."""
    application = application_for(request, uuid)
    asked = answering.questions_of(application)
    form = AskForm(request.POST if request.method == "POST" else None, questions=asked)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            information.ask(
                application.pk, questions=data["questions"], details=data["details"], text=data["text"],
                answer_by=data["answer_by"], actor=person(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Asked. They get a letter, and a reminder two days before the end.")
            return redirect("fellowship:application_staff", uuid)
    context = {
        "application": application, "cohort": application.call.cohort, "may_run": True, "form": form,
        "may_ask": application.state == ApplicationState.ELIGIBLE,
    }  # fmt: skip
    return render(request, "fellowship/applying/information_ask.html", context)


@never_cache
@require_POST
def information_take_back(request: HttpRequest, uuid: str) -> HttpResponse:
    """Go on without an answer."""
    application = application_for(request, uuid)
    try:
        information.take_back(application.pk, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Nothing is asked any more. The application goes on as it is.")
    return redirect("fellowship:application_staff", uuid)


@never_cache
@GET_OR_POST
def screening_undo(request: HttpRequest, uuid: str) -> HttpResponse:
    """Back to screening, with a reason; the letter that has not left is cancelled."""
    application = application_for(request, uuid)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            move(
                application.pk, ApplicationState.SUBMITTED, actor=person(request), now=timezone.now(),
                reason=form.cleaned_data["reason"], undo=True,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Undone: it waits for screening again.")
            return redirect("fellowship:application_staff", uuid)
    context = {"application": application, "cohort": application.call.cohort, "may_run": True, "form": form}
    return render(request, "fellowship/applying/screening_undo.html", context)


_WORDS = {ApplicationState.ELIGIBLE: "eligible", ApplicationState.INELIGIBLE: "not eligible"}


def _waiting(call: Call, reader: User) -> "QuerySet[Application]":
    """What waits for screening, but for the reader's own: nobody decides about themselves."""
    rows: QuerySet[Application] = Application.objects.filter(call=call, state=ApplicationState.SUBMITTED)
    return rows.exclude(user=reader)


def _filters(
    request: HttpRequest, rules: Iterable[EligibilityRule], checked: dict[int, dict[str, str]],
    alike: dict[int, list[Likeness]],
) -> ScreeningFilters:  # fmt: skip
    rules = list(rules)
    unchecked = {pk for pk, answers in checked.items() if not eligibility.answered_all(rules, answers)}
    unmet = {pk for pk, answers in checked.items() if pk not in unchecked and eligibility.check(rules, answers).unmet}
    return ScreeningFilters(request.GET, unmet=unmet, unchecked=unchecked, alike=alike)
