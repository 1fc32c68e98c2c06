"""Lists as CSV: what is on the screen, all pages, for those who have just shown who they are."""

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from common.csv_files import write_csv
from common.ticking import uuids
from fellowship.models import Cohort
from fellowship.views.guards import person

MOST_ROWS = 20_000


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def list_as_csv(
    request: HttpRequest, cohort: Cohort, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """A file of these rows, and an entry in the audit trail of who took how many. ``name``: such as "fellows"."""
    found = list(rows)
    audit.record(
        actor=person(request), action=f"fellowship.{name}_exported", about=cohort, scope=cohort.programme.scope,
        detail={"rows": len(found)}, now=timezone.now(),
    )  # fmt: skip
    return csv_answer(f"{cohort.programme.slug}-{cohort.slug}-{name}", columns, found)


def csv_answer(name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> HttpResponse:
    """The file itself. ``name``: of the file, without its ending."""
    # With a byte-order mark, without which spreadsheets take UTF-8 for something else.
    return HttpResponse(
        "\ufeff" + write_csv(columns, rows), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )  # fmt: skip


def ticked(request: HttpRequest, name: str, rows: Any) -> list[Any]:
    """Those of ``rows`` (a queryset) whose public ids were ticked, posted or in the address; other text is left out."""
    sent = request.POST if request.method == "POST" else request.GET
    ids = uuids(sent.getlist(name)[:MOST_ROWS])
    return list(rows.filter(uuid__in=ids)) if ids else []
