"""What people write about their jobs, and what it is taken for."""

import pytest
from django.test import Client
from django.utils import timezone

from careers.frame import current_frame
from careers.models import Level
from careers.posts import Kind, Posts, posts_of
from careers.revision import bump_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts() -> Posts:
    return posts_of(current_frame())


def names(found: tuple[object, ...]) -> list[str]:
    return [post.name for post in found]  # type: ignore[attr-defined]


def test_every_post_has_a_key_and_a_name_of_its_own(posts: Posts) -> None:
    frame = posts.frame
    assert len(posts.by_key) == len(posts.by_name) == len(frame.points) + len(frame.levels) + len(frame.roles)
    for key, post in posts.by_key.items():
        assert posts.named(key) == posts.named(post.name) == post


def test_a_name_that_a_role_shares_with_a_level_means_the_level(posts: Posts) -> None:
    level = posts.named("digital-change-manager")
    assert level and level.kind is Kind.LEVEL
    role = posts.named("role:digital-change-manager")
    assert role and role.kind is Kind.ROLE
    assert role.name == "Digital change manager (any level)"


@pytest.mark.parametrize("text", ["Nurse", " nurse ", "NURSE", "staff nurse", "I am a staff nurse"])
def test_a_job_is_found_by_the_names_people_give_it(posts: Posts, text: str) -> None:
    assert names(posts.meant_now(text)) == ["Nurse"]


def test_words_with_several_meanings_are_all_offered(posts: Posts) -> None:
    offered = names(posts.meant_now("comms"))
    assert offered[0] == "Communications and engagement officer"
    assert "Digital communications officer" in offered


def test_nothing_is_guessed_from_words_that_nothing_has(posts: Posts) -> None:
    assert posts.meant_now("xyzzy") == ()
    assert posts.meant_goal("xyzzy") == ()


def test_a_role_held_is_the_level_that_fits_the_band(posts: Posts) -> None:
    assert names(posts.meant_now("Software developer", "6")) == ["Developer"]
    every_level = posts.meant_now("Software developer")
    assert len(every_level) == 9
    assert {post.kind for post in every_level} == {Kind.LEVEL}
    assert posts.meant_now("Software developer", "VSM") == every_level, "no level fits, so the person is asked"


def test_a_starting_point_is_no_goal(posts: Posts) -> None:
    offered = posts.meant_goal("nurse")
    assert "Digital nurse" in names(offered)
    assert Kind.POINT not in {post.kind for post in offered}


def test_a_job_that_exists_outside_health_too_knows_its_starting_point(posts: Posts) -> None:
    analyst, manager = posts.named("Data analyst"), posts.named("Digital change manager")
    assert analyst and manager
    outside = posts.outside(analyst.index)
    assert outside and outside.name == "Data analyst outside health"
    assert posts.outside(manager.index) is None


def test_suggestions_hold_every_starting_point_and_role_once(posts: Posts) -> None:
    assert (
        len(set(posts.starting_names)) == len(posts.starting_names) == len(posts.frame.points) + len(posts.role_names)
    )
    for name in posts.starting_names:
        assert posts.meant_now(name), name
    for name in posts.role_names:
        assert len(posts.meant_goal(name)) == 1, name


def test_a_list_too_long_to_help_is_not_suggested(posts: Posts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careers.posts.MOST_SUGGESTED", 100)
    many = Posts(posts.frame)
    assert many.role_names == posts.role_names
    assert many.starting_names == ()


def test_a_role_without_a_level_is_no_post(client: Client) -> None:
    Level.objects.filter(role__slug="data-analyst").update(retired_at=timezone.now())
    bump_revision(now=timezone.now())
    assert posts_of(current_frame()).named("Data analyst") is None
    for address in ("/careers/pathways/?from=nurse&to=data-analyst", "/careers/pathways/?from=data-analyst&to=nurse"):
        assert client.get(address).status_code == 200
    assert client.get("/careers/roles/data-analyst/").status_code == 200
