"""Signing up and in, one's own account, teams and staff, the outbox."""

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from accounts.models import Organisation, Programme, ProgrammeRole
from accounts.preferences import stop_url
from notifications.models import Message
from tests.access.rules import (
    EVERYBODY,
    GOES_ON,
    OWNERS,
    PUBLIC,
    ROLES,
    SIGNED_IN,
    SITE_ADMINS,
    TEAM,
    VISITORS,
    Rule,
    only,
)

# Each sees the letters of their own programme there.
OUTBOX = only("owner", "stranger", "superuser", others=404)
# They are asked for their password again before letters go.
OUTBOX_AGAIN = only("owner", "stranger", "superuser", answer=302, others=404)
# Who is signed in has no business on pages for signing in.
ENTRANCE = {role: 200 if role in VISITORS else 302 for role in ROLES}

ROWS: dict[str, Rule] = {
    # Signing up and in. Without a code to wait for, the pages for codes lead back to where one is asked for.
    "account_signup": Rule(ENTRANCE, ENTRANCE),
    "account_login": Rule(ENTRANCE, ENTRANCE),
    "account_logout": Rule({role: 302 if role in VISITORS else 200 for role in ROLES}, GOES_ON),
    "account_inactive": PUBLIC,
    "account_request_login_code": Rule(ENTRANCE, ENTRANCE),
    "account_confirm_login_code": Rule(GOES_ON, GOES_ON),
    "account_email_verification_sent": Rule(GOES_ON, GOES_ON),
    "account_reset_password": Rule(200, 200),
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": Rule(200, 200, {"uidb36": "1", "key": "abc-def"}),
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": Rule(GOES_ON, GOES_ON),
    "mfa_login_webauthn": Rule(GOES_ON, GOES_ON),
    # One's own account. What matters for it asks for the password again, so it goes on to there.
    "account_email": Rule(SIGNED_IN, GOES_ON),
    "account_change_password": Rule(SIGNED_IN, SIGNED_IN),
    "account_set_password": Rule(GOES_ON, GOES_ON),
    "account_reauthenticate": Rule(SIGNED_IN, SIGNED_IN),
    "mfa_index": Rule(SIGNED_IN),
    "mfa_reauthenticate": Rule(GOES_ON, GOES_ON),
    "mfa_activate_totp": Rule(GOES_ON, GOES_ON),
    "mfa_deactivate_totp": Rule(only(others=404), only(others=404)),
    "mfa_view_recovery_codes": Rule(only(others=404)),
    "mfa_generate_recovery_codes": Rule(GOES_ON, GOES_ON),
    "mfa_download_recovery_codes": Rule(only(others=404), only(others=404)),
    "mfa_list_webauthn": Rule(SIGNED_IN),
    "mfa_add_webauthn": Rule(GOES_ON, GOES_ON),
    "mfa_reauthenticate_webauthn": Rule(GOES_ON, GOES_ON),
    "mfa_remove_webauthn": Rule(GOES_ON, GOES_ON, {"pk": "1"}),
    "mfa_edit_webauthn": Rule(GOES_ON, GOES_ON, {"pk": "1"}),
    "usersessions_list": Rule(SIGNED_IN, GOES_ON),
    "contact_preferences": Rule(SIGNED_IN, GOES_ON),
    "accounts:profile_edit": Rule(SIGNED_IN, SIGNED_IN),
    "accounts:my_data": Rule(SIGNED_IN, GOES_ON),
    "accounts:delete_account": Rule(SIGNED_IN, GOES_ON),
    "accounts:session_end": Rule(only(*EVERYBODY, answer=405), only(others=404), {"pk": "999999999"}),
    "accounts:letter_stop": Rule(200, 200, {"token": "<token>"}),
    # Teams and staff.
    "accounts:programme_list": Rule(only("staff", "owner", "reviewer", "stranger", "superuser")),
    "accounts:programme_add": Rule(SITE_ADMINS, SITE_ADMINS),
    "accounts:programme_edit": Rule(OWNERS, OWNERS, {"slug": "<programme>"}),
    "accounts:programme_team": Rule(TEAM, {**OWNERS, "reviewer": 403}, {"slug": "<programme>"}),
    "accounts:role_take": Rule(
        OWNERS, {**OWNERS, "owner": 302, "superuser": 404}, {"slug": "<programme>", "pk": "<reviewer>"}
    ),
    "accounts:role_hand_over": Rule(OWNERS, OWNERS, {"slug": "<programme>", "pk": "<reviewer>"}),
    "accounts:role_deputy": Rule(TEAM, TEAM, {"slug": "<programme>", "pk": "<reviewer>"}),
    "accounts:organisation_list": Rule(SITE_ADMINS),
    "accounts:organisation_add": Rule(SITE_ADMINS, SITE_ADMINS),
    "accounts:organisation_import": Rule(SITE_ADMINS, SITE_ADMINS),
    "accounts:organisations_not_listed": Rule(SITE_ADMINS),
    "accounts:organisation_edit": Rule(SITE_ADMINS, SITE_ADMINS, {"pk": "<organisation>"}),
    "accounts:organisation_merge": Rule(SITE_ADMINS, SITE_ADMINS, {"pk": "<organisation>"}),
    "accounts:audit_list": Rule(SITE_ADMINS),
    "accounts:people_list": Rule(SITE_ADMINS),
    "notifications:message_list": Rule(OUTBOX),
    "notifications:release": Rule(OUTBOX, OUTBOX_AGAIN),
    "notifications:retry": Rule(OUTBOX, OUTBOX_AGAIN),
    "notifications:cancel": Rule(OUTBOX, OUTBOX_AGAIN),
    "notifications:message_detail": Rule(OWNERS, arguments={"message_id": "<held letter>"}),
    "notifications:message_edit": Rule(OWNERS, OWNERS, {"message_id": "<held letter>"}),
}

# Where the environment turns them on, which tests/accounts/test_other_services.py does in a process of its own.
if apps.is_installed("allauth.socialaccount"):
    ROWS |= {
        "socialaccount_login_cancelled": PUBLIC,
        "socialaccount_login_error": Rule(only(*EVERYBODY, answer=401)),
        "socialaccount_signup": Rule(GOES_ON, GOES_ON),
        "socialaccount_connections": Rule(SIGNED_IN, SIGNED_IN),
        "google_login_by_token": Rule(404, 404),
    }
    for service in settings.SOCIALACCOUNT_PROVIDERS:
        ROWS[f"{service}_login"] = Rule(200, 302, head=302)
        # Without the number that we sent people off with nobody comes in.
        ROWS[f"{service}_callback"] = Rule(401, 401)


def things(*programmes: Programme) -> dict[str, str]:
    """A letter that waits in the outbox of each programme, a reviewer, an organisation."""
    reviewer = ProgrammeRole.objects.get(role="REVIEWER")
    letters = [
        Message.objects.create(
            letter="accounts.role_given", about_id=reviewer.pk, key=f"held {programme.pk}", scope=programme.scope,
            state=Message.State.HELD, due_at=timezone.now(), subject=programme.provider or "Words", text="Words",
            prewritten=True,
        )
        for programme in programmes
    ]  # fmt: skip
    return {
        "<programme>": programmes[0].slug,
        "<reviewer>": str(reviewer.pk),
        "<organisation>": str(Organisation.objects.create(name="Example trust", kind="TRUST").pk),
        "<held letter>": str(letters[0].pk),
        "<token>": stop_url(reviewer.user_id, "events.reminder").rstrip("/").rpartition("/")[2],
    }
