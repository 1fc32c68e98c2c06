"""A learning set from within: who is in it, its meetings, who came, and what was agreed. For nobody else."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from events import attendance
from events.local_time import LONDON
from events.models import Booking
from fellowship.forms.sets import ActionForm, CameForm, MeetingForm
from fellowship.models import AgreedAction, LearningSet, SetMeeting
from fellowship.sets import meeting as meetings
from fellowship.views.guards import person

_WITH_ALL = ("cohort__programme", "facilitator")


@never_cache
@require_safe
def my_sets(request: HttpRequest) -> HttpResponse:
    """The sets I lead and the sets I am in. Three queries."""
    now = timezone.now()
    user = person(request)
    rows = LearningSet.objects.inside(user, now=now).exclude(cohort__state="ARCHIVED").select_related(*_WITH_ALL)
    found = list(rows.order_by("-cohort__starts_on", "number"))
    return render(request, "fellowship/sets/my_sets.html", {"sets": found})


@never_cache
@require_safe
def learning_set(request: HttpRequest, uuid: str) -> HttpResponse:
    one = _inside(request, uuid)
    now = timezone.now()
    met = meetings.attendance_of([one]).get(one.pk, [])
    actions = AgreedAction.objects.filter(meeting__learning_set=one).select_related("fellow__user", "meeting__event")
    context = {
        "set": one, "cohort": one.cohort, "people": meetings.sitting_in(one), "gone": meetings.gone_from(one),
        "leads": _leads(request, one),
        "coming": [row for row in met if row.meeting.event.ends_at > now and not row.meeting.event.is_cancelled],
        "past": [row for row in met if row.meeting.event.ends_at <= now and not row.meeting.event.is_cancelled],
        "open_actions": [action for action in actions if action.done_at is None],
        "done_actions": [action for action in actions if action.done_at is not None],
    }  # fmt: skip
    return render(request, "fellowship/sets/learning_set.html", context)


@never_cache
@GET_OR_POST
def set_meeting_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """Plan a meeting, for who leads the set."""
    one = _led(request, uuid)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial={"zone": LONDON, "mode": "ONLINE"})
    if request.method == "POST" and form.is_valid():
        try:
            made = meetings.plan_meeting(one, form.when, form.where, actor=person(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.event} is planned. Everybody in the set has a place and hears of it.")
            return redirect("fellowship:learning_set", one.uuid)
    return render(request, "fellowship/sets/set_meeting_add.html", {"set": one, "cohort": one.cohort, "form": form})


@never_cache
@GET_OR_POST
def set_meeting(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """One meeting: what was agreed, which everybody in the set may add to. Who leads it notes who came."""
    one = _inside(request, uuid)
    meeting = get_object_or_404(SetMeeting.objects.select_related("event__programme"), learning_set=one, pk=pk)
    now, posted = timezone.now(), request.method == "POST"
    leads = _leads(request, one)
    booked = list(
        Booking.objects.filter(event=meeting.event_id, state=Booking.State.BOOKED)
        .select_related("person").order_by("person__name", "pk")
    )  # fmt: skip
    notes_who_came = posted and "came" in request.POST
    if notes_who_came and not leads:
        raise Http404
    came = CameForm(request.POST if notes_who_came else None, bookings=booked, prefix="who")
    action = ActionForm(request.POST if posted and not notes_who_came else None, learning_set=one)
    form = came if notes_who_came else action
    if posted and form.is_valid():
        try:
            if notes_who_came:
                attendance.record_attendance(meeting.event, came.marks, actor=person(request), now=now)
            else:
                meetings.agree(meeting, **action.agreed())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Noted." if notes_who_came else "Kept. Only your set sees it.")
            return redirect("fellowship:set_meeting", one.uuid, meeting.pk)
    context = {
        "set": one, "cohort": one.cohort, "meeting": meeting, "event": meeting.event, "leads": leads, "came": came,
        "action": action, "form": form if posted else None, "actions": meeting.actions.select_related("fellow__user"),
        "may_note": leads and attendance.is_open(meeting.event, now), "booked": booked,
    }  # fmt: skip
    return render(request, "fellowship/sets/set_meeting.html", context)


@require_POST
def action_change(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Note that an action is done or is not, or take it out."""
    one = _inside(request, uuid)
    action = get_object_or_404(AgreedAction, meeting__learning_set=one, pk=pk)
    what = request.POST.get("what", "")
    if what == "out":
        meetings.take_out(action)
        messages.success(request, "The action is taken out.")
    elif what in ("done", "open"):
        meetings.mark_done(action, is_done=what == "done", now=timezone.now())
        messages.success(request, "Done." if what == "done" else "It is open again.")
    else:
        messages.error(request, "Choose what to do with the action.")
    return redirect("fellowship:learning_set", one.uuid)


def _inside(request: HttpRequest, uuid: str) -> LearningSet:
    """The set, for its fellows and who leads it. Raises Http404 for everybody else, whatever their role."""
    inside = LearningSet.objects.inside(person(request), now=timezone.now()).select_related(*_WITH_ALL)
    found: LearningSet = get_object_or_404(inside, uuid=uuid)
    return found


def _led(request: HttpRequest, uuid: str) -> LearningSet:
    led = LearningSet.objects.led_by(person(request), now=timezone.now()).select_related(*_WITH_ALL)
    found: LearningSet = get_object_or_404(led, uuid=uuid)
    return found


def _leads(request: HttpRequest, one: LearningSet) -> bool:
    return LearningSet.objects.led_by(person(request), now=timezone.now()).filter(pk=one.pk).exists()
