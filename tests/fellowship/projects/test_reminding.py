"""Fellows are reminded of the month's update before it is late and once when it is, at their own pace."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import ContactPreference
from fellowship.early_warning import Leave as Away
from fellowship.early_warning import Sign
from fellowship.following.facts import facts_of
from fellowship.letters.projects import WAITS as LETTER
from fellowship.models import Cohort, Fellow, Leave, Project, ProjectUpdate
from fellowship.projects.reminding import remind_of_updates
from fellowship.updates import Waiting, is_late, months_over, waiting
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from tests.fellowship import world

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = (date(2027, month, 1) for month in (1, 2, 3))


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


def a_project(**fields: object) -> Project:
    """Begun in the middle of February, in a cohort that runs since the new year."""
    cohort = world.cohort(starts_on=date(2027, 1, 4), ends_on=date(2027, 12, 17), state=Cohort.State.RUNNING)
    fellow = world.fellow(cohort, enrolled_at=at(1, 2), **fields)
    return Project.objects.create(fellow=fellow, title="Beds", aim="More", started_on=date(2027, 2, 10), slug="beds")


def sent() -> list[str]:
    return [
        key.split(":", 2)[2]
        for key in Message.objects.filter(letter=LETTER).order_by("pk").values_list("key", flat=True)
    ]


def test_months_that_are_over_need_an_update_but_not_those_spent_away() -> None:
    away = [Away(date(2027, 2, 10), date(2027, 2, 20))]
    assert list(months_over(date(2027, 1, 30), date(2027, 12, 1), [], date(2027, 3, 31))) == [JANUARY, FEBRUARY]
    assert list(months_over(date(2027, 1, 30), date(2027, 12, 1), away, date(2027, 3, 31))) == [JANUARY]
    assert list(months_over(date(2027, 1, 30), date(2027, 1, 31), [], date(2027, 3, 31))) == [JANUARY]


def test_the_clock_runs_seven_days_slower_for_part_time_and_not_on_leave() -> None:
    assert [is_late(JANUARY, 1.0, [], date(2027, 2, day)) for day in (7, 8)] == [False, True]
    assert [is_late(JANUARY, 0.5, [], date(2027, 2, day)) for day in (14, 15)] == [False, True]
    week = [Away(date(2027, 2, 2), date(2027, 2, 8))]
    assert [is_late(JANUARY, 1.0, week, date(2027, 2, day)) for day in (14, 15)] == [False, True]
    assert waiting([JANUARY], [], 1.0, week, date(2027, 2, 5)) is None
    assert waiting([JANUARY], [], 1.0, [], date(2027, 2, 3)) is None
    assert waiting([JANUARY], [], 1.0, [], date(2027, 2, 4)) == Waiting(JANUARY, date(2027, 2, 7), is_late=False)
    assert waiting([JANUARY], [JANUARY], 1.0, [], date(2027, 2, 4)) is None
    # Who works a day a week is asked for January when the middle of February has passed, and is late in March.
    assert waiting([JANUARY, FEBRUARY], [], 0.2, [], date(2027, 3, 8)) == Waiting(
        JANUARY, date(2027, 3, 7), is_late=True
    )


def test_a_fellow_hears_once_before_and_once_when_it_is_late() -> None:
    project = a_project()
    for day in range(1, 20):
        remind_of_updates(now=at(3, day))
        remind_of_updates(now=at(3, day, 11))
    assert sent() == ["2027-02:soon", "2027-02:late"]
    soon = letter_called(LETTER).render(project.pk, at(3, 4))
    assert isinstance(soon, Mail) and soon.to == project.fellow.user.email and soon.unsubscribe_url
    assert soon.context["update"].due_on == date(2027, 3, 7) and not soon.context["is_late"]
    page = reverse("fellowship:update_edit", args=[project.fellow.uuid, 2027, 2])
    assert str(soon.context["address"]).endswith(page)
    ProjectUpdate.objects.create(project=project, month=FEBRUARY, done="x", coming="y", written_at=at(3, 20))
    assert isinstance(letter_called(LETTER).render(project.pk, at(3, 21)), Drop)
    assert remind_of_updates(now=at(3, 21)) == 0


def test_who_is_away_paused_finished_or_of_a_cohort_that_does_not_run_is_left_alone() -> None:
    project = a_project()
    fellow = project.fellow
    leave = Leave.objects.create(fellow=fellow, first=date(2027, 3, 1), last=date(2027, 3, 31))
    assert remind_of_updates(now=at(3, 10)) == 0
    leave.delete()
    for changed in ({"state": Fellow.State.PAUSED}, {"state": Fellow.State.LEFT}):
        Fellow.objects.filter(pk=fellow.pk).update(**changed)
        assert remind_of_updates(now=at(3, 10)) == 0
        assert isinstance(letter_called(LETTER).render(project.pk, at(3, 10)), Drop)
    Fellow.objects.filter(pk=fellow.pk).update(state=Fellow.State.ACTIVE)
    Cohort.objects.filter(pk=fellow.cohort_id).update(state=Cohort.State.FINISHED)
    assert remind_of_updates(now=at(3, 10)) == 0
    Cohort.objects.filter(pk=fellow.cohort_id).update(state=Cohort.State.RUNNING)
    assert remind_of_updates(now=at(3, 10)) == 1


def test_it_can_be_refused() -> None:
    project = a_project()
    ContactPreference.objects.create(user=project.fellow.user, topic=LETTER, wanted=False, updated_at=at(3, 1))
    assert isinstance(letter_called(LETTER).render(project.pk, at(3, 10)), Drop)


def test_early_warning_counts_by_the_same_rule() -> None:
    project = a_project(share_of_time=Decimal("0.5"))
    fellow = Fellow.objects.select_related("user").get(pk=project.fellow_id)
    counts = [facts_of(fellow.cohort, [fellow], now=at(3, day))[fellow.pk].counts[Sign.UPDATE_LATE] for day in (14, 15)]
    assert counts == [0, 1]


def test_many_cost_as_many_queries_as_few(django_assert_max_num_queries: object) -> None:
    for _ in range(2):
        project = a_project()
        Project.objects.filter(pk=project.pk).update(slug=f"beds-{project.pk}")
    with django_assert_max_num_queries(9):  # type: ignore[operator]  # of them one INSERT for each programme
        assert remind_of_updates(now=at(3, 10)) == 2
