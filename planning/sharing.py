"""Links to a gap report for somebody without an account: read-only, for a time, and taken back at any moment."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from careers.models import Level
from common.refusals import Refused
from planning.models import Assessment, SharedReport

LIFETIMES = {7: "A week", 30: "30 days", 90: "90 days"}
MOST_OPEN = 50
_SIGNER = "planning.sharing"


class TooManyLinks(Refused):
    """You gave 50 links that still open. Take one back, then give another."""


def share_report(
    user: User, assessment: Assessment, goal: Level, *, given_to: str, days: int, now: datetime
) -> SharedReport:
    """Give a link to the report of one assessment for one level. ``days`` is one of LIFETIMES. Raises TooManyLinks."""
    if SharedReport.objects.of(user).open(now).count() >= MOST_OPEN:
        raise TooManyLinks
    return SharedReport.objects.create(
        user=user, assessment=assessment, goal=goal, given_to=given_to, given_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip


def revoke(shared: SharedReport, *, now: datetime) -> None:
    """Take a link back: it opens nothing from now on. Once is as good as twice."""
    SharedReport.objects.filter(pk=shared.pk, revoked_at=None).update(revoked_at=now, updated_at=now)


def report_address(shared: SharedReport) -> str:
    """The whole address of a link."""
    secret = signing.Signer(salt=_SIGNER).sign(str(shared.nonce))
    return f"{settings.SITE_URL}{reverse('shared_report', args=[secret])}"


def open_report(secret: str, *, now: datetime) -> SharedReport | None:
    """What a link shows; None for one that was not made here, was taken back, or is over. One query."""
    try:
        nonce = uuid.UUID(signing.Signer(salt=_SIGNER).unsign(secret))
    except (signing.BadSignature, ValueError):
        return None
    rows = SharedReport.objects.open(now).select_related("user", "assessment__point", "assessment__level")
    return rows.filter(nonce=nonce).first()
