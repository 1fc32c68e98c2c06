"""Concerns: reported in confidence, seen within two working days, closed with an answer to whoever reported.

The programme's admins deal with them, or site admins where two people met without a programme. Whoever a concern is
about never sees it, also where they are an admin; who reported is told to nobody else. Its letters and its entries in
the audit trail stay out of the programme's, where the person it is about might look.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.models import ProgrammeRole, User
from accounts.roles import RUNNING_IT, is_site_admin, programmes_where
from common.refusals import Refused
from common.working_days import end_of_working_day
from mentoring.models import Concern, Conversation, Match
from mentoring.models.going_on import ConcernQuerySet
from mentoring.proposing import nation_of
from notifications.outbox import queue_email

SEEN_WITHIN = 2  # working days of the reporter's nation
MOST_OPEN = 5  # concerns that one person may have open
State = Concern.State


class TooManyConcerns(Refused):
    """You have five open concerns. Whoever deals with them will ask you what else there is."""


class ConcernHasChanged(Refused):
    """Somebody else dealt with this concern meanwhile. Look at how it stands now."""


class NoAnswer(Refused):
    """Write what the person who reported it is told."""


@transaction.atomic
def report(of: Match | Conversation, *, kind: str, text: str, reporter: User, now: datetime) -> Concern:
    """Report a concern about the other of two people. Raises TooManyConcerns."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=reporter.pk)  # one is counted after the other
    if Concern.objects.filter(reporter=reporter).open().count() >= MOST_OPEN:
        raise TooManyConcerns
    concern = Concern.objects.create(
        programme=of.programme if isinstance(of, Match) else None,
        match=of if isinstance(of, Match) else None,
        conversation=of if isinstance(of, Conversation) else None,
        reporter=reporter, about=of.other(reporter), kind=kind, text=text, reported_at=now,
        acknowledge_by=end_of_working_day(now, SEEN_WITHIN, nation_of(reporter)),
    )  # fmt: skip
    audit.record(actor=reporter, action="mentoring.concern_reported", about=concern, now=now)
    _tell_reporter(concern, now)
    for user in _who_deals_with(concern, now):
        _tell_staff(concern, user, "", now)
    return concern


def concerns_for(user: User, *, now: datetime) -> ConcernQuerySet:
    """The concerns that this person deals with: never one about themselves or by themselves."""
    rows: ConcernQuerySet = Concern.objects.exclude(about=user).exclude(reporter=user)
    if is_site_admin(user):
        return rows
    return rows.filter(programme__in=programmes_where(user, RUNNING_IT, now=now))


def read_concern(concern: Concern, *, by: User, now: datetime) -> None:
    """Note that a concern was read."""
    audit.record(actor=by, action="mentoring.concern_read", about=concern, now=now)


@transaction.atomic
def acknowledge(concern_id: UUID, *, by: User, now: datetime) -> None:
    """Take a concern on; its reporter is told. Twice is as good as once. Raises ConcernHasChanged."""
    concern = _locked(concern_id, by, now)
    if concern.state == State.ACKNOWLEDGED:
        return
    _move(concern, State.ACKNOWLEDGED)
    concern.acknowledged_at, concern.handled_by = now, by
    concern.save()
    audit.record(actor=by, action="mentoring.concern_acknowledged", about=concern, now=now)
    _tell_reporter(concern, now)


def keep_record(concern_id: UUID, *, record: str, by: User, now: datetime) -> None:
    """Keep what was found and done, for those who deal with it alone. Raises Concern.DoesNotExist."""
    with transaction.atomic():
        concern = _locked(concern_id, by, now)
        concern.record = record
        concern.save()
        audit.record(actor=by, action="mentoring.concern_noted", about=concern, now=now)


@transaction.atomic
def resolve(concern_id: UUID, *, answer: str, by: User, now: datetime) -> None:
    """Close a concern, with an answer to whoever reported it. Raises ConcernHasChanged, NoAnswer."""
    concern = _locked(concern_id, by, now)
    if not answer.strip():
        raise NoAnswer
    _move(concern, State.RESOLVED)
    concern.answer, concern.resolved_at, concern.handled_by = answer, now, by
    concern.acknowledged_at = concern.acknowledged_at or now
    concern.save()
    audit.record(actor=by, action="mentoring.concern_resolved", about=concern, now=now)
    _tell_reporter(concern, now)


@transaction.atomic
def escalate_unseen(*, now: datetime) -> int:
    """Tell site admins of concerns that nobody took on in time. Returns how many."""
    late = Concern.objects.filter(state=State.REPORTED, escalated_at=None, acknowledge_by__lt=now)
    concerns = list(late.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:100])
    for concern in concerns:
        for user in _who_may(concern).filter(is_superuser=True):
            _tell_staff(concern, user, ":late", now)
    Concern.objects.filter(pk__in=[one.pk for one in concerns]).update(escalated_at=now, updated_at=now)
    return len(concerns)


def _who_deals_with(concern: Concern, now: datetime) -> list[User]:
    """The team of the programme and who stands in for them; site admins where that leaves nobody."""
    people = _who_may(concern)
    if concern.programme_id is not None:
        roles = ProgrammeRole.objects.filter(programme=concern.programme_id, role__in=RUNNING_IT)
        standing_in = roles.stood_in_for(timezone.localdate(now)).values("deputy")
        team = list(people.filter(Q(pk__in=roles.values("user")) | Q(pk__in=standing_in)))
        if team:
            return team
    return list(people.filter(is_superuser=True))


def _who_may(concern: Concern) -> "QuerySet[User]":
    """Everybody but the two whom it is between."""
    between = [pk for pk in (concern.about_id, concern.reporter_id) if pk is not None]
    return User.objects.filter(is_active=True).exclude(pk__in=between)


def _locked(concern_id: UUID, by: User, now: datetime) -> Concern:
    """Raises Concern.DoesNotExist for who must not see it."""
    found = concerns_for(by, now=now).get(uuid=concern_id)
    concern: Concern = Concern.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return concern


def _move(concern: Concern, state: str) -> None:
    if not concern.may_become(state):
        raise ConcernHasChanged
    concern.state = state


def _tell_staff(concern: Concern, user: User, ending: str, now: datetime) -> None:
    letter = "mentoring.concern_waits"
    queue_email(letter=letter, about_id=user.pk, key=f"{letter}:{concern.pk}:{user.pk}{ending}", now=now)


def _tell_reporter(concern: Concern, now: datetime) -> None:
    letter = "mentoring.concern_stands"
    queue_email(letter=letter, about_id=concern.pk, key=f"{letter}:{concern.pk}:{concern.state}", now=now)
