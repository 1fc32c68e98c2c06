"""Watches the sessions of those who see other people's data."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.entering import has_proved_second_step
from accounts.roles import is_staff_member

SINCE, SEEN = "staff_since", "staff_seen"
SECONDS_BETWEEN_NOTES = 60


class StaffSessions:
    """Signs staff out after an hour without a page or twelve hours in all, and asks them for a second step.

    One query for everybody who is signed in; none for visitors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        now = timezone.now()
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not is_staff_member(request.user, now=now):
            return None
        if ended := _why_it_ends(request, now):
            logout(request)
            messages.info(request, ended)
            return None
        if settings.STAFF_NEED_MFA and not has_proved_second_step(request) and not _is_open(request, view):
            return _ask_for_second_step(request)
        return None


def _is_open(request: HttpRequest, view: Any) -> bool:
    """Whether staff may see a page without a second step: those for everybody, and those about their own account.

    Who has a second step shows it before they see its codes or change it: a password must not lead round it.
    """
    own_account = reverse("account_login").removesuffix("login/")
    if not getattr(view, "login_required", True):
        return True
    if request.path in (reverse("mfa_reauthenticate"), reverse("mfa_reauthenticate_webauthn")):
        return True
    if request.path.startswith(reverse("mfa_index")):
        return not _has_second_step(request)
    return request.path.startswith(own_account)


def _why_it_ends(request: HttpRequest, now: datetime) -> str:
    """The sentence for the person if this session is over; else notes that it was used, and an empty string."""
    moment = now.timestamp()
    since, seen = request.session.get(SINCE, moment), request.session.get(SEEN, moment)
    if moment - seen > settings.STAFF_SESSION_IDLE.total_seconds():
        minutes = int(settings.STAFF_SESSION_IDLE.total_seconds() // 60)
        return f"You were signed out because nothing happened for {minutes} minutes. Please sign in again."
    if moment - since > settings.STAFF_SESSION_LONGEST.total_seconds():
        hours = int(settings.STAFF_SESSION_LONGEST.total_seconds() // 3600)
        return f"You were signed out because you signed in more than {hours} hours ago. Please sign in again."
    if SINCE not in request.session or moment - seen > SECONDS_BETWEEN_NOTES:
        request.session[SINCE], request.session[SEEN] = since, moment
    return ""


def _ask_for_second_step(request: HttpRequest) -> HttpResponse:
    if _has_second_step(request):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
    messages.warning(
        request,
        "You see other people’s data, so a password alone is not enough. Add a second step for signing in to go on.",
    )
    return HttpResponseRedirect(reverse("mfa_index"))


def _has_second_step(request: HttpRequest) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=request.user.pk, type__in=kinds).exists())
