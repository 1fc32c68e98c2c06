"""Pages of cohorts for those who run the programme."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import ProgrammeRole
from accounts.roles import RUNNING_IT, is_staff_member, programmes_where
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from fellowship import cohorts
from fellowship.calls.deadlines import closes_for
from fellowship.forms.cohorts import CohortFilters, CohortForm, DayForm
from fellowship.models import Call, Cohort
from fellowship.models.applications import holds_a_place
from fellowship.models.moves import COHORT_MOVES, CohortState
from fellowship.views.areas import areas_of, pages_for
from fellowship.views.guards import cohort_for, person

# What a state means to the team, beside the button that leads there.
MEANING: Mapping[str, str] = {
    CohortState.OPEN: "Applications are taken in, as the call says.",
    CohortState.SELECTING: "Applications are read, people are interviewed, places are offered.",
    CohortState.RUNNING: "The year has begun.",
    CohortState.FINISHED: "The year is over. Fellows, projects and results stay.",
    CohortState.ARCHIVED: "Nothing more happens here. Everything can still be read.",
}
_FIELD_OF = {cohorts.CohortNameTaken: "name", cohorts.TooFewPlaces: "places", cohorts.DayIsOutside: "on"}


@never_cache
@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    """The cohorts of the programmes in whose teams one is."""
    now = timezone.now()
    if not is_staff_member(request.user, now=now):
        raise PermissionDenied
    mine = programmes_where(request.user, ProgrammeRole.Role.values, now=now)
    rows = (
        Cohort.objects.filter(programme__in=mine)
        .select_related("programme", "call")
        .annotate(
            applied=Count("call__applications", filter=Q(call__applications__submitted_at__isnull=False)),
            held=Count("call__applications", filter=holds_a_place("call__applications__")),
        )
    )
    page = list_page(request, CohortFilters(request.GET), rows)
    runs = set(programmes_where(request.user, RUNNING_IT, now=now).values_list("pk", flat=True))
    roles = ProgrammeRole.objects.held_by(person(request), on=timezone.localdate(now)).values_list("programme", "role")
    held: dict[int, set[str]] = {}
    for programme, role in roles:
        held.setdefault(programme, set()).add(role)
    context = {
        "list": page, "runs": runs,
        # Who runs the programme finds these on the page of the cohort.
        "rows": [
            (one, [] if one.programme_id in runs else pages_for(one, held.get(one.programme_id, ())))
            for one in page.rows
        ],
        "is_facilitator": any(ProgrammeRole.Role.FACILITATOR in roles for roles in held.values()),
        "is_adviser": any(ProgrammeRole.Role.ADVISER in roles for roles in held.values()),
    }  # fmt: skip
    return render(request, "fellowship/cohorts/cohort_list.html", context)


@never_cache
@GET_OR_POST
def cohort_add(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    programmes = programmes_where(request.user, RUNNING_IT, now=now).order_by("name")
    if not programmes.exists():
        raise PermissionDenied
    form = CohortForm(
        request.POST if request.method == "POST" else None,
        programmes=programmes,
        initial={"programme": programmes.first()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            cohort = cohorts.save_cohort(
                None, programme=form.cleaned_data["programme"], fields=form.details(), actor=person(request), now=now
            )
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, f"{cohort} is planned. Add its mandatory days, then its call.")
            return redirect("fellowship:cohort", cohort.uuid)
    return render(request, "fellowship/cohorts/cohort_form.html", {"form": form})


@never_cache
@GET_OR_POST
def cohort_edit(request: HttpRequest, uuid: str) -> HttpResponse:
    cohort = cohort_for(request, uuid)
    names = ("name", "places", "starts_on", "ends_on", "protected_time", "funding", "summary")
    form = CohortForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(cohort, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        try:
            cohorts.save_cohort(
                cohort, programme=cohort.programme, fields=form.details(), actor=person(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, "The cohort is saved.")
            return redirect("fellowship:cohort", cohort.uuid)
    return render(request, "fellowship/cohorts/cohort_form.html", {"form": form, "cohort": cohort})


@never_cache
@GET_OR_POST
def cohort_detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """One cohort: where it stands, its days, its call. A POST adds a mandatory day."""
    cohort = cohort_for(request, uuid)
    now = timezone.now()
    form = DayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            day = cohorts.add_day(cohort, **form.cleaned_data, actor=person(request), now=now)
        except Refused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal)), str(refusal))
        else:
            messages.success(request, f"{day.title} is a mandatory day.")
            return redirect("fellowship:cohort", cohort.uuid)
    call = Call.objects.filter(cohort=cohort).first()
    counts = {}
    if call is not None:
        counts = call.applications.aggregate(
            draft=Count("pk", filter=Q(state="DRAFT")),
            submitted=Count("pk", filter=Q(submitted_at__isnull=False)),
            held=Count("pk", filter=holds_a_place()),
        )
    context = {
        "cohort": cohort,
        "call": call,
        "closes_at": closes_for(call) if call else None,
        "counts": counts,
        "days": cohort.mandatory_days.all(),
        "form": form,
        "has_rules": call is not None and call.rules.filter(is_retired=False).exists(),
        "areas": areas_of(cohort),
        "next_states": [
            (state, CohortState(state).label, MEANING[state])
            for state in CohortState.values
            if state in COHORT_MOVES[cohort.state]
        ],
    }
    return render(request, "fellowship/cohorts/cohort_detail.html", context)


@require_POST
def cohort_move(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take the cohort to the state posted as ``state``."""
    cohort = cohort_for(request, uuid)
    state = request.POST.get("state", "")
    if state not in CohortState.values:
        messages.error(request, "Choose where the cohort goes next.")
        return redirect("fellowship:cohort", cohort.uuid)
    try:
        moved = cohorts.move_cohort(cohort.pk, state, actor=person(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The cohort is now: {moved.get_state_display().lower()}.")
    return redirect("fellowship:cohort", cohort.uuid)


@require_POST
def day_remove(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    cohort = cohort_for(request, uuid)
    cohorts.remove_day(cohort, pk, actor=person(request), now=timezone.now())
    messages.success(request, "The day is taken out.")
    return redirect("fellowship:cohort", cohort.uuid)
