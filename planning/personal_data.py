"""What planning holds about a person: entries of the registry of personal data."""

from accounts.privacy import delete_rows, register
from planning.models import (
    Action,
    Advert,
    Answer,
    Assessment,
    Criterion,
    CriterionSkill,
    Plan,
    PlanGoal,
    PlanReview,
    PlanStop,
    SharedReport,
)

WITH_THE_ACCOUNT = "As long as the account exists, or until you delete it."


def register_personal_data() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Assessment, "user", title="Your assessments", erase=delete_rows,
        keeps=f"{WITH_THE_ACCOUNT} Signed out: for half an hour, or as long as your return code works.",
        fields=(
            "started_at", "finished_at", "point__title", "level__name", "goal__name", "band", "background",
            "profession", "nation", "area", "employer_kind",
        ),
    )  # fmt: skip
    register(
        Assessment.statements.through, "assessment__user", title="What moves you", keeps=WITH_THE_ACCOUNT,
        erase=delete_rows, fields=("assessment__started_at", "statement__statement"),
    )  # fmt: skip
    register(
        Answer, "assessment__user", title="What you can do, as you said", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("assessment__started_at", "skill__name", "level", "answered_at", "note"),
    )  # fmt: skip
    register(
        SharedReport, "user", title="Links to your reports", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("goal__name", "given_to", "given_at", "expires_at", "revoked_at"),
    )  # fmt: skip
    register(
        Advert, "user", title="Job adverts you keep", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=(
            "kept_at", "title", "bands", "hours", "contract", "months", "place", "word_limit", "goal__name", "text",
        ),
    )  # fmt: skip
    register(
        Criterion, "advert__user", title="What those adverts ask for, and what you wrote", keeps=WITH_THE_ACCOUNT,
        erase=delete_rows, fields=("advert__title", "position", "kind", "text", "is_verbatim", "draft"),
    )  # fmt: skip
    register(
        CriterionSkill, "criterion__advert__user", title="Skills linked with those adverts", keeps=WITH_THE_ACCOUNT,
        erase=delete_rows, fields=("criterion__advert__title", "criterion__position", "skill__name", "because"),
    )  # fmt: skip
    register(
        Plan, "user", title="Your plan", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("started_at", "hours_a_week", "pays", "review_on"),
    )  # fmt: skip
    register(
        PlanGoal, "plan__user", title="The goals of your plan", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("level__name", "created_at"),
    )  # fmt: skip
    register(
        PlanStop, "goal__plan__user", title="The routes of your plan", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("goal__level__name", "position", "level__name"),
    )  # fmt: skip
    register(
        Action, "plan__user", title="What you plan to do", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=(
            "kind", "text", "skill__name", "address", "evidence", "due_on", "horizon", "state", "note", "done_on",
            "remind_at",
        ),
    )  # fmt: skip
    register(
        PlanReview, "plan__user", title="Your looks back at your plan", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("reviewed_at", "changed", "done", "still_open"),
    )  # fmt: skip
