"""The pathways page for someone who names no goal: everything within reach."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from careers.roles.near import NearRoles
from tests.careers.pages import heading, html, links, words

pytestmark = pytest.mark.django_db
PATHWAYS = "/careers/pathways/"
CLERK = {"from": "ward clerk", "band": "3"}
CLERK_NAME = "ward clerk, medical secretary or administrator"


def ask(client: Client, **query: Any) -> HttpResponse:
    return client.get(PATHWAYS, query)


@pytest.mark.main_journey
@pytest.mark.parametrize("goal", [{"to": ""}, {}, {"to": "anything"}, {"to": "Not sure?"}, {"to": "???"}])
def test_a_start_without_a_goal_shows_where_one_could_go(client: Client, goal: dict[str, str]) -> None:
    response = ask(client, **CLERK, **goal)
    text = words(response)
    assert heading(response) == "Where you could go from here"
    assert "There is a problem" not in text
    assert "Roles one move away from band 3: at most two bands up, and at most one down." in text
    assert text.index("Patient pathway validator 71% is there already.") < text.index("Entry levels, where training")
    assert text.index("Entry levels, where training") < text.index("Data quality officer 40% is there already.")
    assert ("as no goal yet." in text) == bool(goal.get("to"))


def test_each_role_comes_with_its_reasons_and_the_way_there(client: Client) -> None:
    response = ask(client, **CLERK)
    card = words(response).split("Data quality officer", 1)[1].split("What this move takes")[0]
    assert "You bring: " in card
    assert "Still new to you: " in card
    address = links(response)["What this move takes: Data quality officer"]
    assert parse_qs(urlsplit(address).query) == {
        "from": ["ward-clerk-medical-secretary-or-administrator"],
        "band": ["3"],
        "to": ["data-quality-officer"],
    }
    assert heading(client.get(address)) == "You could train as a data quality officer"


def test_it_leads_to_the_form_for_a_goal_and_to_the_starting_point(client: Client) -> None:
    found = links(ask(client, **CLERK))
    form = client.get(found["Add where you want to go"])
    assert heading(form) == "Find your way"
    assert 'value="Ward clerk, medical secretary or administrator"' in html(form)
    assert heading(client.get(found[f"Skills and first steps: {CLERK_NAME}"])) == CLERK_NAME.capitalize()


def test_it_can_be_sent_on_and_is_kept_out_of_search_engines(client: Client) -> None:
    source = html(ask(client, **CLERK))
    assert "mailto:?subject=Where%20you%20could%20go%20from%20ward%20clerk" in source
    assert "data-print" in source
    assert "noindex" in source


def test_the_band_the_registration_and_how_far_down_one_would_go_count(client: Client) -> None:
    nurse = {"from": "nurse", "band": "6"}
    assert "Digital nurse" in links(ask(client, **nurse))
    assert "Digital nurse" not in links(ask(client, **nurse, profession="NONE"))
    assert "A step down in band" in words(ask(client, **nurse))
    assert "A step down in band" not in words(ask(client, **nurse, down="0"))


def test_who_holds_a_level_sees_the_next_step_and_no_step_back(client: Client) -> None:
    response = ask(client, **{"from": "digital-change-manager"})
    assert "It is the next step up in a role you hold." in words(response)
    assert "Senior digital change manager" in links(response)
    assert "Change support officer" not in links(response)


def test_where_nothing_is_one_move_away_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careers.views.near.near_roles", lambda *a, **most: NearRoles([], [], []))
    response = ask(client, **CLERK)
    assert "No role is one move away from here." in words(response)
    assert heading(client.get(links(response)["choose where you want to go"])) == "Find your way"


@pytest.mark.parametrize("goal", ["something digital", "digital", "it"])
def test_a_vague_goal_puts_what_is_near_first_and_offers_everything(client: Client, goal: str) -> None:
    response = ask(client, **CLERK, to=goal)
    text = words(response)
    assert heading(response).startswith("Which one do you mean")
    if goal != "it":
        assert text.index("Digital champion") < text.index("Digital change manager") < text.index("Digital nurse")
        assert "One move from here" in text
        assert "Needs a registration that you have not named" in text
    everything = client.get(links(response)[f"See everything within reach from {CLERK_NAME}"])
    assert heading(everything) == "Where you could go from here"


def test_a_registration_that_is_held_puts_nobody_last(client: Client) -> None:
    text = words(ask(client, **{"from": "nurse", "band": "6", "to": "digital"}))
    assert text.index("Digital nurse") < text.index("Digital change manager")


def test_a_goal_that_is_not_known_offers_everything_too(client: Client) -> None:
    response = ask(client, **CLERK, to="xyzzy")
    assert "We do not know a digital role called" in words(response)
    assert f"See everything within reach from {CLERK_NAME}" in links(response)
    assert "everything within reach" not in words(ask(client, **CLERK, to="xyzzy", profession="WIZARD"))


def test_long_groups_end_in_names_with_the_way_there(client: Client) -> None:
    response = ask(client, **{"from": "nurse", "band": "5"})
    text = words(response)
    assert text.index("Apprentice developer") > text.index("A step down in band")
    assert len(re.findall(r"\d+ more, of which less is there", text)) == 2
    assert html(response).count('class="app-card"') <= 30
    assert heading(client.get(links(response)["Apprentice developer"])).startswith("You could")
