"""Who is booked, who came, and what they thought: for those who run an event."""

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from common.charts import bar_chart
from common.csv_files import write_csv
from common.lists import list_page
from common.refusals import Refused
from events import attendance, feedback
from events.forms.attendance import AttendanceForm, PeopleFilters
from events.models import Booking, Event
from events.views.guards import run_event, signed_in

PER_PAGE = 50
COLUMNS = ("Name", "E-mail address", "Organisation", "Booked on", "Attendance", "Needs to take part")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Those booked, what they need, and once it begins who came. Reading it is noted in the audit trail."""
    now = timezone.now()
    event = run_event(request, slug, now)
    user = signed_in(request)
    problem, typed = "", {}
    if request.method == "POST":
        form = AttendanceForm(request.POST)
        problem, typed = form.problem, form.marks
        if not problem:
            try:
                changed = attendance.record_attendance(event, form.marks, actor=user, now=now)
            except Refused as refusal:
                problem = str(refusal)
            else:
                messages.success(request, f"Noted. {changed} changed." if changed else "Nothing was changed.")
                return redirect(request.get_full_path())
    booked = Booking.objects.filter(event=event, state=Booking.State.BOOKED).select_related(
        "person__profile__organisation"
    )
    page = list_page(request, PeopleFilters(request.GET), booked, PER_PAGE)
    for booking in page.rows:
        booking.chosen = typed.get(booking.uuid, booking.attendance)
    if request.method != "HEAD":  # a form with a mistake in it shows the sheet too
        audit.record(actor=user, action="events.attendees_read", about=event, scope=event.scope, now=now)
    context = {
        "event": event, "list": page, "problem": problem, "is_open": attendance.is_open(event, now),
        "answers": [("", "Not noted"), *Booking.Attendance.choices],
    }  # fmt: skip
    return render(request, "events/attendance_sheet.html", context)


@never_cache
@require_safe
def attendees_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody booked, as a file, for those who have just shown who they are. A stranger gets 404 before that."""
    now = timezone.now()
    answer: HttpResponse = _export(request, run_event(request, slug, now), now)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def _export(request: HttpRequest, event: Event, now: datetime) -> HttpResponse:
    booked = Booking.objects.filter(event=event, state=Booking.State.BOOKED).order_by("person__name", "pk")
    rows = [
        (
            booking.person.name,
            booking.person.email,
            booking.person.profile.works_for if hasattr(booking.person, "profile") else "",
            date_format(localtime(booking.booked_at), "Y-m-d H:i") if booking.booked_at else "",
            booking.get_attendance_display(),
            booking.adjustment_words,
        )
        for booking in booked.select_related("person__profile__organisation")
    ]
    audit.record(
        actor=signed_in(request), action="events.attendees_exported", about=event, scope=event.scope,
        detail={"people": len(rows)}, now=now,
    )  # fmt: skip
    return HttpResponse(
        write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}-people.csv"'},
    )  # fmt: skip


@never_cache
@require_safe
def feedback_results(request: HttpRequest, slug: str) -> HttpResponse:
    """What people thought, together and without names."""
    event = run_event(request, slug, timezone.now())
    results = feedback.results(event)
    charts = [
        bar_chart(
            list(question.answers), id=f"question-{number}", headline=question.headline, label_heading="Answer",
            value_heading="People", maximum=results.count,
        )
        for number, question in enumerate(results.questions, start=1)
    ]  # fmt: skip
    return render(request, "events/feedback_results.html", {"event": event, "results": results, "charts": charts})
