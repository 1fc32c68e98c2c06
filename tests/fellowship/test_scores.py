"""The table of scores: sorted, narrowed, with its picture; one application's sheets, moderation, notes."""

import csv
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fellowship.models import Application, Call, Review, ScoreNote
from fellowship.models.moves import ApplicationState
from fellowship.reviewing.scores import histogram
from tests.fellowship import world
from tests.fellowship.readings import RECENTLY, client_of, handed_in, read_call, score, shared
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def read() -> tuple[Call, Client, list[Application]]:
    """Three that were read (means 22, 13 and 9, the last one apart) and one that is not."""
    call, admin, _ = read_call()
    high = handed_in(call, name="Ada High", organisation_name="North Trust", region="LONDON", band="8a")
    middle = handed_in(call, name="Bo Middle", organisation_name="South Trust", region="WALES", band="7")
    apart = handed_in(call, name="Cy Apart", organisation_name="East Trust", region="WALES")
    waits = handed_in(call, name="Di Waits")
    shared(call, admin)
    for one, given in ((high, ((5, 17), (4, 18))), (middle, ((3, 10), (3, 10))), (apart, ((0, 3), (5, 10)))):
        for review, points in zip(one.reviews.order_by("pk"), given, strict=True):
            score(review, *points)
    for one in (high, middle, apart, waits):
        one.refresh_from_db()
    return call, client_of(admin), [high, middle, apart, waits]


def names(page: str) -> list[str]:
    return re.findall(r"(Ada High|Bo Middle|Cy Apart|Di Waits)</a>", page)


def table(client: Client, call: Call, query: str = "") -> str:
    return client.get(reverse("fellowship:score_table", args=[call.cohort.uuid]) + query).content.decode()


def test_the_best_is_first_and_what_is_not_read_by_all_has_no_score(
    read: tuple[Call, Client, list[Application]],
) -> None:
    call, client, (high, middle, apart, waits) = read
    assert [one.mean_score for one in (high, middle, apart, waits)] == [22, 13, 9, None]
    assert (high.spread, apart.spread, apart.state) == (1, 7, ApplicationState.MODERATION)
    page = table(client, call)
    assert names(page) == ["Ada High", "Bo Middle", "Cy Apart", "Di Waits"]
    assert "22.00" in page and "22, 22" in page and "3, 15" in page and "0 of 2" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=score", ["Cy Apart", "Bo Middle", "Ada High", "Di Waits"]),
        ("?sort=-spread", ["Cy Apart", "Ada High", "Bo Middle", "Di Waits"]),
        ("?sort=-name", ["Di Waits", "Cy Apart", "Bo Middle", "Ada High"]),
        ("?sort=organisation&only=READ", ["Cy Apart", "Ada High", "Bo Middle"]),
        ("?only=APART", ["Cy Apart"]),
        ("?only=WAITS", ["Di Waits"]),
        ("?region=WALES&sort=name", ["Bo Middle", "Cy Apart"]),
        ("?band=8a", ["Ada High"]),
        ("?state=MODERATION", ["Cy Apart"]),
        ("?least=10&most=20", ["Bo Middle"]),
        ("?most=0", []),
        ("?q=south+trust", ["Bo Middle"]),
        ("?only=NOTES", []),
    ],
)
def test_the_table_is_narrowed_and_sorted(
    read: tuple[Call, Client, list[Application]], query: str, expected: list[str]
) -> None:
    call, client, _ = read
    assert names(table(client, call, query)) == expected


def test_the_picture_counts_the_scores_of_those_in_the_list() -> None:
    bins = histogram([Decimal(0), Decimal("22.5"), Decimal(25)], 25)
    assert [(one.low, one.high, one.count) for one in bins if one.count] == [(0, 2, 1), (22, 24, 1), (24, 25, 1)]
    assert sum(one.count for one in bins) == 3 and bins[-1].x + bins[-1].width < 100
    assert [one.words for one in histogram([Decimal(3)], 3)] == ["0", "1", "2"]
    assert histogram([], 0)[0].count == 0


