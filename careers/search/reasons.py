"""Says in a sentence why a thing was found."""

import re
from collections.abc import Iterable

from careers.search.documents import Document, Kind, Source
from careers.search.index import Index, Title
from careers.search.ranking import Ranking
from careers.search.reading import Alternative, How, Reading

_CALLED = {
    Source.OLD_NAME: "“{title}” is an older name for this or for work like it",
    Source.NHS_TERM: "“{title}” is a name used in the NHS for this or for work like it",
    Source.INDUSTRY_TERM: "“{title}” is a name used in other organisations for this or for work like it",
    Source.ALSO_KNOWN_AS: "It is also called “{title}”",
    Source.EVERYDAY: "“{title}” is an everyday name for this or for a part of it",
}
_BELONGS = {
    Kind.ROLE: "Its family of roles has {words}",
    Kind.LEVEL: "Its role or family has {words}",
    Kind.SKILL: "Its area has {words}",
    Kind.LEARNING: "Its kind, its provider or a skill that it teaches has {words}",
    Kind.NETWORK: "Its organiser has {words}",
}
_BAND = re.compile(r"band(\d.*)")


def reason(document: int, reading: Reading, ranking: Ranking, index: Index) -> str:
    """One or more plain sentences, without a full stop at the end."""
    found = index.documents[document]
    if document in ranking.whole:
        sentences = [_whole_title(found, index.titles[ranking.whole[document]])]
        return _joined(sentences, (f"“{one.typed}” read as “{one.read_as}”" for one in reading.corrections))
    row = ranking.best_title(document, index)
    in_title: list[Alternative] = []
    in_context: list[Alternative] = []
    in_text: list[Alternative] = []
    for number, word in enumerate(reading.words):
        for place, at, kept in (
            (ranking.in_titles[number], row, in_title),
            (ranking.in_context[number], document, in_context),
            (ranking.in_text[number], document, in_text),
        ):
            chosen = int(place.chosen[at])
            if chosen >= 0:
                kept.append(word.alternatives[chosen])
                break
    sentences = []
    if in_title:
        sentences.append(_part_of_title(index.titles[row], in_title))
    sentences += _context(found, in_context)
    if in_text:
        sentences.append(f"The description mentions {_quoted(in_text, found.summary)}")
    return _joined(sentences, _how([*in_title, *in_context, *in_text]))


def _whole_title(document: Document, title: Title) -> str:
    if title.source is Source.NAME:
        return "Matches the name"
    if title.source is not Source.ABBREVIATION:
        return _CALLED[title.source].format(title=title.text)
    if _is_short_for(title.text, document.name):
        return f"{title.text} is an abbreviation of {document.name}"
    return f"“{title.text}” is a short name used for this or for work like it"


def _part_of_title(title: Title, found: list[Alternative]) -> str:
    where = "The name has" if title.source is Source.NAME else f"“{title.text}”, another name for it, has"
    return f"{where} {_quoted(found, title.text)}"


def _context(document: Document, found: list[Alternative]) -> list[str]:
    sentences = []
    others = []
    for one in found:
        if band := _BAND.fullmatch(one.meant):
            sentences.append(f"Typical bands include {band[1]}")
        elif one.meant == "entrylevel":
            sentences.append("It is an entry level")
        else:
            others.append(one)
    if others:
        sentences.append(
            _BELONGS.get(document.kind, "It belongs with {words}").format(words=_quoted(others, document.detail))
        )
    return sentences


def _is_short_for(short: str, name: str) -> bool:
    """Whether all letters of ``short`` are, in order, first letters of words in ``name``: CCIO, BA."""
    initials = iter(word[0].casefold() for word in name.replace("-", " ").split() if word[0].isalpha())
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    return " " not in short and all(letter in initials for letter in letters)


def _how(found: list[Alternative]) -> Iterable[str]:
    for one in found:
        if one.how is How.SPELLING:
            yield f"“{one.typed}” read as “{one.via}”"
        elif one.how is How.EVERYDAY:
            yield f"“{one.typed}” can mean “{one.shown}”"


def _quoted(found: list[Alternative], text: str) -> str:
    shown = list(dict.fromkeys(f"“{_as_written(one.shown, text)}”" for one in found))
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _as_written(words: str, text: str) -> str:
    """The words in the capitals that the text gives them."""
    written = re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE)
    return written[0] if written else words


def _joined(sentences: list[str], more: Iterable[str]) -> str:
    return ". ".join(dict.fromkeys([*sentences, *more]))
