"""What events hold about a person: entries of the registry of personal data."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows, delete_rows, register
from events.leaving import give_up_places
from events.models import Booking, CoHost, Event, Feedback, FeedToken, Invitation

WITH_THE_ACCOUNT = "As long as the account exists."


def register_personal_data() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Event, "organiser", title="Events you organise", erase=_organise_no_longer,
        keeps="Events stay for those who were there; your name goes with your account.",
        fields=("title", "state", "starts_at", "ends_at", "created_at"),
    )  # fmt: skip
    register(
        CoHost, "user", title="Events you host with others", keeps="Until you host it no longer.", erase=delete_rows,
        fields=("event__title", "event__starts_at", "created_at"),
    )  # fmt: skip
    register(
        Invitation, "user", title="Invitations to events", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("event__title", "event__starts_at", "created_at"),
    )  # fmt: skip
    register(
        Booking, "person", title="Places on events", erase=_give_up_and_delete,
        keeps=f"{WITH_THE_ACCOUNT} What you need to take part is erased in the night after the event.",
        fields=(
            "event__title", "event__starts_at", "state", "created_at", "booked_at", "offered_at", "ended_at",
            "attendance", "adjustments", "adjustments_note",
        ),
    )  # fmt: skip
    register(
        Feedback, "booking__person", title="What you thought of events", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("booking__event__title", "useful", "will_use", "text", "created_at"),
    )  # fmt: skip
    register(
        FeedToken, "user", title="Your calendar feed", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("created_at", "updated_at"),
    )  # fmt: skip


def _organise_no_longer(rows: Rows, user: User, now: datetime) -> None:
    rows.update(organiser=None, updated_at=now)


def _give_up_and_delete(rows: Rows, user: User, now: datetime) -> None:
    """Places ahead go to those who wait."""
    give_up_places(user, now=now)
    rows.delete()
