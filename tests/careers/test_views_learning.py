"""Learning, networks and conferences."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import Learning, LearningKind, LearningSkill, Network, RecurringEvent, Skill
from tests.page_text import text

pytestmark = pytest.mark.django_db

LEARNING, NETWORKS, CONFERENCES = "/careers/learning/", "/careers/networks/", "/careers/conferences/"


def cards(client: Client, address: str) -> list[str]:
    """The headings of the cards on one page of a list."""
    html = client.get(address).content.decode()
    return [unescape(name) for name in re.findall(r'class="app-card__heading">(?:<a[^>]*>)?([^<]+)<', html)]


@pytest.fixture
def only_these() -> dict[str, Learning]:
    """Four courses in place of all others: open in Wales, not known, closed to Wales, and shut down."""
    Learning.objects.all().delete()
    facts = {
        "Welsh": {"nations": ("WALES",), "cost_band": "FREE", "status": "OPEN", "last_checked": date(2026, 11, 22)},
        "Silent": {"cost_band": "UNKNOWN"},
        "English": {"nations": ("ENGLAND",), "areas": ("London",), "cost_band": "PAID"},
        "Shut": {"nations": ("WALES", "ENGLAND"), "cost_band": "FUNDED", "status": "CLOSED"},
    }
    return {
        name: Learning.objects.create(name=name, slug=name.lower(), kind=LearningKind.TRAINING, **fields)  # type: ignore[arg-type]
        for name, fields in facts.items()
    }


def test_what_is_not_known_comes_after_what_fits_and_says_so(client: Client, only_these: dict[str, Learning]) -> None:
    assert cards(client, f"{LEARNING}?nation=WALES") == ["Shut", "Welsh", "Silent"]
    page = text(client, f"{LEARNING}?nation=WALES")
    assert "2 fit what you chose, as far as we know. 1 more may fit" in page
    assert (
        page.index("Fits what you chose") < page.index("Welsh") < page.index("May fit") < page.index("Not known: Wales")
    )


def test_what_is_not_known_can_be_left_out_on_request_only(client: Client, only_these: dict[str, Learning]) -> None:
    assert cards(client, f"{LEARNING}?nation=WALES&sure=on") == ["Shut", "Welsh"]
    assert "What may fit but is not known is left out" in text(client, f"{LEARNING}?nation=WALES&sure=on")


def test_cost_and_status_treat_the_unknown_alike(client: Client, only_these: dict[str, Learning]) -> None:
    assert cards(client, f"{LEARNING}?cost=FREE") == ["Welsh", "Silent"]
    assert cards(client, f"{LEARNING}?cost=FUNDED") == ["Shut", "Welsh", "Silent"]
    assert cards(client, f"{LEARNING}?cost=UNKNOWN") == ["Silent"]
    assert cards(client, f"{LEARNING}?status=OPEN") == ["Welsh", "English", "Silent"]


def test_areas_to_choose_are_those_that_courses_name(client: Client, only_these: dict[str, Learning]) -> None:
    assert cards(client, f"{LEARNING}?area=London&sure=on") == ["English"]
    assert cards(client, f"{LEARNING}?area=ANOTHER") == ["Shut", "Silent", "Welsh"]
    assert "We left out a filter that we do not know" in text(client, f"{LEARNING}?area=Atlantis")


def test_the_other_filters_narrow(client: Client) -> None:
    fellowships = set(Learning.objects.filter(kind="FELLOWSHIP").values_list("name", flat=True))
    assert set(cards(client, f"{LEARNING}?kind=FELLOWSHIP")) == fellowships
    teaching = set(
        Learning.objects.filter(teaches__skill__slug="business-case-development").values_list("name", flat=True)
    )
    assert teaching
    assert set(cards(client, f"{LEARNING}?skill=business-case-development")) == teaching
    assert set(cards(client, f"{LEARNING}?skill=Business+case+development")) == teaching
    assert cards(client, f"{LEARNING}?q=topol") == ["Topol Digital Fellowship"]


def test_a_skill_that_does_not_exist_is_named_and_left_out(client: Client) -> None:
    page = text(client, f"{LEARNING}?skill=juggling")
    assert "No skill has “juggling” in its name" in page
    assert f"{Learning.objects.live().count()} ways to learn" in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["English", "Shut", "Silent", "Welsh"]),
        ("-name", ["Welsh", "Silent", "Shut", "English"]),
        ("cost", ["Welsh", "Shut", "English", "Silent"]),
        ("checked", ["Welsh", "English", "Shut", "Silent"]),
    ],
)
def test_sorting(client: Client, only_these: dict[str, Learning], sort: str, expected: list[str]) -> None:
    assert cards(client, f"{LEARNING}?sort={sort}") == expected


def test_an_empty_list_points_at_learning_at_work(client: Client) -> None:
    page = text(client, f"{LEARNING}?q=zzzz")
    assert "Nothing we know of fits" in page
    assert "Most skills are learned at work" in page


def test_a_course_spells_out_what_is_not_known(client: Client, only_these: dict[str, Learning]) -> None:
    page = text(client, "/careers/learning/silent/")
    assert "Nobody has checked this yet. Ask the provider before you plan on it." in page
    for field in ("Pay band", "Registration", "Nation", "Area", "Employer", "Provider", "How long"):
        assert f"{field} Not known" in page
    assert "Background Any background" in page
    assert "Last checked Never" in page


def test_a_course_says_what_it_teaches_and_who_may_apply(client: Client) -> None:
    page = text(client, "/careers/learning/topol-digital-fellowship/")
    assert "Clinical leadership Up to Practitioner" in page
    assert "Pay band Band 6 or above" in page
    assert "Nation England" in page
    assert "Last checked 22 November 2026, at first hand (Topol fellowship pages)" in page


@pytest.mark.parametrize(
    ("confidence", "words"),
    [("HIGH", "at first hand"), ("MEDIUM", "second-hand or older source"), ("LOW", "are not sure of what we found")],
)
def test_how_sure_we_are_is_said_in_words(client: Client, confidence: str, words: str) -> None:
    Learning.objects.filter(slug="topol-digital-fellowship").update(confidence=confidence)
    assert words in text(client, "/careers/learning/topol-digital-fellowship/")


def test_a_closed_course_says_so_and_offers_others(client: Client, only_these: dict[str, Learning]) -> None:
    html = client.get("/careers/learning/shut/").content.decode()
    assert "This is closed." in html
    assert 'href="/careers/learning/?kind=TRAINING"' in html


def test_a_retired_course_still_reads_but_is_not_listed(client: Client) -> None:
    Learning.objects.filter(slug="topol-digital-fellowship").update(retired_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert "This is no longer in our list" in text(client, "/careers/learning/topol-digital-fellowship/")
    assert "Topol Digital Fellowship" not in cards(client, f"{LEARNING}?q=topol")


def test_networks_filter_and_name_their_facts(client: Client) -> None:
    close_to_data = set(Network.objects.filter(families__slug="data").values_list("name", flat=True))
    assert set(cards(client, f"{NETWORKS}?family=data")) == close_to_data
    assert close_to_data
    free = cards(client, f"{NETWORKS}?cost=FREE&sure=on")
    assert set(free) == set(Network.objects.filter(cost_band="FREE").values_list("name", flat=True))
    for_clinicians = cards(client, f"{NETWORKS}?background=CLINICAL")
    assert "CCIO Network" in for_clinicians
    assert "Health CIO Network" not in for_clinicians
    assert "How to join" in text(client, NETWORKS)


def test_a_network_has_an_address_of_its_own(client: Client) -> None:
    network = Network.objects.get(name="CCIO Network")
    address, _, anchor = network.get_absolute_url().partition("#")
    assert cards(client, address) == ["CCIO Network"]
    assert f'id="{anchor}"' in client.get(address).content.decode()
    page = text(client, f"{NETWORKS}?network=nothing")
    assert "We know no such network" in page
    assert f"{Network.objects.live().count()} networks" in page


def test_conferences_come_month_by_month_and_unknown_ones_last(client: Client) -> None:
    RecurringEvent.objects.all().delete()
    for name, month in (
        ("Late", "December"),
        ("Nobody knows", ""),
        ("Spring", "March"),
        ("Either", "February or March"),
    ):
        RecurringEvent.objects.create(name=name, slug=name.lower().replace(" ", "-"), usual_month=month)
    assert cards(client, CONFERENCES) == ["Either", "Spring", "Late", "Nobody knows"]
    assert cards(client, f"{CONFERENCES}?month=3") == ["Either", "Spring", "Nobody knows"]
    assert cards(client, f"{CONFERENCES}?month=3&sure=on") == ["Either", "Spring"]
    assert "Not known: the month" in text(client, f"{CONFERENCES}?month=3")
    assert "We left out a filter" in text(client, f"{CONFERENCES}?month=13")


def test_no_date_is_shown_before_somebody_enters_one(client: Client) -> None:
    page = text(client, CONFERENCES)
    assert "Date not known" in page
    assert page.count("Date not known") == RecurringEvent.objects.live().count()
    event = RecurringEvent.objects.get(name="Digital Health Rewired")
    RecurringEvent.objects.filter(pk=event.pk).update(next_date=date(2027, 3, 9))
    assert "9 March 2027" in text(client, CONFERENCES)


@pytest.mark.parametrize(
    "address",
    [
        LEARNING,
        f"{LEARNING}?background=CLINICAL&band=5&nation=WALES&area=London&employer=NHS&profession=NURSE&cost=FREE&status=OPEN",
        f"{LEARNING}?skill=data&q=a&kind=TRAINING&sort=checked",
        "/careers/learning/topol-digital-fellowship/",
        NETWORKS,
        f"{NETWORKS}?background=CLINICAL&cost=FREE",
        CONFERENCES,
        f"{CONFERENCES}?month=3&cost=FREE",
    ],
)
def test_pages_cost_the_same_few_queries_however_much_there_is(client: Client, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    skill = Skill.objects.get(slug="data-modelling")
    for number in range(60):
        course = Learning.objects.create(name=f"A data {number}", slug=f"a-{number}", kind=LearningKind.TRAINING)
        LearningSkill.objects.create(learning=course, skill=skill, reaches=2)
        Network.objects.create(name=f"A network {number}", slug=f"n-{number}").families.add(1)
        RecurringEvent.objects.create(name=f"An event {number}", slug=f"e-{number}")
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before) <= 8
