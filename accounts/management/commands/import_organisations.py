"""Imports organisations from a CSV file, as the staff's page does."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.organisation_import import COLUMNS, import_organisations


class Command(BaseCommand):
    help = f"Adds and changes organisations as a CSV file (UTF-8) says. Columns: {', '.join(COLUMNS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"Cannot read {file}: {problem}") from None
        result = import_organisations(text, actor=None, now=timezone.now())
        if result.errors:
            lines = [f"Row {error.row}: {error.sentence}" if error.row else error.sentence for error in result.errors]
            raise CommandError("\n".join(["Nothing was imported.", *lines]))
        self.stdout.write(f"{result.added} added, {result.changed} changed, {result.unchanged} as they were.")
