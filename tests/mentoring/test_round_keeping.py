"""Who takes part in a round: joining, leaving, being left out, put together; names of rounds; closed ones."""

import pytest

from mentoring.models import Bond, Participant
from mentoring.rounds.keeping import (
    SETTINGS,
    HasChanged,
    JoiningIsOver,
    LeftOut,
    NothingWishedFor,
    NotInThisRound,
    RoundIsClosed,
    RoundNameTaken,
    close_round,
    exclude,
    join_round,
    leave_round,
    readmit,
    save_round,
    tie,
)
from mentoring.rounds.publishing import publish
from tests.mentoring.round_things import run_now, three_and_two
from tests.mentoring.world import (
    DAY,
    HOUR,
    NOW,
    mentee,
    person,
    round_of,
    staff,
)

pytestmark = pytest.mark.django_db


def test_people_join_while_they_may_with_what_they_said_before() -> None:
    one = round_of(join_until=NOW + DAY)
    kim = person()
    with pytest.raises(NothingWishedFor):
        join_round(one, kim, "MENTEE", now=NOW)
    mentee(kim)
    join_round(one, kim, "MENTEE", now=NOW)
    join_round(one, kim, "MENTEE", now=NOW + HOUR)
    part = one.participants.get()
    assert part.waiting_since == NOW
    leave_round(one, kim, now=NOW)
    join_round(one, kim, "MENTEE", now=NOW)
    exclude(part, reason="asked us", actor=staff(), now=NOW)
    with pytest.raises(LeftOut):
        join_round(one, kim, "MENTEE", now=NOW)
    with pytest.raises(JoiningIsOver):
        join_round(one, kim, "MENTEE", now=NOW + 2 * DAY)


def test_a_team_does_not_bring_back_whoever_left_by_themselves() -> None:
    one = three_and_two()
    part = one.participants.select_related("user")[0]
    leave_round(one, part.user, now=NOW)
    with pytest.raises(HasChanged):
        readmit(part, actor=staff(), now=NOW)
    with pytest.raises(HasChanged):
        exclude(part, reason="To take them back next", actor=staff(), now=NOW)
    assert Participant.objects.get(pk=part.pk).state == Participant.State.LEFT


def test_a_closed_round_takes_nothing_more() -> None:
    one = three_and_two(join_until=NOW + DAY)
    run = run_now(one)
    close_round(one, actor=staff(), now=NOW)
    part = one.participants.filter(side="MENTEE")[0]
    for act in (
        lambda: publish(run, letter_note="", actor=staff(), now=NOW),
        lambda: exclude(part, reason="x", actor=staff(), now=NOW),
        lambda: join_round(one, part.user, "MENTEE", now=NOW),
        lambda: close_round(one, actor=staff(), now=NOW),
    ):
        with pytest.raises(RoundIsClosed):
            act()


def test_only_people_of_the_round_are_put_together() -> None:
    one = three_and_two()
    mine = one.participants.filter(side="MENTEE")[0].user
    with pytest.raises(NotInThisRound):
        tie(one, mentee=mine, mentor=person(), kind="PIN", reason="", actor=staff(), now=NOW)
    assert not Bond.objects.exists()


def test_a_programme_has_a_name_once() -> None:
    one = round_of(name="Spring")
    settings = {name: getattr(one, name) for name in SETTINGS}
    with pytest.raises(RoundNameTaken):
        save_round(None, programme=one.programme, settings=settings, actor=staff(), now=NOW)
    assert save_round(one, programme=one.programme, settings=settings, actor=staff(), now=NOW) == one
