"""What the pages of roles, courses and pathways say of journeys."""

import pytest
from django.test import Client

from careers.models import Role
from planning.journeys.reviewing import quote
from tests.planning.conftest import at_now  # noqa: F401 - a fixture
from tests.planning.journeys.world import published, several, staff
from tests.planning.world import NOW, assessment_of, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_words_that_staff_chose_for_a_role_stand_on_pathways_that_lead_there(client: Client) -> None:
    address = "/careers/pathways/?from=nurse&to=change-support-officer&band=6"
    journey = published(person(), advice="Ask early, and ask again.")
    assert "Ask early" not in page(client, address)
    role = Role.objects.get(slug="digital-change-manager")
    quote(journey.pk, text="Ask early", role=role, learning=None, reviewer=staff(), now=NOW)
    assert "“Ask early”" in page(client, address)
    sam = person("sam2@example.org")
    assessment_of(sam, band="6")
    assert "“Ask early”" in page(signed_in(sam), "/gap/change-support-officer/routes/")


def test_a_role_says_which_courses_its_people_would_recommend_from_the_third_answer_on(client: Client) -> None:
    address, course = "/careers/roles/digital-change-manager/", "prince2-practitioner"
    several(2, recommend="YES", course=course)
    several(2, course=course)
    assert "whether they would recommend them" not in page(client, address)
    several(1, recommend="NO", course=course)
    several(3, ["midwife", "digital-midwife"], recommend="YES", course=course)
    assert "<strong>2 of 3</strong> would" in page(client, address)


def test_a_role_says_why_it_shows_no_number(client: Client) -> None:
    assert "Fewer than three people have told us here" in page(client, "/careers/roles/digital-change-manager/")
