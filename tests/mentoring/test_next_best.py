"""The next best mentor for those who wait in a round."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from mentoring.answering import decline
from mentoring.models import Match, Round
from mentoring.next_best import NotSuggestedAnyMore, how_many_wait, propose_next, suggestions, waiting_in
from notifications.models import Message
from tests.mentoring import world
from tests.mentoring.world import DAY, NOW

pytestmark = pytest.mark.django_db
State = Match.State
SKILL = "user-focus"


@pytest.fixture
def mentee():  # type: ignore[no-untyped-def]
    return world.mentee(world.person("Ada Okafor"), gaps={SKILL: (1, 3)})


@pytest.fixture
def good():  # type: ignore[no-untyped-def]
    return world.mentor(world.person("Good Match"), skills={SKILL: 4})


@pytest.fixture
def fair():  # type: ignore[no-untyped-def]
    return world.mentor(world.person("Fair Match"), skills={SKILL: 2})


@pytest.fixture
def round_(mentee, good, fair) -> Round:  # type: ignore[no-untyped-def]
    made = world.round_of(mentees=[mentee], mentors=[good, fair], state=Round.State.PUBLISHED)
    made.floor = 5
    made.save()
    return made


def propose_best(round_: Round, mentee, mentor) -> Match:  # type: ignore[no-untyped-def]
    staff = world.staff(round_.programme)
    return propose_next(round_, mentee=mentee.user, mentor=mentor.user, actor=staff, now=NOW)


def test_the_best_mentor_is_suggested_with_reasons_that_add_up(round_: Round, mentee, good) -> None:  # type: ignore[no-untyped-def]
    assert [one.user for one in waiting_in(round_)] == [mentee.user]
    found = suggestions(round_, [mentee.user_id], now=NOW)[mentee.user_id]
    assert found.mentor == good.user
    assert found.points == sum(line.points for line in found.lines) > 0


def test_after_a_decline_the_next_best_is_suggested_and_proposed(round_: Round, mentee, good, fair) -> None:  # type: ignore[no-untyped-def]
    first = propose_best(round_, mentee, good)
    assert not waiting_in(round_).exists()
    decline(first.uuid, reason="NO_TIME", by=good.user, now=NOW + DAY)
    assert suggestions(round_, [mentee.user_id], now=NOW + DAY)[mentee.user_id].mentor == fair.user
    pair = propose_best(round_, mentee, fair)
    assert (pair.origin, pair.round, pair.state) == (Match.Origin.NEXT_BEST, round_, State.PROPOSED)
    assert pair.points == sum(reason["points"] for reason in pair.reasons)
    assert Message.objects.get(about_id=pair.pk, letter="mentoring.proposed").state == Message.State.WAITING


def test_who_was_silent_lately_is_left_out_for_a_month(round_: Round, mentee, good, fair) -> None:  # type: ignore[no-untyped-def]
    world.match_of(mentee.user, good.user, State.LAPSED, round=round_, programme=round_.programme)
    assert suggestions(round_, [mentee.user_id], now=NOW + DAY)[mentee.user_id].mentor == fair.user
    assert suggestions(round_, [mentee.user_id], now=NOW + 31 * DAY)[mentee.user_id].mentor == good.user


def test_without_anybody_the_reason_is_said_and_what_would_help(round_: Round, mentee, good, fair) -> None:  # type: ignore[no-untyped-def]
    for mentor in (good, fair):
        world.match_of(world.mentee().user, mentor.user, State.ACTIVE)
    found = suggestions(round_, [mentee.user_id], now=NOW)[mentee.user_id]
    assert found.mentor is None
    assert found.why == ["2 mentors may be matched with them, and all of their 2 places went to others."]
    assert "One more place with" in found.help[0]


def test_where_nothing_here_would_help_the_page_does_not_promise_it(round_: Round, mentee, good, fair) -> None:  # type: ignore[no-untyped-def]
    mentee.gaps.all().delete()
    round_.floor = 100
    round_.save()
    for mentor in (good, fair):
        world.match_of(mentee.user, mentor.user, State.DECLINED, round=round_, programme=round_.programme)
    page = world.page(
        world.signed_in(world.staff(round_.programme)), reverse("mentoring:round_waiting", args=[round_.uuid])
    )
    assert "Only other mentors would help." in page and "Each of these would be enough" not in page


def test_two_who_wait_are_not_suggested_the_same_last_place(round_: Round, mentee, good) -> None:  # type: ignore[no-untyped-def]
    other = world.mentee(gaps={SKILL: (1, 3)})
    round_.participants.create(user=other.user, side="MENTEE", source="ADDED", waiting_since=NOW)
    found = suggestions(round_, [mentee.user_id, other.user_id], now=NOW)
    assert {str(one.mentor) for one in found.values()} == {"Good Match", "Fair Match"}


def test_the_team_cannot_propose_what_a_rule_forbids(round_: Round, mentee, good) -> None:  # type: ignore[no-untyped-def]
    round_.bonds.create(mentee=mentee.user, mentor=good.user, kind="FORBID", reason="Cousins")
    with pytest.raises(NotSuggestedAnyMore):
        propose_best(round_, mentee, good)
    with pytest.raises(NotSuggestedAnyMore):
        propose_best(round_, mentee, world.mentor(skills={SKILL: 4}))


def test_the_page_says_what_came_to_nothing_and_proposes_with_one_button(round_: Round, mentee, good, fair) -> None:  # type: ignore[no-untyped-def]
    world.match_of(
        mentee.user, good.user, State.DECLINED, round=round_, programme=round_.programme, decline_reason="WRONG_LEVEL"
    )
    team = world.signed_in(world.staff(round_.programme))
    address = reverse("mentoring:round_waiting", args=[round_.uuid])
    page = world.page(team, address)
    assert "1 person waits for a mentor" in page
    assert "They need someone more or less senior" in page
    ids = {"mentee": mentee.user_id, "mentor": fair.user_id}
    page = team.post(address, ids, follow=True).content.decode()
    assert "Fair Match is asked to mentor Ada Okafor, and has 7 working days." in page
    assert "Nobody waits" in page
    assert "cannot be matched any more" in team.post(address, ids, follow=True).content.decode()
    assert Match.objects.live().count() == 1
    for foreign in ({**ids, "mentor": world.person().pk}, {"mentee": "x"}, {}):
        assert team.post(address, foreign).status_code == 404


def test_the_list_as_csv_has_what_the_page_says(
    round_: Round, mentee, good, fair, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    world.match_of(mentee.user, good.user, State.DECLINED, round=round_, programme=round_.programme)
    world.round_of(round_.programme, mentees=[world.mentee(world.person("Elsewhere"))], state=Round.State.PUBLISHED)
    team = world.signed_in(world.staff(round_.programme))
    address = reverse("mentoring:round_waiting", args=[round_.uuid])
    assert f'href="{address}?csv=yes"' in world.page(team, address)
    assert team.get(f"{address}?csv=yes").status_code == 302  # they are asked who they are once more
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    headings, *rows = csv.reader(team.get(f"{address}?csv=yes").content.decode("utf-8-sig").splitlines())
    best = suggestions(round_, [mentee.user_id], now=NOW)[mentee.user_id]
    (row,) = (dict(zip(headings, cells, strict=True)) for cells in rows)
    assert row["Mentee"] == "Ada Okafor"
    assert row["What came to nothing"] == "Good Match: declined"
    assert (row["Next best"], row["Points"]) == ("Fair Match", str(best.points))
    assert AuditEntry.objects.get(action="mentoring.waiting_exported").detail == {"rows": 1}
    assert len(world.page(team, f"{address}?csv=yes&q=nobody").splitlines()) == 1


def test_another_team_and_closed_rounds_find_no_suggestion(round_: Round, mentee, good) -> None:  # type: ignore[no-untyped-def]
    address = reverse("mentoring:round_waiting", args=[round_.uuid])
    assert world.signed_in(world.staff()).get(address).status_code == 404
    team = world.signed_in(world.staff(round_.programme))
    Round.objects.filter(pk=round_.pk).update(state=Round.State.CLOSED, closed_at=NOW)
    assert "Suggestions come once the round is published" in world.page(team, address)
    assert team.post(address, {"mentee": mentee.user_id, "mentor": good.user_id}).status_code == 404


def test_the_page_asks_as_much_for_one_as_for_many(round_: Round) -> None:
    team = world.signed_in(world.staff(round_.programme))
    address = reverse("mentoring:round_waiting", args=[round_.uuid])
    counts = []
    for _ in range(2):
        for _ in range(5):
            other = world.mentee(gaps={SKILL: (1, 3)})
            round_.participants.create(user=other.user, side="MENTEE", source="ADDED", waiting_since=NOW)
        world.page(team, address)
        with CaptureQueriesContext(connection) as queries:
            world.page(team, address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_number_who_wait_is_on_the_dashboard_and_in_the_lists_of_the_team(round_: Round, mentee, good) -> None:  # type: ignore[no-untyped-def]
    """After a decline the team reads that somebody waits, wherever they come in, and each number leads to the list."""
    world.round_of(mentees=[world.mentee()], state=Round.State.PUBLISHED)  # another programme's
    team = world.signed_in(world.staff(round_.programme))
    address = reverse("mentoring:round_waiting", args=[round_.uuid])

    def said() -> list[bool]:
        slug = round_.programme.slug
        pages = (reverse("dashboard"), reverse("mentoring:round_list"), reverse("mentoring:overview", args=[slug]))
        words = (
            "1 person waits for a mentor",
            f'{address}">1<span',
            f'1</span> <span class="app-stat__label"><a href="{address}"',
        )
        return [words_ in world.page(team, page) for words_, page in zip(words, pages, strict=True)]

    assert said() == [True, True, True]
    pair = propose_best(round_, mentee, good)
    assert how_many_wait(Round.objects.filter(pk=round_.pk)) == {}
    assert said() == [False, False, False]
    decline(pair.uuid, reason="NO_TIME", by=good.user, now=NOW + DAY)
    assert said() == [True, True, True]


def test_who_waits_in_many_rounds_is_counted_in_one_query(round_: Round, mentee) -> None:  # type: ignore[no-untyped-def]
    other = world.round_of(mentees=[mentee, world.mentee()])
    with CaptureQueriesContext(connection) as queries:
        assert how_many_wait(Round.objects.all()) == {round_.pk: 1, other.pk: 2}
    assert len(queries) == 1
