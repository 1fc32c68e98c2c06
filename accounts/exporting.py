"""Lists of people as files: for those who have just shown who they are, and the audit trail keeps who took how many.

For views, which call it as the last thing they do: it speaks HTTP.
"""

from collections.abc import Iterable, Sequence

from allauth.account.decorators import reauthentication_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.downloads import csv_file

MOST_ROWS = 20_000  # that a list in a file has


def rows_as_csv(
    request: HttpRequest, *, file_name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], action: str,
    about: Model, scope: str,
) -> HttpResponse:  # fmt: skip
    """A file of these rows, or the way to show who one is. ``rows`` are not read before that.

    ``file_name``: without its ending. ``action``: what the audit trail calls it. ``about``: whose list it is.
    """
    answer: HttpResponse = _handed_out(request, file_name, columns, rows, action, about, scope)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth publishes no types
def _handed_out(
    request: HttpRequest, file_name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], action: str,
    about: Model, scope: str,
) -> HttpResponse:  # fmt: skip
    found = list(rows)
    assert isinstance(request.user, User)
    audit.record(
        actor=request.user, action=action, about=about, scope=scope, detail={"rows": len(found)}, now=timezone.now()
    )
    return csv_file(file_name, columns, found)
