"""Choosing: conflicts, even loads, moderation, decisions released together, offers within the places."""

from collections import Counter
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Profile, ProgrammeRole, User
from fellowship.deciding import offers, outcomes
from fellowship.models import Answer, Application, Call, Conflict, Offer, Question, Review, RubricItem, SupportLetter
from fellowship.models.moves import ApplicationState
from fellowship.moving import NoPlaceLeft, move
from fellowship.reviewing import assigning, scoring
from fellowship.reviewing.conflicts import find_conflicts
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState
Why = Conflict.Why


def with_reviewers(count: int = 3) -> tuple[Call, User, list[User]]:
    call = world.call()
    programme = call.cohort.programme
    for position, title in enumerate(("Project", "Impact")):
        RubricItem.objects.create(call=call, title=title, most=10, position=position)
    return call, world.in_team(programme), [world.in_team(programme, ProgrammeRole.Role.REVIEWER) for _ in range(count)]


def score_all(review: Review, *points: int) -> Application:
    for item, given in zip(review.application.call.rubric.all(), points, strict=True):
        scoring.save_score(review.pk, item.pk, points=given, comment="", now=NOW)
    return scoring.finish(review.pk, comment="", now=NOW)


def test_every_kind_of_conflict_is_found() -> None:
    call, _, reviewers = with_reviewers(6)
    employer, manager, managed, sponsor, named, free = reviewers
    one = world.application(call, state=S.ELIGIBLE)
    Application.objects.filter(pk=one.pk).update(organisation_name="St  Elsewhere")
    Profile.objects.create(user=employer, employer="NOT_LISTED", organisation_name="St Elsewhere")
    Profile.objects.create(user=one.user, line_manager_email=manager.email)
    Profile.objects.create(user=managed, line_manager_email=one.user.email)
    SupportLetter.objects.create(application=one, name="S", email=sponsor.email, token_hash="x", asked_at=NOW)
    User.objects.filter(pk=named.pk).update(name="Grace Hopper")
    question = Question.objects.filter(section__call=call).last()
    assert question is not None
    Answer.objects.create(application=one, question=question, text="I work with grace hopper.")
    found = find_conflicts(call, assigning.reviewers_of(call))
    assert {reviewer: why for (_, reviewer), why in found.items()} == {
        employer.pk: Why.EMPLOYER, manager.pk: Why.MANAGER, managed.pk: Why.MANAGER, sponsor.pk: Why.SPONSOR,
        named.pk: Why.NAMED,
    }  # fmt: skip
    assert (one.pk, free.pk) not in found


def test_conflicts_cost_the_same_whatever_the_number_of_applications(django_assert_num_queries: object) -> None:
    call, _, reviewers = with_reviewers()
    for _ in range(8):
        world.application(call, state=S.ELIGIBLE)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert find_conflicts(call, reviewers) == {}


def test_readings_are_shared_out_evenly_and_told_once_to_each() -> None:
    call, admin, reviewers = with_reviewers()
    for _ in range(6):
        world.application(call, state=S.ELIGIBLE)
    shared = assigning.share_out(call, actor=admin, now=NOW)
    assert shared.given == Counter({one.pk: 4 for one in reviewers}) and not shared.missing
    assert call.applications.filter(state=S.IN_REVIEW).count() == 6
    assert Message.objects.filter(letter="fellowship.reviews_given").count() == 3
    with pytest.raises(assigning.NothingToRead):
        assigning.share_out(call, actor=admin, now=NOW)


def test_who_returns_an_application_does_not_get_it_again() -> None:
    call, admin, _ = with_reviewers()
    world.application(call, state=S.ELIGIBLE)
    assigning.share_out(call, actor=admin, now=NOW)
    returned = Review.objects.first()
    assert returned is not None
    assigning.give_back(returned, why="I know her", is_conflict=True, actor=returned.reviewer, now=NOW)
    shared = assigning.share_out(call, actor=admin, now=NOW)
    assert returned.reviewer_id not in shared.given and sum(shared.given.values()) == 1
    assert Conflict.objects.get(reviewer=returned.reviewer).why == Why.DECLARED
    with pytest.raises(assigning.InConflict):
        assigning.give(returned.application, returned.reviewer, actor=admin, now=NOW)


def test_scores_that_are_near_give_a_mean_and_those_that_differ_are_moderated() -> None:
    call, admin, _ = with_reviewers(2)
    near, far = world.application(call, state=S.ELIGIBLE), world.application(call, state=S.ELIGIBLE)
    assigning.share_out(call, actor=admin, now=NOW)
    first, second = near.reviews.all()
    with pytest.raises(scoring.NotScored):
        scoring.finish(first.pk, comment="", now=NOW)
    assert score_all(first, 6, 7).state == S.IN_REVIEW
    assert score_all(second, 7, 7).state == S.SCORED
    near.refresh_from_db()
    assert near.mean_score == Decimal("13.5")
    third, fourth = far.reviews.all()
    score_all(third, 2, 5)
    assert score_all(fourth, 8, 5).state == S.MODERATION
    far.refresh_from_db()
    (difference,) = scoring.differences(far)
    assert (difference.item.title, difference.points) == ("Project", (2, 8))
    low = third.scores.get(points=2)
    done = scoring.moderate(far, {low.pk: 6}, actor=admin, now=NOW)
    far.refresh_from_db()
    assert (done.state, far.mean_score) == (S.SCORED, Decimal(12))
    low.refresh_from_db()
    assert (low.points, low.moderated) == (2, 6)
    assert scoring.ranked(call) == [near, far]


