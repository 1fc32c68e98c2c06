"""Links to reports: given, listed, taken back."""

import re

import pytest
from django.test import Client

from planning.models import SharedReport
from planning.sharing import share_report
from tests.planning.world import DAY, NOW, assessment_of, begin, goal, page, person, signed_in

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


def test_the_links_given_are_narrowed_by_their_state() -> None:
    sam = person()
    assessment = assessment_of(sam)
    for name, days in (("Kit", 7), ("Ada", 90), ("Lee", 30)):
        share_report(sam, assessment, goal(), given_to=name, days=days, now=NOW - 10 * DAY)
    SharedReport.objects.filter(given_to="Ada").update(revoked_at=NOW)
    client = signed_in(sam)
    for state, expected in (("OPEN", {"Lee"}), ("OVER", {"Kit"}), ("BACK", {"Ada"}), ("", {"Kit", "Ada", "Lee"})):
        shown = page(client, f"/me/shared/?state={state}")
        assert {name for name in ("Kit", "Ada", "Lee") if f"For {name}<" in shown} == expected, state
    SharedReport.objects.all().delete()
    assert "You have given no link" in page(client, "/me/shared/")
    assert "No link fits these filters" in page(client, "/me/shared/?state=OPEN")
