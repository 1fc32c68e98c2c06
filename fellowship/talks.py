"""First conversations that are still to be held, and by whom."""

from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from fellowship.hearing import advisers_of
from fellowship.models import Application, Cohort, DeepDive
from fellowship.models.moves import ApplicationState, CohortState, FellowState

# Nobody who may still be turned down is talked to.
AFTER_ACCEPTANCE = (ApplicationState.ACCEPTED, ApplicationState.ONBOARDING, ApplicationState.ENROLLED)
OVER = (CohortState.FINISHED, CohortState.ARCHIVED)


def with_asked(applications: Any) -> Any:
    """Applications with ``asked``: the id of who is to hold, or held, the first conversation. That is the fellow's
    adviser, or who was given it before they were a fellow; None: nobody yet."""
    notes = DeepDive.objects.filter(cohort=OuterRef("call__cohort"), user=OuterRef("user"))
    given = Subquery(notes.values("adviser_id")[:1])
    return applications.annotate(asked=Coalesce("fellow__adviser_id", given, output_field=BigIntegerField()))


def still_to_hold() -> Any:
    """Applications whose first conversation is still to come, in cohorts that are not over, with who is ``asked``."""
    held = DeepDive.objects.filter(cohort=OuterRef("call__cohort"), user=OuterRef("user"), held_on__isnull=False)
    found = Application.objects.filter(state__in=AFTER_ACCEPTANCE, user__is_active=True)
    found = found.exclude(call__cohort__state__in=OVER).exclude(fellow__state=FellowState.LEFT)
    return with_asked(found.exclude(Exists(held))).select_related("user", "call__cohort__programme")


def without_adviser(cohort: Cohort) -> Any:
    """People who accepted and are no fellows yet, whom no adviser of the programme is to talk with; by name."""
    theirs = still_to_hold().filter(call__cohort=cohort, fellow=None)
    nobody = Q(asked=None) | ~Q(asked__in=advisers_of(cohort.pk).values("pk"))
    return theirs.filter(nobody).order_by("name", "user__name", "pk")
