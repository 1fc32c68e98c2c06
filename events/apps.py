"""Registers events: their letters, what they hold about people, and how the audit trail shows them."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import letters  # noqa: F401 - registers the letters
        from events.audited import show_events
        from events.personal_data import register_personal_data

        register_personal_data()
        show_events()
