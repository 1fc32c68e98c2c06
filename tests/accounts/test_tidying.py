"""What accounts leave behind is forgotten."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from accounts.tidying import forget_sessions, forget_unconfirmed, tidy
from tests.accounts.conftest import PASSWORD, MakePerson


def test_a_sign_up_that_nobody_confirmed_is_forgotten_after_thirty_days(make_person: MakePerson, now: datetime) -> None:
    long_ago = now - timedelta(days=31)
    make_person("confirmed@example.org", joined_at=long_ago)
    make_person("never@example.org", confirmed=False, joined_at=long_ago)
    make_person("fresh@example.org", confirmed=False, joined_at=now - timedelta(days=29))
    User.objects.create_user("made-by-staff@example.org", joined_at=long_ago)
    assert forget_unconfirmed(now=now) == 1
    assert not User.objects.filter(email="never@example.org").exists()
    assert User.objects.count() == 3


def test_sessions_that_are_over_leave_the_list_of_devices(ada: User) -> None:
    for _ in range(2):
        Client().post("/account/login/", {"login": ada.email, "password": PASSWORD})
    assert UserSession.objects.count() == 2
    first = UserSession.objects.order_by("pk")[0]
    Session.objects.filter(session_key=first.session_key).update(expire_date="2020-01-01T00:00:00Z")
    forget_sessions()
    assert UserSession.objects.count() == Session.objects.count() == 1


def test_all_of_it_may_run_twice(ada: User, now: datetime) -> None:
    tidy(now=now)
    tidy(now=now)
    assert User.objects.filter(pk=ada.pk).exists()
