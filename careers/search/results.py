"""Searching: one ranked list of everything in the catalogue, with reasons."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from careers.search.documents import Document, Kind
from careers.search.index import Index, Numbers, current_index
from careers.search.ranking import Ranking, rank
from careers.search.reading import Correction, Reading, closest_words, read
from careers.search.reasons import reason
from careers.search.words import plain

SNIPPET = 220  # letters


@dataclass(frozen=True, slots=True)
class Item:
    """One result. ``title``, ``detail`` and ``snippet`` are plain text; ``why`` says in a sentence why it is here."""

    kind: Kind
    pk: int
    slug: str
    title: str
    url: str
    detail: str
    snippet: str
    why: str
    score: float
    retired: bool

    @property
    def kind_words(self) -> str:
        """What it is, in a line: "Learning: Fellowship. NHS England"."""
        if self.kind == Kind.LEVEL:
            return self.detail
        words = f"{self.kind.one}: {self.detail}" if self.detail else self.kind.one
        return f"No longer in the current edition. {words}" if self.retired else words


class Items(Sequence[Item]):
    """Results in order, best first; an item is only made when it is asked for, so a page costs what it shows."""

    def __init__(self, documents: Numbers, reading: Reading, ranking: Ranking, index: Index) -> None:
        self._documents = documents
        self._reading = reading
        self._ranking = ranking
        self._index = index

    def __len__(self) -> int:
        return len(self._documents)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        if isinstance(place, slice):
            return [self._item(int(document)) for document in self._documents[place]]
        return self._item(int(self._documents[place]))

    def __iter__(self) -> Iterator[Item]:
        return (self._item(int(document)) for document in self._documents)

    def _item(self, number: int) -> Item:
        found = self._index.documents[number]
        return Item(
            kind=found.kind,
            pk=found.pk,
            slug=found.slug,
            title=found.name,
            url=found.url,
            detail=found.detail,
            snippet=_snippet(found, self._reading),
            why=reason(number, self._reading, self._ranking, self._index),
            score=float(self._ranking.scores[number]),
            retired=found.retired,
        )


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found.

    ``counts`` are by kind before the filter. ``read_as`` are the misspellings put right; ``unknown`` the words that
    nothing has, which were left out; ``did_you_mean`` another query worth trying, which finds something, or "".
    ``closest`` are words of titles that look like those typed, where nothing was found. ``cut`` says that the query
    was too long and its end was left out; ``is_empty`` that it had no word to search by.
    """

    items: Items
    counts: dict[Kind, int]
    read_as: tuple[Correction, ...]
    unknown: tuple[str, ...]
    did_you_mean: str
    closest: tuple[str, ...]
    cut: bool
    is_empty: bool


def search(query: str, *, kinds: Collection[str] = (), index: Index | None = None) -> Results:
    """Find what ``query`` may mean among roles, levels, skills, learning and the rest, best first.

    ``query`` may be any text; at most its first 200 letters and ten words count. ``kinds`` (values of ``Kind``) keeps
    only those. Costs one query for the catalogue's revision unless an ``index`` is given. The same query over the same
    catalogue gives the same list; nothing is in it twice. Never raises for what a person typed.
    """
    index = index or current_index()
    reading = read(query, index)
    ranking = rank(reading, index)
    order = list(Kind)
    tally = np.bincount(index.kinds[ranking.documents], minlength=len(order))
    counts = {kind: int(tally[place]) for place, kind in enumerate(order) if tally[place]}
    documents = ranking.documents
    if kinds:
        wanted = [place for place, kind in enumerate(order) if kind in kinds]
        documents = documents[np.isin(index.kinds[documents], wanted)]
    return Results(
        items=Items(documents, reading, ranking, index),
        counts=counts,
        read_as=tuple(reading.corrections),
        unknown=tuple(reading.unknown),
        did_you_mean=reading.did_you_mean,
        closest=() if len(ranking.documents) else tuple(closest_words(reading, index)),
        cut=reading.cut,
        is_empty=not reading.words and not reading.unknown,
    )


def _snippet(found: Document, reading: Reading) -> str:
    """The beginning of the description, or from the sentence that has a typed word if that comes late."""
    text = found.summary
    if len(text) <= SNIPPET:
        return text
    lower = plain(text)
    places = [lower.find(word.typed) for word in reading.words]
    first = min((place for place in places if place >= 0), default=0)
    start = text.rfind(". ", 0, first) + 2 if first > SNIPPET - 40 and len(lower) == len(text) else 0
    start = start if start > 1 else 0
    part = text[start:]
    if len(part) > SNIPPET:
        part = part[: part.rfind(" ", 0, SNIPPET)].rstrip(" ,;:") + " …"
    return f"… {part}" if start else part
