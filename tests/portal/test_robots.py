"""robots.txt, sitemap.xml and security.txt."""

import re
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from careers.models import Learning, Role, Skill
from careers.revision import bump_revision
from portal.pages.robots import LISTED, NOT_FOR_ROBOTS
from tests.access.matrix import MATRIX

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.SITE_URL = "https://portal.example"


def addresses(client: Client) -> list[str]:
    tree = ET.fromstring(client.get("/sitemap.xml").content)
    return [element.text or "" for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_sitemap_holds_absolute_addresses_of_this_site_alone(client: Client) -> None:
    found = addresses(client)
    assert all(address.startswith("https://portal.example/") for address in found)
    assert len(found) == len(set(found))
    assert client.get("/sitemap.xml").headers["Content-Type"] == "application/xml"


def test_everything_in_the_sitemap_is_there(client: Client) -> None:
    kinds: dict[str, str] = {}
    for address in addresses(client):
        path = address.removeprefix("https://portal.example")
        kinds[re.sub(r"[^/]+/$", "<one>", path) if path.count("/") > 3 else path] = path
    assert len(kinds) == len(LISTED) + 5
    for path in kinds.values():
        assert client.get(path).status_code == 200, path


def test_every_role_skill_and_course_is_in_the_sitemap_until_it_retires(client: Client) -> None:
    found = set(addresses(client))
    for row in (*Role.objects.live(), *Skill.objects.live(), *Learning.objects.live()):
        assert f"https://portal.example{row.get_absolute_url()}" in found
    Skill.objects.filter(slug="user-focus").update(retired_at=timezone.now())
    bump_revision(now=timezone.now())
    assert "https://portal.example/careers/skills/user-focus/" not in addresses(client)


def test_every_public_page_is_listed_or_left_out_on_purpose() -> None:
    plain = {name for name, rule in MATRIX.items() if not rule.arguments and rule.get == 200}
    for_programs = {"healthz", "readyz", "metrics", "sitemap", "robots", "security_txt"}
    assert plain - for_programs - set(NOT_FOR_ROBOTS) == set(LISTED)


def test_the_sitemap_costs_the_same_few_queries_however_much_there_is(client: Client) -> None:
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as before:
        client.get("/sitemap.xml")
    for number in range(50):
        Skill.objects.create(name=f"Skill {number}", slug=f"skill-{number}", framework="NHS")
    bump_revision(now=timezone.now())
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as after:
        client.get("/sitemap.xml")
    assert len(after) == len(before) <= 8


def test_robots_may_read_pages_but_not_every_question_to_them(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    rules = RobotFileParser()
    rules.parse(lines)
    for path in ("/", "/careers/roles/", "/careers/skills/user-focus/", "/careers/pathways/", "/privacy/"):
        assert rules.can_fetch("anyone", path), path
    for path in (
        "/admin/",
        "/careers/search/?q=a",
        "/careers/compare/?level=a",
        "/careers/pathways/?from=nurse",
        "/careers/pathways/?to=a",
    ):
        assert not rules.can_fetch("anyone", path), path
    assert rules.site_maps() == ["https://portal.example/sitemap.xml"]


def fields(client: Client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_security_txt_names_the_contact_address_of_the_settings(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "security@trust.example"
    found = fields(client)
    assert found["Contact"] == "mailto:security@trust.example"
    assert found["Canonical"] == "https://portal.example/.well-known/security.txt"
    assert found["Preferred-Languages"] == "en"
    assert 'id="security"' in client.get(found["Policy"].removeprefix("https://portal.example")).content.decode()


def test_security_txt_leads_to_the_contact_page_where_there_is_no_address(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = ""
    assert fields(client)["Contact"] == "https://portal.example/contact/"


@pytest.mark.parametrize("now", [datetime(2026, 11, 22, 23, 59, tzinfo=UTC), datetime(2031, 2, 28, 0, 0, tzinfo=UTC)])
def test_security_txt_never_expires_and_never_promises_more_than_a_year(client: Client, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        expires = datetime.fromisoformat(fields(client)["Expires"])
        assert timedelta(days=90) < expires - now < timedelta(days=365)


def test_security_txt_is_not_kept_by_browsers(client: Client) -> None:
    assert "no-store" in client.get("/.well-known/security.txt").headers["Cache-Control"]
