"""Pages of applicants: programmes, the start of a call, the check, and the application itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.refusals import Refused
from fellowship.applying import answering, support
from fellowship.calls.deadlines import closes_for
from fellowship.calls.questions import is_shown
from fellowship.deciding.offers import answer_offer
from fellowship.forms.applying import (
    AboutYouForm,
    EqualityForm,
    SectionAnswersForm,
    SponsorForm,
    SupportForm,
    initial_about_you,
)
from fellowship.models import Application, Equality
from fellowship.models.moves import ApplicationState
from fellowship.moving import Who, move, open_to
from fellowship.timeline import label_of, timeline_of
from fellowship.views.guards import person

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def my_applications(request: HttpRequest) -> HttpResponse:
    rows = Application.objects.filter(user=person(request)).select_related("call__cohort__programme")
    listed = [(one, label_of(one.state)) for one in rows.order_by("-started_at")]
    return render(request, "fellowship/applying/my_applications.html", {"rows": listed})


@never_cache
@require_safe
def application_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """The task list while it is a draft; then where it stands."""
    application = _mine(request, uuid)
    form = answering.form_of(application)
    answers = answering.answers_of(application)
    missing = answering.missing(application, form, answers)
    parts = {one.part for one in missing}
    context = {
        "application": application,
        "cohort": application.call.cohort,
        "sections": [(section, str(section["id"]) not in parts) for section in form],
        "you_is_complete": "you" not in parts,
        "missing": missing,
        "support": application.support_letters.first(),
        "closes_at": closes_for(application.call, application.user),
        "label": label_of(application.state),
        "timeline": timeline_of(application),
        "may": open_to(application, {Who.APPLICANT}),
        "has_equality": Equality.objects.filter(application=application).exists(),
    }
    page = "application_draft" if application.state == ApplicationState.DRAFT else "application_detail"
    return render(request, f"fellowship/applying/{page}.html", context)


@never_cache
@GET_OR_POST
def about_you(request: HttpRequest, uuid: str) -> HttpResponse:
    application = _mine(request, uuid)
    form = AboutYouForm(request.POST if request.method == "POST" else None, initial=initial_about_you(application))
    if request.method == "POST" and form.is_valid():
        try:
            answering.save_about_you(application.pk, form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("fellowship:application", application.uuid)
    return render(request, "fellowship/applying/about_you.html", {"form": form, "application": application})


@never_cache
@GET_OR_POST
def section_answer(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Answer one section. What is too long or missing is saved all the same, and said."""
    application = _mine(request, uuid)
    section = next((one for one in answering.form_of(application) if one["id"] == pk), None)
    if section is None:
        raise Http404
    answers = answering.answers_of(application)
    asked = [one for one in section["questions"] if is_shown(one, answers)]
    posted = request.method == "POST"
    form = SectionAnswersForm(
        request.POST if posted else None, request.FILES if posted else None, questions=asked, answers=answers
    )
    if posted and form.is_valid():
        try:
            answering.save_answers(application.pk, form.texts(), form.uploads(), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_saving(request, application, section, asked, form)
    context = {"form": form, "application": application, "section": section}
    return render(request, "fellowship/applying/section_answer.html", context)


def _after_saving(
    request: HttpRequest, application: Application, section: dict[str, Any], asked: list[Any], form: SectionAnswersForm
) -> HttpResponse:
    """Back to the list; but stay where an answer is too long, or where it made a further question appear."""
    answers = answering.answers_of(application)
    now_asked = [one for one in section["questions"] if is_shown(one, answers)]
    if [one["id"] for one in now_asked] != [one["id"] for one in asked]:
        messages.success(request, "Saved. Your answer leads to another question.")
        return redirect("fellowship:section_answer", application.uuid, section["id"])
    for name, problem in form.problems():
        form.add_error(name, f"Saved, but before you hand in: {problem[0].lower()}{problem[1:]}")
    if form.errors:
        context = {"form": form, "application": application, "section": section}
        return render(request, "fellowship/applying/section_answer.html", context)
    messages.success(request, "Saved.")
    return redirect("fellowship:application", application.uuid)


@never_cache
@GET_OR_POST
def equality(request: HttpRequest, uuid: str) -> HttpResponse:
    """Equality questions: given once, never shown again, not even here."""
    application = _mine(request, uuid)
    form = EqualityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value}
        Equality.objects.update_or_create(application=application, defaults={"answers": given})
        messages.success(request, "Thank you. Your answers are kept apart from your application.")
        return redirect("fellowship:application", application.uuid)
    return render(request, "fellowship/applying/equality.html", {"form": form, "application": application})


