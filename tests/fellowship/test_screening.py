"""Screening: exactly those who were chosen, duplicates found, a way back; lists cost the same at any length."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from fellowship.applying import screening, support
from fellowship.applying.duplicates import duplicates_of
from fellowship.calls.questions import publish_questions
from fellowship.elsewhere import APPLIED_TWICE
from fellowship.models import Answer, Application, Call, EligibilityRule, Question, Signpost, SignpostCount
from fellowship.models.moves import ApplicationState as S
from fellowship.moving import move
from fellowship.timeline import why_not
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
LONG = "We carry the results of our blood tests from floor to floor on paper, and some of them come too late. " * 3


@pytest.fixture
def call() -> Call:
    made = world.call()
    publish_questions(made, actor=world.in_team(made.cohort.programme), now=NOW)
    made.refresh_from_db()
    return made


@pytest.fixture
def admin(call: Call) -> User:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def rule(call: Call) -> EligibilityRule:
    made = EligibilityRule.objects.create(
        call=call, subject="PROJECT", question="Do you lead a project?", accepted=["yes"], otherwise="NOT_YET",
        reason="This year is for people who lead a project.", position=0,
    )  # fmt: skip
    Signpost.objects.create(rule=made, kind="EVENTS", title="Events", position=0)
    return made


def handed_in(call: Call, name: str = "", **fields: Any) -> Application:
    one = world.application(call, state=S.SUBMITTED, user=world.person(name))
    Application.objects.filter(pk=one.pk).update(name=one.user.name, **fields)
    one.refresh_from_db()
    return one


def test_exactly_those_who_were_chosen_are_decided(call: Call, admin: User) -> None:
    chosen, left = handed_in(call), handed_in(call)
    with pytest.raises(screening.NobodyChosen):
        screening.screen(call, [], S.ELIGIBLE, actor=admin, now=NOW)
    assert screening.screen(call, [chosen.pk], S.ELIGIBLE, actor=admin, now=NOW).moved == 1
    again = screening.screen(call, [chosen.pk], S.INELIGIBLE, reason="No", actor=admin, now=NOW)
    assert (again.moved, again.left) == (0, (chosen.reference,))
    left.refresh_from_db()
    assert left.state == S.SUBMITTED


def test_an_application_of_another_call_is_never_touched(call: Call, admin: User) -> None:
    other = handed_in(world.call())
    assert screening.screen(call, [other.pk], S.ELIGIBLE, actor=admin, now=NOW).moved == 0
    other.refresh_from_db()
    assert other.state == S.SUBMITTED


def test_nobody_screens_themselves(call: Call, admin: User) -> None:
    own = world.application(call, state=S.SUBMITTED, user=admin)
    assert screening.screen(call, [own.pk], S.ELIGIBLE, actor=admin, now=NOW).left == (own.reference,)


def test_not_eligible_tells_the_condition_and_shows_its_signposts_which_are_counted(
    call: Call, admin: User, rule: EligibilityRule, client: Client
) -> None:
    one, two = handed_in(call), handed_in(call)
    with pytest.raises(screening.SayWhichCondition):
        screening.screen(call, [one.pk], S.INELIGIBLE, actor=admin, now=NOW)
    screening.screen(call, [one.pk, two.pk], S.INELIGIBLE, rule=rule, actor=admin, now=NOW)
    one.refresh_from_db()
    assert why_not(one) == rule.reason
    assert SignpostCount.objects.get(signpost__rule=rule).shown == 2
    letters = Message.objects.filter(letter="fellowship.not_eligible")
    assert [one.due_at for one in letters] == [NOW + timedelta(hours=1)] * 2  # as long as a slip can be undone unread
    client.force_login(one.user)
    page = client.get(reverse("fellowship:application", args=[one.uuid])).content.decode()
    assert rule.reason in page and "Events" in page


def test_undoing_needs_a_reason_and_cancels_the_letter(call: Call, admin: User, client: Client) -> None:
    one = handed_in(call)
    screening.screen(call, [one.pk], S.INELIGIBLE, reason="Too early", actor=admin, now=NOW)
    client.force_login(admin)
    address = reverse("fellowship:screening_undo", args=[one.uuid])
    assert "reason" in client.post(address, {"reason": ""}).context["form"].errors
    assert client.post(address, {"reason": "I read it wrongly"}).status_code == 302
    one.refresh_from_db()
    assert one.state == S.SUBMITTED
    assert Message.objects.get(letter="fellowship.not_eligible").state == Message.State.CANCELLED


def test_one_persons_two_accounts_are_found_and_others_are_not(call: Call) -> None:
    about_it = Question.objects.get(section__call=call, kind=Question.Kind.LONG)
    one = handed_in(call, "Siân Rhys-Jones", organisation_name="Vale Trust", telephone="029 2000 1234")
    two = handed_in(call, "Sian Rhys Jones", organisation_name="vale trust", telephone="+44 29 2000 1234")
    three = handed_in(call, "Somebody Else")
    alone = handed_in(call, "Nobody Like Them", telephone="12")
    for same in (one, three):
        Answer.objects.create(application=same, question=about_it, text=LONG)
    found = duplicates_of(call)
    why = {like.reference: like.why for like in found[one.pk]}
    assert why[two.reference] == ("The same telephone number", "The same name and employer")
    assert why[three.reference] == ("The same text in an answer",)
    assert alone.pk not in found


def test_drafts_and_what_was_withdrawn_are_no_duplicates(call: Call) -> None:
    handed_in(call, "Ada Lovelace")
    for state in (S.DRAFT, S.WITHDRAWN):
        one = world.application(call, state=state)
        Application.objects.filter(pk=one.pk).update(name="Ada Lovelace")
    assert duplicates_of(call) == {}


def test_the_page_to_decide_names_the_exact_number_and_nobody_chosen_is_nobody(
    call: Call, admin: User, rule: EligibilityRule, client: Client
) -> None:
    met, unmet, unasked = (
        handed_in(call, eligibility=said) for said in ({str(rule.pk): "yes"}, {str(rule.pk): "no"}, {})
    )
    client.force_login(admin)
    address = reverse("fellowship:screening_decide", args=[call.cohort.uuid])
    assert "No application was chosen" in client.get(address).content.decode()
    page = client.get(address, {"to": "all", "check": "UNMET"})
    assert [one.pk for one in page.context["rows"]] == [unmet.pk]
    assert len(client.get(address, {"to": "all"}).context["rows"]) == 3
    given = {"application": [str(unmet.uuid)], "after": "INELIGIBLE"}
    assert "why" in client.post(address, given).context["form"].errors
    assert client.post(address, given | {"why": f"rule-{rule.pk}"}).status_code == 302
    states = dict(Application.objects.filter(call=call).values_list("pk", "state"))
    assert states == {met.pk: S.SUBMITTED, unmet.pk: S.INELIGIBLE, unasked.pk: S.SUBMITTED}


def test_a_duplicate_is_told_that_the_other_application_goes_on(call: Call, admin: User, client: Client) -> None:
    one = handed_in(call)
    client.force_login(admin)
    client.post(
        reverse("fellowship:screening_decide", args=[call.cohort.uuid]),
        {"application": [str(one.uuid)], "after": "INELIGIBLE", "why": "TWICE"},
    )
    one.refresh_from_db()
    assert why_not(one) == APPLIED_TWICE


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a process reads once is read
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["application_list", "screening"])
def test_a_list_costs_the_same_queries_at_any_length(
    name: str, call: Call, admin: User, rule: EligibilityRule, client: Client
) -> None:
    client.force_login(admin)
    address = reverse(f"fellowship:{name}", args=[call.cohort.uuid])
    for _ in range(2):
        asked = handed_in(call, "Ada Lovelace", eligibility={str(rule.pk): "no"})
        support.ask_sponsor(asked.pk, name="Grace", email="grace@example.org", now=NOW)
    few = queries(client, address)
    for number in range(48):
        handed_in(call, f"Person {number}" if number % 2 else "Ada Lovelace", eligibility={str(rule.pk): "yes"})
    assert queries(client, address) == few <= 15


def test_the_list_filters_sorts_and_gives_what_it_shows_as_csv(
    call: Call, admin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    recently = "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate"
    monkeypatch.setattr(recently, lambda request: True)
    handed_in(call, "Ada", region="WALES", organisation_name="Vale", submitted_at=NOW - timedelta(days=3))
    asked = handed_in(call, "=Ben()", region="WALES", submitted_at=NOW - timedelta(days=2))
    handed_in(call, "Cleo", region="LONDON")
    support.ask_sponsor(asked.pk, name="Grace", email="grace@example.org", now=NOW)
    admin.set_password("three quiet otters")
    admin.save()
    client.force_login(admin)
    address = reverse("fellowship:application_list", args=[call.cohort.uuid])
    shown = client.get(address, {"region": "WALES", "sort": "-handed"})
    assert [one.name for one in shown.context["list"].rows] == ["=Ben()", "Ada"]
    assert [one.name for one in client.get(address, {"support": "NONE", "sort": "name"}).context["list"].rows] == [
        "Ada",
        "Cleo",
    ]
    answer = client.get(address, {"region": "WALES", "sort": "-handed", "csv": "yes"})
    assert answer.status_code == 200, answer.headers
    text = answer.content.decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 3 and "'=Ben()" in lines[1] and "Asked" in lines[1] and "Vale" in lines[2]


def test_staff_read_what_was_handed_in_and_nothing_of_a_draft_or_equality(
    call: Call, admin: User, client: Client
) -> None:
    about_it = Question.objects.get(section__call=call, kind=Question.Kind.LONG)
    draft, done = world.application(call), handed_in(call)
    for one in (draft, done):
        Answer.objects.create(application=one, question=about_it, text=f"A ward on paper, {one.reference}")
    client.force_login(admin)
    page = client.get(reverse("fellowship:application_staff", args=[done.uuid])).content.decode()
    assert f"A ward on paper, {done.reference}" in page
    page = client.get(reverse("fellowship:application_staff", args=[draft.uuid])).content.decode()
    assert "A ward on paper" not in page and draft.reference in page
    client.force_login(world.in_team(world.programme()))
    assert client.get(reverse("fellowship:application_staff", args=[done.uuid])).status_code == 404


def test_staff_do_not_read_what_their_team_says_about_their_own_application(
    call: Call, admin: User, client: Client
) -> None:
    own = world.application(call, state=S.SUBMITTED, user=admin)
    client.force_login(admin)
    assert client.get(reverse("fellowship:application_staff", args=[own.uuid])).status_code == 404


def test_withdrawing_while_screened_leaves_the_rest(call: Call, admin: User) -> None:
    gone, stays = handed_in(call), handed_in(call)
    move(gone.pk, S.WITHDRAWN, actor=gone.user, now=NOW)
    done = screening.screen(call, [gone.pk, stays.pk], S.ELIGIBLE, actor=admin, now=NOW)
    assert (done.moved, done.left) == (1, (gone.reference,))
