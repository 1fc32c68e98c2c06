"""The clock of the tests of pages stands at NOW, as everything else in them."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.events.world import NOW


@pytest.fixture
def at_now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(user: User) -> Client:
    cache.clear()  # limits on how often a place may change count there, and with Redis outlive a test
    client = Client()
    client.force_login(user)
    return client
