"""allauth's forms for signing up and in, in the portal's words."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.account.utils import has_verified_email
from django import forms
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from common.forms import OneLineField, styled

NEW_PASSWORD = "At least 12 characters. Three or four words that do not belong together are easy to remember."
CODE = "It has eight letters. Capitals and the dash do not matter."


class PlainWords(forms.Form):
    """Gives allauth's fields our labels and hints, and takes its placeholders away. Other fields are left out."""

    use_required_attribute = False
    words: ClassVar[Mapping[str, tuple[str, str]]] = {}  # by name: label and hint

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if field.widget.is_hidden:
                continue
            if name not in self.words:
                del self.fields[name]
                continue
            field.label, field.help_text = self.words[name]
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
            if name == "code":
                field.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}
                styled(field, classes="nhsuk-input--width-10")


class SignUpForm(PlainWords, allauth.SignupForm):
    name = OneLineField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    account_already_exists: bool
    field_order = ("name", "email", "password1")
    words: ClassVar = {
        "name": ("Full name", ""),
        "email": ("E-mail address", "We send you a code to confirm it. Use one that you can read now."),
        "password1": ("Password", NEW_PASSWORD),
    }

    def try_save(self, request: HttpRequest) -> Any:
        """Sign up, or pretend to where the address is taken, which must take as long."""
        if self.account_already_exists:
            get_user_model()().set_password(self.cleaned_data["password1"])
        else:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:  # the same form was sent twice at once
                self.account_already_exists = True
        return super().try_save(request)


class SignInForm(PlainWords, allauth.LoginForm):
    words: ClassVar = {
        "login": ("E-mail address", ""),
        "password": ("Password", ""),
        "remember": ("Stay signed in on this computer for 14 days", "Not if others use it too."),
    }


class RequestCodeForm(PlainWords, allauth.RequestLoginCodeForm):
    _user: Any  # whom allauth found, or None
    words: ClassVar = {"email": ("E-mail address", "Any address that you have confirmed here.")}

    def clean_email(self) -> str:
        """Looks for everybody as long as for nobody: the time of the answer must not tell who has an account.

        An address that several have typed is theirs who has confirmed it, or else whose main one it is.
        """
        email: str = super().clean_email()
        if self._user:
            main = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
            if self._user != main and not has_verified_email(self._user, email):
                self._user = main
        return email


class ConfirmLoginForm(PlainWords, allauth.ConfirmLoginCodeForm):
    words: ClassVar = {"code": ("Code from the e-mail", CODE)}


class ConfirmEmailForm(PlainWords, allauth.ConfirmEmailVerificationCodeForm):
    words: ClassVar = {"code": ("Code from the e-mail", CODE)}


class AddEmailForm(PlainWords, allauth.AddEmailForm):
    words: ClassVar = {"email": ("Another e-mail address", "Such as a private one, for when you change employers.")}


class ReauthenticateForm(PlainWords, allauth.ReauthenticateForm):
    words: ClassVar = {"password": ("Your password", "")}


class ChangePasswordForm(PlainWords, allauth.ChangePasswordForm):
    words: ClassVar = {"oldpassword": ("Your password now", ""), "password1": ("New password", NEW_PASSWORD)}


class SetPasswordForm(PlainWords, allauth.SetPasswordForm):
    words: ClassVar = {"password1": ("New password", NEW_PASSWORD)}


class ResetPasswordForm(PlainWords, allauth.ResetPasswordForm):
    words: ClassVar = {"email": ("E-mail address", "Any address that you have confirmed here.")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Makes a key for nobody too, which takes as long."""
        if not self.users:
            allauth.default_token_generator.make_token(get_user_model()(pk=0))
        email: str = super().save(request, **kwargs)
        return email


class NewPasswordForm(PlainWords, allauth.ResetPasswordKeyForm):
    words: ClassVar = {"password1": ("New password", NEW_PASSWORD)}
