"""The check before the form, for those who run the programme: its questions, where it sends people, what came of it."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.downloads import csv_file
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.calls import counting, eligibility, rules
from fellowship.calls.counting import Campaign, SentTo
from fellowship.forms.checking import EligibilityForm
from fellowship.forms.eligibility import (
    CampaignFilters,
    RuleForm,
    SignpostForm,
    initial_rule,
    initial_signpost,
    usual_rule,
)
from fellowship.models import Call, EligibilityRule, Signpost
from fellowship.views.guards import call_for, person

Subject = EligibilityRule.Subject


@never_cache
@require_safe
def eligibility_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """The rules in order, each with its signposts."""
    call = call_for(request, uuid)
    shown = Prefetch("signposts", Signpost.objects.filter(is_retired=False).select_related("learning", "programme"))
    rows = call.rules.filter(is_retired=False).prefetch_related(shown)
    listed = [
        (rule, [str(words) for value, words in eligibility.choices_of(rule.subject) if value in rule.accepted])
        for rule in rows
    ]
    context = {"call": call, "cohort": call.cohort, "rules": listed}
    return render(request, "fellowship/calls/eligibility_detail.html", context)


@never_cache
@GET_OR_POST
def rule_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """Choose what it is about, then write the question: the answers depend on the first."""
    call = call_for(request, uuid)
    subject = request.GET.get("subject", "")
    if subject not in Subject.values:
        context = {"call": call, "cohort": call.cohort, "subjects": Subject.choices}
        return render(request, "fellowship/calls/rule_subjects.html", context)
    return _rule(request, call, None, subject)


@never_cache
@GET_OR_POST
def rule_edit(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    rule = _rule_of(call, pk)
    return _rule(request, call, rule, rule.subject)


@require_POST
def rule_up(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    rules.move_rule_up(_rule_of(call, pk))
    return redirect("fellowship:eligibility", call.cohort.uuid)


@require_POST
def rule_remove(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    rules.remove_rule(_rule_of(call, pk), actor=person(request), now=timezone.now())
    messages.success(request, "The question is asked no longer. Answers that people gave, and counts, are kept.")
    return redirect("fellowship:eligibility", call.cohort.uuid)


@never_cache
@GET_OR_POST
def signpost_add(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    return _signpost(request, call, _rule_of(call, pk), None)


@never_cache
@GET_OR_POST
def signpost_edit(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    signpost = _signpost_of(call, pk)
    return _signpost(request, call, signpost.rule, signpost)


@require_POST
def signpost_remove(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    call = call_for(request, uuid)
    rules.remove_signpost(_signpost_of(call, pk), actor=person(request), now=timezone.now())
    messages.success(request, "The signpost is shown no longer. Its counts are kept.")
    return redirect("fellowship:eligibility", call.cohort.uuid)


@never_cache
@GET_OR_POST
def eligibility_try(request: HttpRequest, uuid: str) -> HttpResponse:
    """The check as people see it, to be tried before it is published. Nothing is counted."""
    call = call_for(request, uuid)
    asked = eligibility.rules_of(call)
    form = EligibilityForm(request.POST if request.method == "POST" else None, rules=asked)
    result = eligibility.check(asked, form.answers()) if request.method == "POST" and form.is_valid() else None
    context = {"call": call, "cohort": call.cohort, "form": form, "result": result}
    return render(request, "fellowship/calls/eligibility_try.html", context)


@never_cache
@require_safe
def call_numbers(request: HttpRequest, uuid: str) -> HttpResponse:
    """Campaigns from the visit to the place, and where the check sent people. ``?csv=campaigns`` and ``signposts``."""
    call = call_for(request, uuid)
    filters = CampaignFilters(request.GET)
    campaigns = counting.campaigns_of(call)
    signposts = counting.signposts_of(call)
    if request.GET.get("csv") == "campaigns":
        found = filters.arrange(filters.narrow(campaigns))
        return csv_file(f"{call.cohort.slug}-campaigns", _CAMPAIGN_COLUMNS, map(_campaign_row, found))
    if request.GET.get("csv") == "signposts":
        rows = [*map(_signpost_row, signposts), *map(_elsewhere_row, counting.elsewhere_of(call))]
        return csv_file(f"{call.cohort.slug}-signposts", _SIGNPOST_COLUMNS, rows)
    page = list_page(request, filters, campaigns)
    start = reverse("fellowship:call_start", args=[call.cohort.programme.slug, call.cohort.slug])
    context = {
        "call": call, "cohort": call.cohort, "list": page, "total": counting.total_of(campaigns),
        "signposts": signposts, "kinds": counting.sent_to(signposts),
        "elsewhere": counting.elsewhere_of(call), "start_url": request.build_absolute_uri(start),
        "campaigns_csv": page.url_with("csv", "campaigns"), "signposts_csv": page.url_with("csv", "signposts"),
    }  # fmt: skip
    return render(request, "fellowship/calls/call_numbers.html", context)


_CAMPAIGN_COLUMNS = (
    "Campaign", "Visits", "Checks", "Yes", "Not yet", "No", "Applications started", "Handed in", "Offered", "Places",
)  # fmt: skip
_SIGNPOST_COLUMNS = ("Question", "Signpost", "Leads to", "Address", "Shown", "Went on")


def _campaign_row(one: Campaign) -> Sequence[object]:
    return (
        one.name, one.visits, one.checked, one.yes, one.not_yet, one.no, one.started, one.handed_in, one.offered,
        one.places,
    )  # fmt: skip


def _signpost_row(one: Signpost) -> Sequence[object]:
    shown, followed = one.shown, one.followed  # type: ignore[attr-defined]
    return (one.rule.question, one.title, one.get_kind_display(), one.goes_to(), shown, followed)


def _elsewhere_row(one: SentTo) -> Sequence[object]:
    return ("", "Found for applicants without a place", one.kind, "", one.shown, one.followed)


def _rule_of(call: Call, pk: int) -> EligibilityRule:
    found: EligibilityRule = get_object_or_404(
        call.rules.filter(is_retired=False).select_related("call__cohort__programme"), pk=pk
    )
    return found


def _signpost_of(call: Call, pk: int) -> Signpost:
    rows = Signpost.objects.filter(rule__call=call, rule__is_retired=False, is_retired=False)
    found: Signpost = get_object_or_404(rows.select_related("rule__call__cohort__programme"), pk=pk)
    return found


def _rule(request: HttpRequest, call: Call, rule: EligibilityRule | None, subject: str) -> HttpResponse:
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        subject=subject,
        initial=initial_rule(rule) if rule else usual_rule(subject),
    )
    if request.method == "POST" and form.is_valid():
        try:
            rules.save_rule(call, rule, form.details(), actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The question is saved. It counts at once for everybody who has not applied.")
            return redirect("fellowship:eligibility", call.cohort.uuid)
    context = {"form": form, "call": call, "cohort": call.cohort, "rule": rule, "subject": Subject(subject).label}
    return render(request, "fellowship/calls/rule_form.html", context)


def _signpost(request: HttpRequest, call: Call, rule: EligibilityRule, signpost: Signpost | None) -> HttpResponse:
    form = SignpostForm(
        request.POST if request.method == "POST" else None, initial=initial_signpost(signpost) if signpost else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            rules.save_signpost(rule, signpost, form.cleaned_data, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The signpost is saved.")
            return redirect("fellowship:eligibility", call.cohort.uuid)
    context = {"form": form, "call": call, "cohort": call.cohort, "rule": rule, "signpost": signpost}
    return render(request, "fellowship/calls/signpost_form.html", context)
