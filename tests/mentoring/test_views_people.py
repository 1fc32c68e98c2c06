"""Pages of people who take part: offering, looking, pausing, preferring; typed text is never lost."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Profile, User
from careers.frame import current_frame
from mentoring.models import Format, Match, Mentee, Mentor, Preference
from notifications.models import Message
from tests.mentoring.world import DAY, GOAL, NOW, match_of, mentee, mentor, page, person, signed_in
from tests.planning.world import assessment_of, goal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
JOB = "senior-data-analyst"


@pytest.fixture
def sam() -> User:
    return person("Sam Okafor")


@pytest.fixture
def client(sam: User) -> Client:
    return signed_in(sam)


def skills_of_level(slug: str) -> dict[str, int]:
    frame = current_frame()
    required = frame.required[frame.levels.index[slug]]
    return {frame.skills.slugs[place]: int(level) for place, level in enumerate(required) if level}


def offer(**changes: object) -> dict[str, object]:
    """What a browser sends that leaves the form as it was filled in."""
    sent = {f"level-{slug}": str(level) for slug, level in skills_of_level(JOB).items()}
    form = {"job": JOB, "formats": ["ONGOING"], "places": "2", "hours_a_month": "3", "remote": "on", "is_listed": "on"}
    return {**sent, **form, **changes}


def test_a_mentor_begins_with_their_job_and_saves_what_it_fills_in(client: Client, sam: User) -> None:
    assert client.get("/me/mentor/").headers["Location"] == "/me/mentor/job/"
    answer = client.post("/me/mentor/job/", {"name": "Senior data analyst"})
    assert answer.headers["Location"] == f"/me/mentor/edit/?job={JOB}"
    html = page(client, answer.headers["Location"])
    needed = skills_of_level(JOB)
    assert all(f'name="level-{slug}"' in html for slug in needed)
    first = next(iter(needed))
    sent = offer(**{f"level-{first}": "", "times": ["MON_AM", "FRI_EVE"], "region": "WALES"})
    assert client.post("/me/mentor/edit/", sent).headers["Location"] == "/me/mentor/"
    made: Any = Mentor.objects.get(user=sam)
    assert {one.skill.slug: one.level for one in made.skills.all()} == {
        slug: level for slug, level in needed.items() if slug != first
    }
    assert (made.level.slug, made.places, made.hours_a_month, made.times) == (JOB, 2, 3, ("MON_AM", "FRI_EVE"))
    assert Profile.objects.get(user=sam).region == "WALES"
    html = page(client, "/me/mentor/")
    assert "Monday morning; Friday evening" in html and "Wales" in html


def test_whoever_came_by_a_file_and_did_not_say_how_to_meet_finds_both_ticked(client: Client, sam: User) -> None:
    made = mentor(sam, formats=())
    html = page(client, "/me/mentor/edit/")
    assert all(
        f'name="formats" type="checkbox" value="{one}" checked' in " ".join(html.split()) for one in Format.values
    )
    Mentor.objects.filter(pk=made.pk).update(formats=(Format.ONE_OFF,))
    assert 'value="ONGOING" checked' not in " ".join(page(client, "/me/mentor/edit/").split())


def test_a_job_that_may_be_several_asks_which(client: Client) -> None:
    html = client.post("/me/mentor/job/", {"name": "data analyst (any level)"}).content.decode()
    assert "Which of these is your job?" in html
    assert "We do not know “zzzz”" in client.post("/me/mentor/job/", {"name": "zzzz"}).content.decode()
    assert client.post("/me/mentor/job/", {"name": ""}).headers["Location"] == "/me/mentor/edit/?job="


def test_what_they_said_of_a_skill_counts_more_than_their_job(client: Client, sam: User) -> None:
    first, second, *_ = skills_of_level(JOB)
    assessment_of(sam, {first: 1, second: 0})
    html = page(client, f"/me/mentor/edit/?job={JOB}")
    assert f'name="level-{second}"' not in html
    chosen = html.split(f'name="level-{first}"')[1].split("</select>")[0]
    assert '<option value="1" selected>' in chosen


def test_adding_a_skill_or_a_job_keeps_what_was_typed_and_saves_nothing(client: Client, sam: User) -> None:
    sent = offer(add_skill="user focus", helps_with="Portfolios", add="skill")
    html = client.post("/me/mentor/edit/", sent).content.decode()
    assert 'name="level-user-focus"' in html and "Portfolios" in html
    assert not Mentor.objects.filter(user=sam).exists()
    html = client.post("/me/mentor/edit/", offer(add_earlier="Digital change manager", add="earlier")).content.decode()
    assert f'value="{GOAL}"' in html
    client.post("/me/mentor/edit/", offer(earlier=[GOAL]))
    assert [one.level.slug for one in Mentor.objects.get(user=sam).earlier_roles.all()] == [GOAL]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"places": "0"}, "Enter a number from 1 to 20"),
        ({"places": "many"}, "Enter a number from 1 to 20"),
        ({"hours_a_month": "99"}, "Enter a number from 1 to 40"),
        ({"meeting_link": "not a link"}, "Enter the whole address"),
        ({"add_skill": "zzzz"}, "We do not know a skill called “zzzz”"),
        ({"add_skill": "a"}, "Several skills are called like that"),
        ({"add": "skill"}, "Write the name of a skill"),
        ({"add": "earlier"}, "Write the name of a job"),
        ({"add_earlier": "zzzz"}, "We do not know a job called “zzzz”"),
        ({"times": ["MON_NOON"]}, "Choose from the grid"),
        ({"languages": "a, b, c, d, e, f"}, "Name at most 5 languages"),
        ({"trained_on_day": "1", "trained_on_month": "2", "trained_on_year": "2027"}, "Enter a day that has been"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, sam: User, wrong: dict[str, object], sentence: str
) -> None:
    html = client.post("/me/mentor/edit/", offer(helps_with="Portfolios", **wrong)).content.decode()
    assert sentence in html and "There is a problem" in html and "Portfolios" in html
    assert not Mentor.objects.filter(user=sam).exists()


def test_a_shared_experience_is_named_by_choice_alone(client: Client, sam: User) -> None:
    client.post("/me/mentor/edit/", offer(experiences=["Working part time"], own_experience="Night shifts; nights"))
    made: Any = Mentor.objects.get(user=sam)
    assert made.experiences == ("Working part time", "Night shifts, nights")
    html = page(signed_in(person()), f"/mentors/{sam.mentor.uuid}/")
    assert "Working part time" not in html and "Night shifts" not in html


def test_a_mentee_begins_with_the_goal_of_the_assessment_and_changes_gaps(client: Client, sam: User) -> None:
    needed = skills_of_level(GOAL)
    first, second, *_ = needed
    assessment_of(sam, {first: needed[first]}, goal=goal())
    assert "Digital change manager" in page(client, "/me/mentee/goal/")
    html = page(client, f"/me/mentee/edit/?goal={GOAL}")
    assert f'name="target-{first}"' not in html and f'name="target-{second}"' in html
    sent = {"goal": GOAL, f"have-{second}": "1", f"target-{second}": "3", "wanted": "2", "hopes": "A way in"}
    wrong = client.post("/me/mentee/edit/", sent | {f"target-{second}": "1"}).content.decode()
    assert "choose a level above the one you have" in wrong and "A way in" in wrong
    assert client.post("/me/mentee/edit/", sent).headers["Location"] == "/me/mentee/"
    made: Any = Mentee.objects.get(user=sam)
    assert [(one.skill.slug, one.have, one.target) for one in made.gaps.all()] == [(second, 1, 3)]
    assert (made.goal.slug, made.wanted, made.hopes) == (GOAL, 2, "A way in")
    assert "A way in" in page(client, "/me/mentee/")
    client.post("/me/mentee/edit/", sent | {f"have-{second}": ""})
    assert made.gaps.get().have is None
    assert '<option value="" selected>Not known</option>' in page(client, "/me/mentee/edit/")


def test_pausing_takes_proposals_back_and_leaves_pairs_alone(client: Client, sam: User) -> None:
    mentor(sam, places=3)
    waits, meets = person(), person()
    proposal, pair = match_of(waits, sam), match_of(meets, sam, Match.State.ACTIVE)
    assert "1 request that you have not answered is taken back" in page(client, "/me/mentor/pause/")
    sent = {"until_day": "1", "until_month": "3", "until_year": "2027"}
    client.post("/me/mentor/pause/", sent)
    proposal.refresh_from_db()
    pair.refresh_from_db()
    assert (proposal.state, pair.state) == (Match.State.WITHDRAWN, Match.State.ACTIVE)
    client.post("/me/mentor/pause/", sent)
    told = Message.objects.filter(letter__startswith="mentoring.").values_list("letter", "about_id")
    assert list(told) == [("mentoring.withdrawn_mentee", proposal.pk)], "told once, and nobody else"
    assert Mentor.objects.get(user=sam).paused_until == date(2027, 3, 1)
    assert "Sam Okafor" not in page(signed_in(waits), "/mentors/")
    client.post("/me/mentor/pause/", {"resume": "yes"})
    assert "Sam Okafor" in page(signed_in(waits), "/mentors/")


def test_a_pause_ends_within_a_year_and_not_before_today(client: Client, sam: User) -> None:
    mentor(sam)
    for year, sentence in (("2026", "from today on"), ("2029", "may last a year")):
        sent = {"until_day": "1", "until_month": "3", "until_year": year}
        assert sentence in client.post("/me/mentor/pause/", sent).content.decode()


def test_nobody_stops_being_a_mentor_while_they_mentor_somebody(client: Client, sam: User) -> None:
    mentor(sam)
    pair = match_of(person(), sam, Match.State.ACTIVE)
    assert "Pause instead" in client.post("/me/mentor/delete/", follow=True).content.decode()
    pair.move_to(Match.State.ENDED, now=NOW)
    pair.save()
    client.post("/me/mentor/delete/")
    assert not Mentor.objects.filter(user=sam).exists()


def test_a_shortlist_is_ordered_and_a_veto_replaces_a_place_on_it(client: Client, sam: User) -> None:
    first, second = mentor(person("Ada")), mentor(person("Bea"))
    for one in (first, second):
        client.post(f"/mentors/{one.uuid}/preference/", {"kind": "SHORTLIST"})
    client.post("/me/mentee/mentors/", {"up": str(second.pk)})
    html = page(client, "/me/mentee/mentors/")
    assert html.index("Bea") < html.index("Ada")
    client.post(f"/mentors/{first.uuid}/preference/", {"kind": "VETO"})
    rows = Preference.objects.filter(mentee__user=sam).order_by("kind").values_list("mentor", "kind")
    assert list(rows) == [(second.pk, "SHORTLIST"), (first.pk, "VETO")]
    client.post("/me/mentee/mentors/", {"remove": str(first.pk)})
    assert "Not these people" not in page(client, "/me/mentee/mentors/")
    assert client.post("/me/mentee/mentors/", {"up": "²"}).status_code == 404


def test_my_mentoring_lists_both_sides_with_a_constant_number_of_queries(
    client: Client, sam: User, django_assert_max_num_queries: object
) -> None:
    mentor(sam, places=9)
    match_of(sam, person("Ada"))
    match_of(person("Bea"), sam, proposed_at=NOW - DAY)
    html = page(client, "/me/mentoring/")
    assert "Waiting for your answer" in html and "You asked them to be your mentor" in html
    assert "Ada" not in page(client, "/me/mentoring/?side=MENTOR")
    for number in range(8):
        match_of(person(f"Cee {number}"), sam, Match.State.ENDED)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page(client, "/me/mentoring/")


def test_what_a_mentee_looked_for_can_be_deleted(client: Client, sam: User) -> None:
    mentee(sam, gaps={"user-focus": (1, 2)})
    client.post("/me/mentee/delete/")
    assert not Mentee.objects.filter(user=sam).exists()
