"""The year of a fellow: the first conversation, leave, checks of support, what was made up for."""

from accounts.privacy import delete_rows, goes_with_the_account, register
from fellowship.models import DayClash, DeepDive, Leave, MakeUp, SupportCheck
from fellowship.personal_data.fellows import FELLOWSHIPS, TEAM


def register_year() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    # The words are the adviser's, told in confidence to advisers alone: not even a copied download may carry them.
    register(
        DeepDive, "user", title="The first conversation with your adviser", erase=delete_rows,
        keeps="As long as your account exists. The note is not in your download: ask your adviser to read it with you.",
        fields=("cohort__name", "held_on", "adviser__name"),
    )  # fmt: skip
    register(
        DayClash, "application__user", title="Mandatory days on which you could not be there", keeps=FELLOWSHIPS,
        erase=delete_rows, fields=("day__on", "day__title"),
    )  # fmt: skip
    register(
        Leave, "fellow__user", title="Your leave from fellowships", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=("first", "last"),
    )  # fmt: skip
    register(
        SupportCheck, "fellow__user", title="Whether you got your time and support", keeps=FELLOWSHIPS,
        erase=delete_rows,
        fields=(
            "number", "asked_at", "time", "time_text", "time_answered_at", "sponsor", "sponsor_name", "sponsor_email",
            "sponsor_text", "sponsor_answered_at",
        ),
    )  # fmt: skip
    register(
        MakeUp, "fellow__user", title="What you did to make up for sessions", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=("activity__title", "task", "due_on", "state", "text", "done_at", "answer", "accepted_at"),
    )  # fmt: skip
    for model, name, title, fields in (
        (DeepDive, "adviser", "First conversations you hold as an adviser", ("cohort__name", "held_on")),
        (Leave, "added_by", "Leave of fellows that you noted", ("first", "last")),
        (MakeUp, "set_by", "What you gave fellows to make up for sessions", ("activity__title", "task", "set_at")),
        (MakeUp, "accepted_by", "What you accepted from fellows", ("activity__title", "accepted_at")),
    ):
        register(model, name, title=title, keeps=TEAM, erase=goes_with_the_account, fields=fields)
