"""Making, publishing, changing, repeating and cancelling events."""

from datetime import UTC, datetime

import pytest

from accounts.models import AuditEntry, ProgrammeRole
from events import attendance, hosts, invitations
from events.booking import cancel_booking
from events.local_time import LONDON, TimeDoesNotExist, local, moment_of
from events.models import Booking, CoHost, Event, NotLegal, Reminder
from events.organising import (
    DETAILS,
    EndsBeforeItStarts,
    FewerPlacesThanBooked,
    NotYourProgramme,
    PlaceIsMissing,
    StartsInThePast,
    TooFarAhead,
    When,
    Where,
    cancel_event,
    create_event,
    delete_draft,
    publish_event,
    reschedule,
    save_details,
)
from events.series import RepeatedAlready, repeat_weekly
from tests.events.world import (
    DAY,
    HOUR,
    NOW,
    booked,
    draft,
    event,
    letters,
    organiser,
    person,
    programme,
    states,
    waiting,
)

pytestmark = pytest.mark.django_db
SOON = When(NOW + DAY, NOW + DAY + HOUR, LONDON)
ONLINE = Where("ONLINE", online_link="https://teams.example.com/join/9")


def details(**fields: object) -> dict[str, object]:
    empty = dict.fromkeys(DETAILS, None) | {"description": "", "external_link": "", "audience": "OPEN"}
    return empty | {"title": "Learning from data", "summary": "About data.", "kind": "WEBINAR"} | fields


def made(when: When = SOON, **fields: object) -> Event:
    of = programme()
    return create_event(
        details=details(programme=of, **fields), families=[], skills=[], when=when, where=ONLINE, actor=organiser(of),
        now=NOW,
    )  # fmt: skip


def test_an_event_begins_as_a_draft_that_only_its_people_see() -> None:
    on = made()
    assert on.state == "DRAFT"
    assert on.slug.startswith("learning-from-data-")
    assert on.organiser
    assert Event.objects.visible_to(on.organiser, now=NOW).filter(pk=on.pk).exists()
    assert not Event.objects.visible_to(person(), now=NOW).filter(pk=on.pk).exists()
    assert not Reminder.objects.filter(event=on).exists()


def test_publishing_opens_it_and_arms_its_reminders() -> None:
    on = made()
    assert on.organiser
    publish_event(on.pk, actor=on.organiser, now=NOW)
    assert Event.objects.listed().filter(pk=on.pk).exists()
    assert Reminder.objects.filter(event=on).count() == 1, "it begins in a day: only the hour before is still ahead"
    with pytest.raises(NotLegal):
        publish_event(on.pk, actor=on.organiser, now=NOW)
    assert AuditEntry.objects.filter(action="events.event_published").exists()


def test_times_must_make_sense() -> None:
    with pytest.raises(StartsInThePast):
        made(When(NOW, NOW + HOUR, LONDON))
    with pytest.raises(EndsBeforeItStarts):
        made(When(NOW + DAY, NOW + DAY, LONDON))
    far = datetime(9999, 12, 31, 20, tzinfo=UTC)
    with pytest.raises(TooFarAhead):
        made(When(far, far + HOUR, LONDON))
    with pytest.raises(TooFarAhead):
        made(When(NOW + DAY, far, LONDON))
    on = event()
    with pytest.raises(TooFarAhead):
        reschedule(on.pk, When(far, far + HOUR, LONDON), actor=organiser(), now=NOW)
    with pytest.raises(StartsInThePast):
        reschedule(on.pk, When(NOW - HOUR, NOW + HOUR, LONDON), actor=organiser(), now=NOW)


def test_an_event_in_person_is_published_once_its_place_is_known() -> None:
    on = draft(mode="IN_PERSON", town="Leeds", online_link="")
    with pytest.raises(PlaceIsMissing):
        publish_event(on.pk, actor=organiser(), now=NOW)


def test_nobody_makes_events_for_a_programme_of_others() -> None:
    for of in (programme(), None):
        with pytest.raises(NotYourProgramme):
            create_event(
                details=details(programme=of),
                families=[],
                skills=[],
                when=SOON,
                where=ONLINE,
                actor=organiser(),
                now=NOW,
            )


def test_places_that_people_have_cannot_be_taken_away() -> None:
    on = event(capacity=3)
    booked(on), booked(on)
    with pytest.raises(FewerPlacesThanBooked, match="Allow at least 2"):
        save_details(
            on.pk, details={name: getattr(on, name) for name in DETAILS} | {"capacity": 1}, families=[], skills=[],
            actor=organiser(), now=NOW,
        )  # fmt: skip


