"""Divisions of a cohort: asked for once, calculated whole or not at all, and never after fellows know their sets."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import count

import pytest

from fellowship.models import LearningSet, SetMember, SetRun
from fellowship.sets import dividing
from fellowship.solving.learning_sets import TooFewForASet
from tests.fellowship.sets.cohorts import EMPLOYERS, seated, with_fellows, work_of, works_for
from tests.fellowship.world import NOW, in_team

pytestmark = pytest.mark.django_db


def clock() -> datetime:
    return NOW


def test_a_cohort_is_divided_by_the_rules_and_mixed_as_well_as_can_be() -> None:
    cohort, admin, people = with_fellows(18)
    run = dividing.ask_division(cohort, count=None, actor=admin, now=NOW)
    assert dividing.work_on_divisions(clock=clock, first=run.pk) == 1
    run.refresh_from_db()
    assert (run.state, run.problem) == ("DONE", "")
    assert run.best == run.bound
    sets = list(LearningSet.objects.filter(cohort=cohort))
    assert [one.number for one in sets] == [1, 2, 3]
    assert all(one.facilitator is not None for one in sets)
    for one in sets:
        there = [work_of(seat.fellow).organisation_name for seat in one.members.select_related("fellow__application")]
        assert len(there) == len(set(there)) == 6
    assert SetMember.objects.count() == len(people)


def test_who_is_kept_stays_when_sets_are_proposed_anew() -> None:
    cohort, admin, people = with_fellows(12)
    first, second = seated(cohort, people[:6], told=False), seated(cohort, people[6:], told=False)
    SetMember.objects.filter(fellow__in=people[:2]).update(learning_set=second, is_kept=True)
    dividing.work_on_divisions(clock=clock, first=dividing.ask_division(cohort, count=2, actor=admin, now=NOW).pk)
    assert SetMember.objects.filter(learning_set=second, fellow__in=people[:2], is_kept=True).count() == 2
    assert Counter(SetMember.objects.values_list("learning_set", flat=True)) == {first.pk: 6, second.pk: 6}


def test_an_employer_is_one_however_people_write_it_and_a_profile_speaks_where_an_application_is_silent() -> None:
    cohort, _, people = with_fellows(3)
    work_of(people[0]).organisation_name = f"  {EMPLOYERS[1].upper()} "
    work_of(people[0]).save()
    work_of(people[2]).organisation_name = ""
    work_of(people[2]).save()
    works_for(people[2].user, EMPLOYERS[1])
    assert len({one.employer for one in dividing.members_of(cohort).values()}) == 1


def test_one_division_goes_on_at_a_time() -> None:
    cohort, admin, _ = with_fellows(6)
    dividing.ask_division(cohort, count=None, actor=admin, now=NOW)
    with pytest.raises(dividing.DividesAlready):
        dividing.ask_division(cohort, count=None, actor=admin, now=NOW)


def test_sets_that_fellows_know_are_not_divided_again() -> None:
    cohort, admin, people = with_fellows(6)
    run = dividing.ask_division(cohort, count=None, actor=admin, now=NOW)
    one = seated(cohort, people)
    dividing.work_on_divisions(clock=clock, first=run.pk)
    run.refresh_from_db()
    assert run.state == "FAILED" and "know their sets" in run.problem
    assert one.members.count() == 6
    with pytest.raises(dividing.SetsAreTold):
        dividing.ask_division(cohort, count=None, actor=admin, now=NOW)


def test_too_few_people_are_refused_at_once() -> None:
    cohort, admin, _ = with_fellows(4)
    with pytest.raises(TooFewForASet):
        dividing.ask_division(cohort, count=None, actor=admin, now=NOW)
    assert not SetRun.objects.exists()


def test_what_cannot_be_solved_ends_with_the_reason_and_leaves_the_sets_as_they_were() -> None:
    cohort, admin, people = with_fellows(12)
    first, _ = seated(cohort, people[:6], told=False), seated(cohort, people[6:], told=False)
    # Numbers 0 and 9 work for one employer; both are kept in one set.
    SetMember.objects.filter(fellow__in=[people[0], people[9]]).update(learning_set=first, is_kept=True)
    run = dividing.ask_division(cohort, count=2, actor=admin, now=NOW)
    dividing.work_on_divisions(clock=clock, first=run.pk)
    run.refresh_from_db()
    assert run.state == "FAILED" and "Keep fewer people fixed" in run.problem
    assert SetMember.objects.count() == 12


def test_a_dead_workers_run_is_taken_up_and_after_three_tries_given_up() -> None:
    cohort, admin, _ = with_fellows(6)
    run = dividing.ask_division(cohort, count=None, actor=admin, now=NOW)
    dead = {"state": "RUNNING", "lease": "gone", "leased_until": NOW - timedelta(seconds=1)}
    SetRun.objects.filter(pk=run.pk).update(tries=1, **dead)
    assert dividing.work_on_divisions(clock=clock) == 1
    run.refresh_from_db()
    assert (run.state, run.tries) == ("DONE", 2)
    SetRun.objects.filter(pk=run.pk).update(tries=3, **dead)
    assert dividing.work_on_divisions(clock=clock) == 0
    run.refresh_from_db()
    assert (run.state, run.problem) == ("FAILED", dividing.GAVE_UP)


def test_a_worker_that_lost_its_lease_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, admin, _ = with_fellows(6)
    run = dividing.ask_division(cohort, count=None, actor=admin, now=NOW)
    moments = count()

    def robbed() -> datetime:
        if next(moments) == 2:  # when it says how far it is
            SetRun.objects.filter(pk=run.pk).update(lease="another")
        return NOW

    dividing.work_on_divisions(clock=robbed, first=run.pk)
    run.refresh_from_db()
    assert run.state == "RUNNING" and run.lease == "another"
    assert not LearningSet.objects.exists()


def test_facilitators_share_the_sets_and_other_roles_lead_none() -> None:
    cohort, _, _ = with_fellows(0, facilitators=2)
    in_team(cohort.programme)
    assert [one.most for one in dividing.facilitators_of(cohort, 5)] == [3, 3]
