"""The list of starting points and the page of each."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from careers.models import StartingPoint
from tests.careers.pages import catalogue_changed, heading, html, links, words

pytestmark = pytest.mark.django_db
LIST = "/careers/starting-points/"
NURSE = "/careers/starting-points/nurse/"
COMMUNICATIONS = "/careers/starting-points/communications-and-engagement-officer/"


def test_the_list_is_grouped_by_background(client: Client) -> None:
    response = client.get(LIST)
    assert heading(response) == f"{StartingPoint.objects.live().count()} starting points"
    source = html(response)
    assert source.index(">Clinical</h2>") < source.index(">Nurse</a>") < source.index(">Corporate</h2>")


def test_the_list_is_filtered_by_background_and_band(client: Client) -> None:
    found = links(client.get(LIST, {"background": "CORPORATE", "band": "8a"}))
    assert "Operational or service manager" in found
    assert "Nurse" not in found
    assert "Communications and engagement officer" not in found  # up to band 7


def test_sorted_by_name_the_list_has_no_groups(client: Client) -> None:
    source = html(client.get(LIST, {"sort": "title"}))
    assert ">Clinical</h2>" not in source
    assert source.index(">Nurse</a>") < source.index(">Teacher or trainer</a>")


def test_nothing_found_offers_a_way_on(client: Client) -> None:
    response = client.get(LIST, {"background": "CLINICAL", "band": "VSM"})
    assert heading(response) == "0 starting points"
    assert "show all of them" in links(response)


def test_a_background_that_does_not_exist_is_named_and_left_out(client: Client) -> None:
    response = client.get(LIST, {"background": "ROYAL"})
    assert "We left out a filter that we do not know. Choose from the list: Background" in words(response)


def test_a_starting_point_says_what_people_bring_as_something_to_correct(client: Client) -> None:
    response = client.get(NURSE)
    text = words(response)
    assert heading(response) == "Nurse"
    assert "You may have more, or others. They are not a score." in text
    assert "Clinical workflow design Working" in text
    assert StartingPoint.objects.get(slug="nurse").first_steps in text


def test_the_nearest_roles_come_first_with_how_much_is_there(client: Client) -> None:
    source = html(client.get(NURSE))
    near, entry = source.index("Half or more is there already"), source.index("Entry levels, where training is given")
    assert near < source.index(">Digital nurse</a>") < entry < source.index(">Change support officer</a>")
    assert "54% is there already." in source
    assert "counted from band 5" in words(client.get(NURSE))


def test_the_band_of_the_visitor_changes_what_is_near(client: Client) -> None:
    at_six = client.get(NURSE, {"band": "7"})
    assert "counted from band 7" in words(at_six)
    assert "Change support officer" not in links(at_six)  # more than one band down


def test_a_band_that_does_not_exist_is_named_and_left_out(client: Client) -> None:
    response = client.get(NURSE, {"band": "12"})
    assert "We do not know that band. Choose one from the list." in words(response)
    assert "counted from band 5" in words(response)


def test_roles_that_need_another_registration_are_not_offered(client: Client) -> None:
    assert "Digital nurse" not in links(client.get(COMMUNICATIONS))
    assert "Digital midwife" not in links(client.get(NURSE))


def test_links_lead_to_pathways_from_here(client: Client) -> None:
    found = links(client.get(COMMUNICATIONS, {"band": "5"}))
    way = parse_qs(urlsplit(found["Find a way to another role"]).query)
    assert way == {"from": ["communications-and-engagement-officer"], "band": ["5"], "change": ["goal"]}
    move = parse_qs(urlsplit(found["What this move takes: Change support officer"]).query)
    assert move["to"] == ["change-support-officer"]


def test_a_starting_point_without_skills_says_where_to_look(client: Client) -> None:
    StartingPoint.objects.create(code="zebra", slug="zebra", title="Zebra keeper", background="NEW_ENTRANT")
    catalogue_changed()
    response = client.get("/careers/starting-points/zebra/")
    assert "We have no typical skills for this job yet." in words(response)
    assert "Entry levels, where training is given" in words(response)


def test_a_retired_starting_point_still_reads(client: Client) -> None:
    StartingPoint.objects.filter(slug="nurse").update(retired_at="2027-01-15T12:00Z")
    catalogue_changed()
    response = client.get(NURSE)
    assert "This starting point has not been kept since January 2027." in words(response)
    assert "No role is one move away from here." in words(response)
    assert "Nurse" not in links(client.get(LIST))


def test_every_starting_point_has_a_page(client: Client) -> None:
    points = list(StartingPoint.objects.all())
    assert len(points) >= 28
    assert [point.slug for point in points if client.get(point.get_absolute_url()).status_code != 200] == []


def test_an_unknown_starting_point_is_not_found(client: Client) -> None:
    assert client.get("/careers/starting-points/zebra/").status_code == 404


def test_pages_cost_few_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get(NURSE)
    with django_assert_num_queries(5):
        client.get(NURSE)
    with django_assert_num_queries(3):
        client.get(LIST)


def test_steps_down_in_band_come_after_all_others_and_are_said_to(client: Client) -> None:
    source = html(client.get(NURSE, {"band": "5"}))
    entry, below = source.index("Entry levels, where training is given"), source.index("A step down in band")
    assert source.index(">Digital nurse</a>") < entry < source.index(">Digital champion</a>") < below
    assert below < source.index(">Clinical systems support officer</a>")  # band 3 to 4, half of it there
    assert "These are typically below band 5, so they come last" in words(client.get(NURSE, {"band": "5"}))
