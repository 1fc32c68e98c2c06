"""Letters to fellows of a cohort: what was written, whom to write to, the words."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.lists import ListForm, list_page
from common.refusals import Refused
from fellowship import announcing
from fellowship.forms.announcing import AnnouncementFilters, AnnouncementForm, ToFilters
from fellowship.letters.announcements import LETTER
from fellowship.models import Announcement, AnnouncementTo, Fellow
from fellowship.models.moves import FellowState
from fellowship.views.guards import cohort_for, person
from notifications.models import Message

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50


@never_cache
@require_safe
def announcement_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """What was written to fellows, to how many, and how many letters left."""
    cohort = cohort_for(request, uuid)
    rows = Announcement.objects.filter(cohort=cohort).select_related("written_by").annotate(people=Count("to"))
    page = list_page(request, AnnouncementFilters(request.GET), rows, PER_PAGE)
    stands = _stands([one.pk for one in page.rows])
    for one in page.rows:
        one.stands = stands.get(one.pk, {"sent": 0, "held": 0})
    return render(request, "fellowship/announcing/announcement_list.html", {"cohort": cohort, "list": page})


def _stands(announcements: list[int]) -> dict[int, dict[str, int]]:
    """How many letters of each announcement have left, and how many are held. One query."""
    letters = Message.objects.filter(letter=LETTER, about_id=OuterRef("pk"))
    rows = (
        AnnouncementTo.objects.filter(announcement__in=announcements)
        .annotate(
            is_sent=Exists(letters.filter(state=Message.State.SENT)),
            is_held=Exists(letters.filter(state=Message.State.HELD)),
        )
        .order_by()
        .values("announcement")
        .annotate(sent=Count("pk", filter=Q(is_sent=True)), held=Count("pk", filter=Q(is_held=True)))
    )  # fmt: skip
    return {row["announcement"]: {"sent": row["sent"], "held": row["held"]} for row in rows}


@never_cache
@require_safe
def announcement_to(request: HttpRequest, uuid: str) -> HttpResponse:
    """Whom to write to: tick some, or take all that the filters let through."""
    cohort = cohort_for(request, uuid)
    page = list_page(request, ToFilters(request.GET, cohort=cohort), _fellows(cohort), PER_PAGE)
    context = {"cohort": cohort, "list": page, "state": state_of(page.form)}
    return render(request, "fellowship/announcing/announcement_to.html", context)


@never_cache
@GET_OR_POST
def announcement_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """The words, with the exact number of people; then as many held letters in the outbox."""
    cohort = cohort_for(request, uuid)
    fellows = list(chosen(request, ToFilters(request.GET, cohort=cohort), _fellows(cohort)))
    form = AnnouncementForm(request.POST if request.method == "POST" else None, initial={"expected": len(fellows)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            held = announcing.announce(
                cohort, fellows, expected=data["expected"], subject=data["subject"], text=data["text"],
                by=person(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal, len(fellows))
        else:
            messages.success(request, f"Held: {held}. Look at them here, then release them. Nothing has left yet.")
            return redirect(f"{reverse('notifications:message_list')}?state=HELD")
    context = {"cohort": cohort, "form": form, "people": fellows}
    return render(request, "fellowship/announcing/announcement_add.html", context)


def _fellows(cohort: Any) -> Any:
    rows = Fellow.objects.filter(cohort=cohort, user__is_active=True).exclude(state=FellowState.LEFT)
    return rows.select_related("user", "adviser", "cohort", "seat__learning_set")


def chosen(request: HttpRequest, filters: ListForm, rows: Any) -> Any:
    """The fellows who were ticked, or all that the filters let through if that was said; nothing is nobody."""
    if request.GET.get("to") == "all":
        return filters.arrange(filters.narrow(rows))
    return filters.arrange(rows.filter(uuid__in=[one for one in request.GET.getlist("fellow") if _is_uuid(one)]))


def state_of(form: ListForm) -> list[tuple[str, str]]:
    """The filters in force, as a form sends them on."""
    return [pair for name in form.fields for pairs in form.parameters(name).values() for pair in pairs]


def refuse(form: Any, refusal: Refused, people: int) -> None:
    """Show why, with the number as it is now, so that sending again means that number."""
    form.add_error(None, str(refusal))
    form.data = form.data.copy()
    form.data["expected"] = str(people)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
