"""The A to Z of skills and the page of a skill."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careers.models import (
    Edition,
    Family,
    Learning,
    LearningKind,
    LearningSkill,
    Level,
    Requirement,
    Role,
    Skill,
    Synonym,
)
from careers.revision import bump_revision
from tests.page_text import text

pytestmark = pytest.mark.django_db

LIST = "/careers/skills/"


def names(client: Client, query: str = "") -> list[str]:
    """The names of the skills on one page of the list."""
    html = client.get(f"{LIST}?{query}").content.decode()
    return [unescape(name) for name in re.findall(r'<h3 class="app-result__heading"><a href="[^"]+">([^<]+)<', html)]


def test_the_list_counts_all_skills_and_shows_them_in_the_order_of_the_alphabet(client: Client) -> None:
    shown = names(client) + names(client, "page=2")
    assert f"{Skill.objects.live().count()} skills, A to Z" in text(client, LIST)
    assert shown == sorted(shown, key=str.lower)
    assert len(shown) == 100


def test_the_letters_keep_the_other_filters(client: Client) -> None:
    html = client.get(f"{LIST}?framework=NHS&letter=C").content.decode()
    assert 'href="/careers/skills/?framework=NHS&amp;letter=D"' in html
    assert all(name.startswith("C") for name in names(client, "framework=NHS&letter=C"))


def test_filters_narrow_the_list(client: Client) -> None:
    nhs = set(Skill.objects.live().filter(framework="NHS").values_list("name", flat=True))
    assert set(names(client, "framework=NHS")) == nhs
    assert "Security architecture" in names(client, "rating=named")
    assert "Security architecture" not in names(client, "rating=rated&letter=S")
    assert "User focus" in names(client, "q=USER+focus")
    in_family = Requirement.objects.filter(level__role__family__slug="clinical-coding", level__retired_at=None)
    assert set(names(client, "family=clinical-coding")) == set(in_family.values_list("skill__name", flat=True))


def test_entry_level_filter_finds_what_newcomers_need(client: Client) -> None:
    entry = set(names(client, "entry=on&family=clinical-coding"))
    assert entry
    assert entry < set(names(client, "family=clinical-coding"))


def test_filters_that_make_no_sense_are_named_and_left_out(client: Client) -> None:
    page = text(client, f"{LIST}?family=zz&framework=1&rating=q&letter=zz&q={'x' * 101}")
    assert f"{Skill.objects.live().count()} skills" in page
    assert page.count("We left out a filter that we do not know") >= 3
    assert "We left out a first letter" in page
    assert "Use 100 characters or fewer" in page


def test_an_empty_list_offers_ways_on(client: Client) -> None:
    page = text(client, f"{LIST}?q=zzzz")
    assert "No skill fits all of these filters" in page
    assert "show all skills" in page


def test_a_skill_says_what_each_level_means_who_needs_it_and_what_to_do(client: Client) -> None:
    skill = Skill.objects.get(slug="user-focus")
    page = text(client, "/careers/skills/user-focus/")
    for level in (1, 2, 3, 4):
        assert skill.meaning(level)[:40] in page
    assert f"{Role.objects.filter(levels__requirements__skill=skill).distinct().count()} roles need this skill" in page
    activity = skill.activities.first()
    assert activity is not None
    assert activity.activity[:40] in page
    assert "What shows it:" in page
    assert "Courses and schemes that teach it" in page
    assert 'href="/careers/roles/?skill=user-focus"' in client.get("/careers/skills/user-focus/").content.decode()


def test_long_lists_of_roles_are_cut_and_lead_to_the_whole_list(client: Client) -> None:
    html = client.get("/careers/skills/stakeholder-relationship-management/").content.decode()
    assert len(re.findall(r'href="/careers/roles/[a-z]', html)) <= 4 * 8
    assert 'href="/careers/roles/?skill=stakeholder-relationship-management"' in html
    assert re.search(r"and \d+ more: ", html)


def test_long_lists_of_courses_are_cut_too(client: Client) -> None:
    html = client.get("/careers/skills/stakeholder-relationship-management/").content.decode()
    assert len(re.findall(r'href="/careers/learning/[a-z]', html)) == 8
    assert 'href="/careers/learning/?skill=stakeholder-relationship-management"' in html


def test_skills_that_differ_only_in_brackets_point_at_each_other_as_different(client: Client) -> None:
    page = text(client, "/careers/skills/user-focus/")
    assert "User focus (content design)" in page
    assert "These are different skills" in page
    assert "User focus (frontend developer)" in text(client, "/careers/skills/user-focus-content-design/")


def test_a_skill_of_chief_roles_says_that_no_level_is_asked_for(client: Client) -> None:
    page = text(client, "/careers/skills/security-architecture/")
    assert "Chief roles name this skill without saying how well" in page
    assert "Named without a level" in page


def test_other_names_are_shown(client: Client) -> None:
    synonym = Synonym.objects.filter(skill__isnull=False).select_related("skill").first()
    assert synonym is not None
    assert synonym.skill is not None
    assert synonym.term in text(client, synonym.skill.get_absolute_url())


def test_a_skill_that_nothing_teaches_says_what_to_do_instead(client: Client) -> None:
    skill = Skill.objects.live().filter(taught_by=None).first()
    assert skill is not None
    page = text(client, skill.get_absolute_url())
    assert "We know of no course that teaches this" in page
    assert "Do this at work" in page


def test_an_unchecked_course_is_marked(client: Client) -> None:
    skill = Skill.objects.create(name="Knitting", slug="knitting", framework="NHS")
    course = Learning.objects.create(name="Wool", slug="wool", kind=LearningKind.TRAINING)
    LearningSkill.objects.create(learning=course, skill=skill, reaches=2)
    page = text(client, "/careers/skills/knitting/")
    assert "Wool" in page
    assert "Not checked yet" in page


def test_a_retired_skill_still_reads_and_says_so(client: Client) -> None:
    Skill.objects.filter(slug="user-focus").update(retired_at=datetime(2026, 3, 1, tzinfo=UTC))
    bump_revision(now=timezone.now())
    page = text(client, "/careers/skills/user-focus/")
    assert "This skill has been retired" in page
    assert "1 March 2026" in page
    assert "No role asks for this skill now" in page
    assert "User focus" not in names(client, "letter=U")


def test_official_words_are_folded_and_cleaned(client: Client) -> None:
    Skill.objects.filter(slug="user-focus").update(
        official_text="An **official** sentence.", official_working="* know <script>alert(1)</script>\n* do"
    )
    html = client.get("/careers/skills/user-focus/").content.decode()
    assert "<strong>official</strong>" in html
    assert "<script>alert" not in html
    assert html.count("The official words") == 1


def test_the_source_of_a_skill_is_named(client: Client) -> None:
    edition = Edition.objects.get(framework="OFFICIAL", is_current=True)
    assert edition.attribution[:40] in text(client, "/careers/skills/user-focus/")


def test_an_unknown_skill_is_not_found(client: Client) -> None:
    assert client.get("/careers/skills/nothing-here/").status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}?letter=D&family=data&entry=on&q=a", "/careers/skills/user-focus/"])
def test_pages_cost_the_same_few_queries_however_much_there_is(client: Client, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    family = Family.objects.first()
    skill = Skill.objects.get(slug="user-focus")
    for number in range(30):
        role = Role.objects.create(name=f"Role {number}", slug=f"role-{number}", family=family)
        level = Level.objects.create(name=f"Level {number}", slug=f"level-{number}", role=role, order=1)
        Requirement.objects.create(level=level, skill=skill, required=2)
        Skill.objects.create(name=f"Data skill {number}", slug=f"data-skill-{number}", framework="NHS")
    bump_revision(now=timezone.now())
    client.get(address)
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before) <= 8
