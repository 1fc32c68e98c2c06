"""Links a criterion with skills of the catalogue by the words they share, and says which words.

Three sources give the words: the names of skills, their synonyms in the catalogue's search index, and ``phrases.csv``,
the words that adverts use. A phrase is met when its words stand together in the criterion, whatever their endings.

A phrase that is met need not be what the criterion is about: "a budget and a board to answer to" is said of a
project. So each link is weighed: how much of the criterion the skill's own name, summary and phrases speak of (rare
words count for more), how far into the criterion the phrase stands, and whether a better link was found. No link
beats a wrong one.
"""

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from careers.search.words import SILENT, singular, stem, words

PHRASES = Path(__file__).with_name("phrases.csv")
MOST_LINKS = 3  # skills offered for one criterion
MOST_FOR_THE_SAME_WORDS = 2
# What speaks for a link and against it, as fitted to adverts the phrases were not made from (docs/adr/0100).
BY_SUPPORT = 1.2  # times the share of the criterion that the skill speaks of, by the rarity of words
BY_LENGTH = 0.4  # for a phrase of several words
BY_PLACE = -1.5  # for a phrase after FAR telling words, less for a nearer one
BY_RANK = -0.7  # where a better link was found
LEAST_WORTH = -0.4
FAR = 6
MOST_RARE = 4.0  # a word in a single summary says no more than one in a few
NOT_BY_NAME = frozenset(["Change management"])  # in the framework that of IT services, in adverts that of people
# Words that frame any criterion and are about nothing.
_FRAME = """
    experience experienced knowledge understanding ability able skill skills good excellent strong proven sound
    deep practical working familiarity familiar awareness appreciation evidence demonstrable demonstrated
    significant need must essential desirable required ideally applicant candidate successful previous relevant
    similar using use also other level well very including such example equivalent qualification confident
    competent it not
""".split()  # noqa: SIM905 - fifty words are easier to read so
FRAME = frozenset(stem(word) if len(word) > 4 else singular(word) for word in _FRAME)
ARTICLES = frozenset(["a", "an", "the"])
_TOKEN = re.compile(r"[^\W_]+(?:[+#]+|(?=\W|_|$))")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A skill for a criterion, and the words of the criterion that lead to it."""

    skill: str
    because: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Leads to a skill where every part stands in the text and no exception does."""

    skill: str
    parts: tuple[Words, ...]
    unless: tuple[tuple[Words, ...], ...] = ()
    as_written: str = ""  # an abbreviation that must be met in capitals
    is_own: bool = False  # from the catalogue rather than from the list of phrases


class Lexicon:
    """All phrases that lead to the skills of one catalogue. Built once; ``links`` is pure."""

    def __init__(
        self, names: Iterable[str], synonyms: Iterable[tuple[str, str]], summaries: Mapping[str, str] | None = None
    ) -> None:
        """``names`` of skills; ``synonyms`` are pairs of a term and the name of the skill it means; ``summaries`` by
        name."""
        known = set(names)
        synonyms = list(synonyms)
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        for rule in (*self._from_names(known), *self._from_synonyms(known, synonyms), *_from_phrases(known)):
            self._rules[rule.parts[0][0]].append(rule)
        self._words: dict[str, set[str]] = {name: set(_telling(name)) for name in known}
        for name, text in (*((name, term) for term, name in synonyms), *(summaries or {}).items(), *_phrases()):
            if name in known:
                self._words[name].update(_telling(text))
        self._counts = Counter(word for found in self._words.values() for word in found)

    def _rarity(self, word: str) -> float:
        """0 to MOST_RARE: the inverse document frequency of a word among the skills."""
        return min(MOST_RARE, math.log((len(self._words) + 1) / (self._counts[word] + 0.5)))

    def _worth(self, one: "_Met", telling: list[str]) -> float:
        """How well a phrase that is met speaks for its skill, without regard to other links."""
        rare = {word: self._rarity(word) for word in telling}
        shared = sum(rare[word] for word in rare if word in self._words[one.rule.skill])
        met = [word for part in one.rule.parts for word in part if word not in SILENT]
        before = telling.index(_stem(met[0])) if met and _stem(met[0]) in telling else 0
        return (
            BY_SUPPORT * shared / (sum(rare.values()) or 1)
            + BY_LENGTH * (len(met) > 1)
            + BY_PLACE * min(before, FAR) / FAR
        )

    @staticmethod
    def _from_names(names: Iterable[str]) -> Iterator[_Rule]:
        """A name of one word ("Analysis", "Planning") says too little by itself; one in brackets is a variant."""
        for name in sorted(names):
            key = _keys(name)
            if len(key) > 1 and "(" not in name and name not in NOT_BY_NAME:
                yield _Rule(name, (key,), is_own=True)

    @staticmethod
    def _from_synonyms(names: set[str], synonyms: Iterable[tuple[str, str]]) -> Iterator[_Rule]:
        for term, name in synonyms:
            key = _keys(term)
            if name in names and key and (len(key) > 1 or term.isupper()):
                yield _Rule(name, (key,), as_written=term if term.isupper() and len(key) == 1 else "", is_own=True)

    def links(self, criterion: str) -> list[Link]:
        """At most MOST_LINKS skills for the text of a criterion, the best first; empty if no words lead to one."""
        text = _Text(criterion)
        met = [
            _Met(rule, spans)
            for key in text.first
            for rule in self._rules.get(key, ())
            if (spans := text.meets(rule)) is not None
        ]
        best: dict[str, _Met] = {}
        for one in sorted(met, key=lambda one: (-one.weight, one.spans, one.rule.skill)):
            best.setdefault(one.rule.skill, one)
        kept = [one for one in best.values() if not any(other.covers(one) for other in best.values())]
        kept.sort(key=lambda one: (-one.weight, one.spans, one.rule.skill))
        telling = _telling(criterion)
        chosen: list[_Met] = []
        for one in kept:
            if self._worth(one, telling) + BY_RANK * bool(chosen) < LEAST_WORTH:
                continue
            if sum(one.spans == other.spans for other in chosen) < MOST_FOR_THE_SAME_WORDS:
                chosen.append(one)
        return [Link(one.rule.skill, text.words_at(one.spans)) for one in chosen[:MOST_LINKS]]


