"""What the accounts, and the packages they stand on, hold about a person: entries of the registry of personal data."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry

from accounts.models import AuditEntry, ContactPreference, DeletionRequest, Profile, ProgrammeRole, User
from accounts.privacy import Rows, delete_rows, goes_with_the_account, keep, register
from notifications.outbox import forget_address

WITH_THE_ACCOUNT = "As long as the account exists."
FOR_THE_TRAIL = (
    "For as long as the service runs, so that nobody who misuses a role can hide it. Entries hold numbers instead of "
    "names; when an account is erased its number leads to nobody."
)


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    register(
        User, "pk", title="Your account", keeps=WITH_THE_ACCOUNT, erase=goes_with_the_account,
        fields=("email", "name", "joined_at", "last_login", "is_active", "is_staff", "is_superuser"),
    )  # fmt: skip
    register(
        EmailAddress, "user", title="E-mail addresses", keeps=WITH_THE_ACCOUNT, erase=_forget_addresses,
        fields=("email", "verified", "primary"),
    )  # fmt: skip
    register(
        Authenticator, "user", title="Second steps for signing in", keeps="Until you remove it.", erase=delete_rows,
        fields=("type", "created_at", "last_used_at"),
    )  # fmt: skip
    register(
        UserSession, "user", title="Devices you are signed in on", keeps="Until you sign out there, or 14 days.",
        erase=_end_sessions, fields=("ip", "user_agent", "created_at", "last_seen_at"),
    )  # fmt: skip
    register(
        Profile, "user", title="Your work", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=(
            "employer", "organisation__name", "organisation_name", "job_title", "band", "profession", "registration",
            "background", "region", "line_manager_email", "updated_at",
        ),
    )  # fmt: skip
    register(
        ContactPreference, "user", title="What you want to hear", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("topic", "wanted", "updated_at"),
    )  # fmt: skip
    register(
        ProgrammeRole, "user", title="Roles in programmes", keeps="Until the role ends.", erase=delete_rows,
        fields=("programme__name", "role", "created_at", "away_from", "away_until"),
    )  # fmt: skip
    register(
        ProgrammeRole, "deputy", title="Roles you stand in for", keeps="Until the role ends.",
        erase=_stand_in_no_longer, fields=("programme__name", "role", "away_from", "away_until"),
    )  # fmt: skip
    register(
        DeletionRequest, "user", title="Requests to delete the account", erase=goes_with_the_account,
        keeps="The dates for good, as proof that it was done; the address of the last letter for 30 days.",
        fields=("asked_at", "due_at", "cancelled_at"),
    )  # fmt: skip
    register(
        AuditEntry, "actor", title="What you did", keeps=FOR_THE_TRAIL, erase=keep,
        fields=("at", "action", "about", "scope", "detail"),
    )  # fmt: skip
    # Without the detail: it may hold what is decided about the person and not told yet, such as the outcome of an
    # application. What they may know of it they get where they are told.
    register(
        AuditEntry, "subject", title="What was done to you", keeps=FOR_THE_TRAIL, erase=keep,
        fields=("at", "action", "about", "scope"),
    )  # fmt: skip
    register(
        LogEntry, "user", title="What you did in the administration pages", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("action_time", "object_repr", "change_message"),
    )  # fmt: skip
    if apps.is_installed("allauth.socialaccount"):
        from allauth.socialaccount.models import SocialAccount

        register(
            SocialAccount, "user", title="Accounts elsewhere that you sign in with", keeps="Until you remove it.",
            erase=delete_rows, fields=("provider", "uid", "extra_data", "date_joined", "last_login"),
        )  # fmt: skip


def _forget_addresses(rows: Rows, user: User, now: datetime) -> None:
    """Takes the addresses out of the outbox too, whose rows know addresses and no people."""
    for address in {user.email, *rows.values_list("email", flat=True)}:
        forget_address(address, now=now)
    rows.delete()


def _end_sessions(rows: Rows, user: User, now: datetime) -> None:
    for session in rows:
        session.end()


def _stand_in_no_longer(rows: Rows, user: User, now: datetime) -> None:
    rows.update(deputy=None, away_from=None, away_until=None)
