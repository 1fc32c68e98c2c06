"""What has to be ready before a person starts: begun when they accept, ticked by what happens, waived by the team.

The employer's support and the protected time come from the letter of support, the baseline from the questionnaire;
consent and the mandatory days from the person. The team may tick each by hand, and says why.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application, Cohort, DayClash, MandatoryDay, NotLegal, OnboardingItem, SupportLetter
from fellowship.models.moves import ApplicationState
from fellowship.moving import move
from notifications.outbox import queue_email

S = ApplicationState
Kind = OnboardingItem.Kind
# The days before the start at whose noon who is not ready is reminded.
REMIND_DAYS_BEFORE = (28, 14, 5)


class NotGettingReady(Refused):
    """This person is not getting ready to start, so there is nothing to tick."""


class SayHow(Refused):
    """Say how you know. The note is kept with the tick."""


def begin_for_all(*, now: datetime) -> int:
    """Begin for everybody who accepted a place. Returns for how many. The clock calls it."""
    accepted = Application.objects.filter(state=S.ACCEPTED).order_by("pk").values_list("pk", flat=True)
    begun = 0
    for pk in list(accepted[:500]):
        try:
            begin(pk, actor=None, now=now)
        except NotLegal:  # they withdrew, or were deferred, in between
            continue
        begun += 1
    take_over_support(now=now)
    return begun


@transaction.atomic
def begin(application_id: int, *, actor: User | None, now: datetime) -> Application:
    """Take an accepted place to getting ready, with everything that has to be. Raises NotLegal, NotYours."""
    application = move(application_id, S.ONBOARDING, actor=actor, now=now)
    has_call_for_sponsor = application.call.wants_sponsor
    has_days = application.call.cohort.mandatory_days.exists()
    kinds = [
        kind
        for kind in Kind
        if not (kind in (Kind.SPONSOR, Kind.TIME) and not has_call_for_sponsor)
        and not (kind == Kind.DAYS and not has_days)
    ]
    OnboardingItem.objects.bulk_create(
        (OnboardingItem(application=application, kind=kind) for kind in kinds), ignore_conflicts=True
    )
    take_over_support(Application.objects.filter(pk=application.pk), now=now)
    _remind(application, now)
    return application


def take_over_support(applications: "Iterable[Application] | None" = None, *, now: datetime) -> int:
    """Tick what letters of support confirm, of these applications or of all. Returns how much was new. Two queries."""
    confirmed = SupportLetter.objects.filter(
        application=OuterRef("application"), state=SupportLetter.State.CONFIRMED
    ).order_by()
    items = OnboardingItem.objects.filter(done_at=None, application__state=S.ONBOARDING)
    if applications is not None:
        items = items.filter(application__in=applications)
    sponsors = items.filter(Exists(confirmed), kind=Kind.SPONSOR).update(done_at=now, updated_at=now)
    times = items.filter(Exists(confirmed.filter(protected_time=True)), kind=Kind.TIME).update(
        done_at=now, updated_at=now
    )
    return int(sponsors + times)


@transaction.atomic
def give_consent(application: Application, *, now: datetime) -> None:
    """The person agrees to take part on the cohort's terms. Raises NotGettingReady."""
    _tick(application, Kind.CONSENT, by=application.user, note="", now=now)


@transaction.atomic
def answer_days(application: Application, clashing: Iterable[MandatoryDay], *, now: datetime) -> None:
    """The person says on which mandatory days they cannot be there; on none: that is ready. Raises NotGettingReady.

    Said again, the later answer counts; what the team ticked by hand is open again where there are clashes.
    """
    clashing = set(clashing)
    _item(application, Kind.DAYS)
    DayClash.objects.filter(application=application).exclude(day__in=clashing).delete()
    DayClash.objects.bulk_create(
        (DayClash(application=application, day=day) for day in clashing), ignore_conflicts=True
    )
    if clashing:
        OnboardingItem.objects.filter(application=application, kind=Kind.DAYS).update(
            done_at=None, done_by=None, note="", updated_at=now
        )
    else:
        _tick(application, Kind.DAYS, by=application.user, note="", now=now)


def baseline_is_answered(cohort: Cohort, user: User, *, now: datetime) -> None:
    """The person has answered the first questionnaire: tick it, if they are getting ready."""
    OnboardingItem.objects.filter(
        application__call__cohort=cohort, application__user=user, application__state=S.ONBOARDING, kind=Kind.BASELINE,
        done_at=None,
    ).update(done_at=now, done_by=user, updated_at=now)  # fmt: skip


@transaction.atomic
def settle(application: Application, kind: str, *, note: str, actor: User, now: datetime) -> None:
    """The team ticks something by hand, and says how they know or why it is waived. Raises SayHow, NotGettingReady."""
    if not note.strip():
        raise SayHow
    _tick(application, kind, by=actor, note=note.strip(), now=now)
    _record(application, "fellowship.ready_ticked", kind, actor, now)


@transaction.atomic
def reopen(application: Application, kind: str, *, actor: User, now: datetime) -> None:
    """The team takes a tick back. Raises NotGettingReady."""
    item = _item(application, kind)
    if item.done_at is not None:
        item.done_at, item.done_by, item.note = None, None, ""
        item.save()
        _record(application, "fellowship.ready_reopened", kind, actor, now)


def missing(items: Sequence[OnboardingItem]) -> list[str]:
    """What is not ready yet, in words."""
    return [item.get_kind_display() for item in items if item.done_at is None]


def _item(application: Application, kind: str) -> OnboardingItem:
    found: OnboardingItem | None = (
        OnboardingItem.objects.select_for_update(of=("self",))
        .filter(application=application, application__state=S.ONBOARDING, kind=kind)
        .first()
    )
    if found is None:
        raise NotGettingReady
    return found


def _tick(application: Application, kind: str, *, by: User, note: str, now: datetime) -> None:
    item = _item(application, kind)
    if item.done_at is None:
        item.done_at, item.done_by, item.note = now, by, note
        item.save()


def _remind(application: Application, now: datetime) -> None:
    cohort = application.call.cohort
    start = timezone.make_aware(datetime.combine(cohort.starts_on, time(12)))
    for days in REMIND_DAYS_BEFORE:
        due = start - timedelta(days=days)
        if due > now:
            queue_email(
                letter="fellowship.ready_waits", about_id=application.pk,
                key=f"fellowship.ready_waits:{application.pk}:{days}", due_at=due, now=now,
                scope=cohort.programme.scope,
            )  # fmt: skip


def _record(application: Application, action: str, kind: str, actor: User, now: datetime) -> None:
    audit.record(
        actor=actor, action=action, about=application, subject=application.user,
        scope=application.call.cohort.programme.scope, detail={"kind": kind}, now=now,
    )  # fmt: skip
