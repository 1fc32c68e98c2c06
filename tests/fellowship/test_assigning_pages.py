"""What those who run a call do: the rubric, sharing out, giving by hand, hiding words, writing to those they mean."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, Profile, ProgrammeRole
from fellowship.copying.call import copy_call
from fellowship.models import Answer, Application, Call, Conflict, Question, Reader, Review, RubricItem
from fellowship.reviewing import assigning, naming
from fellowship.reviewing.blinding import sheet_of
from fellowship.reviewing.readers import save_reader
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.readings import RECENTLY, client_of, handed_in, read_call, score, shared
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(client: Client, name: str, call: Call, *rest: object, query: str = "") -> str:
    answer = client.get(reverse(f"fellowship:{name}", args=[call.cohort.uuid, *rest]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_rubric_is_built_and_stays_once_somebody_scored() -> None:
    call, admin, _ = read_call()
    client, address = client_of(admin), reverse("fellowship:rubric", args=[call.cohort.uuid])
    asked = Question.objects.get(section__call=call, kind="FILE")
    assert "nothing is scored about them" in page_of(client, "rubric", call)
    client.post(address, {"title": "The plan", "question": str(asked.pk), "most": "10", "guide": "Is it real?"})
    assert "nothing is scored about them" not in page_of(client, "rubric", call)
    plan = call.rubric.get(title="The plan")
    client.post(reverse("fellowship:rubric_up", args=[call.cohort.uuid, plan.pk]))
    assert list(call.rubric.values_list("title", flat=True)) == ["Change", "The plan", "Reach"]
    client.post(reverse("fellowship:rubric_delete", args=[call.cohort.uuid, plan.pk]))
    assert not RubricItem.objects.filter(pk=plan.pk).exists()
    wrong = client.post(address, {"title": "", "most": "99"}).content.decode()
    assert "must be 20 or less" in wrong
    handed_in(call)
    score(shared(call, admin)[0])
    change = call.rubric.get(title="Change")
    item = reverse("fellowship:rubric_item", args=[call.cohort.uuid, change.pk])
    lower = {"title": "Change", "question": str(change.question_id), "most": "3"}
    assert "Somebody has scored this already, so" in client.post(item, lower).content.decode()
    client.post(item, lower | {"most": "5", "title": "What changes"})
    change.refresh_from_db()
    assert (change.title, change.most) == ("What changes", 5)
    client.post(reverse("fellowship:rubric_delete", args=[call.cohort.uuid, change.pk]))
    assert call.rubric.filter(pk=change.pk).exists()


def test_looking_at_what_sharing_out_would_do_does_nothing() -> None:
    call, admin, _ = read_call(3)
    for _ in range(3):
        handed_in(call)
    client = client_of(admin)
    page = page_of(client, "assignment_share", call)
    assert "6 readings to share out" in page and "between 2 and 2" in page
    assert not Review.objects.exists() and not Message.objects.exists()
    client.post(reverse("fellowship:assignment_share", args=[call.cohort.uuid]), {"wish": ""})
    assert Review.objects.count() == 6
    done = client.get(reverse("fellowship:assignment_share", args=[call.cohort.uuid]), follow=True).content.decode()
    assert "No application is eligible and still needs a reader" in done


def test_without_reviewers_or_a_rubric_it_is_said_what_is_missing() -> None:
    call, admin, _ = read_call(0)
    handed_in(call)
    client = client_of(admin)
    share = reverse("fellowship:assignment_share", args=[call.cohort.uuid])
    assert "has no reviewer yet" in client.post(share, follow=True).content.decode()
    other, admin, _ = read_call(2)
    other.rubric.all().delete()
    page = client_of(admin).post(reverse("fellowship:assignment_share", args=[other.cohort.uuid]), follow=True)
    assert "The rubric is empty" in page.content.decode()
    third, admin, _ = read_call(2)
    handed_in(third)
    page = client_of(admin).post(
        reverse("fellowship:assignment_share", args=[third.cohort.uuid]), {"wish": "TOPIC"}, follow=True
    )
    assert "which question tells the subject" in page.content.decode()


def test_who_does_not_read_for_this_call_gets_nothing_and_a_limit_holds() -> None:
    call, admin, (out, little, much) = read_call(3, reviews_each=1)
    for _ in range(5):
        handed_in(call)
    client = client_of(admin)
    edit = reverse("fellowship:reader_edit", args=[call.cohort.uuid, out.pk])
    assert "must be 1 or more" in client.post(edit, {"reads": "on", "most": "0"}).content.decode()
    client.post(edit, {"most": ""})
    save_reader(call, little, reads=True, most=1, actor=admin, now=NOW)
    given = assigning.share_out(call, actor=admin, now=NOW).given
    assert given == {little.pk: 1, much.pk: 4}
    assert "Does not read for this call" in page_of(client, "assignment", call)


@pytest.mark.parametrize("wish", [assigning.BY_REGION, assigning.BY_TOPIC])
def test_each_application_has_a_reader_of_its_region_or_subject_and_loads_stay_even(wish: str) -> None:
    call, admin, reviewers = read_call(4)
    topic = Question.objects.get(section__call=call, kind="CHOICE")
    Call.objects.filter(pk=call.pk).update(topic_question=topic)
    call.refresh_from_db()
    for place, one in enumerate(reviewers):
        here = "WALES" if place < 2 else "LONDON"
        Profile.objects.create(user=one, region=here)
        Reader.objects.filter(user=one).update(topics=["Yes"] if place < 2 else ["No"])
    for number in range(8):
        is_welsh = number % 2 == 0
        made = handed_in(call, region="WALES" if is_welsh else "LONDON")
        Answer.objects.create(application=made, question=topic, text="Yes" if is_welsh else "No")
    found = assigning.share_out(call, actor=admin, wish=wish, now=NOW)
    assert set(found.given.values()) == {4} and not found.lacking
    fitting = {one.pk for one in reviewers[:2]}
    for application in call.applications.all():
        readers = set(application.reviews.values_list("reviewer", flat=True))
        assert readers & fitting if application.region == "WALES" else readers - fitting


def test_it_is_said_for_whom_there_is_nobody_from_the_region() -> None:
    call, admin, _ = read_call()
    one = handed_in(call, region="SCOTLAND")
    call_reader = Reader.objects.filter(call=call).earliest("pk")
    Profile.objects.create(user=call_reader.user, region="WALES")
    other = handed_in(call, region="WALES")
    found = assigning.propose(call, assigning.BY_REGION)
    assert found.lacking == () and {pair[0] for pair in found.pairs} == {one.pk, other.pk}
    page = page_of(client_of(admin), "assignment_share", call, query="?wish=MOON")
    assert "Choose one of these" in page


def test_a_copied_call_asks_for_the_subject_by_its_own_question() -> None:
    call, _, _ = read_call()
    topic = Question.objects.get(section__call=call, kind="CHOICE")
    Call.objects.filter(pk=call.pk).update(topic_question=topic)
    call.refresh_from_db()
    copied = copy_call(call, world.cohort(call.cohort.programme), timedelta(weeks=52))
    assert copied.topic_question is not None and copied.topic_question != topic
    assert (copied.topic_question.section.call, copied.topic_question.text) == (copied, topic.text)
    assert copied.rubric.count() == 2


def test_what_is_open_with_somebody_who_left_the_team_goes_to_others() -> None:
    call, admin, (left, *_) = read_call(3)
    for _ in range(3):
        handed_in(call)
    done, *rest = [one for one in shared(call, admin) if one.reviewer_id == left.pk]
    score(done)
    ProgrammeRole.objects.filter(user=left).delete()
    found = assigning.share_out(call, actor=admin, now=NOW)
    assert sum(found.given.values()) == len(rest) and left.pk not in found.given
    assert set(Review.objects.filter(reviewer=left).values_list("state", flat=True)) == {"DONE", "RETURNED"}


def test_readings_in_conflict_are_looked_up_alone_and_not_among_all_that_are_done() -> None:
    call, admin, (first, _) = read_call(2, reviews_each=1)
    for _ in range(4):
        handed_in(call)
    done = shared(call, admin)
    for one in done:
        score(one)
    theirs = next(one for one in done if one.reviewer_id == first.pk)
    Conflict.objects.create(application=theirs.application, reviewer=first, why=Conflict.Why.EMPLOYER)
    other = next(one for one in done if one.reviewer_id != first.pk)
    Conflict.objects.create(application=other.application, reviewer=first, why=Conflict.Why.EMPLOYER)
    with CaptureQueriesContext(connection) as queries:
        assert assigning.conflicts_among_readings(call) == [theirs]
    assert len(queries) == 1


def test_what_was_read_is_looked_into_after_the_reading_too() -> None:
    call, admin, _ = read_call()
    one = handed_in(call)
    shared(call, admin)
    never = world.application(call, state="UNSUCCESSFUL")
    Application.objects.filter(pk=one.pk).update(state="INTERVIEW_INVITED")
    page_of(client_of(admin), "reading_detail", call, one.uuid)
    address = reverse("fellowship:reading_detail", args=[call.cohort.uuid, never.uuid])
    assert client_of(admin).get(address).status_code == 404


def test_by_hand_nobody_gets_what_they_are_in_conflict_with_or_have() -> None:
    call, admin, (first, second) = read_call(2, reviews_each=1)
    one = handed_in(call, organisation_name="St Elsewhere")
    client = client_of(admin)
    detail = reverse("fellowship:reading_detail", args=[call.cohort.uuid, one.uuid])
    client.post(detail, {"reviewer": str(first.pk)})
    assert "is not one of the available choices" not in client.post(detail, {"reviewer": "x"}).content.decode()
    assert "Choose who reads it" in client.post(detail, {"reviewer": str(first.pk)}).content.decode()
    Reader.objects.filter(user=second).update(employers="St Elsewhere")
    page = client.post(detail, {"reviewer": str(second.pk)}).content.decode()
    assert "This reviewer may not read this application" in page
    review = Review.objects.get()
    take = reverse("fellowship:reading_take_back", args=[call.cohort.uuid, one.uuid, review.uuid])
    client.post(take)
    review.refresh_from_db()
    assert review.state == Review.State.RETURNED
    client.post(detail, {"reviewer": str(first.pk)})
    score(review)
    assert "stays with its reader" in client.post(take, follow=True).content.decode()


def test_words_that_readers_report_are_hidden_and_shown_again() -> None:
    call, admin, _ = read_call()
    one = handed_in(call, "I run the only gait clinic in Gwent. Fewer people wait.")
    review = shared(call, admin)[0]
    naming.report(review, "the only gait clinic in Gwent", actor=review.reviewer, now=NOW)
    client = client_of(admin)
    assert one.reference in page_of(client, "reading_list", call, query="?only=NAMED")
    detail = [call.cohort.uuid, one.uuid]
    assert "the only gait clinic in Gwent" in page_of(client, "reading_detail", call, one.uuid)
    hide = reverse("fellowship:words_hide", args=detail)
    assert "No answer of this application says that" in client.post(hide, {"words": "Caerphilly"}).content.decode()
    client.post(hide, {"words": "the only  gait clinic in gwent"})
    client.post(reverse("fellowship:reports_settle", args=detail))
    assert sheet_of(review)[0].text == "I run [hidden]. Fewer people wait."
    assert one.reference not in page_of(client, "reading_list", call, query="?only=NAMED")
    client.post(reverse("fellowship:words_show", args=[*detail, one.hidden_words.get().pk]))
    assert "Gwent" in sheet_of(review)[0].text


def test_exactly_those_ticked_are_written_to() -> None:
    call, admin, (first, second) = read_call()
    Reader.objects.filter(user=first).update(declared_at=None)
    handed_in(call)
    shared(call, admin)
    client, write = client_of(admin), reverse("fellowship:readers_write", args=[call.cohort.uuid])
    assert "Nobody is ticked" in client.post(write, {"do": "remind"}, follow=True).content.decode()
    client.post(write, {"do": "remind", "reviewer": [str(second.pk), "x", "9" * 30, str(admin.pk)]})
    assert Message.objects.get(letter="fellowship.reviews_wait").about_id == Review.objects.get(reviewer=second).pk
    client.post(write, {"do": "ask", "reviewer": [str(first.pk), str(second.pk)]})
    asked = Message.objects.get(letter="fellowship.conflicts_asked")
    assert asked.about_id == Reader.objects.get(user=first).pk


def test_when_it_is_due_is_said_whole_or_not_at_all() -> None:
    call, admin, _ = read_call()
    client, address = client_of(admin), reverse("fellowship:assignment_settings", args=[call.cohort.uuid])
    day = {"by_on_day": "2", "by_on_month": "7", "by_on_year": "2027"}
    assert "Enter both day and time" in client.post(address, day).content.decode()
    client.post(address, day | {"by_time": "17:00"})
    call.refresh_from_db()
    assert f"{call.review_by:%Y-%m-%d %H:%M}" == "2027-07-02 16:00"
    assert 'value="17:00"' in client.get(address).content.decode()


def test_pages_of_reading_cost_the_same_however_many_there_are() -> None:
    call, admin, _ = read_call(3)
    handed_in(call)
    shared(call, admin)
    client = client_of(admin)
    names = ("assignment", "reading_list")
    counts = []
    for _ in range(2):
        for name in names:
            page_of(client, name, call)
        found = []
        for name in names:
            with CaptureQueriesContext(connection) as queries:
                page_of(client, name, call)
            found.append(len(queries))
        counts.append(found)
        for _ in range(9):
            handed_in(call)
        shared(call, admin)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 16


def test_the_list_of_readings_is_a_file_too_and_that_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    call, admin, _ = read_call()
    one = handed_in(call)
    shared(call, admin)
    client = client_of(admin)
    address = reverse("fellowship:reading_list", args=[call.cohort.uuid]) + "?csv=yes"
    assert client.get(address).status_code == 302  # they are asked who they are once more
    monkeypatch.setattr(RECENTLY, lambda request: True)
    answer = client.get(address)
    assert answer.content.decode("utf-8-sig").count(one.reference) == 2
    assert AuditEntry.objects.get(action="fellowship.readings_exported").detail == {"rows": 2}


def test_nobody_else_finds_these_pages() -> None:
    call, _, (reviewer, _) = read_call()
    one = handed_in(call)
    for who in (reviewer, world.in_team(world.programme())):
        for name, rest in (("assignment", ()), ("reading_list", ()), ("rubric", ()), ("reading_detail", (one.uuid,))):
            address = reverse(f"fellowship:{name}", args=[call.cohort.uuid, *rest])
            assert client_of(who).get(address).status_code == 404
