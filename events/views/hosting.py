"""Who runs an event with its organiser, and who is invited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.programmes import NobodyHasThatAddress
from common.http_methods import GET_OR_POST
from common.lists import list_page
from events.forms.events import AddressForm, InvitationsForm
from events.forms.lists import InvitedFilters
from events.hosts import CannotHost, HostsAlready, add_co_host, remove_co_host
from events.invitations import invite_people, people_with_addresses, withdraw_invitation
from events.models import Invitation
from events.views.guards import run_event, signed_in

PER_PAGE = 50


@never_cache
@GET_OR_POST
def event_hosts(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a co-host by their address, or with ``remove`` in the form take one away."""
    now = timezone.now()
    event = run_event(request, slug, now)
    if request.method == "POST" and (host_id := _number(request, "remove")) is not None:
        remove_co_host(event, host_id, actor=signed_in(request), now=now)
        messages.success(request, "They no longer run this event.")
        return redirect("events:event_hosts", event.slug)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            host = add_co_host(event, email=form.cleaned_data["email"], actor=signed_in(request), now=now)
        except (NobodyHasThatAddress, CannotHost, HostsAlready) as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"{host.user} runs this event with you now.")
            return redirect("events:event_hosts", event.slug)
    hosts = event.co_hosts.select_related("user").order_by("user__name", "pk")
    return render(request, "events/event_hosts.html", {"event": event, "form": form, "hosts": hosts})


@never_cache
@GET_OR_POST
def event_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite people by their addresses, or with ``remove`` in the form withdraw an invitation."""
    now = timezone.now()
    event = run_event(request, slug, now)
    if request.method == "POST" and (invitation_id := _number(request, "remove")) is not None:
        withdraw_invitation(event, invitation_id, actor=signed_in(request), now=now)
        messages.success(request, "The invitation is withdrawn. A place that was booked stays booked.")
        return redirect("events:event_invitations", event.slug)
    form = InvitationsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        people, unknown = people_with_addresses(form.cleaned_data["addresses"])
        if unknown:
            form.add_error("addresses", f"Nobody has confirmed these addresses here: {', '.join(unknown[:10])}")
        else:
            new = invite_people(event, people, actor=signed_in(request), now=now)
            when = "We write to them now." if event.is_published else "We write to them when you publish the event."
            messages.success(request, f"{new} more {'person is' if new == 1 else 'people are'} invited. {when}")
            return redirect("events:event_invitations", event.slug)
    invited = Invitation.objects.filter(event=event).select_related("user")
    page = list_page(request, InvitedFilters(request.GET), invited, PER_PAGE)
    return render(request, "events/event_invitations.html", {"event": event, "form": form, "list": page})


def _number(request: HttpRequest, name: str) -> int | None:
    """A row's id from a button; None if there is none that could be one."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
