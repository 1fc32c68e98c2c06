"""``manage.py make_world``: fill a database with invented people."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.worlds.making import SEED, has_people, has_real_people, make_small
from portal.worlds.signing_in import has_demo_people, sign_ins
from portal.worlds.sizes import make_large, make_medium

SIZES = {"small": make_small, "medium": make_medium, "large": make_large}


class Command(BaseCommand):
    help = "Fill an empty database with invented people, programmes, events and mentors. The catalogue must be there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--size", choices=tuple(SIZES), default="small",
            help="small: the demo, 600 people. medium: 12 cohorts, 3,000 applications. large: 200,000 people.",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=SEED, help="Another number makes other people.")
        parser.add_argument(
            "--into-existing", action="store_true",
            help="Also where there are people, if all of them have addresses at example.org and the like.",
        )  # fmt: skip

    def handle(self, *args: Any, size: str, seed: int, into_existing: bool, **options: Any) -> None:
        if has_real_people():
            raise CommandError(
                "There are people in this database who may be real: their addresses are not of example.org, "
                "example.com or example.net. Use an empty database."
            )
        if has_people() and not into_existing:
            raise CommandError("There are people in this database. Use an empty one, or add --into-existing.")
        if has_demo_people():
            raise CommandError("This database has a world already. Use an empty one.")
        began = time.monotonic()

        def say(what: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:4.0f} s  {what}")
            self.stdout.flush()

        SIZES[size](seed=seed, now=timezone.now(), say=say)
        self.stdout.write(f"The world is there, after {time.monotonic() - began:.0f} seconds.")
        for line in sign_ins():
            self.stdout.write(line)
