"""What allauth asks us about signing in with another service, where the environment turns that on."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from accounts.models import User


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """allauth for accounts elsewhere. The same address is never a reason to link; it must be confirmed here too."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": "You have an account with this address. Sign in to it first, then connect %s from there.",
        "invalid_token": "The other service did not say who you are. Try again.",
        "no_password": "Choose a password first, or you could not sign in any more.",
        "no_verified_email": "Confirm your e-mail address first.",
        "disconnect_last": "This is your only way to sign in. Choose a password first.",
        "connected_other": "That account is connected to somebody else’s account here.",
    }

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = (data.get("name") or " ".join(part for part in parts if part))[:150]
        return user