@dataclass(frozen=True, slots=True)
class _Met:
    rule: _Rule
    spans: tuple[tuple[int, int], ...]  # places of the words, one span per part
    weight: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", sum(len(part) for part in self.rule.parts))

    def covers(self, other: "_Met") -> bool:
        """Whether the other phrase is only a piece of this longer one: "records" within "health records"."""
        if other is self or other.weight >= self.weight:
            return False
        return all(any(a <= c and d <= b for a, b in self.spans) for c, d in other.spans)


class _Text:
    """The telling words of a criterion with where they stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: list[str] = []
        self.places: list[tuple[int, int]] = []
        for token in _TOKEN.finditer(text):
            for word in words(token[0]):
                if word not in ARTICLES:
                    self.keys.append(word)
                    self.places.append(token.span())
        self.stems = [_stem(word) for word in self.keys]
        self.first: dict[str, list[int]] = defaultdict(list)
        self.keys = [singular(word) for word in self.keys]
        for place, (key, root) in enumerate(zip(self.keys, self.stems, strict=True)):
            self.first[key].append(place)
            if root != key:
                self.first[root].append(place)

    def find(self, part: Words) -> tuple[int, int] | None:
        """Where the words of a part stand together, as places of words."""
        for place in self.first.get(part[0], ()):
            held = self.keys if len(part) == 1 else self.stems
            if tuple(held[place : place + len(part)]) == part:
                return place, place + len(part)
        return None

    def meets(self, rule: _Rule) -> tuple[tuple[int, int], ...] | None:
        spans = []
        for part in rule.parts:
            span = self.find(part)
            if span is None:
                return None
            spans.append(span)
        if rule.as_written and rule.as_written not in self.text:
            return None
        if any(all(self.find(part) for part in exception) for exception in rule.unless):
            return None
        return tuple(spans)

    def words_at(self, spans: Iterable[tuple[int, int]]) -> str:
        """The words as they are written, parts joined by " … "."""
        pieces = [self.text[self.places[a][0] : self.places[b - 1][1]] for a, b in sorted(set(spans))]
        return " … ".join(" ".join(piece.split()) for piece in pieces)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return stem(word) if len(word) > 4 else singular(word)


def _keys(text: str) -> Words:
    """What a phrase is known by: a single word in itself, several by their stems, so that endings may differ."""
    found = [word for token in _TOKEN.finditer(text) for word in words(token[0]) if word not in ARTICLES]
    return tuple(singular(word) for word in found) if len(found) == 1 else tuple(_stem(word) for word in found)


def _telling(text: str) -> list[str]:
    """The stems of the words that say something, in order."""
    return [word for word in _Text(text).stems if word not in SILENT and word not in FRAME and len(word) > 1]


def _phrases() -> list[tuple[str, str]]:
    """Skills with the words that lead to them."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return [(row["skill"], row["words"]) for row in csv.DictReader(file, strict=True)]


def _from_phrases(names: set[str]) -> Iterator[_Rule]:
    with PHRASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            if row["skill"] not in names:
                continue
            unless = tuple(_parts(words) for words in row["unless"].split(" / ") if words.strip())
            for words_ in row["words"].split(" / "):
                yield _Rule(row["skill"], _parts(words_), unless)


def _parts(words_: str) -> tuple[Words, ...]:
    return tuple(_keys(part) for part in words_.split(" + "))
