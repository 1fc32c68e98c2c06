"""allauth's forms for the second step of signing in, in the portal's words."""

from typing import Any, ClassVar

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.validators import MaxLengthValidator

from accounts.forms.entrance import PlainWords

APP_CODE = "Six digits. A new code comes every 30 seconds."


class ActivateAppForm(PlainWords, totp.ActivateTOTPForm):
    words: ClassVar = {"code": ("Code that the app shows", APP_CODE)}


class AuthenticateForm(PlainWords, base.AuthenticateForm):
    words: ClassVar = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class ReauthenticateForm(PlainWords, base.ReauthenticateForm):
    words: ClassVar = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class AddPasskeyForm(PlainWords, webauthn.AddWebAuthnForm):
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
        self.fields["name"].validators.append(MaxLengthValidator(60))


class EditPasskeyForm(PlainWords, webauthn.EditWebAuthnForm):
    words: ClassVar = {"name": ("Name", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(60))
