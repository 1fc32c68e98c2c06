"""Rules and signposts: written by admins, kept once they were used, counted without anybody's name."""

import csv
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careers.models import Learning
from fellowship.calls import counting, eligibility, rules
from fellowship.cohorts import copy_cohort
from fellowship.models import CampaignCount, EligibilityRule, Offer, Signpost, SignpostCount
from fellowship.models.moves import ApplicationState as S
from tests.fellowship import world
from tests.fellowship.test_checking import published, rule, where
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db

BAND = {
    "subject": "BAND", "question": "What is your pay band?", "help": "", "accepted": ["6"], "otherwise": "NO",
    "reason": "It is for band 6.",
}  # fmt: skip
EVENTS = {"kind": "EVENTS", "title": "Events", "why": "", "learning": None, "programme": None, "address": ""}


def test_a_rule_is_deleted_before_and_retired_after_people_could_answer_it() -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    done: dict[str, Any] = {"actor": admin, "now": NOW}
    rules.remove_rule(rules.save_rule(call, None, BAND, **done), **done)
    assert not call.rules.exists()
    open_call = published()
    kept = rules.save_rule(open_call, None, BAND, **done)
    rules.remove_rule(kept, **done)
    assert eligibility.rules_of(open_call) == []
    assert eligibility.in_words(open_call, {str(kept.pk): "6"}) == [("What is your pay band?", "Band 6", True)]


def test_a_signpost_that_leads_elsewhere_keeps_the_old_counts() -> None:
    call = published()
    done: dict[str, Any] = {"actor": world.in_team(call.cohort.programme), "now": NOW}
    of = rules.save_rule(call, None, BAND, **done)
    first = rules.save_signpost(of, None, EVENTS, **done)
    SignpostCount.objects.create(signpost=first, on=NOW.date(), shown=5, followed=2)
    assert rules.save_signpost(of, first, {**EVENTS, "title": "Our events"}, **done).pk == first.pk
    second = rules.save_signpost(of, first, {**EVENTS, "kind": "MENTORING"}, **done)
    assert second.pk != first.pk
    assert [(one.pk, one.is_retired, one.shown) for one in counting.signposts_of(call)] == [  # type: ignore[attr-defined]
        (first.pk, True, 5),
        (second.pk, False, 0),
    ]
    rules.remove_signpost(second, **done)
    assert list(of.signposts.all()) == [first]


def test_rules_stay_few_and_change_places() -> None:
    call = world.call()
    done: dict[str, Any] = {"actor": world.in_team(call.cohort.programme), "now": NOW}
    made = [rules.save_rule(call, None, BAND, **done) for _ in range(rules.MOST_RULES)]
    with pytest.raises(rules.TooManyRules):
        rules.save_rule(call, None, BAND, **done)
    rules.move_rule_up(made[0])
    rules.move_rule_up(made[2])
    assert eligibility.rules_of(call)[:3] == [made[0], made[2], made[1]]


def test_campaigns_are_counted_from_the_visit_to_the_place() -> None:
    call = published()
    for on in (1, 2):
        CampaignCount.objects.create(call=call, via="poster", on=NOW.replace(day=on), visits=10, yes=3, not_yet=1, no=2)
    states = (S.DRAFT, S.UNSUCCESSFUL, S.DECLINED, S.ACCEPTED, S.ENROLLED)
    for state in states:
        one = world.application(call, state=state)
        type(one).objects.filter(pk=one.pk).update(via="poster")
        if state in (S.DECLINED, S.ACCEPTED, S.ENROLLED):
            for _ in range(2):  # offered again: still one who was offered a place
                Offer.objects.create(application=one, offered_at=NOW, expires_at=NOW, answered_at=NOW)
    world.application(call, state=S.SUBMITTED)
    nothing, poster = counting.campaigns_of(call)
    assert (nothing.via, nothing.visits, nothing.started, nothing.handed_in, nothing.places) == ("", 0, 1, 1, 0)
    assert (poster.visits, poster.checked, poster.started, poster.handed_in) == (20, 12, 5, 4)
    assert (poster.offered, poster.places) == (3, 2)
    assert counting.total_of([nothing, poster]).started == 6


