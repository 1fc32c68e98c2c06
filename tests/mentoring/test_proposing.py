"""Proposals: who may be proposed to whom, and what each takes."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from accounts.models import AuditEntry, Organisation, Profile, Programme, User
from common.refusals import Refused
from mentoring.models import Match, Preference
from mentoring.proposing import (
    AlreadyAPair,
    DeclinedBefore,
    HasEnoughMentors,
    MentorHasNoPlace,
    MentorIsPaused,
    NotAMentor,
    OneAndTheSame,
    Vetoed,
    Wanted,
    nation_of,
    propose,
    propose_all,
)
from notifications.models import Message
from tests.mentoring import world
from tests.mentoring.world import DAY, NOW

pytestmark = pytest.mark.django_db
Origin, State = Match.Origin, Match.State


def by_round(mentee, mentor, programme=None, **fields):  # type: ignore[no-untyped-def]
    return propose(mentee.user, mentor.user, programme=programme, round=None, origin=Origin.ROUND, now=NOW, **fields)


def asked(mentee, mentor):  # type: ignore[no-untyped-def]
    return propose(mentee.user, mentor.user, programme=None, round=None, origin=Origin.ASKED, now=NOW)


def test_a_proposal_waits_for_seven_working_days_and_is_told_to_the_mentor() -> None:
    pair = asked(world.mentee(), world.mentor())
    assert pair.state == State.PROPOSED
    assert pair.answer_by == datetime(2027, 1, 20, 23, 59, tzinfo=UTC)
    message = Message.objects.get()
    assert (message.letter, message.about_id, message.state) == ("mentoring.proposed", pair.pk, Message.State.WAITING)


def test_a_held_letter_waits_for_its_release_and_shows_no_date() -> None:
    programme = world.programme()
    by_round(world.mentee(), world.mentor(), programme, held=True)
    message = Message.objects.get()
    assert (message.state, message.scope) == (Message.State.HELD, programme.scope)
    assert "Would you be" in message.subject
    assert "within 7 working days" in message.text
    assert "2027" not in message.text


def test_bank_holidays_are_those_of_the_mentor() -> None:
    mentor = world.mentor(places=2)
    Profile.objects.update_or_create(user=mentor.user, defaults={"region": "SCOTLAND"})
    before_new_year = datetime(2026, 12, 30, 12, 0, tzinfo=UTC)
    pair = propose(
        world.mentee().user, mentor.user, programme=None, round=None, origin=Origin.ASKED, answer_days=2,
        now=before_new_year,
    )  # fmt: skip
    # Thursday the 31st is the first. New Year is one everywhere; in Scotland the 2nd too, a Saturday, moved to the 4th.
    assert pair.answer_by.date() == date(2027, 1, 5)


def test_a_nation_comes_from_the_organisation_before_the_region() -> None:
    user = world.person()
    assert nation_of(user) == "ENGLAND"
    welsh = Organisation.objects.create(name="A board", kind="HEALTH_BOARD", nation="WALES")
    fields = {"region": "SCOTLAND", "employer": "LISTED", "organisation": welsh}
    Profile.objects.update_or_create(user=user, defaults=fields)
    assert nation_of(user) == "WALES"


def test_a_proposal_of_a_round_holds_a_place() -> None:
    mentor = world.mentor(places=1)
    by_round(world.mentee(), mentor)
    with pytest.raises(MentorHasNoPlace):
        by_round(world.mentee(), mentor)


def test_several_may_ask_for_one_place_until_somebody_is_accepted() -> None:
    mentor = world.mentor(places=1)
    first = asked(world.mentee(), mentor)
    asked(world.mentee(), mentor)
    Match.objects.filter(pk=first.pk).update(state=State.ACCEPTED)
    with pytest.raises(MentorHasNoPlace):
        asked(world.mentee(), mentor)


def test_two_people_are_proposed_once_at_a_time() -> None:
    mentee, mentor = world.mentee(wanted=3), world.mentor(places=3)
    asked(mentee, mentor)
    with pytest.raises(AlreadyAPair):
        asked(mentee, mentor)
    assert Match.objects.count() == Message.objects.count() == 1


def test_a_pair_that_was_declined_is_not_proposed_again_in_the_same_programme() -> None:
    mentee, mentor, programme = world.mentee(), world.mentor(places=3), world.programme()
    world.match_of(mentee.user, mentor.user, State.DECLINED, programme=programme)
    with pytest.raises(DeclinedBefore):
        by_round(mentee, mentor, programme)
    assert by_round(mentee, mentor, world.programme()).state == State.PROPOSED


def test_a_pair_that_lapsed_may_be_proposed_again() -> None:
    mentee, mentor, programme = world.mentee(), world.mentor(), world.programme()
    world.match_of(mentee.user, mentor.user, State.LAPSED, programme=programme)
    assert by_round(mentee, mentor, programme).state == State.PROPOSED


def test_whom_a_mentee_does_not_want_is_never_proposed_and_nobody_is_told_why() -> None:
    mentee, mentor = world.mentee(), world.mentor()
    Preference.objects.create(mentee=mentee, mentor=mentor, kind=Preference.Kind.VETO)
    with pytest.raises(Vetoed) as refusal:
        asked(mentee, mentor)
    assert "not" in str(refusal.value)
    assert "veto" not in str(refusal.value).lower()


def test_nobody_is_proposed_to_themselves_to_a_mentor_on_a_break_or_to_somebody_who_is_none() -> None:
    user = world.person()
    with pytest.raises(OneAndTheSame):
        asked(world.mentee(user), world.mentor(user))
    with pytest.raises(MentorIsPaused):
        asked(world.mentee(), world.mentor(paused_until=NOW.date()))
    assert asked(world.mentee(), world.mentor(paused_until=NOW.date() - DAY)).state == State.PROPOSED
    with pytest.raises(NotAMentor):
        asked(world.mentee(), world.mentee())
    with pytest.raises(NotAMentor):
        asked(world.mentee(), world.mentor(world.person(is_active=False)))


def test_who_has_as_many_mentors_as_they_wished_for_gets_no_further_proposal() -> None:
    mentee = world.mentee(wanted=1)
    world.match_of(mentee.user, world.mentor().user, State.ACTIVE)
    with pytest.raises(HasEnoughMentors):
        asked(mentee, world.mentor())


def test_a_round_proposes_to_nobody_who_has_enough_proposals_and_a_direct_request_may() -> None:
    mentee = world.mentee(wanted=1)
    world.match_of(mentee.user, world.mentor().user, origin="ROUND")
    with pytest.raises(HasEnoughMentors):
        propose(
            mentee.user, world.mentor().user, programme=world.programme(), round=None, origin=Match.Origin.ROUND,
            now=NOW,
        )  # fmt: skip
    assert asked(mentee, world.mentor()).state == Match.State.PROPOSED


def crowd(seed: int) -> tuple[Programme, list[tuple[User, User]]]:
    """Mentors with few places, mentees who want one to three, history between them, and pairs in a random order."""
    lot = random.Random(seed)
    programme = world.programme()
    mentors = [world.mentor(places=lot.randint(0, 3)) for _ in range(5)]
    mentors[0].paused_until = NOW.date()
    mentors[0].save()
    mentees = [world.mentee(wanted=lot.randint(1, 3)) for _ in range(6)]
    everybody = list(product(mentees, mentors))
    for mentee, mentor in lot.sample(everybody, 4):
        Preference.objects.create(mentee=mentee, mentor=mentor, kind=Preference.Kind.VETO)
    for mentee, mentor in lot.sample(everybody, 6):
        state = lot.choice([State.PROPOSED, State.ACTIVE, State.DECLINED, State.LAPSED])
        reason = {"decline_reason": "NO_TIME"} if state == State.DECLINED else {}
        world.match_of(mentee.user, mentor.user, state, programme=lot.choice([programme, None]), **reason)
    pairs = [(mentee.user, mentor.user) for mentee, mentor in everybody]
    pairs += [(mentors[1].user, mentors[1].user), (mentees[0].user, mentees[1].user)]
    lot.shuffle(pairs)
    return programme, pairs


@pytest.mark.parametrize("origin", [Origin.ROUND, Origin.ASKED])
@pytest.mark.parametrize("seed", range(6))
def test_many_at_once_are_what_they_are_one_after_the_other(seed: int, origin: str) -> None:
    programme, pairs = crowd(seed)
    asked_for: Any = {"programme": programme, "round": None, "origin": origin, "now": NOW}

    class Undone(Exception):
        pass

    singly: list[str] = []
    with suppress(Undone), transaction.atomic():
        for mentee, mentor in pairs:
            try:
                propose(mentee, mentor, **asked_for)
                singly.append("made")
            except Refused as refusal:
                singly.append(type(refusal).__name__)
        letters = Message.objects.filter(letter="mentoring.proposed").count()
        raise Undone
    made, refused = propose_all([Wanted(*pair) for pair in pairs], **asked_for)
    why = {(one.mentee.pk, one.mentor.pk): type(refusal).__name__ for one, refusal in refused}
    assert [why.get((mentee.pk, mentor.pk), "made") for mentee, mentor in pairs] == singly
    assert {"made", "MentorIsPaused", "NotAMentor"} <= set(singly)
    assert len(made) == singly.count("made") == letters
    assert Message.objects.filter(letter="mentoring.proposed").count() == letters
    assert AuditEntry.objects.filter(action="mentoring.proposed").count() == letters


def test_no_pairs_are_no_proposals() -> None:
    asked_for: Any = {"programme": world.programme(), "round": None, "origin": Origin.ROUND, "now": NOW}
    for held in (True, False):
        assert propose_all([], **asked_for, held=held) == ([], [])
    assert not Message.objects.exists()


def test_many_proposals_cost_as_many_queries_as_few(django_assert_max_num_queries: Any) -> None:
    programme = world.programme()
    asked_for: Any = {"programme": programme, "round": None, "origin": Origin.ROUND, "now": NOW, "held": True}
    for count in (2, 20):
        pairs = [Wanted(world.mentee().user, world.mentor().user) for _ in range(count)]
        with django_assert_max_num_queries(18):
            made, _ = propose_all(pairs, **asked_for)
        assert len(made) == count
