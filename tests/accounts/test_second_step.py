"""The second step of signing in: setting it up, needing it, losing it, and who must have one."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client, TestCase
from pytest_django import Settings

from accounts.adapter import MFAAdapter
from accounts.models import AuditEntry, ProgrammeRole, User
from notifications.delivery import deliver_due
from tests.accounts.conftest import PASSWORD

SignIn = Callable[[User], Client]


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def set_up_app(client: Client) -> str:
    """Sets up an authenticator app, typing the password on the way. Returns its secret."""
    answer = client.get("/account/2fa/totp/activate/")
    assert answer.url.startswith("/account/reauthenticate/")
    client.post(answer.url, {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/account/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer.url == "/account/2fa/recovery-codes/"
    return secret


@pytest.fixture
def secret(ada: User, signed_in: SignIn) -> str:
    return set_up_app(signed_in(ada))


def begin(user: User) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.url == "/account/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    return client


def test_setting_up_an_app_shows_a_picture_and_the_key_and_gives_recovery_codes(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    answer = client.get("/account/2fa/totp/activate/")
    client.post(answer.url, {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    html = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    assert page.context["form"].secret in html
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    client.post("/account/2fa/totp/activate/", {"code": code_for(wrong.context["form"].secret)})
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    download = client.get("/account/2fa/recovery-codes/download/")
    assert download.content.decode().split() == codes
    assert "no-store" in download.headers["Cache-Control"]


def test_the_person_is_told_and_the_audit_trail_has_it(ada: User, secret: str, now: datetime) -> None:
    deliver_due(clock=lambda: now + timedelta(minutes=1))
    bodies = " ".join(str(one.body) for one in mail.outbox)
    assert "An authenticator app was added as a second step" in bodies
    assert [one.to for one in mail.outbox] == [["ada@example.org"]] * len(mail.outbox)
    assert AuditEntry.objects.filter(action="accounts.authenticator_app_added", subject=ada).count() == 1


def test_signing_in_then_asks_for_the_code(ada: User, secret: str) -> None:
    client = begin(ada)
    answer = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "That code is not right" in answer.content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": code_for(secret)}).url == "/me/"
    assert client.get("/me/").status_code == 200


def test_a_code_by_e_mail_is_no_way_round_it(ada: User, secret: str) -> None:
    from tests.accounts.conftest import newest_code

    client = Client()
    client.post("/account/login/code/", {"email": "ada@example.org"})
    assert client.post("/account/login/code/confirm/", {"code": newest_code()}).url == "/account/2fa/authenticate/"
    assert client.get("/me/").status_code == 302


def test_a_new_password_is_no_way_round_it(ada: User, secret: str) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    link = next(line for line in str(mail.outbox[-1].body).splitlines() if "/password/reset/key/" in line)
    answer = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    client.post(answer.redirect_chain[-1][0], {"password1": "four loud yellow ducks"})
    answer = client.post("/account/login/", {"login": "ada@example.org", "password": "four loud yellow ducks"})
    assert answer.url == "/account/2fa/authenticate/"


def test_a_recovery_code_works_once(ada: User, secret: str) -> None:
    code = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()[0]
    assert begin(ada).post("/account/2fa/authenticate/", {"code": code}).url == "/me/"
    answer = begin(ada).post("/account/2fa/authenticate/", {"code": code})
    assert "That code is not right" in answer.content.decode()


def test_a_code_of_the_app_works_once(ada: User, secret: str) -> None:
    code = code_for(secret)
    assert begin(ada).post("/account/2fa/authenticate/", {"code": code}).url == "/me/"
    assert begin(ada).post("/account/2fa/authenticate/", {"code": code}).status_code == 200


def test_guessing_codes_is_limited(ada: User, secret: str) -> None:
    client = begin(ada)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert "That was tried too often" in answer.content.decode()


def test_secrets_in_the_database_are_encrypted(ada: User, secret: str, settings: Settings) -> None:
    stored = " ".join(str(one.data) for one in Authenticator.objects.filter(user=ada))
    assert secret not in stored
    app = Authenticator.objects.get(user=ada, type="totp")
    assert MFAAdapter().decrypt(app.data["secret"]) == secret
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [former]
    assert MFAAdapter().decrypt(app.data["secret"]) == secret


def test_a_key_that_is_lost_says_so_and_lets_nobody_in(ada: User, secret: str, settings: Settings) -> None:
    client = begin(ada)
    app = Authenticator.objects.get(user=ada, type="totp")
    app.data = {"secret": app.data["secret"][:-8] + "AAAAAAA="}
    app.save()
    answer = client.post("/account/2fa/authenticate/", {"code": code_for("")})
    assert "can no longer be checked" in answer.content.decode()


def test_removing_the_app_asks_first_and_takes_the_codes_too(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    set_up_app(client)
    assert "Remove the authenticator app?" in client.get("/account/2fa/totp/deactivate/").content.decode()
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=ada).exists()


FORGED = {
    "id": "eA",
    "rawId": "eA",
    "type": "public-key",
    "response": {
        "userHandle": "MQ", "clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AA",
        "attestationObject": "oA",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", '"x"', "7", '{"id": "x"}', '{"response": {"userHandle": "%%%"}}', "x" * 9000, FORGED],
)
def test_a_broken_passkey_is_refused_in_words(ada: User, signed_in: SignIn, credential: object) -> None:
    credential = credential if isinstance(credential, str) else json.dumps(credential)
    client = signed_in(ada)
    client.post(client.get("/account/2fa/webauthn/add/").url, {"password": PASSWORD})
    assert client.get("/account/2fa/webauthn/add/").status_code == 200
    answer = client.post("/account/2fa/webauthn/add/", {"name": "x", "credential": credential})
    assert answer.status_code == 200
    visitor = Client()
    visitor.get("/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = visitor.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert answer.url == "/account/login/"


# --- Who must have one ------------------------------------------------------------------------


@pytest.fixture
def strict(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = True


@pytest.mark.usefixtures("strict")
def test_a_person_needs_no_second_step(ada: User, signed_in: SignIn) -> None:
    assert signed_in(ada).get("/me/").status_code == 200


@pytest.mark.django_db(transaction=True)  # what the set-up proves is noted when it commits
@pytest.mark.usefixtures("strict")
def test_staff_are_led_to_setting_one_up_and_then_may_go_on(owner: User, signed_in: SignIn) -> None:
    client = signed_in(owner)
    for address in ("/me/", "/staff/programmes/", "/staff/outbox/"):
        assert client.get(address).url == "/account/2fa/", address
    assert "a password alone is not enough" in client.get("/account/2fa/").content.decode()
    assert client.get("/careers/roles/").status_code == 200
    set_up_app(client)
    assert client.get("/staff/programmes/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_the_administration_pages_need_it_too(root: User, signed_in: SignIn) -> None:
    assert signed_in(root).get("/admin/").url == "/account/2fa/"


@pytest.mark.usefixtures("strict")
def test_a_session_from_before_must_show_the_second_step(owner: User, signed_in: SignIn) -> None:
    before = signed_in(owner)
    secret = set_up_app(signed_in(owner))
    answer = before.get("/staff/programmes/")
    assert answer.url == "/account/2fa/reauthenticate/?next=%2Fstaff%2Fprogrammes%2F"
    assert before.post(answer.url, {"code": code_for(secret), "next": "/staff/programmes/"}).url == "/staff/programmes/"
    assert before.get("/staff/programmes/").status_code == 200


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    "last", ["", "recovery-codes/", "recovery-codes/download/", "totp/activate/", "totp/deactivate/", "webauthn/add/"]
)
def test_a_session_from_before_neither_sees_nor_changes_second_steps_by_password(
    owner: User, signed_in: SignIn, last: str
) -> None:
    before = signed_in(owner)
    secret = set_up_app(signed_in(owner))
    address = f"/account/2fa/{last}"
    before.post("/account/reauthenticate/", {"password": PASSWORD})
    for answer in (before.get(address), before.post(address)):
        assert answer.headers.get("Location", "").startswith("/account/2fa/reauthenticate/"), answer.status_code
    assert Authenticator.objects.filter(user=owner).count() == 2, "the app and its recovery codes"
    before.post("/account/2fa/reauthenticate/", {"code": code_for(secret)})
    assert "/2fa/reauthenticate/" not in before.get(address).headers.get("Location", "")


@pytest.mark.usefixtures("strict")
def test_whoever_stands_in_today_needs_it_and_not_tomorrow(
    ada: User, owner: User, signed_in: SignIn, now: datetime
) -> None:
    ProgrammeRole.objects.filter(user=owner).update(deputy=ada, away_from=now.date(), away_until=now.date())
    client = signed_in(ada)
    assert client.get("/me/").url == "/account/2fa/"
    ProgrammeRole.objects.filter(user=owner).update(away_until=now.date() - timedelta(days=1), away_from="2026-01-01")
    assert client.get("/me/").status_code == 200


# --- How long staff stay signed in ------------------------------------------------------------


def test_staff_who_walk_away_are_signed_out(owner: User, signed_in: SignIn, now: datetime) -> None:
    with time_machine.travel(now, tick=False) as clock:
        client = signed_in(owner)
        for minutes in (0, 59, 59):
            clock.shift(timedelta(minutes=minutes))
            assert client.get("/staff/programmes/").status_code == 200
        clock.shift(timedelta(minutes=61))
        answer = client.get("/staff/programmes/")
        assert answer.url == "/account/login/?next=/staff/programmes/"
        assert "nothing happened for 60 minutes" in client.get(answer.url).content.decode()


def test_staff_sign_in_again_after_twelve_hours_however_busy(owner: User, signed_in: SignIn, now: datetime) -> None:
    with time_machine.travel(now, tick=False) as clock:
        client = signed_in(owner)
        for _ in range(15):
            assert client.get("/staff/programmes/").status_code == 200
            clock.shift(timedelta(minutes=50))
        assert client.get("/staff/programmes/").status_code == 302
        assert "more than 12 hours ago" in client.get("/account/login/").content.decode()


def test_people_without_a_role_stay_signed_in(ada: User, signed_in: SignIn, now: datetime) -> None:
    with time_machine.travel(now, tick=False) as clock:
        client = signed_in(ada)
        assert client.get("/me/").status_code == 200
        clock.shift(timedelta(hours=13))
        assert client.get("/me/").status_code == 200


def test_a_sign_in_of_staff_is_in_the_audit_trail(owner: User, ada: User, signed_in: SignIn) -> None:
    signed_in(owner)
    signed_in(ada)
    assert [one.actor for one in AuditEntry.objects.filter(action="accounts.staff_signed_in")] == [owner]
