"""Stops whoever stores a draft, after its rows are written and before they are committed."""

import time
from typing import Any

from django.apps import AppConfig


class StuckConfig(AppConfig):
    name = "tests.mentoring.stuck"

    def ready(self) -> None:
        from common.runs import Hold

        def never(self: Any, **fields: Any) -> bool:
            time.sleep(600)
            return False

        Hold.end = never  # type: ignore[method-assign]
