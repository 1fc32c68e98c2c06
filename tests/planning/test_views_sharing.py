"""Links to reports: given, listed, taken back."""

import re

import pytest
from django.test import Client

from planning.models import SharedReport
from planning.sharing import share_report
from tests.planning.world import NOW, assessment_of, begin, goal, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_a_link_is_given_listed_and_taken_back() -> None:
    sam = person(name="Sam Okafor")
    assessment_of(sam, {"user-focus": 3})
    client = signed_in(sam)
    asked = client.post("/gap/digital-change-manager/share/", {"given_to": "Kit, my manager", "days": "30"})
    assert asked.headers["Location"] == "/me/shared/"
    listed = page(client, "/me/shared/")
    assert "For Kit, my manager" in listed
    address = re.search(r'value="[^"]*(/shared/[^"]+)"', listed)
    assert address
    visitor = Client()
    assert "Sam Okafor on the way to Digital change manager" in page(visitor, address[1])
    shared = SharedReport.objects.get()
    client.post(f"/me/shared/{shared.nonce}/revoke/")
    assert visitor.get(address[1]).status_code == 404
    listed = page(client, "/me/shared/")
    assert "Taken back" in listed and address[1] not in listed


def test_signed_out_sharing_asks_to_sign_in_first(client: Client) -> None:
    begin(client)
    response = client.get("/gap/digital-change-manager/share/")
    assert response.headers["Location"].startswith("/account/login/")
    assert client.get("/assessment/check/").status_code == 200


def test_nobody_takes_back_the_links_of_others() -> None:
    sam, kit = person(), person("kit@example.org")
    shared = share_report(sam, assessment_of(sam), goal(), given_to="Ada", days=7, now=NOW)
    assert signed_in(kit).post(f"/me/shared/{shared.nonce}/revoke/").status_code == 404
    shared.refresh_from_db()
    assert shared.revoked_at is None
