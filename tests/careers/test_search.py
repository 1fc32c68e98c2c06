"""The search: what it reads, finds, says and never does."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.models import Family, Learning, Level, Role, Skill, StartingPoint
from careers.revision import PerRevision, bump_revision
from careers.search import Index, Kind, Results, build_index, find_posts, search, suggest_levels
from careers.search.documents import everyday_words, read_entries
from careers.search.words import british, running_words, singular, stem, whole, words

pytestmark = pytest.mark.django_db

ANY_TEXT = st.text(st.characters(), max_size=300)  # lone surrogates, right-to-left marks and all
SOME_WORDS = """
data analyst nurse anlyst digital IT and of ward clerk CCIO e-prescribing manger no degree front end
band 6 health records apprenticeship zzqxv information governance
"""
TYPED = st.lists(st.sampled_from(SOME_WORDS.split()), min_size=1, max_size=6).map(" ".join)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def index(django_db_setup: None, django_db_blocker: Any) -> Index:
    with django_db_blocker.unblock():
        return build_index()


def titles(results: Results) -> list[tuple[str, str]]:
    return [(item.kind.value, item.title) for item in results.items]


def identities(results: Results) -> list[tuple[Kind, str]]:
    return [(item.kind, item.slug) for item in results.items]


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Head of IM&T", ["head", "of", "imt"]),
        ("I.T. services", ["it", "services"]),
        ("organization's modeling", ["organisation", "modelling"]),
        ("ICD-10", ["icd", "10"]),
        ("C++ and A+", ["c++", "and", "a+"]),
        ("pay band 8a", ["band8a"]),
        ("entry-level", ["entrylevel"]),
        ("Café\u202e", ["cafe"]),
        ("\ud800nurse", ["nurse"]),
        ("!?…", []),
    ],
)
def test_text_is_taken_apart_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_spellings_meet_but_other_words_stay_apart() -> None:
    assert british("pediatrics") == "paediatrics"
    assert british("analyze") == "analyse"
    assert british("prize") == "prize"
    assert british("programmer") == "programmer"


def test_plurals_and_endings_meet() -> None:
    assert [singular(word) for word in ("libraries", "classes", "analysts", "status", "basis")] == [
        "library",
        "class",
        "analyst",
        "status",
        "basis",
    ]
    assert len({stem(word) for word in ("manager", "managing", "management", "managed")}) == 1
    assert len({stem(word) for word in ("analyst", "analysis", "analytics", "analyse")}) == 1
    assert stem("it") == "it"


def test_a_small_it_in_a_description_is_not_information_technology() -> None:
    assert "it" not in running_words("It helps when it works.")
    assert "it" in running_words("The IT team")


def test_whole_titles_are_alike_with_and_without_hyphens() -> None:
    assert whole(words("Front-end developers")) == whole(words("frontend developer"))


# --- what is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("data anlyst", "Data analyst"),
        ("DATA ANALYSTS", "Data analyst"),
        ("front end developer", "Frontend developer"),
        ("dataanalyst", "Data analyst"),
        ("program manager", "Programme manager"),
    ],
)
def test_spelling_plurals_and_joins_do_not_matter(index: Index, typed: str, name: str) -> None:
    assert titles(search(typed, index=index))[0] == ("role", name)


def test_beginnings_of_words_find_the_whole(index: Index) -> None:
    assert titles(search("inform gov", index=index))[0] == ("family", "Information governance")


def test_a_band_is_understood(index: Index) -> None:
    found = search("band 8a", kinds=[Kind.LEVEL], index=index)
    assert len(found.items) > 20
    assert all("8a" in item.detail or "8b" in item.detail for item in found.items)
    assert {item.why for item in found.items} == {"Typical bands include 8a"}


@pytest.mark.parametrize("typed", ["no degree", "no dergee"])
def test_no_degree_is_not_about_degrees(index: Index, typed: str) -> None:
    found = titles(search(typed, index=index))
    assert found[0] == ("starting-point", "School or college leaver")
    assert ("glossary", "Apprenticeship") in found
    assert not any("postgraduate" in title.lower() for _, title in found)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("data analyst", "Matches the name"),
        ("CCIO", "CCIO is an abbreviation of Chief clinical information officer"),
        ("DBA", "“DBA” is a short name used for this or for work like it"),
        ("scrum master", "“Scrum master” is a name used in other organisations for this or for work like it"),
        ("helpdesk analyst", "“Helpdesk analyst” is an older name for this or for work like it"),
        ("EPR trainer", "“EPR trainer” is a name used in the NHS for this or for work like it"),
        ("mend computers", "“mend computers” is an everyday name for this or for a part of it"),
        ("data anlyst", "Matches the name"),
        ("inform gov", "The name has “Information” and “governance”"),
        ("A11y", "It is also called “A11y”"),
    ],
)
def test_it_says_why(index: Index, typed: str, why: str) -> None:
    assert why in [item.why for item in search(typed, index=index).items[:3]]


def test_a_misspelling_put_right_is_not_said_again_with_every_result(index: Index) -> None:
    found = search("anlyst", index=index)
    assert [(each.typed, each.read_as) for each in found.read_as] == [("anlyst", "analyst")]
    assert [item.why for item in found.items[:20] if "read as “analyst”" in item.why] == []


@pytest.mark.parametrize("name", ["Business analyst", "Cyber security analyst"])
def test_the_name_is_the_reason_where_it_has_what_another_name_has(index: Index, name: str) -> None:
    assert {item.why for item in search("analyst", index=index).items if item.title == name} == {
        "The name has “analyst”"
    }


def test_it_says_that_a_description_mentions_a_word(index: Index) -> None:
    whys = {item.title: item.why for item in search("nurse", index=index).items}
    assert any(why.startswith("The description mentions “nurse") for why in whys.values())


def test_misspellings_are_put_right_and_said(index: Index) -> None:
    read_as = search("cyber secuirty", index=index).read_as
    assert [(each.typed, each.read_as) for each in read_as] == [("secuirty", "security")]


@pytest.mark.parametrize("word", ["chef", "leeds", "mother", "banking", "police", "shop"])
def test_other_words_are_not_taken_for_misspellings_of_ours(index: Index, word: str) -> None:
    allowed = {"chef": "chief"}  # a letter left out is a slip more often than a cook
    assert [each.read_as for each in search(word, index=index).read_as] in ([], [allowed.get(word)])


def test_a_doubtful_word_is_asked_about(index: Index) -> None:
    found = search("nutse", index=index)
    assert (len(found.items), found.did_you_mean) == (0, "nurse")


def test_words_that_nothing_has_are_named_and_left_out(index: Index) -> None:
    with_place = search("nurse in Leeds", index=index)
    assert with_place.unknown == ("leeds",)
    assert identities(with_place) == identities(search("nurse", index=index))


def test_nothing_found_offers_the_closest_words(index: Index) -> None:
    found = search("phsyoo", index=index)
    assert not len(found.items)
    assert "physio" in found.closest


def test_counts_are_by_kind_before_the_filter(index: Index) -> None:
    everything = search("nurse", index=index)
    roles = search("nurse", kinds=[Kind.ROLE], index=index)
    assert roles.counts == everything.counts
    assert len(roles.items) == everything.counts[Kind.ROLE] < len(everything.items)
    assert {item.kind for item in roles.items} == {Kind.ROLE}


def test_a_snippet_is_short_and_shows_the_typed_word_where_it_comes_late(index: Index) -> None:
    items = search("nurse", index=index).items
    assert all(len(item.snippet) <= 240 for item in items)
    late = [item for item in items if item.snippet.startswith("… ")]
    assert late
    assert all("nurs" in item.snippet.lower() for item in late)


def test_the_same_name_is_found_as_role_before_level(index: Index) -> None:
    assert titles(search("product manager", index=index))[:2] == [
        ("role", "Product manager"),
        ("level", "Product manager"),
    ]


def test_an_everyday_reading_is_not_followed_into_synonyms(index: Index) -> None:
    found = titles(search("ward clerk", index=index))
    assert found[0] == ("starting-point", "Ward clerk, medical secretary or administrator")
    assert not {"Infrastructure operations engineer", "Data engineer"} & {title for _, title in found[:20]}
    assert ("role", "Data engineer") in titles(search("database administrator", index=index))


@pytest.mark.parametrize("typed", ["who will feel it", "Who will feel it?"])
def test_a_small_it_in_a_sentence_is_a_pronoun(index: Index, typed: str) -> None:
    assert identities(search(typed, index=index)) == identities(search("feel", index=index))


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("who will feel IT", "feel IT"),
        ("i want to work in it", "IT"),
        ("i would like an it support job", "IT support"),
        ("doctor it", "doctor IT"),
        ("i like it", "IT"),
    ],
)
def test_a_small_it_that_can_be_nothing_else_is_information_technology(index: Index, typed: str, same_as: str) -> None:
    assert identities(search(typed, index=index)) == identities(search(same_as, index=index))


# --- laws -----------------------------------------------------------------------------------------


@QUICK
@given(query=st.one_of(ANY_TEXT, TYPED))
def test_any_text_is_answered_and_nothing_is_found_twice(index: Index, query: str) -> None:
    found = search(query, index=index)
    assert len(set(identities(found))) == len(found.items) == sum(found.counts.values())
    for item in found.items[:20]:
        assert item.why
        assert item.url.startswith("/")
        assert not item.snippet or item.snippet.isprintable() or "\n" in item.snippet


@QUICK
@given(query=TYPED, kinds=st.sets(st.sampled_from(Kind), min_size=1))
def test_a_filter_leaves_the_order_as_it_is(index: Index, query: str, kinds: set[Kind]) -> None:
    everything = identities(search(query, index=index))
    assert identities(search(query, kinds=kinds, index=index)) == [one for one in everything if one[0] in kinds]


@QUICK
@given(query=TYPED, form=st.sampled_from(["xqzvwkj {}", "{} xqzvwkj"]))
def test_a_word_that_nothing_has_changes_nothing(index: Index, query: str, form: str) -> None:
    found = search(form.format(query), index=index)
    assert identities(found) == identities(search(query, index=index))
    assert "xqzvwkj" in found.unknown


@QUICK
@given(
    query=TYPED, form=st.sampled_from(["  {}?! ", "«{}»", "{0} {0}"]), capitals=st.sampled_from([str.upper, str.title])
)
def test_capitals_spaces_marks_and_repetition_change_nothing(
    index: Index, query: str, form: str, capitals: Any
) -> None:
    assert identities(search(form.format(capitals(query)), index=index)) == identities(search(query, index=index))


@QUICK
@given(query=st.one_of(ANY_TEXT, st.text("aenrstuilocdmy ", max_size=30)))
def test_did_you_mean_leads_to_something(index: Index, query: str) -> None:
    suggestion = search(query, index=index).did_you_mean
    assert not suggestion or len(search(suggestion, index=index).items)


def test_every_word_of_every_title_finds_its_thing(index: Index) -> None:
    for document in index.documents[::5]:
        telling = [word for word in words(document.name) if len(word) > 2][:3]
        found = identities(search(" ".join(telling), index=index))
        assert not telling or (document.kind, document.slug) in found, document.name


def test_a_long_query_is_cut_and_says_so(index: Index) -> None:
    assert search("nurse " * 20_000, index=index).cut
    assert search("one two three four five six seven eight nine ten eleven twelve data nurse", index=index).cut
    assert not search("nurse", index=index).cut


@pytest.mark.parametrize("query", ["", "   ", "!?,.", "of the", "\u202e\u200f", "\ud800"])
def test_a_query_without_words_is_empty(index: Index, query: str) -> None:
    found = search(query, index=index)
    assert found.is_empty
    assert not len(found.items)


def test_an_empty_catalogue_is_searched_without_fail() -> None:
    found = search("nurse", index=Index([]))
    assert (len(found.items), found.counts, found.unknown) == (0, {}, ("nurse",))


# --- posts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("comms officer", Kind.STARTING_POINT, "Communications and engagement officer"),
        ("I am a communications officer, band 5", Kind.STARTING_POINT, "Communications and engagement officer"),
        ("I'm a staff nurse", Kind.STARTING_POINT, "Nurse"),
        ("ward clerk", Kind.STARTING_POINT, "Ward clerk, medical secretary or administrator"),
        ("data analyst", Kind.ROLE, "Data analyst"),
        ("scrum master", Kind.ROLE, "Delivery manager"),
    ],
)
def test_a_job_title_is_resolved_to_a_post(index: Index, text: str, kind: Kind, title: str) -> None:
    best = find_posts(text, index=index)[0]
    assert (best.kind, best.title) == (kind, title)


def test_few_posts_are_offered_and_only_posts(index: Index) -> None:
    found = find_posts("manager", limit=5, index=index)
    assert len(found) == 5
    assert {item.kind for item in found} <= {Kind.STARTING_POINT, Kind.ROLE, Kind.LEVEL}
    assert find_posts("zzqxv", index=index) == []
    assert find_posts("", index=index) == []


def test_a_goal_is_a_role_or_a_level(index: Index) -> None:
    found = suggest_levels("digital change manager, band 7", index=index)
    assert [item.kind for item in found[:2]] == [Kind.ROLE, Kind.LEVEL]
    assert Kind.STARTING_POINT not in {item.kind for item in suggest_levels("nurse", index=index)}


# --- the index ------------------------------------------------------------------------------------


def test_the_index_is_read_in_ten_queries_and_kept_until_the_catalogue_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("careers.search.results.current_index", PerRevision(build_index))
    with CaptureQueriesContext(connection) as queries:
        list(read_entries())
    assert len(queries) == 10
    search("nurse")
    with CaptureQueriesContext(connection) as queries:
        search("nurse")
    assert len(queries) == 1
    StartingPoint.objects.filter(title="Nurse").update(title="Registered nurse")
    bump_revision(now=timezone.now())
    assert search("registered nurse").items[0].title == "Registered nurse"


def test_what_is_retired_is_found_by_its_exact_name_only_and_says_so() -> None:
    now = timezone.now()
    Role.objects.filter(name="Data ethicist").update(retired_at=now)
    Skill.objects.filter(name="Data innovation").update(retired_at=now)
    Learning.objects.filter(name="Topol Digital Fellowship").update(retired_at=now)
    index = build_index()
    role = search("data ethicist", index=index).items[0]
    assert (role.title, role.retired) == ("Data ethicist", True)
    assert role.kind_words.startswith("No longer in the current edition")
    assert [item.retired for item in search("data innovation", index=index).items if item.retired] == [True]
    assert not any(item.retired for item in search("data ethic", index=index).items)
    assert not any(item.title == "Topol Digital Fellowship" for item in search("Topol", index=index).items)
    lost = set(Level.objects.filter(role__name="Data ethicist").values_list("slug", flat=True))
    found = {item.slug for item in search("data ethics", index=index).items if item.kind == Kind.LEVEL}
    assert lost
    assert not lost & found
    assert not any(post.retired for post in find_posts("data ethicist", index=index))


def test_everyday_words_lead_to_things_that_exist(index: Index) -> None:
    listed = everyday_words()
    named = {(document.kind, document.name) for document in index.documents}
    assert set(listed.titles) <= named
    known = set(index.numbers)
    for typed, means in (*listed.same, *listed.near, *listed.instead):
        assert set(words(typed)) <= known or set(words(means)) <= known, (typed, means)


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.main_journey
def test_the_page_shows_what_a_misspelt_synonym_means(client: Client) -> None:
    html = client.get("/careers/search/", {"q": "scrum mastr"}).content.decode()
    assert "We read “mastr” as “master”." in html
    assert '<a href="/careers/roles/delivery-manager/">Delivery manager</a>' in html


def test_the_page_costs_the_same_few_queries_whatever_is_found(client: Client) -> None:
    client.get("/careers/search/", {"q": "nurse"})
    for query in ("nurse", "analyst", "zzqxv", "", "digital"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/careers/search/", {"q": query})
        assert len(queries) == 2, query  # the revision, for the ETag and for the index


def test_the_page_filters_by_kind_with_counts_and_keeps_the_words(client: Client) -> None:
    html = client.get("/careers/search/", {"q": "nurse", "kind": "role"}).content.decode()
    assert "Kind: Roles" in html
    assert "Roles (" in html
    assert 'href="/careers/search/?q=nurse"' in html


def test_the_page_has_further_pages(client: Client) -> None:
    first = client.get("/careers/search/", {"q": "analyst"}).content.decode()
    second = client.get("/careers/search/", {"q": "analyst", "page": "2"}).content.decode()
    assert "?q=analyst&amp;page=2" in first
    assert "Showing 21 to 40" in second


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "What you can type"),
        ({"q": "?!"}, "There is no word in “?!”"),
        ({"q": "phsyoo"}, "The closest words we have"),
        ({"q": "xqzvwkj"}, "Other ways to find it"),
        ({"q": "nutse"}, "Did you mean"),
        ({"q": "nurse in leeds"}, "Nothing here has “leeds”, so we left it out."),
        ({"q": "FHIR", "kind": "family"}, "Nothing of this kind"),
        ({"q": "nurse", "kind": "wizard"}, "We left out a filter that we do not know"),
        ({"q": "nurse " * 9000}, "That is a long search."),
        ({"q": "1234567890" * 3}, "No results for"),
        ({"q": "nurse", "page": "1e9"}, "results for “nurse”"),
    ],
)
def test_the_page_says_what_to_do(client: Client, parameters: dict[str, str], said: str) -> None:
    response = client.get("/careers/search/", parameters)
    assert response.status_code == 200
    assert said in response.content.decode()


@pytest.mark.parametrize("query", ["", "xqzvwkj"])
def test_families_to_choose_from_stand_from_a_to_z(client: Client, query: str) -> None:
    html = client.get("/careers/search/", {"q": query}).content.decode()
    shown = re.findall(r'<a href="/careers/roles/\?family=[^"]*">([^<]*)</a>', html)
    assert len(shown) == Family.objects.live().count()
    assert shown == sorted(shown, key=str.casefold)


def test_a_long_query_is_not_repeated_in_the_page(client: Client) -> None:
    assert len(client.get("/careers/search/", {"q": "data " * 20_000}).content) < 60_000


def test_markup_in_a_query_is_text(client: Client) -> None:
    html = client.get("/careers/search/", {"q": '<script>alert(1)</script>"><b>'}).content.decode()
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_nul_in_a_query_is_refused(client: Client) -> None:
    assert client.get("/careers/search/?q=%00nurse").status_code == 400


def test_learning_that_is_closed_or_that_nobody_looked_up_says_so() -> None:
    found = {item.title: item.detail for item in (*search("PRINCE2").items, *search("Topol").items)}
    assert found["PRINCE2 Foundation"].endswith(". Not checked yet")
    assert "checked" not in found["Topol Digital Fellowship"]
    closed = {item.title: item.detail for item in search("NHS Digital graduate scheme").items}
    assert ". Closed" in closed["NHS Digital graduate scheme"]
