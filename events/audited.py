"""How the audit trail shows events."""

from django.urls import reverse

from accounts.audited import show
from events.models import Event


def show_events() -> None:
    """Called once, when the app is ready."""
    show(Event, address=lambda one: reverse("events:organised_detail", args=[one.slug]))
