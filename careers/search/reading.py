"""What a person may have meant by each word they typed: itself, another form, the start of a word, a misspelling."""

from dataclasses import dataclass, field, replace
from enum import Enum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from careers.search.index import Index, phrase
from careers.search.words import FILLER, singular, stem, telling, words

MAX_LENGTH = 200  # letters of a query; the rest is cut off and the page says so
MAX_WORDS = 10
MAX_CORRECTED = 5  # words of one query that are compared with the whole vocabulary
MAX_ALTERNATIVES = 60  # for one typed word
LONGEST_PHRASE = 4
MAX_CLOSEST = 6
SHORTEST_PREFIX = 3
SHORT = 6  # letters: many words of this length are one slip away from another one
LONG = 7  # only longer ones may begin with a wrong letter: farmacist
_VOWELS = frozenset("aeiouy")
OFTEN = 3  # titles: a word that so many have may be meant by one that only descriptions have


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

    ``span`` is how many typed words it stands for, ``via`` the right spelling of a misspelt one.
    """

    numbers: tuple[int, ...]
    closeness: float
    how: How
    meant: str
    typed: str
    span: int = 1
    via: str = ""

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
    trying instead, or an empty string. ``cut`` says that letters or words were left out.
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
    typed = words(query[:MAX_LENGTH])
    found = list(dict.fromkeys(telling(typed)))
    found = [word for word in found if word not in FILLER] or found
    cut = cut or len(found) > MAX_WORDS
    return _Reader(index, found[:MAX_WORDS]).read(tuple(typed), cut)


class _Reader:
    def __init__(self, index: Index, typed: list[str]) -> None:
        self.index = index
        self.words = [TypedWord(word) for word in typed]

    def read(self, typed: tuple[str, ...], cut: bool) -> Reading:
        for word in self.words:
            word.add(self._as_it_stands(word.typed))
        self._read_phrases()
        corrections, unknown = [], []
        allowed = MAX_CORRECTED
        suggested: dict[str, str] = {}
        for word in self.words:
            if _is_sure(word):
                continue
            close = self._closest(word.typed) if allowed else []
            allowed -= 1 if allowed else 0
            certain = [(right, likeness) for right, likeness in close if self._is_slip(word.typed, right, likeness)]
            for right, likeness in certain:
                word.add(self._corrected(word.typed, right, likeness))
            if certain:
                corrections.append(Correction(word.typed, certain[0][0]))
            elif close and not word.alternatives:
                suggested[word.typed] = close[0][0]
            if not word.alternatives:
                unknown.append(word.typed)
        known = [word for word in self.words if word.alternatives]
        # A place or a person's name is no misspelling: where other words are understood it is only left out.
        suggested = self._commoner(known) if known else suggested
        return Reading(known, corrections, unknown, _with(typed, suggested), typed, cut)

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
        meanings = self.index.everyday.get(phrase(typed), ())
        return [self._several(meant, shown, closeness, How.EVERYDAY, len(typed)) for meant, closeness in meanings]

    # --- several words ----------------------------------------------------------------------

    def _read_phrases(self) -> None:
        typed = [word.typed for word in self.words]
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

    def _commoner(self, known: list[TypedWord]) -> dict[str, str]:
        """For words that only a description has, a word of many titles one slip away: principle, principal."""
        found = {}
        for word in known:
            number = self.index.numbers.get(word.typed)
            if number is None or self.index.in_titles.count(number) or len(word.typed) <= SHORT:
                continue
            near = self._near(word.typed, self.index.spellings)
            close = process.extract(word.typed, near, scorer=OSA.distance, score_cutoff=1, limit=5)
            others = [right for right, _, _ in close if stem(right) != stem(word.typed)]
            often = [right for right in others if self.index.commonness(right) >= OFTEN]
            if often:
                found[word.typed] = min(often, key=lambda right: (-self.index.commonness(right), right))
        return found

    def _near(self, typed: str, choices: dict[int, list[str]]) -> list[str]:
        return [word for size in range(len(typed) - 2, len(typed) + 3) for word in choices.get(size, ())]


def closest_words(reading: Reading, index: Index) -> list[str]:
    """Words of titles that look most like what was typed, for a search that found nothing."""
    found: dict[str, float] = {}
    for typed in reading.unknown[:MAX_CORRECTED]:
        for word, likeness, _ in process.extract(
            typed, index.title_words, scorer=OSA.normalized_similarity, score_cutoff=0.5, limit=MAX_CLOSEST
        ):
            found[word] = max(likeness, found.get(word, 0))
    return sorted(found, key=lambda word: (-found[word], word))[:MAX_CLOSEST]


def _with(typed: tuple[str, ...], suggested: dict[str, str]) -> str:
    return " ".join(suggested.get(word, word) for word in typed) if suggested else ""


def _is_sure(word: TypedWord) -> bool:
    """Whether a word needs no correction: something has it, or a word of titles begins with it."""
    return any(found.how is not How.FORM or found.closeness > 0.9 for found in word.alternatives)


def _needed(typed: str) -> float:
    """The likeness from which a misspelling is put right: one slip from 4 letters, two from 8, three from 12."""
    length = len(typed)
    slips = 0 if length < 4 else min(3, length // 4)
    return 1 - (slips + 0.1) / length
