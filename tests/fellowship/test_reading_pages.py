"""What reviewers do: tell conflicts first, save half-filled sheets, finish and go on, return, report."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ProgrammeRole
from fellowship.models import Application, Conflict, Reader, Review, ReviewScore
from fellowship.models.moves import ApplicationState
from fellowship.reviewing import reminding
from fellowship.reviewing.assigning import give_back
from fellowship.reviewing.readers import NobodyTicked
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.readings import client_of, handed_in, read_call, score, shared
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def address_of(review: Review, name: str = "review") -> str:
    return reverse(f"fellowship:{name}", args=[review.uuid])


def test_a_reviewer_tells_conflicts_before_the_first_answer() -> None:
    call, admin, _ = read_call()
    handed_in(call, organisation_name="St Elsewhere")
    known = handed_in(call, name="Dr Ann Mary Lee")
    reviews = [one for one in shared(call, admin) if one.application == known]
    review = reviews[0]
    Reader.objects.filter(user=review.reviewer).update(declared_at=None)
    client = client_of(review.reviewer)
    declare = reverse("fellowship:declare", args=[call.cohort.uuid])
    assert client.get(address_of(review)).headers["Location"] == declare
    assert "Tell us what you are too close to" in client.get("/reviews/").content.decode()
    missing = client.post(declare, {"employers": "St Elsewhere", "people": ""})
    assert "Tick that this is all you know of now" in missing.content.decode()
    assert "St Elsewhere" in missing.content.decode()
    client.post(declare, {"employers": "st  elsewhere\n", "people": "Ann Lee\n\n", "is_all": "on"})
    whys = set(Conflict.objects.filter(reviewer=review.reviewer).values_list("why", flat=True))
    assert whys == {Conflict.Why.TOLD} and Conflict.objects.count() == 2
    assert not Review.objects.filter(reviewer=review.reviewer).exclude(state="RETURNED").exists()
    assert "Application" not in re.sub(r"(?s)<title>.*?</h1>", "", client.get("/reviews/?state=OPEN").content.decode())


def test_short_names_and_too_many_lines_are_not_taken() -> None:
    call, _, (one, _) = read_call()
    declare = reverse("fellowship:declare", args=[call.cohort.uuid])
    page = client_of(one).post(declare, {"employers": "ab", "people": "x" + "\nAnn Lee" * 70, "is_all": "on"})
    assert "fewer than three letters" in page.content.decode() and "at most 60 lines" in page.content.decode()


def test_a_button_that_says_nonsense_saves_all_the_same() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    review = shared(call, admin)[0]
    change, _ = call.rubric.all()
    client = client_of(review.reviewer)
    for nonsense in ("1" * 5_000, "²"):  # longer than Python reads as a number, and a digit that is none
        sent = client.post(address_of(review), {f"points_{change.pk}": "4", "do": nonsense})
        assert sent.status_code == 302 and sent.headers["Location"] == address_of(review)
    assert review.scores.get().points == 4


def test_a_sheet_is_saved_half_filled_and_nothing_typed_is_lost() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    review = shared(call, admin)[0]
    change, reach = call.rubric.all()
    client = client_of(review.reviewer)
    saved = client.post(
        address_of(review), {f"points_{change.pk}": "4", f"comment_{change.pk}": "Clear", "do": str(change.pk)}
    )
    assert saved.headers["Location"] == f"{address_of(review)}#item-{change.pk}"
    review.refresh_from_db()
    assert (review.state, review.scores.get().points) == ("STARTED", 4)
    wrong = {f"points_{change.pk}": "3", f"points_{reach.pk}": "21", f"comment_{reach.pk}": "Far", "comment": "Well"}
    page = client.post(address_of(review), wrong | {"do": "finish"}).content.decode()
    assert "must be 20 or less" in page and ">Far</textarea>" in page and ">Well</textarea>" in page
    assert review.scores.get().points == 3
    alone = client.post(address_of(review), {f"comment_{reach.pk}": "Far", "do": "save"}).content.decode()
    assert "a comment is kept with them" in alone and ">Far</textarea>" in alone
    unfinished = client.post(address_of(review), {f"points_{change.pk}": "3", "do": "finish"}).content.decode()
    assert "Choose points for “Reach”" in unfinished
    review.refresh_from_db()
    assert review.state == "STARTED"


def test_the_script_saves_and_is_told_when() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    review = shared(call, admin)[0]
    change = call.rubric.all()[0]
    client = client_of(review.reviewer)
    sent = {f"points_{change.pk}": "2", "comment": "So far"}
    assert client.post(address_of(review), sent, headers={"X-Autosave": "yes"}).json() == {"saved": "Saved at 12:00."}
    assert ReviewScore.objects.get().points == 2
    Application.objects.update(state=ApplicationState.WITHDRAWN)
    assert "problem" not in client.post(address_of(review), sent, headers={"X-Autosave": "yes"}).content.decode()


def test_finishing_leads_to_the_next_until_none_is_left() -> None:
    call, admin, _ = read_call(2)
    for _ in range(3):
        handed_in(call)
    mine = [one for one in shared(call, admin) if one.reviewer_id == Review.objects.earliest("pk").reviewer_id]
    change, reach = call.rubric.all()
    client = client_of(mine[0].reviewer)
    full = {f"points_{change.pk}": "4", f"points_{reach.pk}": "12", "do": "finish"}
    assert client.post(address_of(mine[1]), full).headers["Location"] == address_of(mine[2])
    assert client.post(address_of(mine[2]), full).headers["Location"] == address_of(mine[0])
    assert client.post(address_of(mine[0]), full).headers["Location"] == reverse("fellowship:my_reviews")
    again = client.post(address_of(mine[0]), full | {f"points_{reach.pk}": "1"}, follow=True).content.decode()
    assert "its scores cannot change any more" in again
    assert mine[0].scores.get(item=reach).points == 12
    page = client.get("/reviews/?state=DONE").content.decode()
    assert [f"Application {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_numbers_stay_when_others_are_returned_and_given_again() -> None:
    call, admin, _ = read_call(1, reviews_each=1)
    for _ in range(3):
        handed_in(call)
    first, second, _ = shared(call, admin)
    client = client_of(first.reviewer)
    client.post(address_of(first, "review_return"), {"reason": "OTHER", "note": "No time"})
    assert "Application 2 " in client.get(address_of(second)).content.decode() + " "
    team = client_of(admin)
    detail = reverse("fellowship:reading_detail", args=[call.cohort.uuid, first.application.uuid])
    with time_machine.travel(NOW + timedelta(hours=1)):
        team.post(detail, {"reviewer": str(first.reviewer_id)})
    first.refresh_from_db()
    assert (first.state, Message.objects.filter(letter="fellowship.reviews_given").count()) == ("ASSIGNED", 2)


def test_returning_for_a_conflict_is_kept_and_its_scores_go() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    review = shared(call, admin)[0]
    client = client_of(review.reviewer)
    assert "Choose why you return it" in client.post(address_of(review, "review_return"), {}).content.decode()
    client.post(address_of(review, "review_return"), {"reason": "CONFLICT", "note": "My cousin"})
    assert Conflict.objects.get(reviewer=review.reviewer).note == "My cousin"
    for name in ("review_return", "review_report"):
        assert client.get(address_of(review, name)).status_code == 404
    assert client.get(address_of(review)).headers["Location"] == reverse("fellowship:my_reviews")


def test_the_last_open_reading_that_is_returned_lets_the_application_go_on() -> None:
    call, admin, _ = read_call(3, reviews_each=1)
    one = handed_in(call)
    (review,) = shared(call, admin)
    other = next(user for user in call_reviewers(call) if user != review.reviewer)
    team = client_of(admin)
    team.post(reverse("fellowship:reading_detail", args=[call.cohort.uuid, one.uuid]), {"reviewer": str(other.pk)})
    score(review)
    one.refresh_from_db()
    assert one.state == ApplicationState.IN_REVIEW
    give_back(one.reviews.get(reviewer=other), why="Time", is_conflict=False, actor=other, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.mean_score) == (ApplicationState.SCORED, 13)


def test_an_application_that_is_withdrawn_is_read_no_more() -> None:
    call, admin, _ = read_call()
    one = handed_in(call)
    review = shared(call, admin)[0]
    Application.objects.filter(pk=one.pk).update(state=ApplicationState.WITHDRAWN)
    client = client_of(review.reviewer)
    page = client.get(address_of(review)).content.decode()
    assert "No longer needed" in page and "Fewer people wait" not in page
    assert client.get("/reviews/?state=OPEN").content.decode().count("app-card__heading") == 0


def test_what_is_still_to_read_stands_before_what_is_done_however_old() -> None:
    call, admin, _ = read_call()
    for _ in range(3):
        handed_in(call)
    shared(call, admin)
    reviewer = Review.objects.all()[0].reviewer
    first = Review.objects.filter(reviewer=reviewer).order_by("pk")[0]
    Review.objects.filter(pk=first.pk).update(state=Review.State.DONE, done_at=NOW)
    rows = client_of(reviewer).get("/reviews/").context["list"].rows
    assert [one.state for one in rows] == ["ASSIGNED"] * (len(rows) - 1) + ["DONE"]


def test_my_readings_cost_the_same_however_many_there_are() -> None:
    call, admin, _ = read_call()
    handed_in(call)
    client = client_of(shared(call, admin)[0].reviewer)
    client.get("/reviews/")
    with CaptureQueriesContext(connection) as few:
        client.get("/reviews/")
    for _ in range(12):
        handed_in(call)
    shared(call, admin)
    with CaptureQueriesContext(connection) as many:
        client.get("/reviews/")
    assert len(many) == len(few) <= 15


def test_reviewers_are_reminded_at_their_moments_and_once() -> None:
    due = NOW + timedelta(days=9)
    call, admin, reviewers = read_call(2, review_by=due)
    handed_in(call)
    review = shared(call, admin)[0]

    def reminded(when: timedelta) -> int:
        reminding.remind_reviewers(now=due + when)
        return Message.objects.filter(letter="fellowship.reviews_wait").count()

    assert reminded(timedelta(days=-8)) == 0
    assert reminded(timedelta(days=-7)) == 2
    assert reminded(timedelta(days=-7, hours=3)) == 2
    score(review)
    assert reminded(timedelta(days=-2, hours=1)) == 3
    assert reminded(timedelta(days=1)) == 4
    assert reminded(timedelta(days=3)) == 4
    with pytest.raises(NobodyTicked):
        reminding.remind(call, [], actor=admin, now=NOW)
    assert reminding.remind(call, reviewers, actor=admin, now=NOW) == 1
    assert reminding.remind(call, reviewers, actor=admin, now=NOW) == 1
    assert Message.objects.filter(letter="fellowship.reviews_wait").count() == 5


def call_reviewers(call: object) -> list[object]:
    return [role.user for role in ProgrammeRole.objects.filter(role="REVIEWER", programme=call.cohort.programme)]  # type: ignore[attr-defined]


def test_a_reviewer_of_another_programme_declares_nothing_here() -> None:
    call, _, _ = read_call()
    stranger = world.in_team(world.programme(), ProgrammeRole.Role.REVIEWER)
    assert client_of(stranger).get(reverse("fellowship:declare", args=[call.cohort.uuid])).status_code == 404
