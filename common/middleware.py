"""Middleware that every request passes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers


class RefuseNulBytes:
    """Answers 400 to NUL bytes in an address or a form, and overlooks cookies with one: PostgreSQL knows none.

    It stands before whatever looks the session up by its cookie, which pages for errors do too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query or "\x00" in request.path:
            raise SuspiciousOperation("The address holds a NUL byte.")
        if request.method == "POST" and any("\x00" in value for _, values in request.POST.lists() for value in values):
            raise SuspiciousOperation("The form holds a NUL byte.")


class RefuseLargeBodies:
    """Answers 413 to more than any page takes, unread: what anybody uploads would fill memory, or the temporary files.

    Only a length that is announced is read at all, so that is the one to look at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length[:20]) > settings.LARGEST_BODY:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


class KeepOnlyPublicPages:
    """Has browsers keep no page but those that say how: on a shared computer "back" must show nobody's data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class RefuseOtherVerbs:
    """Answers 405 to PUT, PATCH and DELETE: forms know only POST, and generic views of packages take PUT for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if request.method in ("PUT", "PATCH", "DELETE"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return None
