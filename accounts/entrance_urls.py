"""Addresses for signing up and in: allauth's, with our pages where its own would leave people guessing."""

from django.apps import apps
from django.urls import include, path, re_path

from accounts.views import entrance

urlpatterns = [
    path("login/code/confirm/", entrance.confirm_login_code, name="account_confirm_login_code"),
    path("confirm-email/", entrance.confirm_email, name="account_email_verification_sent"),
    path("password/set/", entrance.set_password, name="account_set_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.new_password,
        name="account_reset_password_from_key",
    ),
    path("", include("allauth.urls")),
]

if apps.is_installed("allauth.socialaccount.providers.google"):
    # Google's own button sends people here from its site, past our check of where forms come from; we do not show it.
    urlpatterns.insert(0, path("google/login/token/", entrance.not_in_use, name="google_login_by_token"))
