"""Shares out the readings of a call, by calculation or by hand, and tells reviewers of what is new to them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import Profile, ProgrammeRole, User
from common.refusals import Refused
from fellowship.models import Application, Call, Conflict, Review
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from fellowship.reviewing.conflicts import find_conflicts, keep_conflicts
from fellowship.solving.reading import MOST_FIT, Reading, assign
from notifications.outbox import queue_email

State = Review.State
READABLE = (ApplicationState.ELIGIBLE, ApplicationState.IN_REVIEW)


class NobodyToRead(Refused):
    """The programme has no reviewer yet. Put some into its team first."""


class NothingToRead(Refused):
    """No application is eligible and still needs a reader."""


class InConflict(Refused):
    """This reviewer may not read this application. The list of conflicts says why."""


class ReadsItAlready(Refused):
    """This reviewer has this application already."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What was shared out: readings by reviewer, and by application those for which there is nobody."""

    given: Counter[int]
    missing: dict[int, int]


def reviewers_of(call: Call) -> list[User]:
    """The reviewers of the programme whose accounts are open, by name."""
    roles = ProgrammeRole.objects.filter(programme=call.cohort.programme_id, role=ProgrammeRole.Role.REVIEWER)
    return list(User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("name", "pk"))


@transaction.atomic
def share_out(call: Call, *, actor: User, by_region: bool = False, now: datetime) -> Shared:
    """Give every eligible application its readers: load even, no conflict. Readings there already stay.

    ``by_region``: a reviewer from the applicant's region is better, where it costs nobody a fairer load. Raises
    NobodyToRead, NothingToRead.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__programme").get(pk=call.pk)
    reviewers = reviewers_of(call)
    if not reviewers:
        raise NobodyToRead
    applications = list(Application.objects.filter(call=call, state__in=READABLE))
    keep_conflicts(call, find_conflicts(call, reviewers))
    readings = list(Review.objects.filter(application__call=call).values_list("application", "reviewer", "state"))
    there = [(one, other) for one, other, state in readings if state != State.RETURNED]
    returned = [(one, other) for one, other, state in readings if state == State.RETURNED]
    loads = Counter(other for _, other in there)
    found = assign(
        Reading(
            needs={one.pk: call.reviews_each for one in applications},
            loads={one.pk: loads[one.pk] for one in reviewers},
            barred=[*Conflict.objects.filter(application__call=call).values_list("application", "reviewer"), *returned],
            there=there,
            fits=_region_fits(applications, reviewers) if by_region else {},
        )
    )
    if not found.pairs and not found.missing:
        raise NothingToRead
    _give(call, found.pairs, applications, actor, now)
    return Shared(Counter(reviewer for _, reviewer in found.pairs), dict(found.missing))


@transaction.atomic
def give(application: Application, reviewer: User, *, actor: User, now: datetime) -> Review:
    """Give one application to one reviewer by hand. Raises InConflict, ReadsItAlready, NothingToRead."""
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=application.call_id)
    application.refresh_from_db()
    if application.state not in READABLE:
        raise NothingToRead("This application cannot be given to a reader as it stands now.")
    keep_conflicts(call, find_conflicts(call, reviewers_of(call)))
    if Conflict.objects.filter(application=application, reviewer=reviewer).exists():
        raise InConflict
    if Review.objects.filter(application=application, reviewer=reviewer).exists():
        raise ReadsItAlready
    _give(call, [(application.pk, reviewer.pk)], [application], actor, now)
    return Review.objects.get(application=application, reviewer=reviewer)


@transaction.atomic
def give_back(review: Review, *, why: str, is_conflict: bool, actor: User, now: datetime) -> None:
    """A reviewer returns an application, because of a conflict or another reason; it is theirs no longer.

    Returning twice is once. What is done is not returned.
    """
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
        actor=actor, action="fellowship.review_returned", about=found, detail={"conflict": is_conflict}, now=now
    )


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
    for reviewer, count in sorted(Counter(reviewer for _, reviewer in pairs).items()):
        newest = Review.objects.filter(reviewer=reviewer, application__call=call).latest("pk")
        queue_email(
            letter="fellowship.reviews_given", about_id=newest.pk, key=f"fellowship.reviews_given:{newest.pk}",
            scope=call.cohort.programme.scope, now=now,
        )  # fmt: skip
        audit.record(
            actor=actor, action="fellowship.reviews_given", about=call, subject=User(pk=reviewer),
            scope=call.cohort.programme.scope, detail={"count": count}, now=now,
        )  # fmt: skip


def _region_fits(applications: Iterable[Application], reviewers: Iterable[User]) -> dict[tuple[int, int], int]:
    regions = dict(Profile.objects.filter(user__in=list(reviewers)).exclude(region="").values_list("user", "region"))
    return {
        (application.pk, reviewer): MOST_FIT
        for application in applications
        for reviewer, region in regions.items()
        if region == application.region
    }
