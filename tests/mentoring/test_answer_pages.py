"""The pages of a proposal: what a link opens, who gets in, and that only a person's own click decides."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.invited import account_for
from accounts.models import User
from mentoring.models import Match, Question
from mentoring.proposing import propose
from notifications.delivery import deliver
from notifications.models import Message
from notifications.outbox import cancel_chosen, release
from tests.accounts.conftest import PASSWORD, newest_code
from tests.mentoring import world
from tests.mentoring.world import NOW, page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
State = Match.State
REASON = {"term": "gaps", "points": 30, "of": 50, "facts": {
    "covered": [["user-focus", 1, 3, 3]], "missing": [["digital-change", 0, 2]]}}  # fmt: skip


def proposal(mentor: User, **fields: object) -> Match:
    mentee = world.mentee(
        world.person("Sam Obi"), gaps={"user-focus": (1, 3)}, goal=world.GOAL, hopes="To lead a small team"
    )
    if not hasattr(mentor, "mentor"):
        world.mentor(mentor, skills={"user-focus": 3}, hours_a_month=2)
    if "programme" not in fields:
        fields["programme"] = world.programme("Digital mentors")
    return propose(
        mentee.user, mentor, round=None, origin=Match.Origin.ROUND, points=30, reasons=[REASON], now=NOW,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def invited() -> User:
    return account_for("olive.green@trust.example.uk", name="Olive Green", now=NOW)


def at(pair: Match, name: str = "proposal") -> str:
    return reverse(f"mentoring:{name}", args=[pair.uuid])


def letter() -> str:
    """The text of the proposal's letter, really sent."""
    deliver(Message.objects.get(letter="mentoring.proposed").pk, now=NOW)
    return str(mail.outbox[-1].body)


def links(text: str) -> list[str]:
    found = re.findall(r"http://localhost:8000(\S+)", text)
    assert found
    return found


def everything() -> list[object]:
    return [list(Match.objects.values()), list(Question.objects.values()), list(EmailAddress.objects.values())]


def test_from_the_letter_to_accepted_with_a_code_and_no_password() -> None:
    pair = proposal(invited())
    visitor = Client()
    (address,) = {link for link in links(letter()) if "proposals" in link}
    assert "Send me a code" in page(visitor, address)
    answer = visitor.post(at(pair, "proposal_code"), follow=True)
    code_page = answer.content.decode()
    assert "o•••@t•••.uk" in code_page
    answer = visitor.post(answer.redirect_chain[-1][0], {"code": newest_code(), "next": at(pair)}, follow=True)
    assert answer.redirect_chain[-1][0] == at(pair)
    brief = answer.content.decode()
    for words in ("Sam Obi hopes for you as a mentor", "To lead a small team", "30 of 50 points", "About 2 hours"):
        assert words in brief
    assert "Not covered: " in brief
    accepted = visitor.post(at(pair, "proposal_accept"), follow=True).content.decode()
    assert "You are Sam Obi’s mentor" in accepted
    assert visitor.post(at(pair, "proposal_accept"), follow=True).content.decode().count(
        "You are Sam Obi’s mentor"
    ) == (accepted.count("You are Sam Obi’s mentor"))
    pair.refresh_from_db()
    assert pair.state == State.ACCEPTED


def test_following_every_link_of_the_letter_again_and_again_changes_nothing() -> None:
    pair = proposal(invited())
    text = letter()
    before = everything()
    scanner = Client()
    addresses = {*links(text), *(at(pair, f"proposal_{name}") for name in ("accept", "decline", "withdraw", "code"))}
    for _ in range(2):
        for address in sorted(addresses):
            for verb in ("HEAD", "GET", "OPTIONS"):
                assert scanner.generic(verb, address).status_code < 500
    assert everything() == before
    assert len(mail.outbox) == 1


def test_reading_while_signed_in_changes_nothing_either() -> None:
    pair = proposal(world.person("Olive Green"))
    mentor = signed_in(pair.mentor)
    before = everything()
    names = ("proposal", "proposal_accept", "proposal_decline", "proposal_question", "proposal_withdraw")
    for name in names:
        for verb in ("HEAD", "GET"):
            mentor.generic(verb, at(pair, name))
    assert everything() == before


def test_who_holds_only_the_link_learns_nothing_of_the_two() -> None:
    pair = proposal(invited())
    stranger = Client()
    said = page(stranger, at(pair))
    answer = stranger.post(at(pair, "proposal_code"), follow=True)
    said += answer.content.decode()
    wrong = stranger.post(answer.redirect_chain[-1][0], {"code": "XXXX-XXXX", "next": at(pair)})
    said += wrong.content.decode()
    said += stranger.post(answer.redirect_chain[-1][0], {"action": "resend"}, follow=True).content.decode()
    for secret in ("olive", "green", "trust.example", "Sam", "Obi", "Digital mentors", "lead a small team"):
        assert secret.lower() not in said.lower(), secret
    for role in (world.person(), world.staff()):
        assert signed_in(role).get(at(pair)).status_code == 404
        assert signed_in(role).post(at(pair, "proposal_accept")).status_code == 404


