"""The clock of tests that ask for it stands at NOW."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from tests.mentoring.world import NOW


@pytest.fixture
def at_now() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
