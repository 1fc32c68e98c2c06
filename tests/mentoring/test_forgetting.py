"""People of rounds who never came are forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.invited import account_for
from accounts.models import User
from mentoring.forgetting import forget_gone_meetings, forget_who_never_came
from mentoring.models import GoneMeeting, Match, Round
from tests.mentoring import world
from tests.mentoring.world import DAY, NOW

pytestmark = pytest.mark.django_db


def brought_in(name: str, **fields: object) -> User:
    user = account_for(f"{name}@example.org", name=name, now=NOW)
    User.objects.filter(pk=user.pk).update(**fields)
    return user


def test_who_never_came_is_erased_ninety_days_after_their_last_round_was_closed() -> None:
    closed = {"state": Round.State.CLOSED, "closed_at": NOW}
    gone, came, still_on = brought_in("gone"), brought_in("came", last_login=NOW), brought_in("still-on")
    old = world.round_of(mentors=[world.mentor(user) for user in (gone, came, still_on)], **closed)
    world.round_of(old.programme, mentors=[still_on.mentor])
    pair = world.match_of(world.mentee().user, gone, Match.State.LAPSED, round=old)
    nowhere = brought_in("nowhere")

    assert forget_who_never_came(now=NOW + 90 * DAY) == 0
    assert forget_who_never_came(now=NOW + 90 * DAY + timedelta(seconds=1)) == 1
    left = set(User.objects.filter(pk__in=[gone.pk, came.pk, still_on.pk, nowhere.pk]))
    assert left == {came, still_on, nowhere}
    assert not Match.objects.filter(pk=pair.pk).exists()
    assert forget_who_never_came(now=NOW + 91 * DAY) == 0


def test_what_took_meetings_out_of_calendars_goes_thirty_days_after_them() -> None:
    GoneMeeting.objects.create(
        user=world.person(), uid=uuid4(), sequence=1, starts_at=NOW, minutes=60, zone="Europe/London"
    )
    assert forget_gone_meetings(now=NOW + 30 * DAY) == 0
    assert forget_gone_meetings(now=NOW + 31 * DAY) == 1
