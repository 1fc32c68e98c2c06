"""Letters to fellows: exactly those chosen, held, and nobody where nobody was chosen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ContactPreference
from accounts.written_letters import ListHasChanged, NobodyTicked
from fellowship import announcing
from fellowship.models import AnnouncementTo, Fellow
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship.sets.cohorts import seated, with_fellows
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Thursday", "text": "Please bring a picture."}


def test_a_letter_is_held_for_each_and_who_wants_none_has_none() -> None:
    cohort, admin, people = with_fellows(3)
    ContactPreference.objects.create(user=people[0].user, topic="fellowship.announcement", wanted=False)
    assert announcing.announce(cohort, people, expected=3, **WORDS, by=admin, now=NOW) == 2
    assert set(Message.objects.filter(state=Message.State.HELD).values_list("to", flat=True)) == {
        one.user.email for one in people[1:]
    }


def test_holding_a_letter_for_many_costs_as_many_queries_as_for_few() -> None:
    cohort, admin, people = with_fellows(9)
    taken = []
    for some in (people[:2], people[2:]):
        with CaptureQueriesContext(connection) as queries:
            announcing.announce(cohort, some, expected=len(some), **WORDS, by=admin, now=NOW)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_nobody_and_another_number_are_refused() -> None:
    cohort, admin, people = with_fellows(3)
    with pytest.raises(NobodyTicked):
        announcing.announce(cohort, [], expected=0, **WORDS, by=admin, now=NOW)
    with pytest.raises(ListHasChanged):
        announcing.announce(cohort, people, expected=2, **WORDS, by=admin, now=NOW)
    assert not Message.objects.exists()


def test_those_ticked_get_it_and_no_tick_is_nobody(client: Client) -> None:
    cohort, admin, people = with_fellows(3)
    client.force_login(admin)
    page = reverse("fellowship:announcement_add", args=[cohort.uuid])
    answer = client.post(page, {**WORDS, "expected": "0"})
    assert "goes to nobody" in answer.content.decode()
    # Filters without "to all" choose nobody either.
    assert "Write to 0 fellows" in client.get(page, {"state": "ACTIVE"}).content.decode()
    ticked = f"{page}?fellow={people[0].uuid}&fellow={people[1].uuid}&fellow=x"
    assert "Write to 2 fellows" in client.get(ticked).content.decode()
    assert client.post(ticked, {**WORDS, "expected": "2"}).status_code == 302
    assert Message.objects.filter(state=Message.State.HELD).count() == 2


def test_all_in_a_list_are_those_that_its_filters_let_through(client: Client) -> None:
    cohort, admin, people = with_fellows(6)
    seated(cohort, people[:5])
    Fellow.objects.filter(pk=people[0].pk).update(state=Fellow.State.LEFT)
    client.force_login(admin)
    page = reverse("fellowship:announcement_add", args=[cohort.uuid])
    assert "Write to 4 fellows" in client.get(page, {"set": "1", "to": "all"}).content.decode()
    assert "Write to 5 fellows" in client.get(page, {"to": "all"}).content.decode()


def test_a_number_that_changed_is_shown_and_has_to_be_looked_at_again(client: Client) -> None:
    cohort, admin, people = with_fellows(3)
    client.force_login(admin)
    page = reverse("fellowship:announcement_add", args=[cohort.uuid]) + "?to=all"
    Fellow.objects.filter(pk=people[0].pk).update(state=Fellow.State.LEFT)
    answer = client.post(page, {**WORDS, "expected": "3"}).content.decode()
    assert "The list has changed" in answer and "Please bring a picture." in answer
    assert 'name="expected" value="2"' in answer
    assert not Message.objects.exists()


def test_a_fellow_of_another_cohort_cannot_be_ticked(client: Client) -> None:
    cohort, admin, _ = with_fellows(1)
    _, _, strangers = with_fellows(1)
    client.force_login(admin)
    page = reverse("fellowship:announcement_add", args=[cohort.uuid]) + f"?fellow={strangers[0].uuid}"
    assert "Write to 0 fellows" in client.get(page).content.decode()


def test_the_list_says_how_many_letters_left(client: Client) -> None:
    cohort, admin, people = with_fellows(2)
    announcing.announce(cohort, people, expected=2, **WORDS, by=admin, now=NOW)
    client.force_login(admin)
    page = reverse("fellowship:announcement_list", args=[cohort.uuid])
    text = client.get(page).content.decode()
    assert "to 2 fellows" in text and "2 held" in text and "0 sent" in text
    Message.objects.update(state=Message.State.SENT)
    assert "2 sent" in client.get(page).content.decode()


def test_who_left_since_a_letter_was_held_does_not_get_it() -> None:
    cohort, admin, people = with_fellows(2)
    announcing.announce(cohort, people, expected=2, **WORDS, by=admin, now=NOW)
    Fellow.objects.filter(pk=people[0].pk).update(state=Fellow.State.LEFT)
    render = letter_called("fellowship.announcement").render
    told = {row.user_id: render(row.pk, NOW) for row in AnnouncementTo.objects.all()}
    assert isinstance(told[people[0].user_id], Drop) and isinstance(told[people[1].user_id], Mail)
