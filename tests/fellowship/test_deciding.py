"""Pages of decisions: prepared unseen, looked at with every letter, released together, undone, filled up."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from accounts.models import ProgrammeRole
from fellowship.deciding import deferring, feedback, offers, outcomes, reserve
from fellowship.models import Application, Call, Decision, Offer
from fellowship.models.moves import ApplicationState
from fellowship.moving import NoPlaceLeft, end_of_offer, move
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S = ApplicationState
HEARD = "Say more of what changes for patients."


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Any:
    settings.STAFF_NEED_MFA = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call() -> Call:
    return world.call()


@pytest.fixture
def admin(call: Call) -> Any:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def team(admin: Any) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def page(name: str, call: Call, *arguments: Any) -> str:
    return reverse(f"fellowship:{name}", args=[call.cohort.uuid, *arguments])


def prepared(call: Call, admin: Any, outcome: str, state: str = S.INTERVIEWED, **more: Any) -> Application:
    one = world.application(call, state=state)
    outcomes.decide(one.pk, outcome, words=outcomes.Words(feedback=HEARD), actor=admin, now=NOW, **more)
    return one


def tick(*applications: Application) -> dict[str, list[str]]:
    """What the release page sends for these."""
    rows = Decision.objects.filter(application__in=applications)
    return {"chosen": [f"{one.pk}@{one.made_at.isoformat()}" for one in rows]}


def letters(one: Application) -> list[str]:
    """Names of the letters about moves of an application that wait to leave."""
    waiting = Message.objects.filter(about_id__in=one.moves.values("pk"), state=Message.State.WAITING)
    return list(waiting.filter(key__startswith="fellowship.move:").order_by("pk").values_list("letter", flat=True))


def test_those_ticked_are_prepared_and_choosing_none_is_nobody(call: Call, team: Client) -> None:
    one, other, early = (world.application(call, state=state) for state in (S.SCORED, S.SCORED, S.SUBMITTED))
    address = page("decision_bulk", call)
    team.post(address, {"outcome": S.RESERVE})
    team.post(address, {"outcome": "NICE", "chosen": [one.uuid]})
    assert not Decision.objects.exists()
    answer = team.post(address, {"outcome": S.RESERVE, "chosen": [one.uuid, early.uuid, "x"]}, follow=True)
    assert "Prepared for 1" in answer.content.decode() and "For 1 that is not possible" in answer.content.decode()
    assert [row.application for row in Decision.objects.all()] == [one]
    rows = team.get(page("decision_list", call), {"prepared": "NONE"}).context["list"].rows
    assert [row.pk for row in rows] == [other.pk]


def test_what_is_prepared_shows_nowhere_outside_the_team(call: Call, admin: Any) -> None:
    one = prepared(call, admin, S.UNSUCCESSFUL)
    client = Client()
    client.force_login(one.user)
    said = client.get(reverse("fellowship:application", args=[one.uuid])).content.decode()
    assert HEARD not in said and "No place" not in said
    assert not Message.objects.exists()


def test_the_release_page_says_who_hears_what_and_releases_exactly_those_ticked(
    call: Call, admin: Any, team: Client
) -> None:
    offered, none = prepared(call, admin, S.OFFERED), prepared(call, admin, S.UNSUCCESSFUL)
    address = page("decision_release", call)
    said = team.get(address).content.decode()
    assert "You are offered a place in" in said and HEARD in said and "2 decisions are prepared" in said
    for nothing in ({}, {"chosen": ["x"]}, {"chosen": [f"{'9' * 30}@{NOW.isoformat()}"]}, {"chosen": ["1@2027-01-01"]}):
        assert "Nothing was released" in team.post(address, nothing).content.decode()
    team.post(address, tick(none))
    none.refresh_from_db()
    offered.refresh_from_db()
    assert (none.state, none.feedback, offered.state) == (S.UNSUCCESSFUL, HEARD, S.INTERVIEWED)
    assert letters(none) == ["fellowship.unsuccessful"] and not letters(offered)


def test_releasing_twice_does_everything_once(call: Call, admin: Any, team: Client) -> None:
    one = prepared(call, admin, S.OFFERED)
    ticked = tick(one)
    for _ in range(2):
        team.post(page("decision_release", call), ticked)
    assert (one.moves.count(), letters(one), Offer.objects.count()) == (1, ["fellowship.offered"], 1)


def test_a_decision_that_somebody_changed_meanwhile_is_not_released(call: Call, admin: Any, team: Client) -> None:
    one, other = prepared(call, admin, S.OFFERED), prepared(call, admin, S.RESERVE)
    ticked = tick(one, other)
    outcomes.decide(other.pk, S.UNSUCCESSFUL, actor=admin, now=NOW + timedelta(seconds=1))
    assert "Somebody changed these decisions" in team.post(page("decision_release", call), ticked).content.decode()
    assert not Message.objects.exists() and not one.moves.exists()


def test_the_letter_is_read_and_written_anew_before_it_goes(call: Call, admin: Any, team: Client) -> None:
    one = prepared(call, admin, S.OFFERED)
    address = page("decision_letter", call, one.uuid)
    form = team.get(address).context["form"]
    assert "You are offered a place" in form["subject"].value()
    seen = form["seen"].value()
    text = form["text"].value()
    team.post(address, {"subject": form["subject"].value(), "text": text.replace("\n", "\r\n"), "seen": seen})
    assert Decision.objects.get().letter_text == ""  # nothing was changed but line ends
    own = {"subject": "A place for you", "text": f"We are glad.\n\n{text}", "seen": seen}
    team.post(address, own)
    said = team.get(page("decision_release", call)).content.decode()
    assert "<ins>We are glad.</ins>" in said and "Letter in your words" in said
    team.post(page("decision_release", call), tick(one))
    message = Message.objects.get(letter="fellowship.offered")
    assert (message.subject, message.state) == ("A place for you", Message.State.WAITING)
    assert message.text.startswith("We are glad.")


def test_the_letter_of_another_outcome_does_not_keep_old_words(call: Call, admin: Any) -> None:
    one = prepared(call, admin, S.OFFERED)
    outcomes.decide(one.pk, S.OFFERED, words=outcomes.Words(HEARD, "A place", "Yes."), actor=admin, now=NOW)
    changed = outcomes.decide(one.pk, S.RESERVE, actor=admin, now=NOW)
    assert (changed.letter_text, changed.feedback) == ("", HEARD)


def test_two_who_change_one_decision_see_each_other(call: Call, admin: Any, team: Client) -> None:
    one = prepared(call, admin, S.OFFERED)
    address = page("decision_edit", call, one.uuid)
    seen = team.get(address).context["form"]["seen"].value()
    outcomes.decide(one.pk, S.RESERVE, actor=admin, now=NOW + timedelta(minutes=1))
    answer = team.post(address, {"outcome": S.UNSUCCESSFUL, "feedback": "Mine", "seen": seen})
    assert "Somebody changed this decision" in answer.content.decode() and "Mine" in answer.content.decode()
    assert Decision.objects.get().outcome == S.RESERVE
    again = answer.context["form"]["seen"].value()
    assert team.post(address, {"outcome": S.UNSUCCESSFUL, "feedback": "Mine", "seen": again}).status_code == 302


def test_undoing_cancels_the_letter_hides_the_feedback_and_prepares_it_again(
    call: Call, admin: Any, team: Client
) -> None:
    one = prepared(call, admin, S.UNSUCCESSFUL)
    team.post(page("decision_release", call), tick(one))
    address = page("decision_undo", call, one.uuid)
    assert team.post(address, {"to": S.INTERVIEWED}).status_code == 200  # no reason
    assert team.post(address, {"to": S.SCORED, "reason": "Wrong"}).status_code == 200  # it came from elsewhere
    team.post(address, {"to": S.INTERVIEWED, "reason": "The wrong row"})
    one.refresh_from_db()
    assert (one.state, one.feedback, letters(one)) == (S.INTERVIEWED, "", [])
    decision = Decision.objects.get()
    assert decision.released_at is None and decision.feedback == HEARD
    team.post(page("decision_release", call), tick(one))
    assert letters(one) == ["fellowship.unsuccessful"]


def test_a_step_back_leads_only_to_where_the_application_has_been(call: Call, admin: Any, team: Client) -> None:
    never, asked = (world.application(call, state=S.SCORED) for _ in range(2))
    for one in (never, asked):
        move(one.pk, S.SHORTLISTED, actor=admin, now=NOW)
    move(asked.pk, S.INTERVIEW_INVITED, actor=admin, now=NOW)
    for one in (never, asked):
        move(one.pk, S.UNSUCCESSFUL, actor=admin, now=NOW)
        address = page("decision_undo", call, one.uuid)
        assert [value for value, _ in team.get(address).context["form"].fields["to"].choices] == [S.SCORED]
        assert team.post(address, {"to": S.INTERVIEWED, "reason": "Wrong"}).status_code == 200
        one.refresh_from_db()
        assert one.state == S.UNSUCCESSFUL


def test_whoever_withdraws_takes_the_decision_along_and_blocks_nobody(call: Call, admin: Any) -> None:
    gone, other = prepared(call, admin, S.OFFERED), prepared(call, admin, S.OFFERED)
    move(gone.pk, S.WITHDRAWN, actor=gone.user, now=NOW)
    assert [one.application for one in outcomes.preview(call, reader=admin).decisions] == [other]


def test_nobody_sees_or_decides_what_is_about_themselves(call: Call, admin: Any, team: Client) -> None:
    own = world.application(call, state=S.SCORED, user=admin)
    colleague = world.in_team(call.cohort.programme)
    outcomes.decide(own.pk, S.RESERVE, words=outcomes.Words(HEARD), actor=colleague, now=NOW)
    for name, *arguments in (("decision_edit", own.uuid), ("decision_list",), ("decision_release",)):
        assert team.get(page(name, call, *arguments)).status_code == 403
    assert outcomes.preview(call, reader=admin).decisions == ()
    with pytest.raises(outcomes.DecidesAboutThemselves):
        outcomes.decide(own.pk, S.SHORTLISTED, actor=admin, now=NOW)
    with pytest.raises(outcomes.DecidesAboutThemselves):
        outcomes.release(call, {own.decision.pk: own.decision.made_at}, actor=admin, now=NOW)


@pytest.mark.parametrize("role", ["REVIEWER", "ADVISER", "FACILITATOR"])
def test_others_of_the_team_and_other_programmes_find_nothing(call: Call, admin: Any, role: str) -> None:
    one = prepared(call, admin, S.OFFERED)
    for user in (
        world.in_team(call.cohort.programme, role),
        world.in_team(world.programme(), ProgrammeRole.Role.OWNER),
    ):
        client = Client()
        client.force_login(user)
        for name, *arguments in (("decision_list",), ("decision_release",), ("decision_edit", one.uuid)):
            assert client.get(page(name, call, *arguments)).status_code == 404


def test_an_offer_that_falls_proposes_the_next_of_the_reserve_in_its_order(
    call: Call, admin: Any, team: Client
) -> None:
    call.cohort.places = 1
    call.cohort.save()
    offered = prepared(call, admin, S.OFFERED)
    first, second = prepared(call, admin, S.RESERVE, rank=2), prepared(call, admin, S.RESERVE, rank=1)
    team.post(page("decision_release", call), tick(offered, first, second))
    assert not team.get(page("decision_list", call)).context["next"]
    offers.answer_offer(offered.pk, S.DECLINED, actor=offered.user, now=NOW)
    assert team.get(page("decision_list", call)).context["next"] == [second]
    team.post(page("reserve_list", call), {"application": first.uuid, "rank": "1"})
    assert team.get(page("decision_list", call)).context["next"] == [first]
    team.post(page("decision_bulk", call), {"outcome": S.OFFERED, "chosen": [first.uuid]})
    team.post(page("decision_release", call), tick(first))
    first.refresh_from_db()
    assert first.state == S.OFFERED and not team.get(page("decision_list", call)).context["next"]


def test_who_decided_hears_of_a_free_place_while_somebody_waits_for_it(call: Call, admin: Any) -> None:
    call.cohort.places = 1
    call.cohort.save()
    one, waits = prepared(call, admin, S.OFFERED), world.application(call, state=S.SCORED)
    move(one.pk, S.OFFERED, actor=admin, now=NOW)
    offers.answer_offer(one.pk, S.DECLINED, actor=one.user, now=NOW)
    message = Message.objects.get(letter="fellowship.place_free")
    write = letter_called("fellowship.place_free").render
    assert isinstance(write(message.about_id, NOW), Drop)  # nobody is on the reserve list
    move(waits.pk, S.RESERVE, actor=admin, now=NOW)
    mail = write(message.about_id, NOW)
    assert isinstance(mail, Mail) and mail.to == admin.email and mail.context["next"] == waits
    move(waits.pk, S.OFFERED, actor=admin, now=NOW)
    assert isinstance(write(message.about_id, NOW), Drop)


def test_the_reserve_list_is_put_in_order_and_what_is_typed_wrongly_is_said(
    call: Call, admin: Any, team: Client
) -> None:
    people = [prepared(call, admin, S.RESERVE) for _ in range(3)]
    team.post(page("decision_release", call), tick(*people))
    reserve.move_on_reserve(call, people[2].pk, 1, actor=admin, now=NOW)
    reserve.move_on_reserve(call, people[0].pk, 99, actor=admin, now=NOW)
    listed = Application.objects.filter(call=call).order_by("reserve_rank")
    assert [(one.pk, one.reserve_rank) for one in listed] == [
        (people[2].pk, 1), (people[1].pk, 2), (people[0].pk, 3)
    ]  # fmt: skip
    answer = team.post(page("reserve_list", call), {"application": people[0].uuid, "rank": "x"}, follow=True)
    assert "Enter the place as a number" in answer.content.decode()
    move(people[1].pk, S.WITHDRAWN, actor=people[1].user, now=NOW)
    with pytest.raises(reserve.NotOnTheList):
        reserve.move_on_reserve(call, people[1].pk, 1, actor=admin, now=NOW)


def test_an_offer_gets_more_time_and_its_reminders_move_along(call: Call, admin: Any, team: Client) -> None:
    one = prepared(call, admin, S.OFFERED)
    team.post(page("decision_release", call), tick(one))
    waiting = Message.objects.filter(letter="fellowship.offer_waits", state=Message.State.WAITING)
    before = set(waiting.values_list("due_at", flat=True))
    assert len(before) == 2
    address = page("offer_change", call, one.uuid)
    typed = {"ends_on_day": "1", "ends_on_month": "4", "ends_on_year": "2027", "ends_at": "17:00"}
    assert team.post(address, typed | {"ends_on_month": "2"}).status_code == 200
    assert team.post(address, typed).status_code == 302
    after = set(waiting.values_list("due_at", flat=True))
    assert len(after) == 2 and not before & after
    offers.answer_offer(one.pk, S.ACCEPTED, actor=one.user, now=NOW + timedelta(days=20))
    assert not waiting.exists()


def test_who_withdraws_gets_no_reminder_of_the_offer(call: Call, admin: Any) -> None:
    one = world.application(call, state=S.INTERVIEWED)
    move(one.pk, S.OFFERED, actor=admin, now=NOW)
    move(one.pk, S.WITHDRAWN, actor=one.user, now=NOW)
    assert Offer.objects.get().ended_at == NOW
    assert not Message.objects.filter(letter="fellowship.offer_waits", state=Message.State.WAITING).exists()


def test_an_offer_that_ended_by_mistake_is_open_again_with_a_new_end(call: Call, admin: Any, team: Client) -> None:
    one = prepared(call, admin, S.OFFERED)
    team.post(page("decision_release", call), tick(one))
    later = NOW + timedelta(days=8)
    assert offers.expire_offers(now=later) == 1
    move(one.pk, S.OFFERED, actor=admin, now=later, undo=True, reason="On leave")
    assert Offer.objects.get(ended_at=None).expires_at == end_of_offer(call, later) > later
    offers.answer_offer(one.pk, S.ACCEPTED, actor=one.user, now=later + timedelta(days=1))


def test_feedback_after_the_outcome_is_read_at_once_and_its_letter_is_held(
    call: Call, admin: Any, team: Client
) -> None:
    one = prepared(call, admin, S.UNSUCCESSFUL)
    with pytest.raises(feedback.NotToldYet):
        feedback.give_feedback(one.pk, "Early", actor=admin, now=NOW)
    team.post(page("decision_release", call), tick(one))
    for _ in range(2):
        team.post(page("feedback_edit", call, one.uuid), {"text": "Better words."})
    message = Message.objects.get(letter="fellowship.feedback_given")
    assert message.state == Message.State.HELD and "Better words." in message.text
    client = Client()
    client.force_login(one.user)
    assert "Better words." in client.get(reverse("fellowship:application", args=[one.uuid])).content.decode()


def test_a_deferred_place_is_free_here_and_counts_there_once_taken_up(call: Call, admin: Any, team: Client) -> None:
    programme = call.cohort.programme
    later = world.cohort(programme, starts_on=call.cohort.starts_on + timedelta(days=364),
                         ends_on=call.cohort.ends_on + timedelta(days=364), places=1)  # fmt: skip
    one = world.application(call, state=S.ACCEPTED)
    elsewhere = world.cohort(starts_on=later.starts_on, ends_on=later.ends_on)
    with pytest.raises(deferring.NotLater):
        deferring.defer(one.pk, elsewhere, reason="A child", actor=admin, now=NOW)
    team.post(page("deferral_add", call, one.uuid), {"cohort": str(later.uuid), "reason": "A child"})
    one.refresh_from_db()
    assert one.state == S.DEFERRED and outcomes.places_left(call.cohort) == call.cohort.places
    with pytest.raises(deferring.NoCallThere):
        deferring.take_up(one.deferral.pk, later, actor=admin, now=NOW)
    there = world.call(later)
    full = world.application(there, state=S.ACCEPTED)
    with pytest.raises(NoPlaceLeft):
        deferring.take_up(one.deferral.pk, later, actor=admin, now=NOW)
    Application.objects.filter(pk=full.pk).update(state=S.DECLINED)
    for _ in range(2):
        team.post(page("deferral_take_up", there, one.deferral.pk))
    taken = Application.objects.get(call=there, user=one.user)
    assert (taken.state, taken.previous, outcomes.places_left(later)) == (S.ACCEPTED, one, 0)


def test_a_fellow_whose_place_is_put_off_leaves_the_cohort_and_hears_it_once(call: Call, admin: Any) -> None:
    fellow = world.fellow(call.cohort)
    assert fellow.application is not None
    deferring.defer(fellow.application.pk, None, reason="A child", actor=admin, now=NOW)
    fellow.refresh_from_db()
    assert fellow.state == "LEFT"
    waiting = Message.objects.filter(state=Message.State.WAITING).exclude(letter="fellowship.place_free")
    assert list(waiting.values_list("letter", flat=True)) == ["fellowship.deferred"]


def test_lists_cost_as_many_queries_for_many_as_for_few(call: Call, admin: Any, team: Client) -> None:
    call.cohort.places = 50
    call.cohort.save()

    def cost(name: str) -> int:
        team.get(page(name, call))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert team.get(page(name, call)).status_code == 200
        return len(queries)

    names = ("decision_list", "decision_release", "reserve_list")
    for outcome in (S.OFFERED, S.RESERVE, S.UNSUCCESSFUL):
        prepared(call, admin, outcome)
    move(world.application(call, state=S.SCORED).pk, S.RESERVE, actor=admin, now=NOW)
    few = [cost(name) for name in names]
    for outcome in (S.OFFERED, S.RESERVE, S.UNSUCCESSFUL) * 4:
        prepared(call, admin, outcome)
    for _ in range(6):
        move(world.application(call, state=S.SCORED).pk, S.RESERVE, actor=admin, now=NOW)
    assert [cost(name) for name in names] == few
    assert max(few) <= 15
