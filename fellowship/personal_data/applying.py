"""What applicants told, and who on the team had a hand in it."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows, delete_rows, goes_with_the_account, register
from fellowship.models import (
    Answer,
    ApplicantLetter,
    ApplicantLetterTo,
    Application,
    ApplicationMove,
    CallVersion,
    Equality,
    Extension,
    InformationRequest,
    SupportLetter,
)
from notifications.outbox import forget_name

APPLICATIONS = (
    "As long as your account exists, so that you can apply again with what you wrote. It goes with the account."
)
TEAM = "As long as the programme keeps its calls; your name goes from it with your account."


def register_applying() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    # Not the score, the rank or the team's words for where it stands: those are told by the outcome and its feedback,
    # and until then an applicant learns no more from the download than from the page.
    register(
        Application, "user", title="Your applications", keeps=APPLICATIONS, erase=delete_rows,
        fields=(
            "reference", "call__cohort__programme__name", "call__cohort__name", "via", "eligibility", "name",
            "job_title", "organisation_name", "band", "profession", "background", "region", "telephone", "nominated",
            "why", "language", "adjustments", "started_at", "saved_at", "declared_at", "submitted_at",
        ),
    )  # fmt: skip
    register(
        Answer, "application__user", title="Your answers in applications", keeps=APPLICATIONS, erase=delete_rows,
        fields=("application__reference", "question__text", "text", "file_name", "file"),
    )  # fmt: skip
    register(
        ApplicationMove, "application__user", title="What happened with your applications", keeps=APPLICATIONS,
        erase=delete_rows,
    )  # fmt: skip
    register(
        Equality, "application__user", title="Your equality answers", erase=delete_rows, fields=("answers",),
        keeps="As long as the application. They are kept apart from it, and only ever counted.",
    )  # fmt: skip
    register(
        InformationRequest, "application__user", title="What you were asked to add to applications",
        keeps=APPLICATIONS, erase=delete_rows,
        fields=("application__reference", "text", "asked_at", "answer_by", "answered_at", "before", "after"),
    )  # fmt: skip
    register(
        SupportLetter, "application__user", title="Who was asked to support your applications", keeps=APPLICATIONS,
        erase=_forget_sponsors,
        fields=(
            "application__reference", "name", "email", "job_title", "state", "asked_at", "answered_at",
            "protected_time", "text",
        ),
    )  # fmt: skip
    register(
        Extension, "user", title="More time you were given to apply", erase=delete_rows,
        keeps="As long as your account exists.", fields=("call__cohort__name", "until", "reason"),
    )  # fmt: skip
    register(
        ApplicantLetterTo, "user", title="Letters from teams about your applications", keeps=APPLICATIONS,
        erase=delete_rows,
        fields=("letter__call__cohort__name", "letter__subject", "letter__text", "letter__written_at"),
    )  # fmt: skip
    _register_team()


def _forget_sponsors(rows: Rows, user: User, now: datetime) -> None:
    """Letters to sponsors name the applicant: their words go, and those that wait are cancelled."""
    names = {user.name, user.email, *rows.values_list("application__name", flat=True)}
    forget_name(names, to=set(rows.values_list("email", flat=True)), now=now)
    rows.delete()


def _register_team() -> None:
    for model, name, title, fields in (
        (ApplicationMove, "moved_by", "Applications you moved", ("before", "after", "moved_at", "reason")),
        (InformationRequest, "asked_by", "What you asked applicants to add", ("text", "asked_at")),
        (Extension, "given_by", "More time you gave to applicants", ("until", "reason")),
        (ApplicantLetter, "written_by", "Letters to applicants that you wrote", ("subject", "text", "written_at")),
        (CallVersion, "made_by", "Questions you published", ("call__cohort__name", "number", "made_at")),
    ):
        register(model, name, title=title, keeps=TEAM, erase=goes_with_the_account, fields=fields)
