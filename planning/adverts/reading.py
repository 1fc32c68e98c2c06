"""Reads a whole advert: its facts, and its criteria with the skills of the catalogue they ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from careers.revision import PerRevision
from careers.search import Kind as Thing
from careers.search import current_index
from careers.search.documents import Source
from careers.search.index import Index
from planning.adverts.criteria import find_criteria
from planning.adverts.facts import Facts, find_facts
from planning.adverts.kinds import Kind
from planning.adverts.likeness import Example
from planning.adverts.links import Lexicon, Link

__all__ = ["Advert", "Read", "current_lexicon", "read_advert"]


@dataclass(frozen=True, slots=True)
class Read:
    """A criterion as it stands in the advert, its kind, and the skills it asks for."""

    text: str
    kind: Kind
    links: tuple[Link, ...]

    @property
    def words(self) -> str:
        """The text in one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Advert:
    """What was read. No criteria: the advert has no person specification."""

    facts: Facts
    criteria: tuple[Read, ...]

    @property
    def essential(self) -> tuple[Read, ...]:
        return tuple(one for one in self.criteria if one.kind is Kind.ESSENTIAL)

    @property
    def desirable(self) -> tuple[Read, ...]:
        return tuple(one for one in self.criteria if one.kind is Kind.DESIRABLE)


def read_advert(text: str, lexicon: Lexicon | None = None) -> Advert:
    """Read an advert. The same text over the same catalogue gives the same answer. One query for the revision."""
    lexicon = lexicon or current_lexicon()
    criteria = tuple(
        Read(piece := text[one.start : one.end], one.kind, tuple(lexicon.links(piece))) for one in find_criteria(text)
    )
    return Advert(find_facts(text), criteria)


def lexicon_of(index: Index, learnt_from: Iterable[Example] | None = None) -> Lexicon:
    """The names and synonyms of live skills, as the search of the catalogue knows them."""
    skills = {n: one for n, one in enumerate(index.documents) if one.kind == Thing.SKILL and not one.retired}
    synonyms = [
        (title.text, skills[title.document].name)
        for title in index.titles
        if title.document in skills and title.source not in (Source.NAME, Source.EVERYDAY)
    ]
    summaries = {one.name: one.summary for one in skills.values()}
    return Lexicon(summaries, synonyms, summaries, learnt_from)


def _build() -> Lexicon:
    return lexicon_of(current_index())


current_lexicon = PerRevision(_build)
