"""Takes text apart into words that compare alike whatever the spelling, the hyphens or the ending.

``words`` is used on both sides, for what is searched and for what is typed, so that a word meets itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Words that carry nothing to search by. "it" is not one of them: in a title or a query it is IT.
SILENT = frozenset(
    """
    a about am an and any are as at be become becoming but by can could do does for from get getting had has have how
    i if im in into is ive like me my of on or our should so some than that the their them then there these they this
    to up us want wanted was we were what when where which who will with would you your
    """.split()  # noqa: SIM905 - eighty words are easier to read so
)
# Words that say "I am looking for something", dropped where others are left.
FILLER = frozenset(["job", "jobs", "role", "roles", "career", "careers", "post", "position", "vacancy", "work", "uk"])

_APOSTROPHES = re.compile(r"['’‘`](s\b)?")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")  # i.t. and n.h.s.
_AMPERSAND = re.compile(r"(?<=\w)&(?=\w)")  # IM&T is one word
_BAND = re.compile(r"\b(?:pay )?band\s*([2-9][a-d]?)\b")  # "band 8a" is one thing
_ENTRY = re.compile(r"\bentry[ -]level\b")
_WORD = re.compile(r"[^\W_]+[+#]*")  # C++ and A+ keep their marks
_HYPHENATED = re.compile(r"([^\W_]+)[-‐‑]([^\W_]+)")
_PRONOUN = re.compile(r"\b[Ii]t\b")

_BRITISH = {
    "behavior": "behaviour",
    "behavioral": "behavioural",
    "catalog": "catalogue",
    "center": "centre",
    "centers": "centres",
    "color": "colour",
    "fulfill": "fulfil",
    "judgment": "judgement",
    "labor": "labour",
    "license": "licence",
    "practise": "practice",
    "program": "programme",
    "programs": "programmes",
}
_BRITISH_STARTS = {
    "anesth": "anaesth",
    "gynec": "gynaec",
    "hemat": "haemat",
    "orthoped": "orthopaed",
    "pediatr": "paediatr",
}
_IZE = re.compile(r"(?<=\w{3})iz(?=(e|es|ed|er|ers|ing|ation|ations|ational)$)")
_YZE = re.compile(r"(?<=\w{3})yz(?=(e|es|ed|er|ers|ing)$)")
_ONE_L = re.compile(r"^(cancel|channel|counsel|label|model|signal|travel)(?=(ed|er|ers|ing|or|ors)$)")

# Longest first; each leaves a stem of at least as many letters as stand beside it.
_ENDINGS = (
    ("ational", 4),
    ("ation", 4),
    ("ative", 4),
    ("ating", 4),
    ("ator", 4),
    ("ated", 4),
    ("ment", 5),
    ("ing", 3),
    ("ion", 4),
    ("ive", 4),
    ("ity", 4),
    ("ery", 5),
    ("ist", 4),
    ("ian", 4),
    ("ate", 4),
    ("al", 5),
    ("ed", 3),
    ("er", 3),
    ("or", 4),
    ("y", 5),
    ("e", 3),
)


def plain(text: str) -> str:
    """Lower case without accents, invisible marks or characters that cannot be encoded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.encode("utf-8", "ignore").decode())
        text = "".join(mark for mark in text if unicodedata.category(mark) not in ("Mn", "Cf"))
    return text.casefold()


def words(text: str) -> list[str]:
    """The words of a title or a query, in order, in British spelling.

    "band 8a" and "entry level" are one word each, ``band8a`` and ``entrylevel``.
    """
    text = _APOSTROPHES.sub("", plain(text))
    text = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", text)
    text = _ENTRY.sub("entrylevel", _BAND.sub(r"band\1", _AMPERSAND.sub("", text)))
    return [british(word) for word in _WORD.findall(text)]


def telling(found: Iterable[str]) -> list[str]:
    """The words among ``found`` that are worth searching by."""
    return [word for word in found if word not in SILENT]


def running_words(text: str) -> set[str]:
    """The different telling words of a description, where a small "it" is a pronoun and e-mail is also email."""
    joined = (british(plain(first + second)) for first, second in _HYPHENATED.findall(text))
    return {*telling(words(_PRONOUN.sub(" ", text))), *joined}


@lru_cache(maxsize=20_000)
def british(word: str) -> str:
    """The British spelling of a word in lower case; a word that has no other is returned as it is."""
    if word in _BRITISH:
        return _BRITISH[word]
    for start, ours in _BRITISH_STARTS.items():
        if word.startswith(start):
            return ours + word[len(start) :]
    word = _YZE.sub("ys", _IZE.sub("is", word))
    return _ONE_L.sub(r"\1l", word)


def singular(word: str) -> str:
    """The word without the s of a plural."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def stem(word: str) -> str:
    """What is left of a word without its ending: manager, managing and management meet in ``manag``.

    One ending is taken off, in the manner of a light stemmer: a heavier one (Porter's) makes one word of university
    and universe. Words that meet only here count for less than the word itself.
    """
    word = singular(word)
    if word.startswith("analy"):
        return "analy"  # analyst, analysis, analyse, analytics
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    return word.removesuffix("e") if len(word) > 4 else word


def whole(found: Iterable[str]) -> str:
    """What a whole title is known by: "Front-end developers" and "frontend developer" have the same."""
    return "".join(singular(word) for word in found if word not in SILENT)


def whole_stem(found: Iterable[str]) -> str:
    """What a whole title is known by when endings are left out: "business analysis" and "business analyst"."""
    return "".join(stem(word) for word in found if word not in SILENT)
