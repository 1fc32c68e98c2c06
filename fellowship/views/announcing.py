"""Letters to fellows of a cohort: what was written, whom to write to, the words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.written_letters import Gone, how_far
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.once import once
from common.refusals import Refused
from common.ticking import refuse, tell_held, ticked_or_all
from fellowship import announcing
from fellowship.forms.announcing import AnnouncementForm, ToFilters, WrittenFilters
from fellowship.letters.announcements import LETTER
from fellowship.models import Announcement, AnnouncementTo, Fellow
from fellowship.models.moves import FellowState
from fellowship.views.guards import cohort_for, person

PER_PAGE = 50


@never_cache
@require_safe
def announcement_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """What was written to fellows, to how many, and how many letters left."""
    cohort = cohort_for(request, uuid)
    rows = Announcement.objects.filter(cohort=cohort).select_related("written_by")
    page = list_page(request, WrittenFilters(request.GET), rows, PER_PAGE)
    gone = how_far(AnnouncementTo.objects.filter(letter__in=page.rows), LETTER)
    context = {"cohort": cohort, "list": page, "rows": [(one, gone.get(one.pk, Gone())) for one in page.rows]}
    return render(request, "fellowship/announcing/announcement_list.html", context)


@never_cache
@require_safe
def announcement_to(request: HttpRequest, uuid: str) -> HttpResponse:
    """Whom to write to: tick some, or take all that the filters let through."""
    cohort = cohort_for(request, uuid)
    page = list_page(request, ToFilters(request.GET, cohort=cohort), _fellows(cohort), PER_PAGE)
    context = {"cohort": cohort, "list": page, "state": page.state}
    return render(request, "fellowship/announcing/announcement_to.html", context)


@never_cache
@GET_OR_POST
def announcement_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """The words, with the exact number of people; then as many held letters in the outbox."""
    cohort = cohort_for(request, uuid)
    filters = ToFilters(request.GET, cohort=cohort)
    fellows = list(filters.arrange(ticked_or_all(request, "fellow", filters, _fellows(cohort))))
    form = AnnouncementForm(request.POST if request.method == "POST" else None, initial={"expected": len(fellows)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with once(form, request.user) as is_first:
                held = announcing.announce(
                    cohort, fellows, expected=data["expected"], subject=data["subject"], text=data["text"],
                    by=person(request), now=timezone.now(),
                ) if is_first else None  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal, len(fellows))
        else:
            tell_held(request, held)
            return redirect(f"{reverse('notifications:message_list')}?state=HELD")
    context = {"cohort": cohort, "form": form, "people": fellows}
    return render(request, "fellowship/announcing/announcement_add.html", context)


def _fellows(cohort: Any) -> Any:
    rows = Fellow.objects.filter(cohort=cohort, user__is_active=True).exclude(state=FellowState.LEFT)
    return rows.select_related("user", "adviser", "cohort", "seat__learning_set")
