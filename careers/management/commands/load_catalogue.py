"""``manage.py load_catalogue``: load the catalogue that is shipped with the project."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careers.catalogue.loading import load_catalogue
from careers.catalogue.reading import SHIPPED, CatalogueIsBroken, read_catalogue


class Command(BaseCommand):
    help = "Load the shipped catalogue. Doing it twice changes nothing; corrections made by staff stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=SHIPPED, help="Load CSV files from another folder.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_catalogue(read_catalogue(options["folder"]), now=timezone.now())
        except CatalogueIsBroken as problem:
            raise CommandError(str(problem)) from None
        for note in report.notes:
            self.stdout.write(note)
        for name, tally in report.tallies.items():
            if tally.any():
                corrected = f", {tally.kept} kept as corrected here" if tally.kept else ""
                self.stdout.write(
                    f"{name}: {tally.added} added, {tally.changed} changed, {tally.retired} retired{corrected}"
                )
        self.stdout.write("The catalogue is loaded." if report.changed_something else "The catalogue is up to date.")
