"""What is held about applicants: in the download all but what they are not told yet, and nothing of it once erased."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from accounts import privacy
from accounts.models import User
from fellowship.applying import answering, information, starting, support
from fellowship.applying.screening import screen
from fellowship.models import Application, Equality, SupportLetter
from fellowship.models.applications import support_token
from fellowship.models.moves import ApplicationState as S
from fellowship.reviewing import scoring
from notifications.delivery import deliver_due
from notifications.models import Message
from tests.accounts.test_privacy import everything
from tests.fellowship import world
from tests.fellowship.readings import client_of, handed_in, read_call, score, shared
from tests.fellowship.test_applying import filled, ids, published
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
CANARY = "Quetzalcoatl"


@pytest.fixture
def applicant() -> User:
    """Somebody who applied, has a sponsor, was asked for more, and of whom the team thinks something."""
    user = world.person(f"{CANARY} Smith")
    call = published()
    one = filled(starting.start(call, user, eligibility={"1": "yes"}, now=NOW))
    answering.save_about_you(one.pk, {"name": f"{CANARY} Smith", "why": f"{CANARY} wants it"}, now=NOW)
    answering.save_answers(one.pk, {ids(call)[1]: f"{CANARY} ward"}, {}, now=NOW)
    asked = support.ask_sponsor(one.pk, name=f"{CANARY} Boss", email="boss@example.org", now=NOW)
    deliver_due(clock=lambda: NOW)
    token = support_token(one.uuid, asked.email, asked.asked_at)
    support.answer(token, SupportLetter.State.CONFIRMED, text=f"{CANARY} is good", now=NOW)
    answering.hand_in(one.pk, agrees=True, actor=user, now=NOW)
    admin = world.in_team(call.cohort.programme)
    screen(call, [one.pk], S.ELIGIBLE, actor=admin, now=NOW)
    information.ask(
        one.pk, questions=[ids(call)[1]], details=["name"], text=f"{CANARY}, which ward?", actor=admin,
        answer_by=NOW + information.REMIND_BEFORE * 2, now=NOW,
    )  # fmt: skip
    Equality.objects.create(application=one, answers={"age": f"{CANARY} years"})
    Application.objects.filter(pk=one.pk).update(mean_score=19)
    return user


def test_the_download_has_what_they_told_and_nothing_of_how_they_are_judged(applicant: User) -> None:
    data = privacy.export(applicant, now=NOW)["data"]
    assert {
        "Your applications", "Your answers in applications", "Your equality answers",
        "Who was asked to support your applications", "What you were asked to add to applications",
    } <= set(data)  # fmt: skip
    text = json.dumps(data, cls=DjangoJSONEncoder)
    assert f"{CANARY} ward" in text and f"{CANARY} is good" in text and f"{CANARY} years" in text
    for hidden in ("mean_score", S.ELIGIBLE, S.INFO_REQUESTED):
        assert hidden not in text, text[max(text.index(hidden) - 300, 0) : text.index(hidden) + 100]


def test_scores_outlive_who_gave_them_and_what_they_had_not_read_waits_for_others() -> None:
    call, admin, _ = read_call(2)
    read, open_still = handed_in(call), handed_in(call)
    for review in shared(call, admin):
        if review.application_id == read.pk:
            score(review)
    reader = read.reviews.order_by("pk")[0].reviewer
    assert reader is not None
    read.refresh_from_db()
    mean = read.mean_score
    privacy.erase(reader, now=NOW)
    assert read.reviews.count() == 2 and scoring.add_up(read) == mean is not None
    assert open_still.reviews.count() == 1
    page = client_of(admin).get(reverse("fellowship:score_detail", args=[call.cohort.uuid, read.uuid]))
    assert "Reader who left" in page.content.decode()


def test_nothing_of_an_applicant_is_left_not_even_in_letters_to_their_sponsor(applicant: User) -> None:
    assert Message.objects.filter(to="boss@example.org", text__contains=CANARY).exists()
    privacy.erase(applicant, now=NOW)
    left = [line for line in everything().splitlines() if CANARY.lower() in line.lower()]
    assert left == []
    waits = Message.objects.filter(letter="fellowship.support_waits")
    assert {one.state for one in waits} <= {Message.State.CANCELLED, Message.State.WAITING}
