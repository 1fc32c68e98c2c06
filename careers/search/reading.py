"""What a person may have meant by each word they typed: itself, another form, the start of a word, a misspelling."""

import re
from dataclasses import dataclass, field, replace
from enum import Enum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from careers.search.index import Index, phrase
from careers.search.words import FILLER, SENTENCE, singular, stem, telling, words

MAX_LENGTH = 200  # letters of a query; the rest is cut off and the page says so
MAX_WORDS = 10
MAX_ALTERNATIVES = 60  # for one typed word
LONGEST_PHRASE = 4
MAX_CLOSEST = 6
SHORTEST_PREFIX = 3
SHORT = 6  # letters: many words of this length are one slip away from another one
LONG = 7  # only longer ones may begin with a wrong letter: farmacist
_SMALL_IT = re.compile(r"\bit\b")
_VOWELS = frozenset("aeiouy")


class How(Enum):
    """How a typed word leads to an indexed one."""

    SAME = "same"
    FORM = "form"  # another ending, or joined and apart
    START = "start"
    EVERYDAY = "everyday"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing a typed word may mean: indexed words that must all be there, and how close that is (0 to 1).

    ``span`` is how many typed words it stands for, ``via`` the right spelling of a misspelt one. ``is_near`` says that
    it is only something near: it may meet a thing's own name but not its synonyms, which are near to that name in turn.
    """

    numbers: tuple[int, ...]
    closeness: float
    how: How
    meant: str
    typed: str
    span: int = 1
    via: str = ""
    is_near: bool = False

    @property
    def shown(self) -> str:
        """What it means in words for people."""
        return self.meant.replace("entrylevel", "entry level")


@dataclass(slots=True)
class TypedWord:
    """One word of the query with all it may mean, the likeliest first."""

    typed: str
    alternatives: list[Alternative] = field(default_factory=list)

    def add(self, found: list[Alternative]) -> None:
        self.alternatives = [*self.alternatives, *found][:MAX_ALTERNATIVES]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nothing has, read as one that something has."""

    typed: str
    read_as: str


@dataclass(slots=True)
class Reading:
    """A query understood.

    ``words`` holds those that something has; ``unknown`` those that nothing has; ``did_you_mean`` a whole query worth
    trying instead, or an empty string; ``typed`` all words in order but the unknown ones. ``cut`` says that letters or
    words were left out.
    """

    words: list[TypedWord]
    corrections: list[Correction]
    unknown: list[str]
    did_you_mean: str
    typed: tuple[str, ...]
    cut: bool

    @property
    def corrected(self) -> tuple[str, ...]:
        """The typed words in order, misspelt ones put right."""
        right = {correction.typed: correction.read_as for correction in self.corrections}
        return tuple(right.get(word, word) for word in self.typed)


def read(query: str, index: Index) -> Reading:
    """Read a query of any length and content against an index."""
    cut = len(query) > MAX_LENGTH
    typed = words(_without_pronoun(query[:MAX_LENGTH], index))
    found = list(dict.fromkeys(telling(typed)))
    found = [word for word in found if word not in FILLER] or found
    cut = cut or len(found) > MAX_WORDS
    return _Reader(index, found[:MAX_WORDS]).read(tuple(typed), cut)


def _without_pronoun(query: str, index: Index) -> str:
    """The query without any small "it" that is a pronoun: "who will feel it", but not "to work in it", "it support".

    That is so among words that make a sentence, unless "it" begins a title or an everyday phrase or follows "in".
    """
    if SENTENCE.isdisjoint(words(query)):
        return query

    def kept(found: re.Match[str]) -> str:
        before, after = words(query[: found.start()])[-1:], words(query[found.end() :])[:1]
        known = bool(after) and ("it" + after[0] in index.joined or phrase(("it", *after)) in index.everyday)
        return found[0] if known or before in (["in"], ["into"]) else " "

    left = _SMALL_IT.sub(kept, query)
    return left if telling(words(left)) else query


