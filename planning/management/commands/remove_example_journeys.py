"""``manage.py remove_example_journeys``: take every example journey out."""

from typing import Any

from django.core.management.base import BaseCommand

from planning.journeys.examples import remove_examples


class Command(BaseCommand):
    help = "Take every example journey out. Journeys of people stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remove_examples()} example journeys are gone.")
