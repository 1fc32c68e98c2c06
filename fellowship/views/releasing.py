"""The letter that a prepared decision would send, and releasing what is prepared, at one moment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from fellowship.deciding import outcomes
from fellowship.deciding.telling import told, usual_letter
from fellowship.forms.deciding import OUTCOME_WORDS, LetterForm, chosen_versions
from fellowship.models import Decision
from fellowship.models.moves import ApplicationState
from fellowship.views.deciding import decision_of
from fellowship.views.guards import judged_call_for, person

S = ApplicationState


@never_cache
@GET_OR_POST
def decision_letter(request: HttpRequest, uuid: UUID, application: UUID) -> HttpResponse:
    """The letter that a prepared decision would send, to read and to write anew."""
    call, one = decision_of(request, uuid, application)
    decision = get_object_or_404(Decision, application=one, released_at=None)
    decision.application = one
    now = timezone.now()
    subject, text = usual_letter(decision, now)
    if not text:
        messages.info(request, "This step tells them nothing, so there is no letter.")
        return redirect("fellowship:decision_edit", call.cohort.uuid, one.uuid)
    given = {"subject": decision.letter_subject or subject, "text": decision.letter_text or text}
    initial = given | {"seen": decision.made_at.isoformat()}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        usual = "usual" in request.POST or (data["subject"], data["text"].split()) == (subject, text.split())
        if data["seen"] != initial["seen"]:
            form.add_error(None, "Somebody changed this decision meanwhile. What you typed is below; look at both.")
            form.data = typed = request.POST.copy()
            typed["seen"] = initial["seen"]
        else:
            words = outcomes.Words(decision.feedback, "" if usual else data["subject"], "" if usual else data["text"])
            try:
                outcomes.decide(
                    one.pk, decision.outcome, reason_code=decision.reason_code, rank=decision.rank, words=words,
                    actor=person(request), now=now,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                said = "The usual letter goes." if usual else "Your words are kept, and go when it is released."
                messages.success(request, said)
                return redirect("fellowship:decision_release", call.cohort.uuid)
    context = {
        "cohort": call.cohort, "one": one, "form": form, "told": told([decision], now)[0], "usual": (subject, text)
    }  # fmt: skip
    return render(request, "fellowship/deciding/decision_letter.html", context)


@never_cache
@GET_OR_POST
def decision_release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What releasing would tell whom; a POST releases exactly those ticked, at one moment."""
    call = judged_call_for(request, str(uuid))
    now = timezone.now()
    problem = ""
    if request.method == "POST":
        chosen = chosen_versions(request.POST.getlist("chosen"))
        try:
            if chosen is None:
                raise outcomes.DecisionsHaveChanged
            count = outcomes.release(call, chosen, actor=person(request), now=now)
        except Refused as refusal:
            problem = str(refusal)
        else:
            if count:
                messages.success(request, f"{count} decision{'s are' if count > 1 else ' is'} released and told.")
            else:
                messages.info(request, "These were released already, so nothing was done twice.")
            return redirect("fellowship:decision_list", call.cohort.uuid)
    found = outcomes.preview(call, reader=person(request))
    groups: dict[str, list[Any]] = {}
    for one in told(found.decisions, now):
        groups.setdefault(one.decision.outcome, []).append(one)
    context = {
        "cohort": call.cohort,
        "preview": found,
        "missing": {one.pk for one in found.without_feedback},
        "groups": [(OUTCOME_WORDS[S(outcome)], rows, _usual(rows)) for outcome, rows in groups.items()],
        "problem": problem,
    }
    return render(request, "fellowship/deciding/decision_release.html", context)


def _usual(rows: list[Any]) -> Any:
    """One of these with the usual letter, to be shown as an example."""
    return next((one for one in rows if one.letter and not one.own_words), None)
