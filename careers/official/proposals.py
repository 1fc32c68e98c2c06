"""Guesses which of the vanished names are the new ones under another name, for a person to confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from careers.identity import name_key
from careers.models import Level
from careers.official.download import Download
from careers.official.matching import Kind, Matching, Profile
from careers.official.renames import Rename

# Names this alike (0 to 100), or the same words, or this share of equal required levels under a name not wholly other.
ALIKE = 85
SAME_TEXT = 92
SAME_PROFILE = 0.7
NOT_WHOLLY_OTHER = 45


@dataclass(frozen=True)
class Proposal:
    rename: Rename
    reason: str


def likely_renames(matching: Matching) -> list[Proposal]:
    """At most one new name for each vanished one, the surest first within each kind."""
    stored, new = matching.stored_profiles(), matching.new_profiles()
    proposals: list[Proposal] = []
    for kind in (matching.roles, matching.levels, matching.skills):
        taken: set[Any] = set()
        pairs = sorted(_pairs(kind, matching.download, stored[kind.word], new[kind.word]), key=lambda pair: -pair[0])
        for _, row, key, proposal in pairs:
            if row.pk not in taken and key not in taken:
                taken |= {row.pk, key}
                proposals.append(proposal)
    return proposals


def _pairs(kind: Kind, download: Download, stored: Any, new: Any) -> Iterator[tuple[float, Any, Any, Proposal]]:
    nothing: Profile = frozenset()
    for row in kind.gone:
        for key in kind.new:
            role, name = key if isinstance(row, Level) else ("", key)
            alike = fuzz.token_sort_ratio(name_key(row.name), name_key(name))
            text = _same_text(row.official_text, _text(download, kind.word, key))
            profile = _shared(stored.get(row.pk, nothing), new.get(key, nothing))
            reasons = []
            if alike >= ALIKE:
                reasons.append(f"the names are {alike:.0f} % alike")
            if text >= SAME_TEXT:
                reasons.append("the official words are the same")
            if profile >= SAME_PROFILE and alike >= NOT_WHOLLY_OTHER:
                reasons.append(f"{profile:.0%} of the required levels are the same")
            if reasons:
                rename = Rename(kind.word, row.name, name, role)
                yield alike + text + 100 * profile, row, key, Proposal(rename, ", ".join(reasons))


def _same_text(one: str, other: str) -> float:
    return fuzz.ratio(one, other) if one and other else 0.0


def _text(download: Download, word: str, key: Any) -> str:
    match word:
        case "role":
            return download.roles[key].text
        case "level":
            return download.levels[key]
    return download.skills[key].text


def _shared(one: Profile, other: Profile) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
