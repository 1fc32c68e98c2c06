"""The survey of the year is asked by itself on its day, with one reminder, and of nobody who does not want it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import ContactPreference
from fellowship import alumni
from fellowship.letters.alumni import SURVEY_ASKED
from fellowship.models import AlumniSurvey, Cohort, Fellow
from fellowship.surveying import ask_surveys, asks_on
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# The end of a cohort of the year before, in the summer, when midnight in London is an hour before UTC's.
ENDED, TODAY = date(2026, 7, 10), datetime(2027, 7, 10, 9, tzinfo=UTC)


def an_alumnus(cohort: Cohort | None = None, **fields: object) -> Fellow:
    cohort = cohort or world.cohort(starts_on=date(2025, 9, 1), ends_on=ENDED, state=Cohort.State.FINISHED)
    return world.fellow(cohort, **{"state": Fellow.State.COMPLETED, **fields})


def left(message: Message, at: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, finished_at=at)


def test_who_finished_is_asked_on_the_anniversary_and_once() -> None:
    fellow = an_alumnus()
    an_alumnus(fellow.cohort, state=Fellow.State.LEFT)
    asked = [ask_surveys(now=TODAY + step) for step in (-DAY, 0 * DAY, DAY, 29 * DAY)]
    assert asked == [0, 1, 0, 0]
    survey = AlumniSurvey.objects.get()
    assert (survey.fellow, survey.year) == (fellow, 2027)
    message = Message.objects.get(letter=SURVEY_ASKED)
    assert message.state == Message.State.WAITING and message.scope == fellow.cohort.programme.scope
    assert ask_surveys(now=datetime(2028, 7, 11, 9, tzinfo=UTC)) == 1


def test_it_ends_five_years_after_and_who_completes_late_is_asked_within_a_month() -> None:
    fellow = an_alumnus(state=Fellow.State.ACTIVE)
    assert ask_surveys(now=TODAY) == 0
    Fellow.objects.filter(pk=fellow.pk).update(state=Fellow.State.ALUMNI)
    assert [ask_surveys(now=TODAY + step * DAY) for step in (31, 30)] == [0, 1]
    assert [ask_surveys(now=datetime(year, 7, 12, 9, tzinfo=UTC)) for year in (2031, 2032)] == [1, 0]


def test_a_day_at_the_end_of_the_year_is_still_asked_in_the_next() -> None:
    cohort = world.cohort(starts_on=date(2025, 9, 1), ends_on=date(2025, 12, 20), state=Cohort.State.FINISHED)
    an_alumnus(cohort)
    assert ask_surveys(now=datetime(2027, 1, 5, 9, tzinfo=UTC)) == 1
    assert AlumniSurvey.objects.get().year == 2026
    leap = world.cohort(starts_on=date(2027, 9, 1), ends_on=date(2028, 2, 29))
    assert asks_on(leap, 2029) == date(2029, 3, 1)


def test_who_refuses_it_has_closed_their_account_or_was_asked_by_hand_is_left_out() -> None:
    refuses = an_alumnus()
    cohort = refuses.cohort
    ContactPreference.objects.create(user=refuses.user, topic=SURVEY_ASKED, wanted=False, updated_at=TODAY)
    closed, asked = an_alumnus(cohort), an_alumnus(cohort)
    closed.user.is_active = False
    closed.user.save()
    admin = world.in_team(cohort.programme)
    alumni.ask_survey(cohort, [asked], year=2027, expected=1, actor=admin, now=TODAY - 40 * DAY)
    assert ask_surveys(now=TODAY) == 0
    assert Message.objects.filter(letter=SURVEY_ASKED).count() == 1


def test_one_reminder_follows_two_weeks_after_the_letter_has_left_unless_they_answered() -> None:
    silent = an_alumnus()
    answered = an_alumnus(silent.cohort)
    ask_surveys(now=TODAY)
    for message in Message.objects.filter(letter=SURVEY_ASKED):
        left(message, TODAY)
    fields = {"project_runs": "YES", "works_in_digital": "YES", "new_job": "", "words": "", "may_quote": False}
    alumni.answer_survey(AlumniSurvey.objects.get(fellow=answered).pk, fields, now=TODAY + DAY)
    for days in (13, 14, 15, 30):
        ask_surveys(now=TODAY + days * DAY)
    again = Message.objects.get(key__endswith=":again")
    survey = AlumniSurvey.objects.get(fellow=silent)
    assert again.about_id == survey.pk
    mail = letter_called(SURVEY_ASKED).render(survey.pk, TODAY + 14 * DAY)
    assert isinstance(mail, Mail) and mail.context["is_again"] and mail.unsubscribe_url
    left(again, TODAY + 14 * DAY)
    ask_surveys(now=TODAY + 28 * DAY)
    assert Message.objects.filter(letter=SURVEY_ASKED, about_id=survey.pk).count() == 2
    assert isinstance(letter_called(SURVEY_ASKED).render(survey.pk + 99, TODAY), Drop)


def test_a_survey_that_the_team_still_holds_is_not_reminded_of() -> None:
    fellow = an_alumnus()
    admin = world.in_team(fellow.cohort.programme)
    alumni.ask_survey(fellow.cohort, [fellow], year=2027, expected=1, actor=admin, now=TODAY)
    ask_surveys(now=TODAY + 20 * DAY)
    assert Message.objects.filter(letter=SURVEY_ASKED).count() == 1
