"""What fellows answered in questionnaires."""

from accounts.privacy import delete_rows, register
from fellowship.models import Connection, ItemAnswer, OutsideConnection, Response, SkillAnswer, WaveReminder

ANSWERS = (
    "As long as your account exists. Reports count answers and never name anybody, and what was counted before "
    "stays counted."
)


def register_evaluation() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Response, "user", title="Questionnaires of your fellowships", keeps=ANSWERS, erase=delete_rows,
        fields=("wave__cohort__name", "wave__moment", "handed_in_at", "may_quote"),
    )  # fmt: skip
    register(
        ItemAnswer, "response__user", title="Your answers in questionnaires", keeps=ANSWERS, erase=delete_rows,
        fields=("response__wave__moment", "item__text", "points", "text"),
    )  # fmt: skip
    register(
        SkillAnswer, "response__user", title="Skills as you saw them in questionnaires", keeps=ANSWERS,
        erase=delete_rows, fields=("response__wave__moment", "skill__name", "level"),
    )  # fmt: skip
    register(
        Connection, "response__user", title="Whom you said you know", keeps=ANSWERS, erase=delete_rows,
        fields=("response__wave__moment", "strength"),
    )  # fmt: skip
    register(
        Connection, "to", title="Fellows who said that they know you", keeps=ANSWERS, erase=delete_rows,
        fields=("response__wave__moment",),
    )  # fmt: skip
    register(
        OutsideConnection, "response__user", title="Organisations in which you know somebody", keeps=ANSWERS,
        erase=delete_rows, fields=("response__wave__moment", "organisation", "people"),
    )  # fmt: skip
    register(
        WaveReminder, "user", title="Letters that asked you to answer", keeps="As long as your account exists.",
        erase=delete_rows, fields=("wave__moment", "number"),
    )  # fmt: skip
