"""allauth's forms for the second step of signing in, in the portal's words."""

from collections.abc import Callable
from typing import Any, ClassVar

import structlog
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from accounts.forms.entrance import PlainWords
from common.forms import OneLineField

log = structlog.get_logger(__name__)

APP_CODE = "Six digits. A new code comes every 30 seconds."
DOES_NOT_FIT = "The answer of your device did not fit. Try again, or use another way."


def checked(check: Callable[[], Any]) -> Any:
    """What the check returns. Raises ValidationError for anything that a passkey's answer makes it trip over.

    allauth and fido2 foresee only some of what can be wrong in an answer, which anybody may write by hand.
    """
    try:
        return check()
    except forms.ValidationError:
        raise
    except Exception as problem:  # noqa: BLE001 - no answer may end in an error page
        log.info("passkey_refused", problem=type(problem).__name__)
        raise forms.ValidationError(DOES_NOT_FIT) from None


class ActivateAppForm(PlainWords, totp.ActivateTOTPForm):
    words: ClassVar = {"code": ("Code that the app shows", APP_CODE)}


class AuthenticateForm(PlainWords, base.AuthenticateForm):
    words: ClassVar = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class ReauthenticateForm(PlainWords, base.ReauthenticateForm):
    words: ClassVar = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class AddPasskeyForm(PlainWords, webauthn.AddWebAuthnForm):
    name = OneLineField(required=False, max_length=60)
    words: ClassVar = {
        "name": ("Name", "So that you can tell your passkeys apart, such as “work laptop”."),
        "passwordless": (
            "Sign in with this passkey alone",
            "Without a password. Your device then asks for your finger, your face or its PIN.",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> Any:
        return checked(super().clean)


class SignInWithPasskeyForm(webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return checked(super().clean_credential)


class PasskeyAsSecondStepForm(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return checked(super().clean_credential)


class ReauthenticateWithPasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return checked(super().clean_credential)


class EditPasskeyForm(PlainWords, webauthn.EditWebAuthnForm):
    name = OneLineField(max_length=60)
    words: ClassVar = {"name": ("Name", "")}
