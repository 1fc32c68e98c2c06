"""Shares out the readings of a call, by calculation or by hand, and tells reviewers of what is new to them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts import audit
from accounts.models import Profile, User
from common.refusals import Refused
from fellowship.models import Answer, Application, Call, Conflict, Question, Reader, Review
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from fellowship.reviewing.conflicts import find_conflicts, keep_conflicts
from fellowship.reviewing.readers import reviewers_of, team_reviewers
from fellowship.reviewing.readings import open_readings
from fellowship.reviewing.scoring import go_on
from fellowship.solving.reading import MOST_FIT, Reading, assign
from notifications.outbox import queue_email

State = Review.State
READABLE = (ApplicationState.ELIGIBLE, ApplicationState.IN_REVIEW)
BY_REGION, BY_TOPIC = "REGION", "TOPIC"
_IN_CONFLICT, _HAS_LEFT = "In conflict, as was found later.", "They have left the team."


class NobodyToRead(Refused):
    """The programme has no reviewer yet. Put some into its team first."""


class NothingToRead(Refused):
    """No application is eligible and still needs a reader."""


class NothingToScore(Refused):
    """The rubric is empty. Say first what reviewers score."""


class NoSubject(Refused):
    """Say first which question tells the subject, so that reviewers can say which they know."""


class InConflict(Refused):
    """This reviewer may not read this application. The list of conflicts says why."""


class ReadsItAlready(Refused):
    """This reviewer has this application already."""


class NoReaderOfThisCall(Refused):
    """This person does not read for this call."""


class ReadAlready(Refused):
    """This reading is finished, so it stays with its reader."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What was shared out: readings by reviewer, by application those for which there is nobody, and those read by
    nobody of the region or subject asked for."""

    given: Counter[int]
    missing: dict[int, int]
    lacking: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who would read what. ``pairs``: (application, reviewer); ``loads``: open and finished readings now."""

    reviewers: Sequence[User]
    applications: Sequence[Application]
    loads: Counter[int]
    pairs: tuple[tuple[int, int], ...]
    missing: dict[int, int]
    lacking: tuple[int, ...]

    @property
    def given(self) -> Counter[int]:
        return Counter(reviewer for _, reviewer in self.pairs)


def propose(call: Call, wish: str = "") -> Proposal:
    """The best readers for what is eligible, without writing anything: load even, no conflict. Readings there stay.

    ``wish`` is BY_REGION or BY_TOPIC: at least one reader of the applicant's region, or who knows the subject, where
    it costs nobody a fairer load. Raises NobodyToRead, NothingToScore, NoSubject, NothingToRead.
    """
    reviewers = reviewers_of(call)
    if not reviewers:
        raise NobodyToRead
    if not call.rubric.filter(for_interview=False).exists():
        raise NothingToScore
    if wish == BY_TOPIC and call.topic_question_id is None:
        raise NoSubject
    applications = list(Application.objects.filter(call=call, state__in=READABLE).order_by("pk"))
    team = team_reviewers(call)
    here = {one.pk for one in team}
    conflicts = {*find_conflicts(call, team), *_declared(call)}
    readings = list(Review.objects.filter(application__call=call).values_list("application", "reviewer", "state"))
    there = [
        (one, other) for one, other, state in readings
        if state == State.DONE or (state != State.RETURNED and other in here and (one, other) not in conflicts)
    ]  # fmt: skip
    returned = [(one, other) for one, other, state in readings if state == State.RETURNED]
    loads = Counter(other for _, other in there)
    wanted = _wanted(call, wish, applications, reviewers)
    limits = Reader.objects.filter(call=call).values_list("user", "most")
    most = {user: limit for user, limit in limits if limit is not None}
    found = assign(
        Reading(
            needs={one.pk: call.reviews_each for one in applications},
            loads={one.pk: loads[one.pk] for one in reviewers},
            barred=[*conflicts, *returned],
            there=there,
            wanted=wanted,
            fits=dict.fromkeys(wanted, MOST_FIT),
            most=most,
        )
    )
    if not found.pairs and not found.missing:
        raise NothingToRead
    return Proposal(reviewers, applications, loads, found.pairs, dict(found.missing), tuple(found.lacking))


