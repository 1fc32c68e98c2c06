"""Pages whose form is sent twice, as by a double click: one comment, one note, one letter to each."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from fellowship.models import Announcement, Project, ProjectComment, ScoreNote
from tests.fellowship import world
from tests.fellowship.readings import client_of
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> None:
    settings.STAFF_NEED_MFA = False
    cache.clear()


def twice(client: Client, page: str, data: dict[str, Any]) -> None:
    form = client.get(page).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    for _ in range(2):
        assert client.post(page, shown | data).status_code == 302


def test_an_announcement_is_held_once() -> None:
    fellow = world.fellow()
    page = reverse("fellowship:announcement_add", args=[fellow.cohort.uuid]) + f"?fellow={fellow.uuid}"
    twice(client_of(world.in_team(fellow.cohort.programme)), page, {"subject": "Rooms", "text": "They have moved."})
    assert Announcement.objects.count() == 1


def test_a_comment_is_there_once() -> None:
    fellow = world.fellow()
    Project.objects.create(fellow=fellow, title="Letters", aim="Fewer missed letters", started_on=NOW.date())
    twice(client_of(fellow.user), reverse("fellowship:project", args=[fellow.uuid]), {"text": "It goes well."})
    assert ProjectComment.objects.count() == 1


def test_a_note_is_there_once() -> None:
    call = world.call()
    one = world.application(call, state="SCORED")
    client = client_of(world.in_team(call.cohort.programme))
    twice(client, reverse("fellowship:score_note", args=[call.cohort.uuid, one.uuid]), {"text": "Ask about time."})
    assert ScoreNote.objects.count() == 1
