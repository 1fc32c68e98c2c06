"""Registers the letter for tests."""

from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    name = "tests.notifications.letterbox"

    def ready(self) -> None:
        from tests.notifications.letterbox import letters  # noqa: F401
