"""What allauth asks us: the words it uses, the letters it sends, where people land, and how secrets are kept."""

import base64
import contextlib
import hashlib
import time
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts import audit
from accounts.entering import confirm_by_code, record_second_step, signed_in_lately, tell_of_change
from accounts.models import User
from accounts.roles import is_staff_member
from notifications.conversation import Conversation, LetterRefused, words_of
from notifications.letters import Mail
from notifications.writing import finish, one_line, write

log = structlog.get_logger(__name__)

# What allauth calls a change, and what the audit trail and the letter about it call it.
CHANGES = {
    "password_changed": "accounts.password_changed",
    "password_set": "accounts.password_set",
    "password_reset": "accounts.password_reset",
    "email_changed": "accounts.email_changed",
    "email_deleted": "accounts.email_removed",
    "totp_activated": "accounts.authenticator_app_added",
    "totp_deactivated": "accounts.authenticator_app_removed",
    "webauthn_added": "accounts.passkey_added",
    "webauthn_removed": "accounts.passkey_removed",
    "recovery_codes_generated": "accounts.recovery_codes_made",
    "account_connected": "accounts.login_elsewhere_added",
    "account_disconnected": "accounts.login_elsewhere_removed",
}
SIGN_IN_AGAIN = (
    "What comes next matters for your account. You have no password that we could ask for, so please sign in again. "
    "Nothing was changed."
)
PROVES_A_SECOND_STEP = {"totp_activated", "webauthn_added"}


class AccountAdapter(DefaultAccountAdapter):
    """allauth for accounts, in the portal's words and through the portal's mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "cannot_remove_primary_email": "You sign in with this address. Make another one your main address first.",
        "duplicate_email": "This address is one of yours already.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "email_taken": "This address cannot be used. Choose another one.",
        "enter_current_password": "That is not your password now.",
        "incorrect_code": "That code is not right. Take the one from the newest e-mail, and check each letter.",
        "incorrect_password": "That is not your password.",
        "invalid_login": "The e-mail address or the password is not right. Check both and try again.",
        "max_email_addresses": "You can have %d addresses. Remove one before you add another.",
        "rate_limited": "You asked for that very often. Wait a few minutes, then try again.",
        "same_as_current": "That is the address we sent the code to. Type a different one.",
        "too_many_login_attempts": "That was tried too often. Wait 5 minutes and try again, or sign in another way.",
        "unverified_primary_email": "Confirm the address first. Then you can make it your main address.",
    }

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Keep a person who signs up, with their name."""
        user.name = form.cleaned_data.get("name", "")
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        confirm_by_code(request, user, kwargs["email"])
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if is_staff_member(user, now=now):
            audit.record(actor=user, action="accounts.staff_signed_in", subject=user, now=now)
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep in the audit trail that somebody was not let in, with whose account it was if there is one.

        What was typed is not kept, and no more than so many an hour, since the trail can only grow. Whether there is
        such an account makes no difference to what is done, nor to how long it takes.
        """
        log.info("sign_in_failed")
        network = self.get_client_ip(request)
        if not ratelimit.consume(request, action="failed_kept_of_network", key=network):
            return
        if ratelimit.consume(request, action="failed_kept_of_all", key="all"):
            found = User.objects.filter(email__iexact=credentials.get("email", "")).first()
            audit.record(actor=None, action="accounts.sign_in_failed", subject=found, now=timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Has people sign in again who have neither a password nor a second step: allauth would ask them nothing."""
        request, required = context.request, super().is_reauthentication_required(app=app, **kwargs)
        if required and not get_reauthentication_flows(request.user) and not signed_in_lately(request, at=time.time()):
            logout(request)
            messages.info(request, SIGN_IN_AGAIN)
            query = urlencode({"next": request.path})
            raise ImmediateHttpResponse(HttpResponseRedirect(f"{reverse('account_request_login_code')}?{query}"))
        return bool(required)

    def is_safe_url(self, url: str) -> bool:
        """Only addresses on this site, written as a path."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the script for passkeys asks for JSON. Other pages answer everybody with a page."""
        return request.path == reverse("mfa_login_webauthn") and bool(super().is_ajax(request))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the letter, on the address from the settings: who asked may have sent any host."""
        uid, _, rest = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": rest})
        return f"{settings.SITE_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter with a secret in it, at once and past the outbox.

        If that fails, the request ends with a page that says so.
        """
        name = template_prefix.rpartition("/")[2]
        try:
            _send(Mail(to=email, template=f"accounts/{name}", context={**context, "email": email}))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the person must get a page that says what to do
            # Not the traceback: it may hold the address.
            log.warning("sign_in_letter_not_sent", letter=name, problem=words_of(problem))
            answer = self._not_sent(refused=isinstance(problem, LetterRefused))
            raise ImmediateHttpResponse(answer) from None

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person of a change to how they sign in, and keep it in the audit trail."""
        name = template_prefix.rpartition("/")[2]
        now = timezone.now()
        if name in PROVES_A_SECOND_STEP:
            record_second_step(self.request, user)
        if name == "email_changed":
            audit.record(actor=user, action=CHANGES[name], subject=user, now=now)
            self.tell_the_former_address(email or user.email)
        else:
            tell_of_change(user, action=CHANGES[name], now=now)

    def tell_the_former_address(self, email: str) -> None:
        """Not through the outbox, which knows people and not what their address was."""
        try:
            _send(Mail(to=email, template="accounts/email_changed"))
        except Exception as problem:  # noqa: BLE001 - the change is made, and the audit trail has it
            log.warning("former_address_not_told", problem=words_of(problem))

    def _not_sent(self, *, refused: bool) -> HttpResponse:
        return render(context.request, "account/mail_not_sent.html", {"refused": refused}, status=503)


class MFAAdapter(DefaultMFAAdapter):
    """allauth for second steps."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Remove your second step first, then add the address.",
        "cannot_delete_authenticator": "You cannot remove your second step.",
        "cannot_generate_recovery_codes": "Add an authenticator app or a passkey first. Then you can make codes.",
        "incorrect_code": "That code is not right. Wait for the next one in your app, or use a recovery code.",
        "unreadable_secret": "This second step can no longer be checked. Use another one, or ask the site’s team.",
        "unverified_email": "Confirm all of your e-mail addresses first, or remove those that are not confirmed.",
    }

    def _get_site_name(self) -> str:
        return str(settings.SERVICE_NAME)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - the name is allauth's
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def encrypt(self, text: str) -> str:
        """Secrets are useless to whoever reads only the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError if it was encrypted under a key that we no longer have."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("unreadable_secret") from None


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"accounts.second_step:{key}".encode()).digest()))
        for key in keys
    )


def _send(mail: Mail) -> None:
    """Raises ServerAway, LetterRefused or whatever the mail program raises."""
    words = finish(write(mail), mail)
    email = EmailMultiAlternatives(words.subject, words.text, settings.DEFAULT_FROM_EMAIL, [one_line(mail.to)])
    email.attach_alternative(words.html, "text/html")
    with contextlib.closing(Conversation()) as conversation:
        conversation.send(email)
