"""Three times a year: does the fellow get the time that was agreed, and does the employer still support them?

The fellow answers signed in; the sponsor by a link that works once. Each is reminded once. What is wrong is told to the
adviser at once, since a project that has lost its time or its sponsor seldom gets them back by itself.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Cohort, Fellow, Leave, SupportCheck, SupportLetter
from fellowship.models.applications import support_digest
from fellowship.models.fellows import check_token
from fellowship.models.moves import CohortState, FellowState
from notifications.outbox import queue_email

Time, Sponsor = SupportCheck.Time, SupportCheck.Sponsor
A_YEAR = 3  # after each quarter but the last, when the showcase comes
DAYS_TO_ANSWER = 14
REMIND_AFTER = timedelta(days=7)
MOST_PEOPLE = 6
ANSWERS = (Sponsor.CONFIRMED, Sponsor.REFUSED, Sponsor.WRONG_PERSON)


class LinkOpensNothing(Refused):
    """This link opens nothing any more: it was answered, or somebody else was asked instead."""


class NobodyToAsk(Refused):
    """No fellow of this cohort is active, so there is nobody to ask."""


class AskedAlready(Refused):
    """Fellows were asked less than two weeks ago. Wait for their answers first."""


class OwnSponsor(Refused):
    """You cannot support yourself. Name somebody who can agree to your time."""


class TooManyPeople(Refused):
    """You have named six people already. Write to the programme’s team, so that we find who can agree."""


def number_due(cohort: Cohort, on: date) -> int:
    """How many checks of the year are due by a day: 0 to 3."""
    length = (cohort.ends_on - cohort.starts_on).days
    return max(0, min(A_YEAR, (on - cohort.starts_on).days * (A_YEAR + 1) // length))


def ask_when_due(*, now: datetime) -> int:
    """Ask the fellows of running cohorts for whom a check is due; on leave they are asked when they are back. Returns
    how many were asked. The clock calls it."""
    today = timezone.localdate(now)
    asked = 0
    for cohort in Cohort.objects.filter(state=CohortState.RUNNING).select_related("programme"):
        number = number_due(cohort, today)
        if number:
            had = SupportCheck.objects.filter(fellow=OuterRef("pk"), number__range=(number, A_YEAR))
            since = cohort.starts_on + (cohort.ends_on - cohort.starts_on) * number / (A_YEAR + 1)
            asked += _ask(cohort, to_ask(cohort, today).filter(~Exists(had), enrolled_at__date__lte=since), number, now)
    return asked


@transaction.atomic
def ask_now(cohort: Cohort, *, actor: User, now: datetime) -> int:
    """Ask all active fellows of a cohort between times. Returns how many. Raises AskedAlready, NobodyToAsk."""
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    checks = SupportCheck.objects.filter(fellow__cohort=cohort)
    if checks.filter(asked_at__gt=now - timedelta(days=DAYS_TO_ANSWER)).exists():
        raise AskedAlready
    # Above those of the year, which come at their time all the same.
    last = checks.aggregate(last=Max("number"))["last"] or 0
    asked = _ask(
        cohort, to_ask(cohort, timezone.localdate(now)), max(last, number_due(cohort, cohort.ends_on)) + 1, now
    )
    if not asked:
        raise NobodyToAsk
    audit.record(
        actor=actor, action="fellowship.support_checked", about=cohort, scope=cohort.programme.scope,
        detail={"people": asked}, now=now,
    )  # fmt: skip
    return asked


@transaction.atomic
def answer_time(check: SupportCheck, time: str, *, text: str, now: datetime) -> SupportCheck:
    """The fellow says whether they get their time; said again, the later answer counts."""
    found = _locked(check.pk)
    found.time, found.time_text, found.time_answered_at = time, text.strip(), now
    found.save()
    if time != Time.ALL:
        _tell_adviser(found, f"time:{time}", now)
    return found


@transaction.atomic
def name_sponsor(check: SupportCheck, *, name: str, email: str, now: datetime) -> SupportCheck:
    """The fellow names who supports them now; who was asked before is asked no longer.

    Raises OwnSponsor, TooManyPeople.
    """
    found = _locked(check.pk)
    email = email.strip().lower()
    if found.fellow.user.has_address(email):
        raise OwnSponsor
    if found.sponsor == Sponsor.ASKED and found.sponsor_email == email:
        return found
    # Each time counts, also the same person again: every one of them is a letter to somebody's work address.
    if found.sponsors_named >= MOST_PEOPLE:
        raise TooManyPeople
    found.sponsors_named += 1
    found.sponsor_name, found.sponsor_email, found.asked_at = name, email, now
    _ask_sponsor(found, now)
    return found


def check_of(token: str) -> SupportCheck:
    """What a link opens. Raises LinkOpensNothing. Looking changes nothing."""
    found: SupportCheck | None = (
        SupportCheck.objects.filter(token_hash=support_digest(token), sponsor=Sponsor.ASKED)
        .filter(fellow__state__in=(FellowState.ACTIVE, FellowState.PAUSED))
        .select_related("fellow__user", "fellow__cohort__programme")
        .first()
    )
    if found is None:
        raise LinkOpensNothing
    return found


@transaction.atomic
def answer_as_sponsor(token: str, state: str, *, text: str, now: datetime) -> SupportCheck:
    """The sponsor answers, once. Raises LinkOpensNothing."""
    found = _locked(check_of(token).pk)
    # Looked at again under the lock: somebody else may have been asked in between, who has another link.
    if found.sponsor != Sponsor.ASKED or found.token_hash != support_digest(token):
        raise LinkOpensNothing
    found.sponsor, found.sponsor_text, found.sponsor_answered_at, found.token_hash = state, text.strip(), now, None
    found.save()
    if state != Sponsor.CONFIRMED:
        _tell_adviser(found, f"sponsor:{state}", now)
        queue_email(
            letter="fellowship.check_sponsor_left", about_id=found.pk,
            key=f"fellowship.check_sponsor_left:{found.pk}:{now.timestamp():.0f}",
            scope=found.fellow.cohort.programme.scope, now=now,
        )  # fmt: skip
    return found


def to_ask(cohort: Cohort, on: date) -> Any:
    """The fellows who would be asked on a day: active, and not on leave."""
    away = Leave.objects.filter(fellow=OuterRef("pk"), first__lte=on, last__gte=on)
    active = Fellow.objects.filter(cohort=cohort, state=FellowState.ACTIVE, user__is_active=True)
    return active.filter(~Exists(away)).select_related("cohort__programme")


@transaction.atomic
def _ask(cohort: Cohort, fellows: Iterable[Fellow], number: int, now: datetime) -> int:
    fellows = list(fellows)
    sponsors = _sponsors_of(fellows)
    for fellow in fellows:
        name, email = sponsors.get(fellow.pk, ("", ""))
        check, is_new = SupportCheck.objects.get_or_create(
            fellow=fellow, number=number,
            defaults={
                "asked_at": now, "answer_by": timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER),
                "sponsor_name": name, "sponsor_email": email,
            },
        )  # fmt: skip
        if not is_new:
            continue
        check.fellow = fellow
        for due in (now, now + REMIND_AFTER):
            queue_email(
                letter="fellowship.check_time", about_id=check.pk, due_at=due, now=now,
                key=f"fellowship.check_time:{check.pk}:{due.timestamp():.0f}", scope=cohort.programme.scope,
            )  # fmt: skip
        if email:
            _ask_sponsor(check, now)
    return len(fellows)


def _sponsors_of(fellows: list[Fellow]) -> dict[int, tuple[str, str]]:
    """Who confirmed last: in a check of this year, else in the letter of support. Two queries."""
    letters = SupportLetter.objects.filter(
        application__fellow__in=fellows, state=SupportLetter.State.CONFIRMED
    ).order_by("answered_at")
    found = {
        fellow: (name, email) for fellow, name, email in letters.values_list("application__fellow", "name", "email")
    }
    checks = SupportCheck.objects.filter(fellow__in=fellows).filter(
        Q(sponsor=Sponsor.CONFIRMED) | Q(sponsor=Sponsor.ASKED)
    )
    for fellow, name, email in checks.order_by("asked_at", "pk").values_list("fellow", "sponsor_name", "sponsor_email"):
        found[fellow] = (name, email)
    return found


def _ask_sponsor(check: SupportCheck, now: datetime) -> None:
    check.sponsor, check.sponsor_text, check.sponsor_answered_at = Sponsor.ASKED, "", None
    check.token_hash = support_digest(check_token(check))
    check.save()
    for due in (now, now + REMIND_AFTER):
        queue_email(
            letter="fellowship.check_sponsor", about_id=check.pk, due_at=due, now=now,
            key=f"fellowship.check_sponsor:{check.pk}:{check.sponsor_email}:{due.timestamp():.0f}",
            scope=check.fellow.cohort.programme.scope,
        )  # fmt: skip


def _tell_adviser(check: SupportCheck, what: str, now: datetime) -> None:
    queue_email(
        letter="fellowship.support_is_thin", about_id=check.pk, key=f"fellowship.support_is_thin:{check.pk}:{what}",
        scope=check.fellow.cohort.programme.scope, now=now,
    )  # fmt: skip


def _locked(check_id: int) -> SupportCheck:
    found: SupportCheck = (
        SupportCheck.objects.select_for_update(of=("self",), no_key=True)
        .select_related("fellow__user", "fellow__cohort__programme")
        .get(pk=check_id)
    )
    return found
