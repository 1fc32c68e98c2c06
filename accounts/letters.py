"""Letters about accounts and teams. Codes for signing in and links for new passwords never come this way."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import AuditEntry, DeletionRequest, ProgrammeRole
from notifications.letters import Drop, Mail, letter

# What the audit trail calls it, and what the person reads.
SECURITY_CHANGES = {
    "accounts.password_changed": "Your password was changed.",
    "accounts.password_set": "A password was set for your account.",
    "accounts.password_reset": "Your password was replaced, with a link from an e-mail.",
    "accounts.password_set_by_staff": "Somebody who looks after this site replaced your password.",
    "accounts.second_steps_removed": "Somebody who looks after this site removed your second steps for signing in.",
    "accounts.email_removed": "An e-mail address was removed from your account.",
    "accounts.authenticator_app_added": "An authenticator app was added as a second step for signing in.",
    "accounts.authenticator_app_removed": "The authenticator app was removed from your account.",
    "accounts.passkey_added": "A passkey or security key was added to your account.",
    "accounts.passkey_removed": "A passkey or security key was removed from your account.",
    "accounts.recovery_codes_made": "New recovery codes were made for your account. Any from before no longer work.",
    "accounts.login_elsewhere_added": "Your account can now be used by signing in with another service.",
    "accounts.login_elsewhere_removed": "Another service can no longer be used to sign in to your account.",
}


@letter("accounts.security_change", title="A change to how you sign in", essential=True)
def security_change(entry_id: int, now: datetime) -> Mail | Drop:
    """About an entry of the audit trail."""
    entry = AuditEntry.objects.select_related("subject").filter(pk=entry_id).first()
    if entry is None or entry.subject is None:
        return Drop("The account was deleted.")
    context = {
        "person": entry.subject,
        "change": SECURITY_CHANGES[entry.action],
        "at": entry.at,
        "reset_url": _address("account_reset_password"),
    }
    return Mail(to=entry.subject.email, template="accounts/security_change", context=context)


@letter("accounts.role_given", title="You were given a role in a programme", essential=True)
def role_given(role_id: int, now: datetime) -> Mail | Drop:
    """About a role in a programme."""
    given = ProgrammeRole.objects.select_related("user", "programme").filter(pk=role_id).first()
    if given is None:
        return Drop("The role was taken away again.")
    context = {"given": given, "team_url": _address("accounts:programme_team", given.programme.slug)}
    return Mail(to=given.user.email, template="accounts/role_given", context=context, reply_to=_replies(given))


@letter("accounts.deputy_named", title="You stand in for somebody who is away", essential=True)
def deputy_named(role_id: int, now: datetime) -> Mail | Drop:
    """About a role whose holder is away."""
    given = ProgrammeRole.objects.select_related("user", "deputy", "programme").filter(pk=role_id).first()
    if given is None or given.deputy is None or not (given.user.is_active and given.deputy.is_active):
        return Drop("Nobody stands in any more.")
    context = {"given": given, "team_url": _address("accounts:programme_team", given.programme.slug)}
    return Mail(to=given.deputy.email, template="accounts/deputy_named", context=context, reply_to=_replies(given))


@letter("accounts.deletion_asked", title="Your account will be deleted", essential=True)
def deletion_asked(request_id: int, now: datetime) -> Mail | Drop:
    """About a request to delete an account."""
    request = DeletionRequest.objects.open().select_related("user").filter(pk=request_id).first()
    if request is None or request.user is None:
        return Drop("The request was withdrawn or carried out.")
    context = {"person": request.user, "due_at": request.due_at, "keep_url": _address("accounts:delete_account")}
    return Mail(to=request.user.email, template="accounts/deletion_asked", context=context)


@letter("accounts.account_erased", title="Your account was deleted", essential=True)
def account_erased(request_id: int, now: datetime) -> Mail | Drop:
    """About a request that was carried out."""
    request = DeletionRequest.objects.filter(pk=request_id).exclude(last_address="").first()
    if request is None:
        return Drop("The address is no longer kept.")
    context = {"erased_at": request.erased_at, "letter_days": settings.OUTBOX_KEEPS_BODIES.days}
    return Mail(to=request.last_address, template="accounts/account_erased", context=context)


def _address(name: str, *arguments: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"


def _replies(given: ProgrammeRole) -> tuple[str, ...]:
    return (given.programme.reply_to,) if given.programme.reply_to else ()
