"""Stops whoever stores a draft, after its rows are written and before they are committed."""

import time
from typing import Any

from django.apps import AppConfig


class StuckConfig(AppConfig):
    name = "tests.mentoring.stuck"

    def ready(self) -> None:
        from mentoring.rounds import running

        def never(self: Any, **fields: Any) -> bool:
            time.sleep(600)
            return False

        running._Hold.end = never  # type: ignore[method-assign]
