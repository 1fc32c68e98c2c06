"""Registers events: their letters, and what they hold about people."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import letters  # noqa: F401 - registers the letters
        from events.personal_data import register_personal_data

        register_personal_data()
