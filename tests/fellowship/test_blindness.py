"""Blindness as a property: what tells who applied is on no page, in no letter and no file of a reviewer; and nobody
sees what others gave before all have finished."""

import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import ProgrammeRole, User
from accounts.privacy import export
from fellowship.models import Conflict, Review
from fellowship.reviewing import naming, reminding
from fellowship.urls.reviewing import urlpatterns
from notifications.letters import Mail, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.readings import CANARY, client_of, full_of_canaries, handed_in, read_call, score, shared
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
TELLS = re.compile(CANARY, re.IGNORECASE)


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def everything_of(client: Client, review: Review) -> dict[str, str]:
    """All that the addresses under /reviews/ answer to this reviewer, files and headers included."""
    found = {}
    file = review.application.answers.exclude(file_type="").values_list("pk", flat=True).first()
    for pattern in urlpatterns:
        if not str(pattern.pattern).startswith("reviews/") or (pattern.name == "review_file" and file is None):
            continue
        arguments: dict[str, object] = {}
        if "uuid" in pattern.pattern.converters:
            of_call = pattern.name == "declare"
            arguments["uuid"] = review.application.call.cohort.uuid if of_call else review.uuid
        if "pk" in pattern.pattern.converters:
            arguments["pk"] = file
        address = reverse(f"fellowship:{pattern.name}", kwargs=arguments)
        answer = client.get(address)
        text = answer.content.decode("latin-1")
        if answer.get("Content-Type") == "application/pdf":
            reader = PdfReader(io.BytesIO(answer.content))
            text += str(reader.metadata) + "".join(str(page) for page in reader.pages)
        headers = {name: value for name, value in answer.headers.items() if "Policy" not in name}
        found[address] = ever_new(f"{answer.status_code}\n{headers}\n{text}")
    return found


def test_nothing_that_tells_who_applied_reaches_a_reviewer() -> None:
    call, admin, _ = read_call(2, review_by=NOW + timedelta(days=2))
    full_of_canaries(call)
    first, second = shared(call, admin)
    kept_away = full_of_canaries(read_call(0, of=world.cohort(call.cohort.programme))[0])
    Conflict.objects.create(application=kept_away, reviewer=first.reviewer, why=Conflict.Why.EMPLOYER)
    reminding.remind_reviewers(now=NOW)
    client = client_of(first.reviewer)
    pages = everything_of(client, first)
    assert sum(page.startswith("200") for page in pages.values()) == len(pages) >= 6
    naming.report(first, "Second line", actor=first.reviewer, now=NOW)
    score(first, 1, 1)
    pages |= {f"{address} once done": page for address, page in everything_of(client, first).items()}
    score(second, 5, 20)
    pages |= {f"{address} in moderation": page for address, page in everything_of(client, first).items()}
    pages["dashboard"] = client.get("/dashboard/", follow=True).content.decode()
    for message in Message.objects.filter(letter__in=("fellowship.reviews_given", "fellowship.reviews_wait")):
        mail = letter_called(message.letter).render(message.about_id, NOW)
        pages[message.key] = f"{mail}{mail.context if isinstance(mail, Mail) else ''}"
    pages["export"] = json.dumps(export(first.reviewer, now=NOW), default=str)
    assert "Applications you read" in pages["export"]
    assert {name: TELLS.findall(page) for name, page in pages.items() if TELLS.search(page)} == {}


def test_the_property_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    call, admin, _ = read_call()
    full_of_canaries(call)
    review = shared(call, admin)[0]
    monkeypatch.setattr("fellowship.reviewing.blinding.Mask.hide", lambda self, text: text)
    assert any(TELLS.search(page) for page in everything_of(client_of(review.reviewer), review).values())


def test_what_others_gave_changes_nothing_that_anybody_sees_before_all_have_finished() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    first, second = shared(call, admin)
    seen = []
    for change, reach, comment in ((4, 17, CANARY), (0, 2, "Nothing to add")):
        with transaction.atomic():
            score(first, change, reach, comment=comment)
            seen.append(pages_of_team(admin, first) | everything_of(client_of(second.reviewer), second))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    score(first, 4, 17, comment=CANARY)
    score(second, 4, 16, comment="Good")
    own = client_of(second.reviewer).get(reverse("fellowship:review", args=[second.uuid])).content.decode()
    assert "17 of 20" in own and CANARY not in own
    assert any(CANARY in page for page in pages_of_team(admin, first).values())


def pages_of_team(admin: User, review: Review) -> dict[str, str]:
    """What those who run the programme see of scores."""
    client, cohort = client_of(admin), review.application.call.cohort
    addresses = [
        reverse(f"fellowship:{name}", args=[cohort.uuid]) for name in ("score_table", "assignment", "reading_list")
    ]
    addresses.append(reverse("fellowship:score_detail", args=[cohort.uuid, review.application.uuid]))
    return {address: ever_new(client.get(address).content.decode()) for address in addresses}


def ever_new(page: str) -> str:
    """A page without what is new each time: tokens and nonces."""
    return re.sub(r'(value|nonce)="[A-Za-z0-9+/=_-]{20,}"', "", page)


def test_a_reading_is_its_reviewers_alone_and_ends_with_their_role() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    first, second = shared(call, admin)
    address = reverse("fellowship:review", args=[first.uuid])
    for other in (second.reviewer, admin, world.person(), User.objects.create_superuser("root@example.org")):
        assert client_of(other).get(address).status_code == 404
    client = client_of(first.reviewer)
    assert client.get(address).status_code == 200
    ProgrammeRole.objects.filter(user=first.reviewer).delete()
    assert client.get(address).status_code == 404
    assert "Application 1" not in client.get("/reviews/").content.decode()


def test_who_stands_in_for_a_reviewer_reads_nothing_of_theirs() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    review = shared(call, admin)[0]
    deputy = world.person()
    ProgrammeRole.objects.filter(user=review.reviewer).update(
        deputy=deputy, away_from=NOW.date(), away_until=NOW.date() + timedelta(days=3)
    )
    assert client_of(deputy).get(reverse("fellowship:review", args=[review.uuid])).status_code == 404
