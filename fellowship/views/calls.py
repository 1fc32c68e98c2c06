"""Pages of a call for those who run the programme: times, questions, preview, publishing, more time."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.calls import deadlines, questions
from fellowship.calls.keeping import CannotCloseEarlier, HasOpened, save_call
from fellowship.calls.versions import changes_of
from fellowship.forms.answers import AnswersForm
from fellowship.forms.calls import (
    CallForm,
    MoreTimeForm,
    QuestionForm,
    SectionForm,
    initial_call,
    initial_question,
)
from fellowship.models import Call, Question, RubricItem, Section
from fellowship.views.guards import call_for, cohort_for, person

_FIELD_OF = {
    HasOpened: "opens_on", CannotCloseEarlier: "closes_on", deadlines.EndsTooEarly: "until_on",
    questions.AsksWhatComesLater: "shown_if",
}  # fmt: skip


@never_cache
@GET_OR_POST
def call_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    cohort = cohort_for(request, uuid)
    call = Call.objects.filter(cohort=cohort).first()
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial_call(call) if call else None)
    if request.method == "POST" and form.is_valid():
        try:
            save_call(cohort, fields=form.details(), actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, "The call is saved.")
            return redirect("fellowship:call", cohort.uuid)
    return render(request, "fellowship/calls/call_form.html", {"form": form, "cohort": cohort, "call": call})


@never_cache
@GET_OR_POST
def call_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """Sections and questions, to be written and put in order. A POST adds a section."""
    call = call_for(request, uuid)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        questions.save_section(call, None, **form.cleaned_data)
        messages.success(request, "The section is added.")
        return redirect("fellowship:call", call.cohort.uuid)
    rows = Question.objects.filter(section__call=call, is_retired=False).select_related("shown_if")
    criteria: dict[int | None, list[str]] = {}
    for item in RubricItem.objects.filter(call=call, question__isnull=False):
        criteria.setdefault(item.question_id, []).append(item.title)
    by_section: dict[int, list[Question]] = {}
    for question in rows:
        question.scored_by = criteria.get(question.pk, [])  # type: ignore[attr-defined]
        by_section.setdefault(question.section_id, []).append(question)
    context = {
        "call": call,
        "cohort": call.cohort,
        "has_rules": call.rules.filter(is_retired=False).exists(),
        "sections": [(section, by_section.get(section.pk, [])) for section in call.sections.all()],
        "version": call.versions.first(),
        "has_changes": questions.has_changes(call),
        "form": form,
    }
    return render(request, "fellowship/calls/call_detail.html", context)


@never_cache
@GET_OR_POST
def section_edit(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    section = get_object_or_404(call.sections, pk=pk)
    form = SectionForm(
        request.POST if request.method == "POST" else None, initial={"title": section.title, "intro": section.intro}
    )
    if request.method == "POST" and form.is_valid():
        questions.save_section(call, section, **form.cleaned_data)
        messages.success(request, "The section is saved.")
        return redirect("fellowship:call", call.cohort.uuid)
    return render(
        request, "fellowship/calls/section_form.html", {"form": form, "cohort": call.cohort, "section": section}
    )


@require_POST
def section_delete(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    try:
        questions.delete_section(get_object_or_404(call.sections, pk=pk))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The section is deleted.")
    return redirect("fellowship:call", call.cohort.uuid)


@require_POST
def section_up(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    return _up(request, call := call_for(request, uuid), get_object_or_404(call.sections, pk=pk))


@never_cache
@GET_OR_POST
def question_add(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Add a question to a section."""
    call = call_for(request, uuid)
    section = get_object_or_404(call.sections, pk=pk)
    return _question(request, call, section, None)


@never_cache
@GET_OR_POST
def question_edit(request: HttpRequest, uuid: str, question: UUID) -> HttpResponse:
    call = call_for(request, uuid)
    found = _question_of(call, question)
    return _question(request, call, found.section, found)


@require_POST
def question_delete(request: HttpRequest, uuid: str, question: UUID) -> HttpResponse:
    call = call_for(request, uuid)
    if questions.delete_question(_question_of(call, question)):
        messages.success(request, "The question is deleted.")
    else:
        messages.success(request, "The question is asked no longer. Answers that people gave are kept.")
    return redirect("fellowship:call", call.cohort.uuid)