def test_what_was_agreed_takes_the_place_of_what_was_given_and_both_are_kept(
    read: tuple[Call, Client, list[Application]],
) -> None:
    call, client, (_, _, apart, waits) = read
    address = reverse("fellowship:moderate", args=[call.cohort.uuid, apart.uuid])
    page = client.get(address).content.decode()
    assert "Where they differ" in page and "Gave 10 of 20" in page
    scores = list(Review.objects.filter(application=apart).values_list("scores", "scores__points", "scores__item"))
    sent = {f"score_{pk}": str(points) for pk, points, _ in scores}
    lowest = next(pk for pk, points, _ in scores if points == 3)
    assert "must be 20 or less" in client.post(address, sent | {f"score_{lowest}": "21"}).content.decode()
    client.post(address, sent | {f"score_{lowest}": "9"})
    apart.refresh_from_db()
    assert (apart.state, apart.mean_score, apart.spread) == (ApplicationState.SCORED, 12, 7)
    detail = client.get(reverse("fellowship:score_detail", args=[call.cohort.uuid, apart.uuid])).content.decode()
    assert "first 3" in detail and "They differ" in detail
    unread = client.get(reverse("fellowship:moderate", args=[call.cohort.uuid, waits.uuid]), follow=True)
    assert "once all have read" in unread.content.decode()


def test_notes_are_the_teams_and_are_deleted_by_who_wrote_them(read: tuple[Call, Client, list[Application]]) -> None:
    call, client, (high, *_) = read
    one = [call.cohort.uuid, high.uuid]
    client.post(reverse("fellowship:score_note", args=one), {"text": "Ask about the budget"})
    assert "Enter your note" not in client.post(reverse("fellowship:score_note", args=one), {}).content.decode()
    assert names(table(client, call, "?only=NOTES")) == ["Ada High"]
    note = ScoreNote.objects.get()
    colleague = client_of(world.in_team(call.cohort.programme))
    delete = reverse("fellowship:note_delete", args=[*one, note.pk])
    assert "Only who wrote a note can delete it" in colleague.post(delete, follow=True).content.decode()
    client.post(delete)
    assert not ScoreNote.objects.exists()


def test_nobody_sees_the_scores_of_an_application_of_their_own(read: tuple[Call, Client, list[Application]]) -> None:
    call, _, (high, *_) = read
    own = world.in_team(call.cohort.programme)
    Application.objects.filter(pk=high.pk).update(user=own)
    # Nor those of the others: they stand beside them for the same places.
    assert client_of(own).get(reverse("fellowship:score_table", args=[call.cohort.uuid])).status_code == 403
    listed = client_of(own).get(reverse("fellowship:reading_list", args=[call.cohort.uuid])).content.decode()
    assert "Ada High" not in listed and "Bo Middle" in listed
    for name in ("score_detail", "score_note", "moderate"):
        assert client_of(own).get(reverse(f"fellowship:{name}", args=[call.cohort.uuid, high.uuid])).status_code == 403
    for name in ("reading_detail", "words_hide"):
        assert client_of(own).get(reverse(f"fellowship:{name}", args=[call.cohort.uuid, high.uuid])).status_code == 404


def test_the_file_has_what_is_on_the_screen(
    read: tuple[Call, Client, list[Application]], monkeypatch: pytest.MonkeyPatch
) -> None:
    call, client, _ = read
    monkeypatch.setattr(RECENTLY, lambda request: True)
    address = reverse("fellowship:score_table", args=[call.cohort.uuid]) + "?only=READ&sort=score&csv=yes"
    rows = list(csv.DictReader(client.get(address).content.decode("utf-8-sig").splitlines()))
    assert [(row["Name"], row["Score"], row["Given"]) for row in rows] == [
        ("Cy Apart", "9.00", "3, 15"), ("Bo Middle", "13.00", "13, 13"), ("Ada High", "22.00", "22, 22"),
    ]  # fmt: skip


def test_the_table_costs_the_same_however_many_there_are(read: tuple[Call, Client, list[Application]]) -> None:
    call, client, _ = read
    table(client, call)
    with CaptureQueriesContext(connection) as few:
        table(client, call)
    for number in range(20):
        handed_in(call, state=ApplicationState.SCORED, mean_score=number, spread=1)
    with CaptureQueriesContext(connection) as many:
        table(client, call)
    assert len(few) == len(many) <= 15
