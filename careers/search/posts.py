"""Resolves a job title as people write it ("comms officer", "I am a staff nurse") to posts of the catalogue."""

from careers.search.documents import Kind
from careers.search.index import Index
from careers.search.results import Item, search

WORTH_OFFERING = 0.4  # of the score of the best


def find_posts(text: str, *, limit: int = 8, index: Index | None = None) -> list[Item]:
    """The posts that ``text`` may mean as somebody's present job: starting points, roles and levels, best first.

    Few and likely ones only; empty where nothing fits. Each item's ``kind`` and ``slug`` name the post, ``why`` says
    why it is offered. Titles differ between organisations: let the person choose, also where there is only one.
    """
    return _likely(text, (Kind.STARTING_POINT, Kind.ROLE, Kind.LEVEL), limit, index)


def suggest_levels(text: str, *, limit: int = 8, index: Index | None = None) -> list[Item]:
    """The roles and levels that ``text`` may mean as the job somebody wants; otherwise as ``find_posts``."""
    return _likely(text, (Kind.ROLE, Kind.LEVEL), limit, index)


def _likely(text: str, kinds: tuple[Kind, ...], limit: int, index: Index | None) -> list[Item]:
    items = [item for item in search(text, kinds=kinds, index=index).items[:limit] if not item.retired]
    return [item for item in items if item.score >= WORTH_OFFERING * items[0].score]