class _Reader:
    def __init__(self, index: Index, typed: list[str]) -> None:
        self.index = index
        self.words = [TypedWord(word) for word in typed]

    def read(self, typed: tuple[str, ...], cut: bool) -> Reading:
        for word in self.words:
            word.add(self._as_it_stands(word.typed))
        self._read_phrases([word.typed for word in self.words])
        corrections, unknown = [], []
        suggested: list[str] = []
        for word in self.words:
            if _is_sure(word):
                continue
            close = self._closest(word.typed)
            certain = [(right, likeness) for right, likeness in close if self._is_slip(word.typed, right, likeness)]
            for right, likeness in certain:
                word.add(self._corrected(word.typed, right, likeness))
            if certain:
                corrections.append(Correction(word.typed, certain[0][0]))
            elif close and not word.alternatives:
                suggested.append(close[0][0])
            if not word.alternatives:
                unknown.append(word.typed)
        if corrections:
            read_as = {each.typed: each.read_as for each in corrections}
            self._read_phrases([read_as.get(word.typed, word.typed) for word in self.words])
        known = [word for word in self.words if word.alternatives]
        # A place or a person's name is no misspelling: where other words are understood it is only left out.
        did_you_mean = "" if known else " ".join(dict.fromkeys(suggested))
        typed = tuple(word for word in typed if word not in unknown)
        return Reading(known, corrections, unknown, did_you_mean, typed, cut)

    # --- one word ---------------------------------------------------------------------------

    def _as_it_stands(self, typed: str) -> list[Alternative]:
        index = self.index
        found = [self._one(typed, typed, 1.0, How.SAME)] if typed in index.numbers else []
        seen = {typed}
        for number in index.by_singular.get(singular(typed), ()):
            found += self._unseen(index.words[number], seen, typed, 0.97, How.FORM)
        if typed in index.joined:
            found.append(self._several(index.joined[typed], typed, 0.95, How.FORM))
        found += self._everyday((typed,), typed)
        for number in index.by_stem.get(stem(typed), ()):
            found += self._unseen(index.words[number], seen, typed, 0.75, How.FORM)
        if len(typed) >= SHORTEST_PREFIX:
            for word in index.starting_with(typed):
                found += self._unseen(word, seen, typed, 0.5 + 0.35 * len(typed) / len(word), How.START)
        return found

    def _unseen(self, word: str, seen: set[str], typed: str, closeness: float, how: How) -> list[Alternative]:
        if word in seen:
            return []
        seen.add(word)
        return [self._one(word, typed, closeness, how)]

    def _one(self, word: str, typed: str, closeness: float, how: How) -> Alternative:
        return Alternative((self.index.numbers[word],), closeness, how, word, typed)

    def _several(self, meant: tuple[str, ...], typed: str, closeness: float, how: How, span: int = 1) -> Alternative:
        numbers = tuple(self.index.numbers[word] for word in telling(meant))
        return Alternative(numbers, closeness, how, " ".join(meant), typed, span)

    def _everyday(self, typed: tuple[str, ...], shown: str) -> list[Alternative]:
        return [
            replace(
                self._several(meaning.words, shown, meaning.closeness, How.EVERYDAY, len(typed)),
                is_near=meaning.is_near,
            )
            for meaning in self.index.everyday.get(phrase(typed), ())
        ]

    # --- several words ----------------------------------------------------------------------

    def _read_phrases(self, typed: list[str]) -> None:
        for start in range(len(typed)):
            for end in range(start + 2, min(start + LONGEST_PHRASE, len(typed)) + 1):
                together = tuple(typed[start:end])
                found = self._everyday(together, " ".join(together))
                if len(together) == 2:
                    found += self._joined(*together)
                for word in self.words[start:end]:
                    if phrase(together) in self.index.instead:
                        word.alternatives.clear()
                    word.add(found)

    def _joined(self, first: str, second: str) -> list[Alternative]:
        """Two words typed apart that are one elsewhere: "front end", "e prescribing", "systm one"."""
        return [
            replace(found, closeness=found.closeness * 0.97, typed=f"{first} {second}", span=2)
            for found in self._as_it_stands(first + second)
            if found.closeness >= 0.9 and len(found.numbers) == 1
        ]

    # --- misspellings -----------------------------------------------------------------------

    def _closest(self, typed: str) -> list[tuple[str, float]]:
        """Known words spelt much like ``typed``, with their likeness (0 to 1): best first, a few at most.

        Titles and everyday words are asked first: they are few, and they are what people look for.
        """
        for choices in (self.index.spellings, self.index.text_spellings):
            near = self._near(typed, choices)
            found = process.extract(
                typed, near, scorer=OSA.normalized_similarity, score_cutoff=_needed(typed) - 0.05, limit=8
            )
            ranked = [(word, likeness) for word, likeness, _ in found if word[0] == typed[0] or len(typed) > LONG]
            if ranked:
                ranked.sort(key=lambda pair: (-pair[1], -self.index.commonness(pair[0]), pair[0]))
                best = ranked[0][1]
                return [pair for pair in ranked if pair[1] >= best - 0.06][:3]
        return []

    def _is_slip(self, typed: str, right: str, likeness: float) -> bool:
        """Whether ``typed`` is put right without asking.

        In a short word another vowel or two letters turned round is a slip; another consonant is another word.
        """
        if likeness < _needed(typed):
            return False
        if len(typed) > SHORT:
            return True
        if right not in self.index.numbers or not self.index.commonness(right):
            return right in self.index.joined or (right,) in self.index.everyday
        differing = [pair for pair in zip(typed, right, strict=False) if pair[0] != pair[1]]
        return len(typed) != len(right) or len(differing) != 1 or _VOWELS.issuperset(differing[0])

    def _corrected(self, typed: str, right: str, likeness: float) -> list[Alternative]:
        return [
            replace(found, closeness=found.closeness * (0.6 + 0.4 * likeness), how=How.SPELLING, typed=typed, via=right)
            for found in self._as_it_stands(right)
            if found.how is not How.START
        ]

    def _near(self, typed: str, choices: dict[int, list[str]]) -> list[str]:
        return [word for size in range(len(typed) - 2, len(typed) + 3) for word in choices.get(size, ())]


def closest_words(reading: Reading, index: Index) -> list[str]:
    """Words of titles that look most like what was typed, for a search that found nothing."""
    found: dict[str, float] = {}
    for typed in reading.unknown:
        for word, likeness, _ in process.extract(
            typed, index.title_words, scorer=OSA.normalized_similarity, score_cutoff=0.5, limit=MAX_CLOSEST
        ):
            found[word] = max(likeness, found.get(word, 0))
    return sorted(found, key=lambda word: (-found[word], word))[:MAX_CLOSEST]


def _is_sure(word: TypedWord) -> bool:
    """Whether a word needs no correction: something has it, or a word of titles begins with it."""
    return any(found.how is not How.FORM or found.closeness > 0.9 for found in word.alternatives)


def _needed(typed: str) -> float:
    """The likeness from which a misspelling is put right: one slip from 4 letters, two from 8, three from 12."""
    length = len(typed)
    slips = 0 if length < 4 else min(3, length // 4)
    return 1 - (slips + 0.1) / length
