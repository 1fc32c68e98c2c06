"""Whatever is told about a fellow reaches somebody: the adviser, who stands in, else who runs the programme."""

from datetime import timedelta

import pytest

from accounts.models import ProgrammeRole, User
from fellowship.advising.support_checks import answer_time
from fellowship.hearing import who_hears
from fellowship.models import Activity, Fellow, MakeUp, SupportCheck
from fellowship.projects import keeping
from notifications.letters import Drop, letter_called
from notifications.models import Message
from tests.fellowship import world
from tests.fellowship.world import NOW

pytestmark = pytest.mark.django_db
Role = ProgrammeRole.Role
TODAY = NOW.date()


def away(user: User) -> User:
    """Put this person on leave today. Returns who stands in."""
    deputy = world.person()
    ProgrammeRole.objects.filter(user=user).update(deputy=deputy, away_from=TODAY, away_until=TODAY)
    return deputy


def goes_to(letter: str) -> str:
    """Whom the newest letter of that name would reach, as things are now; empty where it would be dropped."""
    mail = letter_called(letter).render(Message.objects.filter(letter=letter)[0].about_id, NOW)
    return "" if isinstance(mail, Drop) else mail.to


def test_the_adviser_hears_then_who_stands_in_then_owners_and_without_owners_admins() -> None:
    fellow = world.fellow()
    programme = fellow.cohort.programme
    assert who_hears(fellow, now=NOW) is None
    admin = world.in_team(programme)
    assert who_hears(fellow, now=NOW) == admin
    owner, adviser = world.in_team(programme, Role.OWNER), world.in_team(programme, Role.ADVISER)
    assert who_hears(fellow, now=NOW) == owner
    fellow.adviser = adviser
    assert who_hears(fellow, now=NOW) == adviser
    deputy = away(adviser)
    assert who_hears(fellow, now=NOW) == deputy
    ProgrammeRole.objects.filter(user=adviser).delete()
    assert who_hears(fellow, now=NOW) == owner
    assert who_hears(fellow, now=NOW) != away(owner)
    assert who_hears(fellow, admin, now=NOW) == admin


def test_nobody_hears_about_themselves() -> None:
    fellow = world.fellow()
    programme = fellow.cohort.programme
    ProgrammeRole.objects.create(programme=programme, user=fellow.user, role=Role.OWNER)
    other = world.in_team(programme, Role.OWNER)
    assert who_hears(fellow, fellow.user, now=NOW) == other


@pytest.mark.parametrize("is_advised", [True, False])
def test_no_news_of_time_projects_and_make_ups_is_lost(is_advised: bool) -> None:
    fellow = world.fellow()
    cohort = fellow.cohort
    owner, adviser = world.in_team(cohort.programme, Role.OWNER), world.in_team(cohort.programme, Role.ADVISER)
    if is_advised:
        Fellow.objects.filter(pk=fellow.pk).update(adviser=adviser)
        fellow.refresh_from_db()
    check = SupportCheck.objects.create(fellow=fellow, number=1, asked_at=NOW, answer_by=TODAY)
    answer_time(check, SupportCheck.Time.NONE, text="", now=NOW)
    fields = {"title": "Beds", "aim": "More", "sponsor": "", "sponsor_job": ""}
    project = keeping.save_project(fellow, fields, now=NOW, today=TODAY)
    month = {"done": "Much", "coming": "More", "in_the_way": ""}
    keeping.write_update(project, TODAY.replace(day=1), month, now=NOW, today=TODAY)
    keeping.comment(project, text="Look", author=fellow.user, now=NOW)
    activity = Activity.objects.create(cohort=cohort, title="All year", kind="OTHER", aims=["SKILLED"])
    made = MakeUp.objects.create(
        fellow=fellow, activity=activity, task="Read", due_on=TODAY + timedelta(days=7), set_at=NOW, state="DONE",
        text="Read it", done_at=NOW, set_by=None,
    )  # fmt: skip
    done = letter_called("fellowship.make_up_done").render(made.pk, NOW)
    told = ("fellowship.support_is_thin", "fellowship.update_written", "fellowship.project_commented")
    whom = adviser if is_advised else owner
    assert [goes_to(name) for name in told] == [whom.email] * 3
    assert not isinstance(done, Drop) and done.to == whom.email
    deputy = away(whom)
    assert [goes_to(name) for name in told] == [deputy.email] * 3
