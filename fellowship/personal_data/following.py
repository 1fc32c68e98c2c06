"""Early warning: what is kept about a fellow, and who dealt with it."""

from accounts.privacy import delete_rows, goes_with_the_account, register
from fellowship.models import Flag, FlagAlert, FlagStep, Help, Standing

YEAR = "As long as your account exists. Nobody but your adviser and the programme’s team sees it."
TEAM = "As long as the programme keeps the fellow’s year; your name goes from it with your account."


def register_following() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Standing, "fellow__user", title="How your year went, as the programme’s rules count it", keeps=YEAR,
        erase=delete_rows, fields=("points", "level", "reasons", "counted_at"),
    )  # fmt: skip
    register(
        Flag, "fellow__user", title="When somebody was asked to look after your year", keeps=YEAR, erase=delete_rows,
        fields=("level", "points", "reasons", "raised_at", "ended_at", "end", "what_was_done"),
    )  # fmt: skip
    register(
        Help, "fellow__user", title="When you asked to be spoken to", keeps=YEAR, erase=delete_rows,
        fields=("asked_at", "text", "answered_at"),
    )  # fmt: skip
    register(Flag, "owner", title="Warnings that you looked after", keeps=TEAM, erase=goes_with_the_account,
             fields=("raised_at", "ended_at"))  # fmt: skip
    register(FlagStep, "by", title="What you did about warnings", keeps=TEAM, erase=goes_with_the_account,
             fields=("kind", "at"))  # fmt: skip
    register(FlagAlert, "user", title="Warnings that you were told of", keeps=TEAM, erase=delete_rows,
             fields=("told_at", "level"))  # fmt: skip
