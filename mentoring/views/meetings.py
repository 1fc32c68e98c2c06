"""Meetings: arranging one, its page, what happens before and after it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.http_methods import GET_OR_POST
from common.refusals import Refused
from events.local_time import zone_choices
from mentoring.forms.meetings import (
    BOOK,
    HELD,
    AgendaForm,
    ArrangeForm,
    HeldForm,
    NoteForm,
    PlaceForm,
    PulseForm,
    TimesForm,
    initial_times,
)
from mentoring.letters.calendars import NAME, meeting_file
from mentoring.meetings import arranging, holding
from mentoring.models import Attendee, Match, Meeting, Mentor
from mentoring.progress import address_of
from mentoring.views.pairs import bound, crumbs, pair_of
from mentoring.views.people import me
from mentoring.views.short_form import ShortForm, answer
from planning.plans.keeping import plan_of

FIRST_OF_TWO = "The clocks go back that night, so that time comes twice. We took the first, before they go back."


@never_cache
@GET_OR_POST
def meeting_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose a meeting, enter one that is agreed, or one that took place."""
    user, pair, now = me(request), pair_of(request, uuid), timezone.now()
    offers = Mentor.objects.filter(user=pair.mentor_id).first()
    initial = {"minutes": 60, "how": "PROPOSE", "link": offers.meeting_link if offers else ""}
    form = bound(request, ArrangeForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        details = arranging.Details(data["minutes"], data["zone"], data["where"], data["link"])
        try:
            if data["how"] == HELD:
                meeting = holding.record_held(pair, form.times[0], details, by=user, now=now)
            elif data["how"] == BOOK:
                meeting = arranging.book(pair, form.times[0], details, agenda=data["agenda"], by=user, now=now)
            else:
                meeting = arranging.propose_times(pair, form.times, details, agenda=data["agenda"], by=user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _arranged(data["how"], pair.other(user).name or "The other one", form))
            return redirect("mentoring:meeting_detail", meeting.uuid)
    return render(
        request, "mentoring/meeting_add.html",
        {"pair": pair, "other": pair.other(user), "form": form, "crumbs": crumbs(pair, user)},
    )  # fmt: skip


def _arranged(how: str, name: str, form: TimesForm) -> str:
    said = {
        HELD: "It counts as a meeting.",
        BOOK: "The meeting is agreed. Both of you get it for your calendars.",
    }.get(how, f"{name} chooses. We write to you when they have.")
    return f"{said} {FIRST_OF_TWO}" if form.comes_twice else said


@never_cache
@require_safe
def meeting_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A meeting, before and after it."""
    return _page(request, _meeting(request, uuid))


@never_cache
@GET_OR_POST
def meeting_times(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose other times."""
    user, meeting = me(request), _meeting(request, uuid)
    form = bound(request, TimesForm, initial=initial_times(meeting))
    form.fields["zone"].choices = zone_choices(meeting.zone)
    if meeting.state == Meeting.State.BOOKED:  # how long it takes was agreed too
        del form.fields["minutes"]
    words = ["The time that you agreed on stands until the other one chooses."] if meeting.starts_at else []
    page = ShortForm("Propose other times", "Propose", _crumbs(meeting, request), words)

    def act(data: dict[str, Any]) -> None:
        minutes = data.get("minutes", meeting.minutes)
        arranging.propose_others(
            meeting.uuid, form.times, minutes=minutes, zone=data["zone"], by=user, now=timezone.now()
        )

    def said() -> str:
        words = f"{meeting.other(user).name or 'The other one'} chooses. We write to you when they have."
        return f"{words} {FIRST_OF_TWO}" if form.comes_twice else words

    return answer(request, page, form, act, said=said, to=_home(meeting))


@require_POST
def meeting_choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose one of the times that the other one proposed."""
    user, meeting = me(request), _meeting(request, uuid)
    chosen = request.POST.get("time", "")
    time = meeting.proposed_times.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 18 else None
    try:
        if time is None:
            raise arranging.MeetingHasChanged
        arranging.choose_time(meeting.uuid, time.starts_at, by=user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Agreed. Both of you get it for your calendars.")
    return redirect(_home(meeting))


@never_cache
@GET_OR_POST
def meeting_call_off(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Call a meeting off."""
    user, meeting = me(request), _meeting(request, uuid)
    other = meeting.other(user).name or "The other one"
    words = [meeting.when] if meeting.starts_at else []
    words.append(f"{other} is told, and it goes from both calendars." if meeting.starts_at else f"{other} is told.")
    page = ShortForm("Call it off", "Call it off", _crumbs(meeting, request), words, warns=True)
    return answer(
        request, page, bound(request, forms.Form),
        lambda data: arranging.call_off(meeting.uuid, by=user, now=timezone.now()),
        said=f"It is called off, and {other} is told.", to=_back(meeting),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def meeting_place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where or by which link the two meet."""
    user, meeting = me(request), _meeting(request, uuid)
    form = bound(request, PlaceForm, initial={"where": meeting.where, "link": meeting.link})
    page = ShortForm("Where you meet", "Save", _crumbs(meeting, request), ["Both calendars are brought up to date."])
    return answer(
        request, page, form,
        lambda data: arranging.change_place(meeting.uuid, by=user, now=timezone.now(), **data),
        said="Saved.", to=_home(meeting),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def meeting_agenda(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The agenda, which both write."""
    user, meeting = me(request), _meeting(request, uuid)
    form = bound(request, AgendaForm, initial={"agenda": meeting.agenda, "seen": meeting.agenda})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            arranging.write_agenda(meeting.uuid, agenda=data["agenda"], seen=data["seen"], by=user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            meeting.refresh_from_db()
            form.data = form.data.copy()
            form.data["seen"] = meeting.agenda  # what stands there now is shown beside what they typed
        else:
            messages.success(request, "Saved. Both of you see it.")
            return redirect(_home(meeting))
    context = {"meeting": meeting, "form": form, "crumbs": _crumbs(meeting, request)}
    return render(request, "mentoring/meeting_agenda.html", context)


@never_cache
@GET_OR_POST
def meeting_held(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that it took place."""
    user, meeting = me(request), _meeting(request, uuid)
    form = bound(request, HeldForm, initial={"minutes": meeting.minutes})
    page = ShortForm("You met", "Save", _crumbs(meeting, request), [meeting.when])
    return answer(
        request, page, form,
        lambda data: holding.say_held(meeting.uuid, minutes=data["minutes"], by=user, now=timezone.now()),
        said="Good. Two short questions, and what you agreed on, are below.", to=_home(meeting),
    )  # fmt: skip


@require_POST
def meeting_missed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that it did not take place."""
    user, meeting = me(request), _meeting(request, uuid)
    try:
        holding.say_missed(meeting.uuid, by=user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Noted. Propose another time whenever it suits you.")
    return redirect(_home(meeting))


@never_cache
@GET_OR_POST
def meeting_note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """My own note."""
    user, meeting = me(request), _meeting(request, uuid)
    mine = get_object_or_404(Attendee, meeting=meeting, user=user)
    page = ShortForm("My note", "Save", _crumbs(meeting, request))
    return answer(
        request, page, bound(request, NoteForm, initial={"note": mine.note}),
        lambda data: holding.keep_note(meeting.uuid, note=data["note"], by=user, now=timezone.now()),
        said="Saved, for you alone.", to=_home(meeting),
    )  # fmt: skip


@never_cache
@GET_OR_POST
def meeting_pulse(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Two questions afterwards."""
    user, meeting = me(request), _meeting(request, uuid)
    mine = get_object_or_404(Attendee, meeting=meeting, user=user)
    form = bound(request, PulseForm, initial={"useful": mine.useful, "forward": mine.forward})
    words = ["The other one does not see your answers. Your programme sees them without names, many together."]
    return answer(
        request, ShortForm("Two questions", "Send", _crumbs(meeting, request), words), form,
        lambda data: holding.answer_questions(meeting.uuid, by=user, now=timezone.now(), **data),
        said="Thank you.", to=_home(meeting),
    )  # fmt: skip


@never_cache
@require_safe
def meeting_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An agreed meeting as a calendar file."""
    user, meeting = me(request), _meeting(request, uuid)
    if meeting.state != Meeting.State.BOOKED:
        raise Http404
    return HttpResponse(
        meeting_file(meeting, user, timezone.now()), content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{NAME}"'},
    )  # fmt: skip


def _page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Six queries."""
    user, now = me(request), timezone.now()
    of = meeting.match or meeting.conversation
    assert of is not None
    times = list(meeting.proposed_times.all())
    context = {
        "meeting": meeting, "other": meeting.other(user), "crumbs": crumbs(of, user),
        "has_begun": meeting.has_begun(now),
        "times": times, "now": now,
        "i_choose": bool(times) and meeting.proposed_by_id != user.pk and meeting.is_open,
        "i_wait": bool(times) and meeting.proposed_by_id == user.pk and meeting.is_open,
        "mine": get_object_or_404(Attendee, meeting=meeting, user=user),
        "steps": list(of.steps.select_related("skill", "action")),
        "has_plan": meeting.mentee_id == user.pk and plan_of(user) is not None,
        "step_add": reverse(
            "mentoring:step_add" if meeting.match else "mentoring:conversation_step_add", args=[of.uuid]
        ),
        "goes_on": meeting.match is None or meeting.match.state in Match.TAKEN,
    }  # fmt: skip
    return render(request, "mentoring/meeting_detail.html", context)


def _meeting(request: HttpRequest, uuid: UUID) -> Meeting:
    """The reader's meeting. Raises Http404."""
    rows = Meeting.objects.of(me(request)).select_related("mentor", "mentee", "match__programme", "conversation")
    return get_object_or_404(rows, uuid=uuid)


def _home(meeting: Meeting) -> str:
    return reverse("mentoring:meeting_detail", args=[meeting.uuid])


def _back(meeting: Meeting) -> str:
    of = meeting.match or meeting.conversation
    assert of is not None
    return address_of(of)


def _crumbs(meeting: Meeting, request: HttpRequest) -> list[tuple[str, str]]:
    of = meeting.match or meeting.conversation
    assert of is not None
    return [*crumbs(of, me(request)), (_home(meeting), "Meeting")]
