"""Advisers: the fellows they advise, and their first conversations, which nobody else reads."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.models import ProgrammeRole
from common.downloads import csv_file
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship.advising import deep_dives
from fellowship.advising.caseload import caseload_of
from fellowship.following.watching import reason_words
from fellowship.forms.advising import CaseloadFilters, ConversationFilters, DeepDiveForm
from fellowship.hearing import is_adviser
from fellowship.models import Application, Cohort, DeepDive, Fellow, Flag, WarningLevel
from fellowship.talks import AFTER_ACCEPTANCE, with_asked
from fellowship.views.areas import pages_for
from fellowship.views.guards import person
from fellowship.views.lists import MOST_ROWS

PER_PAGE = 50
TALKS_SHOWN = 5
_COLUMNS = (
    "Name", "Address", "Cohort", "State", "Level", "Main reason", "Settled by", "First conversation", "Adviser"
)  # fmt: skip


@never_cache
@require_safe
def my_fellows(request: HttpRequest) -> HttpResponse:
    """The fellows I advise, and those whose adviser I stand in for; who needs me first. Nine queries."""
    user, now = person(request), timezone.now()
    today = timezone.localdate(now)
    mine = caseload_of(user, now=now)
    if mine is None:
        raise PermissionDenied
    flags = Prefetch("flags", Flag.objects.filter(ended_at=None), to_attr="open_flags")
    rows = mine.fellows(today).select_related("user", "adviser", "cohort__programme", "application", "standing")
    rows = rows.prefetch_related(flags)
    filters = CaseloadFilters(request.GET, cohorts=Cohort.objects.filter(pk__in=mine.fellows(today).values("cohort")))
    if "csv" in request.GET:
        answer: HttpResponse = _as_csv(request, filters.arrange(filters.narrow(rows))[:MOST_ROWS])
        return answer
    page = list_page(request, filters, rows, PER_PAGE)
    talks = list(mine.conversations()[: TALKS_SHOWN + 1])
    context = {
        "list": page, "rows": [_looked_at(one) for one in page.rows], "reader": user, "today": today,
        "talks": talks[:TALKS_SHOWN], "has_more_talks": len(talks) > TALKS_SHOWN,
        "cohorts": [(one, pages_for(one, (ProgrammeRole.Role.ADVISER,))) for one in mine.cohorts()],
        "csv_url": page.url_with("csv", "yes"),
    }  # fmt: skip
    return render(request, "fellowship/advising/my_fellows.html", context)


@dataclass(frozen=True)
class LookedAt:
    """A fellow with the level of today, the main reason in words, and the flag somebody must see to, if there is one.

    ``level`` is None before anybody was counted.
    """

    fellow: Fellow
    level: WarningLevel | None
    why: str
    flag: Flag | None


def _looked_at(fellow: Any) -> LookedAt:
    flag = next(iter(fellow.open_flags), None)
    counted = flag or getattr(fellow, "standing", None)
    if counted is None:
        return LookedAt(fellow, None, "", None)
    why = reason_words(counted.reasons[0]) if counted.reasons else ""
    return LookedAt(fellow, WarningLevel(counted.level), why, flag)


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def _as_csv(request: HttpRequest, rows: Any) -> HttpResponse:
    """What is on the screen, all pages; each programme's audit trail keeps how many of its fellows were taken."""
    found = [_looked_at(one) for one in rows]
    numbers = Counter(one.fellow.cohort.programme for one in found)
    for programme, number in numbers.items():
        audit.record(
            actor=person(request), action="fellowship.caseload_exported", about=programme, scope=programme.scope,
            detail={"rows": number}, now=timezone.now(),
        )  # fmt: skip
    return csv_file("fellows-i-advise", _COLUMNS, [_row(one) for one in found])


def _row(one: LookedAt) -> tuple[object, ...]:
    fellow: Any = one.fellow
    return (
        fellow.user.name, fellow.user.email, f"{fellow.cohort.programme}, {fellow.cohort}", fellow.get_state_display(),
        one.level.label if one.level is not None else "Not counted yet", one.why,
        one.flag.due_on if one.flag else "", "held" if fellow.has_talked else "still to come",
        fellow.adviser.name if fellow.adviser else "",
    )  # fmt: skip


@never_cache
@require_safe
def deep_dive_list(request: HttpRequest, uuid: str) -> HttpResponse:
    """Who accepted a place in a cohort, and with whom a first conversation was held. For advisers alone."""
    cohort = get_object_or_404(Cohort.objects.select_related("programme"), uuid=uuid)
    _check_is_adviser(request, cohort)
    held = DeepDive.objects.filter(cohort=cohort, user=OuterRef("user"), held_on__isnull=False)
    rows = with_asked(deep_dives.people_of(cohort).exclude(user=person(request)).annotate(is_held=Exists(held)))
    filters = ConversationFilters(request.GET, user=person(request))
    page = list_page(request, filters, rows.select_related("user", "fellow__adviser"), PER_PAGE)
    notes = DeepDive.objects.filter(cohort=cohort, user__in=[one.user_id for one in page.rows])
    by_user = {note.user_id: note for note in notes.select_related("adviser")}
    context = {
        "cohort": cohort, "list": page, "rows": [(one, by_user.get(one.user_id)) for one in page.rows],
        "has_started": cohort.starts_on <= timezone.localdate(),
    }  # fmt: skip
    return render(request, "fellowship/advising/deep_dive_list.html", context)


@never_cache
@GET_OR_POST
def deep_dive(request: HttpRequest, uuid: str) -> HttpResponse:
    """The note of one conversation. For advisers alone."""
    application: Application = get_object_or_404(
        Application.objects.filter(state__in=AFTER_ACCEPTANCE).select_related("user", "call__cohort__programme"),
        uuid=uuid,
    )
    cohort = application.call.cohort
    _check_is_adviser(request, cohort)
    if application.user_id == person(request).pk:
        raise Http404
    now = timezone.now()
    note = DeepDive.objects.filter(cohort=cohort, user=application.user).select_related("adviser").first()
    initial: dict[str, Any] = {"held_on": timezone.localdate(now)}
    if note is not None:
        initial = {name: getattr(note, name) for name in deep_dives.WORDS}
        initial |= {"held_on": note.held_on or timezone.localdate(now), "themes": note.themes.all()}
    form = DeepDiveForm(request.POST if request.method == "POST" else None, cohort=cohort, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deep_dives.save_deep_dive(
                application, held_on=form.cleaned_data["held_on"], words=form.words(), themes=form.themes_chosen(),
                actor=person(request), now=now,
            )  # fmt: skip
        except deep_dives.NotHeldYet as refusal:
            form.add_error("held_on", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The note is kept. Only the programme’s advisers read it.")
            return redirect("fellowship:deep_dive_list", cohort.uuid)
    context = {"application": application, "cohort": cohort, "note": note, "form": form}
    return render(request, "fellowship/advising/deep_dive.html", context)


def _check_is_adviser(request: HttpRequest, cohort: Cohort) -> None:
    """Raises Http404 for everybody else, those who run the programme and site administrators among them."""
    if not is_adviser(person(request), cohort.programme, now=timezone.now()):
        raise Http404
