"""Offers and requests: limits, answers, reminders, and no address."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from careers.models import Skill
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from planning.models import Offer, Request
from planning.shadowing import (
    AskedAlready,
    AskedEnough,
    DateIsOver,
    OfferIsFull,
    OfferIsPaused,
    OwnOffer,
    RequestHasChanged,
    accept,
    ask_for,
    decline,
    people_offering,
    save_offer,
    withdraw_request,
)
from tests.planning.world import DAY, NOW, page, person, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FIELDS = {
    "kind": "SHADOW",
    "title": "A day with us",
    "text": "See the ward go live",
    "where": "Leeds",
    "most_a_month": 1,
}
SOON = date(2027, 1, 20)


def offer(email: str = "sam@example.org", **fields: object) -> Offer:
    return save_offer(person(email, name="Sam Okafor"), None, fields=FIELDS | fields, paused=False, now=NOW)


def render(letter: str, request: Request) -> Mail | Drop:
    return letter_called(f"planning.{letter}").render(request.pk, NOW)


def test_an_offer_takes_as_many_as_its_owner_said_and_again_after_a_month() -> None:
    mine = offer()
    first = ask_for(mine.pk, asker=person("kit@example.org"), text="Please", now=NOW)
    second = ask_for(mine.pk, asker=person("lee@example.org"), text="Please", now=NOW)
    accept(first.uuid, owner=mine.user, answer="At nine", meets_on=SOON, now=NOW)
    with pytest.raises(OfferIsFull):
        accept(second.uuid, owner=mine.user, answer="At ten", meets_on=SOON, now=NOW)
    with pytest.raises(OfferIsFull):
        ask_for(mine.pk, asker=person("ada@example.org"), text="Please", now=NOW)
    accept(second.uuid, owner=mine.user, answer="At ten", meets_on=date(2027, 3, 1), now=NOW + 31 * DAY)


def test_requests_are_refused_with_a_reason() -> None:
    mine, kit = offer(), person("kit@example.org")
    with pytest.raises(OwnOffer):
        ask_for(mine.pk, asker=mine.user, text="Me", now=NOW)
    ask_for(mine.pk, asker=kit, text="Please", now=NOW)
    with pytest.raises(AskedAlready):
        ask_for(mine.pk, asker=kit, text="Please", now=NOW)
    save_offer(mine.user, mine.pk, fields=FIELDS, paused=True, now=NOW)
    with pytest.raises(OfferIsPaused):
        ask_for(mine.pk, asker=person("lee@example.org"), text="Please", now=NOW)
    for number in range(4):
        ask_for(offer(f"{number}@example.org").pk, asker=kit, text="Please", now=NOW)
    with pytest.raises(AskedEnough):
        ask_for(offer("last@example.org").pk, asker=kit, text="Please", now=NOW)


def test_what_was_answered_is_answered() -> None:
    mine, kit = offer(), person("kit@example.org")
    request = ask_for(mine.pk, asker=kit, text="Please", now=NOW)
    with pytest.raises(DateIsOver):
        accept(request.uuid, owner=mine.user, answer="Come", meets_on=date(2027, 1, 10), now=NOW)
    decline(request.uuid, owner=mine.user, answer="Sorry", now=NOW)
    with pytest.raises(RequestHasChanged):
        accept(request.uuid, owner=mine.user, answer="Come", meets_on=SOON, now=NOW)
    with pytest.raises(RequestHasChanged):
        withdraw_request(request.uuid, asker=kit, now=NOW)
    with pytest.raises(Request.DoesNotExist):
        decline(request.uuid, owner=kit, answer="", now=NOW)


def test_letters_are_sent_when_due_and_dropped_when_stale() -> None:
    mine, kit = offer(), person("kit@example.org")
    request = ask_for(mine.pk, asker=kit, text="Please", now=NOW)
    waits = Message.objects.get(letter="planning.offer_waits")
    assert waits.due_at == NOW + timedelta(days=7)
    assert isinstance(render("offer_waits", request), Mail)
    accept(request.uuid, owner=mine.user, answer="At nine", meets_on=SOON, now=NOW)
    assert isinstance(render("offer_waits", request), Drop)
    soon = Message.objects.get(letter="planning.offer_soon_asker")
    assert f"{soon.due_at:%Y-%m-%d %H:%M}" == "2027-01-19 09:00"
    mail = render("offer_soon_asker", request)
    assert isinstance(mail, Mail) and mail.to == kit.email and mail.unsubscribe_url
    withdraw_request(request.uuid, asker=kit, now=NOW)
    assert isinstance(render("offer_soon_asker", request), Drop)
    told = render("offer_called_off", request)
    assert isinstance(told, Mail) and told.to == mine.user.email


def test_through_its_pages_an_offer_is_made_asked_for_and_accepted() -> None:
    sam, kit = person(name="Sam Okafor"), person("kit@example.org", name="Kit Hale")
    mine, theirs = signed_in(sam), signed_in(kit)
    assert "Nobody has time just now" in page(theirs, "/shadowing/")
    assert mine.post("/me/offers/add/", {**FIELDS, "role": "digital-change-manager"}).status_code == 302
    found = page(theirs, "/shadowing/?kind=SHADOW&role=digital-change-manager&q=ward")
    assert "A day with us" in found and "Sam Okafor" in found and sam.email not in found
    address = Offer.objects.get().get_absolute_url()
    assert "Say who you are" in theirs.post(address, {}).content.decode()
    assert theirs.post(address, {"text": "May I come?"}).status_code == 302
    asked = f"/me/requests/{Request.objects.get().uuid}/"
    shown = page(mine, asked)
    assert "Kit Hale" in shown and "May I come?" in shown and kit.email not in shown
    assert theirs.post(asked, {"decline": "yes"}).status_code == 404
    accepted = {"meets_on_day": "20", "meets_on_month": "1", "meets_on_year": "2027", "answer": "Gate two, at nine"}
    assert mine.post(asked, accepted).status_code == 302
    assert "Gate two, at nine" in page(theirs, asked)
    assert "Nobody has time just now" in page(signed_in(person("lee@example.org")), "/shadowing/")  # it is full
    assert theirs.post(f"{asked}withdraw/").status_code == 302
    assert signed_in(person("ada@example.org")).get(asked).status_code == 404


def about(*slugs: str) -> list[Skill]:
    return list(Skill.objects.filter(slug__in=slugs))


def test_an_offer_names_up_to_three_skills_and_is_found_by_them() -> None:
    sam, kit = person(name="Sam Okafor"), person("kit@example.org")
    mine, theirs = signed_in(sam), signed_in(kit)
    sent = FIELDS | {"skill_1": "user-focus", "skill_2": "planning", "skill_3": "user-focus"}
    wrong = mine.post("/me/offers/add/", sent | {"skill_2": "juggling"}).content.decode()
    assert "Choose a skill from the list, or none" in wrong and "See the ward go live" in wrong
    assert not Offer.objects.exists()
    assert mine.post("/me/offers/add/", sent).status_code == 302
    made = Offer.objects.get()
    assert set(made.skills.values_list("slug", flat=True)) == {"user-focus", "planning"}
    assert "A day with us" in page(theirs, "/shadowing/?skill=planning")
    offer("ada@example.org", title="Something else")
    assert "Something else" not in page(theirs, "/shadowing/?skill=planning")
    assert "User focus" in page(theirs, made.get_absolute_url())
    form = page(mine, f"/me/offers/{made.pk}/")
    assert '<option value="user-focus" selected>' in form and '<option value="planning" selected>' in form
    assert mine.post(f"/me/offers/{made.pk}/", FIELDS).status_code == 302
    assert not made.skills.exists()


def test_people_are_counted_once_for_a_skill_and_only_those_with_room_for_somebody_else() -> None:
    user_focus, planning = sorted(about("user-focus", "planning"), key=lambda one: one.slug != "user-focus")
    both = {user_focus.pk: 1, planning.pk: 1}
    sam, full, paused, gone = (offer(f"{name}@example.org") for name in ("sam", "full", "paused", "gone"))
    for one in (sam, full, paused, gone):
        one.skills.set([user_focus, planning])
    save_offer(sam.user, None, fields=FIELDS | {"kind": "CHAT"}, skills=[user_focus], paused=False, now=NOW)
    kit = person("kit@example.org")
    taken = ask_for(full.pk, asker=kit, text="Please", now=NOW)
    accept(taken.uuid, owner=full.user, answer="At nine", meets_on=SOON, now=NOW)
    save_offer(paused.user, paused.pk, fields={}, paused=True, now=NOW)
    assert paused.skills.count() == 2
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    assert people_offering([user_focus.pk, planning.pk], besides=None, now=NOW) == both
    assert people_offering([user_focus.pk], besides=kit.pk, now=NOW) == {user_focus.pk: 1}
    assert people_offering([user_focus.pk, planning.pk], besides=sam.user_id, now=NOW) == {}
    assert people_offering([user_focus.pk, planning.pk], besides=None, now=NOW + 31 * DAY) == {
        user_focus.pk: 2,
        planning.pk: 2,
    }


def test_the_list_asks_as_many_queries_for_many_offers_as_for_few() -> None:
    client = signed_in(person("kit@example.org"))
    counts = []
    for number in range(3):
        offer(f"{number}@example.org").skills.set(about("user-focus", "planning"))
        page(client, "/shadowing/")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/shadowing/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_an_owner_may_call_off_what_they_accepted_and_the_other_is_told_again() -> None:
    mine, kit = offer(), person("kit@example.org")
    asked = ask_for(mine.pk, asker=kit, text="Please", now=NOW)
    accept(asked.uuid, owner=mine.user, answer="At nine", meets_on=SOON, now=NOW)
    client = signed_in(mine.user)
    assert "Call it off" in page(client, f"/me/requests/{asked.uuid}/")
    assert client.post(f"/me/requests/{asked.uuid}/", {"decline": "yes", "answer": "I am ill"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("DECLINED", "I am ill")
    assert Message.objects.filter(letter="planning.offer_answered").count() == 2
    assert isinstance(render("offer_answered", asked), Mail)
    assert isinstance(render("offer_soon_asker", asked), Drop), "nobody is sent to a day that is off"
    second = ask_for(mine.pk, asker=kit, text="Another day?", now=NOW)
    accept(second.uuid, owner=mine.user, answer="At nine", meets_on=SOON, now=NOW)
