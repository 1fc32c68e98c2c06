"""Fellowships: cohorts, calls, applications, choosing, and the year that follows."""

from django.apps import AppConfig


class FellowshipConfig(AppConfig):
    name = "fellowship"

    def ready(self) -> None:
        from fellowship import letters  # noqa: F401 - registers the letters
