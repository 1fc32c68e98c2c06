"""The advert that somebody read signed out: the session knows its number, and signing in keeps it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from common.refusals import Refused
from planning.adverts.trying import drop_tried, keep_tried, try_advert

KEY = "tried_advert"


def remember_tried(request: HttpRequest, text: str) -> bool:
    """Let a text wait for an account. Returns whether it does."""
    before = request.session.pop(KEY, None)
    tried = try_advert(text, instead_of=UUID(before) if before else None, now=timezone.now())
    if tried:
        request.session[KEY] = str(tried.pk)
    return bool(tried)


def clear_tried(request: HttpRequest) -> None:
    """Leave nothing of it, here or with us."""
    if before := request.session.pop(KEY, None):
        drop_tried(UUID(before))


def keep_tried_after_signing_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Receives Django's ``user_logged_in``: the advert that somebody read before they signed in becomes theirs."""
    tried = request.session.pop(KEY, None)
    if not tried:
        return
    try:
        advert = keep_tried(user, UUID(tried), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal), fail_silently=True)
        return
    if advert:
        told = f"The advert you read before you signed in is in your account now: {advert.title}."
        messages.success(request, told, fail_silently=True)
