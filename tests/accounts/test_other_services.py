"""Signing in with another service: off unless the environment turns it on, and never a way into somebody's account."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Which apps are installed is decided when a process starts, so this is one of its own.
PROGRAM = """
import django, re
django.setup()
from unittest import mock
from django.conf import settings
from django.core.management import call_command
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.core import mail
mail.outbox = []
from django.test import Client
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from accounts.models import User
from accounts.privacy import registered

def come_back(email, verified):
    '''Google sends somebody back to us. Returns their browser and where we led them.'''
    client = Client()
    away = client.post("/account/google/login/?next=/me/profile/").url
    state = re.search("state=([^&]+)", away)[1]
    who = {"sub": "g-" + email, "email": email, "email_verified": verified}
    who |= {"given_name": "Gina", "family_name": "Google"}
    def complete(self, request, app, token, **kwargs):
        return self.get_provider().sociallogin_from_response(request, who)
    token = mock.patch.object(OAuth2Client, "get_access_token", return_value={"access_token": "x"})
    with token, mock.patch.object(GoogleOAuth2Adapter, "complete_login", complete):
        return client, client.get("/account/google/login/callback/?code=1&state=" + state)

page = Client().get("/account/login/")
assert "/account/google/login/" in page.content.decode()
assert "form-action 'self' https://accounts.google.com" in page.headers["Content-Security-Policy"]
assert "Continue to Google" in Client().get("/account/google/login/").content.decode()
assert any(one.model is SocialAccount for one in registered())

# Somebody has an account with that address: no way in, whatever Google says.
ada = User.objects.create_user("ada@example.org", "three quiet otters")
EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
for verified in (True, False):
    client, answer = come_back("ada@example.org", verified)
    assert client.get("/me/").status_code == 302, answer
    assert not SocialAccount.objects.filter(user=ada).exists()

# Nobody has: an account is made. An address that Google has not confirmed is confirmed here.
client, answer = come_back("gina@example.org", False)
assert answer.url == "/account/confirm-email/", answer.url
code = re.search("^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.M)[1]
assert client.post("/account/confirm-email/", {"code": code}).url == "/me/profile/"
gina = User.objects.get(email="gina@example.org")
assert gina.name == "Gina Google" and not gina.has_usable_password()
assert "Google" in client.get("/account/3rdparty/").content.decode()
print("fine")
"""


def run(folder: Path, program: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", "VAR_DIR": str(folder),
        "PORTAL_ENV": "development", "REDIS_URL": "", "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}",
    }  # fmt: skip
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=environment | variables, capture_output=True, text=True, check=False)


def test_it_is_off_by_default(tmp_path: Path) -> None:
    program = (
        "import django; django.setup(); from django.apps import apps; print(apps.is_installed('allauth.socialaccount'))"
    )
    assert run(tmp_path, program).stdout.strip() == "False"


def test_an_address_never_opens_or_links_an_account(tmp_path: Path) -> None:
    answer = run(tmp_path, PROGRAM, GOOGLE_CLIENT_ID="id", GOOGLE_SECRET="secret")
    assert answer.stdout.strip() == "fine", answer.stderr[-3000:]


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_each_service_is_turned_on_by_itself(tmp_path: Path, name: str) -> None:
    program = (
        "import django; django.setup(); from django.conf import settings; print(list(settings.SOCIALACCOUNT_PROVIDERS))"
    )
    answer = run(tmp_path, program, **{f"{name.upper()}_CLIENT_ID": "id", f"{name.upper()}_SECRET": "secret"})
    assert answer.stdout.strip() == f"['{name}']", answer.stderr
