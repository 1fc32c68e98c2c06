"""Registers fellowships: their letters, and what they hold about people."""

from django.apps import AppConfig


class FellowshipConfig(AppConfig):
    name = "fellowship"

    def ready(self) -> None:
        from fellowship.letters import moves, offers, reviewing, support  # noqa: F401 - registers the letters
