"""Who watches is told once, and above all when a door opens that was shut to them."""

import pytest

from accounts.models import Profile
from accounts.preferences import stop_letter
from careers.models import Family, Learning, Level, Network, Role
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from notifications.writing import write
from planning.journeys.reviewing import publish
from planning.journeys.writing import submit, withdraw
from planning.models import Watch, WatchNotice
from planning.watching.watches import tell_watchers, watch, watch_no_longer
from tests.planning.journeys.world import published, staff
from tests.planning.world import DAY, NOW, page, person, signed_in

pytestmark = pytest.mark.django_db
LATER = NOW + DAY


def course(**fields: object) -> Learning:
    learning = Learning.objects.get(slug="prince2-practitioner")
    Learning.objects.filter(pk=learning.pk).update(**fields)
    learning.refresh_from_db()
    return learning


def told() -> list[str]:
    return list(WatchNotice.objects.order_by("pk").values_list("text", flat=True))


def test_a_course_that_opens_to_my_background_and_band_is_told_once() -> None:
    sam = person()
    Profile.objects.create(user=sam, background="CORPORATE", band="5")
    watch(sam, "course", course(backgrounds=("CLINICAL",), band_low="7", band_high="", status="CLOSED"), now=NOW)
    assert tell_watchers(now=LATER) == 0
    course(backgrounds=(), band_low="5", status="OPEN")
    assert tell_watchers(now=LATER) == 1
    assert told() == [
        "It is open now.",
        "It is open to people from your background (corporate) now, and was not before.",
        "It is open to band 5 now, which is yours, and was not before.",
    ]
    assert tell_watchers(now=LATER + DAY) == 0
    message = Message.objects.get(letter="planning.watch_changed")
    mail = letter_called("planning.watch_changed").render(message.about_id, LATER)
    assert isinstance(mail, Mail) and mail.to == sam.email
    text = write(mail).text
    assert "It is open now." in text and "/careers/learning/prince2-practitioner/" in text


def test_others_are_told_that_it_opened_to_more_backgrounds() -> None:
    sam = person()
    watch(sam, "course", course(backgrounds=("CLINICAL",), band_low="7", band_high=""), now=NOW)
    course(backgrounds=("CLINICAL", "TECHNICAL"), band_low="6")
    tell_watchers(now=LATER)
    assert told() == [
        "It is open to more backgrounds now: technical.",
        "The pay bands that it is open to have changed.",
    ]


def test_a_journey_from_a_background_like_mine_is_told_once_though_it_goes_and_comes_back() -> None:
    sam, kit = person(), person("kit@example.org")
    Profile.objects.create(user=sam, background="CLINICAL")
    Profile.objects.create(user=kit, background="TECHNICAL")
    role = Role.objects.get(slug="digital-change-manager")
    for user in (sam, kit):
        watch(user, "role", role, now=NOW)
    lee = person("lee@example.org")
    journey = published(lee)
    assert tell_watchers(now=LATER) == 1
    assert told() == ["Somebody from a background like yours told a journey that it is part of."]
    withdraw(lee, now=LATER)
    assert tell_watchers(now=LATER + DAY) == 0
    submit(lee, agreed=True, now=LATER)
    publish(journey.pk, reviewer=staff(), now=LATER)
    assert tell_watchers(now=LATER + 2 * DAY) == 0


def test_nobody_is_told_of_their_own_journey() -> None:
    lee = person("lee@example.org")
    Profile.objects.create(user=lee, background="CLINICAL")
    watch(lee, "role", Role.objects.get(slug="digital-change-manager"), now=NOW)
    published(lee)
    assert tell_watchers(now=LATER) == 0
    published(person("kit@example.org"))
    assert tell_watchers(now=LATER + DAY) == 1


def test_roles_families_and_networks_say_what_came_and_went() -> None:
    sam = person()
    role = Role.objects.get(slug="digital-change-manager")
    network = Network.objects.live()[0]
    watch(sam, "role", role, now=NOW)
    watch(sam, "family", role.family, now=NOW)
    watch(sam, "network", network, now=NOW)
    level = Level.objects.filter(role=role).order_by("order")[0]
    Level.objects.filter(pk=level.pk).update(name="Something else")
    other = Role.objects.live().filter(family=role.family).exclude(pk=role.pk)[0]
    Role.objects.filter(pk=other.pk).update(retired_at=NOW)
    Network.objects.filter(pk=network.pk).update(retired_at=NOW)
    tell_watchers(now=LATER)
    assert set(told()) == {
        "It has new levels: Something else.",
        f"These levels are gone: {level.name}.",
        f"These roles are gone: {other.name}.",
        "It is no longer in our list.",
    }


def test_who_stopped_the_letter_or_the_watch_gets_none() -> None:
    sam = person()
    watch(sam, "course", course(status="CLOSED"), now=NOW)
    course(status="OPEN")
    tell_watchers(now=LATER)
    message = Message.objects.get(letter="planning.watch_changed")
    stop_letter(sam, "planning.watch_changed", now=LATER)
    assert isinstance(letter_called("planning.watch_changed").render(message.about_id, LATER), Drop)
    watch_no_longer(sam, "course", course())
    assert isinstance(letter_called("planning.watch_changed").render(message.about_id, LATER), Drop)
    assert not Watch.objects.exists()


def test_a_thing_is_watched_listed_and_let_go_through_its_pages() -> None:
    sam = signed_in(person())
    family = Family.objects.live()[0]
    for address in (
        "/me/watching/course/prince2-practitioner/",
        "/me/watching/role/digital-change-manager/",
        f"/me/watching/family/{family.slug}/",
        f"/me/watching/network/{Network.objects.live()[0].slug}/",
    ):
        assert "Watch this" in page(sam, address)
        assert sam.post(address).status_code == 302
    assert Watch.objects.count() == 4
    shown = page(sam, "/me/watching/?kind=course")
    assert "PRINCE2 Practitioner" in shown and family.name not in shown
    sam.post("/me/watching/course/prince2-practitioner/", {"stop": "yes"})
    assert "Nothing that you watch fits" in page(sam, "/me/watching/?kind=course")
    assert sam.get("/me/watching/animal/cat/").status_code == 404
