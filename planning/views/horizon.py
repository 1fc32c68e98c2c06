"""The horizon: for everybody, for those who follow families, and for the staff who keep it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from planning.forms.horizon import (
    FeedFilters,
    FeedForm,
    FollowForm,
    HorizonFilters,
    ItemForm,
    StaffHorizonFilters,
    initial_of,
)
from planning.horizon import following
from planning.journeys.reviewing import may_review
from planning.models.horizon import Feed, HorizonInterest, HorizonItem

PER_PAGE = 30


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def horizon(request: HttpRequest) -> HttpResponse:
    """What is new in the field. Four queries for visitors."""
    rows = HorizonItem.objects.shown().select_related("feed").prefetch_related("families")
    page = list_page(request, HorizonFilters(request.GET), rows, PER_PAGE, most=900)
    return render(request, "planning/horizon.html", {"list": page})


@never_cache
@GET_OR_POST
def horizon_follow(request: HttpRequest) -> HttpResponse:
    """Choose the families of the weekly letter."""
    assert isinstance(request.user, User)
    followed = list(HorizonInterest.objects.filter(user=request.user).values_list("family__slug", flat=True))
    form = FollowForm(request.POST) if request.method == "POST" else FollowForm(initial={"families": followed})
    if request.method == "POST" and form.is_valid():
        families = list(form.cleaned_data["families"])
        following.follow(request.user, families)
        said = "We write to you once a week, if there is news." if families else "You get no letter about the horizon."
        messages.success(request, said)
        return redirect("planning:horizon")
    return render(request, "planning/horizon_follow.html", {"form": form})


@never_cache
@require_safe
def horizon_staff(request: HttpRequest) -> HttpResponse:
    """All items, for those who keep them."""
    _check_staff(request)
    rows = HorizonItem.objects.select_related("feed")
    page = list_page(request, StaffHorizonFilters(request.GET), rows, PER_PAGE, most=900)
    return render(request, "planning/horizon_staff.html", {"list": page})


@never_cache
@GET_OR_POST
def horizon_item(request: HttpRequest, item_id: UUID | None = None) -> HttpResponse:
    """Write an item, or change one."""
    _check_staff(request)
    item = get_object_or_404(HorizonItem, pk=item_id) if item_id else None
    form = ItemForm(request.POST if request.method == "POST" else None, initial=initial_of(item) if item else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        following.save_item(
            item_id, fields=form.other_fields("hidden"), families=given["families"], hidden=given["hidden"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("planning:horizon_staff")
    return render(request, "planning/horizon_item.html", {"item": item, "form": form})


@never_cache
@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """The feeds and how each does. Two queries."""
    _check_staff(request)
    page = list_page(request, FeedFilters(request.GET), Feed.objects.all(), PER_PAGE)
    return render(request, "planning/feed_list.html", {"list": page})


@never_cache
@GET_OR_POST
def feed_edit(request: HttpRequest, feed_id: UUID | None = None) -> HttpResponse:
    """Choose a feed, or change one."""
    _check_staff(request)
    feed = get_object_or_404(Feed, pk=feed_id) if feed_id else None
    given = request.POST if request.method == "POST" else None
    form = FeedForm(given, feed=feed, initial=initial_of(feed) if feed else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        following.save_feed(
            feed_id, fields=form.other_fields("paused"), families=chosen["families"], paused=chosen["paused"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Saved. It is read with the next round, within the hour.")
        return redirect("planning:feed_list")
    return render(request, "planning/feed_edit.html", {"feed": feed, "form": form})


def _check_staff(request: HttpRequest) -> None:
    if not may_review(request.user):
        raise PermissionDenied