def test_a_copied_call_brings_rules_and_signposts_that_are_in_use() -> None:
    call = published()
    done: dict[str, Any] = {"actor": world.in_team(call.cohort.programme), "now": NOW}
    of = rules.save_rule(call, None, BAND, **done)
    course = Learning.objects.live().first()
    rules.save_signpost(of, None, {**EVENTS, "kind": "LEARNING", "learning": course}, **done)
    Signpost.objects.create(rule=of, kind="EVENTS", title="Old", position=9, is_retired=True)
    rule(call, "PROJECT", ["yes"], is_retired=True)
    copied = copy_cohort(call.cohort, name="Next", starts_on=call.cohort.starts_on, **done)
    brought = EligibilityRule.objects.get(call__cohort=copied)
    assert (brought.question, [one.learning for one in brought.signposts.all()]) == (BAND["question"], [course])


@time_machine.travel(NOW, tick=False)
def test_an_admin_writes_a_rule_and_a_signpost_and_takes_the_numbers_away(client: Client) -> None:
    call = published()
    client.force_login(world.in_team(call.cohort.programme))
    here = [call.cohort.uuid]
    add = reverse("fellowship:rule_add", args=here)
    all_bands = [value for value, _ in eligibility.choices_of("BAND")]
    typed = {key: BAND[key] for key in ("question", "otherwise", "reason")}
    refused = client.post(f"{add}?subject=BAND", {**typed, "accepted": all_bands}).content.decode()
    assert "Leave at least one out." in refused and "It is for band 6." in refused
    assert client.post(f"{add}?subject=BAND", {**typed, "accepted": ["6", "7"]}).status_code == 302
    made = call.rules.get()
    assert made.accepted == ["6", "7"]
    signpost = reverse("fellowship:signpost_add", args=[*here, made.pk])
    kept = {"title": "A course", "why": "To begin with"}
    no_address = client.post(signpost, {**kept, "kind": "LINK"}).content.decode()
    assert "Enter the address of the page" in no_address and "To begin with" in no_address
    bad = client.post(signpost, {**kept, "kind": "LINK", "address": "javascript:alert(1)"}).content.decode()
    assert "Enter a whole web address" in bad
    client.post(signpost, {**kept, "kind": "LINK", "address": "https://example.org/a"})
    client.post(where("call_check", call), {f"rule_{made.pk}": "2"})
    assert client.post(reverse("fellowship:signpost", args=[made.signposts.get().pk])).url == "https://example.org/a"
    numbers = reverse("fellowship:call_numbers", args=here)
    table = list(csv.reader(io.StringIO(client.get(f"{numbers}?csv=signposts").content.decode("utf-8-sig"))))
    assert table[1] == [BAND["question"], "A course", "A page elsewhere", "https://example.org/a", "1", "1"]
    campaigns = client.get(f"{numbers}?csv=campaigns").content.decode("utf-8-sig").splitlines()
    assert campaigns[1] == "No campaign,0,1,0,0,1,0,0,0,0"


def test_numbers_and_lists_cost_the_same_however_much_there_is(client: Client) -> None:
    call = published()
    client.force_login(world.in_team(call.cohort.programme))
    addresses = [
        reverse(f"fellowship:{name}", args=[call.cohort.uuid])
        for name in ("call_numbers", "eligibility", "call", "call_versions", "cohort")
    ]
    counts = []
    for _ in range(2):
        counts.append([_queries(client, address) for address in addresses])
        for number in range(5):
            made = rule(call, "PROJECT", ["yes"])
            Signpost.objects.create(rule=made, kind="EVENTS", title="Events", position=0)
            CampaignCount.objects.create(call=call, via=f"poster-{len(counts)}-{number}", on=NOW.date(), visits=1)
            world.application(call, state=S.SUBMITTED)
    counts.append([_queries(client, address) for address in addresses])
    assert counts[1] == counts[2]


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)
