"""The year as a fellow sees it: sessions, hours, what makes up for one that was missed, time and support."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import may
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.advising import support_checks
from fellowship.curriculum import make_ups
from fellowship.curriculum.aims import activities_of, map_of
from fellowship.curriculum.hours import hours_of
from fellowship.forms.curriculum import MakeUpAnswerForm, MakeUpDoneForm, MakeUpForm
from fellowship.forms.support_checks import NewSponsorForm, SponsorCheckForm, TimeForm
from fellowship.models import Activity, Aim, MakeUp, SupportCheck
from fellowship.views.guards import OF_FELLOWS, fellow_for, my_fellow, person


@never_cache
@require_safe
def my_year(request: HttpRequest, uuid: str) -> HttpResponse:
    """What the year holds, and which aim each part serves. What is not published yet is not shown."""
    fellow = my_fellow(request, uuid)
    shown = [one for one in activities_of(fellow.cohort) if one.event is None or one.event.is_published]
    context = {"fellow": fellow, "cohort": fellow.cohort, "map": map_of(shown), "aims": list(Aim)}
    return render(request, "fellowship/year/my_year.html", context)


@never_cache
@require_safe
def my_hours(request: HttpRequest, uuid: str) -> HttpResponse:
    """Hours of professional development, to print."""
    fellow = my_fellow(request, uuid)
    now = timezone.now()
    context = {
        "fellow": fellow, "cohort": fellow.cohort, "hours": hours_of(fellow, now=now), "person": fellow.user,
        "today": timezone.localdate(now),
    }  # fmt: skip
    return render(request, "fellowship/year/my_hours.html", context)


@never_cache
@GET_OR_POST
def make_up_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """The team gives a fellow something to do for a session that they missed."""
    fellow = fellow_for(request, uuid)
    now = timezone.now()
    missed = Activity.objects.filter(cohort=fellow.cohort, event__state="PUBLISHED", event__ends_at__lte=now)
    form = MakeUpForm(
        request.POST if request.method == "POST" else None,
        missed=missed.exclude(make_ups__fellow=fellow).order_by("-event__starts_at"),
        initial={"activity": request.GET.get("session", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            make_ups.set_make_up(
                fellow, given["activity"], task=given["task"], due_on=given["due_on"], actor=person(request), now=now
            )
        except make_ups.NothingMissed as refusal:
            form.add_error("activity", str(refusal))
        except make_ups.DueInThePast as refusal:
            form.add_error("due_on", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{fellow.user} is told how to make up for {given['activity']}.")
            return redirect("fellowship:fellow", fellow.uuid)
    context = {"fellow": fellow, "cohort": fellow.cohort, "form": form}
    return render(request, "fellowship/year/make_up_add.html", context)


@never_cache
@GET_OR_POST
def make_up(request: HttpRequest, uuid: str) -> HttpResponse:
    """One make-up: the fellow hands it in, the team accepts it or gives it back."""
    made = get_object_or_404(
        MakeUp.objects.select_related("fellow__user", "fellow__cohort__programme", "activity__event"), uuid=uuid
    )
    user, now = person(request), timezone.now()
    is_fellow = made.fellow.user_id == user.pk
    if not is_fellow and not may(user, made.fellow.cohort.programme, OF_FELLOWS, now=now):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = MakeUpDoneForm(posted, initial={"text": made.text}) if is_fellow else MakeUpAnswerForm(posted)
    if posted is not None and form.is_valid():
        try:
            if is_fellow:
                make_ups.hand_in(made.pk, text=form.cleaned_data["text"], now=now)
                messages.success(request, "Thank you. Whoever set it reads it and answers.")
            elif posted.get("do") == "accept":
                make_ups.accept(made.pk, answer=form.cleaned_data["answer"], actor=user, now=now)
                messages.success(request, f"{made.activity} counts as attended.")
            else:
                make_ups.give_back(made.pk, answer=form.cleaned_data["answer"], actor=user, now=now)
                messages.success(request, "They read what is missing, and go on.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("fellowship:make_up", made.uuid)
    context = {"make_up": made, "fellow": made.fellow, "cohort": made.fellow.cohort, "form": form, "mine": is_fellow}
    return render(request, "fellowship/year/make_up.html", context)


@never_cache
@GET_OR_POST
def support_check(request: HttpRequest, uuid: str) -> HttpResponse:
    """The fellow says whether they get their time; with ``do=sponsor`` who supports them now."""
    mine = SupportCheck.objects.filter(fellow__user=person(request))
    check = get_object_or_404(mine.select_related("fellow__user", "fellow__cohort__programme"), uuid=uuid)
    posted = request.POST if request.method == "POST" else None
    asks_sponsor = posted is not None and posted.get("do") == "sponsor"
    time = TimeForm(None if asks_sponsor else posted, initial={"time": check.time, "text": check.time_text})
    sponsor = NewSponsorForm(posted if asks_sponsor else None)
    now = timezone.now()
    if asks_sponsor and sponsor.is_valid():
        try:
            support_checks.name_sponsor(check, **sponsor.cleaned_data, now=now)
        except Refused as refusal:
            sponsor.add_error("email", str(refusal))
        else:
            messages.success(request, "We have written to them, and remind them once.")
            return redirect("fellowship:support_check", check.uuid)
    elif posted is not None and not asks_sponsor and time.is_valid():
        support_checks.answer_time(check, time.cleaned_data["time"], text=time.cleaned_data["text"], now=now)
        messages.success(request, "Thank you. Your adviser reads your answer.")
        return redirect("fellowship:my_fellowship_of", check.fellow.uuid)
    context = {
        "check": check, "fellow": check.fellow, "cohort": check.fellow.cohort, "time": time, "sponsor": sponsor,
        "form": sponsor if asks_sponsor else time,
    }  # fmt: skip
    return render(request, "fellowship/year/support_check.html", context)


@never_cache
@login_not_required
@GET_OR_POST
def support_check_sponsor(request: HttpRequest, token: str) -> HttpResponse:
    """A sponsor's page. Opening it changes nothing; the answer is a POST, and works once."""
    try:
        check = support_checks.check_of(token)
        form = SponsorCheckForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            answered = support_checks.answer_as_sponsor(token, **form.cleaned_data, now=timezone.now())
            return render(request, "fellowship/year/support_check_thanks.html", {"check": answered})
    except support_checks.LinkOpensNothing:
        return render(request, "fellowship/year/support_check_over.html", status=404)
    context = {"form": form, "check": check, "fellow": check.fellow, "cohort": check.fellow.cohort}
    return render(request, "fellowship/year/support_check_sponsor.html", context)
