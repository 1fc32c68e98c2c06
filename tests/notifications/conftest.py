"""A letter that does what its id says, and a mail server on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings

from notifications import letters
from notifications.letters import Drop, Mail
from tests.smtp_sink import Sink, smtp_sink

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
STALE = 13


@pytest.fixture(autouse=True)
def test_letter(tmp_path: object, settings: LazySettings) -> Iterator[None]:
    settings.TEMPLATES[0]["DIRS"].append("tests/notifications/templates")

    def render(about_id: int, now: datetime) -> Mail | Drop:
        if about_id == STALE:
            return Drop("The booking was cancelled.")
        return Mail(to=f"person{about_id}@example.org", template="tests/hello", context={"number": about_id})

    letters.letter("tests.hello", title="A test letter")(render)
    yield
    del letters._REGISTRY["tests.hello"]


@pytest.fixture
def sink(settings: LazySettings) -> Iterator[Sink]:
    with smtp_sink() as one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", one.port, 2
        yield one
