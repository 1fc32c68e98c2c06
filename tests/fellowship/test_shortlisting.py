"""The shortlist: proposed by score and balance, its balance seen before anything changes, exactly those named."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from fellowship.choosing import shortlisting
from fellowship.choosing.balance import balance
from fellowship.models import Application, Call
from fellowship.models.moves import ApplicationState
from notifications.models import Message
from tests.fellowship import world

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


@pytest.fixture
def call() -> Call:
    return world.call()


@pytest.fixture
def team(call: Call) -> Client:
    client = Client()
    client.force_login(world.in_team(call.cohort.programme))
    return client


def scored(call: Call, points: str, state: str = S.SCORED, **fields: Any) -> Application:
    one = world.application(call, state=state)
    Application.objects.filter(pk=one.pk).update(mean_score=Decimal(points), **fields)
    one.refresh_from_db()
    return one


def page(name: str, call: Call) -> str:
    return reverse(f"fellowship:{name}", args=[call.cohort.uuid])


def test_the_best_are_in_whatever_the_balance_and_the_rest_make_it_like_the_pool(call: Call) -> None:
    best = [scored(call, "19", region="LONDON"), scored(call, "18", region="LONDON")]
    alike = scored(call, "16", region="LONDON")
    other = scored(call, "15", region="NORTH_WEST")
    low = scored(call, "9", region="NORTH_WEST")
    everybody = [*best, alike, other, low]
    wanted = {"count": 3, "sure_from": Decimal(17), "least": Decimal(14)}
    assert shortlisting.propose(everybody, everybody, [], **wanted) == [*best, other]
    assert shortlisting.propose(everybody, [alike, other, low], best, **wanted) == [other]
    assert shortlisting.propose(everybody, everybody, [], **wanted | {"count": 1}) == best[:1]
    assert shortlisting.propose(everybody, everybody, [], **wanted | {"count": 9}) == [*best, other, alike]


def test_of_two_alike_the_one_from_another_employer_is_proposed(call: Call) -> None:
    first = scored(call, "19", organisation_name="St Elsewhere")
    same = scored(call, "16", organisation_name="St  Elsewhere")
    other = scored(call, "15", organisation_name="Mercy")
    found = shortlisting.propose(
        [first, same, other], [first, same, other], [], count=2, sure_from=Decimal(17), least=Decimal(1)
    )
    assert found == [first, other]


def test_balance_counts_the_pool_and_the_list_before_and_after(call: Call) -> None:
    inside, added, outside = (
        scored(call, "9", region=region, organisation_name=name)
        for region, name in (("LONDON", "Mercy"), ("", "mercy "), ("LONDON", ""))
    )
    regions, _, _, employers = balance([inside, added, outside], [inside], [inside, added])
    rows = {row.words: (row.pool, row.now, row.after, row.pool_share, row.after_share) for row in regions.rows}
    assert rows == {"London": (2, 1, 1, 67, 50), "Not said": (1, 0, 1, 33, 50)}
    assert [(row.words.strip().lower(), row.after) for row in employers.rows] == [("mercy", 2), ("not said", 0)]


def test_looking_changes_nothing_and_only_those_named_are_added(call: Call, team: Client) -> None:
    one, other = scored(call, "12"), scored(call, "11")
    answer = team.post(page("shortlist_look", call), {"chosen": [one.uuid]})
    assert answer.status_code == 200 and "Put 1 on the shortlist" in answer.content.decode()
    assert not Application.objects.filter(state=S.SHORTLISTED).exists()
    for nobody in ({}, {"chosen": ["x"]}):
        assert "Nobody was ticked" in team.post(page("shortlist_look", call), nobody, follow=True).content.decode()
        assert "Nobody was ticked" in team.post(page("shortlist_add", call), nobody, follow=True).content.decode()
    for _ in range(2):
        team.post(page("shortlist_add", call), {"chosen": [one.uuid]})
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.moves.count(), other.state) == (S.SHORTLISTED, 1, S.SCORED)
    assert not Message.objects.exists()


def test_a_list_that_changed_meanwhile_adds_nobody(call: Call, team: Client) -> None:
    one, gone = scored(call, "12"), scored(call, "11", state=S.UNSUCCESSFUL)
    elsewhere = scored(world.call(), "12")
    for other in (gone, elsewhere):
        team.post(page("shortlist_add", call), {"chosen": [one.uuid, other.uuid]})
        one.refresh_from_db()
        assert one.state == S.SCORED


def test_a_proposal_is_looked_at_like_any_choice_and_mistakes_are_said(call: Call, team: Client) -> None:
    one = scored(call, "12")
    address = page("shortlist_propose", call)
    assert "cannot be above" in team.post(address, {"count": 3, "sure_from": 9, "least": 10}).content.decode()
    assert "Enter how many" in team.post(address, {"sure_from": 9, "least": 1}).content.decode()
    assert "Nobody fits" in team.post(address, {"count": 3, "sure_from": 19, "least": 18}).content.decode()
    said = team.post(address, {"count": 3, "sure_from": 9, "least": 1}).content.decode()
    assert f'value="{one.uuid}"' in said and "Put 1 on the shortlist" in said


def test_the_list_is_narrowed_and_nobody_shortlists_themselves(call: Call, team: Client) -> None:
    here, there = scored(call, "12", region="LONDON"), scored(call, "11", region="NORTH_WEST")
    rows = team.get(page("shortlist", call), {"region": "LONDON"}).context["list"].rows
    assert list(rows) == [here]
    invited = world.application(call, state=S.INTERVIEW_INVITED)
    # Who is invited is still on the shortlist.
    rows = team.get(page("shortlist", call), {"state": "SHORTLISTED"}).context["list"].rows
    assert list(rows) == [invited]
    assert invited in team.get(page("shortlist", call)).context["list"].rows
    Application.objects.filter(pk=invited.pk).delete()
    admin = world.in_team(call.cohort.programme)
    world.application(call, state=S.SCORED, user=admin)
    client = Client()
    client.force_login(admin)
    # Who applies to a call judges nobody in it.
    assert client.get(page("shortlist", call)).status_code == 403
    assert client.post(page("shortlist_add", call), {"chosen": [there.uuid]}).status_code == 403
    assert Application.objects.get(pk=there.pk).state == S.SCORED


def test_the_list_costs_as_many_queries_for_many_as_for_few(call: Call, team: Client) -> None:
    def cost() -> int:
        team.get(page("shortlist", call))
        with CaptureQueriesContext(connection) as queries:
            assert team.get(page("shortlist", call)).status_code == 200
        return len(queries)

    scored(call, "12")
    few = cost()
    for _ in range(12):
        scored(call, "13")
    assert cost() == few <= 15
