"""Cohorts: places never below what is held, copies with their weekdays, states with what they need."""

from datetime import date, timedelta

import pytest

from fellowship import cohorts
from fellowship.calls.deadlines import CODE_LENGTH, EndsTooEarly, closes_for, extend_for, extend_for_all, make_late_code
from fellowship.calls.keeping import CannotCloseEarlier, HasOpened, save_call
from fellowship.calls.questions import publish_questions
from fellowship.forms.calls import CallForm, QuestionForm
from fellowship.forms.cohorts import CohortForm, CopyForm
from fellowship.letters.more_time import more_time, more_time_for_all
from fellowship.models import Fellow, MandatoryDay, NotLegal
from fellowship.models.moves import ApplicationState, CohortState
from notifications.letters import Drop, Mail
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db


def test_places_never_fall_below_those_offered_or_taken() -> None:
    call = world.call(world.cohort(places=3))
    for state in (ApplicationState.OFFERED, ApplicationState.ENROLLED):
        world.application(call, state=state)
    fields = {"name": call.cohort.name, "places": 1, "starts_on": date(2027, 9, 7), "ends_on": date(2028, 7, 4)}
    admin = world.in_team(call.cohort.programme)
    with pytest.raises(cohorts.TooFewPlaces, match="at least 2"):
        cohorts.save_cohort(call.cohort, programme=call.cohort.programme, fields=fields, actor=admin, now=NOW)
    saved = cohorts.save_cohort(
        call.cohort, programme=call.cohort.programme, fields=fields | {"places": 2}, actor=admin, now=NOW
    )
    assert saved.places == 2


def test_a_copy_moves_every_date_by_whole_weeks_and_brings_the_call_unpublished() -> None:
    call = world.call()
    source = call.cohort
    admin = world.in_team(source.programme)
    MandatoryDay.objects.create(cohort=source, on=date(2027, 9, 14), title="Opening day", place="Leeds")
    publish_questions(call, actor=admin, now=NOW)
    copied = cohorts.copy_cohort(source, name="Next", starts_on=date(2028, 9, 5), actor=admin, now=NOW)
    day = copied.mandatory_days.get()
    assert (day.on, day.title, day.place) == (date(2028, 9, 12), "Opening day", "Leeds")
    assert day.on.weekday() == date(2027, 9, 14).weekday()
    assert copied.copied_from == source and copied.state == CohortState.PLANNED
    assert copied.call.published_at is None and not copied.call.versions.exists()
    assert copied.call.closes_at - call.closes_at == timedelta(weeks=52)
    assert [one.text for section in copied.call.sections.all() for one in section.questions.all()] == [
        "Do you lead one?",
        "What is it about?",
    ]


def on(name: str, year: int) -> dict[str, str]:
    return {f"{name}_day": "31", f"{name}_month": "12", f"{name}_year": str(year)}


def test_years_and_numbers_that_nobody_means_are_told_and_not_kept() -> None:
    # From the end of the calendar on there are no later days for questionnaires and copies to fall on.
    words = {"name": "Next", "places": "20"}
    far = CohortForm({**words, **on("starts_on", 9998), **on("ends_on", 9999)})
    assert "too far ahead" in str(far.errors["ends_on"])
    assert "too far ahead" in str(CopyForm({**words, **on("starts_on", 9999)}).errors["starts_on"])
    times = {"opens_time": "9:00", "closes_time": "9:00"}
    closes = CallForm({**times, **on("opens_on", 2027), **on("closes_on", 9999), **on("hear_by", 9999)})
    assert "too far ahead" in str(closes.errors["closes_on"]) and "too far ahead" in str(closes.errors["hear_by"])
    numbers = QuestionForm({"least": "9" * 24, "most": "9" * 24}, call=world.call(), earlier=[])
    assert {"least", "most"} <= set(numbers.errors)


def test_two_cohorts_of_a_programme_have_two_names() -> None:
    source = world.cohort()
    admin = world.in_team(source.programme)
    cohorts.copy_cohort(source, name="Next", starts_on=date(2028, 9, 5), actor=admin, now=NOW)
    with pytest.raises(cohorts.CohortNameTaken):
        cohorts.copy_cohort(source, name="next", starts_on=date(2028, 9, 5), actor=admin, now=NOW)