def test_an_event_that_has_begun_or_was_cancelled_stays_as_it_is() -> None:
    on = event()
    with pytest.raises(NotLegal):
        reschedule(on.pk, When(on.ends_at + DAY, on.ends_at + 2 * DAY, LONDON), actor=organiser(), now=on.starts_at)
    with pytest.raises(NotLegal):
        cancel_event(on.pk, reason="", actor=organiser(), now=on.ends_at)
    cancel_event(on.pk, reason="Ill", actor=organiser(), now=NOW)
    for act in (lambda: cancel_event(on.pk, reason="", actor=organiser(), now=NOW),
                lambda: reschedule(on.pk, SOON, actor=organiser(), now=NOW)):  # fmt: skip
        with pytest.raises(NotLegal):
            act()


def test_moved_close_to_now_offers_end_before_the_last_hour() -> None:
    on, kim = event(capacity=1), person()
    booked(on, kim)
    waits = waiting(on)
    cancel_booking(on.pk, kim, now=NOW)
    starts_at = NOW + 6 * HOUR
    reschedule(on.pk, When(starts_at, starts_at + HOUR, LONDON), actor=organiser(), now=NOW)
    waits.refresh_from_db()
    assert waits.offer_ends_at == NOW + 5 * HOUR


def test_moved_out_of_its_last_hour_a_free_place_goes_to_who_has_waited_longest() -> None:
    on, kim = event(capacity=1), person()
    booked(on, kim)
    first, second = waiting(on), waiting(on)
    now = on.starts_at - HOUR / 2
    cancel_booking(on.pk, kim, now=now)
    assert states(on) == ["CANCELLED", "WAITING", "WAITING"], "free for all"
    reschedule(on.pk, When(on.starts_at + 7 * DAY, on.ends_at + 7 * DAY, LONDON), actor=organiser(), now=now)
    assert states(on) == ["CANCELLED", "OFFERED", "WAITING"]
    assert [letter.about_id for letter in letters("events.place_offered")] == [first.pk]
    assert {letter.about_id for letter in letters("events.event_moved")} == {first.pk, second.pk}


def test_who_was_at_the_door_of_an_event_that_is_moved_has_not_been_there() -> None:
    on = event()
    mine = booked(on)
    now = on.starts_at - HOUR / 2
    attendance.record_attendance(on, {mine.uuid: "PRESENT"}, actor=organiser(), now=now)
    reschedule(on.pk, When(on.starts_at + DAY, on.ends_at + DAY, LONDON), actor=organiser(), now=now)
    mine.refresh_from_db()
    assert not mine.attendance


def test_an_external_event_is_moved_without_a_word_and_reminds_nobody() -> None:
    on = event(external_link="https://example.org/conference", online_link="", mode="IN_PERSON", town="Leeds")
    assert reschedule(on.pk, When(on.starts_at + DAY, on.ends_at + DAY, LONDON), actor=organiser(), now=NOW) == 0
    assert not Reminder.objects.filter(event=on).exists()


def test_a_booking_window_never_outlasts_the_start() -> None:
    on = event(booking_closes_at=NOW + 9 * DAY, booking_opens_at=NOW + 8 * DAY)
    reschedule(on.pk, When(NOW + 5 * DAY, NOW + 5 * DAY + HOUR, LONDON), actor=organiser(), now=NOW)
    on.refresh_from_db()
    assert (on.booking_opens_at, on.booking_closes_at) == (None, None)


def test_weekly_copies_keep_the_time_on_the_wall_over_the_change_of_the_clocks() -> None:
    starts_at = moment_of(datetime(2027, 3, 22, 10, 0), LONDON).at  # noqa: DTZ001 - a time on the wall
    on = event(starts_at=starts_at, booking_closes_at=starts_at - DAY)
    copies = repeat_weekly(on.pk, 3, actor=organiser(), now=NOW)
    walls = [f"{local(copy.starts_at, LONDON):%d %H:%M}" for copy in copies]
    assert walls == ["29 10:00", "05 10:00", "12 10:00"]
    assert copies[0].starts_at == datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
    assert {copy.state for copy in copies} == {"DRAFT"}
    assert len({copy.slug for copy in copies} | {on.slug}) == 4
    on.refresh_from_db()
    assert {copy.series for copy in copies} == {on.series}


def test_a_form_sent_twice_makes_each_week_once() -> None:
    on, actor = event(audience="INVITED"), organiser()
    on.invitations.create(user=person())
    assert len(repeat_weekly(on.pk, 2, actor=actor, now=NOW)) == 2
    with pytest.raises(RepeatedAlready):
        repeat_weekly(on.pk, 2, actor=actor, now=NOW)
    (third,) = repeat_weekly(on.pk, 3, actor=actor, now=NOW)
    assert third.starts_at == on.starts_at + 21 * DAY
    assert third.invitations.count() == 1
    assert Event.objects.filter(series=third.series).count() == 4


