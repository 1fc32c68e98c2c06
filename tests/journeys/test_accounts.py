"""People sign up and in, with a code, a passkey and an app, in a real browser."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Organisation, Profile, Programme, ProgrammeRole, User
from accounts.preferences import stop_url
from tests.journeys.accessibility import check_accessibility, check_reflow

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "three quiet otters"


@pytest.fixture(autouse=True)
def _no_limits_from_before(transactional_db: None) -> None:
    cache.clear()


def make_person(email: str, **fields: object) -> User:
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def newest_code() -> str:
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def show_password(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is you")
    check_accessibility(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.main_journey
def test_somebody_signs_up_from_a_page_and_comes_back_to_it(page: Page) -> None:
    page.goto("/careers/roles/")
    page.get_by_role("link", name="Sign in").click()
    check_accessibility(page)
    page.get_by_role("link", name="Create an account").click()
    check_accessibility(page)
    page.get_by_label("Full name").fill("Ada Okafor")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create account").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    check_accessibility(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
    check_accessibility(page)
    page.get_by_label("Code from the e-mail").fill(newest_code())
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(re.compile("/careers/roles/$"))
    expect(page.get_by_text("ada@example.org is confirmed.")).to_be_visible()
    page.get_by_role("link", name="My account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Ada Okafor")
    check_accessibility(page)
    page.get_by_role("link", name="Change my profile").click()
    page.get_by_label("An organisation that is not in our list").check()
    page.get_by_label("Name of the organisation (optional)").fill("Hill Hospice")
    page.get_by_label("Job title (optional)").fill("Charge nurse")
    check_accessibility(page)
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_text("Charge nurse, Hill Hospice")).to_be_visible()
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_code_signs_in_without_scripts(new_context: Callable[..., BrowserContext]) -> None:
    make_person("ada@example.org")
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/me/profile/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_role("link", name="send me a code").click()
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code from the e-mail").fill("BBBB-BBBB")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("That code is not right")
    page.get_by_label("Code from the e-mail").fill(newest_code().lower())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My profile")


def test_a_passkey_is_added_and_then_signs_in_alone(page: Page) -> None:
    make_person("ada@example.org", name="Ada")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    sign_in(page, "ada@example.org")
    page.get_by_role("link", name="Change my second step").click()
    check_accessibility(page)
    page.get_by_role("button", name="Add a passkey").click()
    show_password(page)
    page.get_by_label("Name (optional)").fill("Work laptop")
    check_accessibility(page)
    page.get_by_role("button", name="Continue on your device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    check_accessibility(page)
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("Signs you in by itself.")).to_be_visible()
    check_accessibility(page)
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/?next=/me/data/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My data")
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_a_device_without_a_passkey_says_so_beside_the_button(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, "isUserVerified": False}})
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Your device did not sign you in with a passkey.")).to_be_visible()


def test_an_app_is_set_up_and_then_asked_for(page: Page) -> None:
    make_person("ada@example.org")
    sign_in(page, "ada@example.org")
    page.goto("/account/2fa/")
    page.get_by_role("button", name="Set up an app").click()
    show_password(page)
    expect(page.locator("img.app-qr")).to_be_visible()
    check_accessibility(page)
    check_reflow(page)
    secret = page.locator(".app-secret").inner_text()

    def code(step: int) -> str:
        return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[step]))

    page.get_by_label("Code that the app shows").fill(code(1))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "ada@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    check_accessibility(page)
    page.get_by_label("Code", exact=True).fill(code(2))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/me/$"))


OWN = (
    "/me/", "/me/profile/", "/me/contact/", "/me/data/", "/me/delete/", "/account/email/", "/account/password/change/",
    "/account/2fa/", "/account/2fa/webauthn/", "/account/sessions/", "/account/logout/", "/account/reauthenticate/",
)  # fmt: skip
STAFF = (
    "/staff/programmes/", "/staff/programmes/add/", "/staff/programmes/fellowship/",
    "/staff/programmes/fellowship/team/",
    "/staff/organisations/", "/staff/organisations/add/", "/staff/organisations/import/",
    "/staff/organisations/not-listed/", "/staff/audit/", "/staff/people/",
)  # fmt: skip


def test_every_page_is_accessible_and_fits_a_phone(page: Page) -> None:
    root = make_person("root@example.org", name="Rose Root", is_superuser=True, is_staff=True)
    # Longer than a phone is wide.
    ada = make_person("ada.okafor-williams@moorlandhospitals.example.org", name="Ada Okafor-Williams")
    Profile.objects.create(user=ada, employer="NOT_LISTED", organisation_name="Hill Hospice and Community Services")
    programme = Programme.objects.create(name="Digital fellowship", slug="fellowship", provider="Example trust")
    for user, role in ((root, "OWNER"), (ada, "REVIEWER")):
        ProgrammeRole.objects.create(programme=programme, user=user, role=role)
    given = ProgrammeRole.objects.get(role="REVIEWER")
    trust = Organisation.objects.create(name="Example trust", kind="TRUST", synonyms=("ET",), ods_code="RX1")
    sign_in(page, "root@example.org")
    expect(page).to_have_url(re.compile("/me/$"))
    more = (
        f"/staff/programmes/fellowship/team/{given.pk}/deputy/",
        f"/staff/programmes/fellowship/team/{given.pk}/remove/",
        f"/staff/organisations/{trust.pk}/",
        f"/staff/organisations/{trust.pk}/merge/",
    )  # fmt: skip
    for address in (*OWN, *STAFF, *more):
        page.set_viewport_size({"width": 1280, "height": 800})
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        check_accessibility(page)
        check_reflow(page)
    page.context.clear_cookies()
    sign_in(page, ada.email)
    for address in ("/me/", "/account/email/"):
        page.goto(address)
        check_reflow(page)


def test_pages_for_when_something_is_wrong_are_accessible(page: Page) -> None:
    gone = make_person("gone@example.org", is_active=False)
    sign_in(page, "gone@example.org")
    expect(page.get_by_role("heading", level=1)).to_have_text("This account is closed")
    for address in (
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/login/code/",
        stop_url(gone.pk, "reminder.1-day").removeprefix("http://localhost:8000"),
        "/privacy/",
        "/cookies/",
    ):
        page.goto(address)
        check_accessibility(page)
        check_reflow(page)
    page.goto("/account/password/reset/key/1-abc-def/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^This link "))
    check_accessibility(page)
    ada = make_person("ada@example.org")
    page.goto(urlsplit(stop_url(ada.pk, "reminder.1-day")).path)
    expect(page.get_by_role("button", name="Stop these e-mails")).to_be_visible()
    check_accessibility(page)
