"""Who leaves or pauses: places, seat, pair and the place in the cohort; and all of it again when they are back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from events.booking import cancel_booking
from events.models import Booking
from events.organising import When, Where
from fellowship.curriculum import planning
from fellowship.deciding.deferring import defer
from fellowship.deciding.outcomes import places_left
from fellowship.enrolling.fellows import move_fellow
from fellowship.models import Activity, Application, Cohort, Fellow
from fellowship.models.moves import ApplicationState
from fellowship.moving import NoPlaceLeft
from fellowship.reporting.numbers import numbers_of
from fellowship.sets import meeting
from mentoring.models import Match, Participant
from mentoring.rounds.keeping import PRESETS, add_participant, save_round
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.sets.cohorts import seated
from tests.fellowship.test_fellows import signed_in
from tests.fellowship.world import NOW
from tests.mentoring.world import match_of

pytestmark = pytest.mark.django_db
S, Role = Fellow.State, ProgrammeRole.Role
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def a_year(count: int = 5) -> tuple[Cohort, User, list[Fellow]]:
    """A cohort that starts in half a year, with fellows in one set that has a coming meeting, and three sessions."""
    cohort = world.cohort(places=count)
    admin = world.in_team(cohort.programme)
    fellows = [world.fellow(cohort) for _ in range(count)]
    leader = world.in_team(cohort.programme, Role.FACILITATOR)
    for title, days, is_mandatory in (("Opening", 7, True), ("Second", 8, True), ("Extra", 9, False)):
        starts = NOW + timedelta(days=days)
        details = {"title": title, "purpose": "", "aims": ("SKILLED",), "cpd_minutes": 0, "is_mandatory": is_mandatory}
        made = planning.plan_session(
            cohort, kind="WORKSHOP", details=details, when=When(starts, starts + timedelta(hours=1), "Europe/London"),
            where=Where("ONLINE", online_link="https://example.org/x"), actor=admin, now=NOW,
        )  # fmt: skip
        planning.publish_session(made, actor=admin, now=NOW)
    when = When(NOW + timedelta(days=10), NOW + timedelta(days=10, hours=1), "Europe/London")
    meeting.plan_meeting(seated(cohort, fellows, facilitator=leader), when, Where("ONLINE"), actor=leader, now=NOW)
    return cohort, admin, fellows


def booked(fellow: Fellow) -> set[str]:
    rows = Booking.objects.filter(person=fellow.user, state="BOOKED")
    return set(rows.values_list("event__title", flat=True))


def event_id(title: str) -> int:
    found = Activity.objects.get(title=title).event_id
    assert found is not None
    return found


@pytest.mark.parametrize("after", [S.LEFT, S.PAUSED])
def test_places_on_sessions_and_set_meetings_go_and_come_back_but_not_those_given_up_before(after: str) -> None:
    _, admin, (fellow, *_) = a_year()
    all_of_it = {"Opening", "Second", "Set 1: meeting 1"}
    assert booked(fellow) == all_of_it
    cancel_booking(event_id("Second"), fellow.user, now=NOW)
    move_fellow(fellow.pk, after, actor=admin, reason="A new job", now=LATER)
    assert booked(fellow) == set()
    back = LATER + timedelta(hours=1)
    move_fellow(fellow.pk, S.ACTIVE, actor=admin, reason="Stays", undo=after == S.LEFT, now=back)
    assert booked(fellow) == all_of_it - {"Second"}


def test_what_was_planned_meanwhile_is_theirs_too_once_they_are_back() -> None:
    cohort, admin, (fellow, *_) = a_year()
    move_fellow(fellow.pk, S.LEFT, actor=admin, reason="A new job", now=LATER)
    starts = NOW + timedelta(days=20)
    details = {"title": "New", "purpose": "", "aims": ("SKILLED",), "cpd_minutes": 0, "is_mandatory": True}
    made = planning.plan_session(
        cohort, kind="WORKSHOP", details=details, when=When(starts, starts + timedelta(hours=1), "Europe/London"),
        where=Where("ONLINE", online_link="https://example.org/x"), actor=admin, now=LATER,
    )  # fmt: skip
    planning.publish_session(made, actor=admin, now=LATER)
    assert booked(fellow) == set()
    move_fellow(fellow.pk, S.ACTIVE, actor=admin, reason="Stays", undo=True, now=LATER)
    assert "New" in booked(fellow)


def test_others_of_the_set_read_kindly_who_is_gone_and_who_is_away() -> None:
    _, admin, (gone, away, stays, *_) = a_year()
    User.objects.filter(pk=gone.user_id).update(name="Ada Okafor")
    User.objects.filter(pk=away.user_id).update(name="Bo Lind")
    move_fellow(gone.pk, S.LEFT, actor=admin, reason="A secret", now=NOW)
    move_fellow(away.pk, S.PAUSED, actor=admin, now=NOW)
    address = reverse("fellowship:learning_set", args=[stays.seat.learning_set.uuid])
    page = signed_in(stays.user).get(address).content.decode()
    assert "Ada Okafor has left the fellowship" in page and "A secret" not in page
    assert "Bo Lind <span" in page and "away for now" in page
    assert signed_in(gone.user).get(address).status_code == 404


def test_before_the_start_the_place_is_free_and_the_team_hears_who_is_next() -> None:
    cohort, admin, (fellow, *others) = a_year()
    reserve = world.application(cohort.call, state=ApplicationState.RESERVE)
    assert places_left(cohort) == 0
    move_fellow(fellow.pk, S.LEFT, actor=admin, reason="A new job", now=NOW)
    assert places_left(cohort) == 1
    told = Message.objects.get(letter="fellowship.fellow_freed_place")
    mail = letter_called(told.letter).render(told.about_id, NOW)
    assert isinstance(mail, Mail) and (mail.to, mail.context["next"]) == (admin.email, reserve)
    team = signed_in(admin)
    assert team.get(reverse("fellowship:cohort_list")).context["list"].rows[0].held == 4
    assert team.get(reverse("fellowship:cohort", args=[cohort.uuid])).context["counts"]["held"] == 4
    assert (4, "taken", "") in team.get(reverse("fellowship:decision_list", args=[cohort.uuid])).context["stats"]
    assert numbers_of([cohort])[0].held == 4
    # Somebody else has the place now, so nobody can come back to it.
    Application.objects.filter(pk=reserve.pk).update(state=ApplicationState.ACCEPTED)
    with pytest.raises(NoPlaceLeft):
        move_fellow(fellow.pk, S.ACTIVE, actor=admin, reason="Stays", undo=True, now=NOW)
    Application.objects.filter(pk=reserve.pk).update(state=ApplicationState.DECLINED)
    move_fellow(fellow.pk, S.ACTIVE, actor=admin, reason="Stays", undo=True, now=NOW)
    assert places_left(cohort) == 0
    assert isinstance(letter_called(told.letter).render(told.about_id, NOW), Drop)
    assert len(others) == 4


def test_after_the_start_the_place_goes_to_nobody_and_the_page_says_which_it_is() -> None:
    cohort, admin, (first, second, *_) = a_year()
    page = reverse("fellowship:fellow_move", args=[first.uuid, "left"])
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=NOW.date().replace(year=2200), ends_on="2201-01-01")
    assert "their place is free" in signed_in(admin).get(page).content.decode()
    Cohort.objects.filter(pk=cohort.pk).update(state=Cohort.State.RUNNING)
    assert "goes to nobody else" in signed_in(admin).get(page).content.decode()
    move_fellow(first.pk, S.LEFT, actor=admin, reason="A new job", now=NOW)
    Cohort.objects.filter(pk=cohort.pk).update(state=Cohort.State.SELECTING, starts_on=NOW.date())
    move_fellow(second.pk, S.LEFT, actor=admin, reason="A new job", now=NOW)
    assert places_left(cohort) == 0
    assert not Message.objects.filter(letter="fellowship.fellow_freed_place").exists()


def test_who_puts_the_place_off_frees_it_once() -> None:
    cohort, admin, (fellow, *_) = a_year()
    assert fellow.application is not None
    defer(fellow.application.pk, None, reason="A baby", actor=admin, now=NOW)
    assert places_left(cohort) == 1
    letters = Message.objects.filter(letter__in=("fellowship.place_free", "fellowship.fellow_freed_place"))
    assert [one.letter for one in letters] == ["fellowship.place_free"]


def test_the_pair_of_the_cohorts_round_ends_and_pairs_from_elsewhere_go_on() -> None:
    cohort, admin, (fellow, *_) = a_year()
    settings = {
        **PRESETS["most"].settings, "name": "Mentors", "welcome": "", "join_until": None, "scores": "OWN",
        "most_places": None, "answer_days": 7,
    }  # fmt: skip
    cohort.mentor_round = save_round(None, programme=cohort.programme, settings=settings, actor=admin, now=NOW)
    cohort.save()
    add_participant(cohort.mentor_round, fellow.user, "MENTEE", source="ADDED", now=NOW)
    ours = match_of(fellow.user, world.person(), "ACTIVE", round=cohort.mentor_round, programme=cohort.programme)
    asked = match_of(fellow.user, world.person(), round=cohort.mentor_round, programme=cohort.programme)
    elsewhere = match_of(fellow.user, world.person(), "ACTIVE")
    move_fellow(fellow.pk, S.PAUSED, actor=admin, now=NOW)
    assert Match.objects.get(pk=ours.pk).state == "ACTIVE"
    move_fellow(fellow.pk, S.LEFT, actor=admin, reason="A new job", now=NOW)
    states = [Match.objects.get(pk=one.pk).state for one in (ours, asked, elsewhere)]
    assert states == ["ENDED", "WITHDRAWN", "ACTIVE"]
    told = Message.objects.filter(letter__startswith="mentoring.pair_ended", about_id=ours.pk)
    assert told.count() == 2
    place = Participant.objects.get(user=fellow.user)
    assert (place.state, place.reason) == ("EXCLUDED", "They have left the cohort.")
    move_fellow(fellow.pk, S.ACTIVE, actor=admin, reason="Stays", undo=True, now=NOW)
    place.refresh_from_db()
    assert place.state == "IN"
