"""My dashboard: what each app has for the person who is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.deletion import open_request
from accounts.handing_over import open_work
from accounts.models import ProgrammeRole, User
from accounts.profiles import profile_of
from accounts.roles import RUNNING_IT, is_site_admin, is_staff_member, outbox_scopes, programmes_where
from events.models import Booking, Event
from events.organising import may_organise
from planning.journeys.reviewing import may_review
from planning.models import Action, Assessment, Horizon
from planning.plans.keeping import plan_of
from portal.pages.fellowship import fellowship_section
from portal.pages.mentoring import mentoring_section, waiting_for_a_mentor

NEXT_EVENTS = 3
NEXT_ACTIONS = 3


@dataclass(frozen=True)
class StaffPage:
    """A page for those with a role, and what it is for."""

    title: str
    address: str
    text: str


@never_cache
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """One section for each app, in the order in which people need them."""
    assert isinstance(request.user, User)
    now = timezone.now()
    context = {
        **planning_section(request.user),
        **events_section(request.user, now),
        "mentoring": mentoring_section(request.user, now),
        "fellowship": fellowship_section(request.user),
        **account_section(request.user, now),
        "staff_pages": staff_pages(request.user, now),
    }
    return render(request, "pages/dashboard.html", context)


def planning_section(user: User) -> dict[str, object]:
    """The latest assessment, with its goal, and what is due first in the plan. Three queries."""
    due = Action.objects.of(user).open().filter(horizon=Horizon.NOW).order_by(F("due_on").asc(nulls_last=True), "pk")
    return {
        "assessment": Assessment.objects.of(user).with_ends().first(),
        "plan": plan_of(user),
        "actions": list(due[:NEXT_ACTIONS]),
    }


def events_section(user: User, now: datetime) -> dict[str, object]:
    """The next few events that take place and that the person booked or waits for. One query."""
    live = Booking.objects.live().filter(person=user, event__in=Event.objects.upcoming(now)).select_related("event")
    return {"bookings": list(live.order_by("event__starts_at", "pk")[:NEXT_EVENTS])}


def account_section(user: User, now: datetime) -> dict[str, object]:
    """Profile, roles with what is open in them, how one signs in, and a request to delete the account.

    Five queries, and one for each kind of work that goes with one of the roles. Who stands in sees what is open there.
    """
    roles = ProgrammeRole.objects.held_by(user, on=timezone.localdate(now)).select_related("programme", "user")
    held = list(roles.order_by("programme__name", "role"))
    work = open_work(held)
    return {
        "profile": profile_of(user),
        "asked": open_request(user),
        "has_second_step": Authenticator.objects.filter(user=user).exists(),
        "has_one_address": EmailAddress.objects.filter(user=user, verified=True).count() < 2,
        "roles": [(given, work.get(given.pk, [])) for given in held],
    }


def staff_pages(user: User, now: datetime) -> list[StaffPage]:
    """The pages for staff that this person may open."""
    pages: list[StaffPage] = []
    if outbox_scopes(user, now=now) != frozenset():
        pages.append(StaffPage("Outbox", reverse("notifications:message_list"), "E-mails that wait, went or failed."))
        goes = reverse("mentoring:overview_list")
        pages.append(StaffPage("Mentoring", goes, "How your programmes go, and concerns that wait for you."))
    if programmes_where(user, RUNNING_IT, now=now).exists():
        rounds = reverse("mentoring:round_list")
        words = "Who is matched with whom in your programmes."
        if waiting := waiting_for_a_mentor(user, now):
            words = f"{waiting} {'person waits' if waiting == 1 else 'people wait'} for a mentor. {words}"
        pages.append(StaffPage("Mentoring rounds", rounds, words))
    if may_organise(user, now=now) or Event.objects.run_by(user, now=now).exists():
        pages.append(StaffPage("Events", reverse("events:organised_list"), "Events that you run."))
    if is_staff_member(user, now=now):
        cohorts = reverse("fellowship:cohort_list")
        pages.append(StaffPage("Cohorts", cohorts, "Fellowships, from the call to the end of the year."))
        pages.append(
            StaffPage("Programmes", reverse("accounts:programme_list"), "Who is in their teams, and who stands in.")
        )
    if is_site_admin(user):
        organisations = reverse("accounts:organisation_list")
        pages.append(StaffPage("Organisations", organisations, "The list that people choose their employer from."))
        pages.append(
            StaffPage("People", reverse("accounts:people_list"), "Who has an account, and who has which role.")
        )
        pages.append(StaffPage("Audit trail", reverse("accounts:audit_list"), "Who did what, and to whom."))
    if may_review(user):
        read = reverse("planning:review_list")
        pages.append(StaffPage("Journeys", read, "Paths that people handed in, to read before they are published."))
        keep = reverse("planning:horizon_staff")
        pages.append(StaffPage("Horizon", keep, "News that you choose, and the feeds that bring it."))
    if user.is_staff:
        pages.append(StaffPage("Administration", reverse("admin:index"), "Corrections to the catalogue, and support."))
    return pages
