"""``manage.py load_example_journeys``: put the shipped example journeys in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from planning.journeys.examples import ExamplesAreBroken, load_examples


class Command(BaseCommand):
    help = "Put the shipped example journeys in, marked as examples. Doing it twice is the same as once."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_examples(now=timezone.now())
        except ExamplesAreBroken as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{count} example journeys are there.")
