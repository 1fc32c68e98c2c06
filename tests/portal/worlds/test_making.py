"""Tests of worlds of invented people: the same seed makes the same, and everybody in the demo finds their pages."""

import re
from collections import Counter
from collections.abc import Callable
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from fellowship.models import Application, Cohort, Fellow, Flag, ReviewScore
from fellowship.models.moves import HOLDING_A_PLACE, CohortState
from fellowship.moving import STEPS
from notifications.models import Message
from portal.worlds.applications import WAYS, reference
from portal.worlds.calls import PLANS
from portal.worlds.making import make_small
from portal.worlds.signing_in import PEOPLE, demo_password
from portal.worlds.sizes import make_medium, scaled
from tests.fellowship.world import person

pytestmark = pytest.mark.django_db
PAGES_EACH = 20


def small(seed: int = 1) -> None:
    make_small(seed=seed, now=timezone.now(), say=lambda _: None)


def taken_back(make: Callable[[], Any]) -> Any:
    """What ``make`` gives back, of rows that are gone afterwards."""
    with transaction.atomic():
        found = make()
        transaction.set_rollback(True)
    return found


def counts() -> dict[str, Any]:
    """Rows of each table, and whose application is in which state."""
    small()
    found: dict[str, Any] = {
        model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed
    }
    found["states"] = Counter(Application.objects.values_list("call__cohort__slug", "state", "name"))
    found["points"] = Counter(ReviewScore.objects.values_list("points", flat=True))
    return found


def test_the_same_seed_makes_the_same_world() -> None:
    first = taken_back(counts)
    assert first["accounts.User"] > 500
    assert taken_back(counts) == first


def test_the_demo_obeys_the_rules_and_everybody_in_it_opens_their_pages(client: Client) -> None:
    small()
    assert list(Cohort.objects.order_by("starts_on").values_list("state", flat=True)) == [one.state for one in PLANS]
    for cohort in Cohort.objects.all():
        holding = Application.objects.filter(call__cohort=cohort, state__in=HOLDING_A_PLACE).count()
        assert holding <= cohort.places
    assert Fellow.objects.filter(cohort__state=CohortState.RUNNING).count() == 30
    assert {3, 4} <= set(Flag.objects.filter(ended_at=None).values_list("level", flat=True))
    assert not Message.objects.filter(state=Message.State.WAITING).exists()
    for called, (address, _, _, start) in PEOPLE.items():
        user = User.objects.get(email=address)
        assert user.check_password(demo_password())
        client.force_login(user)
        assert client.get(start).status_code == 200, called
        for page, status in look_around(client, start).items():
            assert status < 500, (called, page)
            assert status != 404, (called, page)


def look_around(client: Client, start: str) -> dict[str, int]:
    """The status of pages that links lead to from here, of each kind of page one; at most ``PAGES_EACH``."""
    found: dict[str, int] = {}
    waiting, kinds = [start], set()
    while waiting and len(found) < PAGES_EACH:
        page = waiting.pop(0).partition("#")[0].replace("&amp;", "&")
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "N", page.partition("?")[0])
        if kind in kinds or kind.startswith(("/careers/", "/account/", "/static/", "/admin/")):
            continue
        kinds.add(kind)
        answer = client.get(page)
        found[page] = answer.status_code
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            waiting += re.findall(r'<a[^>]+href="(/[^"]*)"', answer.content.decode())
    return found


def test_lists_ask_the_database_as_often_for_many_applications_as_for_few(client: Client) -> None:
    def asked() -> dict[str, int]:
        client.force_login(User.objects.get(email=PEOPLE["Programme admin"][0]))
        reading = Cohort.objects.filter(call__applications__state="MODERATION").order_by("pk").first()
        assert reading is not None
        found = {}
        for page in ("", "applications/", "scores/"):
            address = f"/staff/cohorts/{reading.uuid}/{page}"
            assert client.get(address).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[page] = len(queries)
        return found

    def few() -> dict[str, int]:
        said = StringIO()
        call_command("make_world", "--into-existing", "--seed", "7", stdout=said)
        assert demo_password() in said.getvalue()
        steps = re.findall(r"^ *\d+ s  (.+)", said.getvalue(), re.MULTILINE)
        assert len(steps) >= 5 and steps[0] == "People"
        return asked()

    person()
    before = taken_back(few)
    make_medium(seed=1, now=timezone.now(), say=lambda _: None)
    assert Application.objects.count() == 3_000
    after = asked()
    assert after == before
    assert after["applications/"] <= 15


def test_every_way_that_an_application_has_gone_is_one_of_the_table() -> None:
    for state, way in WAYS.items():
        assert way[-1] == state
        for step in pairwise(way):
            assert step in STEPS, state


def test_references_are_all_different() -> None:
    assert len({reference(number) for number in range(1, 20_001)}) == 20_000


@pytest.mark.parametrize("plan", [plan for plan in PLANS if plan.applications])
def test_a_larger_cohort_has_as_many_places_and_more_who_apply(plan: Any) -> None:
    grown = scaled(plan, 600)
    assert sum(grown.applications.values()) == 600
    assert grown.applications.get("ENROLLED") == plan.applications.get("ENROLLED")


def test_where_there_are_people_a_world_is_made_only_when_asked_for() -> None:
    person()
    with pytest.raises(CommandError, match="There are people in this database"):
        call_command("make_world", stdout=StringIO())
    assert User.objects.count() == 1


def test_where_somebody_may_be_real_no_world_is_made_whatever_is_asked_for() -> None:
    User.objects.create_user("someone@hospital.nhs.uk", name="Someone")
    for words in ([], ["--into-existing"]):
        with pytest.raises(CommandError, match="who may be real"):
            call_command("make_world", *words, stdout=StringIO())
    assert User.objects.count() == 1


def test_a_second_world_in_one_database_is_refused_in_words() -> None:
    User.objects.create_user(PEOPLE["Mentor"][0], name="Winston Clarke")
    with pytest.raises(CommandError, match="has a world already"):
        call_command("make_world", "--into-existing", stdout=StringIO())


def test_the_command_says_what_it_does_and_what_each_size_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("make_world", "--help")
    said = " ".join(capsys.readouterr().out.split())
    for words in ("invented people", "--size {small,medium,large}", "3,000 applications", "--seed", "--into-existing"):
        assert words in said
