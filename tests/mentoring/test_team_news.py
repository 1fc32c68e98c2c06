"""What the team of a programme is told each morning of proposals that came to nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Programme, ProgrammeRole, User
from accounts.preferences import save_choices
from mentoring.letters.team import FELL, fallen
from mentoring.models import Match, Round
from mentoring.team_news import tell_teams
from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message
from notifications.writing import Written, write
from tests.mentoring import world
from tests.mentoring.world import DAY, HOUR, NOW

pytestmark = pytest.mark.django_db
State = Match.State
MORNING = datetime(2027, 1, 12, 8, 25, tzinfo=UTC)  # the day after NOW


@pytest.fixture
def ours() -> Programme:
    """Yesterday two declined and one lapsed; what else there was does not count."""
    made = world.programme("Ours")
    for state, ended_at in (
        (State.DECLINED, NOW), (State.DECLINED, NOW + HOUR), (State.LAPSED, NOW), (State.WITHDRAWN, NOW),
        (State.DECLINED, NOW - DAY), (State.LAPSED, MORNING), (State.ENDED, NOW),
    ):  # fmt: skip
        fall(made, state, ended_at=ended_at)
    return made


def fall(of: Programme | None, state: str = State.DECLINED, **fields: Any) -> Match:
    return world.match_of(world.mentee().user, world.mentor().user, state, programme=of, **{"ended_at": NOW} | fields)


def told() -> list[Message]:
    return list(Message.objects.filter(letter=FELL).order_by("pk"))


def mail_of(message: Message, now: datetime = MORNING) -> Mail:
    mail = letter_called(FELL).render(message.about_id, now)
    assert isinstance(mail, Mail), mail
    return mail


def words_of(message: Message) -> Written:
    return write(mail_of(message))


def test_owners_and_admins_hear_in_numbers_what_came_to_nothing_yesterday_once(ours: Programme) -> None:
    team = [world.staff(ours), world.staff(ours, role="OWNER")]
    for role in ("REVIEWER", "ADVISER"):
        world.staff(ours, role=role)
    world.staff(world.programme("Quiet"))
    fall(None)  # asked directly: there is no team
    assert tell_teams(now=MORNING) == 2
    assert tell_teams(now=MORNING + HOUR) == 2
    assert sorted(mail_of(one).to for one in told()) == sorted(one.email for one in team)
    assert {one.scope for one in told()} == {ours.scope}
    letter = words_of(told()[0])
    assert letter.subject == "Ours: 2 declined, 1 not answered"
    assert (
        "on Monday 11 January 2 proposals of Ours were declined and 1 was not answered in time. The mentees know, and "
        "the places are free again." in letter.text
    )
    assert "Nobody waits for a mentor at present" in letter.text
    assert f"/staff/mentoring/programmes/{ours.slug}/" in letter.text
    people = Match.objects.values_list("mentee__name", "mentor__name")
    assert not any(name in letter.text for pair in people for name in pair)


def test_a_day_on_which_nothing_happened_has_no_letter(ours: Programme) -> None:
    world.staff(ours)
    assert tell_teams(now=MORNING + 3 * DAY) == 0
    assert not told()


def test_the_letter_says_how_many_wait_for_a_next_best(ours: Programme) -> None:
    world.staff(ours)
    pupil, teacher = world.mentee(), world.mentor()
    world.round_of(ours, mentees=[pupil, world.mentee()], state=Round.State.PUBLISHED)
    world.round_of(ours, mentees=[world.mentee()])
    tell_teams(now=MORNING)
    assert "2 people wait for a mentor." in words_of(told()[0]).text
    world.match_of(pupil.user, teacher.user, programme=ours)
    assert "1 person waits for a mentor." in words_of(told()[0]).text


def test_one_kind_alone_is_told_in_a_whole_sentence() -> None:
    made = world.programme("Ours")
    world.staff(made)
    fall(made, State.LAPSED)
    tell_teams(now=MORNING)
    letter = words_of(told()[0])
    assert letter.subject == "Ours: 1 not answered"
    assert "on Monday 11 January 1 proposal of Ours was not answered in time." in letter.text


def test_who_is_away_leaves_it_to_their_deputy_and_nobody_gets_it_twice(ours: Programme) -> None:
    owner, deputy = world.staff(ours, role="OWNER"), world.staff(ours)
    ProgrammeRole.objects.filter(user=owner).update(
        deputy=deputy, away_from=NOW.date(), away_until=(NOW + 5 * DAY).date()
    )
    ProgrammeRole.objects.create(programme=ours, user=deputy, role="OWNER")
    assert tell_teams(now=MORNING) == 1
    assert [mail_of(one).to for one in told()] == [deputy.email]
    Message.objects.all().delete()
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert tell_teams(now=MORNING) == 1
    assert [mail_of(one).to for one in told()] == [owner.email]


def test_who_does_not_want_it_or_has_left_gets_none(ours: Programme) -> None:
    wants, stops, leaves, goes = (world.staff(ours) for _ in range(4))
    save_choices(stops, offered=[FELL], wanted=[], now=NOW)
    User.objects.filter(pk=leaves.pk).update(is_active=False)
    assert tell_teams(now=MORNING) == 2
    save_choices(wants, offered=[FELL], wanted=[], now=NOW)
    ProgrammeRole.objects.filter(user=goes).delete()
    assert all(isinstance(letter_called(FELL).render(one.about_id, MORNING), Drop) for one in told())


def test_a_letter_that_could_not_leave_that_day_is_dropped(ours: Programme) -> None:
    world.staff(ours)
    tell_teams(now=MORNING)
    assert isinstance(letter_called(FELL).render(told()[0].about_id, MORNING + 2 * DAY), Drop)


def test_many_letters_are_looked_up_with_as_many_queries_as_one(ours: Programme) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(fallen(list(ProgrammeRole.objects.values_list("pk", flat=True)))) > 0
        return len(queries)

    world.staff(ours)
    few = asked()
    for _ in range(3):
        other = world.programme()
        fall(other)
        world.staff(other)
        world.round_of(other, mentees=[world.mentee()], state=Round.State.PUBLISHED)
    assert asked() == few == 5  # with the one that finds the roles
