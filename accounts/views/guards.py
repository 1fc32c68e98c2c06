"""Guards for staff's pages. Who is not signed in is sent to sign in by the middleware before they are asked."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Programme
from accounts.roles import is_site_admin, programmes_where

View = Callable[..., HttpResponse]


def site_admins_only(view: View) -> View:
    """403 for everybody but site administrators."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_site_admin(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def programme_for(request: HttpRequest, slug: str, roles: Iterable[str]) -> Programme:
    """The programme, if this person has one of the roles in it. Raises Http404 for a stranger."""
    programme = programmes_where(request.user, roles, now=timezone.now()).filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme
