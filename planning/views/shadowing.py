"""Shadowing and informal chats: what is offered, my offers, and requests."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.http_methods import GET_OR_POST
from common.lists import list_page
from common.refusals import Refused
from planning import shadowing
from planning.forms.shadowing import (
    AcceptForm,
    AskForm,
    DeclineForm,
    MyOfferFilters,
    OfferFilters,
    OfferForm,
    RequestFilters,
    initial_offer,
)
from planning.models.shadowing import Offer, Request
from planning.views.current import signed_in

PER_PAGE = 20


@never_cache
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    """What people offer. Five queries."""
    rows = Offer.objects.open().having_room(timezone.now()).select_related("user", "role").prefetch_related("skills")
    return render(
        request, "planning/offer_list.html", {"list": list_page(request, OfferFilters(request.GET), rows, PER_PAGE)}
    )


@never_cache
@GET_OR_POST
def offer_detail(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer, and the form to ask for it."""
    user, now = _person(request), timezone.now()
    offer: Any = get_object_or_404(Offer.objects.open().with_accepted(now).select_related("user", "role"), pk=offer_id)
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    if request.method == "POST" and form.is_valid():
        try:
            shadowing.ask_for(offer.pk, asker=user, text=form.cleaned_data["text"], now=now)
        except Offer.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your request is with them. We write to you when they answer.")
            return redirect("planning:request_list")
    context = {
        "offer": offer,
        "form": form,
        "mine": offer.user_id == user.pk,
        "full": offer.accepted >= offer.most_a_month,
    }
    return render(request, "planning/offer_detail.html", context)


@never_cache
@require_safe
def my_offers(request: HttpRequest) -> HttpResponse:
    """What I offer. Two queries."""
    rows = Offer.objects.of(_person(request)).with_accepted(timezone.now())
    return render(
        request, "planning/my_offers.html", {"list": list_page(request, MyOfferFilters(request.GET), rows, PER_PAGE)}
    )


@never_cache
@GET_OR_POST
def offer_edit(request: HttpRequest, offer_id: UUID | None = None) -> HttpResponse:
    """Make an offer, or change one."""
    user = _person(request)
    offer = get_object_or_404(Offer.objects.of(user).select_related("role"), pk=offer_id) if offer_id else None
    initial = initial_offer(offer) if offer else {"most_a_month": 1}
    form = OfferForm(request.POST) if request.method == "POST" else OfferForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.said
        paused = fields.pop("paused")
        try:
            shadowing.save_offer(user, offer_id, fields=fields, skills=form.skills, paused=paused, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. People who are signed in see it, unless you ticked otherwise.")
            return redirect("planning:my_offers")
    return render(request, "planning/offer_edit.html", {"offer": offer, "form": form})


@never_cache
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """What I asked for and was asked for. Two queries."""
    user = _person(request)
    page = list_page(request, RequestFilters(request.GET, user=user), Request.objects.of(user), PER_PAGE)
    for one in page.rows:
        one.to_me = one.offer.user_id == user.pk
    return render(request, "planning/request_list.html", {"list": page})


@never_cache
@GET_OR_POST
def request_detail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: its owner accepts or declines it."""
    user, now = _person(request), timezone.now()
    asked = get_object_or_404(Request.objects.of(user), uuid=request_id)
    to_me = asked.offer.user_id == user.pk
    declines = "decline" in request.POST
    accept_form = AcceptForm(None if request.method != "POST" or declines else request.POST)
    decline_form = DeclineForm(request.POST if declines else None, auto_id="decline_%s")
    form = decline_form if declines else accept_form
    if request.method == "POST":
        if not to_me:
            raise Http404
        if form.is_valid():
            try:
                if declines:
                    shadowing.decline(asked.uuid, owner=user, now=now, **form.cleaned_data)
                else:
                    shadowing.accept(asked.uuid, owner=user, now=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "They can read your answer here, and we have written to them.")
                return redirect("planning:request_list")
    context = {"asked": asked, "to_me": to_me, "form": form, "accept_form": accept_form, "decline_form": decline_form}
    return render(request, "planning/request_detail.html", context)


@require_POST
def request_withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take my request back, or call off what was accepted."""
    user = _person(request)
    get_object_or_404(Request, uuid=request_id, asker=user)
    try:
        shadowing.withdraw_request(request_id, asker=user, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Your request is withdrawn.")
    return redirect("planning:request_list")


def _person(request: HttpRequest) -> User:
    user = signed_in(request)
    assert user is not None  # the middleware has sent everybody else to sign in
    return user
