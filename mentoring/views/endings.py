"""How a pair pauses and ends, feedback and thanks, and what has become of the mentee."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from mentoring import ending
from mentoring.forms.pairs import EndForm, FeedbackForm, OutcomeForm, PauseForm
from mentoring.models import EndFeedback, Match, Outcome
from mentoring.views.pairs import bound, crumbs, home, pair_of
from mentoring.views.people import me
from mentoring.views.short_form import ShortForm, answer


@never_cache
@GET_OR_POST
def pair_pause(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pause."""
    user, pair = me(request), pair_of(request, uuid)
    words = (
        "Nobody is reminded to meet while you pause.",
        "Meetings that you agreed on stay until one of you calls them off.",
        f"We tell {pair.other(user).name or 'the other one'}.",
    )
    return answer(
        request, ShortForm("Pause", "Pause until then", crumbs(pair, user), words), bound(request, PauseForm),
        lambda data: ending.pause_pair(pair.uuid, until=data["until"], by=user, now=timezone.now()),
        said="You are pausing. You can meet again whenever you both like.", to=home(pair),
    )  # fmt: skip


@require_POST
def pair_take_up(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Meet again after a pause."""
    user, pair = me(request), pair_of(request, uuid)
    try:
        ending.take_up(pair.uuid, by=user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "You are meeting again. The next meeting is yours to propose.")
    return redirect(home(pair))


@never_cache
@GET_OR_POST
def pair_change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another mentor, please."""
    user, pair = me(request), pair_of(request, uuid)
    if pair.mentee_id != user.pk:
        raise Http404
    mentor = pair.mentor.name or "Your mentor"
    words = (
        "It happens, and it is nobody’s fault: what suits one person does not suit another.",
        f"{mentor} hears that your time together has ended, with thanks, and not why. Meetings ahead are called off.",
        "You go back on the list of those who look for a mentor." if pair.round_id else
        "You can ask another mentor straight away.",
    )  # fmt: skip
    page = ShortForm("Another mentor, please", "End it and look for another", crumbs(pair, user), words, warns=True)
    return answer(
        request, page, bound(request, forms.Form),
        lambda data: ending.end_pair(pair.uuid, reason=Match.EndReason.CHANGE, by=user, now=timezone.now()),
        said="Your time together has ended. If you like, leave a word of thanks.",
        to=reverse("mentoring:pair_feedback", args=[pair.uuid]),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def pair_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a pair."""
    user, pair = me(request), pair_of(request, uuid)
    other = pair.other(user).name or "The other one"
    words = (
        f"{other} hears that it has ended, with thanks, and not why. Meetings ahead are called off.",
        "What you wrote and agreed on stays here for both of you.",
    )
    return answer(
        request, ShortForm("End our mentoring", "End it", crumbs(pair, user), words, warns=True),
        bound(request, EndForm),
        lambda data: ending.end_pair(pair.uuid, reason=data["reason"], by=user, now=timezone.now()),
        said="Your time together has ended. Thank you for what you gave to it.",
        to=reverse("mentoring:pair_feedback", args=[pair.uuid]),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def pair_feedback(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Feedback and thanks at the end."""
    user, pair = me(request), pair_of(request, uuid)
    if pair.state != Match.State.ENDED or EndFeedback.objects.filter(match=pair, user=user).exists():
        return redirect(home(pair))
    other = pair.other(user).name or "the other one"
    form = bound(request, FeedbackForm)
    form.fields["thanks"].help_text = f"{other} reads this, and nothing else of what you say here"
    if pair.programme is None:
        form.fields["text"].help_text = "Whoever runs this site reads this, without your name beside it"
    page = ShortForm("Looking back", "Send it", crumbs(pair, user), (f"Three questions about your time with {other}.",))
    return answer(
        request, page, form,
        lambda data: ending.give_feedback(pair.uuid, by=user, now=timezone.now(), **data),
        said="Thank you.", to=home(pair),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def pair_outcome(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell what has become of me, and whether my mentor may read it."""
    user, pair = me(request), pair_of(request, uuid)
    outcome = get_object_or_404(Outcome, match=pair, match__mentee=user)
    initial = {"text": outcome.text, "may_tell": outcome.may_tell}
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["may_tell"].help_text = f"Without this tick {pair.mentor.name or 'your mentor'} is not told anything"
    words = (
        f"Some time ago {pair.mentor.name or 'your mentor'} gave you their time. People who mentor seldom hear what "
        "came of it. If you like, tell them.",
    )
    return answer(
        request, ShortForm("What has become of me", "Keep it", crumbs(pair, user), words), form,
        lambda data: ending.tell_outcome(pair.uuid, by=user, now=timezone.now(), **data),
        said=lambda: "Your mentor hears of it." if form.cleaned_data["may_tell"] else "Kept, for you alone.",
        to=home(pair),
    )  # fmt: skip
