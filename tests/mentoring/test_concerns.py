"""Concerns reach those who deal with them, never whom they are about, and have a clock."""

from datetime import UTC, datetime

import pytest

from mentoring import concerns
from mentoring.concerns import acknowledge, concerns_for, escalate_unseen, report, resolve
from mentoring.models import Concern, Match
from notifications.models import Message
from tests.mentoring.pairs import client_of, letters, pair, sent
from tests.mentoring.world import DAY, NOW, person, programme, staff

pytestmark = pytest.mark.django_db


def reported(us: Match) -> Concern:
    return report(us, kind="CONDUCT", text="Shouted at me", reporter=us.mentee, now=NOW)


def test_the_team_is_told_and_nothing_of_it_is_in_the_letters() -> None:
    of = programme()
    admin, other = staff(of), staff()
    us = pair(programme=of)
    concern = reported(us)
    (waits,) = letters("concern_waits")
    assert sent(waits).to == admin.email
    assert not concerns_for(other, now=NOW).exists()
    assert list(concerns_for(admin, now=NOW)) == [concern]
    assert not Message.objects.filter(scope=of.scope).exists()  # the outbox of the programme shows none of it


def test_whom_it_is_about_never_sees_it_also_as_an_admin() -> None:
    of = programme()
    us = pair(programme=of)
    of.roles.create(user=us.mentor, role="OWNER")
    root = person(is_superuser=True)
    concern = reported(us)
    assert not concerns_for(us.mentor, now=NOW).exists()
    client = client_of(us.mentor)
    assert client.get(f"/staff/mentoring/concerns/{concern.uuid}/").status_code == 404
    assert client.get(f"/mentoring/concerns/{concern.uuid}/").status_code == 404
    assert "Shouted" not in client.get(f"/mentoring/pairs/{us.uuid}/").content.decode()
    assert [sent(one).to for one in letters("concern_waits")] == [root.email]  # nobody else is left


def test_the_clock_is_two_working_days_and_then_site_admins_hear_once() -> None:
    of = programme()
    staff(of)
    root = person(is_superuser=True)
    concern = reported(pair(programme=of))  # on a Monday
    assert concern.acknowledge_by == datetime(2027, 1, 13, 23, 59, tzinfo=UTC)
    assert escalate_unseen(now=concern.acknowledge_by) == 0
    assert [escalate_unseen(now=NOW + 3 * DAY) for _ in range(2)] == [1, 0]
    assert sent(letters("concern_waits")[-1]).to == root.email


def test_the_reporter_sees_where_it_stands_and_gets_an_answer() -> None:
    of = programme()
    admin = staff(of)
    us = pair(programme=of)
    concern = reported(us)
    acknowledge(concern.uuid, by=admin, now=NOW + DAY)
    acknowledge(concern.uuid, by=admin, now=NOW + DAY)
    with pytest.raises(concerns.NoAnswer):
        resolve(concern.uuid, answer=" ", by=admin, now=NOW + DAY)
    resolve(concern.uuid, answer="We talked to them.", by=admin, now=NOW + 2 * DAY)
    with pytest.raises(concerns.ConcernHasChanged):
        resolve(concern.uuid, answer="Again", by=admin, now=NOW + 2 * DAY)
    assert len(letters("concern_stands")) == 3
    page = client_of(us.mentee).get(f"/mentoring/concerns/{concern.uuid}/").content.decode()
    assert "We talked to them." in page


def test_the_record_is_for_those_who_deal_with_it() -> None:
    of = programme()
    admin = staff(of)
    us = pair(programme=of)
    concern = reported(us)
    address = f"/staff/mentoring/concerns/{concern.uuid}/"
    client_of(admin).post(address, {"do": "record", "record": "Spoke to a witness"})
    assert "Spoke to a witness" in client_of(admin).get(address).content.decode()
    assert "witness" not in client_of(us.mentee).get(f"/mentoring/concerns/{concern.uuid}/").content.decode()


def test_without_a_programme_site_admins_deal_with_it_and_five_are_enough() -> None:
    root = person(is_superuser=True)
    us = pair()
    reported(us)
    assert sent(letters("concern_waits")[0]).to == root.email
    for _ in range(4):
        reported(us)
    with pytest.raises(concerns.TooManyConcerns):
        reported(us)
