"""What I watch: the list with what I was told, and one thing to watch or not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from planning.forms.watching import WatchFilters
from planning.models.watching import Watch
from planning.watching import watches

PER_PAGE = 25


@never_cache
@require_safe
def watch_list(request: HttpRequest) -> HttpResponse:
    """What I watch, with what I was told of it. Three queries."""
    assert isinstance(request.user, User)
    rows = Watch.objects.of(request.user).prefetch_related("notices")
    page = list_page(request, WatchFilters(request.GET), rows, PER_PAGE)
    return render(request, "planning/watch_list.html", {"list": page})


@never_cache
@GET_OR_POST
def watch_edit(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Watch one thing, or watch it no longer."""
    assert isinstance(request.user, User)
    if kind not in Watch.KINDS:
        raise Http404
    thing = get_object_or_404(Watch.KINDS[kind], slug=slug)
    is_watched = watches.watched(request.user, kind, thing).exists()
    if request.method == "POST":
        try:
            if "stop" in request.POST:
                watches.watch_no_longer(request.user, kind, thing)
                messages.success(request, f"You watch “{thing}” no longer.")
            else:
                watches.watch(request.user, kind, thing, now=timezone.now())
                messages.success(request, f"You watch “{thing}”. We write to you when it changes.")
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("planning:watch_list")
    context = {"kind": kind, "kind_words": Watch.Kind(kind).label, "thing": thing, "is_watched": is_watched}
    return render(request, "planning/watch_edit.html", context)
