"""What a plan holds about a person is in their download, and gone after erasure."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder

from accounts import privacy
from planning.models import Action, ActionKind, Pays, Plan
from planning.plans.keeping import Draft, add_actions, add_goal, review_plan, start_plan
from tests.planning.world import NOW, goal, person

pytestmark = pytest.mark.django_db
CANARY = "Quetzalcoatl"


def test_the_download_has_the_whole_plan_and_erasure_leaves_that_of_others() -> None:
    sam, kit = person(), person("kit@example.org")
    for user, words in ((sam, CANARY), (kit, "Kit")):
        plan = start_plan(user, hours_a_week=3, pays=Pays.NOTHING, goal=None, now=NOW)
        add_goal(plan, goal(), route=[goal("change-support-officer").pk, goal().pk], now=NOW)
        add_actions(plan, [Draft(kind=ActionKind.OWN, text=words, evidence=words, note=words)], now=NOW)
        review_plan(plan, changed=words, review_on=date(2027, 6, 1), now=NOW)
    data = privacy.export(sam, now=NOW)["data"]
    assert len(data["Your plan"]) == len(data["The goals of your plan"]) == 1
    assert [stop["level__name"] for stop in data["The routes of your plan"]] == [
        "Change support officer", "Digital change manager",
    ]  # fmt: skip
    assert {data["What you plan to do"][0][name] for name in ("text", "evidence", "note")} == {CANARY}
    assert data["Your looks back at your plan"][0]["changed"] == CANARY
    assert "Kit" not in json.dumps(data, cls=DjangoJSONEncoder)

    privacy.erase(sam, now=NOW)
    for model in apps.get_app_config("planning").get_models(include_auto_created=True):
        assert CANARY not in serialize("json", model._default_manager.all()), model
    assert Plan.objects.get().user == kit
    assert Action.objects.get().text == "Kit"
