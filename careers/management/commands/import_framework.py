"""``manage.py import_framework``: bring an edition of the official framework into the catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careers.catalogue.reading import read_catalogue
from careers.official.download import read_download
from careers.official.importing import import_framework
from careers.official.renames import read_renames
from careers.official.report import told
from common.refusals import Refused


class Command(BaseCommand):
    help = (
        "Import the two CSV downloads of the official framework as an edition. What vanished is retired, never "
        "deleted; corrections made by staff stay; the same files twice change nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("roles", type=Path, metavar="ROLES.csv", help="The roles download.")
        parser.add_argument("skills", type=Path, metavar="SKILLS.csv", help="The skills download.")
        parser.add_argument("--edition", required=True, help='Its month and year, such as "October 2025".')
        parser.add_argument("--renames", type=Path, help="A CSV file with the columns kind, old, new, role.")
        parser.add_argument("--dry-run", action="store_true", help="Print the same report and change nothing.")
        parser.add_argument(
            "--retire-many", action="store_true", help="Import even if over a quarter of what there is vanishes."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            download = read_download(options["roles"], options["skills"])
            renames = read_renames(options["renames"]) if options["renames"] else []
            report = import_framework(
                download,
                edition=options["edition"],
                renames=renames,
                shipped=read_catalogue(),
                dry_run=options["dry_run"],
                retire_many=options["retire_many"],
                now=timezone.now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"Read {len(download.roles)} roles, {len(download.levels)} levels, {len(download.skills)} skills and "
            f"{len(download.requirements):,} required levels."
        )
        for line in (*download.notes, *told(report)):
            self.stdout.write(line)
