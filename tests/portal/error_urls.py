"""The portal's addresses, and some that go wrong."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("secret reason")


@login_not_required
def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("secret reason")


@login_not_required
def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret reason")


@login_not_required
def take(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    *urls.urlpatterns,
    path("refuse/", refuse),
    path("suspect/", suspect),
    path("fail/", fail),
    path("take/", take),
]
handler404 = urls.handler404
