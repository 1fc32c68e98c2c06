"""From an accepted place to a fellow: what must be ready, who ticks it, and enrolling once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import ProgrammeRole
from fellowship.applying import support
from fellowship.enrolling import enrol, ready
from fellowship.evaluating.instruments import save_instrument
from fellowship.models import (
    Application,
    DeepDive,
    Fellow,
    MandatoryDay,
    NotLegal,
    OnboardingItem,
    SupportLetter,
    Wave,
)
from fellowship.models.applications import support_token
from fellowship.models.moves import ApplicationState
from fellowship.moving import NotYours
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.test_fellows import signed_in
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
S, Kind = ApplicationState, OnboardingItem.Kind


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False


def accepted(**cohort: object) -> Application:
    of = world.cohort(**cohort)
    MandatoryDay.objects.create(cohort=of, on=of.starts_on, title="Opening day")
    application = world.application(world.call(of), state=S.ACCEPTED)
    Application.objects.filter(pk=application.pk).update(name="Ada Okafor")
    return application


def kinds_missing(application: Application) -> set[str]:
    return set(application.onboarding.filter(done_at=None).values_list("kind", flat=True))


def all_ready(application: Application) -> None:
    admin = world.in_team(application.call.cohort.programme)
    ready.begin_for_all(now=NOW)
    for kind in kinds_missing(application):
        ready.settle(application, kind, note="Seen", actor=admin, now=NOW)


def test_the_clock_begins_for_whoever_accepted_and_ticks_what_the_sponsor_confirmed() -> None:
    application = accepted()
    letter = support.ask_sponsor(application.pk, name="Sam", email="sam@example.org", now=NOW)
    assert ready.begin_for_all(now=NOW) == 1
    assert ready.begin_for_all(now=NOW) == 0
    assert kinds_missing(application) == set(Kind.values)
    token = support_token(application.uuid, letter.email, letter.asked_at)
    support.answer(token, SupportLetter.State.CONFIRMED, protected_time=False, now=NOW)
    ready.begin_for_all(now=NOW)
    assert kinds_missing(application) == {Kind.TIME, Kind.CONSENT, Kind.BASELINE, Kind.DAYS}
    SupportLetter.objects.update(protected_time=True)
    ready.begin_for_all(now=NOW)
    assert Kind.TIME not in kinds_missing(application)


def test_the_person_gives_consent_and_says_which_days_clash() -> None:
    application = accepted()
    ready.begin_for_all(now=NOW)
    client, page = signed_in(application.user), reverse("fellowship:get_ready", args=[application.uuid])
    assert "Tick the box if you agree" in client.post(page, {"do": "consent"}).content.decode()
    client.post(page, {"do": "consent", "agrees": "on"})
    day = application.call.cohort.mandatory_days.get()
    client.post(page, {"do": "days", "days": [day.pk]})
    assert kinds_missing(application) == set(Kind.values) - {Kind.CONSENT}
    assert application.day_clashes.get().day == day
    client.post(page, {"do": "days"})
    assert Kind.DAYS not in kinds_missing(application) and not application.day_clashes.exists()
    assert signed_in(world.person()).get(page).status_code == 404


def test_the_page_says_when_the_first_questionnaire_can_be_answered() -> None:
    application = accepted()
    ready.begin_for_all(now=NOW)
    cohort, today = application.call.cohort, timezone.localdate()
    client, page = signed_in(application.user), reverse("fellowship:get_ready", args=[application.uuid])
    assert "has not set its time yet" in client.get(page).content.decode()
    actor = world.in_team(cohort.programme)
    asked = save_instrument(None, programme=cohort.programme, name="Aims", intro="", usual=True, actor=actor, now=NOW)
    first = Wave.objects.create(
        cohort=cohort, moment=Wave.Moment.BASELINE, instrument=asked, opens_on=today + timedelta(days=3),
        closes_on=today + timedelta(days=9),
    )  # fmt: skip
    assert "You can answer it from" in client.get(page).content.decode()
    Wave.objects.update(opens_on=today)
    assert reverse("fellowship:questionnaire", args=[first.uuid]) in client.get(page).content.decode()
    Wave.objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    assert "It is closed." in client.get(page).content.decode()


def test_the_baseline_ticks_itself_once_it_is_answered() -> None:
    application = accepted()
    ready.begin_for_all(now=NOW)
    ready.baseline_is_answered(application.call.cohort, application.user, now=NOW)
    assert Kind.BASELINE not in kinds_missing(application)


def test_who_is_not_ready_is_reminded_of_what_is_missing_until_it_is_there() -> None:
    application = accepted(starts_on=NOW.date() + timedelta(days=20), ends_on=NOW.date() + timedelta(days=300))
    ready.begin_for_all(now=NOW)
    waiting = Message.objects.filter(letter="fellowship.ready_waits")
    assert [(one.due_at.date() - NOW.date()).days for one in waiting.order_by("due_at")] == [6, 15]
    mail = letter_called("fellowship.ready_waits").render(application.pk, NOW)
    assert isinstance(mail, Mail) and "Consent" in mail.context["missing"]
    all_ready(application)
    assert isinstance(letter_called("fellowship.ready_waits").render(application.pk, NOW), Drop)


def test_nobody_is_enrolled_before_everything_is_ready_and_then_once() -> None:
    application = accepted()
    admin = world.in_team(application.call.cohort.programme)
    with pytest.raises(NotLegal):
        enrol.enrol(application.pk, actor=admin, now=NOW)
    ready.begin_for_all(now=NOW)
    with pytest.raises(enrol.NotReady, match="consent"):
        enrol.enrol(application.pk, actor=admin, now=NOW)
    with pytest.raises(ready.SayHow):
        ready.settle(application, Kind.CONSENT, note=" ", actor=admin, now=NOW)
    all_ready(application)
    adviser = world.in_team(application.call.cohort.programme, ProgrammeRole.Role.ADVISER)
    DeepDive.objects.create(cohort=application.call.cohort, user=application.user, adviser=adviser)
    with pytest.raises(NotYours):
        enrol.enrol(application.pk, actor=application.user, now=NOW)
    fellow = enrol.enrol(application.pk, actor=admin, now=NOW)
    assert enrol.enrol(application.pk, actor=admin, now=NOW) == fellow
    assert (fellow.adviser, fellow.application_id, Fellow.objects.count()) == (adviser, application.pk, 1)
    assert Message.objects.filter(letter="fellowship.enrolled").count() == 1


def test_many_are_enrolled_from_the_list_and_only_those_who_are_ticked_and_ready() -> None:
    one = accepted()
    two, three = (world.application(one.call, state=S.ACCEPTED) for _ in range(2))
    other = accepted()
    type(one.call.cohort).objects.update(places=9)
    admin = world.in_team(one.call.cohort.programme)
    for application in (one, three):
        all_ready(application)
    client, page = signed_in(admin), reverse("fellowship:enrol", args=[one.call.cohort.uuid])
    asked = client.get(page, {"application": [str(one.uuid), str(two.uuid), str(other.uuid), "no id"]})
    assert [row.pk for row in asked.context["ready"]] == [one.pk]
    assert [row.pk for row, _ in asked.context["waiting"]] == [two.pk]
    client.post(page)
    assert not Fellow.objects.exists()
    client.post(page, {"application": [str(one.uuid), str(two.uuid), str(other.uuid)]})
    assert Fellow.objects.get().user == one.user


def test_the_list_says_what_is_missing_and_costs_the_same_for_many(django_assert_max_num_queries: object) -> None:
    application = accepted()
    all_ready(application)
    call, admin = application.call, world.in_team(application.call.cohort.programme)
    late = world.application(call, state=S.ACCEPTED)
    ready.begin_for_all(now=NOW)
    client, page = signed_in(admin), reverse("fellowship:onboarding_list", args=[call.cohort.uuid])
    assert [one.pk for one in client.get(page, {"missing": "CONSENT"}).context["list"].rows] == [late.pk]
    assert [one.pk for one in client.get(page, {"ready": "on"}).context["list"].rows] == [application.pk]
    for _ in range(20):
        world.application(call, state=S.ACCEPTED)
    ready.begin_for_all(now=NOW)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert client.get(page).context["list"].count == 22


def test_the_team_ticks_opens_again_and_ends_a_place_with_a_reason() -> None:
    application = accepted()
    ready.begin_for_all(now=NOW)
    client = signed_in(world.in_team(application.call.cohort.programme))
    page = reverse("fellowship:onboarding", args=[application.uuid])
    assert "Say how you know" in client.post(page, {"do": "tick", "kind": "TIME"}).content.decode()
    client.post(page, {"do": "tick", "kind": "TIME", "note": "Told on the telephone"})
    assert Kind.TIME not in kinds_missing(application)
    client.post(page, {"do": "reopen", "kind": "TIME"})
    assert Kind.TIME in kinds_missing(application)
    assert client.post(page, {"do": "tick", "kind": "NONSENSE", "note": "x"}).status_code == 302
    client.post(page, {"do": "end", "reason": "No protected time"})
    application.refresh_from_db()
    assert application.state == S.CONDITIONS_NOT_MET
    assert client.get(page).status_code == 404
    assert application.moves.last().reason == "No protected time"  # type: ignore[union-attr]
    # The letter says that the page says what.
    own = signed_in(application.user).get(reverse("fellowship:application", args=[application.uuid]))
    assert "No protected time" in own.content.decode()
