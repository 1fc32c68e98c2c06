"""Nobody waits for ever: the end of the reserve list, and who is in the middle when the year begins."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import AuditEntry, User
from fellowship.deciding import outcomes, unanswered
from fellowship.models import Application, Call, Cohort, Decision, Fellow
from fellowship.models.moves import ApplicationState, CohortState
from notifications.models import Message
from portal.pages.fellowship import fellowship_section
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState
RECENTLY = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
BEGUN = date(2027, 3, 10)


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Any:
    settings.STAFF_NEED_MFA = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call() -> Call:
    """Of a cohort that begins half a year from now."""
    return world.call()


@pytest.fixture
def admin(call: Call) -> User:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def team(admin: User) -> Client:
    admin.set_password("three quiet otters")  # without one nobody can show again who they are, and get a file
    admin.save()
    client = Client()
    client.force_login(admin)
    return client


def page(name: str, call: Call) -> str:
    return reverse(f"fellowship:{name}", args=[call.cohort.uuid])


def reserves(call: Call, count: int) -> list[Application]:
    found = [world.application(call, state=S.RESERVE) for _ in range(count)]
    for rank, one in enumerate(found, start=1):
        Application.objects.filter(pk=one.pk).update(reserve_rank=rank)
    return found


def cards(user: User) -> list[str]:
    return [one.text for one in fellowship_section(user) if one.heading.startswith("Without an answer")]


def test_those_who_run_it_are_asked_once_the_year_begins_and_not_before(call: Call, admin: User) -> None:
    reserves(call, 2)
    world.application(call, state=S.INTERVIEWED)
    world.application(call, state=S.DRAFT)  # never handed in, so nobody owes an answer
    assert cards(admin) == []
    Cohort.objects.filter(pk=call.cohort_id).update(starts_on=BEGUN)
    said = ["2 still on the reserve list: tell them that it has ended. 1 application is still without an outcome."]
    assert cards(admin) == said
    Cohort.objects.filter(pk=call.cohort_id).update(starts_on=BEGUN + timedelta(days=1), state=CohortState.RUNNING)
    assert cards(admin) == said
    for other in (world.in_team(call.cohort.programme, "REVIEWER"), world.in_team(world.programme())):
        assert cards(other) == []


def test_those_who_run_it_are_told_that_the_year_has_begun_and_nobody_said_so(call: Call, admin: User) -> None:
    def asked() -> list[str]:
        return [one.heading for one in fellowship_section(admin) if one.heading.startswith("The year has begun")]

    Cohort.objects.filter(pk=call.cohort_id).update(state=CohortState.SELECTING)
    Fellow.objects.create(cohort=call.cohort, user=world.person(), enrolled_at=NOW)
    assert asked() == []
    Cohort.objects.filter(pk=call.cohort_id).update(starts_on=BEGUN)
    assert asked() == [f"The year has begun: {call.cohort.programme}, {call.cohort}"]
    Cohort.objects.filter(pk=call.cohort_id).update(state=CohortState.RUNNING)
    assert asked() == []


def test_who_is_on_the_reserve_list_reads_until_when_it_is_kept(call: Call, client: Client) -> None:
    (one,) = reserves(call, 1)
    client.force_login(one.user)
    address = reverse("fellowship:application", args=[one.uuid])
    assert "The list is kept until 7 September 2027." in client.get(address).content.decode()
    Call.objects.filter(pk=call.pk).update(reserve_until=BEGUN)
    assert "The list is kept until 10 March 2027." in client.get(address).content.decode()


def test_the_team_sets_another_day_for_the_end_of_the_reserve_list(call: Call, admin: User, team: Client) -> None:
    reserves(call, 1)
    address = page("reserve_until", call)
    assert team.post(address, {"until_day": "x", "until_month": "3", "until_year": "2027"}).status_code == 200
    team.post(address, {"until_day": "10", "until_month": "3", "until_year": "2027"})
    assert cards(admin) == ["1 still on the reserve list: tell them that it has ended."]
    assert "kept until 10 March 2027" in " ".join(team.get(page("reserve_list", call)).content.decode().split())
    team.post(address, {"until_day": "11", "until_month": "3", "until_year": "2027"})
    Cohort.objects.filter(pk=call.cohort_id).update(starts_on=BEGUN)
    assert cards(admin) == []  # kept on into the year, as they said
    assert AuditEntry.objects.filter(action="fellowship.reserve_kept_until").count() == 2


def test_one_action_prepares_the_letters_of_all_on_the_reserve_list_and_nobody_hears_yet(
    call: Call, admin: User, team: Client
) -> None:
    first, second, third = reserves(call, 3)
    Application.objects.filter(pk=first.pk).update(feedback="Clear aim.")
    outcomes.decide(third.pk, S.OFFERED, actor=admin, now=NOW)  # about to be offered a place
    address = page("reserve_end", call)
    form = team.get(address).context["form"]
    assert form["expected"].value() == 2
    sent = {"expected": "2", "feedback": "No place fell free."}
    assert "has changed" in team.post(address, sent | {"expected": "3"}).content.decode()
    assert "everybody who gets no place gets some" in team.post(address, sent | {"feedback": ""}).content.decode()
    assert Decision.objects.count() == 1
    for _ in range(2):  # twice is once
        assert team.post(address, sent).url == page("decision_release", call)
    assert dict(Decision.objects.exclude(application=third).values_list("application", "feedback")) == {
        first.pk: "Clear aim.", second.pk: "No place fell free.",
    }  # fmt: skip
    assert Decision.objects.get(application=third).outcome == S.OFFERED
    assert not Message.objects.exists() and Application.objects.filter(state=S.RESERVE).count() == 3
    said = team.get(page("decision_release", call)).content.decode()
    assert "The reserve list of" in said and "no place fell free for you" in said
    rows = Decision.objects.exclude(application=third)
    team.post(page("decision_release", call), {"chosen": [f"{one.pk}@{one.made_at.isoformat()}" for one in rows]})
    assert Message.objects.filter(letter="fellowship.reserve_ended", state=Message.State.WAITING).count() == 2
    assert "Nobody is on the reserve list who" in team.get(address).content.decode()
    assert "nothing to prepare" in team.post(address, sent).content.decode()


def test_words_that_somebody_wrote_for_one_person_stay(call: Call, admin: User) -> None:
    (one,) = reserves(call, 1)
    own = outcomes.Words("Yours.", "Sorry", "In our words.")
    outcomes.decide(one.pk, S.UNSUCCESSFUL, reason_code="SCORE", words=own, actor=admin, now=NOW)
    assert unanswered.end_reserve(call, expected=1, feedback="Usual.", actor=admin, now=NOW) == 1
    kept = Decision.objects.get()
    assert (kept.feedback, kept.letter_text, kept.reason_code) == ("Yours.", "In our words.", "SCORE")


def test_nobody_ends_the_reserve_list_for_themselves(call: Call, admin: User) -> None:
    world.application(call, state=S.RESERVE, user=admin)
    with pytest.raises(unanswered.NobodyOnReserve):
        unanswered.end_reserve(call, expected=1, feedback="No.", actor=admin, now=NOW)
    reserves(call, 1)
    Cohort.objects.filter(pk=call.cohort_id).update(starts_on=BEGUN)
    assert cards(admin) == [] and len(cards(world.in_team(call.cohort.programme))) == 1


def test_everybody_in_the_middle_is_listed_with_filters_and_as_csv(
    call: Call, admin: User, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RECENTLY, lambda request: True)
    address = page("unanswered", call)
    assert "Everybody has an answer" in team.get(address).content.decode()
    one, read = world.application(call, state=S.SUBMITTED), world.application(call, state=S.SCORED)
    for state in (S.DRAFT, S.UNSUCCESSFUL, S.ENROLLED, S.DEFERRED):
        world.application(call, state=state)
    said = team.get(address).content.decode()
    assert team.get(address).context["list"].count == 2
    assert reverse("fellowship:application_staff", args=[one.uuid]) in said
    assert reverse("fellowship:decision_edit", args=[call.cohort.uuid, read.uuid]) in said
    assert [row.pk for row in team.get(address, {"state": S.SCORED}).context["list"].rows] == [read.pk]
    assert "Nobody fits these filters" in team.get(address, {"q": "nobody at all"}).content.decode()
    table = team.get(address, {"csv": "yes", "state": S.SCORED}).content.decode("utf-8-sig")
    assert read.reference in table and one.reference not in table


def test_the_reserve_list_is_searched_and_is_a_file(call: Call, team: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RECENTLY, lambda request: True)
    first, second = reserves(call, 2)
    Application.objects.filter(pk=second.pk).update(organisation_name="Kettering General")
    address = page("reserve_list", call)
    assert [row.pk for row in team.get(address, {"q": "kettering"}).context["list"].rows] == [second.pk]
    table = team.get(address, {"csv": "yes"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in table[1:]] == [["1", first.reference], ["2", second.reference]]
