"""Feedback after the outcome was released: kept at once, with a letter that is held until the team lets it go."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from fellowship.models import Application
from fellowship.models.moves import ApplicationState
from notifications.outbox import hold_email

S = ApplicationState
# Those who have been told how it went; feedback for others is written with the decision, and released with it.
TOLD = (
    S.RESERVE, S.UNSUCCESSFUL, S.OFFERED, S.ACCEPTED, S.DECLINED, S.EXPIRED, S.OFFER_WITHDRAWN, S.ONBOARDING,
    S.ENROLLED, S.CONDITIONS_NOT_MET, S.DEFERRED, S.INELIGIBLE,
)  # fmt: skip


class NotToldYet(Refused):
    """They have not heard how it went. Write the feedback with the decision: it goes out together."""


@transaction.atomic
def give_feedback(application_id: int, text: str, *, actor: User, now: datetime) -> bool:
    """Keep the feedback, which the applicant can read at once. Returns whether a letter about it is held.

    The same words again change nothing. Raises NotToldYet.
    """
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("call__cohort__programme", "user")
        .get(pk=application_id)
    )
    if application.state not in TOLD:
        raise NotToldYet
    if application.feedback == text:
        return False
    application.feedback = text
    application.save(update_fields=["feedback", "updated_at"])
    scope = application.call.cohort.programme.scope
    audit.record(
        actor=actor, action="fellowship.feedback_given", about=application, subject=application.user, scope=scope,
        now=now,
    )  # fmt: skip
    if not text:
        return False
    held = hold_email(
        letter="fellowship.feedback_given", about_id=application.pk,
        key=f"fellowship.feedback_given:{application.pk}:{now.timestamp():.0f}", scope=scope, now=now,
    )  # fmt: skip
    return held is not None