def test_a_cohort_opens_with_its_call_and_runs_with_its_fellows() -> None:
    call = world.call()
    cohort, admin = call.cohort, world.in_team(call.cohort.programme)
    with pytest.raises(cohorts.NoCallYet):
        cohorts.move_cohort(cohort.pk, CohortState.OPEN, actor=admin, now=NOW)
    publish_questions(call, actor=admin, now=NOW)
    cohort.refresh_from_db()
    assert cohort.state == CohortState.OPEN
    with pytest.raises(NotLegal):
        cohorts.move_cohort(cohort.pk, CohortState.RUNNING, actor=admin, now=NOW)
    cohorts.move_cohort(cohort.pk, CohortState.SELECTING, actor=admin, now=NOW)
    with pytest.raises(cohorts.NobodyEnrolled):
        cohorts.move_cohort(cohort.pk, CohortState.RUNNING, actor=admin, now=NOW)
    Fellow.objects.create(cohort=cohort, user=world.person(), enrolled_at=NOW)
    assert cohorts.move_cohort(cohort.pk, CohortState.RUNNING, actor=admin, now=NOW).state == CohortState.RUNNING


def test_a_mandatory_day_is_inside_the_year_and_there_once() -> None:
    cohort = world.cohort()
    admin = world.in_team(cohort.programme)
    day = {"title": "Opening day", "place": "", "actor": admin, "now": NOW}
    with pytest.raises(cohorts.DayIsOutside):
        cohorts.add_day(cohort, on=cohort.starts_on - timedelta(days=1), **day)  # type: ignore[arg-type]
    cohorts.add_day(cohort, on=cohort.starts_on, **day)  # type: ignore[arg-type]
    with pytest.raises(cohorts.DayThere):
        cohorts.add_day(cohort, on=cohort.starts_on, **day)  # type: ignore[arg-type]


def test_more_time_for_all_for_one_and_by_a_code() -> None:
    call = world.call()
    admin, late = world.in_team(call.cohort.programme), world.person()
    day = timedelta(days=1)
    with pytest.raises(EndsTooEarly):
        extend_for(call, late, call.closes_at, reason="Illness", actor=admin, now=NOW)
    extend_for(call, late, call.closes_at + 3 * day, reason="Illness", actor=admin, now=NOW)
    assert closes_for(call, late) == call.closes_at + 3 * day
    assert closes_for(call, world.person()) == call.closes_at
    extend_for_all(call, call.closes_at + day, actor=admin, now=NOW)
    assert closes_for(call) == call.closes_at + day
    code = make_late_code(call, call.closes_at + 2 * day, actor=admin, now=NOW)
    assert len(code) == CODE_LENGTH
    assert closes_for(call, late_code=f" {code.lower()[:4]} {code[4:]}") == call.closes_at + 2 * day
    assert closes_for(call, late_code="Ж" * 8) == closes_for(call, late_code="") == call.closes_at + day


def test_a_call_that_has_opened_neither_opens_again_nor_closes_earlier() -> None:
    call = world.call()
    admin = world.in_team(call.cohort.programme)
    publish_questions(call, actor=admin, now=NOW)
    call.refresh_from_db()
    times = {"opens_at": call.opens_at, "closes_at": call.closes_at}
    with pytest.raises(HasOpened):
        save_call(call.cohort, fields=times | {"opens_at": NOW}, actor=admin, now=NOW)
    with pytest.raises(CannotCloseEarlier):
        save_call(call.cohort, fields=times | {"closes_at": NOW}, actor=admin, now=NOW)
    later = call.closes_at + timedelta(hours=1)
    assert save_call(call.cohort, fields=times | {"closes_at": later}, actor=admin, now=NOW).closes_at == later


def test_more_time_is_told_to_those_whom_it_concerns_and_to_nobody_twice() -> None:
    call = world.call()
    publish_questions(call, actor=world.in_team(call.cohort.programme), now=NOW)
    call.refresh_from_db()
    draft, handed_in = world.application(call), world.application(call, state=ApplicationState.SUBMITTED)
    admin, late = world.in_team(call.cohort.programme), world.person()
    until = call.closes_at + timedelta(days=1)
    extend_for_all(call, until, actor=admin, now=NOW)
    to_all = Message.objects.filter(letter="fellowship.more_time_for_all")
    assert [one.about_id for one in to_all] == [draft.pk]
    given = extend_for(call, late, until + timedelta(days=1), reason="Illness", actor=admin, now=NOW)
    extend_for(call, late, until + timedelta(days=1), reason="Illness, as they wrote", actor=admin, now=NOW)
    assert Message.objects.filter(letter="fellowship.more_time").count() == 1
    mail = more_time(given.pk, NOW)
    assert isinstance(mail, Mail) and mail.to == late.email
    assert isinstance(more_time_for_all(draft.pk, NOW), Mail)
    assert isinstance(more_time_for_all(handed_in.pk, NOW), Drop)
    assert isinstance(more_time(given.pk, until + timedelta(days=2)), Drop)
