"""Signing in with another service: off unless the environment turns it on, and never a way into somebody's account."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

# Which apps are installed is decided when a process starts, so this is one of its own.
PROGRAM = """
import django, os, re
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
from allauth.socialaccount.providers.microsoft.views import MicrosoftGraphOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from accounts.models import User
from accounts.privacy import registered

if os.environ.get("GOOGLE_CLIENT_ID"):
    service, origin, adapter = "google", "https://accounts.google.com", GoogleOAuth2Adapter
    says = lambda email, verified: {
        "sub": "1-" + email, "email": email, "email_verified": verified, "given_name": "Gina", "family_name": "Giles",
    }
else:  # Microsoft says of no address whether it is confirmed
    service, origin, adapter = "microsoft", "https://login.microsoftonline.com", MicrosoftGraphOAuth2Adapter
    says = lambda email, verified: {"id": "1-" + email, "mail": email, "givenName": "Gina", "surname": "Giles"}

def come_back(email, verified, wanted="/me/profile/"):
    '''The other service sends somebody back to us. Returns their browser and where we led them.'''
    client = Client()
    away = client.post(f"/account/{service}/login/?next={wanted}").url
    assert away.startswith(origin + "/") and "code_challenge=" in away, away
    state, who = re.search("state=([^&]+)", away)[1], says(email, verified)
    def complete(self, request, app, token, **kwargs):
        return self.get_provider().sociallogin_from_response(request, who)
    token = mock.patch.object(OAuth2Client, "get_access_token", return_value={"access_token": "x"})
    with token, mock.patch.object(adapter, "complete_login", complete):
        return client, client.get(f"/account/{service}/login/callback/?code=1&state=" + state)

page = Client().get("/account/login/")
assert f"/account/{service}/login/" in page.content.decode()
assert f"form-action 'self' {origin};" in page.headers["Content-Security-Policy"] + ";"
assert f"Continue to {service.title()}" in Client().get(f"/account/{service}/login/").content.decode()
assert any(one.model is SocialAccount for one in registered())

# Somebody has an account with that address: no way in, whatever the other service says.
ada = User.objects.create_user("ada@example.org", "three quiet otters")
EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
for verified in (True, False):
    client, answer = come_back("ada@example.org", verified)
    assert client.get("/me/").status_code == 302, answer
    assert not SocialAccount.objects.filter(user=ada).exists()

# Nobody has: an account is made. An address that the other service has not confirmed is confirmed here.
client, answer = come_back("gina@example.org", False)
assert answer.url == "/account/confirm-email/", answer.url
code = re.search("^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.M)[1]
assert client.post("/account/confirm-email/", {"code": code}).url == "/me/profile/"
gina = User.objects.get(email="gina@example.org")
assert gina.name == "Gina Giles" and not gina.has_usable_password()
assert service.title() in client.get("/account/3rdparty/").content.decode()

# She signs in again, and nobody can have her led elsewhere then.
assert come_back("gina@example.org", False, wanted="/me/data/")[1].url == "/me/data/"
assert come_back("gina@example.org", False, wanted="https://evil.example/")[1].url == "/me/"

# Whose account is closed stays out that way too.
User.objects.filter(pk=gina.pk).update(is_active=False)
client, answer = come_back("gina@example.org", False)
assert answer.url == "/account/inactive/" and client.get("/me/").status_code == 302

# Who turns back there, and whom it sends without the number that we sent them off with, reads what happened.
client = Client()
client.post(f"/account/{service}/login/")
page = client.get(f"/account/{service}/login/callback/?error=access_denied&state=x", follow=True)
assert "The other service did not sign you in" in page.content.decode()
state = re.search("state=([^&]+)", client.post(f"/account/{service}/login/").url)[1]
page = client.get(f"/account/{service}/login/callback/?error=access_denied&state={state}", follow=True)
assert "You stopped at the other service" in page.content.decode()
print("fine")
"""


def run(folder: Path, program: str | list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Python on a program, or with arguments, in an environment that has these variables and no others of ours."""
    environment = {
        "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", "VAR_DIR": str(folder),
        "PORTAL_ENV": "development", "REDIS_URL": "", "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}",
    }  # fmt: skip
    command = [sys.executable, *(["-c", program] if isinstance(program, str) else program)]
    return subprocess.run(command, env=environment | variables, capture_output=True, text=True, check=False)


def test_it_is_off_by_default(tmp_path: Path) -> None:
    program = (
        "import django; django.setup(); from django.apps import apps; print(apps.is_installed('allauth.socialaccount'))"
    )
    assert run(tmp_path, program).stdout.strip() == "False"


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_an_address_never_opens_or_links_an_account(tmp_path: Path, name: str) -> None:
    answer = run(tmp_path, PROGRAM, **keys(name))
    assert answer.stdout.strip() == "fine", answer.stderr[-3000:]


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_each_service_is_turned_on_by_itself(tmp_path: Path, name: str) -> None:
    program = (
        "import django; django.setup(); from django.conf import settings; print(list(settings.SOCIALACCOUNT_PROVIDERS))"
    )
    answer = run(tmp_path, program, **keys(name))
    assert answer.stdout.strip() == f"['{name}']", answer.stderr


def test_their_pages_have_rows_in_the_matrix_and_take_any_input(tmp_path: Path, settings: Settings) -> None:
    which = "google or microsoft or socialaccount or every_address or every_form"
    arguments = ["-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'inner'}", "-k", which]
    variables = keys("google") | keys("microsoft") | {"VAR_DIR": str(settings.VAR_DIR), "LOG_LEVEL": "ERROR"}
    answer = run(tmp_path, [*arguments, "tests/access/test_matrix.py", "tests/access/test_fuzz_forms.py"], **variables)
    assert answer.returncode == 0, answer.stdout[-5000:]
    assert int(answer.stdout.rsplit(" passed")[0].split()[-1]) >= 18


def keys(name: str) -> dict[str, str]:
    return {f"{name.upper()}_CLIENT_ID": "id", f"{name.upper()}_SECRET": "secret"}
