"""What the page without a route offers to change: only what gives a route."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from careers.pathways import is_reachable
from careers.views import pathway_changes
from tests.careers.pages import heading, links

pytestmark = pytest.mark.django_db
ONE_BAND = "I would step down one band"
ANY_BANDS = "I would step down as many bands as it takes"


def ask(client: Client, **query: Any) -> HttpResponse:
    return client.get("/careers/pathways/", query)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "healthcare-assistant", "to": "chief-nursing-information-officer"},
        {"from": "head-of-digital-change", "to": "change-support-officer"},
        {"from": "nurse", "band": "8a", "to": "change-support-officer", "down": "0"},
        {"from": "nurse", "band": "6", "to": "digital-nurse", "profession": "NONE"},
        {"from": "project-officer-outside-digital", "band": "8a", "to": "digital-change-manager", "down": "0"},
        {
            "from": "ward-clerk-medical-secretary-or-administrator",
            "band": "2",
            "to": "chief-nursing-information-officer",
        },
    ],
)
def test_every_change_that_is_offered_gives_a_route(client: Client, query: dict[str, str]) -> None:
    response = ask(client, **query)
    assert heading(response).startswith("No route to")
    offered = [
        address
        for name, address in links(response).items()
        if name.startswith(("Aim for", "I would", "I am registered"))
    ]
    assert [address for address in offered if not heading(client.get(address)).startswith("You could")] == []


def test_a_first_aim_without_a_route_is_not_offered(client: Client) -> None:
    found = links(ask(client, **{"from": "healthcare-assistant", "to": "chief-nursing-information-officer"}))
    assert not [name for name in found if name.startswith("Aim for")]


def test_a_level_above_the_goal_is_no_first_aim(client: Client) -> None:
    found = links(ask(client, **{"from": "head-of-digital-change", "to": "change-support-officer"}))
    assert not [name for name in found if name.startswith("Aim for")]


def test_stepping_down_one_band_is_offered_only_where_it_is_enough(client: Client) -> None:
    far = links(ask(client, **{"from": "nurse", "band": "8a", "to": "change-support-officer", "down": "0"}))
    assert ONE_BAND not in far
    assert ANY_BANDS in far


def test_another_job_is_not_offered_where_no_skill_would_help(client: Client) -> None:
    found = links(ask(client, **{"from": "nurse", "band": "6", "to": "chief-data-officer"}))
    assert "Add another job that you do as well: its skills count too" not in found
    assert "See everything within reach from nurse" in found


def test_at_most_three_searches_are_made_for_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def counted(*asked: Any) -> bool:
        tried.append(1)
        return is_reachable(*asked)

    monkeypatch.setattr(pathway_changes, "is_reachable", counted)
    for goal in ("change-support-officer", "clinical-safety-officer", "digital-nurse", "service-owner"):
        tried.clear()
        ask(client, **{"from": "communications-and-engagement-officer", "band": "8a", "down": "0", "to": goal})
        assert len(tried) <= pathway_changes.MOST_TRIED
