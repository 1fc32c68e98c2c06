"""The check before the form, where it sends people, and the step from it to an application."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.applying.starting import application_of, start
from fellowship.calls import eligibility
from fellowship.calls.deadlines import Stand, closes_for, gives_more_time, stand_of
from fellowship.calls.eligibility import Verdict
from fellowship.forms.checking import EligibilityForm, initial_answers
from fellowship.models import Call, Signpost
from fellowship.views.campaigns import answers_key, carry, code_key, keep_via, via_of
from fellowship.views.guards import open_page, person


@login_not_required
@never_cache
@GET_OR_POST
def call_check(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """The check before the form. Without rules it leads straight on; ``?again`` asks anew what was answered."""
    found = open_page(slug, cohort)
    now = timezone.now()
    stand = stand_of(found.call, _closes_at(request, found.call), now)
    if stand == Stand.CLOSED:
        return redirect("fellowship:call_start", slug, cohort)
    rules = eligibility.rules_of(found.call)
    if not rules:
        return redirect(reverse("fellowship:application_start", args=[slug, cohort]) + carry(request))
    key = answers_key(found.call)
    answers = request.session.get(key, {})
    form = EligibilityForm(
        request.POST if request.method == "POST" else None, rules=rules, initial=initial_answers(answers)
    )
    if request.method == "POST" and form.is_valid():
        given = form.answers()
        via = keep_via(request, found.call)
        if given != answers:  # pressing twice, or looking again, is one check
            eligibility.count_check(found.call, eligibility.check(rules, given), via=via, on=timezone.localdate(now))
        request.session[key] = given
        return redirect("fellowship:call_check", slug, cohort)
    again = request.method == "POST" or "again" in request.GET
    result = None if again or not eligibility.answered_all(rules, answers) else eligibility.check(rules, answers)
    context = {
        "cohort": found,
        "form": None if result else form,
        "result": result,
        "stand": stand,
        "via": carry(request),
    }
    return render(request, "fellowship/programmes/call_check.html", context)


@login_not_required
@require_POST
def signpost_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a signpost leads, and be counted."""
    signpost = get_object_or_404(
        Signpost.objects.select_related("learning", "programme"), pk=pk, rule__call__published_at__isnull=False
    )
    return redirect(eligibility.follow(signpost, on=timezone.localdate()))


@never_cache
@GET_OR_POST
def application_start(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """Start an application by POST. Signing in leads here by GET, so that starting stays the person's own step."""
    found = open_page(slug, cohort)
    call, user, now = found.call, person(request), timezone.now()
    code, answers = request.session.get(code_key(call), ""), request.session.get(answers_key(call), {})
    application = application_of(call, user)
    if application is None:
        if stand_of(call, _closes_at(request, call), now) != Stand.OPEN:
            messages.error(request, "Applications are not open, so nothing was started.")
            return redirect("fellowship:call_start", slug, cohort)
        rules = eligibility.rules_of(call)
        if not eligibility.answered_all(rules, answers) or eligibility.check(rules, answers).verdict != Verdict.YES:
            return redirect("fellowship:call_check", slug, cohort)
    if request.method != "POST":
        # Looking changes nothing: the time of a late code, too, is taken by the button.
        if application is None or gives_more_time(call, user, code, now=now):
            context = {"cohort": found, "call": call, "application": application}
            return render(request, "fellowship/programmes/application_start.html", context)
        return redirect("fellowship:application", application.uuid)
    try:
        application = start(
            call, user, eligibility=answers, via=via_of(request, call), late_code=code, now=now
        )  # an application that is there already gets the time of a late code
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("fellowship:call_start", slug, cohort)
    return redirect("fellowship:application", application.uuid)


def _closes_at(request: HttpRequest, call: Call) -> datetime:
    """Until when this visitor may hand in, with a late code that they typed."""
    user = request.user if isinstance(request.user, User) else None
    return closes_for(call, user, late_code=request.session.get(code_key(call), ""))
