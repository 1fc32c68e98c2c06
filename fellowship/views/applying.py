"""The pages of an application for the person whose it is: all of them, one as it stands, withdraw, accept, decline."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship import elsewhere, timeline
from fellowship.applying import answering, information, support
from fellowship.calls.deadlines import Stand, closes_for, stand_of
from fellowship.deciding.offers import answer_offer
from fellowship.forms.applying import MyApplicationsFilters
from fellowship.models import Application, Equality
from fellowship.models.moves import ApplicationState
from fellowship.moving import Who, move, open_to
from fellowship.views.guards import own_application, person

_STEPS = {
    "withdraw": ApplicationState.WITHDRAWN,
    "accept": ApplicationState.ACCEPTED,
    "decline": ApplicationState.DECLINED,
}


@never_cache
@require_safe
def my_applications(request: HttpRequest) -> HttpResponse:
    rows = Application.objects.filter(user=person(request)).select_related("call__cohort__programme")
    page = list_page(request, MyApplicationsFilters(request.GET), rows, 20)
    listed = [(one, timeline.label_of(one.state)) for one in page.rows]
    return render(request, "fellowship/applying/my_applications.html", {"list": page, "rows": listed})


@never_cache
@require_safe
def application_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """The task list while it is a draft; then where it stands."""
    application, now = own_application(request, uuid), timezone.now()
    if application.state == ApplicationState.DRAFT:
        return _draft(request, application)
    context = {
        "application": application,
        "cohort": application.call.cohort,
        "label": timeline.label_of(application.state),
        "next": timeline.next_of(application.state),
        "timeline": timeline.timeline_of(application),
        "may": open_to(application, {Who.APPLICANT}),
        "support": application.support_letters.first(),
        "can_ask": support.may_be_asked(application),
        "asked": information.waiting_of(application),
        "why_not": timeline.why_not(application),
        "better": elsewhere.places_for(application, now) if application.state in elsewhere.SENT_ON else (),
        "may_say_what_helps": application.state in answering.BEFORE_THE_INTERVIEW,
        "is_just_in": "handed-in" in request.GET,
    }
    return render(request, "fellowship/applying/application_detail.html", context)


def _draft(request: HttpRequest, application: Application) -> HttpResponse:
    form = answering.form_of(application)
    answers = answering.answers_of(application)
    closes_at = closes_for(application.call, application.user)
    context = {
        "application": application,
        "cohort": application.call.cohort,
        "tasks": answering.parts_of(application, form, answers),
        "support": application.support_letters.first(),
        "closes_at": closes_at,
        "is_open": stand_of(application.call, closes_at, timezone.now()) == Stand.OPEN,
        "has_equality": Equality.objects.filter(application=application).exists(),
    }
    return render(request, "fellowship/applying/application_draft.html", context)


@require_POST
def application_elsewhere(request: HttpRequest, uuid: str, key: str) -> HttpResponse:
    """Go on to a place that the house found, and be counted."""
    application = own_application(request, uuid)
    if application.state not in elsewhere.SENT_ON:
        raise Http404
    href = elsewhere.follow(application, key, timezone.now())
    if not href:
        messages.info(request, "That is over by now. Choose something else.")
        return redirect("fellowship:application", application.uuid)
    return redirect(href)


@never_cache
@GET_OR_POST
def application_move(request: HttpRequest, uuid: str, to: str) -> HttpResponse:
    """Withdraw, accept or decline: asked on a page, done by POST."""
    application = own_application(request, uuid)
    state = _STEPS.get(to)
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
