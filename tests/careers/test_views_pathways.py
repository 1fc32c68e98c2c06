"""The pathways page, as people meet it."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries

from careers.frame import current_frame
from careers.pathways import find_routes

pytestmark = pytest.mark.django_db

PATHWAYS = "/careers/pathways/"
COMMUNICATIONS = "communications-and-engagement-officer"
REFERENCE = {"from": COMMUNICATIONS, "band": "5", "to": "digital-change-manager"}


class Answer:
    """A page as text: without tags, entities and superfluous space."""

    def __init__(self, response: Any) -> None:
        assert response.status_code == 200
        self.html = response.content.decode()
        main = self.html[self.html.index("<main") : self.html.index("</main>")]
        without_pictures = re.sub(r"<svg.*?</svg>|<option.*?>", " ", main, flags=re.DOTALL)
        self.text = " ".join(unescape(re.sub(r"<[^>]+>", " ", without_pictures)).split())
        self.heading = " ".join(
            unescape(re.sub(r"<[^>]+>", " ", re.findall(r"<h1.*?</h1>", main, re.DOTALL)[0])).split()
        )
        self.links = {
            " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split()): unescape(address)
            for address, words in re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', main, re.DOTALL)
        }

    def __contains__(self, words: str) -> bool:
        return words in self.text


def ask(client: Client, **query: Any) -> Answer:
    return Answer(client.get(PATHWAYS, query))


def follow(client: Client, answer: Answer, words: str) -> Answer:
    return Answer(client.get(answer.links[words]))


# --- Routes ---------------------------------------------------------------------------------


@pytest.mark.main_journey
def test_a_communications_officer_finds_the_way_to_digital_change_manager(client: Client) -> None:
    answer = ask(client, **REFERENCE)
    assert answer.heading == "You could be a digital change manager in two moves"
    assert (
        "The first step: change support officer, an entry level where training is given. Still new to you: " in answer
    )
    assert "You could apply for that now" not in answer
    assert "Route 1: by way of change support officer" in answer
    assert "Move 1: Change support officer" in answer
    assert "Move 2: Digital change manager" in answer
    assert "You already have 37% of what it asks for." in answer
    assert "You would stay at band 5." in answer
    assert "One band up, from band 5 to band 6." in answer
    assert "Digital change management Awareness → to Practitioner" in answer
    assert "Not yet → to Awareness" in answer
    assert "How to learn these" in answer
    assert "Typical band 6 to 7" in answer


def test_every_gain_shows_its_next_step(client: Client) -> None:
    html = ask(client, **REFERENCE).html
    lists = re.findall(r'<dl class="app-ways__list">(.*?)</dl>', html, re.DOTALL)
    assert lists
    for steps in lists:
        assert re.findall(r"<dt>", steps)
        assert not re.search(r"</dt>\s*(<dt>|$)", steps.strip()), "a skill without anything below it"


def test_each_route_is_a_picture_with_words_and_a_list_with_the_same_stops(client: Client) -> None:
    html = ask(client, **REFERENCE).html
    pictures = re.findall(r'<svg class="app-picture.*?</svg>', html, re.DOTALL)
    lists = re.findall(r'<ol class="app-route.*?</ol>', html, re.DOTALL)
    assert len(pictures) == 2 * len(lists) > 0
    for picture in pictures:
        assert 'role="img"' in picture
        first, second = re.findall(r'aria-labelledby="(\S+) (\S+)"', picture)[0]
        assert f'<title id="{first}">' in picture
        assert f'<desc id="{second}">From communications and engagement officer, band 5 to ' in picture
        assert "style" not in picture
    for place, moves in enumerate(lists):
        stops = re.findall(r"app-route__heading", moves)
        assert pictures[2 * place].count("<circle") == len(stops)


def test_several_jobs_count_together_and_a_single_move_says_apply_now(client: Client) -> None:
    jobs = [COMMUNICATIONS, "nurse", "project-officer-outside-digital"]
    answer = ask(client, **{"from": jobs, "band": "7", "to": "digital-change-manager"})
    assert answer.heading == "You could apply to be a digital change manager now"
    assert "You could apply now." in answer
    assert "Your jobs count together: each skill at the highest level that any of them brings." in answer
    assert "Communications and engagement officer, nurse and project officer outside digital, band 7," in answer


def test_a_route_of_one_move_is_pointed_out_where_it_is_not_the_easiest(client: Client) -> None:
    answer = ask(client, **{"from": "healthcare-assistant", "band": "6", "to": "practice-digital-facilitator"})
    assert answer.heading.endswith("in two moves")
    number = re.findall(r"You could also go straight to it, as it is an entry level .*?: see route (\d)", answer.text)[
        0
    ]
    assert f"Route {number}: straight to it, with training" in answer
    assert "apply for it now" not in answer


def test_a_role_means_the_level_of_its_name_or_else_its_nearest_level(client: Client) -> None:
    exact = ask(client, **REFERENCE)
    assert "nearest to you" not in exact
    any_level = ask(client, **(REFERENCE | {"to": "role:digital-change-manager"}))
    assert (
        "The level of digital change manager (any level) that is nearest to you is change support officer." in any_level
    )
    developer = ask(client, **{"from": "recent-graduate", "to": "software-developer"})
    assert "The level of software developer that is nearest to you is" in developer


def test_the_same_question_has_the_same_answer(client: Client) -> None:
    assert ask(client, **REFERENCE).html == ask(client, **REFERENCE).html


def test_a_search_that_was_cut_short_says_best_found(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "best we found" not in ask(client, **REFERENCE)
    monkeypatch.setattr("careers.views.pathways.find_routes", lambda *a: replace(find_routes(*a), best_found=True))
    assert "There are more ways than we could look at. These are the best we found." in ask(client, **REFERENCE)


# --- What was taken for granted ---------------------------------------------------------------


def test_it_says_which_band_it_starts_from_when_none_is_named(client: Client) -> None:
    answer = ask(client, **{"from": COMMUNICATIONS, "to": "digital-change-manager"})
    assert "You named no band, so we start from band 4, typical for what you do." in answer
    answer = ask(client, **{"from": "doctor", "to": "digital-change-manager"})
    assert "You named no band and none is typical for what you do" in answer
    assert "You named no band" not in ask(client, **REFERENCE)


def test_a_nurse_is_taken_to_be_registered_unless_she_says_otherwise(client: Client) -> None:
    question = {"from": "nurse", "band": "6", "to": "digital-nurse"}
    answer = ask(client, **question)
    assert "We take it that you are registered as a nurse." in answer
    assert "Open only to people registered as a nurse, as you are." in answer
    without = ask(client, **question, profession="NONE")
    assert without.heading.startswith("No route to")
    assert "registered as a nurse, as you are" not in without


def test_a_job_that_brings_no_skills_that_we_know_says_so(client: Client) -> None:
    answer = ask(client, **{"from": "chief-data-officer", "band": "4", "to": "change-support-officer"})
    assert "We know of no skills that this brings, so everything counts as new." in answer


def test_someone_outside_health_is_shown_the_starting_point_of_the_same_name(client: Client) -> None:
    answer = ask(client, **{"from": "data analyst", "to": "data scientist"})
    other = follow(client, answer, "See the way from data analyst outside health")
    assert "Data analyst outside health to data scientist" in other


# --- No route ---------------------------------------------------------------------------------


def test_without_the_registration_it_says_so_and_offers_to_name_it(client: Client) -> None:
    answer = ask(client, **{"from": "nurse", "band": "6", "to": "digital-nurse", "profession": "NONE"})
    assert answer.heading == "No route to a digital nurse yet"
    assert "registration: nurse" in answer
    assert follow(client, answer, "I am registered as a nurse").heading == "You could apply to be a digital nurse now"


def test_many_registrations_are_chosen_in_the_form(client: Client) -> None:
    answer = ask(client, **{"from": COMMUNICATIONS, "band": "7", "to": "clinical-safety-officer"})
    address = answer.links["Say which registration you hold"]
    assert address.endswith("#id_profession")
    form = Answer(client.get(address))
    assert form.heading == "Find your way"
    assert 'value="Communications and engagement officer"' in form.html
    assert "There is a problem" not in form


def test_a_goal_below_what_is_accepted_offers_to_step_down(client: Client) -> None:
    officer = {"from": "project-officer-outside-digital", "band": "8a"}
    answer = ask(client, **officer, to="digital-change-manager", down="0")
    assert answer.heading == "No route to a digital change manager yet"
    assert "It is typically below band 8a, the lowest you would accept." in answer
    assert "You could" in follow(client, answer, "I would step down one band").heading
    assert "I would step down as many bands as it takes" in answer.links


def test_it_offers_the_nearest_level_within_reach_as_a_route(client: Client) -> None:
    answer = ask(client, **{"from": COMMUNICATIONS, "band": "4", "to": "service-owner"})
    assert answer.heading == "No route to a service owner yet"
    assert "What stands in the way Each of these closes the way." in answer
    assert "It would take more than five moves." in answer
    assert "As near as you can get:" in answer
    assert "Move 1:" in answer


def test_an_executive_post_without_required_levels_says_why_nothing_can_be_worked_out(client: Client) -> None:
    answer = ask(client, **{"from": "nurse", "band": "6", "to": "chief-data-officer"})
    assert answer.heading == "No route to chief data officer yet"
    assert "names the skills of this post" in answer


def test_another_job_can_be_added_to_a_question_without_an_answer(client: Client) -> None:
    answer = ask(client, **{"from": COMMUNICATIONS, "band": "4", "to": "service-owner"})
    form = Answer(client.get(answer.links["Add another job that you do as well: its skills count too"]))
    assert re.search(
        r'<details class="nhsuk-details" open>\s*<summary[^>]*><span[^>]*>I do more than one job', form.html
    )


def test_being_there_already_leads_to_the_next_step(client: Client) -> None:
    answer = ask(client, **{"from": "digital-change-manager", "to": "digital-change-manager"})
    assert answer.heading == "You are there already"
    assert "senior digital change manager" in answer
    assert follow(client, answer, "see the way there").heading.startswith("You could")


def test_the_top_of_a_ladder_has_no_next_step(client: Client) -> None:
    answer = ask(client, **{"from": "director-of-transformation", "to": "director-of-transformation"})
    assert answer.heading == "You are there already"
    assert "see the way there" not in answer.links


# --- The form ---------------------------------------------------------------------------------


def test_the_page_opens_with_the_form_and_examples_that_work(client: Client) -> None:
    answer = ask(client)
    assert answer.heading == "Find your way"
    assert "There is a problem" not in answer
    examples = [address for address in answer.links.values() if "to=" in address]
    assert len(examples) == 3
    for address in examples:
        assert Answer(client.get(address)).heading.startswith("You could")


@pytest.mark.parametrize("query", [{"to": "digital-change-manager"}, {"from": "nurse", "band": "6", "change": "1"}])
def test_a_link_that_knows_the_goal_or_asks_to_change_opens_the_form_filled_in(
    client: Client, query: dict[str, str]
) -> None:
    answer = ask(client, **query)
    assert answer.heading == "Find your way"
    assert "There is a problem" not in answer
    assert f'value="{ {"to": "Digital change manager", "from": "Nurse"}[next(iter(query))] }"' in answer.html


def test_what_was_asked_stands_in_the_form_of_the_answer(client: Client) -> None:
    jobs = [COMMUNICATIONS, "nurse"]
    html = ask(client, **{"from": jobs, "band": "7", "to": "digital-change-manager", "down": "any"}).html
    boxes = re.findall(r'<input[^>]*name="from"[^>]*>', html)
    assert [re.findall(r'value="([^"]*)"', box) for box in boxes] == [
        ["Communications and engagement officer"],
        ["Nurse"],
        [],
    ]
    assert re.search(r'<option value="7" selected>', html)
    assert re.search(r'value="any" checked', html)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "", "to": ""}, "Enter what you do now, such as nurse or recent graduate"),
        ({"from": "xyzzy", "to": "digital-change-manager"}, "We do not know a job called “xyzzy”."),
        ({"from": "nurse", "to": "xyzzy"}, "We do not know a digital role called “xyzzy”."),
        (REFERENCE | {"band": "17"}, "Choose your pay band from the list"),
        (REFERENCE | {"profession": "WIZARD"}, "Choose your registration from the list"),
        (REFERENCE | {"down": "-1"}, "Choose how far down you would step"),
        (REFERENCE | {"from": ["nurse", "doctor", "midwife", "teacher"]}, "Choose up to 3 jobs: you gave 4"),
        (REFERENCE | {"to": "x" * 100_000}, "Shorten this to at most 200 characters"),
        (REFERENCE | {"from": "ünïcode \u202e 🩺 <b>"}, "We do not know a job called"),
    ],
)
def test_what_is_wrong_is_said_clearly(client: Client, query: dict[str, Any], sentence: str) -> None:
    answer = ask(client, **query)
    assert "There is a problem" in answer
    assert sentence in answer
    assert "<title>Error: " in answer.html
    assert "<b>" not in answer.html


def test_the_same_job_twice_counts_once(client: Client) -> None:
    answer = ask(client, **(REFERENCE | {"from": [COMMUNICATIONS, "Communications and engagement officer", ""]}))
    assert "Your jobs count together" not in answer
    assert answer.heading == "You could be a digital change manager in two moves"


# --- Words with several meanings ----------------------------------------------------------------


def test_a_misspelling_is_read_and_said(client: Client) -> None:
    answer = ask(client, **{"from": "comunications officer", "band": "5", "to": "digtal change manger"})
    assert answer.heading == "You could be a digital change manager in two moves"
    assert "We read “comunications officer” as communications and engagement officer." in answer
    assert "We read “digtal change manger” as digital change manager." in answer


def test_words_with_several_meanings_are_chosen_one_after_the_other(client: Client) -> None:
    first = ask(client, **{"from": "comms", "to": "data", "band": "5", "down": "any"})
    assert first.heading == "Which one do you mean by “comms”?"
    assert "A starting point" in first
    second = follow(client, first, "Communications and engagement officer")
    assert second.heading == "Which one do you mean by “data”?"
    assert "Where" not in second.heading
    answer = follow(client, second, "Data analyst")
    assert "Communications and engagement officer, band 5, to data analyst" in answer
    assert 'value="any" checked' in answer.html


def test_a_role_without_a_level_of_its_name_asks_which_level_is_held(client: Client) -> None:
    answer = ask(client, **{"from": "software-developer", "to": "digital-change-manager"})
    assert answer.heading == "Which one do you mean by “Software developer”?"
    assert "Level 2 of 9 of Software developer. Typical band" in answer
    sure = ask(client, **{"from": "software-developer", "band": "6", "to": "digital-change-manager"})
    assert "Developer, band 6, to digital change manager" in sure


# --- The page as such ---------------------------------------------------------------------------

STATES = [
    {},
    REFERENCE,
    {"from": "comms", "to": "data"},
    {"from": "", "to": ""},
    {"from": "ward clerk", "band": "3", "to": ""},
    {"from": "digital-change-manager"},
    {"from": "ward clerk", "to": "digital"},
    {"from": "ward clerk", "to": "xyzzy"},
    {"from": "nurse", "band": "6", "to": "digital-nurse", "profession": "NONE"},
    {"from": "digital-change-manager", "to": "digital-change-manager"},
]


@pytest.mark.parametrize("query", STATES)
def test_ids_are_unique_and_every_label_has_its_control(client: Client, query: dict[str, str]) -> None:
    html = ask(client, **query).html
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert not [name for name, count in ids.items() if count > 1]
    for target in re.findall(r'\sfor="([^"]+)"', html):
        assert target in ids
    for attribute in ("aria-labelledby", "aria-describedby", "list"):
        for targets in re.findall(rf'\s{attribute}="([^"]+)"', html):
            assert set(targets.split()) <= set(ids), targets
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)


@pytest.mark.parametrize("query", STATES)
def test_every_link_leads_to_a_page_of_ours(client: Client, query: dict[str, str]) -> None:
    for address in ask(client, **query).links.values():
        parts = urlsplit(address)
        if parts.path and parts.scheme != "mailto":
            assert resolve(parts.path), address


@pytest.mark.parametrize("query", STATES)
def test_few_queries_whatever_the_answer(
    client: Client, query: dict[str, str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ask(client, **query)  # the frame and the search index are built once
    with django_assert_max_num_queries(7):
        ask(client, **query)


def test_answers_are_kept_out_of_search_engines_and_the_form_is_not(client: Client) -> None:
    assert "noindex" in ask(client, **REFERENCE).html
    assert "noindex" not in ask(client).html


def test_the_address_can_be_sent_on(client: Client) -> None:
    html = ask(client, **REFERENCE).html
    assert "to%3Ddigital-change-manager" in html[html.index("mailto:") :][:600]


def test_levels_of_every_kind_have_an_answer(client: Client) -> None:
    headings = Counter()
    for slug in current_frame().levels.slugs[::12]:
        answer = ask(client, **{"from": "ward-clerk-medical-secretary-or-administrator", "band": "4", "to": slug})
        headings[answer.heading.split()[0]] += 1
    assert headings["You"] > headings["No"] > 0
