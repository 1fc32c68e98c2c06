"""The audit trail, for site administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audited import things_in
from accounts.forms.audit import AuditFilters
from accounts.models import AuditEntry
from accounts.views.guards import site_admins_only
from common.lists import list_page

MOST_LISTED = 10_000  # the table grows for ever, and counting it would take longer every day


@require_safe
@site_admins_only
def audit_list(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first, with filters. Four queries, one more to look a person up, and one a kind of thing."""
    rows = AuditEntry.objects.select_related("actor", "subject")
    page = list_page(request, AuditFilters(request.GET), rows, most=MOST_LISTED)
    things = things_in(page.rows)
    for entry in page.rows:
        entry.thing = things.get(entry.about)
    return render(request, "accounts/audit_list.html", {"list": page})
