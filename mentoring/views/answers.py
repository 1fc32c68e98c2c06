"""Proposals: what each party sees of one, and how it is answered. A link in a letter only opens the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.entering import mask, send_login_code
from accounts.models import User
from common.http_methods import GET_OR_POST
from common.refusals import Refused
from mentoring import answering
from mentoring.briefs import brief_of
from mentoring.forms.answers import AnswerForm, DeclineForm, QuestionForm
from mentoring.models import Match, Question
from mentoring.models.matches import held_back
from mentoring.moves import BOTH, Party, parties

FOR = "for"  # in the address: the letter went to the mentee
OfPair = Callable[[HttpRequest, Match], HttpResponse]
ByAddress = Callable[[HttpRequest, UUID], HttpResponse]


def _pair(uuid: UUID) -> Any:
    with_people = Match.objects.select_related("mentee", "mentor", "programme", "round")
    pair = with_people.annotate(is_held=held_back()).filter(uuid=uuid).first()
    if pair is None:
        raise Http404
    return pair


def _parties(pair: Any, user: User) -> frozenset[Party]:
    """What somebody is to a pair. If the team never let the letter go, the two do not know of the proposal."""
    found = parties(pair, user, now=timezone.now())
    return found - BOTH if pair.is_held and pair.state in Match.UNTOLD else found


def _as(*allowed: Party) -> Callable[[OfPair], ByAddress]:
    """For these parties of a pair. Others find nothing; whoever is signed out is led to the page that asks who they
    are, since nothing could be sent again after signing in."""

    def decorate(view: OfPair) -> ByAddress:
        @wraps(view)
        def open_to_them(request: HttpRequest, uuid: UUID) -> HttpResponse:
            if not isinstance(request.user, User):
                return redirect("mentoring:proposal", uuid)
            pair = _pair(uuid)
            if not set(allowed) & _parties(pair, request.user):
                raise Http404
            return view(request, pair)

        return GET_OR_POST(login_not_required(never_cache(open_to_them)))

    return decorate


@never_cache
@login_not_required
@require_safe
def proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One proposal, for those whom it is about. Signed out: a button for a code to the address of the letter."""
    pair = _pair(uuid)
    user = request.user
    if not isinstance(user, User):
        return _enter(request, pair)
    are = _parties(pair, user)
    questions = list(pair.questions.all())
    if Party.MENTOR in are:
        context = {"pair": pair, "brief": brief_of(pair), "questions": questions}
        return render(request, "mentoring/proposal_mentor.html", context)
    if Party.MENTEE in are:
        return _mentee_page(request, pair, questions)
    if Party.TEAM in are:
        return render(request, "mentoring/proposal_team.html", {"pair": pair})
    raise Http404


@never_cache
@login_not_required
@GET_OR_POST
def proposal_code(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a code to the mentor, or the mentee, to come in with; opened by a link it sends none. The answer is the
    same whoever asks."""
    pair = _pair(uuid)
    here = reverse("mentoring:proposal", args=[uuid])
    if request.method != "POST" or isinstance(request.user, User):
        return redirect(here)
    if not send_login_code(request, _addressee(pair, request.POST.get(FOR, ""))):
        messages.warning(request, "You asked for that very often. Wait a minute, then try again.")
        return redirect(here)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': here})}")


@_as(Party.MENTOR)
@require_POST
def proposal_accept(request: HttpRequest, pair: Match) -> HttpResponse:
    """Accept. Once more gives the same page."""
    _try(request, lambda: answering.accept(pair.uuid, by=_me(request), now=timezone.now()))
    return redirect("mentoring:proposal", pair.uuid)


@_as(Party.MENTOR)
def proposal_decline(request: HttpRequest, pair: Match) -> HttpResponse:
    """Decline with a reason."""
    form = DeclineForm(request.POST if request.method == "POST" else None, has_team=pair.programme is not None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _try(request, lambda: answering.decline(pair.uuid, by=_me(request), now=timezone.now(), **given))
        return redirect("mentoring:proposal", pair.uuid)
    if pair.state != Match.State.PROPOSED:
        return redirect("mentoring:proposal", pair.uuid)
    return render(request, "mentoring/proposal_decline.html", {"pair": pair, "form": form})


@_as(Party.MENTOR)
def proposal_question(request: HttpRequest, pair: Match) -> HttpResponse:
    """Ask the mentee something first."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.ask_question(pair.uuid, by=_me(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                f"{pair.mentee.name or 'The mentee'} has your question. We write to you when there is an answer.",
            )
            return redirect("mentoring:proposal", pair.uuid)
    elif pair.state != Match.State.PROPOSED:
        return redirect("mentoring:proposal", pair.uuid)
    return render(request, "mentoring/proposal_question.html", {"pair": pair, "form": form})


@_as(Party.MENTEE)
@require_POST
def proposal_answer(request: HttpRequest, pair: Match) -> HttpResponse:
    """Answer a question of the mentor."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        question = pair.questions.filter(pk=form.cleaned_data["question"]).first()
        if question is None:
            raise Http404
        try:
            answering.answer_question(question.pk, text=form.cleaned_data["text"], by=_me(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{pair.mentor.name or 'The mentor'} can read your answer, and we have written to them."
            )
            return redirect("mentoring:proposal", pair.uuid)
    return _mentee_page(request, pair, list(pair.questions.all()), form)


@_as(Party.MENTEE, Party.TEAM)
def proposal_withdraw(request: HttpRequest, pair: Match) -> HttpResponse:
    """Take a proposal back, once the person is sure."""
    if request.method == "POST":
        _try(request, lambda: answering.withdraw(pair.uuid, by=_me(request), now=timezone.now()))
        return redirect("mentoring:proposal", pair.uuid)
    if pair.state != Match.State.PROPOSED:
        return redirect("mentoring:proposal", pair.uuid)
    return render(request, "mentoring/proposal_withdraw.html", {"pair": pair})


def _mentee_page(
    request: HttpRequest, pair: Match, questions: list[Question], form: AnswerForm | None = None
) -> HttpResponse:
    open_question = next((question for question in questions if question.answered_at is None), None)
    if form is None and open_question and pair.state == Match.State.PROPOSED:
        form = AnswerForm(initial={"question": open_question.pk})
    context = {"pair": pair, "questions": questions, "open_question": open_question, "form": form}
    return render(request, "mentoring/proposal_mentee.html", context)


def _enter(request: HttpRequest, pair: Match) -> HttpResponse:
    side = request.GET.get(FOR, "")
    context = {"pair": pair, "address": mask(_addressee(pair, side).email), "side": side}
    return render(request, "mentoring/proposal_enter.html", context)


def _addressee(pair: Match, side: str) -> User:
    return pair.mentee if side == "mentee" else pair.mentor


def _try(request: HttpRequest, act: Callable[[], object]) -> None:
    """What a rule refuses is said on the next page."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
