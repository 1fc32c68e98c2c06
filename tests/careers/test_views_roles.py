"""The list of roles and the page of a role."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from careers.models import Change, Edition, Level, Role
from tests.careers.pages import catalogue_changed, heading, html, links, words

pytestmark = pytest.mark.django_db
LIST = "/careers/roles/"


def page(client: Client, slug: str) -> HttpResponse:
    return client.get(reverse("careers:role_detail", args=[slug]))


# --- the list ---------------------------------------------------------------------------------


def test_the_list_says_how_many_roles_there_are_and_shows_fifty_of_them(client: Client) -> None:
    response = client.get(LIST)
    assert heading(response) == f"{Role.objects.live().count()} roles"
    assert html(response).count("<article") == 50
    assert links(response)["Next page"] == f"{LIST}?page=2"


def test_filters_narrow_the_list_and_can_be_taken_away_one_by_one(client: Client) -> None:
    response = client.get(LIST, {"family": "data", "band": "5", "entry": "on", "sort": "band"})
    assert heading(response) == "3 roles"
    found = links(response)
    assert "Data scientist" in found
    kept = parse_qs(urlsplit(found["Remove filter Your band: Band 5"]).query)
    assert kept == {"family": ["data"], "entry": ["on"], "sort": ["band"]}


def test_one_level_has_to_fit_band_and_registration_together(client: Client) -> None:
    without = links(client.get(LIST, {"no_registration": "on", "band": "6"}))
    with_band_7 = links(client.get(LIST, {"no_registration": "on", "band": "7"}))
    assert "Clinical safety officer" in without  # its support officers need no registration
    assert "Clinical safety officer" not in with_band_7
    assert "Digital nurse" not in without


def test_open_to_a_background_is_said_in_words_on_the_page(client: Client) -> None:
    response = client.get(LIST, {"background": "CLINICAL"})
    assert "Digital nurse" in links(response)
    assert "half or more of what it asks for is typically there" in words(response)
    assert "Digital nurse" not in links(client.get(LIST, {"background": "TECHNICAL"}))


def test_roles_whose_ladder_does_not_fork_can_be_chosen(client: Client) -> None:
    response = client.get(LIST, {"track": "SINGLE"})
    assert 0 < int(heading(response).split()[0]) < Role.objects.live().count()
    assert "Remove filter Track: No fork in the ladder" in links(response)
    assert "Software developer" not in links(client.get(LIST, {"track": "SINGLE", "family": "software-development"}))


def test_a_skill_is_found_by_part_of_its_name(client: Client) -> None:
    response = client.get(LIST, {"skill": "clinical safety risk"})
    assert 0 < int(heading(response).split()[0]) < 20
    assert "Clinical safety officer" in links(response)


def test_the_address_of_a_skill_reads_as_its_name_among_the_filters(client: Client) -> None:
    assert "Remove filter Needs a skill: User focus" in links(client.get(LIST, {"skill": "user-focus"}))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"skill": "zzzz"}, "No skill has “zzzz” in its name. We left this filter out."),
        ({"skill": "x" * 101}, "The skill must be 100 characters or fewer. We left this filter out."),
        ({"band": "10"}, "We left out a filter that we do not know. Choose from the list: Your band"),
        ({"family": "nope"}, "We left out a filter that we do not know. Choose from the list: Family"),
        ({"sort": "luck"}, "We left out a filter that we do not know. Choose from the list: Sort by"),
    ],
)
def test_a_value_that_we_do_not_know_is_named_and_left_out(
    client: Client, query: dict[str, str], sentence: str
) -> None:
    response = client.get(LIST, query)
    assert sentence in words(response)
    assert heading(response) == f"{Role.objects.live().count()} roles"
    assert "<title>Error: " in html(response)


def test_nothing_found_offers_a_way_on(client: Client) -> None:
    response = client.get(LIST, {"family": "data", "band": "VSM"})
    assert heading(response) == "0 roles"
    assert "Take one filter away" in words(response)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "Accessibility specialist"),
        ("family", "Business architect"),
        ("-levels", "Development operations (DevOps) engineer"),
    ],
)
def test_the_list_is_sorted_as_asked(client: Client, sort: str, first: str) -> None:
    source = html(client.get(LIST, {"sort": sort}))
    assert source.index("<article") < source.index(f">{first}</a>") < source.index("</article>")


def test_letters_lead_to_the_first_role_of_a_letter_whichever_page_it_is_on(client: Client) -> None:
    first, second = (html(client.get(LIST, {"page": str(number)})) for number in (1, 2))
    here, there = (dict(re.findall(r'<li><a href="([^"]*)">([A-Z])</a></li>', page)) for page in (first, second))
    assert [here[address] for address in here] == sorted(here.values()), "one link for each letter"
    for links_of, page, other in ((here, first, second), (there, second, first)):
        for address in links_of:
            path, _, anchor = address.partition("#")
            assert f'<li id="{anchor}">' in (other if path else page), address
    assert {address.partition("#")[0] for address in here} == {"", f"{LIST}?page=2"}
    assert {address.partition("#")[0] for address in there} == {"", LIST}


def test_a_short_list_or_one_in_another_order_has_no_letters(client: Client) -> None:
    assert 'class="app-alphabet"' in html(client.get(LIST))
    assert 'class="app-alphabet"' not in html(client.get(LIST, {"family": "data"}))
    assert 'class="app-alphabet"' not in html(client.get(LIST, {"sort": "band"}))


def test_sorting_by_band_puts_roles_without_a_band_last(client: Client) -> None:
    lowest, highest = (html(client.get(LIST, {"sort": sort, "page": "2"})) for sort in ("band", "-band"))
    assert "Digital champion" in lowest
    assert "Digital champion" in highest


def test_the_list_costs_the_same_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(LIST)
    for query in ({}, {"page": "2"}, {"family": "data"}, {"skill": "user"}, {"background": "CLINICAL", "band": "7"}):
        with django_assert_num_queries(3):
            client.get(LIST, query)


def test_a_retired_role_is_not_listed(client: Client) -> None:
    Role.objects.filter(slug="data-engineer").update(retired_at=timezone.now())
    catalogue_changed()
    assert "Data engineer" not in links(client.get(LIST))


# --- the page of a role -------------------------------------------------------------------------


def test_a_role_says_what_it_is_and_what_else_it_is_called(client: Client) -> None:
    role = Role.objects.get(slug="digital-change-manager")
    response = page(client, role.slug)
    text = words(response)
    assert heading(response) == "Digital change manager"
    assert role.summary in text
    assert "Also called: " in text
    assert "Entry level Change support officer" in text


def test_levels_stand_side_by_side_with_words_and_marks_for_what_rises(client: Client) -> None:
    source = html(page(client, "digital-change-manager"))
    head = source[source.index("<thead>") : source.index("</thead>")]
    assert head.index("Change support officer") < head.index("Head of digital change")
    row = source[source.index(">Benefits realisation</a></th>") :]
    row = row[: row.index("</tr>")]
    assert row.count("<td ") == 5
    assert "Awareness</span>" in row
    assert '<span class="app-rise">up</span>' in row


def test_what_changes_at_each_level_is_told_in_words_too(client: Client) -> None:
    text = words(page(client, "digital-change-manager"))
    assert "From awareness to working: Benefits realisation, Business process improvement" in text
    assert "Less is asked of Clinical workflow design. That is no gap." in text


def test_bands_are_typical_and_say_how_sure_we_are_and_why(client: Client) -> None:
    text = words(page(client, "data-scientist"))
    assert "Typical band 5 our estimate (inferred from level order)" in text
    assert "Bands are typical, not official." in text


def test_the_tracks_of_a_fork_are_alternatives(client: Client) -> None:
    response = page(client, "software-developer")
    assert "The two tracks are alternatives, not steps: take either." in words(response)
    source = html(response)
    assert '<th scope="colgroup" colspan="3">Technical track</th>' in source
    assert '<th scope="colgroup" colspan="3">Management track</th>' in source
    assert "Compare with Developer: Senior developer - management" in links(response)


def test_a_chief_role_names_its_skills_without_a_level(client: Client) -> None:
    response = page(client, "chief-data-officer")
    text = words(response)
    assert "Data architecture: named, without a level" in text
    assert "nobody can count who is near" in text
    assert "Find a way here from where I am" not in links(response)


def test_a_role_that_needs_a_registration_says_which(client: Client) -> None:
    assert "You need to be registered as a nurse." in words(page(client, "digital-nurse"))
    assert "Registration None needed" in words(page(client, "data-engineer"))


def test_a_note_does_not_repeat_the_registration(client: Client) -> None:
    nurse = words(page(client, "digital-nurse"))
    assert "Registered nurse" not in nurse
    assert "You need to be registered as a nurse. Often split with clinical work." in nurse
    assert "Moving to pharmacist needs a further degree." in words(page(client, "digital-medicines-specialist"))
    assert "HCPC-registered in any allied health" in words(page(client, "digital-allied-health-professional"))
    assert "Accredited clinical coder." in words(page(client, "clinical-coder"))


def test_a_role_without_an_entry_level_points_sideways(client: Client) -> None:
    text = words(page(client, "data-engineer"))
    assert "This role has no entry level" in text
    assert "Senior analytics engineer (Analytics engineer): 57% of what Data engineer asks for is there." in text


def test_an_entry_level_names_jobs_that_bring_less_than_half_and_what_a_registration_opens(client: Client) -> None:
    change = words(page(client, "digital-change-manager"))
    assert "Communications and engagement officer: typically brings 37% of what Change support officer asks" in change
    assert "asks for; training is given" in change
    medicines = words(page(client, "digital-medicines-specialist"))
    assert "Pharmacist: typically brings 40% of what Digital medicines pharmacist asks for; it has the" in medicines
    assert "Nurse: typically" not in medicines


def test_roles_near_it_come_with_numbers_and_a_comparison(client: Client) -> None:
    response = page(client, "data-engineer")
    assert re.search(r"needs \d+ of the \d+ skills of [A-Z][a-z ]*data engineer\.", words(response))
    found = links(response)
    (address,) = (url for text, url in found.items() if re.match("Compare .*data engineer.* with .*analytics", text))
    assert len(parse_qs(urlsplit(address).query)["level"]) == 2
    assert client.get(address).status_code == 200


def test_a_role_that_none_is_near_says_so_and_points_to_its_family(client: Client) -> None:
    response = page(client, "security-architect")
    assert "No role is near this one" in words(response)
    assert "See the other roles in Architecture" in links(response)


def test_every_skill_has_something_to_do_at_work(client: Client) -> None:
    source = html(page(client, "digital-champion"))
    folded = source.split("<details")[1:]
    assert len(folded) == 6
    assert all("At work" in each and "What shows it: " in each for each in folded)


def test_vacancies_open_on_another_website_that_learns_nothing_of_us(client: Client, settings: Settings) -> None:
    settings.VACANCY_SEARCHES = ["Zoo jobs|https://zoo.example/?q={query}"]
    source = html(page(client, "data-engineer"))
    assert '<a href="https://zoo.example/?q=Data+engineer" rel="noopener noreferrer external">Zoo jobs' in source
    assert "(another website)" in source


def test_links_lead_to_pathways_json_and_mail(client: Client) -> None:
    response = page(client, "data-scientist")
    found = links(response)
    # A level has the same slug as the role, so the role is named as such.
    assert parse_qs(urlsplit(found["Find a way here from where I am"]).query)["to"] == ["role:data-scientist"]
    assert parse_qs(urlsplit(found["Find a way to this level, Data scientist"]).query)["to"] == ["data-scientist"]
    assert found["Data of this page (JSON)"] == "/careers/roles/data-scientist.json"
    assert found["E-mail me this page"].startswith("mailto:?subject=Data%20scientist&body=http")


def test_the_attribution_of_the_edition_is_shown(client: Client) -> None:
    official = Edition.objects.get(framework="OFFICIAL", is_current=True)
    assert official.attribution in words(page(client, "data-scientist"))
    assert official.attribution not in words(page(client, "digital-nurse"))


def test_official_words_are_folded_below_ours_and_safe(client: Client) -> None:
    Role.objects.filter(slug="data-engineer").update(official_text="Keeps **zebras**.\n\n<script>alert(1)</script>")
    Level.objects.filter(slug="data-engineer").update(official_text="Feeds them.")
    source = html(page(client, "data-engineer"))
    assert "The official description of this role" in source
    assert "<p>Keeps <strong>zebras</strong>.</p>" in source
    assert "<script>alert" not in source
    assert "The official description of this level" in source


def test_a_retired_role_still_reads_and_says_since_when_and_what_took_its_place(client: Client) -> None:
    role = Role.objects.get(slug="data-engineer")
    Role.objects.filter(pk=role.pk).update(retired_at="2027-01-15T12:00Z")
    role.levels.update(retired_at="2027-01-15T12:00Z")
    Change.objects.create(
        edition=Edition.objects.get(framework="OFFICIAL", is_current=True),
        kind=Change.Kind.RENAMED,
        subject=Change.Subject.ROLE,
        name="Analytics engineer",
        slug="analytics-engineer",
        before="Data engineer",
        after="Analytics engineer",
    )
    catalogue_changed()
    response = page(client, "data-engineer")
    text = words(response)
    assert "This role has not been in the framework since January 2027." in text
    assert "Its place was taken by Analytics engineer." in text
    assert "Lead data engineer" in text
    assert "Ways in" not in text
    assert "Find a way here from where I am" not in links(response)


def test_a_level_that_has_gone_is_named_apart(client: Client) -> None:
    Level.objects.filter(slug="lead-data-engineer").update(retired_at="2027-01-15T12:00Z")
    catalogue_changed()
    source = html(page(client, "data-engineer"))
    assert '<span id="lead-data-engineer">Lead data engineer</span> (since January 2027)' in source
    assert source.count("Lead data engineer") == 1


def test_every_role_has_a_page(client: Client) -> None:
    slugs = list(Role.objects.values_list("slug", flat=True))
    assert len(slugs) >= 85
    assert [slug for slug in slugs if page(client, slug).status_code != 200] == []


def test_an_unknown_role_is_not_found(client: Client) -> None:
    assert page(client, "zebra-keeper").status_code == 404


@pytest.mark.parametrize("slug", ["software-developer", "chief-data-officer", "digital-change-manager"])
def test_a_page_costs_six_queries(client: Client, slug: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    page(client, slug)
    with django_assert_num_queries(6):  # one of them for what journeys say
        page(client, slug)
