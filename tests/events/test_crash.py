"""Reminders through real workers on a real Redis, with two clocks, a kill -9 and a broker that forgets."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from events.models import Booking, Reminder
from events.reminders import queue_due_reminders
from notifications.composing import message_id_of
from notifications.models import Message
from tests.events.world import DAY, event
from tests.notifications.rig import rig
from tests.notifications.runs import Run
from tests.servers import redis_server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql" or not django_settings.REDIS_URL, reason="needs PostgreSQL and Redis"
    ),
]
ON_EACH = 20


def test_everybody_is_reminded_once_though_clocks_run_twice_a_worker_is_killed_and_redis_forgets(
    tmp_path: Path, settings: Settings
) -> None:
    settings.SITE_URL = "https://portal.example.org"  # the workers', which is in each Message-ID
    database_url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    with redis_server(tmp_path) as redis_url, rig(tmp_path, database_url=database_url, redis_url=redis_url) as sending:
        tally = Run(sending, total=200).killed_once(remind)
    assert tally.lost == 0
    assert tally.repeated <= 1, "what was in flight in the worker that was killed"
    assert Message.objects.filter(state="SENT").count() == 200


def remind(total: int) -> set[str]:
    """Two clocks look for what is due at the same moment. Returns the Message-IDs of the reminders, one a person."""
    now = timezone.now()
    people = User.objects.bulk_create(User(email=f"guest{number}@example.org") for number in range(ON_EACH))
    for _ in range(total // ON_EACH):
        on = event(now - 2 * DAY, starts_at=now + timedelta(hours=23))
        Booking.objects.bulk_create(
            Booking(event=on, person=person, state="BOOKED", booked_at=now - 2 * DAY) for person in people
        )
    start = threading.Barrier(2)

    def clock() -> None:
        start.wait()
        queue_due_reminders(now=now)
        connections.close_all()

    clocks = [threading.Thread(target=clock) for _ in range(2)]
    for one in clocks:
        one.start()
    for one in clocks:
        one.join()
    rows = Reminder.objects.filter(topic="reminder.1-day").values_list("event", "pk")
    armed = dict(rows)
    keys = {f"reminder.1-day:{row.pk}:{armed[row.event_id]}" for row in Booking.objects.all()}
    assert keys == set(Message.objects.values_list("key", flat=True))
    return set(map(message_id_of, keys))
