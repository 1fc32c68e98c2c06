"""Letters about a plan: what is due, and time to look back. Written as things are when they leave, or dropped."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.preferences import stop_url, wants
from notifications.letters import Drop, Mail, letter
from planning.models import Plan
from planning.plans.clock import WEEK_BEFORE

DUE, REVIEW = "planning.actions_due", "planning.plan_review"
MOST_LISTED = 10


@letter(DUE, title="Reminder of what is due in your plan")
def actions_due(plan_id: int, now: datetime) -> Mail | Drop:
    """About a plan: what is due within a week, or was due."""
    plan = Plan.objects.select_related("user").filter(pk=plan_id).first()
    if reason := _why_not(plan, DUE):
        return Drop(reason)
    assert plan is not None
    until = timezone.localdate(now) + WEEK_BEFORE
    due = list(plan.actions.all().open().filter(due_on__lte=until).order_by("due_on", "created_at")[: MOST_LISTED + 1])
    if not due:
        return Drop("Nothing is due any more.")
    context = {"due": due[:MOST_LISTED], "more": len(due) > MOST_LISTED, "today": timezone.localdate(now)}
    return _mail(plan, DUE, "plan_due", context)


@letter(REVIEW, title="Reminder to look back at your plan")
def plan_review(plan_id: int, now: datetime) -> Mail | Drop:
    """About a plan, on the day that the person chose for looking back."""
    plan = Plan.objects.select_related("user").filter(pk=plan_id).first()
    if reason := _why_not(plan, REVIEW):
        return Drop(reason)
    assert plan is not None
    if plan.review_on > timezone.localdate(now):
        return Drop("The person looked back already, or chose a later day.")
    context = {"counts": plan.actions.all().progress(today=timezone.localdate(now)), "since": _since(plan, now)}
    return _mail(plan, REVIEW, "plan_review", context)


def _since(plan: Plan, now: datetime) -> str:
    """How long ago they began or last looked back, in words for the subject: "Three months on"."""
    last = plan.reviews.first()
    weeks = (now - (last.reviewed_at if last else plan.started_at)).days // 7
    months = round(weeks * 7 / 30.4)
    words = {1: "A month on", 2: "Two months on", 3: "Three months on", 4: "Four months on", 6: "Half a year on"}
    return words.get(months, f"{months} months on" if months else "Some time on")


def _why_not(plan: Plan | None, name: str) -> str:
    if plan is None or not plan.user.is_active:
        return "The plan is gone, or the person has left."
    return "" if wants(plan.user_id, name) else "The person does not want this reminder."


def _mail(plan: Plan, name: str, template: str, context: Mapping[str, object]) -> Mail:
    site = settings.SITE_URL
    return Mail(
        to=plan.user.email,
        template=f"planning/{template}",
        context={
            **context,
            "person": plan.user,
            "plan_url": f"{site}{reverse('planning:plan')}",
            "review_url": f"{site}{reverse('planning:plan_review')}",
            "contact_url": f"{site}{reverse('contact_preferences')}",
        },
        unsubscribe_url=stop_url(plan.user_id, name),
    )
