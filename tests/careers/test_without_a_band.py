"""What is said where there is no band: an extra to a job, pay on another scale, or nothing that we know."""

import pytest
from django.test import Client

from careers.models import Level, StartingPoint
from careers.search import search
from tests.careers.pages import html, words

pytestmark = pytest.mark.django_db
CHAMPION = "/careers/roles/digital-champion/"


@pytest.mark.parametrize(
    "address",
    [
        CHAMPION,
        "/careers/roles/?family=clinical-informatics",
        "/careers/skills/go-live-and-floorwalking-support/",
        "/careers/compare/?level=digital-champion&level=digital-trainer",
        "/careers/pathways/?from=nurse&to=digital-champion",
    ],
)
def test_work_added_to_a_job_has_no_band_of_its_own(client: Client, address: str) -> None:
    text = words(client.get(address))
    assert "No band of its own" in text
    assert "No typical band known" not in text


def test_who_does_an_extra_to_a_job_looks_for_no_vacancy(client: Client) -> None:
    assert "Vacancies now" not in html(client.get(CHAMPION))
    assert "Vacancies now" in html(client.get("/careers/roles/digital-nurse/"))


def test_a_level_whose_note_says_nothing_of_a_job_has_a_band_that_we_do_not_know() -> None:
    assert Level(note="Added to an existing job; no band of its own").is_added_to_a_job
    assert not Level(note="Added to an existing job", band_low="5", band_high="5").is_added_to_a_job
    assert Level(note="Common first post").without_band == ""


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("doctor", "Not on Agenda for Change bands"), ("teacher-or-trainer", "No typical band known")],
)
def test_a_starting_point_without_a_band_says_why(client: Client, slug: str, sentence: str) -> None:
    assert sentence in words(client.get(f"/careers/starting-points/{slug}/"))
    assert sentence in words(client.get("/careers/starting-points/"))
    title = StartingPoint.objects.get(slug=slug).title
    assert next(item.detail for item in search(title).items if item.slug == slug).endswith(sentence)
