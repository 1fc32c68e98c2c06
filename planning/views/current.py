"""Whose assessment a page is about: the person's latest, or the one in the session of somebody signed out."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.models import User
from common.public_pages import View
from planning.assessments import keep_for, note_seen
from planning.models import Assessment
from planning.models.assessments import IDLE
from planning.views.tried_adverts import clear_tried

KEY = "assessment"
ID, SEEN = "id", "seen"


def open_page(view: View) -> View:
    """A page for everybody, signed in or not, that no browser and no proxy keeps."""
    return login_not_required(never_cache(view))


def signed_in(request: HttpRequest) -> User | None:
    """The person, or None for somebody signed out."""
    return request.user if isinstance(request.user, User) else None


def current_assessment(request: HttpRequest, now: datetime) -> Assessment | None:
    """The assessment to show; None if there is none. One query, and signed out one write.

    Signed out it is forgotten on this computer after half an hour without a page, and the person is told so.
    """
    user = signed_in(request)
    if user:
        return Assessment.objects.of(user).with_ends().first()
    if KEY not in request.session:
        return None
    assessment = _awake(request, now)
    if assessment is None:
        del request.session[KEY]
        minutes = int(IDLE.total_seconds() // 60)
        messages.info(
            request,
            f"Nobody used this page for {minutes} minutes, so your answers are no longer on this computer. "
            "If you have a return code, it still opens them.",
        )
        return None
    use_assessment(request, assessment, now)
    note_seen(assessment, now=now)
    return assessment


def use_assessment(request: HttpRequest, assessment: Assessment, now: datetime) -> None:
    """Make an assessment the one of this session, for somebody signed out."""
    request.session[KEY] = {ID: str(assessment.pk), SEEN: now.timestamp()}


def forget_assessment(request: HttpRequest) -> None:
    """Leave nothing of somebody signed out on this computer."""
    clear_tried(request)
    request.session.flush()


def keep_after_signing_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Receives Django's ``user_logged_in``: what somebody answered before they signed in becomes theirs."""
    now = timezone.now()
    kept = request.session.pop(KEY, None)
    if kept and _is_awake(kept, now) and keep_for(user, kept[ID], now=now):
        messages.success(
            request, "The answers you gave before you signed in are in your account now.", fail_silently=True
        )


def _awake(request: HttpRequest, now: datetime) -> Assessment | None:
    kept = request.session[KEY]
    if not _is_awake(kept, now):
        return None
    found = Assessment.objects.filter(pk=kept[ID], user=None, seen_at__gt=now - IDLE)
    return found.with_ends().first()


def _is_awake(kept: dict[str, Any], now: datetime) -> bool:
    return bool(now.timestamp() - kept[SEEN] < IDLE.total_seconds())