def test_the_answer_is_the_same_whatever_became_of_the_proposal_and_the_account() -> None:
    pair = proposal(invited())
    waiting = words(page(Client(), at(pair)))
    Match.objects.filter(pk=pair.pk).update(state=State.WITHDRAWN, ended_at=NOW)
    assert words(page(Client(), at(pair))) == waiting
    User.objects.filter(pk=pair.mentor_id).update(is_active=False)
    assert words(page(Client(), at(pair))) == waiting
    assert Client().post(at(pair, "proposal_code")).status_code == 302
    assert "code" not in str(mail.outbox[-1].subject)


def words(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken"[^>]*>', "", html)


def test_codes_are_asked_for_three_times_a_minute_at_most() -> None:
    pair = proposal(invited())
    for _ in range(3):
        Client().post(at(pair, "proposal_code"))
    assert len(mail.outbox) == 3
    answer = Client().post(at(pair, "proposal_code"), follow=True)
    assert "You asked for that very often" in answer.content.decode()
    assert len(mail.outbox) == 3


def test_a_code_ends_after_fifteen_minutes(at_now) -> None:  # type: ignore[no-untyped-def]
    pair = proposal(invited())
    visitor = Client()
    address = visitor.post(at(pair, "proposal_code")).url
    at_now.move_to(NOW + timedelta(minutes=16))
    answer = visitor.post(address, {"code": newest_code(), "next": at(pair)}, follow=True)
    assert "no longer valid" in answer.content.decode()
    assert visitor.get("/me/").status_code == 302


def test_a_stranger_who_signed_up_with_the_address_before_gets_nowhere() -> None:
    stranger = Client()
    stranger.post(
        "/account/signup/", {"name": "Mallory", "email": "olive.green@trust.example.uk", "password1": PASSWORD}
    )
    pair = proposal(invited())
    owner = Client()
    address = owner.post(at(pair, "proposal_code")).url
    owner.post(address, {"code": newest_code(), "next": at(pair)})
    assert "hopes for you" in page(owner, at(pair))
    for browser in (stranger, Client()):
        browser.post("/account/login/", {"login": "olive.green@trust.example.uk", "password": PASSWORD})
        assert "Send me a code" in page(browser, at(pair))


def test_the_code_of_a_letter_to_the_mentee_goes_to_the_mentee() -> None:
    pair = proposal(world.person("Olive Green"))
    visitor = Client()
    assert 'name="for" value="mentee"' in page(visitor, f"{at(pair)}?for=mentee")
    visitor.post(at(pair, "proposal_code"), {"for": "mentee"})
    assert mail.outbox[-1].to == [pair.mentee.email]


def test_a_click_after_the_session_has_ended_leads_to_the_page_that_asks_who_it_is() -> None:
    pair = proposal(world.person("Olive Green"))
    answer = Client().post(at(pair, "proposal_accept"))
    assert answer.url == at(pair)
    pair.refresh_from_db()
    assert pair.state == State.PROPOSED


@pytest.mark.parametrize(
    ("reason", "offer"),
    [("NO_TIME", "Take a break"), ("WRONG_SKILLS", "Change what you offer"), ("KNOW_THEM", "Thank you for answering")],
)
def test_declining_offers_what_helps_next_time(reason: str, offer: str) -> None:
    pair = proposal(world.person("Olive Green"))
    mentor = signed_in(pair.mentor)
    assert page(mentor, at(pair, "proposal_decline")).count('type="radio"') == 9
    assert "Choose the reason" in mentor.post(at(pair, "proposal_decline"), {"note": "Kept"}).content.decode()
    answer = mentor.post(at(pair, "proposal_decline"), {"reason": reason, "note": "A private word"}, follow=True)
    assert offer in answer.content.decode()
    again = mentor.post(at(pair, "proposal_decline"), {"reason": "OTHER"}, follow=True)
    assert offer in again.content.decode()
    assert "A private word" not in page(signed_in(pair.mentee), at(pair))
    team = page(signed_in(world.staff(pair.programme)), at(pair))
    assert "A private word" in team


def test_nobody_reads_a_note_about_a_direct_request_so_none_is_asked_for() -> None:
    pair = proposal(world.person("Olive Green"), programme=None)
    assert 'name="note"' not in page(signed_in(pair.mentor), at(pair, "proposal_decline"))


def test_a_question_is_read_and_answered_on_the_page() -> None:
    pair = proposal(world.person("Olive Green"))
    mentor, mentee = signed_in(pair.mentor), signed_in(pair.mentee)
    assert "Write your question" in mentor.post(at(pair, "proposal_question")).content.decode()
    mentor.post(at(pair, "proposal_question"), {"text": "Would evenings suit you?"})
    seen = page(mentee, at(pair))
    assert "Would evenings suit you?" in seen
    question = Question.objects.get()
    answer = mentee.post(at(pair, "proposal_answer"), {"question": question.pk, "text": ""})
    assert "Write your answer" in answer.content.decode()
    mentee.post(at(pair, "proposal_answer"), {"question": question.pk, "text": "Tuesdays"})
    assert "Tuesdays" in page(mentor, at(pair))
    others = proposal(world.person("B"), programme=None)
    other = Question.objects.create(match=others, text="Of others", asked_at=NOW)
    assert mentee.post(at(pair, "proposal_answer"), {"question": other.pk, "text": "Mine"}).status_code == 404


def test_full_mentors_read_how_to_make_room() -> None:
    mentor = world.mentor(world.person("Olive Green"), places=1)
    pair = proposal(mentor.user)
    world.match_of(world.mentee().user, mentor.user, State.ACTIVE)
    client = signed_in(mentor.user)
    assert "offer one more place" in page(client, at(pair))
    answer = client.post(at(pair, "proposal_accept"), follow=True).content.decode()
    assert "All your places are taken" in answer


def test_mentee_and_team_withdraw_once_they_are_sure() -> None:
    for who in ("mentee", "team"):
        pair = proposal(world.person("Olive Green"), programme=world.programme())
        client = signed_in(pair.mentee if who == "mentee" else world.staff(pair.programme))
        assert "You cannot undo this" in page(client, at(pair, "proposal_withdraw"))
        client.post(at(pair, "proposal_withdraw"))
        client.post(at(pair, "proposal_withdraw"))
        pair.refresh_from_db()
        assert pair.state == State.WITHDRAWN
        assert client.get(at(pair, "proposal_withdraw")).url == at(pair)
        ended = page(signed_in(pair.mentor), at(pair))
        assert "nothing to answer" in ended and f'"{reverse("mentoring:my_mentoring")}"' in ended


def test_the_two_see_nothing_of_a_proposal_while_the_team_holds_its_letter() -> None:
    pair = proposal(world.person("Olive Green"), held=True)
    for user in (pair.mentor, pair.mentee):
        client = signed_in(user)
        assert client.get(at(pair)).status_code == 404
        assert str(pair.uuid) not in page(client, reverse("mentoring:my_mentoring"))
    assert signed_in(pair.mentor).post(at(pair, "proposal_accept")).status_code == 404
    assert "Withdraw the proposal" in page(signed_in(world.staff(pair.programme)), at(pair))
    release([Message.objects.get().pk], now=NOW)
    for user in (pair.mentor, pair.mentee):
        client = signed_in(user)
        assert client.get(at(pair)).status_code == 200
        assert str(pair.uuid) in page(client, reverse("mentoring:my_mentoring"))


@pytest.mark.parametrize("state", State.values)
def test_every_state_has_a_page_for_every_party(state: str) -> None:
    mentor = world.mentor(world.person("Olive Green"))
    programme = world.programme()
    pair = world.match_of(world.mentee(world.person("Sam Obi")).user, mentor.user, state, programme=programme)
    for who in (pair.mentor, pair.mentee, world.staff(programme)):
        assert "Sam Obi" in page(signed_in(who), at(pair)) or "Olive Green" in page(signed_in(who), at(pair))


def test_the_brief_asks_as_much_for_one_gap_as_for_many() -> None:
    counts = []
    for gaps in ({"user-focus": (1, 3)}, {"user-focus": (1, 3), "digital-change": (0, 2), "data-literacy": (1, 2)}):
        known = {slug: levels for slug, levels in gaps.items() if world.Skill.objects.filter(slug=slug).exists()}
        mentee = world.mentee(gaps=known)
        pair = world.match_of(mentee.user, world.mentor(skills={"user-focus": 2}).user)
        client = signed_in(pair.mentor)
        page(client, at(pair))
        with CaptureQueriesContext(connection) as queries:
            page(client, at(pair))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("state", [State.PROPOSED, State.ACCEPTED, State.DECLINED, State.LAPSED, State.WITHDRAWN])
def test_the_two_do_not_read_each_others_address_in_place_of_a_name(state: str) -> None:
    mentor = world.mentor(world.person("Olive Green")).user
    pair = world.match_of(world.mentee().user, mentor, state)
    Question.objects.create(match=pair, text="Why me?", asked_at=NOW, answer="You know it.", answered_at=NOW)
    User.objects.filter(pk__in=(pair.mentee_id, mentor.pk)).update(name="")
    names = ("proposal", "proposal_decline", "proposal_question", "proposal_withdraw")
    for reader, other in ((mentor, pair.mentee), (pair.mentee, mentor)):
        client = signed_in(reader)
        for name in names:
            assert other.email not in client.get(at(pair, name)).content.decode(), (name, reader)


def test_a_proposal_that_the_team_never_let_go_is_no_page_for_the_two() -> None:
    pair = proposal(world.person("Olive Green"), held=True)
    Match.objects.filter(pk=pair.pk).update(state=State.WITHDRAWN, ended_at=NOW)
    cancel_chosen([Message.objects.get().pk], reason="A mistake", now=NOW)
    for reader in (pair.mentor, pair.mentee):
        assert signed_in(reader).get(at(pair)).status_code == 404
