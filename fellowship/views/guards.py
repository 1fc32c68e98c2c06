"""What a view may begin with: a cohort or call that this person may see, or 404."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Programme, ProgrammeRole, User
from accounts.roles import RUNNING_IT, programmes_where
from fellowship.models import Application, Call, Cohort, Fellow
from fellowship.models.moves import FellowState
from fellowship.reviewing.conflicts import calls_applied_to

# Who works with fellows during the year.
OF_FELLOWS = (*RUNNING_IT, ProgrammeRole.Role.ADVISER)


def person(request: HttpRequest) -> User:
    """Who is signed in; the middleware has sent everybody else to sign in."""
    assert isinstance(request.user, User)
    return request.user


def programme_for(request: HttpRequest, slug: str, roles: Iterable[str] = RUNNING_IT) -> Programme:
    """The programme, if this person has one of the roles in it. Raises Http404 for a stranger."""
    return get_object_or_404(programmes_where(person(request), roles, now=timezone.now()), slug=slug)


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


def judged_call_for(request: HttpRequest, uuid: str) -> Call:
    """The call of a cohort for who judges its applications: their scores, interviews and decisions.

    Raises Http404 likewise, and PermissionDenied to whoever has applied to it themselves, be it a draft.
    """
    call = call_for(request, uuid)
    if calls_applied_to(person(request)).filter(call=call).exists():
        raise PermissionDenied
    return call


def own_application(request: HttpRequest, uuid: str) -> Application:
    """My application of that address, with its call, cohort and programme. Raises Http404."""
    mine = Application.objects.filter(user=person(request)).select_related("call__cohort__programme", "user")
    found: Application = get_object_or_404(mine, uuid=uuid)
    return found


def application_for(request: HttpRequest, uuid: str, roles: Iterable[str] = RUNNING_IT) -> Application:
    """An application with person, call, cohort and programme, if this person has one of the roles in that.

    Raises Http404 for a stranger, and for the applicant: nobody reads here what their team says about them.
    """
    cohorts = Cohort.objects.run_by(request.user, roles, now=timezone.now())
    found: Application | None = (
        Application.objects.filter(uuid=uuid, call__cohort__in=cohorts)
        .exclude(user=person(request))
        .select_related("call__cohort__programme", "user", "organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def fellow_for(request: HttpRequest, uuid: str, roles: Iterable[str] = OF_FELLOWS) -> Fellow:
    """The fellow with person, adviser, application, cohort and programme, if this person has one of the roles in that.

    Raises Http404 for a stranger, and for the fellow: nobody reads here what their team keeps about them.
    """
    mine = Cohort.objects.run_by(request.user, roles, now=timezone.now())
    found: Fellow | None = (
        Fellow.objects.filter(uuid=uuid, cohort__in=mine)
        .exclude(user=person(request))
        .select_related("user", "adviser", "application", "cohort__programme")
        .first()
    )
    if found is None:
        raise Http404
    return found


def my_fellows_of(request: HttpRequest) -> list[Fellow]:
    """The years of who is signed in, what goes on first and then the newest first."""
    found = Fellow.objects.filter(user=person(request)).select_related(
        "user", "adviser", "application", "cohort__programme"
    )
    return sorted(
        found.order_by("-cohort__starts_on", "-pk"),
        key=lambda one: one.state not in (FellowState.ACTIVE, FellowState.PAUSED),
    )


def my_fellow(request: HttpRequest, uuid: str | None = None) -> Fellow:
    """My year of that address; without one the year that goes on, else the newest. Raises Http404 if there is none."""
    for fellow in my_fellows_of(request):
        if uuid is None or fellow.uuid == uuid:
            return fellow
    raise Http404


def open_page(slug: str, cohort: str) -> Cohort:
    """The cohort whose call is published under this address. Raises Http404."""
    found: Cohort = get_object_or_404(
        Cohort.objects.select_related("programme__page", "call"),
        programme__slug=slug, slug=cohort, call__published_at__isnull=False,
    )  # fmt: skip
    return found
