"""Roles and families as lists show them, and which of them fit what a person asks for.

Read from the framework's arrays, so that a list costs the same for a hundred roles as for a thousand and says "entry
level" and "no registration" in the sense in which pathways do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.urls import reverse
from numpy.typing import NDArray

from careers import rungs
from careers.frame import NO_BAND, REGISTRATION_RANK, Frame, professions_in
from careers.models import Registration, Track
from common.vocabulary import Band, Profession

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")

# A list of professions longer than this reads "a clinical registration".
FEW_PROFESSIONS = 3


@dataclass(frozen=True)
class RoleFacts:
    """A role in a list. Bands are codes ("8a") or empty; ``entry`` names its entry levels, most junior first."""

    index: int
    pk: int
    slug: str
    url: str
    name: str
    family: str
    family_slug: str
    levels: int
    band_low: str
    band_high: str
    without_band: str  # why it has no band, where we know
    entry: tuple[str, ...]
    registration: str  # a sentence without its full stop, or empty where no level asks for any

    @property
    def rank(self) -> int:
        """Of the lowest typical band; NO_BAND where none is known."""
        return Band(self.band_low).rank if self.band_low else NO_BAND


@dataclass(frozen=True)
class FamilyFacts:
    """A family in a list: how many roles it has and the span of their typical bands."""

    index: int
    pk: int
    slug: str
    name: str
    roles: int
    band_low: str
    band_high: str


@dataclass(frozen=True)
class Wanted:
    """What one and the same level of a role has to fit; whatever is empty does not matter.

    The ``track`` of a single ladder asks for a role whose ladder forks nowhere: nearly every fork has a trunk.
    """

    band: str = ""
    track: str = ""
    no_registration: bool = False
    entry: bool = False
    skills: tuple[int, ...] | None = None  # indices; any of them will do


def role_facts(frame: Frame) -> list[RoleFacts]:
    """Every live role that has a level, by index."""
    return list(_facts_by_role(frame).values())


def facts_of(frame: Frame, index: int) -> RoleFacts:
    """The role with this index, which has a level."""
    return _facts_by_role(frame)[index]


@lru_cache(maxsize=2)
def family_facts(frame: Frame) -> tuple[FamilyFacts, ...]:
    """Every live family, by index; made once for each frame."""
    return tuple(_family(frame, index) for index in range(len(frame.families)))


@lru_cache(maxsize=2)
def _facts_by_role(frame: Frame) -> dict[int, RoleFacts]:
    """Made once for each frame."""
    return {index: _facts(frame, index) for index, levels in enumerate(frame.role_levels) if levels}


def _facts(frame: Frame, index: int) -> RoleFacts:
    levels = list(frame.role_levels[index])
    family = int(frame.role_family[index])
    low, high = _span(frame, levels)
    return RoleFacts(
        index=index,
        pk=frame.roles.ids[index],
        slug=frame.roles.slugs[index],
        url=reverse("careers:role_detail", args=[frame.roles.slugs[index]]),
        name=frame.roles.names[index],
        family=frame.families.names[family] if family >= 0 else "",
        family_slug=frame.families.slugs[family] if family >= 0 else "",
        levels=len(levels),
        band_low=low,
        band_high=high,
        without_band=frame.without_band(levels),
        entry=tuple(frame.levels.names[level] for level in levels if frame.entry[level]),
        registration=_registration(frame, levels),
    )


def roles_with(frame: Frame, wanted: Wanted) -> set[int]:
    """Indices of the roles of which one level fits everything that is wanted."""
    fits = np.ones(len(frame.levels), bool)
    if wanted.band:
        rank = Band(wanted.band).rank
        fits &= (frame.band_low != NO_BAND) & (frame.band_low <= rank) & (rank <= frame.band_high)
    if wanted.track == Track.SINGLE:
        forked = [rungs.forks(levels, frame.level_track) for levels in frame.role_levels]
        fits &= ~np.array(forked, bool)[frame.level_role]
    elif wanted.track:
        fits &= np.array([track == wanted.track for track in frame.level_track], bool)
    if wanted.no_registration:
        fits &= frame.registration == REGISTRATION_RANK[Registration.NO]
    if wanted.entry:
        fits &= frame.entry
    if wanted.skills is not None:
        fits &= frame.named[:, list(wanted.skills)].any(axis=1)
    return {int(role) for role in frame.level_role[fits]}


def families_at(frame: Frame, band: str) -> set[int]:
    """Indices of the families with a role that has a level at ``band``."""
    return {int(frame.role_family[role]) for role in roles_with(frame, Wanted(band=band))}


def skills_named(frame: Frame, text: str) -> tuple[int, ...]:
    """Skills by slug or exact name, else all whose name holds ``text``; empty if there is none."""
    if (index := frame.skills.index.get(text)) is not None:
        return (index,)
    words = " ".join(text.split()).casefold()
    names = [name.casefold() for name in frame.skills.names]
    exact = tuple(index for index, name in enumerate(names) if name == words)
    return exact or tuple(index for index, name in enumerate(names) if words and words in name)


def professions_in_words(professions: Iterable[Profession]) -> str:
    """ "a nurse or midwife"; the general word where there are many or none is named."""
    labels = [str(profession.label).lower() for profession in professions]
    if not labels or len(labels) > FEW_PROFESSIONS:
        return "a health or care professional"
    listed = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"
    return f"{'an' if listed[0] in 'aeiou' else 'a'} {listed}"


def first_sentence(text: str) -> str:
    """The first sentence of a summary, for lists."""
    return _SENTENCE.split(text.strip(), maxsplit=1)[0]


def _family(frame: Frame, index: int) -> FamilyFacts:
    roles = [role for role in np.flatnonzero(frame.role_family == index) if frame.role_levels[role]]
    low, high = _span(frame, [level for role in roles for level in frame.role_levels[role]])
    return FamilyFacts(
        index=index,
        pk=frame.families.ids[index],
        slug=frame.families.slugs[index],
        name=frame.families.names[index],
        roles=len(roles),
        band_low=low,
        band_high=high,
    )


def _span(frame: Frame, levels: list[int]) -> tuple[str, str]:
    lows: NDArray[np.int8] = frame.band_low[levels]
    highs: NDArray[np.int8] = frame.band_high[levels]
    if not (lows != NO_BAND).any():
        return "", ""
    return Band.from_rank(int(lows[lows != NO_BAND].min())).value, Band.from_rank(int(highs.max())).value


def _registration(frame: Frame, levels: list[int]) -> str:
    ranks = frame.registration[levels]
    needs = ranks == REGISTRATION_RANK[Registration.YES]
    if not ranks.any():
        return ""
    mask = int(np.bitwise_or.reduce(frame.professions[levels]))
    who = professions_in_words(professions_in(mask))
    if needs.all():
        return f"You need to be registered as {who}"
    if needs.any():
        return f"Some levels need you to be registered as {who}"
    return "Some posts ask for a professional registration"
