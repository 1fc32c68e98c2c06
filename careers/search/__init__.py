"""Search over the whole catalogue, in memory: ``search`` for pages, ``find_posts`` for fields that ask for a job."""

from careers.search.documents import Kind
from careers.search.index import Index, build_index, current_index
from careers.search.posts import find_posts, suggest_levels
from careers.search.reading import MAX_LENGTH
from careers.search.results import Item, Results, search

__all__ = [
    "MAX_LENGTH",
    "Index",
    "Item",
    "Kind",
    "Results",
    "build_index",
    "current_index",
    "find_posts",
    "search",
    "suggest_levels",
]
