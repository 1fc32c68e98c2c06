"""How like a criterion is to each skill of the catalogue, told from its single words.

Every skill has a bag of words: its name, summary and synonyms, the phrases that lead to it, ``cues.csv`` (words that
adverts use around it) and ``examples.csv`` (criteria for which somebody who read the advert named it). A word speaks
for a skill as far as it is commoner in the skill's bag than in all bags (the logarithm of the ratio, as in naive Bayes
with smoothing), and little against it. What adverts ask for often starts ahead.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

CUES = Path(__file__).with_name("cues.csv")
EXAMPLES = Path(__file__).with_name("examples.csv")
SMOOTHING = 100.0  # words of the common bag that are added to each skill's own
BY_OFTEN = 0.5  # how much it counts that adverts ask for a skill often
LEAST_OF_A_WORD = -0.5  # criteria are short: a word that a skill does not know says little against it
MOST_WORDS = 3  # given as the reason


class Likeness:
    """Bags of words turned into one table. ``of`` and ``telling`` are pure."""

    def __init__(self, bags: Mapping[str, Counter[str]], often: Mapping[str, int]) -> None:
        """``bags`` are words (stems) with weights by skill; ``often`` in how many criteria a skill was asked for."""
        self.skills = list(bags)
        self.places = {name: place for place, name in enumerate(self.skills)}
        self._rows = {
            word: row for row, word in enumerate(dict.fromkeys(word for bag in bags.values() for word in bag))
        }
        held = np.zeros((len(self._rows), len(self.skills)))
        for name, bag in bags.items():
            for word, weight in bag.items():
                held[self._rows[word], self.places[name]] = weight
        common = held.sum(axis=1) + 0.5
        common /= common.sum() or 1
        share = (held + SMOOTHING * common[:, None]) / (held.sum(axis=0) + SMOOTHING)
        self._speaks = np.maximum(np.log(share / common[:, None]), LEAST_OF_A_WORD)  # (words, skills)
        ahead = np.log([often.get(name, 0) + 0.3 for name in self.skills])
        self._ahead = BY_OFTEN * (ahead - ahead.mean()) if self.skills else ahead

    def of(self, words: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(skills,) log-odds: how much likelier the words, each once, are to be about a skill than about any."""
        rows = [self._rows[word] for word in dict.fromkeys(words) if word in self._rows]
        return np.asarray(self._speaks[rows].sum(axis=0) + self._ahead)

    def telling(self, skill: str, words: Sequence[str]) -> list[str]:
        """At most MOST_WORDS of the words, those that speak most for a skill, in their order."""
        place = self.places[skill]
        speaks = {word: self._speaks[self._rows[word], place] for word in words if word in self._rows}
        best = sorted((word for word in speaks if speaks[word] > 0), key=lambda word: (-speaks[word], word))
        return [word for word in speaks if word in best[:MOST_WORDS]]


@lru_cache(maxsize=1)
def cues() -> tuple[tuple[str, str], ...]:
    """Each skill with the words that adverts use around it."""
    with CUES.open(encoding="utf-8", newline="") as file:
        return tuple((row["skill"], row["words"]) for row in csv.DictReader(file, strict=True))


@dataclass(frozen=True, slots=True)
class Example:
    """A criterion of a marked advert (by its number), and the skills that a careful reader accepts for it."""

    advert: str
    criterion: str
    skills: tuple[str, ...]


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All criteria that were marked with a skill."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Example(row["advert"], row["criterion"], tuple(row["skills"].split(" / ")))
            for row in csv.DictReader(file, strict=True)
        )
