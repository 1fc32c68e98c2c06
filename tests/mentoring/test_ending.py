"""Pairs pause, go on, and end: well, or because another mentor would suit better."""

from datetime import timedelta

import pytest

from mentoring import ending
from mentoring.ending import end_pair, give_feedback, pause_pair, take_up, tell_outcome
from mentoring.models import EndFeedback, Match, Meeting, Outcome, Participant
from mentoring.waking import see_to_pairs
from notifications.letters import Drop
from tests.mentoring.pairs import agreed, letters, pair, render, sent
from tests.mentoring.world import DAY, NOW, person, round_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_pause_tells_the_other_and_ends_by_itself_on_its_day() -> None:
    us = pair(met_at=NOW - 80 * DAY)
    pause_pair(us.uuid, until=TODAY + timedelta(days=20), by=us.mentee, now=NOW)
    assert sent(letters("pair_paused_mentor")[0]).to == "ada@example.org"
    see_to_pairs(now=NOW + 20 * DAY)
    us.refresh_from_db()
    assert us.state == "PAUSED"
    back = NOW + 21 * DAY
    see_to_pairs(now=back)
    us.refresh_from_db()
    assert (us.state, us.met_at, us.paused_until) == ("ACTIVE", back, None)  # the pause was no silence
    assert len(letters("pair_taken_up_mentor")) == len(letters("pair_taken_up_mentee")) == 1


@pytest.mark.parametrize(("days", "refusal"), [(0, ending.PauseIsOver), (400, ending.PauseTooLong)])
def test_a_pause_lies_ahead_and_is_no_longer_than_a_year(days: int, refusal: type[Exception]) -> None:
    us = pair()
    with pytest.raises(refusal):
        pause_pair(us.uuid, until=TODAY + timedelta(days=days), by=us.mentee, now=NOW)


def test_only_a_paused_pair_is_taken_up_and_only_by_its_people() -> None:
    us = pair()
    with pytest.raises(ending.PairHasChanged):
        take_up(us.uuid, by=us.mentee, now=NOW)
    with pytest.raises(Match.DoesNotExist):
        pause_pair(us.uuid, until=TODAY + timedelta(days=9), by=person("Eve"), now=NOW)


def test_another_mentor_please_ends_it_without_saying_why_and_puts_the_mentee_back_on_the_list() -> None:
    us = pair()
    us.round = round_of(mentees=[us.mentee.mentee])
    us.save()
    meeting = agreed(us)
    later = NOW + 3 * DAY
    end_pair(us.uuid, reason="CHANGE", by=us.mentee, now=later)
    end_pair(us.uuid, reason="CHANGE", by=us.mentee, now=later)
    us.refresh_from_db()
    assert (us.state, us.end_reason, us.ended_by, us.ended_at) == ("ENDED", "CHANGE", us.mentee, later)
    (told,) = letters("pair_ended_mentor")
    mail = sent(told, later)
    assert mail.to == "ada@example.org"
    assert "CHANGE" not in str(mail.context["pair"].get_state_display())
    place = Participant.objects.get(user=us.mentee)
    assert (place.state, place.waiting_since) == ("IN", later)
    assert Meeting.objects.get(pk=meeting.pk).state == "CANCELLED"
    assert not Outcome.objects.exists()


def test_a_mentor_does_not_ask_for_another_mentor() -> None:
    us = pair()
    with pytest.raises(ending.OnlyTheMentee):
        end_pair(us.uuid, reason="CHANGE", by=us.mentor, now=NOW)


def test_a_pair_that_ends_well_leaves_the_round_and_is_asked_months_later() -> None:
    us = pair()
    us.round = round_of(mentees=[us.mentee.mentee])
    us.save()
    end_pair(us.uuid, reason="GOAL_MET", by=us.mentor, now=NOW)
    assert Participant.objects.get(user=us.mentee).state == "LEFT"
    see_to_pairs(now=NOW + 100 * DAY)
    assert not letters("outcome_asked")
    see_to_pairs(now=NOW + 183 * DAY)
    see_to_pairs(now=NOW + 184 * DAY)
    (asked,) = letters("outcome_asked")
    assert sent(asked).to == "sam@example.org"


def test_the_mentor_hears_what_became_of_the_mentee_only_with_their_word() -> None:
    us = pair()
    end_pair(us.uuid, reason="GOAL_MET", by=us.mentor, now=NOW)
    with pytest.raises(ending.NothingWritten):
        tell_outcome(us.uuid, text="", may_tell=True, by=us.mentee, now=NOW)
    tell_outcome(us.uuid, text="I got the post", may_tell=False, by=us.mentee, now=NOW)
    assert not letters("outcome_told")
    with pytest.raises(Outcome.DoesNotExist):
        tell_outcome(us.uuid, text="Mine", may_tell=True, by=us.mentor, now=NOW)
    tell_outcome(us.uuid, text="I got the post", may_tell=True, by=us.mentee, now=NOW)
    (told,) = letters("outcome_told")
    assert sent(told).to == "ada@example.org"
    tell_outcome(us.uuid, text="I got the post", may_tell=False, by=us.mentee, now=NOW)
    assert isinstance(render(told), Drop)  # taken back before it left


def test_feedback_is_given_once_after_the_end_and_only_thanks_are_passed_on() -> None:
    us = pair()
    with pytest.raises(ending.StillTogether):
        give_feedback(us.uuid, worked=4, text="", thanks="", by=us.mentee, now=NOW)
    end_pair(us.uuid, reason="TIME_OVER", by=us.mentor, now=NOW)
    give_feedback(us.uuid, worked=3, text="Too few meetings", thanks="You helped me", by=us.mentee, now=NOW)
    with pytest.raises(ending.SaidAlready):
        give_feedback(us.uuid, worked=1, text="", thanks="", by=us.mentee, now=NOW)
    (told,) = letters("thanks_given")
    assert sent(told).to == "ada@example.org"
    assert EndFeedback.objects.get().worked == 3


def test_what_never_began_cannot_end() -> None:
    us = pair("PROPOSED")
    with pytest.raises(Match.DoesNotExist):
        end_pair(us.uuid, reason="NO_TIME", by=us.mentor, now=NOW)
