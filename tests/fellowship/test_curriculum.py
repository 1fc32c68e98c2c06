"""The year: sessions as events by invitation, who came, making up, hours, aims and themes."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from events.attendance import record_attendance
from events.booking import cancel_booking
from events.models import Booking, Event
from events.organising import PlaceIsMissing, When, Where, publish_event
from fellowship.curriculum import inviting, make_ups, planning
from fellowship.curriculum.aims import activities_of, map_of, themes_of
from fellowship.curriculum.attendance import Came, attendance_of
from fellowship.curriculum.hours import hours_of
from fellowship.enrolling.fellows import move_fellow
from fellowship.models import Activity, Aim, Cohort, DeepDive, Fellow, MakeUp, MandatoryDay, Theme
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.test_fellows import signed_in
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
ONLINE = Where("ONLINE", online_link="https://example.org/meet")


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def session(cohort: Cohort, admin: User, *, days: int = 7, hours: int = 2, **details: object) -> Activity:
    given = {"title": "Opening day", "purpose": "", "aims": ("SKILLED",), "is_mandatory": True, "cpd_minutes": 90}
    starts = NOW + timedelta(days=days)
    return planning.plan_session(
        cohort, kind="WORKSHOP", details=given | details,
        when=When(starts, starts + timedelta(hours=hours), "Europe/London"), where=ONLINE, actor=admin, now=NOW,
    )  # fmt: skip


def over(activity: Activity) -> datetime:
    assert activity.event is not None
    return activity.event.ends_at + timedelta(minutes=1)


def note(activity: Activity, marks: dict[Fellow, str], admin: User) -> None:
    assert activity.event is not None
    bookings = {one.person_id: one.uuid for one in Booking.objects.filter(event=activity.event, state="BOOKED")}
    by_booking = {bookings[fellow.user_id]: word for fellow, word in marks.items()}
    event = Event.objects.get(pk=activity.event_id)
    record_attendance(event, by_booking, actor=admin, now=over(activity))


def test_a_mandatory_session_gives_everybody_a_place_and_an_invitation_once() -> None:
    fellow = world.fellow()
    paused = world.fellow(fellow.cohort, state=Fellow.State.PAUSED)
    gone = world.fellow(fellow.cohort, state=Fellow.State.LEFT)
    elsewhere = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    activity = session(fellow.cohort, admin)
    assert not Booking.objects.exists() and not Message.objects.filter(letter="events.invited").exists()
    assert planning.publish_session(activity, actor=admin, now=NOW) == 1
    assert set(activity.event.invitations.values_list("user", flat=True)) == {fellow.user_id, paused.user_id}
    assert list(Booking.objects.values_list("person", "state")) == [(fellow.user_id, "BOOKED")]
    assert inviting.book_mandatory(now=NOW) == 0
    assert gone.user.event_invitations.count() == elsewhere.user.event_invitations.count() == 0


def test_a_session_published_on_the_page_of_its_event_gives_places_too_and_who_gave_one_up_is_left_alone() -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    activity = session(fellow.cohort, admin)
    publish_event(activity.event_id, actor=admin, now=NOW)
    assert inviting.book_mandatory(now=NOW) == 1
    cancel_booking(activity.event_id, fellow.user, now=NOW)
    assert inviting.book_mandatory(now=NOW) == 0
    joins = world.fellow(fellow.cohort)
    inviting.invite_fellow(joins, actor=admin, now=NOW)
    assert joins.user.bookings.get().is_booked


def test_who_leaves_gives_up_the_places_that_are_still_to_come() -> None:
    fellow = world.fellow()
    stays = world.fellow(fellow.cohort)
    admin = world.in_team(fellow.cohort.programme)
    first, second = (session(fellow.cohort, admin, days=days) for days in (3, 9))
    for activity in (first, second):
        planning.publish_session(activity, actor=admin, now=NOW)
    then = NOW + timedelta(days=5)
    move_fellow(fellow.pk, Fellow.State.LEFT, actor=admin, reason="A new job", now=then)
    kept = Booking.objects.live().filter(person=fellow.user)
    assert [one.event_id for one in kept] == [first.event_id]
    assert Booking.objects.live().filter(person=stays.user).count() == 2
    assert inviting.book_mandatory(now=then) == 0


def test_a_session_that_is_not_mandatory_is_booked_by_who_wants_to() -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    activity = session(fellow.cohort, admin, is_mandatory=False)
    assert planning.publish_session(activity, actor=admin, now=NOW) == 0
    assert fellow.user.event_invitations.count() == 1 and not Booking.objects.exists()


def test_what_a_session_needs_is_said_and_a_draft_can_be_taken_out() -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    with pytest.raises(planning.NoAim):
        session(fellow.cohort, admin, aims=())
    activity = session(fellow.cohort, admin)
    Event.objects.filter(pk=activity.event_id).update(mode="IN_PERSON", town="Leeds")
    with pytest.raises(PlaceIsMissing):
        planning.publish_session(activity, actor=admin, now=NOW)
    planning.remove_activity(activity, actor=admin, now=NOW)
    assert not Activity.objects.exists() and not Event.objects.filter(programme=fellow.cohort.programme).exists()
    published = session(fellow.cohort, admin)
    planning.publish_session(published, actor=admin, now=NOW)
    published.refresh_from_db()
    with pytest.raises(planning.HasBegun):
        planning.remove_activity(published, actor=admin, now=NOW)


def test_attendance_is_what_the_organiser_noted_and_a_make_up_mends_it() -> None:
    here = [world.fellow() for _ in range(1)]
    here += [world.fellow(here[0].cohort) for _ in range(3)]
    present, absent, unnoted, no_place = here
    cohort, admin = present.cohort, world.in_team(present.cohort.programme)
    activity = session(cohort, admin)
    planning.publish_session(activity, actor=admin, now=NOW)
    cancel_booking(activity.event_id, no_place.user, now=NOW)
    note(activity, {present: "PRESENT", absent: "ABSENT"}, admin)
    then = over(activity)
    known = attendance_of(cohort, here, now=then)
    assert [known.known[one.pk, activity.pk] for one in here] == [
        Came.PRESENT, Came.ABSENT, Came.NOT_NOTED, Came.NO_PLACE,
    ]  # fmt: skip
    assert [len(known.missed_by(one)) for one in here] == [0, 1, 0, 1]
    assert known.share(here) == pytest.approx(1 / 3)
    with pytest.raises(make_ups.NothingMissed):
        make_ups.set_make_up(present, activity, task="Read", due_on=then.date(), actor=admin, now=then)
    with pytest.raises(make_ups.DueInThePast):
        make_ups.set_make_up(absent, activity, task="Read", due_on=NOW.date(), actor=admin, now=then)
    made = make_ups.set_make_up(absent, activity, task="Watch it", due_on=then.date(), actor=admin, now=then)
    with pytest.raises(make_ups.SetAlready):
        make_ups.set_make_up(absent, activity, task="Again", due_on=then.date(), actor=admin, now=then)
    with pytest.raises(make_ups.MakeUpHasMoved):
        make_ups.accept(made.pk, answer="", actor=admin, now=then)
    make_ups.hand_in(made.pk, text="I watched it.", now=then)
    with pytest.raises(make_ups.SayWhatIsMissing):
        make_ups.give_back(made.pk, answer=" ", actor=admin, now=then)
    make_ups.give_back(made.pk, answer="And what do you take from it?", actor=admin, now=then)
    make_ups.hand_in(made.pk, text="That I begin with the ward.", now=then)
    make_ups.accept(made.pk, answer="Thank you", actor=admin, now=then)
    make_ups.accept(made.pk, answer="Thank you", actor=admin, now=then)
    mended = attendance_of(cohort, here, now=then)
    assert mended.known[absent.pk, activity.pk] == Came.MADE_UP and not mended.missed_by(absent)
    assert hours_of(absent, now=then).words == hours_of(present, now=then).words == "1 hour 30 minutes"
    assert hours_of(unnoted, now=then).words == "No time"


def test_letters_about_making_up_go_stale() -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    activity = session(fellow.cohort, admin)
    made = MakeUp.objects.create(
        fellow=fellow, activity=activity, task="Watch it", due_on=NOW.date(), set_by=admin, set_at=NOW
    )

    def letter(name: str) -> Mail | Drop:
        return letter_called(f"fellowship.{name}").render(made.pk, NOW)

    assert isinstance(letter("make_up_set"), Mail) and isinstance(letter("make_up_done"), Drop)
    make_ups.hand_in(made.pk, text="Done", now=NOW)
    assert isinstance(letter("make_up_set"), Drop) and isinstance(letter("make_up_answered"), Drop)
    mail = letter("make_up_done")
    assert isinstance(mail, Mail) and mail.to == admin.email


def test_attendance_costs_the_same_for_many(django_assert_num_queries: object) -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    for days in (1, 2, 3):
        planning.publish_session(session(fellow.cohort, admin, days=days), actor=admin, now=NOW)
    fellows = [fellow, *(world.fellow(fellow.cohort) for _ in range(6))]
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(attendance_of(fellow.cohort, fellows, now=NOW + timedelta(days=30)).sessions) == 3


def test_an_aim_with_less_than_half_of_the_best_is_thin() -> None:
    fellow = world.fellow()
    cohort, admin = fellow.cohort, world.in_team(fellow.cohort.programme)
    session(cohort, admin, hours=4, aims=("SKILLED",))
    session(cohort, admin, hours=2, aims=("CONNECTED",), is_mandatory=False)
    details = {"title": "Mentors", "purpose": "", "aims": ("INSPIRED",), "is_mandatory": False, "cpd_minutes": 0}
    planning.plan_all_year(cohort, kind="MENTORING", details=details, actor=admin, now=NOW)
    found = map_of(activities_of(cohort))
    assert [(one.aim, one.sessions, one.minutes, one.all_year) for one in found.aims] == [
        (Aim.SKILLED, 1, 240, 0), (Aim.CONNECTED, 1, 120, 0), (Aim.INSPIRED, 0, 0, 1),
    ]  # fmt: skip
    assert [one.aim for one in found.thin] == [Aim.INSPIRED]
    assert [activity.kind for activity, _ in found.rows] == ["MENTORING", "WORKSHOP", "WORKSHOP"]


def test_themes_have_numbers_from_five_people_up_and_fewer_are_in_the_order_of_the_alphabet() -> None:
    cohort = world.cohort(places=9)
    wanted, few, other = (Theme.objects.create(cohort=cohort, name=name) for name in ("Power", "Zeal", "Data"))
    for number in range(5):
        talk = DeepDive.objects.create(cohort=cohort, user=world.person(), held_on=NOW.date())
        if number == 4:
            assert themes_of(cohort, []).held == 5
        talk.themes.add(wanted, *([few] if number < 4 else []))
        if number < 4:
            assert themes_of(cohort, []).held is None
    rows = themes_of(cohort, []).rows
    assert [(row.theme, row.people) for row in rows] == [(wanted, 5), (other, None), (few, None)]


def test_no_number_of_a_theme_tells_what_the_last_person_said() -> None:
    cohort = world.cohort(places=9)
    theme, call = Theme.objects.create(cohort=cohort, name="Power"), world.call(cohort)
    people = [world.application(call, state="ENROLLED").user for _ in range(7)]
    for user in people[:6]:
        DeepDive.objects.create(cohort=cohort, user=user, held_on=NOW.date()).themes.add(theme)
        assert themes_of(cohort, []).rows[0].people is None and themes_of(cohort, []).held is None
    DeepDive.objects.create(cohort=cohort, user=people[6], held_on=NOW.date())
    assert [(row.people, themes_of(cohort, []).held) for row in themes_of(cohort, []).rows] == [(5, 7)]


def test_a_facilitator_plans_a_session_for_a_mandatory_day_and_an_adviser_reads_it() -> None:
    fellow = world.fellow()
    cohort = fellow.cohort
    day = MandatoryDay.objects.create(cohort=cohort, on=cohort.starts_on, title="Opening day", place="Leeds")
    facilitator = signed_in(world.in_team(cohort.programme, ProgrammeRole.Role.FACILITATOR))
    add, year = (reverse(f"fellowship:{name}", args=[cohort.uuid]) for name in ("session_add", "curriculum"))
    assert facilitator.get(add, {"day": day.pk}).context["form"].initial["title"] == "Opening day"
    sent = {
        "kind": "DAY", "title": "Opening day", "aims": ["CONNECTED"], "starts_on_day": "8", "starts_on_month": "9",
        "starts_on_year": "2027", "starts_time": "9:30", "ends_time": "16:00", "zone": "Europe/London",
        "mode": "IN_PERSON", "town": "Leeds", "place": "The Town Hall", "mandatory_day": day.pk, "cpd_minutes": "360",
    }  # fmt: skip
    wrong = facilitator.post(add, sent).context["form"]
    assert wrong.errors["starts_on"] == ["That mandatory day is on 7 September 2027"]
    answer = facilitator.post(add, sent | {"starts_on_day": "7"})
    assert answer.status_code == 302, answer.context["form"].errors
    made = Activity.objects.get()
    assert made.is_mandatory and made.mandatory_day == day and made.event is not None
    assert made.event.audience == Event.Audience.INVITED
    adviser = signed_in(world.in_team(cohort.programme, ProgrammeRole.Role.ADVISER))
    assert adviser.get(year).status_code == 200 and adviser.get(add).status_code == 404
    assert signed_in(world.in_team(cohort.programme, ProgrammeRole.Role.REVIEWER)).get(year).status_code == 404
    for name in ("aims_map", "attendance"):
        assert adviser.get(reverse(f"fellowship:{name}", args=[cohort.uuid])).status_code == 200
    edit = reverse("fellowship:activity_edit", args=[made.uuid])
    changed = {"title": "Opening", "aims": ["SKILLED", "CONNECTED"], "cpd_minutes": "60", "is_mandatory": "on"}
    assert facilitator.post(edit, changed).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.aims, made.cpd_minutes) == ("Opening", ("SKILLED", "CONNECTED"), 60)


def test_a_fellow_sees_what_is_next_makes_up_and_prints_hours() -> None:
    fellow = world.fellow()
    cohort, admin = fellow.cohort, world.in_team(fellow.cohort.programme)
    activity = session(cohort, admin)
    client = signed_in(fellow.user)
    assert client.get(reverse("fellowship:my_year", args=[fellow.uuid])).context["map"].rows == ()
    planning.publish_session(activity, actor=admin, now=NOW)
    text = client.get(reverse("fellowship:my_year", args=[fellow.uuid])).content.decode()
    assert "Opening day" in text
    made = MakeUp.objects.create(
        fellow=fellow, activity=activity, task="Watch it", due_on=NOW.date(), set_by=admin, set_at=NOW
    )
    page = reverse("fellowship:make_up", args=[made.uuid])
    assert "Make up for Opening day" in client.get(reverse("fellowship:my_fellowship")).content.decode()
    client.post(page, {"text": "I watched it."})
    team = signed_in(admin)
    assert "I watched it." in team.get(page).content.decode()
    assert "Say what is still missing" in team.post(page, {"do": "back"}).content.decode()
    team.post(page, {"do": "accept"})
    made.refresh_from_db()
    assert made.state == MakeUp.State.ACCEPTED
    assert client.get(reverse("fellowship:my_hours", args=[fellow.uuid])).status_code == 200
    assert signed_in(world.person()).get(page).status_code == 404
    assert team.get(reverse("fellowship:fellow", args=[fellow.uuid])).status_code == 200
    assert team.get(reverse("fellowship:make_up_add", args=[fellow.uuid])).status_code == 200