@never_cache
@GET_OR_POST
def sponsor(request: HttpRequest, uuid: str) -> HttpResponse:
    application = _mine(request, uuid)
    asked = application.support_letters.first()
    form = SponsorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            support.ask_sponsor(application.pk, **form.cleaned_data, now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, "We have written to them, and remind them twice.")
            return redirect("fellowship:application", application.uuid)
    context = {"form": form, "application": application, "asked": asked}
    return render(request, "fellowship/applying/sponsor.html", context)


@never_cache
@GET_OR_POST
def hand_in(request: HttpRequest, uuid: str) -> HttpResponse:
    """Check the answers, declare, hand in."""
    application = _mine(request, uuid)
    form = answering.form_of(application)
    answers = answering.answers_of(application)
    problem = ""
    if request.method == "POST":
        try:
            answering.hand_in(
                application.pk, agrees=request.POST.get("agrees") == "on", actor=person(request), now=timezone.now()
            )
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("fellowship:application", application.uuid)
    shown = [
        (section, [(one, answers.get(one["id"], "")) for one in section["questions"] if is_shown(one, answers)])
        for section in form
    ]
    context = {
        "application": application,
        "sections": shown,
        "missing": answering.missing(application, form, answers),
        "problem": problem,
    }
    return render(request, "fellowship/applying/hand_in.html", context)


@never_cache
@GET_OR_POST
def application_move(request: HttpRequest, uuid: str, to: str) -> HttpResponse:
    """Withdraw, accept or decline: asked on a page, done by POST."""
    application = _mine(request, uuid)
    state = {
        "withdraw": ApplicationState.WITHDRAWN,
        "accept": ApplicationState.ACCEPTED,
        "decline": ApplicationState.DECLINED,
    }.get(to)
    if state is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            change = move if state == ApplicationState.WITHDRAWN else answer_offer
            change(application.pk, state, actor=person(request), now=timezone.now())
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect("fellowship:application", application.uuid)
    context = {"application": application, "to": to, "problem": problem, "may": open_to(application, {Who.APPLICANT})}
    return render(request, "fellowship/applying/application_move.html", {**context, "state": state})


@never_cache
@GET_OR_POST
def support_answer(request: HttpRequest, token: str) -> HttpResponse:
    """A sponsor's page. Opening it changes nothing; the answer is a POST, and works once."""
    now = timezone.now()
    try:
        letter = support.letter_of(token, now=now)
    except support.LinkOpensNothing:
        return render(request, "fellowship/applying/support_over.html", status=404)
    form = SupportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            support.answer(token, **form.cleaned_data, now=now)
        except support.LinkOpensNothing:
            return render(request, "fellowship/applying/support_over.html", status=404)
        return render(request, "fellowship/applying/support_thanks.html", {"state": form.cleaned_data["state"]})
    context = {"form": form, "letter": letter, "application": letter.application}
    return render(request, "fellowship/applying/support_answer.html", context)


def _mine(request: HttpRequest, uuid: str) -> Application:
    mine = Application.objects.filter(user=person(request)).select_related("call__cohort__programme", "user")
    found: Application = get_object_or_404(mine, uuid=uuid)
    return found
