"""The employer's support: asked by the applicant, answered by the sponsor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.applying import support
from fellowship.forms.sponsors import SponsorForm, SupportForm
from fellowship.views.guards import own_application


@never_cache
@GET_OR_POST
def sponsor(request: HttpRequest, uuid: str) -> HttpResponse:
    """Name a sponsor, write to them once more, or name somebody else."""
    application, now = own_application(request, uuid), timezone.now()
    letters = list(application.support_letters.all())
    form = SponsorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = support.ask_sponsor(application.pk, **form.cleaned_data, now=now)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"We write to {asked.name} ({asked.email}), and remind them twice.")
            return redirect("fellowship:application", application.uuid)
    context = {
        "form": form, "application": application, "letters": letters, "can_ask": support.may_be_asked(application),
    }  # fmt: skip
    return render(request, "fellowship/applying/sponsor.html", context)


@login_not_required
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
    days = letter.application.call.cohort.mandatory_days.all()
    context = {"form": form, "letter": letter, "application": letter.application, "days": days}
    return render(request, "fellowship/applying/support_answer.html", context)
