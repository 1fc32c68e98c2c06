"""Lists of a cohort as CSV: what is on the screen, all pages; and what was ticked in one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.exporting import MOST_ROWS, rows_as_csv
from common.ticking import uuids
from fellowship.models import Cohort

__all__ = ["MOST_ROWS", "list_as_csv", "ticked"]


def list_as_csv(
    request: HttpRequest, cohort: Cohort, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """``name``: such as "fellows"."""
    return rows_as_csv(
        request, file_name=f"{cohort.programme.slug}-{cohort.slug}-{name}", columns=columns, rows=rows,
        action=f"fellowship.{name}_exported", about=cohort, scope=cohort.programme.scope,
    )  # fmt: skip


def ticked(request: HttpRequest, name: str, rows: Any) -> list[Any]:
    """Those of ``rows`` (a queryset) whose public ids were ticked, posted or in the address; other text is left out."""
    sent = request.POST if request.method == "POST" else request.GET
    ids = uuids(sent.getlist(name)[:MOST_ROWS])
    return list(rows.filter(uuid__in=ids)) if ids else []
