"""The page that compares levels."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from careers.models import Level
from common.csv_files import read_csv
from tests.careers.pages import catalogue_changed, heading, html, links, words

pytestmark = pytest.mark.django_db
ADDRESS = "/careers/compare/"


def compare(client: Client, *slugs: str, **more: str) -> HttpResponse:
    return client.get(ADDRESS, {"level": list(slugs), **more})


def levels_in(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query).get("level", [])


def test_without_levels_it_says_how_to_begin(client: Client) -> None:
    response = client.get(ADDRESS)
    assert heading(response) == "Compare levels"
    assert "Choose two to four levels" in words(response)
    assert 'id="id_q"' in html(response)


def test_differences_come_before_what_is_shared(client: Client) -> None:
    source = html(compare(client, "digital-nurse", "digital-change-manager"))
    table = source[source.index("<table") : source.index("</table>")]
    differ, shared = table.index("Where they differ (12)"), table.index("What they share (1)")
    assert (
        differ
        < table.index(">Staff and community engagement</a>")
        < shared
        < table.index(">Clinical workflow design</a>")
    )
    assert '<span class="app-rise">up 3</span>' in table
    assert "<title>Compare Digital nurse and Digital change manager" in source


def test_the_gap_is_told_from_left_to_right_with_a_way_across(client: Client) -> None:
    response = compare(client, "digital-nurse", "digital-change-manager")
    text = words(response)
    assert "From Digital nurse to Digital change manager: 7 skills to raise, 14 steps. 26% of what" in text
    way = parse_qs(urlsplit(links(response)["Find a way from Digital nurse to Digital change manager"]).query)
    assert way == {"from": ["digital-nurse"], "to": ["digital-change-manager"]}


def test_nothing_to_raise_is_said_so(client: Client) -> None:
    assert "nothing to raise. Who meets the one in full meets the other too." in words(
        compare(client, "digital-change-manager", "change-support-officer")
    )


def test_a_chief_role_says_that_steps_cannot_be_counted(client: Client) -> None:
    text = words(compare(client, "head-of-data-science", "chief-data-officer"))
    assert (
        "Chief data officer asks for no skill at a level, so the steps from Head of data science to Chief data officer"
        in text
    )
    assert "Named, without a level" in text


def test_each_level_can_be_taken_away(client: Client) -> None:
    found = links(compare(client, "developer", "data-scientist", "product-manager"))
    assert levels_in(found["Remove Data scientist"]) == ["developer", "product-manager"]


def test_a_name_that_means_one_level_is_added_at_once(client: Client) -> None:
    response = compare(client, "developer", q="senior DATA analyst")
    assert response.status_code == 302
    assert levels_in(response["Location"]) == ["developer", "senior-data-analyst"]


def test_a_name_that_may_mean_several_levels_offers_them(client: Client) -> None:
    response = compare(client, "developer", q="analyst")
    found = links(response)
    assert "Which level do you mean?" in words(response)
    assert levels_in(found["Business analyst"]) == ["developer", "business-analyst"]
    assert "There are more." in words(response)


def test_a_name_that_means_nothing_is_said_so(client: Client) -> None:
    assert "We found no other level called “zzzz”." in words(compare(client, "developer", q="zzzz"))


def test_one_level_alone_asks_for_another(client: Client) -> None:
    response = compare(client, "developer")
    assert "Choose one more level to compare with" in words(response)
    assert "<table" not in html(response)


def test_a_fifth_level_an_unknown_one_and_a_repeated_one_are_named(client: Client) -> None:
    response = compare(
        client,
        "developer",
        "developer",
        "zebra",
        "lead-developer",
        "data-scientist",
        "product-manager",
        "digital-nurse",
    )
    text = words(response)
    assert "We left out Digital nurse." in text
    assert "A level was named more than once. It is shown once." in text
    assert "We do not know a level “zebra”." in text
    assert 'id="id_q"' not in html(response)


def test_a_full_comparison_takes_no_more_words(client: Client) -> None:
    response = compare(client, "developer", "lead-developer", "data-scientist", "product-manager", q="digital nurse")
    assert "You compare four levels already. Take one away first." in words(response)


def test_an_address_with_only_an_unknown_level_offers_what_may_be_meant(client: Client) -> None:
    response = compare(client, "software-developer")  # a role, not a level
    assert "We do not know a level “software-developer”." in words(response)
    assert levels_in(links(response)["Senior developer"]) == ["senior-developer"]


def test_a_retired_level_says_since_when(client: Client) -> None:
    Level.objects.filter(slug="developer").update(retired_at="2027-01-15T12:00Z")
    catalogue_changed()
    text = words(compare(client, "developer", "lead-developer"))
    assert "No longer in the framework since January 2027" in text
    assert "Find a way from Developer" not in text


def test_the_download_holds_every_skill_and_the_steps(client: Client) -> None:
    response = compare(client, "digital-nurse", "digital-change-manager", format="csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="comparison.csv"'
    columns, rows = read_csv(response.content.decode())
    assert columns == [
        "Skill",
        "Digital nurse (Digital nurse)",
        "Digital change manager (Digital change manager)",
        "Steps from Digital nurse to Digital change manager",
    ]
    assert len(rows) == 13
    assert rows[0] == ["Staff and community engagement", "Not needed", "Practitioner", "3"]
    assert sum(int(row[3]) for row in rows) == 14


def test_the_download_of_a_chief_role_leaves_the_steps_empty(client: Client) -> None:
    response = compare(client, "head-of-data-science", "chief-data-officer", format="csv")
    _, rows = read_csv(response.content.decode())
    assert next(row[2:] for row in rows if row[2] == "Named, without a level") == ["Named, without a level", ""]


@pytest.mark.parametrize(
    ("slugs", "wanted", "sentence"),
    [
        (["developer"], "csv", "Choose at least two levels. Then you can download the comparison."),
        (["developer", "data-scientist"], "pdf", "A comparison can be downloaded as CSV only."),
    ],
)
def test_a_download_that_cannot_be_made_says_why(client: Client, slugs: list[str], wanted: str, sentence: str) -> None:
    assert sentence in words(compare(client, *slugs, format=wanted))


def test_what_a_visitor_typed_comes_back_escaped(client: Client) -> None:
    source = html(compare(client, "<script>alert(1)</script>", q="<b>bold</b>"))
    assert "<script>alert" not in source
    assert "<b>bold" not in source


def test_a_comparison_costs_the_same_queries_for_two_levels_as_for_four(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(ADDRESS)
    for slugs in (
        ["developer", "data-scientist"],
        ["developer", "lead-developer", "data-scientist", "product-manager"],
    ):
        with django_assert_num_queries(4):
            compare(client, *slugs)
