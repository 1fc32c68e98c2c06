"""Where else the words of a search may be found: programmes, events and journeys have lists of their own."""

from urllib.parse import urlencode

from django.urls import reverse

from careers.additions import Addition, register_addition

_LISTS = (
    ("programmes and fellowships", "fellowship:programme_list"),
    ("events", "events:event_list"),
    ("journeys of others", "planning:journey_list"),
)


def register_elsewhere() -> None:
    """Called once, when the portal is ready."""
    register_addition("search", on_search)


def on_search(query: str) -> Addition | None:
    """The same words in other lists. No query: what they find is theirs to say."""
    if not query.strip():
        return None
    lists = [(words, f"{reverse(name)}?{urlencode({'q': query})}") for words, name in _LISTS]
    return Addition("pages/search_elsewhere.html", {"query": query, "lists": lists})
