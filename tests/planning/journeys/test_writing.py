"""A journey is its person's until they hand it in, and again when they withdraw it."""

import pytest

from careers.models import Learning
from planning.journeys import public_state
from planning.journeys.reviewing import publish, send_back
from planning.journeys.writing import (
    CourseIsNamed,
    JourneyIsTooShort,
    JourneyStandsStill,
    NobodyAgreed,
    delete_journey,
    save_about,
    save_course,
    submit,
    withdraw,
)
from planning.models import Journey
from planning.models.journeys import NotLegal
from tests.planning.journeys.world import ABOUT, draft, published, staff
from tests.planning.world import NOW, person

pytestmark = pytest.mark.django_db


def test_nothing_is_handed_in_without_consent_or_with_one_job() -> None:
    sam = person()
    draft(sam, ["nurse"])
    with pytest.raises(JourneyIsTooShort):
        submit(sam, agreed=True, now=NOW)
    kit = person("kit@example.org")
    draft(kit)
    with pytest.raises(NobodyAgreed):
        submit(kit, agreed=False, now=NOW)
    assert not Journey.objects.exclude(state="DRAFT").exists()


def test_what_is_published_stands_still_until_it_is_withdrawn() -> None:
    sam = person()
    published(sam)
    with pytest.raises(JourneyStandsStill):
        save_about(sam, about=ABOUT | {"title": "Other words"}, networks=(), now=NOW)
    before = public_state.current()
    withdraw(sam, now=NOW)
    assert not Journey.objects.public().exists()
    assert public_state.current() == before + 1
    save_about(sam, about=ABOUT | {"title": "Other words"}, networks=(), now=NOW)
    journey = submit(sam, agreed=True, now=NOW)
    assert (journey.state, journey.title) == ("SUBMITTED", "Other words")
    withdraw(sam, now=NOW)  # also while it waits
    with pytest.raises(NotLegal):
        withdraw(sam, now=NOW)


def test_withdrawing_takes_the_consent_back() -> None:
    sam = person()
    published(sam)
    withdraw(sam, now=NOW)
    assert Journey.objects.get().consented_at is None


def test_deleting_takes_it_from_everybody_at_once() -> None:
    sam = person()
    published(sam)
    before = public_state.current()
    delete_journey(sam, now=NOW)
    delete_journey(sam, now=NOW)
    assert not Journey.objects.exists()
    assert public_state.current() == before + 1


def test_a_course_of_the_list_is_named_once_and_others_as_often_as_wished() -> None:
    sam = person()
    draft(sam)
    learning = Learning.objects.all()[0]
    save_course(sam, None, fields={"name": "One", "learning": learning})
    with pytest.raises(CourseIsNamed):
        save_course(sam, None, fields={"name": "Again", "learning": learning})
    for _ in range(2):
        save_course(sam, None, fields={"name": "A day at the seaside"})
    assert Journey.objects.get().courses.count() == 3


def test_a_journey_that_was_sent_back_is_handed_in_again() -> None:
    sam = person()
    draft(sam)
    journey = submit(sam, agreed=True, now=NOW)
    send_back(journey.pk, reason="It names a patient.", reviewer=staff(), now=NOW)
    journey.refresh_from_db()
    assert (journey.state, journey.reason, journey.is_open) == ("RETURNED", "It names a patient.", True)
    submit(sam, agreed=True, now=NOW)
    publish(journey.pk, reviewer=staff(), now=NOW)
    assert Journey.objects.public().get().reason == ""
