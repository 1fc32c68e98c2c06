"""What planning holds about a person is in their download, and gone after erasure."""

import json

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.core.serializers.json import DjangoJSONEncoder

from accounts import privacy
from careers.models import Statement
from planning.models import Assessment, SharedReport
from planning.sharing import share_report
from tests.planning.world import NOW, answer, assessment_of, goal, person

pytestmark = pytest.mark.django_db

CANARY = "Quetzalcoatl"


def test_the_download_has_all_of_it_and_erasure_leaves_nothing_but_what_others_have() -> None:
    sam, kit = person(), person("kit@example.org")
    for user in (sam, kit):
        assessment = assessment_of(user)
        answer(assessment, "user-focus", 3, note=f"{CANARY} wrote this" if user == sam else "Kit wrote this")
        assessment.statements.set(Statement.objects.filter(kind="VALUE")[:1])
        share_report(user, assessment, goal(), given_to=CANARY if user == sam else "Ada", days=7, now=NOW)
    data = privacy.export(sam, now=NOW)["data"]
    assert len(data["Your assessments"]) == 1
    assert len(data["Links to your reports"]) == 1
    assert data["What moves you"][0]["statement__statement"]
    assert f"{CANARY} wrote this" in json.dumps(data["What you can do, as you said"], cls=DjangoJSONEncoder)
    assert "Kit wrote this" not in json.dumps(data, cls=DjangoJSONEncoder)

    privacy.erase(sam, now=NOW)
    for model in apps.get_app_config("planning").get_models(include_auto_created=True):
        rows = serialize("json", model._default_manager.all())
        assert CANARY not in rows, model
    assert Assessment.objects.get().user == kit
    assert SharedReport.objects.get().user == kit
