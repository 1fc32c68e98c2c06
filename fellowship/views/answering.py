"""Pages on which applicants answer: about you, the sections, equality, what staff asked for, check and hand in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.applying import answering, devices, information
from fellowship.applying.devices import marks_of
from fellowship.calls.deadlines import closes_for
from fellowship.calls.questions import is_shown
from fellowship.forms.answers import AnswersForm
from fellowship.forms.applying import AboutYouForm, AdjustmentsForm, EqualityForm, initial_about_you
from fellowship.models import Application, Equality
from fellowship.models.moves import ApplicationState
from fellowship.views.files import file_answer
from fellowship.views.guards import own_application, person
from fellowship.views.typed import Typed, is_autosave, outlives_the_session, saved

Words = list[tuple[Mapping[str, Any], list[tuple[Mapping[str, Any], str]]]]


@never_cache
@GET_OR_POST
@outlives_the_session
def about_you(request: HttpRequest, uuid: str, typed: Typed) -> HttpResponse:
    """What can be read is saved, whatever else is wrong."""
    application = own_application(request, uuid)
    _must_be_a_draft(application)
    form = AboutYouForm(typed.data, initial=initial_about_you(application))
    if typed.saves:
        form.is_valid()
        now = timezone.now()
        try:
            theirs = devices.save_details(
                application.pk, form.cleaned_data, seen=form.cleaned_data.get("seen", ""), now=now
            )
        except Refused as refusal:
            if is_autosave(request):
                return JsonResponse({"problem": str(refusal)}, status=409)
            form.add_error(None, str(refusal))
        else:
            saved(request)
            application.refresh_from_db()
            now_seen = marks_of(devices.details_of(application))
            if theirs and is_autosave(request):
                return _changed_elsewhere()
            if is_autosave(request):
                return _saved_at(now, seen=now_seen)
            form.show_theirs(theirs, now_seen)
            if form.is_valid():
                messages.success(request, "Saved.")
                return redirect("fellowship:application", application.uuid)
    context = {"form": form, "application": application, "notice": typed.notice}
    return render(request, "fellowship/applying/about_you.html", context)


@never_cache
@GET_OR_POST
@outlives_the_session
def section_answer(request: HttpRequest, uuid: str, pk: int, typed: Typed) -> HttpResponse:
    """Answer one section. What is too long or missing is saved all the same, and said."""
    application = own_application(request, uuid)
    _must_be_a_draft(application)
    section = next((one for one in answering.form_of(application) if one["id"] == pk), None)
    if section is None:
        raise Http404
    answers = answering.answers_of(application)
    asked = [one for one in section["questions"] if is_shown(one, answers)]
    form = AnswersForm(typed.data, request.FILES if typed.saves else None, questions=asked, answers=answers)
    if typed.saves:
        form.is_valid()
        now = timezone.now()
        try:
            theirs = devices.save_section(
                application.pk, form.texts(), form.uploads(), seen=form.cleaned_data.get("seen", ""),
                removed=form.removed(), now=now,
            )  # fmt: skip
        except Refused as refusal:
            if is_autosave(request):
                return JsonResponse({"problem": str(refusal)}, status=409)
            form.add_error(None, str(refusal))
        else:
            saved(request)
            return _after_saving(request, application, section, asked, form, theirs)
    return render(
        request, "fellowship/applying/section_answer.html", _section(application, section, form, typed.notice)
    )


def _after_saving(
    request: HttpRequest, application: Application, section: dict[str, Any], asked: Sequence[Any], form: AnswersForm,
    theirs: Mapping[str, str],
) -> HttpResponse:  # fmt: skip
    """Back to the list; but stay where an answer is too long, or where it made a further question appear."""
    answers = answering.answers_of(application)
    now_asked = [one for one in section["questions"] if is_shown(one, answers)]
    has_others = [one["id"] for one in now_asked] != [one["id"] for one in asked]
    if theirs and is_autosave(request):
        return _changed_elsewhere()
    if is_autosave(request):
        more = "Press Save: your answer changes what is asked." if has_others else ""
        return _saved_at(timezone.now(), more, seen=form.marks(answers))
    form.show_theirs(theirs, form.marks(answers))
    for name, problem in form.problems():
        form.add_error(name, f"Saved, but before you hand in: {problem[0].lower()}{problem[1:]}")
    if form.errors:
        return render(request, "fellowship/applying/section_answer.html", _section(application, section, form, ""))
    if has_others:
        messages.success(request, "Saved. Your answer changes what is asked: look again.")
        return redirect("fellowship:section_answer", application.uuid, section["id"])
    messages.success(request, "Saved.")
    return redirect("fellowship:application", application.uuid)


def _section(application: Application, section: Mapping[str, Any], form: AnswersForm, notice: str) -> dict[str, Any]:
    return {
        "form": form, "application": application, "section": section, "notice": notice,
        "files": [one for one in form.questions if one["kind"] == "FILE" and form.answers.get(one["id"])],
    }  # fmt: skip


@never_cache
@GET_OR_POST
def equality(request: HttpRequest, uuid: str) -> HttpResponse:
    """Equality questions: given once, never shown again, not even here."""
    application = own_application(request, uuid)
    form = EqualityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value}
        if given:
            Equality.objects.update_or_create(application=application, defaults={"answers": given})
            messages.success(request, "Thank you. Your answers are kept apart from your application.")
        else:
            Equality.objects.filter(application=application).delete()
            messages.success(request, "No equality answer of yours is kept.")
        return redirect("fellowship:application", application.uuid)
    has_some = Equality.objects.filter(application=application).exists()
    context = {"form": form, "application": application, "has_some": has_some}
    return render(request, "fellowship/applying/equality.html", context)


@never_cache
@GET_OR_POST
def adjustments(request: HttpRequest, uuid: str) -> HttpResponse:
    """What would help at an interview: until it is over, whatever else can no longer be changed."""
    application = own_application(request, uuid)
    if application.state not in answering.BEFORE_THE_INTERVIEW:
        raise Http404
    initial = {"adjustments": application.adjustments}
    form = AdjustmentsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answering.save_adjustments(application.pk, form.cleaned_data["adjustments"], now=timezone.now())
        messages.success(request, "Saved. Whoever interviews you is told.")
        return redirect("fellowship:application", application.uuid)
    return render(request, "fellowship/applying/adjustments.html", {"form": form, "application": application})


@never_cache
@GET_OR_POST
def hand_in(request: HttpRequest, uuid: str) -> HttpResponse:
    """Check the answers, declare, hand in; afterwards what was handed in, to read and to print."""
    application = own_application(request, uuid)
    form = answering.form_of(application)
    answers = answering.answers_of(application)
    problem, now = "", timezone.now()
    if request.method == "POST":
        try:
            answering.hand_in(application.pk, agrees=request.POST.get("agrees") == "on", actor=person(request), now=now)
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("fellowship:application", application.uuid)
    context = {
        "application": application,
        "about": [(words, answering.detail_in_words(application, name)) for name, words in answering.ABOUT_YOU.items()],
        "sections": in_words(form, answers),
        "missing": answering.missing(application, form, answers),
        "support": application.support_letters.first(),
        "closes_at": closes_for(application.call, application.user),
        "may_hand_in": application.state == ApplicationState.DRAFT,
        "problem": problem,
    }
    return render(request, "fellowship/applying/hand_in.html", context)


@never_cache
@GET_OR_POST
@outlives_the_session
def information_answer(request: HttpRequest, uuid: str, typed: Typed) -> HttpResponse:
    """What staff asked for, and nothing else, can be changed; Save keeps it, Send answers."""
    application = own_application(request, uuid)
    asked = information.waiting_of(application)
    if asked is None:
        raise Http404
    details = AboutYouForm(typed.data, initial=initial_about_you(application))
    details.fields = {name: details.fields[name] for name in asked.about_you}
    questions = AnswersForm(
        typed.data, request.FILES if typed.saves else None, questions=information.asked_in(application, asked),
        answers=answering.answers_of(application),
    )  # fmt: skip
    problems: list[str] = []
    if typed.saves:
        are_fine = all([details.is_valid(), questions.is_valid()])
        now = timezone.now()
        try:
            information.save(
                application.pk, details.cleaned_data, questions.texts(), questions.uploads(),
                removed=questions.removed(), now=now,
            )  # fmt: skip
            saved(request)
            if is_autosave(request):
                return _saved_at(now)
            if are_fine and "send" in request.POST:
                information.send(application.pk, actor=person(request), now=now)
                messages.success(request, "Thank you. Your answer is with the team.")
                return redirect("fellowship:application", application.uuid)
        except information.StillMissing:
            application.refresh_from_db()
            problems = information.problems(application, asked)
        except Refused as refusal:
            if is_autosave(request):
                return JsonResponse({"problem": str(refusal)}, status=409)
            problems = [str(refusal)]
        else:
            if are_fine:
                messages.success(request, "Saved. Press Send when it is complete.")
                return redirect("fellowship:information_answer", application.uuid)
    context = {
        "application": application, "asked": asked, "details": details, "questions": questions, "problems": problems,
        "notice": typed.notice,
        "files": [one for one in questions.questions if one["kind"] == "FILE" and questions.answers.get(one["id"])],
    }  # fmt: skip
    return render(request, "fellowship/applying/information_answer.html", context)


@never_cache
@require_safe
def answer_file(request: HttpRequest, uuid: str, question: str) -> HttpResponse:
    """A file that the applicant gave."""
    return file_answer(own_application(request, uuid), question)


def in_words(form: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> Words:
    """Each section with the questions that are asked and what was answered."""
    return [
        (section, [(one, answers.get(one["id"], "")) for one in section["questions"] if is_shown(one, answers)])
        for section in form
    ]


def _must_be_a_draft(application: Application) -> None:
    if application.state != ApplicationState.DRAFT:
        raise Http404


def _saved_at(now: Any, more: str = "", seen: str = "") -> JsonResponse:
    said = {"saved": f"Saved at {localtime(now):%H:%M}. {more}".strip()}
    return JsonResponse(said | {"seen": seen} if seen else said)


def _changed_elsewhere() -> JsonResponse:
    problem = "Another device or window changed this too. Press Save to see both; nothing is lost."
    return JsonResponse({"problem": problem}, status=409)
