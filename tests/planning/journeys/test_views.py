"""Pages of journeys: told, read, published, browsed, withdrawn."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from careers.models import Learning
from planning.journeys import writing
from planning.journeys.examples import load_examples
from planning.journeys.writing import save_course
from planning.models import Journey
from tests.planning.journeys.world import draft, published, several, staff
from tests.planning.world import NOW, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
Counted = Callable[[int], AbstractContextManager[None]]


@pytest.mark.main_journey
def test_a_journey_is_told_through_its_pages_read_by_staff_and_published(client: Client) -> None:
    sam = person(name="Sam Okafor")
    mine = signed_in(sam)
    assert "Begin" in page(mine, "/me/journey/")
    about = {"title": "From ward to web", "background": "CLINICAL", "shown_as": "FIRST_NAME", "name": "Sam Okafor"}
    assert mine.post("/me/journey/about/", about).status_code == 302
    for job, title, year in (("point:nurse", "Nurse", "2010"), ("level:digital-change-manager", "Manager", "2018")):
        answer = mine.post("/me/journey/jobs/add/", {"job": job, "title": title, "from_year": year})
        assert answer.status_code == 302, answer.content.decode()
    learning = Learning.objects.get(slug="prince2-practitioner")
    course = {"name": "PRINCE2", "learning": learning.slug, "recommend": "YES", "changed": "A door opened."}
    assert mine.post("/me/journey/courses/add/", course).status_code == 302
    journey = Journey.objects.get()
    assert client.get(journey.get_absolute_url()).status_code == 404
    assert "Tick that you agree" in mine.post("/me/journey/hand-in/", {}).content.decode()
    assert mine.post("/me/journey/hand-in/", {"agreed": "on"}).status_code == 302

    reader = signed_in(staff())
    assert "From ward to web" in page(reader, "/staff/journeys/")
    publish = {"publish": "yes", "read": edition_shown(reader, journey)}
    assert reader.post(f"/staff/journeys/{journey.pk}/", publish).status_code == 302
    shown = page(client, journey.get_absolute_url())
    assert "Told by Sam." in shown and "Okafor" not in shown and "A door opened." in shown
    assert "From ward to web" in page(client, "/journeys/?role=digital-change-manager&background=CLINICAL&q=prince2")
    Journey.objects.update(shown_as=Journey.ShownAs.ANONYMOUS)
    assert "Told by somebody with a clinical background." in page(client, journey.get_absolute_url())
    assert mine.post("/me/journey/withdraw/").status_code == 302
    assert client.get(journey.get_absolute_url()).status_code == 404


def test_only_the_words_that_were_read_are_published(client: Client) -> None:
    sam = person()
    journey = draft(sam)
    reader, mine = signed_in(staff()), signed_in(sam)
    mine.post("/me/journey/hand-in/", {"agreed": "on"})
    read = edition_shown(reader, journey)
    mine.post("/me/journey/withdraw/")
    writing.submit(sam, agreed=True, now=NOW + timedelta(minutes=1))
    for posted in ({"publish": "yes", "read": read}, {"publish": "yes"}):
        answer = reader.post(f"/staff/journeys/{journey.pk}/", posted, follow=True)
        assert "The journey has changed meanwhile" in answer.content.decode()
        assert client.get(journey.get_absolute_url()).status_code == 404
    reader.post(f"/staff/journeys/{journey.pk}/", {"publish": "yes", "read": edition_shown(reader, journey)})
    assert client.get(journey.get_absolute_url()).status_code == 200


def edition_shown(reader: Client, journey: Journey) -> str:
    """The hidden field of the page that staff read a journey on."""
    found = re.search(r'name="read" value="([^"]+)"', page(reader, f"/staff/journeys/{journey.pk}/"))
    assert found
    return found[1]


def test_bad_answers_get_sentences_and_nothing_typed_is_lost() -> None:
    sam = person()
    mine = signed_in(sam)
    wrong = {"title": "My way", "background": "CLINICAL", "shown_as": "NAME", "profile_url": "http://x"}
    shown = mine.post("/me/journey/about/", wrong).content.decode()
    assert "Enter your name, or choose to show none" in shown and "begins with https://" in shown and "My way" in shown
    hidden = wrong | {"shown_as": "ANONYMOUS", "profile_url": "https://example.org/sam"}
    assert "says who you are" in mine.post("/me/journey/about/", hidden).content.decode()
    draft(sam)
    step = {"title": "Job", "from_year": "2020", "to_year": "2019"}
    assert "The last year cannot be before the first" in mine.post("/me/journey/jobs/add/", step).content.decode()
    assert (
        "Enter a year from 1950 to 2027"
        in mine.post("/me/journey/jobs/add/", step | {"from_year": "3020"}).content.decode()
    )


def test_journeys_are_found_by_what_is_anywhere_on_the_path(client: Client) -> None:
    load_examples(now=NOW)
    published(person(), ["midwife", "digital-midwife"], title="A midwife goes digital", background="CLINICAL")
    everything = page(client, "/journeys/")
    assert "13 journeys" in everything and everything.count(">Example<") == 12
    assert "1 journey<" in page(client, "/journeys/?whose=REAL")
    assert "2 journeys" in page(client, "/journeys/?role=digital-midwife")
    assert "1 journey<" in page(client, "/journeys/?q=cuckoo")
    assert "No journey fits all of these filters" in page(client, "/journeys/?q=zebra")
    Journey.objects.all().delete()
    assert "Nobody has told their journey here yet" in page(client, "/journeys/")


def test_a_list_asks_the_same_number_of_queries_however_long_it_is(
    client: Client, django_assert_num_queries: Counted
) -> None:
    several(2)
    page(client, "/journeys/")
    with django_assert_num_queries(4):
        page(client, "/journeys/")
    several(8, ["midwife", "digital-midwife"], recommend="YES", course="prince2-practitioner")
    with django_assert_num_queries(4):
        page(client, "/journeys/")


def test_the_moves_have_a_picture_and_a_table(client: Client) -> None:
    assert "No move was made by three people yet" in page(client, "/journeys/moves/")
    several(3)
    shown = page(client, "/journeys/moves/")
    assert "<svg" in shown and "The commonest move: Nurse to Digital change manager, 3 people" in shown
    assert "style=" not in shown


def test_pages_of_role_course_and_pathway_say_what_people_did(client: Client) -> None:
    few = page(client, "/careers/roles/digital-change-manager/")
    assert "people who told their journey here" not in few
    several(3, recommend="YES", course="prince2-practitioner")
    role = page(client, "/careers/roles/digital-change-manager/")
    assert "3 people who told their journey here passed through this role" in role
    course = page(client, "/careers/learning/prince2-practitioner/")
    assert "<strong>3 of 3</strong> (100%) would recommend it" in course
    routes = page(client, "/careers/pathways/?from=nurse&to=change-support-officer&band=6")
    assert "People who made these moves" in routes


def test_a_page_in_the_browser_is_old_as_soon_as_a_journey_is_withdrawn(client: Client) -> None:
    sam = person()
    published(sam)
    address = "/careers/roles/digital-change-manager/"
    etag = Client().get(address).headers["ETag"]
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304
    signed_in(sam).post("/me/journey/withdraw/")
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_job_or_course_of_somebody_else_cannot_be_changed() -> None:
    kit = person("kit@example.org")
    journey = draft(kit)
    save_course(kit, None, fields={"name": "Theirs"})
    draft(person())
    mine = signed_in(person("lee@example.org"))
    for address in (
        f"/me/journey/jobs/{journey.steps.all()[0].pk}/",
        f"/me/journey/courses/{journey.courses.get().pk}/",
    ):
        assert mine.post(address, {"delete": "yes"}).status_code == 404
    assert (journey.steps.count(), journey.courses.count()) == (2, 1)
