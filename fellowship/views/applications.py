"""Applications as the team sees them: all of a call, and one with everything but its equality answers and scores."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.lists import list_page
from fellowship.applying import answering, information
from fellowship.applying.duplicates import duplicates_of
from fellowship.calls import eligibility
from fellowship.forms.screening import ApplicationFilters, with_support
from fellowship.models import Application, SupportLetter
from fellowship.models.moves import ApplicationState
from fellowship.moving import UNDO
from fellowship.views.answering import in_words
from fellowship.views.files import opened_file
from fellowship.views.guards import application_for, call_for, person
from fellowship.views.lists import MOST_ROWS, list_as_csv

PER_PAGE = 50
_COLUMNS = (
    "Reference", "Name", "Address", "Employer", "Job title", "Region", "Background", "Profession", "Pay band", "State",
    "Handed in", "Employer’s support", "How they came to apply", "Language", "Campaign",
)  # fmt: skip
# The long texts stay in the database: fifty of them would be read for nothing.
_LONG = ("why", "adjustments", "feedback", "eligibility")
_SUPPORT = dict(SupportLetter.State.choices)


@never_cache
@require_safe
def application_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """The applications of a cohort's call, drafts among them: how many began tells as much as how many handed in."""
    call = call_for(request, uuid)
    filters = ApplicationFilters(request.GET)
    # How an application of one's own stands is told when everybody is told.
    others = Application.objects.filter(call=call).exclude(user=person(request))
    rows = with_support(others).select_related("user").defer(*_LONG)
    if "csv" in request.GET:
        found = filters.arrange(filters.narrow(rows))[:MOST_ROWS]
        answer: HttpResponse = list_as_csv(request, call.cohort, "applications", _COLUMNS, map(_row, found))
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    for one in page.rows:
        one.support_words = _SUPPORT.get(one.support, "Nobody asked")
        one.region_words = answering.detail_in_words(one, "region")
    context = {
        "cohort": call.cohort, "may_run": True, "list": page, "state": page.state,
        "csv_url": page.url_with("csv", "yes"),
    }  # fmt: skip
    return render(request, "fellowship/applying/application_list.html", context)


def _row(one: Any) -> tuple[object, ...]:
    def words(name: str) -> str:
        return answering.detail_in_words(one, name)

    return (
        one.reference, one.name or one.user.name, one.user.email, one.organisation_name, one.job_title, words("region"),
        words("background"), words("profession"), words("band"), one.get_state_display(),
        f"{localtime(one.submitted_at):%Y-%m-%d %H:%M}" if one.submitted_at else "",
        _SUPPORT.get(one.support, "Nobody asked"), words("nominated"), words("language"), one.via,
    )  # fmt: skip


@never_cache
@require_safe
def application_staff(request: HttpRequest, uuid: str) -> HttpResponse:
    """One application. What somebody has not handed in stays theirs: a draft shows only whose it is."""
    application = application_for(request, uuid)
    call = application.call
    context: dict[str, Any] = {"application": application, "cohort": call.cohort, "may_run": True}
    if application.state == ApplicationState.DRAFT or application.submitted_at is None:
        return render(request, "fellowship/applying/application_staff_draft.html", context)
    form, answers = answering.form_of(application), answering.answers_of(application)
    words = {one["id"]: one["text"] for section in form for one in section["questions"]}
    requests = list(application.information_requests.select_related("asked_by"))
    waits = information.waiting_of(application)
    # What is saved and not sent yet is still the applicant's alone.
    sent = waits.before if waits else {}
    answers = {key: sent.get(key, text) for key, text in answers.items()}
    context |= {
        "about": [
            (words_, sent.get(name, answering.detail_in_words(application, name)))
            for name, words_ in answering.ABOUT_YOU.items()
        ],
        "sections": in_words(form, answers),
        "check": eligibility.in_words(call, application.eligibility),
        "alike": duplicates_of(call).get(application.pk, []),
        "others": _others_of(application),
        "letters": application.support_letters.all(),
        "requests": list(zip(requests, information.changes_of(requests, words), strict=True)),
        "waits_for_answer": waits,
        "moves": application.moves.select_related("moved_by"),
        "may_screen": application.state == ApplicationState.SUBMITTED,
        "may_ask": application.state == ApplicationState.ELIGIBLE,
        "may_undo": (application.state, ApplicationState.SUBMITTED) in UNDO,
    }
    return render(request, "fellowship/applying/application_staff.html", context)


def _others_of(application: Application) -> list[Application]:
    """What the same person handed in to other calls of this programme; another programme's are not our business."""
    programme = application.call.cohort.programme_id
    rows = Application.objects.submitted().filter(user=application.user_id, call__cohort__programme=programme)
    return list(rows.exclude(pk=application.pk).select_related("call__cohort").defer(*_LONG).order_by("-pk"))


@never_cache
@require_safe
def application_file(request: HttpRequest, uuid: str, question: str) -> HttpResponse:
    """A file that was handed in. Who opened whose is kept."""
    application = application_for(request, uuid)
    if application.submitted_at is None:
        raise Http404
    return opened_file(request, application, str(question))
