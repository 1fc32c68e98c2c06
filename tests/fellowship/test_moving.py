"""How applications move: written down, told once, within the places, undone with a reason. Who may: test_every_edge."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from fellowship.letters.moves import OF_MOVES
from fellowship.models import NotLegal
from fellowship.models.moves import HOLDING_A_PLACE, ApplicationState
from fellowship.moving import STEPS, UNDO, NoPlaceLeft, NotYours, SayWhy, Who, letter_key, move, open_to
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState


def test_nobody_decides_about_their_own_application() -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    own = world.application(call, user=admin, state=S.SUBMITTED)
    with pytest.raises(NotYours):
        move(own.pk, S.ELIGIBLE, actor=admin, now=NOW)


def test_a_move_is_written_down_audited_and_told_once() -> None:
    one = world.application()
    move(one.pk, S.SUBMITTED, actor=one.user, now=NOW)
    again = move(one.pk, S.SUBMITTED, actor=one.user, now=NOW + timedelta(minutes=1))
    assert again.submitted_at == NOW
    made = one.moves.get()
    assert (made.before, made.after, made.moved_by, made.moved_at) == (S.DRAFT, S.SUBMITTED, one.user, NOW)
    letter = Message.objects.get(key=letter_key(made.pk))
    assert (letter.letter, letter.scope) == ("fellowship.received", one.call.cohort.programme.scope)
    assert AuditEntry.objects.filter(action="fellowship.application_moved", subject=one.user).count() == 1


def test_every_letter_of_the_table_is_registered_and_every_letter_is_in_the_table() -> None:
    assert {step.letter for step in STEPS.values() if step.letter} == OF_MOVES.keys()


def test_offers_and_accepted_places_never_exceed_the_places() -> None:
    call = world.call(world.cohort(places=2))
    admin = world.in_team(call.cohort.programme)
    waiting = [world.application(call, state=S.INTERVIEWED) for _ in range(3)]
    for one in waiting[:2]:
        move(one.pk, S.OFFERED, actor=admin, now=NOW)
    with pytest.raises(NoPlaceLeft):
        move(waiting[2].pk, S.OFFERED, actor=admin, now=NOW)
    move(waiting[0].pk, S.DECLINED, actor=waiting[0].user, now=NOW)
    move(waiting[2].pk, S.OFFERED, actor=admin, now=NOW)
    assert call.applications.holding_a_place().count() == 2


def test_what_holds_a_place_goes_on_holding_it_without_another() -> None:
    call = world.call(world.cohort(places=1))
    admin = world.in_team(call.cohort.programme)
    one = world.application(call, state=S.INTERVIEWED)
    move(one.pk, S.OFFERED, actor=admin, now=NOW)
    for state, actor in ((S.ACCEPTED, one.user), (S.ONBOARDING, admin), (S.ENROLLED, admin)):
        assert state in HOLDING_A_PLACE
        move(one.pk, state, actor=actor, now=NOW)


@pytest.mark.parametrize(("before", "after"), sorted(UNDO))
def test_undoing_is_for_the_team_with_a_reason_and_takes_back_the_letter(before: str, after: str) -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    one = world.application(call, state=after)
    step = STEPS.get((after, before))
    actor = None if step and Who.CLOCK in step.who else admin
    move(one.pk, before, actor=actor, now=NOW)
    told = Message.objects.filter(key=letter_key(one.moves.get().pk))
    assert told.exists() == bool(step and step.letter)
    with pytest.raises(NotLegal):
        move(one.pk, after, actor=admin, now=NOW)
    with pytest.raises(SayWhy):
        move(one.pk, after, actor=admin, now=NOW, undo=True, reason=" ")
    with pytest.raises(NotYours):
        move(one.pk, after, actor=one.user, now=NOW, undo=True, reason="Because")
    move(one.pk, after, actor=admin, now=NOW, undo=True, reason="The wrong row")
    assert all(message.state == Message.State.CANCELLED for message in told)
    assert one.moves.last().is_undo and one.moves.last().reason == "The wrong row"


def test_what_is_open_is_said_for_each() -> None:
    one = world.application(state=S.OFFERED)
    assert open_to(one, {Who.APPLICANT}) == [S.ACCEPTED, S.DECLINED, S.WITHDRAWN]
    assert open_to(one, {Who.TEAM}) == [S.OFFER_WITHDRAWN]
