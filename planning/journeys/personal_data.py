"""What journeys, and learning taken, hold about a person: entries of the registry of personal data."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows, delete_rows, register
from planning.journeys import public_state
from planning.learning_taken import forget_taken
from planning.models.horizon import HorizonInterest
from planning.models.journeys import Course, Journey, Note, Quote, Step
from planning.models.learning_taken import Certificate, LearningTaken
from planning.models.shadowing import Offer, Request
from planning.models.watching import Watch, WatchNotice

WITH_THE_ACCOUNT = "As long as the account exists, or until you delete it."


def register_journeys() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    register(
        Journey, "user", title="Your journey", keeps=f"{WITH_THE_ACCOUNT} Others read it only while it is published.",
        erase=_delete_journey,
        fields=(
            "state", "title", "background", "shown_as", "name", *(name for name, _ in Journey.TEXTS), "profile_url",
            "open_to_contact", "consented_at", "submitted_at", "published_at", "reason",
        ),
    )  # fmt: skip
    register(
        Journey, "reviewed_by", title="Journeys you read as staff", erase=_read_by_nobody,
        keeps="As long as the journey is kept; your part in it goes with your account.", fields=("published_at",),
    )  # fmt: skip
    register(
        Journey.networks.through, "journey__user", title="Networks in your journey", keeps=WITH_THE_ACCOUNT,
        erase=delete_rows, fields=("network__name",),
    )  # fmt: skip
    register(
        Step, "journey__user", title="Jobs in your journey", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=(
            "title", "level__name", "point__title", "organisation", "organisation_kind", "band", "from_year", "to_year",
        ),
    )  # fmt: skip
    register(
        Course, "journey__user", title="Courses in your journey", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("name", "learning__name", "year", "recommend", "to_whom", "changed"),
    )  # fmt: skip
    register(
        Quote, "journey__user", title="Words of your journey that we quote", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("text", "role__name", "learning__name"),
    )  # fmt: skip
    register(
        Note, "sender", title="Questions you asked about journeys", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("text", "sent_at", "answer", "answered_at"),
    )  # fmt: skip
    register(
        Note, "journey__user", title="Questions about your journey", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("text", "sent_at", "answer", "answered_at"),
    )  # fmt: skip
    register(
        LearningTaken, "user", title="Learning you took", keeps=WITH_THE_ACCOUNT, erase=_forget_learning,
        fields=("learning__name", "state", "on"),
    )  # fmt: skip
    register(
        Certificate, "taken__user", title="Your certificates", erase=delete_rows,
        keeps=f"{WITH_THE_ACCOUNT} In the download each file is written as base64; its page gives you the file itself.",
        fields=("taken__learning__name", "kind", "size", "kept_at", "content"),
    )  # fmt: skip
    register(
        Offer, "user", title="What you offer to others", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("kind", "title", "text", "role__name", "where", "most_a_month", "offered_at", "paused_at"),
    )  # fmt: skip
    register(
        Offer.skills.through, "offer__user", title="Skills that your offers are about", keeps=WITH_THE_ACCOUNT,
        erase=delete_rows, fields=("offer__title", "skill__name"),
    )  # fmt: skip
    register(
        Request, "asker", title="What you asked others for", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("offer__title", "text", "state", "asked_at", "answer", "answered_at", "meets_on"),
    )  # fmt: skip
    register(
        Request, "offer__user", title="What others asked you for", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("offer__title", "text", "state", "asked_at", "answer", "answered_at", "meets_on"),
    )  # fmt: skip
    register(
        Watch, "user", title="What you watch", keeps="Until you watch it no longer.", erase=delete_rows,
        fields=("kind", "role__name", "family__name", "learning__name", "network__name", "since"),
    )  # fmt: skip
    register(
        WatchNotice, "watch__user", title="What you were told of it", keeps="Until you watch it no longer.",
        erase=delete_rows, fields=("text", "told_at"),
    )  # fmt: skip
    register(
        HorizonInterest, "user", title="Families you follow", keeps="Until you follow it no longer.", erase=delete_rows,
        fields=("family__name",),
    )  # fmt: skip


def _delete_journey(rows: Rows, user: User, now: datetime) -> None:
    if rows.filter(state=Journey.State.PUBLISHED).exists():
        public_state.bump()
    rows.delete()


def _read_by_nobody(rows: Rows, user: User, now: datetime) -> None:
    rows.update(reviewed_by=None)


def _forget_learning(rows: Rows, user: User, now: datetime) -> None:
    for learning in rows.values_list("learning", flat=True):
        forget_taken(user, learning)
