"""Scores every document against a reading of the query, with arrays: the cost grows with words typed, not rows kept.

For each typed word a document scores how close its best alternative stands to it, weighted by where it stands. A title
scores by how much of the query it answers and how much of the title is answered (recall and precision). A title that
is the whole query stands above all partial ones.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from careers.search.index import Index, Numbers, Scores
from careers.search.reading import Alternative, Reading
from careers.search.words import FILLER, whole, whole_stem

IN_CONTEXT = 0.35
IN_TEXT = 0.15
TITLE = 1.5  # how much a fitting title counts beside the single words
WHOLE_TITLE = 2.0
WHOLE_TITLE_CORRECTED = 1.6
WHOLE_BUT_FOR_ENDINGS = 0.8
NOT_IN_TITLES = 0.4  # the part of its weight that a word keeps which no title has
LEAST_COVERAGE = 0.34  # of the weight of the words typed; documents with less are left out
RETIRED = 0.5

Chosen = NDArray[np.int8]


@dataclass(slots=True)
class Place:
    """Where one typed word was found: per row the closeness and the alternative (-1 for none)."""

    closeness: Scores
    chosen: Chosen


@dataclass(slots=True)
class Ranking:
    """Documents in order, best first, and what it takes to say why."""

    documents: Numbers
    scores: Scores
    fit: Scores  # per title
    in_titles: list[Place]
    in_context: list[Place]
    in_text: list[Place]
    whole: dict[int, int]  # document -> title that is the whole query

    def best_title(self, document: int, index: Index) -> int:
        """The document's title that fits the query best, the first of equals."""
        first, last = index.first_title[document], index.first_title[document + 1]
        return int(first + np.argmax(self.fit[first:last]))


def rank(reading: Reading, index: Index) -> Ranking:
    """All documents that answer enough of the query, in a fixed order."""
    count, titles = len(index.documents), len(index.titles)
    weights = [max(_weight(found, index) for found in word.alternatives) for word in reading.words]
    total = sum(weights) or 1.0
    score = np.zeros(count, dtype=np.float32)
    covered = np.zeros(count, dtype=np.float32)
    recall = np.zeros(titles, dtype=np.float32)
    answered = np.zeros(titles, dtype=np.float32)
    places: tuple[list[Place], list[Place], list[Place]] = ([], [], [])
    for word, weight in zip(reading.words, weights, strict=True):
        title, mass = _in_titles(word.alternatives, index)
        context = _in_documents(word.alternatives, index, "context")
        text = _in_documents(word.alternatives, index, "text")
        best = index.best_of_titles(title.closeness * index.word_weight)
        np.maximum(best, context.closeness * IN_CONTEXT, out=best)
        np.maximum(best, text.closeness * IN_TEXT, out=best)
        score += best * (weight / total)
        covered += (best > 0) * np.float32(weight / total)
        recall += title.closeness * np.float32(weight / total)
        answered += mass
        for kept, found in zip(places, (title, context, text), strict=True):
            kept.append(found)
    fit = index.title_weight * recall * np.minimum(1, answered / index.title_mass) ** index.title_exponent
    best_fit = index.best_of_titles(fit)
    score = score * covered + TITLE * best_fit + index.head_start
    whole_titles = _whole_titles(reading, index, score)
    # What has only a part of the words is worth showing where its title has them, not in a description.
    keep = (covered > 0.999) | ((covered >= LEAST_COVERAGE) & (best_fit > 0))
    if not keep.any():
        keep = covered > 0
    keep[list(whole_titles)] = True
    documents = np.flatnonzero(keep).astype(np.int32)
    # Scores are rounded so that the order among equals is the kinds' and not the last bit's.
    rounded = np.round(score[documents], 4)
    documents = documents[np.lexsort((index.order[documents], -rounded))]
    return Ranking(documents, score, fit, *places, whole_titles)


def _weight(found: Alternative, index: Index) -> float:
    weight = max(float(index.weights[number]) for number in found.numbers) * found.closeness
    return weight if all(index.in_titles.count(number) for number in found.numbers) else weight * NOT_IN_TITLES


def _in_titles(alternatives: list[Alternative], index: Index) -> tuple[Place, Scores]:
    """How close each title comes to one typed word, and how much of the title's weight that answers."""
    place = _nothing(len(index.titles))
    mass = np.zeros(len(index.titles), dtype=np.float32)
    for number, found in enumerate(alternatives):
        rows = _rows_with_all(found, index, "titles")
        better = rows[place.closeness[rows] < found.closeness]
        place.closeness[better] = found.closeness
        place.chosen[better] = number
        mass[better] = sum(float(index.weights[word]) for word in found.numbers) / found.span
    return place, mass


def _in_documents(alternatives: list[Alternative], index: Index, where: str) -> Place:
    place = _nothing(len(index.documents))
    for number, found in enumerate(alternatives):
        rows = _rows_with_all(found, index, where)
        better = rows[place.closeness[rows] < found.closeness]
        place.closeness[better] = found.closeness
        place.chosen[better] = number
    return place


def _nothing(size: int) -> Place:
    return Place(np.zeros(size, dtype=np.float32), np.full(size, -1, dtype=np.int8))


def _rows_with_all(found: Alternative, index: Index, where: str) -> Numbers:
    inverted = {"titles": index.in_titles, "context": index.in_context, "text": index.in_text}[where]
    rows = inverted[found.numbers[0]]
    for number in found.numbers[1:]:
        rows = np.intersect1d(rows, inverted[number], assume_unique=True)
    return rows


def _whole_titles(reading: Reading, index: Index, score: Scores) -> dict[int, int]:
    """Adds to ``score`` what a whole title earns; returns the best such title of each document."""
    found: dict[int, int] = {}
    typed = reading.typed
    asked = (
        (index.exact.get(whole(typed)), WHOLE_TITLE),
        (index.exact.get(whole(word for word in typed if word not in FILLER)), WHOLE_TITLE),
        (index.exact.get(whole(reading.corrected)), WHOLE_TITLE_CORRECTED),
    )
    for titles, bonus in asked:
        for title in titles or ():
            document = index.titles[title].document
            earned = bonus * float(index.title_weight[title])
            if index.documents[document].retired:
                earned = RETIRED
            if document not in found:
                found[document] = title
                score[document] += earned
    alike = index.alike.get(whole_stem(reading.corrected), ()) if len(reading.words) > 1 else ()
    for document in {index.titles[title].document for title in alike} - found.keys():
        score[document] += WHOLE_BUT_FOR_ENDINGS
    return found
