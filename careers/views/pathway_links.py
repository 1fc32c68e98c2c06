"""Addresses of the pathways page with one or both ends filled in."""

from urllib.parse import urlencode

from django.urls import reverse

from careers.frame import Frame
from careers.models import Level, Role, StartingPoint
from careers.posts import posts_of

Place = Level | Role | StartingPoint


def pathways_url(frame: Frame, *, start: Place | None = None, goal: Place | None = None, band: str = "") -> str:
    """Where to ask for a way from ``start`` to ``goal``; empty if one of them is no longer in the framework.

    ``band`` is the code of the band to start from, if it is known.
    """
    ends = [(name, _key(frame, place)) for name, place in (("from", start), ("to", goal)) if place is not None]
    if not all(key for _, key in ends):
        return ""
    query = urlencode([*ends, *([("band", band)] if band else [])])
    return f"{reverse('careers:pathways')}?{query}"


def _key(frame: Frame, place: Place) -> str:
    match place:
        case Level():
            index, posts = frame.levels.by_id.get(place.pk), posts_of(frame).level
        case Role():
            index, posts = frame.roles.by_id.get(place.pk), posts_of(frame).role
        case StartingPoint():
            return place.slug if place.pk in frame.points.by_id else ""
    return posts[index].key if index is not None else ""
