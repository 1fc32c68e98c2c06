"""What everybody sees of programmes: the list, a programme, the start page of a call, applying with a code."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from accounts.models import Programme, User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.markdown import to_html
from fellowship.applying.starting import application_of
from fellowship.calls import eligibility
from fellowship.calls.deadlines import Stand, closes_for, opens_with, stand_of, use_late_code
from fellowship.forms.programmes import ProgrammeFilters
from fellowship.models import Call, Cohort
from fellowship.models.moves import CohortState
from fellowship.views.campaigns import carry, code_key, via_of
from fellowship.views.guards import open_page

_SHOWN_COHORTS = (CohortState.OPEN, CohortState.SELECTING, CohortState.RUNNING, CohortState.FINISHED)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def programme_list(request: HttpRequest) -> HttpResponse:
    """Programmes that have a public page, and which calls are open. Three queries for visitors."""
    now = timezone.now()
    calls = Cohort.objects.filter(call__in=Call.objects.taking_or_to_take(now)).select_related("call")
    rows = Programme.objects.filter(page__is_public=True).select_related("page")
    rows = rows.prefetch_related(Prefetch("cohorts", calls.order_by("call__closes_at"), to_attr="calls"))
    page = list_page(request, ProgrammeFilters(request.GET, now=now), rows)
    for programme in page.rows:
        programme.standing = [(cohort, *_stands(cohort, now)) for cohort in programme.calls]
    context = {"list": page, "via": carry(request)}
    return render(request, "fellowship/programmes/programme_list.html", context)


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme is for, and its cohorts, those that take applications first."""
    now = timezone.now()
    programme = Programme.objects.filter(slug=slug, page__is_public=True).select_related("page").first()
    if programme is None:
        raise Http404
    open_now, others = [], []
    for cohort in programme.cohorts.filter(state__in=_SHOWN_COHORTS).select_related("call", "showcase"):
        has_page = hasattr(cohort, "call") and cohort.call.published_at is not None
        stand, closes_at = _stands(cohort, now) if has_page else (Stand.NOT_PUBLISHED, None)
        if stand in (Stand.OPEN, Stand.NOT_YET):
            open_now.append((cohort, stand, closes_at))
        else:
            others.append((cohort, has_page))
    open_now.sort(key=lambda one: (one[1] != Stand.OPEN, one[2] or now))  # what closes first stands first
    context = {
        "programme": programme, "about": to_html(programme.page.about), "open_now": open_now, "others": others,
        "via": carry(request),
    }  # fmt: skip
    return render(request, "fellowship/programmes/programme_detail.html", context)


@login_not_required
@never_cache
@require_safe
def call_start(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """Who, what, when, how long it takes, what is needed. It keeps nothing about who reads it, not even a cookie."""
    found = open_page(slug, cohort)
    call = found.call
    user = request.user if isinstance(request.user, User) else None
    now = timezone.now()
    if request.method == "GET" and not _comes_from_here(request, found):
        eligibility.count_campaign(call, "visits", via=via_of(request, call), on=timezone.localdate(now))
    closes_at = closes_for(call, user, late_code=request.session.get(code_key(call), ""))
    context = {
        "cohort": found,
        "call": call,
        "days": found.mandatory_days.all(),
        "closes_at": closes_at,
        "stand": stand_of(call, closes_at, now),
        "application": application_of(call, user) if user else None,
        "rules": call.rules.filter(is_retired=False).count(),
        "via": carry(request),
    }
    return render(request, "fellowship/programmes/call_start.html", context)


@login_not_required
@never_cache
@GET_OR_POST
def late_code(request: HttpRequest, slug: str, cohort: str) -> HttpResponse:
    """Type the code that lets one apply after the end, or hand in a draft that was shut in."""
    found = open_page(slug, cohort)
    problem, code = "", ""
    if request.method == "POST":
        code = request.POST.get("code", "")[:40]
        now = timezone.now()
        if not ratelimit.consume(request, action="late_code"):
            problem = "Codes were tried too often from here. Wait ten minutes, then try again."
        elif opens_with(found.call, code) and now < closes_for(found.call, late_code=code):
            request.session[code_key(found.call)] = code
            if isinstance(request.user, User):
                use_late_code(found.call, request.user, code, now=now)
            return redirect("fellowship:call_start", slug, cohort)
        else:
            problem = (
                "That code does not work for this programme. Check each letter, or ask the person who gave it to you."
            )
    context = {"cohort": found, "problem": problem, "code": code}
    return render(request, "fellowship/programmes/late_code.html", context)


def _stands(cohort: Cohort, now: datetime) -> tuple[Stand, datetime]:
    closes_at = closes_for(cohort.call)
    return stand_of(cohort.call, closes_at, now), closes_at


def _comes_from_here(request: HttpRequest, cohort: Cohort) -> bool:
    """Whether a page of the same call led here: going back and forth is one visit."""
    own = request.build_absolute_uri(reverse("fellowship:call_start", args=[cohort.programme.slug, cohort.slug]))
    return request.headers.get("Referer", "").startswith(own)
