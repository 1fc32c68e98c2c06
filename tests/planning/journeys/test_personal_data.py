"""What people told, offered, asked and watched is in their download, and gone after erasure."""

import json

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder

from accounts import privacy
from careers.models import Learning
from planning.horizon.following import follow
from planning.journeys import public_state
from planning.journeys.asking import ask
from planning.learning_taken import mark_taken
from planning.models import Journey
from planning.shadowing import ask_for, save_offer
from planning.watching.watches import watch
from tests.planning.journeys.world import published
from tests.planning.world import NOW, person

pytestmark = pytest.mark.django_db
CANARY = "Quetzalcoatl"


def test_the_download_has_all_of_it_and_erasure_leaves_nothing() -> None:
    sam, kit = person(), person("kit@example.org")
    learning = Learning.objects.all()[0]
    fields = {"kind": "CHAT", "text": "Ask", "where": "Online", "most_a_month": 2}
    for user, words in ((sam, CANARY), (kit, "Kit")):
        published(user, title=f"{words} went on", open_to_contact=True)
        save_offer(user, None, fields=fields | {"title": f"{words} has time"}, paused=False, now=NOW)
        mark_taken(user, learning, state="STARTED", on=NOW.date())
        watch(user, "course", learning, now=NOW)
        follow(user, [])
    ask(Journey.objects.get(user=kit).pk, sender=sam, text=f"{CANARY} asks", now=NOW)
    ask_for(kit.offers.get().pk, asker=sam, text=f"{CANARY} would like to", now=NOW)
    data = privacy.export(sam, now=NOW)["data"]
    assert data["Your journey"][0]["title"] == f"{CANARY} went on"
    assert len(data["Jobs in your journey"]) == 2
    assert data["What you watch"][0]["learning__name"] == data["Learning you took"][0]["learning__name"]
    told = json.dumps(data, cls=DjangoJSONEncoder)
    assert f"{CANARY} asks" in told and f"{CANARY} would like to" in told and "Kit has time" in told
    assert "kit@example.org" not in told

    before = public_state.current()
    privacy.erase(sam, now=NOW)
    assert public_state.current() > before
    for model in apps.get_app_config("planning").get_models(include_auto_created=True):
        assert CANARY not in serialize("json", model._default_manager.all()), model
    assert Journey.objects.get().user == kit
