"""Reading, scoring, interviews and decisions: what there is about applicants, and about those who choose."""

from datetime import datetime

from django.db.models import Model

from accounts.models import User
from accounts.privacy import Rows, delete_rows, goes_with_the_account, register
from fellowship.models import (
    Conflict,
    Decision,
    Deferral,
    Interview,
    InterviewScore,
    Offer,
    PanelMember,
    Review,
    ReviewScore,
)
from fellowship.reviewing.scoring import go_on

APPLICATIONS = "As long as the application, which goes with your account."
SCORES = "As long as the application that they are about; your name goes with your account."
CHOOSING = "As long as the programme keeps its calls, and your account exists."


def register_choosing() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    # What readers and panels wrote reaches the applicant as feedback, once the outcome is released.
    model: type[Model]
    for model, way, title in (
        (Conflict, "application__user", "Who may not read your applications"),
        (Review, "application__user", "Readings of your applications"),
        (ReviewScore, "review__application__user", "Scores of your applications"),
        (InterviewScore, "interview__application__user", "Scores of your interviews"),
        (Decision, "application__user", "Decisions about your applications"),
    ):
        register(model, way, title=title, keeps=APPLICATIONS, erase=delete_rows)
    register(
        Interview, "application__user", title="Your interviews", keeps=APPLICATIONS, erase=delete_rows,
        fields=("application__reference", "slot__starts_at", "slot__ends_at", "slot__panel__place"),
    )  # fmt: skip
    register(
        Offer, "application__user", title="Places you were offered", keeps=APPLICATIONS, erase=delete_rows,
        fields=("application__reference", "offered_at", "expires_at", "answered_at", "ended_at"),
    )  # fmt: skip
    register(
        Deferral, "application__user", title="Places you put off to a later cohort", keeps=APPLICATIONS,
        erase=delete_rows, fields=("application__reference", "cohort__name", "reason", "deferred_at"),
    )  # fmt: skip
    for model, way, title, fields in (
        # No reference: a reviewer learns from no file which application is whose.
        (Conflict, "reviewer", "Applications you may not read", ("why", "note")),
        (PanelMember, "user", "Panels you sit on", ("panel__call__cohort__name", "panel__name")),
        (InterviewScore, "member", "Scores you gave in interviews", ("item__title", "points", "comment")),
        (Decision, "made_by", "Decisions you prepared", ("outcome", "reason_code", "made_at")),
    ):
        register(model, way, title=title, keeps=CHOOSING, erase=goes_with_the_account, fields=fields)
    # What was decided by them stays true: scores stay, and nothing says who gave them.
    register(
        Review, "reviewer", title="Applications you read", keeps=SCORES, erase=_let_go_of_readings,
        fields=("state", "assigned_at", "done_at", "comment", "returned_why"),
    )  # fmt: skip
    register(
        ReviewScore, "review__reviewer", title="Scores you gave", keeps=SCORES, erase=goes_with_the_account,
        fields=("item__title", "points", "moderated", "comment"),
    )  # fmt: skip


def _let_go_of_readings(rows: Rows, user: User, now: datetime) -> None:
    """Those that are finished lose the name with the account; the others wait to be shared out again."""
    unfinished = Review.objects.filter(pk__in=rows.exclude(state=Review.State.DONE).values("pk"))
    applications = {one.application_id: one.application for one in unfinished.select_related("application__call")}
    unfinished.delete()
    for _, application in sorted(applications.items()):
        go_on(application, now)
