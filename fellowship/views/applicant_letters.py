"""Letters to applicants: what was written, and the words to exactly those of the list."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.written_letters import Gone, how_far
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from common.ticking import refuse, ticked_or_all
from fellowship.applying.writing import write_to_applicants
from fellowship.forms.announcing import WrittenFilters
from fellowship.forms.applicant_letters import ApplicantLetterForm
from fellowship.forms.screening import ApplicationFilters, with_support
from fellowship.letters.applicants import LETTER
from fellowship.models import ApplicantLetter, ApplicantLetterTo, Application, Call
from fellowship.models.moves import ApplicationState
from fellowship.views.guards import call_for, person

PER_PAGE = 50


@never_cache
@require_safe
def applicant_letter_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """What was written to applicants, to how many, and how many letters left."""
    call = call_for(request, uuid)
    rows = ApplicantLetter.objects.filter(call=call).select_related("written_by")
    page = list_page(request, WrittenFilters(request.GET), rows, PER_PAGE)
    gone = how_far(ApplicantLetterTo.objects.filter(letter__in=page.rows), LETTER)
    context = {"cohort": call.cohort, "list": page, "rows": [(one, gone.get(one.pk, Gone())) for one in page.rows]}
    return render(request, "fellowship/applying/applicant_letter_list.html", context)


@never_cache
@GET_OR_POST
def applicant_letter_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """The words, with the exact number of people; then as many held letters in the outbox."""
    call = call_for(request, uuid)
    filters = ApplicationFilters(request.GET)
    chosen = filters.arrange(ticked_or_all(request, "application", filters, written_to(request, call)))
    people = list(chosen.select_related("user").only("name", "reference", "user__name", "user__email", "user"))
    initial: dict[str, Any] = {"expected": len(people), "once": uuid4()}
    form = ApplicantLetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            held = write_to_applicants(
                call, people, expected=data["expected"], subject=data["subject"], text=data["text"], once=data["once"],
                by=person(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal, len(people))
        else:
            if held:
                messages.success(request, f"Held: {held}. Look at them here, then release them. Nothing has left yet.")
            else:
                messages.info(request, "No more letters are held: these are already, or nobody wants such letters.")
            return redirect(f"{reverse('notifications:message_list')}?state=HELD")
    context = {"cohort": call.cohort, "form": form, "people": people}
    return render(request, "fellowship/applying/applicant_letter_add.html", context)


def written_to(request: HttpRequest, call: Call) -> Any:
    """Applications whose people may be written to: not the reader's own, and of nobody who withdrew or has gone."""
    rows = Application.objects.filter(call=call, user__is_active=True).exclude(state=ApplicationState.WITHDRAWN)
    return with_support(rows.exclude(user=person(request)))
