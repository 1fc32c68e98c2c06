"""Concerns: report one, see where it stands, deal with one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import RUNNING_IT, is_site_admin, programmes_where
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from mentoring import concerns
from mentoring.forms.concerns import AnswerForm, ConcernFilters, ConcernForm, RecordForm
from mentoring.models import Concern, Conversation, Match
from mentoring.progress import address_of
from mentoring.views.pairs import bound, crumbs, pair_of
from mentoring.views.people import me

PER_PAGE = 20


@never_cache
@GET_OR_POST
def concern_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Report a concern about somebody of a pair."""
    return _report(request, pair_of(request, uuid))


@never_cache
@GET_OR_POST
def conversation_concern(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Report a concern about somebody of a conversation."""
    rows = Conversation.objects.of(me(request)).select_related("mentor", "mentee")
    return _report(request, get_object_or_404(rows, uuid=uuid))


def _report(request: HttpRequest, of: Match | Conversation) -> HttpResponse:
    user, form = me(request), bound(request, ConcernForm)
    if request.method == "POST" and form.is_valid():
        try:
            concern = concerns.report(of, reporter=user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you for telling us. Here you see where it stands.")
            return redirect("mentoring:concern_detail", concern.uuid)
    context = {
        "form": form, "crumbs": crumbs(of, user), "back": address_of(of),
        "programme": of.programme if isinstance(of, Match) else None,
    }  # fmt: skip
    return render(request, "mentoring/concern_add.html", context)


@never_cache
@require_safe
def my_concerns(request: HttpRequest) -> HttpResponse:
    """The concerns that I reported."""
    rows = Concern.objects.filter(reporter=me(request))
    page = list_page(request, ConcernFilters(request.GET), rows, PER_PAGE)
    return render(request, "mentoring/my_concerns.html", {"list": page})


@never_cache
@require_safe
def concern_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where my concern stands."""
    concern = get_object_or_404(Concern.objects.select_related("programme"), uuid=uuid, reporter=me(request))
    return render(request, "mentoring/concern_detail.html", {"concern": concern})


@never_cache
@require_safe
def concern_list(request: HttpRequest) -> HttpResponse:
    """The concerns that I deal with."""
    user, now = me(request), timezone.now()
    if not (is_site_admin(user) or programmes_where(user, RUNNING_IT, now=now).exists()):
        raise PermissionDenied
    rows = concerns.concerns_for(user, now=now).select_related("programme")
    page = list_page(request, ConcernFilters(request.GET), rows, PER_PAGE)
    return render(request, "mentoring/concern_list.html", {"list": page, "now": now})


@never_cache
@GET_OR_POST
def concern_handle(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One concern that I deal with: take it on, keep a record, close it with an answer. Reading it is noted."""
    user, now = me(request), timezone.now()
    rows = concerns.concerns_for(user, now=now).select_related("programme", "reporter", "about", "handled_by", "match")
    concern = get_object_or_404(rows, uuid=uuid)
    does = request.POST.get("do", "") if request.method == "POST" else ""
    answers = AnswerForm(request.POST if does == "resolve" else None, auto_id="answer_%s")
    record = RecordForm(request.POST if does == "record" else None, initial={"record": concern.record})
    form: Any = answers if does == "resolve" else record
    if does:
        try:
            if _acted(does, form, concern, user, now):
                return redirect("mentoring:concern_handle", concern.uuid)
        except Concern.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            messages.warning(request, str(refusal))
    if request.method == "GET":
        concerns.read_concern(concern, by=user, now=now)
    context = {"concern": concern, "answer_form": answers, "record_form": record, "form": form, "now": now}
    return render(request, "mentoring/concern_handle.html", context)


def _acted(does: str, form: Any, concern: Concern, user: Any, now: Any) -> bool:
    if does == "acknowledge":
        concerns.acknowledge(concern.uuid, by=user, now=now)
        return True
    if not form.is_valid():
        return False
    if does == "record":
        concerns.keep_record(concern.uuid, record=form.cleaned_data["record"], by=user, now=now)
    elif does == "resolve":
        concerns.resolve(concern.uuid, answer=form.cleaned_data["answer"], by=user, now=now)
    else:
        return False
    return True
