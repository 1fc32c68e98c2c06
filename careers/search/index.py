"""The index: for every word, the titles and descriptions it stands in. Built once per revision and process."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from careers.revision import PerRevision
from careers.search.documents import Document, Entry, Kind, Source, everyday_words, read_entries
from careers.search.words import running_words, singular, stem, telling, whole, whole_stem, words

Numbers = NDArray[np.int32]
Scores = NDArray[np.float32]

# How much a match in each kind of title counts. The glossary explains a word; the thing it names comes first.
TITLE_WEIGHTS = {
    Source.NAME: 1.0,
    Source.ABBREVIATION: 0.96,
    Source.OLD_NAME: 0.94,
    Source.NHS_TERM: 0.95,
    Source.INDUSTRY_TERM: 0.94,
    Source.EVERYDAY: 0.97,
    Source.ALSO_KNOWN_AS: 0.9,
}
GLOSSARY_TITLE = 0.9
# What a kind has before anything is matched: people look for roles first and for explanations last.
HEAD_START = {
    Kind.ROLE: 0.15,
    Kind.SKILL: 0.1,
    Kind.STARTING_POINT: 0.12,
    Kind.LEARNING: 0.05,
    Kind.LEVEL: 0.05,
    Kind.FAMILY: 0.1,
    Kind.NETWORK: 0.0,
    Kind.GLOSSARY: 0.0,
}
MAX_PREFIX_WORDS = 24


@dataclass(frozen=True, slots=True)
class Title:
    """One name of a document, by which it may be found."""

    document: int
    text: str
    source: Source
    words: tuple[str, ...]


class Inverted:
    """For every word number the sorted numbers of the rows it stands in, in two flat arrays."""

    def __init__(self, pairs: Iterable[tuple[int, int]], size: int) -> None:
        table = np.array(sorted(set(pairs)), dtype=np.int32).reshape(-1, 2)
        self.rows: Numbers = np.ascontiguousarray(table[:, 1])
        self.starts: Numbers = np.searchsorted(table[:, 0], np.arange(size + 1)).astype(np.int32)

    def __getitem__(self, word: int) -> Numbers:
        return self.rows[self.starts[word] : self.starts[word + 1]]

    def count(self, word: int) -> int:
        return int(self.starts[word + 1] - self.starts[word])


class Index:
    """Everything that searching needs, as word numbers and arrays.

    ``numbers`` maps a word to its number; ``weights[number]`` is how telling it is, from near 0 (in every document)
    to 1 (in one). ``title_*`` arrays have one place per title, all others one per document.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.documents: list[Document] = []
        self.titles: list[Title] = []
        self.numbers: dict[str, int] = {}
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.alike: dict[str, list[int]] = defaultdict(list)
        self.joined: dict[str, tuple[str, ...]] = {}
        in_titles: list[tuple[int, int]] = []
        in_context: list[tuple[int, int]] = []
        in_text: list[tuple[int, int]] = []
        for entry in entries:
            number = len(self.documents)
            self.documents.append(entry.document)
            for text, source in entry.titles:
                self._add_title(Title(number, text, source, tuple(words(text))), in_titles)
            if not entry.document.retired:
                in_context += [(self._number(word), number) for word in set(telling(words(entry.context)))]
                in_text += [(self._number(word), number) for word in running_words(entry.text)]
        size = len(self.numbers)
        self.words = list(self.numbers)
        self.in_titles = Inverted(in_titles, size)
        self.in_context = Inverted(in_context, size)
        self.in_text = Inverted(in_text, size)
        self._weigh()
        self._arrange_words()
        self._arrange_everyday_words()
        self._arrange_spellings()

    def _number(self, word: str) -> int:
        return self.numbers.setdefault(word, len(self.numbers))

    def _add_title(self, title: Title, in_titles: list[tuple[int, int]]) -> None:
        place = len(self.titles)
        self.titles.append(title)
        self.exact[whole(title.words)].append(place)
        if self.documents[title.document].retired:
            return  # found by its whole name only
        self.alike[whole_stem(title.words)].append(place)
        in_titles += [(self._number(word), place) for word in telling(title.words)]
        for pair in zip(title.words, title.words[1:], strict=False):
            if len(telling(pair)) == 2:
                self.joined.setdefault("".join(pair), pair)

    def _weigh(self) -> None:
        total = math.log(1 + len(self.documents))
        self.title_document: Numbers = np.array([title.document for title in self.titles], dtype=np.int32)
        frequency = Counter[int]()
        for word in range(len(self.words)):
            holders = (self.title_document[self.in_titles[word]], self.in_context[word], self.in_text[word])
            frequency[word] = len(np.unique(np.concatenate(holders)))
        self.weights: Scores = np.array(
            [math.log(1 + len(self.documents) / max(1, frequency[word])) / total for word in range(len(self.words))],
            dtype=np.float32,
        )
        self.first_title: Numbers = np.searchsorted(self.title_document, np.arange(len(self.documents) + 1)).astype(
            np.int32
        )
        self.title_weight: Scores = np.array([self._title_weight(title) for title in self.titles], dtype=np.float32)
        # An everyday name is a phrase to be met as a whole: one word of "computer training" says little.
        everyday = np.array([title.source is Source.EVERYDAY for title in self.titles], dtype=bool)
        self.word_weight: Scores = np.where(everyday, np.float32(0.4), self.title_weight)
        self.title_exponent: Scores = np.where(everyday, np.float32(2), np.float32(0.5))
        self.title_mass: Scores = np.array(
            [
                sum(self.weights[self.numbers[word]] for word in set(telling(title.words)) if word in self.numbers) or 1
                for title in self.titles
            ],
            dtype=np.float32,
        )
        self.head_start: Scores = np.array([HEAD_START[document.kind] for document in self.documents], dtype=np.float32)
        rank = {kind: place for place, kind in enumerate(Kind)}
        self.kinds: Numbers = np.array([rank[document.kind] for document in self.documents], dtype=np.int32)
        # The order among equals: by kind, then by slug.
        by_slug = np.argsort(np.argsort([document.slug for document in self.documents]))
        self.order: Numbers = np.lexsort((by_slug, self.kinds)).argsort().astype(np.int32)

    def _title_weight(self, title: Title) -> float:
        is_glossary = self.documents[title.document].kind == Kind.GLOSSARY
        return min(TITLE_WEIGHTS[title.source], GLOSSARY_TITLE if is_glossary else 1.0)

    def _arrange_words(self) -> None:
        self.by_singular: dict[str, list[int]] = defaultdict(list)
        self.by_stem: dict[str, list[int]] = defaultdict(list)
        for word, number in self.numbers.items():
            self.by_singular[singular(word)].append(number)
            self.by_stem[stem(word)].append(number)
        self.title_words = sorted(word for word, number in self.numbers.items() if self.in_titles.count(number))

    def _arrange_spellings(self) -> None:
        """Words to compare misspellings with, by length: those of titles and everyday words, then all others."""
        known = {*self.title_words, *self.joined, *(typed[0] for typed in self.everyday if len(typed) == 1)}
        self.spellings: dict[int, list[str]] = defaultdict(list)
        self.text_spellings: dict[int, list[str]] = defaultdict(list)
        for word in sorted(known):
            self.spellings[len(word)].append(word)
        for word in sorted(self.numbers.keys() - known):
            self.text_spellings[len(word)].append(word)

    def best_of_titles(self, values: Scores) -> Scores:
        """For each document the highest value among its titles."""
        return np.maximum.reduceat(values, self.first_title[:-1]) if len(self.documents) else values

    def commonness(self, word: str) -> int:
        """How many titles have a word."""
        return self.in_titles.count(self.numbers[word]) if word in self.numbers else 0

    def _arrange_everyday_words(self) -> None:
        """``everyday`` maps what is typed, one word or several, to what it may mean, with how close that is."""
        self.everyday: dict[tuple[str, ...], list[tuple[tuple[str, ...], float]]] = defaultdict(list)
        listed = everyday_words()
        turned = tuple((means, typed) for typed, means in listed.same)
        for pairs, closeness in ((listed.same + turned, 0.9), (listed.instead, 0.8), (listed.near, 0.5)):
            for typed, means in pairs:
                meant = tuple(telling(words(means)))
                if all(word in self.numbers for word in meant):
                    self.everyday[phrase(telling(words(typed)))].append((meant, closeness))
        self.instead = {phrase(telling(words(typed))) for typed, _ in listed.instead}

    def starting_with(self, start: str) -> list[str]:
        """Words of titles that begin with ``start``, the commonest first."""
        first = bisect_left(self.title_words, start)
        last = bisect_left(self.title_words, start + "\uffff", lo=first)
        found = [word for word in self.title_words[first:last] if word != start]
        found.sort(key=lambda word: (-self.in_titles.count(self.numbers[word]), word))
        return found[:MAX_PREFIX_WORDS]


def phrase(found: Iterable[str]) -> tuple[str, ...]:
    """What an everyday phrase is known by."""
    return tuple(singular(word) for word in found)


def build_index() -> Index:
    """Read the catalogue and index it: 0.1 s for the shipped one."""
    return Index(read_entries())


current_index = PerRevision(build_index)
