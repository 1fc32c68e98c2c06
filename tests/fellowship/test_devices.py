"""Two devices at one section of an application: both see what the other wrote before anything of it is lost."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from fellowship.models import Application
from tests.fellowship import world
from tests.fellowship.readings import client_of
from tests.fellowship.test_applying import ids, published
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def shown(client: Client, page: str) -> dict[str, Any]:
    form = client.get(page).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def section(one: Application) -> tuple[str, str, str]:
    """The address of the section, and the names of its choice and of its long answer."""
    choice, text = ids(one.call)[:2]
    pk = one.call.sections.get().pk
    return reverse("fellowship:section_answer", args=[one.uuid, pk]), f"q_{choice}", f"q_{text}"


def stored(one: Application) -> list[str]:
    return sorted(one.answers.values_list("text", flat=True))


def test_what_the_other_device_wrote_is_shown_and_kept_until_one_chooses() -> None:
    one = world.application(published())
    phone, laptop = client_of(one.user), client_of(one.user)
    page, _, text = section(one)
    on_phone, on_laptop = shown(phone, page), shown(laptop, page)
    assert phone.post(page, on_phone | {text: "Written on the train"}).status_code == 302
    answer = laptop.post(page, on_laptop | {text: "Written at the desk"})
    said = answer.content.decode()
    assert "Written on the train" in said and "Written at the desk" in said and "another device" in said
    assert stored(one) == ["Written on the train"]
    again = {name: answer.context["form"][name].value() or "" for name in answer.context["form"].fields}
    assert laptop.post(page, again).status_code == 302
    assert stored(one) == ["Written at the desk"]


def test_what_only_one_of_them_changed_stays() -> None:
    one = world.application(published())
    phone, laptop = client_of(one.user), client_of(one.user)
    page, choice, text = section(one)
    on_laptop = shown(laptop, page)
    phone.post(page, shown(phone, page) | {text: "Written on the train"})
    assert laptop.post(page, on_laptop | {choice: "Yes"}).status_code == 302
    assert stored(one) == ["Written on the train", "Yes"]


def test_a_page_that_saves_itself_knows_of_what_it_saved() -> None:
    one = world.application(published())
    client, (page, _, text) = client_of(one.user), section(one)
    data = shown(client, page)
    for words in ("One way", "Another way", "A third way"):
        answer = client.post(page, data | {text: words}, headers={"X-Autosave": "yes"})
        assert answer.status_code == 200
        data["seen"] = answer.json()["seen"]
    client_of(one.user).post(page, shown(client, page) | {text: "From elsewhere"})
    assert client.post(page, data | {text: "Here"}, headers={"X-Autosave": "yes"}).status_code == 409
    assert stored(one) == ["From elsewhere"]


def test_about_you_too() -> None:
    one = world.application(published())
    phone, laptop = client_of(one.user), client_of(one.user)
    page = reverse("fellowship:about_you", args=[one.uuid])
    on_laptop = shown(laptop, page)
    phone.post(page, shown(phone, page) | {"job_title": "Nurse", "name": "Ada"})
    said = laptop.post(page, on_laptop | {"job_title": "Matron", "telephone": "0113"}).content.decode()
    one.refresh_from_db()
    assert (one.job_title, one.name, one.telephone) == ("Nurse", "Ada", "0113")
    assert "Nurse" in said and "Matron" in said


@pytest.mark.parametrize("seen", ["", "=", "x", ",,=,", "\N{PILE OF POO}=1,", "a=b" * 5_000])
def test_a_page_that_does_not_say_what_it_showed_is_saved_as_ever(seen: str) -> None:
    one = world.application(published())
    client, (page, _, text) = client_of(one.user), section(one)
    client.post(page, shown(client, page) | {text: "Before"})
    client.post(page, {text: "After", "seen": seen})
    assert stored(one) == ["After"]
