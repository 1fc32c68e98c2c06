"""The page for an address that leads nowhere. The other error pages are Django's views with our templates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONGEST = 60


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with a search for the words at the end of the address."""
    last = request.path.rstrip("/").rpartition("/")[2]
    words = " ".join(last.replace("_", "-").replace("-", " ").split())
    is_like_words = words.replace(" ", "").isalpha() and len(words) <= LONGEST
    return render(request, "404.html", {"words": words if is_like_words else ""}, status=404)
