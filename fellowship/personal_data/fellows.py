"""Fellows: their year, and what has to be ready before it."""

from accounts.privacy import delete_rows, goes_with_the_account, register
from fellowship.models import Fellow, FellowMove, OnboardingItem

FELLOWSHIPS = "As long as your account exists. Numbers about the cohort stay, without your name."
TEAM = "As long as the programme keeps its cohorts; your name goes from it with your account."


def register_fellows() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Fellow, "user", title="Your fellowships", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=("cohort__programme__name", "cohort__name", "state", "adviser__name", "share_of_time", "enrolled_at"),
    )  # fmt: skip
    register(
        FellowMove, "fellow__user", title="What happened in your fellowships", keeps=FELLOWSHIPS, erase=delete_rows,
        fields=("before", "after", "moved_at", "reason"),
    )  # fmt: skip
    register(
        OnboardingItem, "application__user", title="What had to be ready before you started", keeps=FELLOWSHIPS,
        erase=delete_rows, fields=("kind", "done_at"),
    )  # fmt: skip
    register(
        Fellow, "adviser", title="Fellows you advise", keeps=TEAM, erase=goes_with_the_account,
        fields=("cohort__name", "user__name", "state"),
    )  # fmt: skip
    register(
        FellowMove, "moved_by", title="Fellows you moved", keeps=TEAM, erase=goes_with_the_account,
        fields=("before", "after", "moved_at"),
    )  # fmt: skip
    register(
        OnboardingItem, "done_by", title="Things you saw to before fellows started", keeps=TEAM,
        erase=goes_with_the_account, fields=("kind", "done_at"),
    )  # fmt: skip
