"""The mentor round of a cohort: one page with the numbers, one click to make it and begin its run."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.refusals import Refused
from fellowship import mentor_rounds
from fellowship.forms.mentor_rounds import MentorRoundForm
from fellowship.mentor_rounds import ALL, OURS, numbers
from fellowship.views.guards import cohort_for, person
from mentoring.models import Mentee


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_round(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who would take part; a POST makes the round and leads to its run."""
    cohort = cohort_for(request, uuid)
    now = timezone.now()
    fellows = mentor_rounds.fellows_for(cohort)
    people = fellows.count()
    mentors = {which: mentor_rounds.mentors_for(cohort, which, now=now).count() for which in (OURS, ALL)}
    told = ",".join(f"{which}:{numbers(people, count)}" for which, count in mentors.items())
    form = MentorRoundForm(
        request.POST if request.method == "POST" else None,
        initial={"expected": told, "which": OURS if mentors[OURS] else ALL},
    )
    form.fields["which"].choices = [  # type: ignore[attr-defined]
        (OURS, f"Mentors of earlier rounds of this programme, and alumni who mentor: {mentors[OURS]}"),
        (ALL, f"These and everybody in the directory of mentors: {mentors[ALL]}"),
    ]
    if request.method == "POST" and form.is_valid():
        try:
            made = mentor_rounds.begin_round(
                cohort, which=form.cleaned_data["which"], expected=form.expects(), actor=person(request), now=now
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["expected"] = told  # type: ignore[index]
        else:
            messages.success(
                request,
                f"The round is made and its run has begun. Letters that say so are held in the outbox: {made.held}.",
            )
            return redirect("mentoring:run_detail", made.round.uuid, made.run.number)
    context = {
        "cohort": cohort, "form": form, "people": people, "round": cohort.mentor_round,
        "silent": people - Mentee.objects.filter(user__in=fellows).count(),
    }  # fmt: skip
    return render(request, "fellowship/announcing/mentor_round.html", context)
