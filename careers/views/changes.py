"""What each edition of the frameworks changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from careers.forms.changes import ChangeFilters
from careers.models import Change, Edition
from common.lists import list_page
from common.public_pages import public_page


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """The editions, and every change that they brought. Three queries."""
    editions = list(Edition.objects.select_related("previous").order_by("-date", "-loaded_at"))
    page = list_page(request, ChangeFilters(request.GET, editions=editions), Change.objects.select_related("edition"))
    return render(request, "careers/changes.html", {"editions": editions, "list": page})


@public_page
def edition_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """The changes that one edition brought. Three queries."""
    edition: Edition = get_object_or_404(Edition.objects.select_related("previous"), slug=slug)
    page = list_page(request, ChangeFilters(request.GET), edition.changes.all())
    return render(request, "careers/edition_changes.html", {"edition": edition, "list": page})
