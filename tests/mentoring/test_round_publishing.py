"""Publishing drafts: held proposals, who waits on, later runs that touch no live pair, files to take away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, Programme, User
from mentoring.lapsing import start_clocks
from mentoring.models import Match, Mentee, Mentor, Participant, Preference, Round, RunPair
from mentoring.rounds.changes import compare, pairs_in_both, pairs_only_in, run_before
from mentoring.rounds.exporting import pairs_csv
from mentoring.rounds.keeping import (
    add_participant,
    leave_round,
    tie,
)
from mentoring.rounds.publishing import DraftIsOutOfDate, PublishedAlready, held_letters, publish
from mentoring.rounds.waiting import waiting_since
from notifications.models import Message
from notifications.outbox import release
from tests.mentoring.round_things import run_now, three_and_two
from tests.mentoring.world import (
    DAY,
    NOW,
    match_of,
    mentee,
    mentor,
    page,
    person,
    programme,
    round_of,
    signed_in,
    staff,
)

pytestmark = pytest.mark.django_db
DATA = "communicating-data"
State = Match.State


@pytest.fixture(autouse=True)
def _shown_who_they_are(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.STAFF_NEED_MFA = False
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)


def test_publishing_proposes_each_pair_and_holds_every_letter() -> None:
    one, admin = three_and_two(answer_days=5), staff()
    run = run_now(one)
    done = publish(run, letter_note="With thanks", actor=admin, now=NOW)
    assert (done.made, done.waiting, list(done.left_out)) == (2, 1, [])
    pairs = Match.objects.filter(round=one)
    assert {(pair.state, pair.origin) for pair in pairs} == {(State.PROPOSED, Match.Origin.ROUND)}
    draft = run.pairs.values_list("mentee", "mentor", "points")
    assert set(pairs.values_list("mentee", "mentor", "points")) == set(draft)
    assert held_letters(one).count() == 3
    assert not Message.objects.exclude(state=Message.State.HELD).exists()
    run.refresh_from_db()
    one.refresh_from_db()
    assert (run.published_by, run.published_at, one.state) == (admin, NOW, Round.State.PUBLISHED)
    assert AuditEntry.objects.filter(action="mentoring.run_published").count() == 1
    with pytest.raises(PublishedAlready):
        publish(run, letter_note="", actor=admin, now=NOW)
    assert pairs.count() == 2


def test_letters_to_mentors_say_the_team_s_own_words() -> None:
    one = three_and_two()
    publish(run_now(one), letter_note="Thank you for giving your time.", actor=staff(), now=NOW)
    letters = Message.objects.filter(letter="mentoring.proposed")
    assert all("Thank you for giving your time." in letter.text for letter in letters)


def test_who_is_left_hears_kindly_and_reads_where_they_stand() -> None:
    one = three_and_two()
    run = run_now(one)
    publish(run, letter_note="", actor=staff(), now=NOW)
    left = run.unmet.get().mentee
    letter = Message.objects.get(letter="mentoring.round_waiting")
    assert letter.to == left.email
    assert "all of their places went to others" in letter.text
    text = page(signed_in(left), reverse("mentoring:round_join", args=[one.uuid]))
    assert "There is no mentor for you yet" in text
    assert reverse("mentoring:round_join", args=[one.uuid]) in page(signed_in(left), reverse("mentoring:my_mentoring"))


def test_a_draft_with_somebody_who_left_is_not_published() -> None:
    one = three_and_two()
    run = run_now(one)
    pair = run.pairs.select_related("mentee", "mentor")[0]
    leave_round(one, pair.mentee, now=NOW)
    with pytest.raises(DraftIsOutOfDate):
        publish(run, letter_note="", actor=staff(), now=NOW)
    other = run_now(one)
    pair = other.pairs.select_related("mentee", "mentor")[0]
    tie(one, mentee=pair.mentee, mentor=pair.mentor, kind="FORBID", reason="no", actor=staff(), now=NOW)
    with pytest.raises(DraftIsOutOfDate):
        publish(other, letter_note="", actor=staff(), now=NOW)
    assert not Match.objects.exists()


def test_a_pair_that_became_impossible_is_left_out_and_named() -> None:
    one = three_and_two()
    run = run_now(one)
    taken = run.pairs.order_by("pk")[0].mentor
    match_of(person(), taken, State.ACTIVE)  # somebody asked directly, and the mentor said yes
    done = publish(run, letter_note="", actor=staff(), now=NOW)
    assert done.made == 1
    assert [(one_.pair.mentor, one_.reason) for one_ in done.left_out] == [
        (taken, "This mentor has no place free just now.")
    ]


IMPOSSIBLE: dict[str, tuple[Callable[[Mentee, Mentor], object], str]] = {
    "a break": (lambda _, ada: Mentor.objects.filter(pk=ada.pk).update(paused_until=NOW.date() + 9 * DAY), "a break"),
    "no place any more": (lambda _, ada: Mentor.objects.filter(pk=ada.pk).update(places=0), "no place"),
    "no mentor any more": (lambda _, ada: Mentor.objects.filter(pk=ada.pk).delete(), "does not offer"),
    "a pair already": (lambda kim, ada: match_of(kim.user, ada.user), "are a pair already"),
    "declined": (lambda kim, ada: match_of(kim.user, ada.user, State.DECLINED, programme=ours(kim)), "said no"),
    "vetoed": (lambda kim, ada: Preference.objects.create(mentee=kim, mentor=ada, kind="VETO"), "cannot be matched"),
    "enough mentors": (lambda kim, _: match_of(kim.user, person(), State.ACTIVE), "as many mentors"),
}


def ours(kim: Mentee) -> Programme:
    found: Programme = kim.user.mentoring_rounds.get().round.programme
    return found


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_whatever_came_between_draft_and_publishing_the_pair_is_left_out_with_the_reason(name: str) -> None:
    kim, ada = mentee(person("Kim"), gaps={DATA: (0, 3)}), mentor(person("Ada"), skills={DATA: 3})
    lee, bo = mentee(person("Lee"), gaps={DATA: (0, 3)}), mentor(person("Bo"), skills={DATA: 3})
    one = round_of(mentees=[kim, lee], mentors=[ada, bo])
    tie(one, mentee=kim.user, mentor=ada.user, kind="PIN", reason="", actor=staff(), now=NOW)
    run = run_now(one)
    change, said = IMPOSSIBLE[name]
    change(kim, ada)
    team, address = signed_in(staff(one.programme)), reverse("mentoring:run_publish", args=[one.uuid, run.number])
    text = team.post(address, {"letter_note": ""}, follow=True).content.decode()
    assert "1 proposal is made" in text
    assert "Kim and Ada were left out: " in text
    assert said in text.split("Kim and Ada were left out: ")[1].split("</")[0]
    assert Match.objects.get(round=one, state=State.PROPOSED).mentee == lee.user
    assert [letter.to for letter in held_letters(one)] == [bo.user.email]
    assert team.post(address, {"letter_note": ""}).status_code == 404


def test_matching_those_still_waiting_touches_no_live_pair() -> None:
    one = three_and_two()
    run = run_now(one)
    publish(run, letter_note="", actor=staff(), now=NOW)
    first = Match.objects.filter(round=one).order_by("pk")[0]
    first.move_to(State.ACCEPTED, now=NOW)
    first.save()
    before = list(Match.objects.order_by("pk").values())
    left = run.unmet.get().mentee
    nobody = run_now(one)
    assert nobody.pairs.count() == 0
    fresh = mentor(skills={DATA: 3})
    add_participant(one, fresh.user, "MENTOR", source=Participant.Source.ADDED, now=NOW)
    again = run_now(one)
    assert list(again.pairs.values_list("mentee", "mentor")) == [(left.pk, fresh.user_id)]
    assert again.met == [3]
    publish(again, letter_note="", actor=staff(), now=NOW)
    assert list(Match.objects.order_by("pk").values())[:2] == before


def test_unmatched_last_time_come_first_this_time() -> None:
    of = programme()
    long_ago = NOW - 70 * DAY
    waits = mentee(person("Waits"), gaps={DATA: (0, 3)})
    had_one = mentee(person("Had one"), gaps={DATA: (0, 3)})
    round_of(of, mentees=[waits, had_one]).participants.update(waiting_since=long_ago)
    match_of(had_one.user, person(), State.ENDED, programme=of, proposed_at=long_ago + DAY)
    new = mentee(person("New"), gaps={DATA: (0, 3)})
    people = {waits.user_id, had_one.user_id, new.user_id}
    assert waiting_since(of, people, now=NOW) == {waits.user_id: long_ago, had_one.user_id: NOW, new.user_id: NOW}
    assert waiting_since(programme(), people, now=NOW) == dict.fromkeys(people, NOW)
    one = round_of(of, mentors=[mentor(skills={DATA: 3})])
    for user in (new.user, had_one.user, waits.user):
        add_participant(one, user, "MENTEE", source=Participant.Source.ADDED, now=NOW)
    assert [pair.mentee for pair in run_now(one).pairs.all()] == [waits.user]


def test_two_runs_are_compared_in_numbers_and_pair_by_pair() -> None:
    one = three_and_two()
    first = run_now(one)
    gone = first.pairs.select_related("mentee", "mentor").order_by("pk")[0]
    tie(one, mentee=gone.mentee, mentor=gone.mentor, kind="FORBID", reason="no", actor=staff(), now=NOW)
    Mentor.objects.filter(user=gone.mentor).update(places=2)
    second = run_now(one)
    assert run_before(second) == first
    assert run_before(first) is None
    assert gone in pairs_only_in(first, second)
    assert pairs_in_both(first, second) + pairs_only_in(second, first).count() == second.pairs.count()
    figures = {figure.name: figure for figure in compare(first, second)}
    people = figures["People with a mentor"]
    assert (people.first, people.second, people.better) == ("2", "3", 2)


def test_comparing_with_a_run_whose_number_is_endless_shows_none() -> None:
    one = three_and_two()
    run_now(one)
    address = reverse("mentoring:run_compare", args=[one.uuid, 1])
    assert page(signed_in(staff(one.programme)), f"{address}?with={'9' * 5000}")


def test_released_letters_start_the_days_of_the_mentor() -> None:
    one = three_and_two()
    publish(run_now(one), letter_note="", actor=staff(), now=NOW)
    due = Match.objects.filter(round=one)[0].answer_by
    held = held_letters(one)
    ids = list(held.values_list("pk", flat=True))
    release(ids, now=NOW + timedelta(days=3))
    start_clocks(now=NOW + timedelta(days=3))
    assert Match.objects.filter(round=one)[0].answer_by > due


def test_the_draft_asks_as_many_queries_for_fifty_pairs_as_for_two() -> None:
    def queries(people: int) -> int:
        of = programme()
        one = round_of(
            of, mentees=[mentee(gaps={DATA: (0, 3)}) for _ in range(people)],
            mentors=[mentor(skills={DATA: 3}) for _ in range(people)],
        )  # fmt: skip
        run = run_now(one)
        client = signed_in(staff(of))
        address = reverse("mentoring:run_detail", args=[one.uuid, run.number])
        page(client, address)
        with CaptureQueriesContext(connection) as asked:
            assert f"{people} pairs in draft 1" in page(client, address)
        return len(asked)

    few = queries(2)
    assert few <= 15
    assert queries(12) == few


def test_the_team_of_another_programme_finds_nothing() -> None:
    one = three_and_two()
    run_now(one)
    stranger, reviewer = signed_in(staff()), signed_in(staff(one.programme, role="REVIEWER"))
    for name in ("round_detail", "round_people", "round_bonds", "file_add", "round_edit"):
        assert stranger.get(reverse(f"mentoring:{name}", args=[one.uuid])).status_code == 404
        assert reviewer.get(reverse(f"mentoring:{name}", args=[one.uuid])).status_code == 404
    for name in ("run_detail", "run_unmet", "run_loads", "run_compare", "run_csv", "run_publish", "run_progress"):
        assert stranger.get(reverse(f"mentoring:{name}", args=[one.uuid, 1])).status_code == 404
    text = page(signed_in(staff(one.programme)), reverse("mentoring:run_detail", args=[one.uuid, 1]))
    assert "Ada" in text


def test_the_team_reads_no_shared_experience_and_no_shortlist() -> None:
    pupil = mentee(person("Kim"), gaps={DATA: (0, 3)}, experiences=("carer",))
    teacher = mentor(person("Ada"), skills={DATA: 3}, experiences=("carer",))
    one = round_of(mentees=[pupil], mentors=[teacher])
    run = run_now(one)
    client = signed_in(staff(one.programme))
    text = page(client, reverse("mentoring:run_detail", args=[one.uuid, 1]))
    assert "carer" not in text
    assert "an experience that they share" in text
    assert "carer" not in pairs_csv(run)


def test_before_many_proposals_the_team_reads_how_long_it_takes() -> None:
    one = three_and_two()
    run = run_now(one)
    team, address = signed_in(staff(one.programme)), reverse("mentoring:run_publish", args=[one.uuid, run.number])
    assert "Please wait" not in page(team, address)
    ada = run.pairs.all()[0].mentor
    pupils = User.objects.bulk_create(User(email=f"pupil{number}@example.org", password="!") for number in range(2000))
    RunPair.objects.bulk_create(RunPair(run=run, mentee=pupil, mentor=ada, points=1) for pupil in pupils)
    text = page(team, address)
    assert "takes about 4 seconds. Please wait" in text
    assert "either all proposals are made, or none" in text
