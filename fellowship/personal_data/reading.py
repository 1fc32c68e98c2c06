"""Reading: what reviewers told, what is hidden in applications, notes beside scores."""

from accounts.privacy import delete_rows, goes_with_the_account, register
from fellowship.models import HiddenWords, Reader, ScoreNote

APPLICATIONS = "As long as the application, which goes with your account."
CALLS = "As long as the programme keeps its calls, and your account exists."
TEAM = "As long as the programme keeps its calls; your name goes from it with your account."


def register_reading() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Reader, "user", title="What you told us before reading applications", keeps=CALLS, erase=delete_rows,
        fields=("call__cohort__name", "reads", "most", "topics", "employers", "people", "declared_at"),
    )  # fmt: skip
    # Notes say what the team thought before it decided; the applicant has the outcome and its feedback.
    for model, title in (
        (HiddenWords, "Words hidden from those who read your applications"),
        (ScoreNote, "Notes beside the scores of your applications"),
    ):
        register(model, "application__user", title=title, keeps=APPLICATIONS, erase=delete_rows)
    register(
        HiddenWords, "hidden_by", title="Words you hid from reviewers", keeps=TEAM, erase=goes_with_the_account,
        fields=("words",),
    )  # fmt: skip
    register(
        ScoreNote, "author", title="Notes you wrote beside scores", keeps=TEAM, erase=goes_with_the_account,
        fields=("text", "written_at"),
    )  # fmt: skip
