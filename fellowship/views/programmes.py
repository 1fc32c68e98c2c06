"""What everybody sees of programmes: their pages, the start page of a call, the check, signposts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Programme, User
from common.markdown import to_html
from fellowship.applying import starting
from fellowship.calls.deadlines import Stand, closes_for, stand_of
from fellowship.calls.eligibility import Verdict, check, count_check, follow
from fellowship.forms.applying import (
    EligibilityForm,
)
from fellowship.models import Cohort, Signpost
from fellowship.models.moves import CohortState
from fellowship.views.guards import campaign, open_page

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_SHOWN_COHORTS = (CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING, CohortState.FINISHED)


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Programmes that have a public page, and which calls are open."""
    now = timezone.now()
    programmes = Programme.objects.filter(page__is_public=True).select_related("page").order_by("name")
    cohorts = Cohort.objects.filter(programme__in=programmes, call__published_at__isnull=False).select_related("call")
    calls: dict[int, list[Cohort]] = {}
    for cohort in cohorts:
        if stand_of(cohort.call, closes_for(cohort.call), now) in (Stand.OPEN, Stand.NOT_YET):
            calls.setdefault(cohort.programme_id, []).append(cohort)
    rows = [(programme, calls.get(programme.pk, [])) for programme in programmes]
    return render(request, "fellowship/programmes/programme_list.html", {"rows": rows})


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.select_related("page"), slug=slug, page__is_public=True)
    cohorts = programme.cohorts.filter(state__in=_SHOWN_COHORTS).select_related("call")
    context = {
        "programme": programme,
        "cohorts": cohorts,
        "about": to_html(programme.page.about),
    }
    return render(request, "fellowship/programmes/programme_detail.html", context)


@never_cache
@require_safe
def call_start(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """Who, what, when, how long it takes, what is needed."""
    found = open_page(slug, cohort)
    if via := campaign(request.GET.get("via", "")):
        request.session["via"] = via
    user = request.user if isinstance(request.user, User) else None
    code = request.session.get("late_code", "")
    closes_at = closes_for(found.call, user, late_code=code)
    context = {
        "cohort": found,
        "call": found.call,
        "days": found.mandatory_days.all(),
        "closes_at": closes_at,
        "stand": stand_of(found.call, closes_at, timezone.now()),
        "application": starting.application_of(found.call, user) if user else None,
    }
    return render(request, "fellowship/programmes/call_start.html", context)


@never_cache
@GET_OR_POST
def call_check(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """The check before the form. Without rules it leads straight on."""
    found = open_page(slug, cohort)
    rules = list(found.call.rules.prefetch_related("signposts"))
    form = EligibilityForm(request.POST if request.method == "POST" else None, rules=rules)
    result = None
    if request.method == "POST" and form.is_valid():
        result = check(rules, form.answers())
        count_check(found.call, result, via=campaign(request.session.get("via", "")), on=timezone.localdate())
        request.session[f"eligibility_{found.call.pk}"] = form.answers()
    context = {"cohort": found, "form": form, "result": result, "may_apply": result and result.verdict == Verdict.YES}
    return render(request, "fellowship/programmes/call_check.html", context)


@require_POST
def signpost_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a signpost leads, and be counted."""
    signpost = get_object_or_404(Signpost, pk=pk, rule__call__published_at__isnull=False)
    return redirect(follow(signpost, on=timezone.localdate()))


@never_cache
@GET_OR_POST
def late_code(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """Type the code that lets one apply after the end."""
    found = open_page(slug, cohort)
    problem = ""
    if request.method == "POST":
        code = request.POST.get("code", "")[:40]
        if closes_for(found.call, late_code=code) > closes_for(found.call):
            request.session["late_code"] = code
            return redirect("fellowship:call_start", slug, cohort)
        problem = "This code does not open the call. Check each letter, or ask who gave it to you."
    return render(request, "fellowship/programmes/late_code.html", {"cohort": found, "problem": problem})
