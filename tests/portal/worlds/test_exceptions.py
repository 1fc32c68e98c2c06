"""The demo has what does not go by the book, each thing where people meet it."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from fellowship.evaluating.results import comparisons_of
from fellowship.models import (
    AlumniEntry,
    Announcement,
    Answer,
    Application,
    Cohort,
    Conflict,
    DayClash,
    Deferral,
    EligibleStaff,
    Extension,
    Fellow,
    Flag,
    FlagStep,
    Leave,
    Reader,
    Review,
    ScoreNote,
    SetMember,
    Showcase,
    SupportLetter,
)
from fellowship.models.moves import ApplicationState, CohortState, FellowState
from mentoring.models import Conversation
from notifications.models import Message
from portal.worlds.making import make_small
from portal.worlds.signing_in import PEOPLE
from portal.worlds.words import ALONE, one_page

pytestmark = pytest.mark.django_db
S = ApplicationState


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demo world, made once for all tests of this module and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        make_small(seed=1, now=timezone.now(), say=lambda _: None)
        yield
        transaction.set_rollback(True)


def page(called: str, address: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=PEOPLE[called][0]))
    answer = client.get(address)
    assert answer.status_code == 200, (called, address)
    return answer.content.decode()


def of_cohort(state: str) -> Cohort:
    found = Cohort.objects.filter(state=state).order_by("starts_on").first()
    assert found is not None
    return found


def test_reviewers_told_their_conflicts_before_they_read_and_nobody_reads_in_conflict() -> None:
    readers = set(Review.objects.values_list("application__call", "reviewer"))
    told = set(Reader.objects.filter(declared_at__isnull=False).values_list("call", "user"))
    assert readers and readers <= told
    assert Reader.objects.exclude(employers="").exists() and Reader.objects.exclude(people="").exists()
    conflicts = set(Conflict.objects.values_list("application", "reviewer"))
    assert Conflict.objects.filter(why=Conflict.Why.TOLD).count() >= 2
    open_or_done = Review.objects.exclude(state=Review.State.RETURNED)
    assert not conflicts & set(open_or_done.values_list("application", "reviewer"))


def test_words_of_an_answer_are_hidden_from_its_reader_and_a_file_can_be_opened() -> None:
    told = Answer.objects.get(text__contains=ALONE)
    review = told.application.reviews.filter(state=Review.State.ASSIGNED).first()
    assert review is not None and review.reviewer is not None and review.named_settled_at is not None
    client = Client()
    client.force_login(review.reviewer)
    sheet = client.get(f"/reviews/{review.uuid}/").content.decode()
    assert ALONE not in sheet and "I am" in sheet
    file = Answer.objects.get(file__isnull=False)
    assert file.file is not None
    assert PdfReader(BytesIO(bytes(file.file))).pages[0].extract_text().startswith("One page about our project")
    about = f"/staff/applications/{file.application.uuid}/"
    assert "one-page.pdf" in page("Programme admin", about)
    assert one_page("a", "b").startswith(b"%PDF-1.4")


def test_a_score_has_a_note() -> None:
    note = ScoreNote.objects.get()
    assert note.application.state == S.SCORED and note.author is not None


def test_no_two_colleagues_are_in_one_learning_set() -> None:
    where = SetMember.objects.values_list("learning_set", "fellow__application__organisation_name")
    known = [one for one in where if one[1]]
    assert known and len(known) == len(set(known))


def test_a_flag_is_put_off_with_a_reason() -> None:
    flag = Flag.objects.get(snoozed_until__gt=timezone.localdate())
    assert flag.ended_at is None and flag.steps.filter(kind=FlagStep.Kind.SNOOZED).exclude(text="").exists()
    assert flag.fellow.user.name in page("Programme admin", f"/staff/warnings/{flag.uuid}/")


def test_one_fellow_has_paused_one_has_left_and_one_is_on_leave() -> None:
    running = of_cohort(CohortState.RUNNING)
    states = list(Fellow.objects.filter(cohort=running).values_list("state", flat=True))
    assert (states.count(FellowState.PAUSED), states.count(FellowState.LEFT), len(states)) == (1, 1, 30)
    for state in (FellowState.PAUSED, FellowState.LEFT):
        assert Fellow.objects.get(cohort=running, state=state).moves.latest("pk").reason
    today = timezone.localdate()
    away = Leave.objects.get(first__lte=today, last__gte=today)
    assert away.fellow.state == FellowState.ACTIVE


def test_a_place_is_put_off_and_a_mandatory_day_clashes() -> None:
    deferral = Deferral.objects.get()
    assert deferral.application.state == S.DEFERRED and deferral.cohort is not None
    assert deferral.cohort.starts_on > deferral.application.call.cohort.starts_on
    clash = DayClash.objects.get()
    assert clash.application.state == S.ONBOARDING and clash.day.cohort == clash.application.call.cohort
    assert clash.application.name in page("Programme admin", f"/staff/cohorts/{clash.day.cohort.uuid}/getting-ready/")


def test_one_draft_has_more_time_and_one_sponsor_was_not_the_right_person() -> None:
    more = Extension.objects.get()
    assert more.until > more.call.closes_at and more.call.applications.filter(user=more.user, state=S.DRAFT).exists()
    wrong = SupportLetter.objects.get(state=SupportLetter.State.WRONG_PERSON)
    assert wrong.text and wrong.application.support_letters.filter(state=SupportLetter.State.ASKED).count() == 1


def test_the_applicant_has_last_years_feedback_at_hand_and_writes_in_welsh() -> None:
    now_open = Application.objects.get(language=Application.Language.WELSH)
    assert now_open.user.email == PEOPLE["Applicant"][0] and now_open.state == S.ELIGIBLE
    assert now_open.previous is not None and now_open.previous.user == now_open.user
    assert now_open.previous.state == S.UNSUCCESSFUL and now_open.previous.feedback
    text = page("Applicant", f"/me/applications/{now_open.previous.uuid}/")
    assert now_open.previous.feedback[:30] in text
    assert "bydwragedd" in page("Programme admin", f"/staff/applications/{now_open.uuid}/")
    assert not Application.objects.filter(state=S.UNSUCCESSFUL, feedback="").exists()


def test_the_aspiring_leader_has_booked_a_single_conversation() -> None:
    booked = Conversation.objects.get(state=Conversation.State.CONFIRMED)
    assert booked.mentee.email == PEOPLE["Aspiring leader"][0] and booked.mentor_id != booked.mentee_id


def test_a_year_that_is_over_has_alumni_who_agreed_a_showcase_news_and_results() -> None:
    over = of_cohort(CohortState.FINISHED)
    assert AlumniEntry.objects.filter(fellow__cohort=over, consented_at__isnull=False).count() >= 12
    assert Showcase.objects.get(cohort=over).published_at is not None
    assert Announcement.objects.filter(cohort=over).exists()
    compared = comparisons_of(over, on=timezone.localdate())
    assert compared and all(len(line.result.pairs) >= 12 for one in compared for line in one.aims)
    assert all(line.result.middle_change is not None for one in compared for line in one.aims)
    assert "Nothing can be compared yet" not in page("Programme admin", f"/staff/cohorts/{over.uuid}/report/")


def test_reach_is_known_of_two_cohorts() -> None:
    assert EligibleStaff.objects.count() == 2
    report = page("Programme admin", f"/staff/cohorts/{of_cohort(CohortState.FINISHED).uuid}/report/")
    assert "4,200" in report and "1.7%" in report


def test_nothing_waits_to_be_sent_and_every_address_is_an_example() -> None:
    assert not Message.objects.filter(state=Message.State.WAITING).exists()
    assert not User.objects.exclude(email__endswith="example.org").exists()
    assert not SupportLetter.objects.exclude(email__endswith="@example.org").exists()
