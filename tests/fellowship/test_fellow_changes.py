"""How a fellow's year goes on: every step with everybody, advisers, leave, ends for many."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import ProgrammeRole, User
from fellowship.enrolling import fellows
from fellowship.models import Fellow, NotLegal
from fellowship.models.moves import FELLOW_MOVES, FellowState
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.test_fellows import signed_in
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S, Role = FellowState, ProgrammeRole.Role
BREAKS = {(S.ACTIVE, S.PAUSED), (S.PAUSED, S.ACTIVE)}


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def everybody(fellow: Fellow) -> dict[str, User]:
    programme = fellow.cohort.programme
    return {
        **{role: world.in_team(programme, role) for role in Role.values},
        "SITE": world.person(is_superuser=True),
        "STRANGER": world.in_team(world.programme(), Role.OWNER),
        "FELLOW": fellow.user,
    }


@pytest.mark.parametrize(("before", "after"), [(a, b) for a, b in product(S.values, S.values) if a != b])
def test_every_step_is_open_to_those_who_may_and_closed_to_everybody_else(before: str, after: str) -> None:
    fellow = world.fellow(state=before)
    legal, way_back = after in FELLOW_MOVES[before], (before, after) in fellows.UNDO
    for role, actor in everybody(fellow).items():
        runs = role in (Role.OWNER, Role.ADMIN, "SITE")
        may = runs or (role == Role.ADVISER and (before, after) in BREAKS)
        for undo in (False, True):
            Fellow.objects.filter(pk=fellow.pk).update(state=before)
            if not (way_back if undo else legal):
                with pytest.raises(NotLegal):
                    fellows.move_fellow(fellow.pk, after, actor=actor, reason="Because", undo=undo, now=NOW)
            elif not (runs if undo else may):
                with pytest.raises(fellows.NotYourFellow):
                    fellows.move_fellow(fellow.pk, after, actor=actor, reason="Because", undo=undo, now=NOW)
            else:
                moved = fellows.move_fellow(fellow.pk, after, actor=actor, reason="Because", undo=undo, now=NOW)
                made = fellow.moves.last()
                assert made is not None and moved.state == after == made.after and made.moved_by == actor
                count = fellow.moves.count()
                fellows.move_fellow(fellow.pk, after, actor=actor, now=NOW)
                assert fellow.moves.count() == count


def test_leaving_and_steps_back_have_a_reason_and_a_step_back_takes_its_letter_along() -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    with pytest.raises(fellows.SayWhy):
        fellows.move_fellow(fellow.pk, S.LEFT, actor=admin, reason=" ", now=NOW)
    fellows.move_fellow(fellow.pk, S.COMPLETED, actor=admin, now=NOW)
    told = Message.objects.get(letter="fellowship.fellow_completed")
    made = fellow.moves.get()
    assert isinstance(letter_called("fellowship.fellow_completed").render(made.pk, NOW), Mail)
    with pytest.raises(fellows.SayWhy):
        fellows.move_fellow(fellow.pk, S.ACTIVE, actor=admin, undo=True, now=NOW)
    fellows.move_fellow(fellow.pk, S.ACTIVE, actor=admin, undo=True, reason="The wrong row", now=NOW)
    told.refresh_from_db()
    assert told.state == Message.State.CANCELLED
    assert isinstance(letter_called("fellowship.fellow_completed").render(made.pk, NOW), Drop)
    assert not Message.objects.filter(letter="fellowship.fellow_resumed").exists()


def test_advisers_are_given_and_both_hear_of_it_once() -> None:
    fellow = world.fellow()
    programme = fellow.cohort.programme
    admin, adviser = world.in_team(programme), world.in_team(programme, Role.ADVISER)
    with pytest.raises(fellows.NobodyChosen):
        fellows.give_adviser([], adviser, actor=admin, now=NOW)
    with pytest.raises(fellows.NotAnAdviser):
        fellows.give_adviser([fellow], admin, actor=admin, now=NOW)
    assert fellows.give_adviser([fellow], adviser, actor=admin, now=NOW) == 1
    assert fellows.give_adviser([fellow], adviser, actor=admin, now=NOW) == 0
    letters = ("fellowship.fellow_has_adviser", "fellowship.adviser_has_fellow")
    assert Message.objects.filter(letter__in=letters).count() == 2
    # Given to somebody else and back, both hear again.
    other = world.in_team(programme, Role.ADVISER)
    for number, each in enumerate((other, adviser), start=1):
        fellows.give_adviser([fellow], each, actor=admin, now=NOW + timedelta(hours=number))
    assert Message.objects.filter(letter__in=letters).count() == 6
    fellow.refresh_from_db()
    mails = [letter_called(name).render(fellow.pk, NOW) for name in letters]
    assert [mail.to for mail in mails if isinstance(mail, Mail)] == [fellow.user.email, adviser.email]
    ProgrammeRole.objects.create(programme=programme, user=fellow.user, role=Role.ADVISER)
    with pytest.raises(fellows.OwnAdviser):
        fellows.give_adviser([fellow], fellow.user, actor=admin, now=NOW)


def test_fellows_without_an_adviser_are_shared_out_evenly() -> None:
    cohort = world.cohort()
    admin = world.in_team(cohort.programme)
    people = [world.fellow(cohort) for _ in range(7)]
    with pytest.raises(fellows.NotAnAdviser):
        fellows.share_out_advisers(cohort.pk, actor=admin, now=NOW)
    busy, free = (world.in_team(cohort.programme, Role.ADVISER) for _ in range(2))
    fellows.give_adviser(people[:3], busy, actor=admin, now=NOW)
    # Who is no adviser any more advises nobody.
    Fellow.objects.filter(pk=people[3].pk).update(adviser=admin)
    assert fellows.share_out_advisers(cohort.pk, actor=admin, now=NOW) == 4
    loads = [Fellow.objects.filter(adviser=one).count() for one in (busy, free)]
    assert sorted(loads) == [3, 4]


def test_leave_is_noted_once_for_a_day_and_taken_out() -> None:
    fellow = world.fellow()
    admin = world.in_team(fellow.cohort.programme)
    first, last = date(2027, 10, 1), date(2027, 10, 9)
    with pytest.raises(fellows.LeaveIsBackwards):
        fellows.add_leave(fellow, first=last, last=first, actor=admin, now=NOW)
    leave = fellows.add_leave(fellow, first=first, last=last, actor=admin, now=NOW)
    with pytest.raises(fellows.LeaveIsThere):
        fellows.add_leave(fellow, first=last, last=last, actor=admin, now=NOW)
    other = world.fellow(fellow.cohort)
    fellows.remove_leave(other, leave.pk, actor=admin, now=NOW)
    assert fellow.leaves.exists()
    fellows.remove_leave(fellow, leave.pk, actor=admin, now=NOW)
    fellows.remove_leave(fellow, leave.pk, actor=admin, now=NOW)
    assert not fellow.leaves.exists()


def test_the_team_changes_a_fellow_on_their_pages() -> None:
    fellow = world.fellow()
    programme = fellow.cohort.programme
    adviser = world.in_team(programme, Role.ADVISER)
    team = signed_in(world.in_team(programme))

    def page(name: str, *more: str) -> str:
        return reverse(f"fellowship:{name}", args=[fellow.uuid, *more])

    assert team.post(page("fellow_edit"), {"adviser": adviser.pk, "share_of_time": "0.6"}).status_code == 302
    fellow.refresh_from_db()
    assert (fellow.adviser, fellow.share_of_time) == (adviser, Decimal("0.6"))
    today = timezone.localdate()
    days = {f"{name}_{part}": getattr(today, part) for name in ("first", "last") for part in ("day", "month", "year")}
    assert team.post(page("fellow_leave"), days).status_code == 302
    assert team.post(page("fellow_leave"), {"remove": "9" * 30}).status_code == 302
    assert fellow.leaves.count() == 1
    assert "Say why" in team.post(page("fellow_move", "left")).content.decode()
    assert team.post(page("fellow_move", "nonsense")).status_code == 404
    assert team.post(page("fellow_move", "alumni")).status_code == 302
    fellow.refresh_from_db()
    assert fellow.state == S.ACTIVE
    theirs = signed_in(adviser)
    assert theirs.get(page("fellow_edit")).status_code == 404
    assert theirs.post(page("fellow_move", "paused")).status_code == 302
    fellow.refresh_from_db()
    assert fellow.state == S.PAUSED
    assert "Paused" in team.get(page("fellow")).content.decode()


def test_many_complete_the_year_and_nobody_by_choosing_nobody() -> None:
    fellow = world.fellow()
    other, elsewhere = world.fellow(fellow.cohort), world.fellow()
    team = signed_in(world.in_team(fellow.cohort.programme))
    page = reverse("fellowship:fellows_complete", args=[fellow.cohort.uuid])
    assert "Choose at least one" in team.post(page, follow=True).content.decode()
    team.post(page, {"fellow": [str(fellow.uuid), str(elsewhere.uuid), "nonsense"]})
    states = dict(Fellow.objects.values_list("pk", "state"))
    assert states == {fellow.pk: S.COMPLETED, other.pk: S.ACTIVE, elsewhere.pk: S.ACTIVE}


def test_advisers_are_given_to_those_ticked_on_one_page() -> None:
    fellow = world.fellow()
    other = world.fellow(fellow.cohort)
    adviser = world.in_team(fellow.cohort.programme, Role.ADVISER)
    team = signed_in(world.in_team(fellow.cohort.programme))
    page = reverse("fellowship:advisers", args=[fellow.cohort.uuid])
    assert "Nobody was chosen" in team.post(page, {"adviser": adviser.pk}).content.decode()
    team.post(page, {"adviser": adviser.pk, "fellow": [str(fellow.uuid)]})
    assert list(adviser.advises.all()) == [fellow]
    team.post(page, {"do": "evenly"})
    assert set(adviser.advises.all()) == {fellow, other}
    assert signed_in(adviser).get(page).status_code == 404


def test_advisers_see_their_fellows_and_those_they_stand_in_for() -> None:
    fellow = world.fellow()
    programme = fellow.cohort.programme
    adviser, deputy = world.in_team(programme, Role.ADVISER), world.person()
    Fellow.objects.filter(pk=fellow.pk).update(adviser=adviser)
    page, today = reverse("fellowship:my_fellows"), timezone.localdate()
    assert [one.pk for one in signed_in(adviser).get(page).context["list"].rows] == [fellow.pk]
    assert signed_in(deputy).get(page).status_code == 403
    assert signed_in(world.in_team(programme)).get(page).status_code == 403
    ProgrammeRole.objects.filter(user=adviser).update(
        deputy=deputy, away_from=today, away_until=today + timedelta(days=3)
    )
    assert [one.pk for one in signed_in(deputy).get(page).context["list"].rows] == [fellow.pk]
    assert signed_in(deputy).get(reverse("fellowship:fellow", args=[fellow.uuid])).status_code == 200


def test_lists_cost_the_same_for_few_and_many() -> None:
    fellow = world.fellow(adviser=None)
    cohort = fellow.cohort
    adviser = world.in_team(cohort.programme, Role.ADVISER)
    team, theirs = signed_in(world.in_team(cohort.programme)), signed_in(adviser)
    pages = [(team, reverse(f"fellowship:{name}", args=[cohort.uuid])) for name in (
        "fellow_list", "curriculum", "attendance", "support_check_list", "advisers", "fellows_complete",
    )]  # fmt: skip
    pages += [(theirs, reverse("fellowship:my_fellows"))]
    pages += [(theirs, reverse("fellowship:deep_dive_list", args=[cohort.uuid]))]

    def counted() -> list[int]:
        numbers = []
        for client, page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            numbers.append(len(queries))
        return numbers

    Fellow.objects.update(adviser=adviser)
    counted()  # what a process reads once
    few = counted()
    for _ in range(12):
        world.fellow(cohort, adviser=adviser)
    assert counted() == few and max(few) <= 15, few
