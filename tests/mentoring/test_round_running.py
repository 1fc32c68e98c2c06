"""Runs of rounds: what the engine is told, whole drafts or none, leases, tries, cancelling."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, Profile
from common.runs import MOST_TRIES
from mentoring import engine
from mentoring.directory import gaps_of
from mentoring.models import Bond, GivenScore, Match, Mentor, Preference, Round, Run, RunPair, RunUnmet
from mentoring.people.fitting import fit_of
from mentoring.reasons import reason_lines
from mentoring.rounds import running
from mentoring.rounds.keeping import RoundIsClosed, close_round, exclude
from mentoring.rounds.people import engine_round, without_details
from mentoring.rounds.running import NobodyToMatch, RunsAlready, ask_run, cancel_run, work_on_runs
from mentoring.rounds.wording import what_would_help, why_left
from tests.mentoring.world import DAY, NOW, match_of, mentee, mentor, person, round_of, staff

pytestmark = pytest.mark.django_db
State = Run.State
DATA = "communicating-data"


def run_of(round_: Round, **wanted: Any) -> Run:
    return ask_run(round_, actor=staff(), now=NOW, **wanted)


def finished(round_: Round, **wanted: Any) -> Run:
    """A run of the round that has come to its end."""
    run = run_of(round_, **wanted)
    assert work_on_runs(clock=lambda: NOW) == 1
    run.refresh_from_db()
    return run


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def small_round(**fields: Any) -> Round:
    """Two mentees who want one mentor each, and one mentor with one place."""
    pupils = [mentee(gaps={DATA: (0, 3)}), mentee(gaps={DATA: (2, 3)})]
    return round_of(mentees=pupils, mentors=[mentor(skills={DATA: 3})], **fields)


def told(round_: Round, **fields: Any) -> engine.Round:
    run = Run(round=round_, objective=round_.objective, scores=round_.scores, weights=round_.weights, **fields)
    return engine_round(run, now=NOW)


def test_the_engine_is_told_what_people_said() -> None:
    trust = Organisation.objects.create(name="Leeds Trust", kind="TRUST", region="NORTH_EAST_AND_YORKSHIRE")
    boss = person(email="boss@example.org")
    top = person(email="top@example.org")
    ada = mentor(
        skills={DATA: 4}, job="digital-change-manager", earlier=["data-analyst"], places=5, times=("MON_AM",),
        experiences=("carer",), formats=("ONGOING",),
    )  # fmt: skip
    zoe = mentee(gaps={DATA: (1, 3)}, goal="digital-change-manager", wanted=3)
    Profile.objects.create(user=boss, line_manager_email="TOP@example.org")
    Profile.objects.create(
        user=zoe.user, employer="LISTED", organisation=trust, band="7", line_manager_email="boss@example.org"
    )
    Profile.objects.create(user=ada.user, employer="NOT_LISTED", organisation_name="Hull", band="NONE")
    Preference.objects.create(mentee=zoe, mentor=ada, kind=Preference.Kind.SHORTLIST, position=1)
    one = round_of(mentors=[ada], mentees=[zoe], most_wanted=2, most_places=3)
    one.participants.filter(side="MENTEE").update(waiting_since=NOW - 20 * DAY)
    asked = told(one)
    (pupil,), (teacher,) = asked.mentees, asked.mentors
    assert pupil == engine.Mentee(
        id=str(zoe.user_id), organisation=str(trust.pk), other_organisation=True,
        managers=(str(boss.pk), str(top.pk)), band=5, region="NORTH_EAST_AND_YORKSHIRE", remote=True, wanted=2, weeks=2,
        gaps={DATA: engine.Gap(1, 3)}, goal_role="digital-change-manager", goal_family=pupil.goal_family,
        shortlist=(str(ada.user_id),),
    )  # fmt: skip
    assert pupil.goal_family
    assert (teacher.places, teacher.skills, teacher.band) == (3, {DATA: 4}, None)
    assert teacher.roles == {"digital-change-manager", "data-analyst"}
    assert (teacher.organisation, teacher.times, teacher.formats) == (
        "typed hull",
        frozenset({"MON_AM"}),
        frozenset({"ONGOING"}),
    )
    assert teacher.experiences == {"carer"}


def test_a_level_that_is_not_known_counts_from_none_and_gives_the_same_inputs() -> None:
    zoe = mentee(gaps={DATA: (None, 3)})
    one = round_of(mentors=[mentor(skills={DATA: 2})], mentees=[zoe])
    asked = told(one)
    assert asked.mentees[0].gaps == {DATA: engine.Gap(0, 3)}
    zoe.gaps.update(have=0)
    assert told(one) == asked
    assert gaps_of(zoe.user) == {zoe.gaps.get().skill_id: (0, 3)}
    assert fit_of(zoe, Mentor.objects.get())[0] > 0


def test_pairs_pins_and_everything_that_keeps_two_people_apart_reach_the_engine() -> None:
    teachers = [mentor(places=2) for _ in range(6)]
    zoe = mentee()
    one = round_of(mentors=teachers, mentees=[zoe])
    live, declined, met, veto, apart, pin = (teacher.user for teacher in teachers)
    match_of(zoe.user, live, Match.State.ACTIVE)
    match_of(zoe.user, declined, Match.State.DECLINED, programme=one.programme)
    match_of(zoe.user, met, Match.State.ENDED, programme=one.programme)
    match_of(zoe.user, pin, Match.State.LAPSED, programme=one.programme)  # a lapse is not a decline
    match_of(person(), pin, Match.State.ACTIVE)  # takes a place, though nobody here knows them
    Preference.objects.create(mentee=zoe, mentor=teachers[3], kind=Preference.Kind.VETO)
    Bond.objects.create(round=one, mentee=zoe.user, mentor=apart, kind="FORBID", reason="old friends")
    Bond.objects.create(round=one, mentee=zoe.user, mentor=pin, kind="PIN")
    asked = told(one)
    me = str(zoe.user_id)
    assert set(asked.bars) == {
        (me, str(declined.pk), engine.Rule.DECLINED),
        (me, str(met.pk), engine.Rule.MET),
        (me, str(veto.pk), engine.Rule.VETO),
        (me, str(apart.pk), engine.Rule.NOT_THESE_TWO),
    }
    fixed = {(pair.mentee, pair.mentor, pair.is_pin) for pair in asked.fixed}
    assert {(me, str(live.pk), False), (me, str(pin.pk), True)} < fixed
    assert len(fixed) == 3


def test_who_is_paused_left_out_or_gone_takes_nobody() -> None:
    paused, out, gone, bare = mentor(paused_until=NOW.date()), mentor(), mentor(), mentor()
    one = round_of(mentors=[paused, out, gone, bare], mentees=[mentee()])
    exclude(one.participants.get(user=out.user), reason="asked us", actor=staff(), now=NOW)
    gone.user.is_active = False
    gone.user.save()
    bare.delete()
    assert [(teacher.id, teacher.places) for teacher in told(one).mentors] == [(str(paused.user_id), 0)]
    assert without_details(one) == 2


def test_reading_a_round_asks_as_many_queries_for_many_as_for_few() -> None:
    def queries(people: int) -> int:
        teachers = [mentor(skills={DATA: 3}, earlier=["data-analyst"]) for _ in range(people)]
        pupils = [mentee(gaps={DATA: (0, 3)}) for _ in range(people)]
        one = round_of(mentors=teachers, mentees=pupils)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told(one)
        return len(asked)

    assert queries(1) == queries(6)


def test_a_run_stores_its_draft_with_reasons_proof_and_who_is_left() -> None:
    one = small_round()
    run = finished(one)
    assert (run.state, run.percent, run.tries, run.mentees, run.mentors) == (State.DONE, 100, 1, 2, 1)
    (pair,) = RunPair.objects.filter(run=run)
    assert sum(reason["points"] for reason in pair.reasons) == pair.points == run.total
    assert sum(line.points for line in reason_lines(pair.reasons, for_team=True)) == pair.points
    assert run.met == [1]
    assert run.loads == [[pair.mentor_id, 1, 0, 0, 1]]
    assert all(value == bound for value, bound in run.bounds.values())
    assert len(run.inputs) == 64
    (left,) = RunUnmet.objects.filter(run=run)
    assert why_left(left.cause, left.facts, run.mentors)[0].startswith("1 mentor may be matched with them")
    assert what_would_help(left.facts["changes"], lambda pk: "Ada")[0].startswith("One more place with Ada.")


def test_the_same_round_gives_the_same_draft_and_hash() -> None:
    one = small_round()
    first, second = finished(one), finished(one)
    assert first.inputs == second.inputs
    pairs = [list(run.pairs.values_list("mentee", "mentor", "points")) for run in (first, second)]
    assert pairs[0] == pairs[1]


def test_a_preset_lends_a_run_its_weights_and_floor() -> None:
    one = small_round()
    run = finished(one, preset="closest")
    assert run.floor == 40
    assert run.weights["gaps"] == 70
    one.refresh_from_db()
    assert one.floor == 0


def test_given_scores_replace_ours() -> None:
    one = small_round(scores=Round.Scores.GIVEN)
    teacher = one.participants.get(side="MENTOR").user
    pupil = one.participants.filter(side="MENTEE").order_by("-pk")[0].user
    GivenScore.objects.create(round=one, mentee=pupil, mentor=teacher, score=250)
    run = finished(one)
    assert [(pair.mentee, pair.points) for pair in run.pairs.all()] == [(pupil, 250)]
    assert run.best == 250


def test_one_run_at_a_time_and_none_without_people_or_after_the_end() -> None:
    one = small_round()
    run_of(one)
    with pytest.raises(RunsAlready):
        run_of(one)
    with pytest.raises(NobodyToMatch):
        run_of(round_of(mentors=[mentor()]))
    close_round(one, actor=staff(), now=NOW)
    with pytest.raises(RoundIsClosed):
        run_of(one)


def test_pins_that_contradict_the_round_fail_the_run_with_a_sentence_for_each() -> None:
    one = small_round()
    teacher = one.participants.get(side="MENTOR").user
    for part in one.participants.filter(side="MENTEE"):
        Bond.objects.create(round=one, mentee=part.user, mentor=teacher, kind="PIN")
    run = finished(one)
    assert run.state == State.FAILED
    assert run.problem.count("has no place left beside other pins and pairs.") == 2
    assert not run.pairs.exists()


def test_a_run_whose_worker_died_is_taken_up_again_at_most_three_times() -> None:
    run = run_of(small_round())
    moment = NOW
    with pytest.MonkeyPatch.context() as patch:
        # As kill -9 does: nothing is written any more.
        patch.setattr(running, "_store", lambda *_: (_ for _ in ()).throw(SystemExit))
        for tries in range(1, MOST_TRIES + 1):
            with pytest.raises(SystemExit):
                work_on_runs(clock=at(moment))
            run.refresh_from_db()
            assert (run.state, run.tries, run.stage) == (State.RUNNING, tries, "storing")
            still_theirs = moment + django_settings.RUN_LEASE - timedelta(seconds=1)
            assert work_on_runs(clock=at(still_theirs)) == 0
            moment += django_settings.RUN_LEASE + timedelta(seconds=1)
    assert work_on_runs(clock=at(moment)) == 0
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "begun 3 times" in run.problem


def test_the_second_try_brings_the_whole_draft() -> None:
    run = run_of(small_round())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "find_pairs", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            work_on_runs(clock=lambda: NOW)
    later = NOW + django_settings.RUN_LEASE + timedelta(seconds=1)
    assert work_on_runs(clock=lambda: later) == 1
    run.refresh_from_db()
    assert (run.state, run.tries, run.pairs.count()) == (State.DONE, 2, 1)


def test_a_worker_that_lost_its_run_writes_nothing() -> None:
    run = run_of(small_round())

    store = running._store

    def stores_too_late(*given: Any) -> None:
        Run.objects.filter(pk=run.pk).update(lease="another")
        store(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "_store", stores_too_late)
        work_on_runs(clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.lease, run.pairs.count()) == (State.RUNNING, "another", 0)


def test_cancelling_ends_a_waiting_run_at_once_and_a_running_one_soon() -> None:
    one = small_round()
    run = run_of(one)
    cancel_run(run, actor=staff(), now=NOW)
    run.refresh_from_db()
    assert run.state == State.CANCELLED
    run = run_of(one)

    def cancels(asked: Any, on_progress: Any) -> None:
        cancel_run(run, actor=staff(), now=NOW)
        on_progress(engine.Stage.SOLVING, 40)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "find_pairs", cancels)
        work_on_runs(clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.pairs.count()) == (State.CANCELLED, 0)


def test_a_defect_fails_the_run_and_leaves_the_round_free_for_another() -> None:
    one = small_round()
    run = run_of(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "find_pairs", lambda *_: 1 / 0)
        work_on_runs(clock=lambda: NOW)
    run.refresh_from_db()
    assert (run.state, run.problem) == (State.FAILED, running.BROKE)
    assert finished(one).state == State.DONE


def test_what_a_run_stores_is_plain_json() -> None:
    run = finished(small_round())
    for pair in run.pairs.all():
        assert json.loads(json.dumps(pair.reasons)) == pair.reasons