def test_a_copy_into_the_hour_that_is_left_out_is_refused_whole() -> None:
    starts_at = moment_of(datetime(2027, 3, 21, 1, 30), LONDON).at  # noqa: DTZ001 - a time on the wall
    on = event(starts_at=starts_at)
    with pytest.raises(TimeDoesNotExist):
        repeat_weekly(on.pk, 2, actor=organiser(), now=NOW)
    assert Event.objects.count() == 1


def test_only_drafts_can_be_deleted() -> None:
    on = draft()
    delete_draft(on.pk, actor=organiser(), now=NOW)
    assert not Event.objects.exists()
    with pytest.raises(NotLegal):
        delete_draft(event().pk, actor=organiser(), now=NOW)


# --- Who runs it --------------------------------------------------------------------------------


def test_an_event_is_run_by_its_organiser_hosts_programme_and_site_admins() -> None:
    of = programme()
    on = event(programme=of)
    host = organiser()
    CoHost.objects.create(event=on, user=host)
    may = [on.organiser, host, organiser(of), organiser(of, role="OWNER"), person(is_superuser=True)]
    may_not = [person(), organiser(), organiser(of, role="REVIEWER")]
    assert [Event.objects.run_by(user, now=NOW).filter(pk=on.pk).exists() for user in may if user] == [True] * 5
    assert [Event.objects.run_by(user, now=NOW).exists() for user in may_not] == [False] * 3


def test_who_lost_their_role_runs_nothing_any_more() -> None:
    on = event()
    assert on.organiser
    on.organiser.programme_roles.all().delete()
    assert not Event.objects.run_by(on.organiser, now=NOW).exists()


def test_a_role_elsewhere_does_not_let_an_organiser_run_what_they_left() -> None:
    on, elsewhere = event(), programme()
    assert on.organiser
    on.organiser.programme_roles.update(programme=elsewhere)
    assert not Event.objects.run_by(on.organiser, now=NOW).exists()
    of_the_site = draft(organiser=on.organiser)
    assert list(Event.objects.run_by(on.organiser, now=NOW)) == [of_the_site]


def test_a_co_host_does_not_take_an_event_into_their_own_programme() -> None:
    theirs = programme()
    host, on = organiser(theirs), event()
    CoHost.objects.create(event=on, user=host)
    now = {name: getattr(on, name) for name in DETAILS}
    for programme_of_it in (on.programme, None):
        Event.objects.filter(pk=on.pk).update(programme=programme_of_it)
        with pytest.raises(NotYourProgramme):
            save_details(on.pk, details=now | {"programme": theirs}, families=[], skills=[], actor=host, now=NOW)
    Event.objects.filter(pk=on.pk).update(programme=on.programme)
    save_details(on.pk, details=now | {"title": "Better"}, families=[], skills=[], actor=host, now=NOW)
    assert on.programme
    both = organiser(on.programme)
    ProgrammeRole.objects.create(programme=theirs, user=both, role="ADMIN")
    save_details(on.pk, details=now | {"programme": theirs}, families=[], skills=[], actor=both, now=NOW)
    on.refresh_from_db()
    assert on.programme == theirs


def test_a_co_host_must_be_in_a_team() -> None:
    on, actor = event(), organiser()
    with pytest.raises(hosts.CannotHost):
        hosts.add_co_host(on, email=person().email, actor=actor, now=NOW)
    host = organiser()
    added = hosts.add_co_host(on, email=host.email, actor=actor, now=NOW)
    with pytest.raises(hosts.HostsAlready):
        hosts.add_co_host(on, email=host.email, actor=actor, now=NOW)
    hosts.remove_co_host(on, added.pk, actor=actor, now=NOW)
    assert not CoHost.objects.exists()


def test_those_invited_are_told_once_when_it_is_published() -> None:
    on, kim, lee = draft(audience="INVITED"), person(), person()
    assert invitations.invite_people(on, [kim], actor=None, now=NOW) == 1
    assert not letters("events.invited")
    publish_event(on.pk, actor=organiser(), now=NOW)
    on.refresh_from_db()
    assert invitations.invite_people(on, [kim, lee], actor=None, now=NOW) == 1
    assert len(letters("events.invited")) == 2
    assert Event.objects.visible_to(kim, now=NOW).filter(pk=on.pk).exists()
    assert not Event.objects.visible_to(person(), now=NOW).exists()


def test_what_somebody_booked_stays_visible_to_them() -> None:
    on, kim = event(audience="INVITED"), person()
    invitations.invite_people(on, [kim], actor=None, now=NOW)
    booked(on, kim)
    invitation = on.invitations.get()
    invitations.withdraw_invitation(on, invitation.pk, actor=organiser(), now=NOW)
    assert Event.objects.visible_to(kim, now=NOW).filter(pk=on.pk).exists()
    assert Booking.objects.get().is_booked
