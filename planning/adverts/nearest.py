"""Which levels of the framework come nearest to a job in an advert: by its title, its skills and its band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from careers.frame import NO_BAND, Frame
from careers.search import Kind, suggest_levels
from common.vocabulary import Band

MOST_OFFERED = 3
BY_TITLE, BY_BAND = 0.6, 0.15  # how much a title that fits and a band that fits count beside the skills (0 to 1)
LEAST = 0.25  # less is not near


@dataclass(frozen=True)
class Nearest:
    """A level that comes near, with the reason in words. ``shared`` of its skills are asked for in the advert."""

    level: int  # in the frame
    slug: str
    name: str
    shared: int
    needs: int
    by_title: bool

    @property
    def because(self) -> str:
        """Why it is offered."""
        asked = f"the advert asks for {self.shared} of its {self.needs} skills"
        return f"The title is alike, and {asked}." if self.by_title else f"{asked[0].upper()}{asked[1:]}."


def nearest_levels(frame: Frame, *, title: str, skills: Mapping[int, float], bands: Sequence[str]) -> list[Nearest]:
    """At most MOST_OFFERED levels, the nearest first; empty where none comes near.

    ``skills`` are database ids with weights: 1 for an essential criterion, less for a desirable one. The nearness by
    skills is the cosine between them and the skills that a level names. One query, for the revision of the catalogue.
    """
    if not len(frame.levels):
        return []
    asked = np.zeros(len(frame.skills))
    for pk, weight in skills.items():
        if (place := frame.skills.by_id.get(pk)) is not None:
            asked[place] = weight
    named = frame.named | (frame.required > 0)
    size = named.sum(axis=1)
    near = (named @ asked) / np.maximum(np.sqrt(size) * np.sqrt((asked**2).sum()), 1e-9)
    titled = _by_title(frame, title)
    score = near + BY_TITLE * titled
    for code in bands:
        if code in Band.values:
            rank = Band(code).rank
            score += BY_BAND * ((frame.band_low != NO_BAND) & (frame.band_low <= rank) & (rank <= frame.band_high))
            break
    shared = (named & (asked > 0)).sum(axis=1)
    order = np.lexsort((np.arange(len(score)), -np.round(score, 9)))
    return [
        Nearest(int(level), frame.levels.slugs[level], frame.levels.names[level], int(shared[level]), int(size[level]),
                bool(titled[level]))
        for level in order[:MOST_OFFERED]
        if score[level] >= LEAST and (shared[level] or titled[level])
    ]  # fmt: skip


def _by_title(frame: Frame, title: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(L,) 0 to 1: how well a title fits each level, or its role."""
    found = np.zeros(len(frame.levels))
    items = suggest_levels(title) if title else []
    for item in items:
        worth = item.score / items[0].score
        if item.kind == Kind.LEVEL and (level := frame.levels.index.get(item.slug)) is not None:
            found[level] = max(found[level], worth)
        elif item.kind == Kind.ROLE and (role := frame.roles.index.get(item.slug)) is not None:
            for level in frame.role_levels[role]:
                found[level] = max(found[level], 0.9 * worth)
    return found