def test_points_stay_on_the_scale_and_a_finished_review_stays_as_it_is() -> None:
    call, admin, _ = with_reviewers(2)
    one = world.application(call, state=S.ELIGIBLE)
    assigning.share_out(call, actor=admin, now=NOW)
    review = one.reviews.all()[0]
    item = call.rubric.all()[0]
    for points in (-1, 11):
        with pytest.raises(scoring.OutsideTheScale):
            scoring.save_score(review.pk, item.pk, points=points, comment="", now=NOW)
    score_all(review, 5, 5)
    with pytest.raises(scoring.ReviewIsOver):
        scoring.save_score(review.pk, item.pk, points=1, comment="", now=NOW)


def test_decisions_are_released_together_or_not_at_all_and_told_once() -> None:
    call, admin, _ = with_reviewers()
    offered, reserve, none = (world.application(call, state=S.INTERVIEWED) for _ in range(3))
    decisions = [
        outcomes.decide(offered.pk, S.OFFERED, actor=admin, now=NOW),
        outcomes.decide(reserve.pk, S.RESERVE, actor=admin, now=NOW),
        outcomes.decide(none.pk, S.UNSUCCESSFUL, reason_code="SCORE", actor=admin, now=NOW),
    ]
    chosen = {one.pk: one.made_at for one in decisions}
    assert not Message.objects.exists()
    with pytest.raises(outcomes.NothingChosen):
        outcomes.release(call, {}, actor=admin, now=NOW)
    assert len(outcomes.preview(call, reader=admin).without_feedback) == 1
    with pytest.raises(outcomes.NeedsFeedback):
        outcomes.release(call, chosen, actor=admin, now=NOW)
    offered.refresh_from_db()
    assert offered.state == S.INTERVIEWED
    words = outcomes.Words(feedback="Say more of what changes for patients.")
    again = outcomes.decide(none.pk, S.UNSUCCESSFUL, reason_code="SCORE", words=words, actor=admin, now=NOW)
    chosen[again.pk] = again.made_at
    with pytest.raises(outcomes.DecisionsHaveChanged):
        outcomes.release(call, chosen | {decisions[0].pk: NOW - timedelta(1)}, actor=admin, now=NOW)
    assert outcomes.release(call, chosen, actor=admin, now=NOW) == 3
    assert outcomes.release(call, chosen, actor=admin, now=NOW) == 0
    letters = Counter(Message.objects.exclude(letter="fellowship.offer_waits").values_list("letter", flat=True))
    assert letters == {"fellowship.offered": 1, "fellowship.reserve": 1, "fellowship.unsuccessful": 1}
    reserve.refresh_from_db()
    assert reserve.reserve_rank == 1


def test_no_more_offers_are_released_than_there_are_places() -> None:
    call, admin, _ = with_reviewers()
    chosen = {}
    for _ in range(3):
        decision = outcomes.decide(world.application(call, state=S.INTERVIEWED).pk, S.OFFERED, actor=admin, now=NOW)
        chosen[decision.pk] = decision.made_at
    with pytest.raises(outcomes.MoreOffersThanPlaces):
        outcomes.release(call, chosen, actor=admin, now=NOW)
    assert not Offer.objects.exists()


def test_an_offer_ends_frees_its_place_and_the_first_of_the_reserve_is_proposed() -> None:
    call, admin, _ = with_reviewers()
    call.cohort.places = 1
    call.cohort.save()
    first, second = world.application(call, state=S.INTERVIEWED), world.application(call, state=S.INTERVIEWED)
    for one, outcome in ((first, S.OFFERED), (second, S.RESERVE)):
        decision = outcomes.decide(one.pk, outcome, actor=admin, now=NOW)
        outcomes.release(call, {decision.pk: decision.made_at}, actor=admin, now=NOW)
    with pytest.raises(NoPlaceLeft):
        move(second.pk, S.OFFERED, actor=admin, now=NOW)
    later = Offer.objects.get(application=first).expires_at
    assert timezone.localtime(later).time() == time(23, 59)
    assert timezone.localdate(later) == timezone.localdate(NOW) + timedelta(days=call.offer_days)
    assert offers.expire_offers(now=later - timedelta(seconds=1)) == 0
    with pytest.raises(offers.OfferIsOver):
        offers.answer_offer(first.pk, S.ACCEPTED, actor=first.user, now=later)
    assert offers.expire_offers(now=later) == 1
    assert offers.expire_offers(now=later) == 0
    assert offers.next_reserves(call.cohort, outcomes.places_left(call.cohort)) == [second]


def test_a_decision_must_be_possible_and_can_be_taken_back_until_it_is_released() -> None:
    call, admin, _ = with_reviewers()
    one = world.application(call, state=S.SUBMITTED)
    with pytest.raises(outcomes.CannotDecide):
        outcomes.decide(one.pk, S.OFFERED, actor=admin, now=NOW)
    scored = world.application(call, state=S.SCORED)
    with pytest.raises(outcomes.CannotDecide, match="list"):
        outcomes.decide(scored.pk, S.UNSUCCESSFUL, reason_code="NICE", actor=admin, now=NOW)
    outcomes.decide(scored.pk, S.UNSUCCESSFUL, reason_code="OTHER", actor=admin, now=NOW)
    outcomes.take_back(scored.pk, actor=admin, now=NOW)
    outcomes.take_back(scored.pk, actor=admin, now=NOW)
    assert outcomes.preview(call, reader=admin).decisions == ()
