"""Links a criterion with skills of the catalogue by the words they share, and says which words.

Two things speak for a link. A phrase may be met, its words together in the criterion, whatever their endings: the name
of a skill, a synonym of the catalogue's search index, or one of ``phrases.csv``. And the single words may be like those
of the skill (``likeness.py``). Neither is enough by itself: "a budget and a board to answer to" is said of a project.
So both are added up as log-odds, with how far the skill stands ahead of the next, and against what asks for a paper
rather than a skill. No link beats a wrong one.
"""

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from careers.search.words import SILENT, singular, stem, words
from planning.adverts.likeness import Example, Likeness, cues, examples

PHRASES = Path(__file__).with_name("phrases.csv")
MOST_LINKS = 2  # skills offered for one criterion
LIKELIEST = 3  # skills that are looked at where no phrase leads to them
# The log-odds that a fair reader calls a link right, fitted to adverts the words were not made from (docs/adr/0100).
AT_FIRST = -3.7
BY_LIKENESS, LIKE = 3.6, 8.0  # a likeness of LIKE or more says about all that it can
BY_WORD, LIKE_A_WORD = 1.6, 2.0  # the same for each telling word
BY_LEAD, AHEAD = 0.9, 4.0  # over the best other skill
BY_PHRASE = 1.9
FOR_PAPERS = -2.1
LEAST, LEAST_OF_SECOND = 0.6, 1.1
# Asked of a person rather than of their skills: degrees, registration, a licence, languages, travel, hours.
PAPERS = re.compile(
    r"\b(?:degree|graduate|postgraduate|gcses?|a levels?|nvq|hnd|diploma|educated|master'?s|phd|registered|"
    r"registration|nmc|gmc|hcpc|gphc|(?:driving|full|valid|uk) licen[cs]e|driver?|driving|vehicle|travel|"
    r"welsh|gaelic|language|adjustments|weekends?|evenings?|shifts?|on[- ]call|unsocial)\b",
    re.IGNORECASE,
)
# Weights of a word in a skill's bag, by where it stands.
IN_NAME, IN_CUES, IN_TEXT, IN_EXAMPLE = 3, 3, 1, 1
NOT_BY_NAME = frozenset(["Change management"])  # in the framework that of IT services, in adverts that of people
# Words that frame any criterion and are about nothing.
_FRAME = """
    experience experienced knowledge understanding ability able skill skills good excellent strong proven sound
    deep practical working familiarity familiar awareness appreciation evidence demonstrable demonstrated
    significant need must essential desirable required ideally applicant candidate successful previous relevant
    similar using use also other level well very including such example equivalent qualification confident
    competent it not ve re ll been don isn won every each several across many another one two three where out off
    because while just still even much most both always never
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


class Lexicon:
    """All phrases that lead to the skills of one catalogue. Built once; ``links`` is pure."""

    def __init__(
        self,
        names: Iterable[str],
        synonyms: Iterable[tuple[str, str]],
        summaries: Mapping[str, str] | None = None,
        learnt_from: Iterable[Example] | None = None,
    ) -> None:
        """``names`` of skills; ``synonyms`` are pairs of a term and the name of the skill it means; ``summaries`` by
        name; ``learnt_from`` all examples unless given."""
        known = set(names)
        synonyms = list(synonyms)
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        for rule in (*self._from_names(known), *self._from_synonyms(known, synonyms), *_from_phrases(known)):
            self._rules[rule.parts[0][0]].append(rule)
        self._likeness = Likeness(
            *_bags(known, synonyms, summaries or {}, examples() if learnt_from is None else learnt_from)
        )

    @staticmethod
    def _from_names(names: Iterable[str]) -> Iterator[_Rule]:
        """A name of one word ("Analysis", "Planning") says too little by itself; one in brackets is a variant."""
        for name in sorted(names):
            key = _keys(name)
            if len(key) > 1 and "(" not in name and name not in NOT_BY_NAME:
                yield _Rule(name, (key,))

    @staticmethod
    def _from_synonyms(names: set[str], synonyms: Iterable[tuple[str, str]]) -> Iterator[_Rule]:
        for term, name in synonyms:
            key = _keys(term)
            if name in names and key and (len(key) > 1 or term.isupper()):
                yield _Rule(name, (key,), as_written=term if term.isupper() and len(key) == 1 else "")

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
        kept = {skill: one for skill, one in best.items() if not any(other.covers(one) for other in best.values())}
        worth = self._worth(text, kept)
        chosen = [skill for skill, odds in worth if odds >= LEAST][:1]
        chosen += [skill for skill, odds in worth if odds >= LEAST_OF_SECOND and skill not in chosen]
        return [
            Link(skill, text.words_at(kept[skill].spans if skill in kept else text.spans_of(self._likeness, skill)))
            for skill in chosen[:MOST_LINKS]
        ]

    def _worth(self, text: "_Text", met: Mapping[str, "_Met"]) -> list[tuple[str, float]]:
        """Skills with the log-odds that they are what a criterion asks for, the best first."""
        telling = text.telling
        if not telling:
            return []
        skills, like = self._likeness.skills, self._likeness.of(telling)
        order = np.argsort(-like, kind="stable")
        first, second = like[order[0]], like[order[min(1, len(order) - 1)]]
        names = dict.fromkeys([*(skills[place] for place in order[:LIKELIEST]), *met])
        start = AT_FIRST + FOR_PAPERS * bool(PAPERS.search(text.text))
        found = []
        for name in names:
            own = like[self._likeness.places[name]]
            lead = own - (second if name == skills[order[0]] else first)
            odds = (
                start
                + BY_LIKENESS * math.tanh(own / LIKE)
                + BY_WORD * math.tanh(own / len(set(telling)) / LIKE_A_WORD)
                + BY_LEAD * math.tanh(lead / AHEAD)
                + BY_PHRASE * (name in met)
            )
            found.append((name, odds))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


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

    @property
    def telling(self) -> list[str]:
        """The stems of the words that say something, in order."""
        return [word for word in self.stems if word not in SILENT and word not in FRAME and len(word) > 1]

    def spans_of(self, likeness: Likeness, skill: str) -> list[tuple[int, int]]:
        """Where the words stand that are likest to a skill."""
        places = [self.stems.index(word) for word in likeness.telling(skill, self.telling)]
        return [(place, place + 1) for place in places]

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


def _bags(
    names: Iterable[str],
    synonyms: Iterable[tuple[str, str]],
    summaries: Mapping[str, str],
    learnt_from: Iterable[Example],
) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """The words of each skill with their weights, and how often it was asked for."""
    bags: dict[str, Counter[str]] = {name: Counter() for name in sorted(names)}
    often: Counter[str] = Counter()

    def add(skills: Iterable[str], telling: Iterable[str], weight: int) -> None:
        telling = list(telling)
        for skill in skills:
            if skill in bags:
                for word in telling:
                    bags[skill][word] += weight

    for name in bags:
        add([name], _Text(name).telling, IN_NAME)
    for name, text in (*summaries.items(), *((name, term) for term, name in synonyms), *_phrases()):
        add([name], _Text(text).telling, IN_TEXT)
    for name, text in cues():
        add([name], set(_Text(text).telling), IN_CUES)
    for example in learnt_from:
        often.update(example.skills)
        add(example.skills, set(_Text(example.criterion).telling), IN_EXAMPLE)
    return bags, often


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
