"""Where those go on to for whom there is no place: on their page, in their letter, counted."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from careers.models import Learning, Level
from fellowship import elsewhere
from fellowship.applying import screening
from fellowship.calls import counting
from fellowship.deciding import outcomes, telling
from fellowship.models import Application, Call, Decision, EligibilityRule, ElsewhereCount, Signpost, SignpostCount
from fellowship.models.cohorts import ProgrammePage
from fellowship.models.moves import ApplicationState
from notifications.letters import Mail, letter_called
from notifications.models import Message
from notifications.writing import write
from planning.models import Assessment
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S, Kind = ApplicationState, Signpost.Kind


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Any:
    settings.STAFF_NEED_MFA = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call() -> Call:
    return world.call(closes_at=NOW - timedelta(days=1), published_at=NOW - timedelta(days=9))


@pytest.fixture
def admin(call: Call) -> User:
    return world.in_team(call.cohort.programme)


@pytest.fixture
def level() -> Level:
    found = Level.objects.filter(retired_at=None, role__retired_at=None).first()
    assert found is not None
    return found


@pytest.fixture
def learning() -> Learning:
    found = Learning.objects.filter(retired_at=None).first()
    assert found is not None
    return found


def rule_of(call: Call, subject: str = "BAND", *accepted: str, position: int = 0) -> EligibilityRule:
    return EligibilityRule.objects.create(
        call=call, subject=subject, question="Which?", accepted=list(accepted) or ["6"], otherwise="NO",
        reason="It is for band 6.", position=position,
    )  # fmt: skip


def open_call(**about: Any) -> Call:
    """A published call of a public programme that takes applications."""
    made = world.call(published_at=NOW - timedelta(days=9), **about)
    ProgrammePage.objects.create(programme=made.cohort.programme, is_public=True)
    return made


def told(call: Call, admin: User, **fields: Any) -> Application:
    """Somebody who was scored and hears that there is no place."""
    one = world.application(call, state=S.SCORED)
    Application.objects.filter(pk=one.pk).update(**fields)
    decision = outcomes.decide(one.pk, S.UNSUCCESSFUL, words=outcomes.Words("Good."), actor=admin, now=NOW)
    outcomes.release(call, {decision.pk: decision.made_at}, actor=admin, now=NOW)
    one.refresh_from_db()
    return one


def titles(application: Application) -> list[str]:
    return [place.title for place in elsewhere.places_for(application, NOW)]


def letter_to(application: Application) -> str:
    message = Message.objects.get(key__startswith="fellowship.move:", about_id=application.moves.last().pk)
    mail = letter_called(message.letter).render(message.about_id, NOW)
    assert isinstance(mail, Mail)
    return write(mail).text


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_who_gets_no_place_reads_where_to_go_on_page_and_in_the_letter(call: Call, admin: User) -> None:
    one = told(call, admin)
    assert titles(one) == ["Look at your skills", "Find a mentor"]
    page = signed_in(one.user).get(reverse("fellowship:application", args=[one.uuid])).content.decode()
    assert "Where you may go on to" in page and "Look at your skills" in page
    assert "- Find a mentor. Talk it through" in letter_to(one)


def test_a_goal_leads_to_what_is_missing_for_it(call: Call, admin: User, level: Level) -> None:
    one = told(call, admin)
    Assessment.objects.create(user=one.user, goal=level, started_at=NOW, seen_at=NOW)
    assert titles(one)[0] == f"Your way to {level}"
    level.retired_at = NOW
    level.save()
    assert titles(one)[0] == "Look at your skills"


def test_other_open_calls_are_named_if_nothing_that_was_said_speaks_against_them(call: Call, admin: User) -> None:
    fits, other_band, hidden, closed, mine = (open_call() for _ in range(5))
    for of, accepted in ((fits, "7"), (other_band, "6")):
        rule_of(of, "BAND", accepted)
        rule_of(of, "DATES", "yes", position=1)  # asked there; nobody knows yet
    ProgrammePage.objects.filter(programme=hidden.cohort.programme).update(is_public=False)
    Call.objects.filter(pk=closed.pk).update(closes_at=NOW - timedelta(hours=1))
    one = told(call, admin, band="7")
    world.application(mine, user=one.user)
    named = titles(one)
    assert f"{fits.cohort.programme}, {fits.cohort}" in named
    for of in (other_band, hidden, closed, mine, call):
        assert f"{of.cohort.programme}, {of.cohort}" not in named


def test_a_letter_names_no_other_programme_and_the_page_does(call: Call, admin: User) -> None:
    other = open_call()
    ProgrammePage.objects.create(programme=call.cohort.programme, is_public=True)
    next_year = world.call(world.cohort(call.cohort.programme), published_at=NOW - timedelta(days=9))
    one = told(call, admin)
    text, page = letter_to(one), " ".join(titles(one))
    assert next_year.cohort.name in text and next_year.cohort.name in page
    assert other.cohort.name not in text and other.cohort.name in page


def test_the_teams_signposts_for_what_was_not_met_come_before_what_the_house_finds(call: Call, admin: User) -> None:
    rule = rule_of(call)
    Signpost.objects.create(rule=rule, kind="LINK", title="Band 5 course", address="https://example.org/", position=0)
    assert titles(told(call, admin, eligibility={str(rule.pk): "5"})) == ["Band 5 course"]
    assert "Find a mentor" in titles(told(call, admin, eligibility={str(rule.pk): "6"}))
    assert "Find a mentor" in titles(told(call, admin))  # never asked, so not unmet


def test_an_ineligible_application_shows_no_signpost_to_what_is_gone(
    call: Call, admin: User, learning: Learning
) -> None:
    rule = rule_of(call)
    for number, about in enumerate(({"learning": learning}, {"kind": "EVENTS"})):
        Signpost.objects.create(rule=rule, title=f"Signpost {number}", position=number, **{"kind": "LEARNING"} | about)
    learning.retired_at = NOW
    learning.save()
    one = world.application(call, state=S.SUBMITTED)
    screening.screen(call, [one.pk], S.INELIGIBLE, rule=rule, actor=admin, now=NOW)
    one.refresh_from_db()
    page = signed_in(one.user).get(reverse("fellowship:application", args=[one.uuid])).content.decode()
    assert "Signpost 1" in page and "Signpost 0" not in page
    assert "- Signpost 1" in letter_to(one) and "Signpost 0" not in letter_to(one)
    assert list(SignpostCount.objects.values_list("signpost__title", "shown")) == [("Signpost 1", 1)]


def test_who_applied_twice_is_sent_nowhere_since_the_other_application_goes_on(call: Call, admin: User) -> None:
    one, other = (world.application(call, state=S.SUBMITTED) for _ in range(2))
    screening.screen(call, [one.pk], S.INELIGIBLE, reason=elsewhere.APPLIED_TWICE, actor=admin, now=NOW)
    screening.screen(call, [other.pk], S.INELIGIBLE, reason="Another reason", actor=admin, now=NOW)
    for application, places in ((one, 0), (other, 2)):
        application.refresh_from_db()
        assert len(titles(application)) == places


def test_who_was_sent_where_and_who_went_on_is_counted_without_a_name(call: Call, admin: User) -> None:
    one = told(call, admin)
    told(call, admin)
    client = signed_in(one.user)
    go = reverse("fellowship:application_elsewhere", args=[one.uuid, "mentoring"])
    assert client.get(go).status_code == 405
    assert client.post(go).url == reverse("mentoring:mentor_list")
    for _ in range(3):  # looking again is no more than once shown
        client.get(reverse("fellowship:application", args=[one.uuid]))
    rows = ElsewhereCount.objects.order_by("kind").values_list("kind", "shown", "followed")
    assert list(rows) == [(Kind.MENTORING, 2, 1), (Kind.SKILLS, 2, 0)]
    assert [(each.kind, each.shown, each.followed) for each in counting.elsewhere_of(call)] == [
        ("Looking at one’s own skills", 2, 0), ("Mentoring", 2, 1),
    ]  # fmt: skip
    gone = reverse("fellowship:application_elsewhere", args=[one.uuid, "call-999"])
    assert client.post(gone).url == reverse("fellowship:application", args=[one.uuid])
    assert signed_in(world.person()).post(go).status_code == 404
    page = signed_in(admin).get(reverse("fellowship:call_numbers", args=[call.cohort.uuid])).content.decode()
    assert "What applicants without a place were shown" in page


def test_nobody_is_sent_on_while_it_is_not_decided(call: Call) -> None:
    one = world.application(call, state=S.SCORED)
    client = signed_in(one.user)
    assert (
        "Where you may go on to" not in client.get(reverse("fellowship:application", args=[one.uuid])).content.decode()
    )
    go = reverse("fellowship:application_elsewhere", args=[one.uuid, "mentoring"])
    assert client.post(go).status_code == 404


def test_the_release_page_costs_as_many_queries_for_many_letters_as_for_few(call: Call, admin: User) -> None:
    open_call()
    taken = []
    for number in (2, 9):
        for _ in range(number):
            one = world.application(call, state=S.SCORED)
            outcomes.decide(one.pk, S.UNSUCCESSFUL, words=outcomes.Words("Good."), actor=admin, now=NOW)
        waiting = outcomes.preview(call, reader=admin).decisions
        with CaptureQueriesContext(connection) as queries:
            letters = telling.told(waiting, NOW)
        assert all("Find a mentor" in letter.text for letter in letters)
        taken.append(len(queries))
    assert taken[0] == taken[1] and Decision.objects.count() == 11
