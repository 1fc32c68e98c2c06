"""Leaving and coming back: return codes, and leaving nothing on a computer that others use."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from planning.assessments import delete_assessment, keep_for
from planning.forms.leaving import ReturnForm
from planning.models import Assessment, ReturnCode
from planning.returning import LIFETIME, make_code, open_code
from planning.views.assessment import with_assessment
from planning.views.current import forget_assessment, open_page, signed_in, use_assessment


@GET_OR_POST
@with_assessment
def code_make(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """A return code for somebody signed out; it is shown once, on the page that answers the POST."""
    if signed_in(request):
        return redirect("planning:check_answers")
    context: dict[str, object] = {"days": LIFETIME.days, "has_code": _has_code(assessment)}
    if request.method == "POST":
        code = make_code(assessment, now=timezone.now())
        context |= {"code": code, "link": f"{settings.SITE_URL}{reverse('planning:code_return')}?code={code}"}
    return render(request, "planning/code_make.html", context)


@GET_OR_POST
@open_page
def code_return(request: HttpRequest) -> HttpResponse:
    """Type a code, or follow the private link, which fills it in. Opening it takes a POST."""
    now = timezone.now()
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="return_code"):
            form.add_error("code", "That was tried too often from here. Wait ten minutes, then try again")
        else:
            try:
                assessment = open_code(form.cleaned_data["code"], now=now)
            except Refused as refusal:
                form.add_error("code", str(refusal))
            else:
                return _come_back(request, assessment)
    return render(request, "planning/code_return.html", {"form": form})


def _come_back(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    now = timezone.now()
    user = signed_in(request)
    if user:
        keep_for(user, assessment.pk, now=now)
        messages.success(request, "These answers are in your account now. The code opens nothing any more.")
    else:
        use_assessment(request, assessment, now)
    return redirect("planning:check_answers")


@GET_OR_POST
@with_assessment
def assessment_clear(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Finish and clear: nothing stays on this computer; without a code, or if asked, nothing stays with us either."""
    if signed_in(request):
        return redirect("account_logout")
    has_code = _has_code(assessment)
    if request.method == "POST":
        deleted = not has_code or "delete" in request.POST
        if deleted:
            delete_assessment(assessment)
        forget_assessment(request)
        messages.success(
            request,
            "Your answers are deleted, here and with us."
            if deleted
            else "Your answers are no longer on this computer. Your return code opens them again.",
        )
        answer = redirect("planning:assessment_start")
        answer["Clear-Site-Data"] = '"cache"'  # so that "back" shows nothing either
        return answer
    return render(request, "planning/assessment_clear.html", {"has_code": has_code})


def _has_code(assessment: Assessment) -> bool:
    return ReturnCode.objects.filter(assessment=assessment, expires_at__gt=timezone.now()).exists()