@transaction.atomic
def share_out(call: Call, *, actor: User, wish: str = "", now: datetime) -> Shared:
    """Give every eligible application its readers, as ``propose`` says, and tell them.

    Open readings in conflict, or of those who left the team, go to somebody else. Raises what ``propose`` raises.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__programme").get(pk=call.pk)
    take_back_stranded(call, actor=actor, now=now)
    found = propose(call, wish)
    _give(call, found.pairs, found.applications, actor, now)
    return Shared(found.given, found.missing, found.lacking)


@transaction.atomic
def save_settings(
    call: Call, *, review_by: datetime | None, topic_question: Question | None, actor: User, now: datetime
) -> None:
    """By when applications are read, and which question tells their subject."""
    Call.objects.filter(pk=call.pk).update(review_by=review_by, topic_question=topic_question, updated_at=now)
    audit.record(
        actor=actor, action="fellowship.reading_planned", about=call, scope=call.cohort.programme.scope, now=now
    )


@transaction.atomic
def give(application: Application, reviewer: User, *, actor: User, now: datetime) -> Review:
    """Give one application to one reviewer by hand. Raises InConflict, ReadsItAlready, NothingToRead."""
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=application.call_id)
    application.refresh_from_db()
    if application.state not in READABLE:
        raise NothingToRead("This application cannot be given to a reader as it stands now.")
    readers = reviewers_of(call)
    if reviewer not in readers:
        raise NoReaderOfThisCall
    keep_conflicts(call, find_conflicts(call, readers))
    if Conflict.objects.filter(application=application, reviewer=reviewer).exists():
        raise InConflict
    there = Review.objects.filter(application=application, reviewer=reviewer)
    if there.exclude(state=State.RETURNED).exists():
        raise ReadsItAlready
    # One that was returned for another reason opens again, and keeps the number its reader knows it by.
    is_again = there.update(state=State.ASSIGNED, assigned_at=now, returned_why="")
    _give(call, [] if is_again else [(application.pk, reviewer.pk)], [application], actor, now)
    if is_again:
        _tell(call, Counter([reviewer.pk]), actor, now)
    return Review.objects.get(application=application, reviewer=reviewer)


@transaction.atomic
def give_back(review: Review, *, why: str, is_conflict: bool, actor: User, now: datetime) -> None:
    """A reviewer returns an application, because of a conflict or another reason; it is theirs no longer.

    Returning twice is once. What is done is not returned.
    """
    Application.objects.select_for_update(of=("self",), no_key=True).get(pk=review.application_id)
    found: Review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if found.state in (State.RETURNED, State.DONE):
        return
    found.state, found.returned_why = State.RETURNED, why
    found.save()
    found.scores.all().delete()
    if is_conflict:
        Conflict.objects.update_or_create(
            application_id=found.application_id, reviewer_id=found.reviewer_id,
            defaults={"why": Conflict.Why.DECLARED, "note": why},
        )  # fmt: skip
    audit.record(
        actor=actor, action="fellowship.review_returned", about=found,
        scope=found.application.call.cohort.programme.scope, detail={"conflict": is_conflict}, now=now,
    )  # fmt: skip
    go_on(found.application, now)


@transaction.atomic
def take_back(review: Review, *, actor: User, now: datetime) -> None:
    """The team takes a reading from its reader. Raises ReadAlready for one that is finished."""
    if Review.objects.filter(pk=review.pk, state=State.DONE).exists():
        raise ReadAlready
    give_back(review, why="The team gave it to somebody else.", is_conflict=False, actor=actor, now=now)


def conflicts_among_readings(call: Call) -> list[Review]:
    """Finished readings by somebody who is in conflict, as came to light later. One query, of these rows alone."""
    done = Review.objects.filter(application__call=call, state=State.DONE).select_related("application", "reviewer")
    return list(done.filter(application__conflicts__reviewer=F("reviewer")).order_by("pk"))


@transaction.atomic
def take_back_stranded(call: Call, *, actor: User, now: datetime) -> None:
    """Compute conflicts anew; take back open readings in which one came to light, and of those who left the team."""
    team = team_reviewers(call)
    keep_conflicts(call, find_conflicts(call, team))
    conflicts = set(Conflict.objects.filter(application__call=call).values_list("application", "reviewer"))
    here = {one.pk for one in team}
    for review in open_readings(Review.objects.filter(application__call=call)):
        if (review.application_id, review.reviewer_id) in conflicts:
            give_back(review, why=_IN_CONFLICT, is_conflict=False, actor=actor, now=now)
        elif review.reviewer_id not in here:
            give_back(review, why=_HAS_LEFT, is_conflict=False, actor=actor, now=now)


def _declared(call: Call) -> Iterable[tuple[int, int]]:
    rows = Conflict.objects.filter(application__call=call, why=Conflict.Why.DECLARED)
    return rows.values_list("application", "reviewer")


def _give(
    call: Call, pairs: Iterable[tuple[int, int]], applications: Iterable[Application], actor: User, now: datetime
) -> None:
    pairs = list(pairs)
    Review.objects.bulk_create(
        Review(application_id=application, reviewer_id=reviewer, assigned_at=now) for application, reviewer in pairs
    )
    given = {application for application, _ in pairs}
    for application in applications:
        if application.pk in given and application.state == ApplicationState.ELIGIBLE:
            move(application.pk, ApplicationState.IN_REVIEW, actor=actor, now=now)
    _tell(call, Counter(reviewer for _, reviewer in pairs), actor, now)


def _tell(call: Call, given: Counter[int], actor: User, now: datetime) -> None:
    for reviewer, count in sorted(given.items()):
        newest = Review.objects.filter(reviewer=reviewer, application__call=call).latest("pk")
        queue_email(
            letter="fellowship.reviews_given", about_id=newest.pk,
            key=f"fellowship.reviews_given:{newest.pk}:{now.isoformat()}", scope=call.cohort.programme.scope, now=now,
        )  # fmt: skip
        audit.record(
            actor=actor, action="fellowship.reviews_given", about=call, subject=User(pk=reviewer),
            scope=call.cohort.programme.scope, detail={"count": count}, now=now,
        )  # fmt: skip


def _wanted(
    call: Call, wish: str, applications: Iterable[Application], reviewers: Iterable[User]
) -> list[tuple[int, int]]:
    """(application, reviewer) that have the region or a subject in common."""
    if wish == BY_REGION:
        regions = Profile.objects.filter(user__in=list(reviewers)).exclude(region="").values_list("user", "region")
        have = {user: {region} for user, region in regions}
        want = {one.pk: {one.region} for one in applications if one.region}
    elif wish == BY_TOPIC and call.topic_question_id is not None:
        have = {user: set(topics) for user, topics in Reader.objects.filter(call=call).values_list("user", "topics")}
        answers = Answer.objects.filter(application__call=call, question=call.topic_question_id)
        want = {one: set(text.splitlines()) for one, text in answers.values_list("application", "text")}
    else:
        return []
    here = {one.pk for one in reviewers}
    return [
        (application, reviewer)
        for application, wants in want.items()
        for reviewer, has in have.items()
        if reviewer in here and wants & has
    ]
