"""Lists of a programme as CSV: what is on the screen, all pages."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from accounts.exporting import rows_as_csv
from accounts.models import Programme


def list_as_csv(
    request: HttpRequest, programme: Programme, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """``name``: such as "pairs"."""
    return rows_as_csv(
        request, file_name=f"{programme.slug}-{name}", columns=columns, rows=rows, action=f"mentoring.{name}_exported",
        about=programme, scope=programme.scope,
    )  # fmt: skip
