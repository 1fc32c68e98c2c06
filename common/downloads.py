"""Files that pages hand out."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from common.csv_files import write_csv


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A CSV file to keep. ``name``: without its ending; letters, digits, hyphens."""
    return csv_text(name, write_csv(columns, rows))


def csv_text(name: str, text: str) -> HttpResponse:
    """The same where the CSV is written already."""
    # With a byte-order mark, without which spreadsheets take UTF-8 for something else.
    return HttpResponse(
        "\ufeff" + text, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )  # fmt: skip
