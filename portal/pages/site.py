"""Pages about the portal itself: accessibility, privacy, cookies, terms, contact, and where the data comes from."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.deletion import LAST_ADDRESS_STAYS, TIME_TO_THINK
from accounts.privacy import registered
from accounts.tidying import UNCONFIRMED_STAYS
from careers.models import Edition
from common.public_pages import public_page
from planning import returning
from planning.models.assessments import IDLE


def _text(name: str) -> Callable[[HttpRequest], HttpResponse]:
    @public_page
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, f"pages/{name}.html")

    return page


accessibility = _text("accessibility")
terms = _text("terms")
contact = _text("contact")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is recorded about visitors, and what is kept about people with an account, from the registry."""
    context: dict[str, Any] = {
        "kinds": registered(),
        "letter_days": settings.OUTBOX_KEEPS_BODIES.days,
        "unconfirmed_days": UNCONFIRMED_STAYS.days,
        "think_days": TIME_TO_THINK.days,
        "address_days": LAST_ADDRESS_STAYS.days,
        "idle_minutes": int(IDLE.total_seconds() // 60),
        "code_days": returning.LIFETIME.days,
    }
    return render(request, "pages/privacy.html", context)


@public_page
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies that signing in sets, by the names and ages of the settings. Their ages are whole days."""
    context: dict[str, Any] = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "session_days": timedelta(seconds=settings.SESSION_COOKIE_AGE).days,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "form_days": timedelta(seconds=settings.CSRF_COOKIE_AGE).days,
    }
    return render(request, "pages/cookies.html", context)


@public_page
def about_data(request: HttpRequest) -> HttpResponse:
    """Where the facts come from, with the editions in use. Two queries."""
    editions = Edition.objects.filter(is_current=True).order_by("-framework")
    return render(request, "pages/about_data.html", {"editions": editions})
