"""Everybody with an account and what they are here, for site administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.forms.people import PeopleFilters
from accounts.models import User
from accounts.people import role_words
from accounts.views.guards import site_admins_only
from common.lists import list_page


@never_cache
@require_safe
@site_admins_only
def people_list(request: HttpRequest) -> HttpResponse:
    """People with their roles, with filters. Three queries and one for each role of an app above; one notes it."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = User.objects.select_related("profile__organisation")
    page = list_page(request, PeopleFilters(request.GET, on=today), rows)
    words = role_words(page.rows, on=today)
    for person in page.rows:
        person.roles = words[person.pk]
    if request.method != "HEAD":
        audit.record(actor=request.user, action="accounts.people_read", detail={"people": len(page.rows)}, now=now)
    return render(request, "accounts/people_list.html", {"list": page})
