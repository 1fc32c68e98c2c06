"""Who came, what they thought, and lists of people, on the pages."""

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry
from events.booking import cancel_booking
from events.models import Feedback
from tests.events.conftest import signed_in
from tests.events.pages import page, post
from tests.events.world import HOUR, booked, event, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_attendance_is_noted_on_the_sheet(at_now: time_machine.Traveller) -> None:
    on = event()
    assert on.organiser
    mine = signed_in(on.organiser)
    first, second = booked(on, person("Ada")), booked(on, person("Bea"))
    stranger = booked(event())
    assert "From one hour before" in page(mine, "attendance_sheet", on.slug)
    at_now.move_to(on.starts_at)
    mine = signed_in(on.organiser)  # the session of staff ends when they walk away
    assert "Attendance of Ada" in page(mine, "attendance_sheet", on.slug)
    marks = {f"came_{first.uuid}": "PRESENT", f"came_{second.uuid}": "ABSENT"}
    assert "Noted. 2 changed." in post(mine, "attendance_sheet", on.slug, **marks)
    assert "Load the page again" in post(mine, "attendance_sheet", on.slug, **{f"came_{stranger.uuid}": "PRESENT"})
    assert "could not read the sheet" in post(mine, "attendance_sheet", on.slug, **{f"came_{first.uuid}": "MAYBE"})
    assert "could not read the sheet" in post(mine, "attendance_sheet", on.slug, came_x="PRESENT")
    assert "nobody on the sheet" in post(mine, "attendance_sheet", on.slug)
    stranger.refresh_from_db()
    assert not stranger.attendance
    html = page(mine, "attendance_sheet", on.slug, attendance="ABSENT")
    assert "Bea" in html
    assert "Ada" not in html


def test_whoever_sees_the_sheet_is_in_the_audit_trail_by_whatever_way() -> None:
    on = event()
    booked(on)
    assert on.organiser
    mine, address = signed_in(on.organiser), reverse("events:attendance_sheet", args=[on.slug])
    read = AuditEntry.objects.filter(action="events.attendees_read")
    for number, see in enumerate((mine.get, mine.post), start=1):
        assert see(address).status_code == 200
        assert read.count() == number
    mine.head(address)
    assert read.count() == 2


def test_two_at_the_door_do_not_undo_what_the_other_noted(at_now: time_machine.Traveller) -> None:
    on = event()
    assert on.organiser
    ada, bea, gone = booked(on, person("Ada")), booked(on, person("Bea")), booked(on, person("Cy"))
    at_now.move_to(on.starts_at - HOUR / 2)
    mine, other = signed_in(on.organiser), signed_in(on.organiser)
    # Both opened the sheet before anybody was noted.
    seen = {f"was_{one.uuid}": "" for one in (ada, bea)}
    sheet = seen | {f"came_{ada.uuid}": "PRESENT", f"came_{bea.uuid}": ""}
    assert "1 changed" in post(mine, "attendance_sheet", on.slug, **sheet)
    sheet = seen | {f"came_{ada.uuid}": "", f"came_{bea.uuid}": "LATE"}
    assert "1 changed" in post(other, "attendance_sheet", on.slug, **sheet)
    assert "Nothing was changed" in post(other, "attendance_sheet", on.slug, **seen, **{f"came_{ada.uuid}": ""})
    ada.refresh_from_db()
    bea.refresh_from_db()
    assert (ada.attendance, bea.attendance) == ("PRESENT", "LATE")
    # Somebody gives up their place meanwhile: what was chosen for the others is still chosen.
    cancel_booking(on.pk, gone.person, now=on.starts_at - HOUR / 2)
    html = post(mine, "attendance_sheet", on.slug, **{f"came_{bea.uuid}": "EXCUSED", f"came_{gone.uuid}": "PRESENT"})
    assert "has no place on the event any more" in html
    assert '<option value="EXCUSED" selected>' in html


def test_what_people_thought_is_shown_from_five_answers_on(at_now: time_machine.Traveller) -> None:
    on = event()
    assert on.organiser
    for number in range(4):
        Feedback.objects.create(booking=booked(on), useful=5, will_use=4, text=f"Words {number}")
    at_now.move_to(on.ends_at)
    mine = signed_in(on.organiser)
    html = page(mine, "feedback_results", on.slug)
    assert "Fewer than five people" in html
    assert "Words" not in html
    Feedback.objects.create(booking=booked(on), useful=1, will_use=1, text="<script>x</script>")
    html = page(mine, "feedback_results", on.slug)
    assert "Words 3" in html
    assert "<script>x" not in html


def test_the_list_of_people_is_a_file_that_no_spreadsheet_runs() -> None:
    on = event()
    assert on.organiser
    booked(on, person("=HYPERLINK(1)"))
    on.organiser.set_password("correct horse battery")
    on.organiser.save()
    mine = signed_in(on.organiser)
    address = reverse("events:attendees_csv", args=[on.slug])
    assert mine.get(address).status_code == 302, "asks for the password again"
    mine.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    answer = mine.get(address)
    assert answer.status_code == 200
    assert "'=HYPERLINK(1)" in answer.content.decode()


def test_the_sheet_and_the_list_cost_the_same_however_long(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    on = event()
    assert on.organiser
    mine = signed_in(on.organiser)
    for _ in range(30):
        booked(on)
        event(programme=on.programme, organiser=on.organiser)
    with django_assert_max_num_queries(14):
        page(mine, "attendance_sheet", on.slug)
    with django_assert_max_num_queries(12):
        page(mine, "organised_list")
    with django_assert_max_num_queries(16):
        page(mine, "organised_detail", on.slug)