@require_POST
def question_up(request: HttpRequest, uuid: str, question: UUID) -> HttpResponse:
    return _up(request, call := call_for(request, uuid), _question_of(call, question))


@never_cache
@require_safe
def call_preview(request: HttpRequest, uuid: str) -> HttpResponse:
    """The questions with their fields, as applicants would see them. Nothing can be sent from here."""
    call = call_for(request, uuid)
    sections = questions.as_they_are(call)
    texts = {one["id"]: one["text"] for section in sections for one in section["questions"]}
    for section in sections:
        form = AnswersForm(questions=section["questions"], answers={}, prefix=f"s{section['id']}")
        section["fields"] = [
            (field, texts.get(one["shown_if"] or ""), one["shown_if_answer"])
            for field, one in zip(form.visible_fields(), section["questions"], strict=True)
        ]
    context = {"call": call, "cohort": call.cohort, "sections": sections}
    return render(request, "fellowship/calls/call_preview.html", context)


@never_cache
@require_safe
def call_versions(request: HttpRequest, uuid: str) -> HttpResponse:
    """What people were asked when, and what changed."""
    call = call_for(request, uuid)
    context = {"call": call, "cohort": call.cohort, "changes": changes_of(call)}
    return render(request, "fellowship/calls/call_versions.html", context)


@require_POST
def call_publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Publish the questions as they are."""
    call = call_for(request, uuid)
    try:
        version = questions.publish_questions(call, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Published. People see version {version.number} of the questions.")
    return redirect("fellowship:call", call.cohort.uuid)


@never_cache
@GET_OR_POST
def call_time(request: HttpRequest, uuid: str) -> HttpResponse:
    """Give more time to all, to one person, or by a code."""
    call = call_for(request, uuid)
    form = MoreTimeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = _give_time(request, call, form)
        if said:
            messages.success(request, said)
            return redirect("fellowship:call_time", call.cohort.uuid)
    context = {
        "form": form,
        "call": call,
        "cohort": call.cohort,
        "closes_at": deadlines.closes_for(call),
        "extensions": call.extensions.select_related("user"),
    }
    return render(request, "fellowship/calls/call_time.html", context)


def _give_time(request: HttpRequest, call: Call, form: MoreTimeForm) -> str:
    """What was done, in words; empty if it was refused, which the form then says."""
    data, now, actor = form.cleaned_data, timezone.now(), person(request)
    try:
        if data["whom"] == form.FOR_ALL:
            deadlines.extend_for_all(call, data["until"], actor=actor, now=now)
            return "Everybody has more time now."
        if data["whom"] == form.BY_CODE:
            code = deadlines.make_late_code(call, data["until"], actor=actor, now=now)
            return f"The code is {code}. It works until then; an earlier code does not any more."
        known = EmailAddress.objects.filter(email=data["email"].lower(), verified=True, user__is_active=True)
        address = known.select_related("user").first()
        if address is None:
            form.add_error("email", "Nobody has confirmed that address here. Check it, or pass on a code instead.")
            return ""
        deadlines.extend_for(call, address.user, data["until"], reason=data["reason"], actor=actor, now=now)
    except Refused as refusal:
        form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        return ""
    return f"{address.user} has more time now."


def _question_of(call: Call, question: UUID) -> Question:
    found = Question.objects.filter(section__call=call, uuid=question, is_retired=False).select_related("section")
    row = found.first()
    if row is None:
        raise Http404
    return row


def _question(request: HttpRequest, call: Call, section: Section, question: Question | None) -> HttpResponse:
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        call=call,
        earlier=questions.earlier_choices(section, question),
        initial=initial_question(question) if question else {"section": section, "kind": Question.Kind.LONG},
    )
    if request.method == "POST" and form.is_valid():
        try:
            questions.save_question(form.cleaned_data["section"], question, form.details())
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, "The question is saved. People see it once you publish.")
            return redirect("fellowship:call", call.cohort.uuid)
    context = {"form": form, "cohort": call.cohort, "question": question}
    return render(request, "fellowship/calls/question_form.html", context)


def _up(request: HttpRequest, call: Call, thing: Section | Question) -> HttpResponse:
    try:
        questions.move_up(thing)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("fellowship:call", call.cohort.uuid)
