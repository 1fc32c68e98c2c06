"""What a view may begin with: a cohort or call that this person may see, or 404."""

from collections.abc import Iterable

from django.core.validators import slug_re
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from accounts.roles import RUNNING_IT
from fellowship.models import Call, Cohort


def person(request: HttpRequest) -> User:
    """Who is signed in; the middleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)
    return request.user


def cohort_for(request: HttpRequest, uuid: str, roles: Iterable[str] = RUNNING_IT) -> Cohort:
    """The cohort with its programme, if this person has one of the roles in that. Raises Http404 for a stranger."""
    mine = Cohort.objects.run_by(request.user, roles, now=timezone.now())
    cohort: Cohort | None = mine.select_related("programme").filter(uuid=uuid).first()
    if cohort is None:
        raise Http404
    return cohort


def call_for(request: HttpRequest, uuid: str, roles: Iterable[str] = RUNNING_IT) -> Call:
    """The call of a cohort, likewise. Raises Http404 also where the cohort has none."""
    cohort = cohort_for(request, uuid, roles)
    call = Call.objects.filter(cohort=cohort).first()
    if call is None:
        raise Http404
    call.cohort = cohort
    return call


def open_page(slug: str, cohort: str) -> Cohort:
    """The cohort whose call is published under this address. Raises Http404."""
    found: Cohort = get_object_or_404(
        Cohort.objects.select_related("programme__page", "call"),
        programme__slug=slug, slug=cohort, call__published_at__isnull=False,
    )  # fmt: skip
    return found


def campaign(text: str) -> str:
    """A campaign as it is kept: letters, digits and hyphens; anything else counts as none."""
    return text if len(text) <= 60 and slug_re.match(text) else ""
