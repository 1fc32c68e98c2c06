"""Weighs the words of a heading or an opening by what kind of words they are, whatever the phrase.

Words that join (the, we, would, for) say nothing; words of asking, giving and kind say what follows. A phrase made of
nothing else is a heading or an opening; one that also holds words of its own is about something.
"""

import re

from planning.adverts.kinds import Kind

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_JOINS = frozenset(
    """a an the this that these those and or but also even too as well of for from to in at on with by if though
    although is are am be been being was were it it's its we we're we'd we'll we've our us you you'll you'd you're
    you've your i they them who what which how why when where there here will would should can could may might do
    does did shall had has have having already some any all more most other else so just now still then ideally
    perhaps possibly ll re ve d s role post job work position vacancy person people someone somebody anyone
    candidate candidates applicant applicants postholder holder successful ideal right no not never without don't
    doesn't needn't isn't aren't won't by means list points things following items include includes including such
    need needed like love hear see show shown able demonstrate criteria criterion requirements requirement best
    our very really particularly especially additional further each team look looking hope hoping want wanted
    wanting ask asked asking expect expected bring possess hold seek seeking strictly absolutely definitely great
    good nice useful helpful welcome better stand out us it'd that's what's who's there's highly basic core added
    value valued after see
    """.split()  # noqa: SIM905 - words are easier to read so
)
_DESIRABLE = re.compile(
    r"\b(?:desir\w+|prefer\w*|advantag\w*|bonus\w*|plus|pluses|extras?|optional\w*|ideally|beneficial|asset|"
    r"(?:nice|good|great|useful|helpful|handy|lovely|welcome)(?: to haves?| to see| if\b|$)|even better|"
    r"would (?:also )?(?:help|like|love|welcome|be (?:\w+ )?(?:good|great|nice|useful|helpful|handy|welcome|lovely))|"
    r"'d (?:also )?(?:like|love|welcome)|(?:might|may|could) (?:also|even) (?:have|bring|know|be)|"
    r"points (?:for|if)|of (?:\w+ )?benefit|would (?:also )?(?:value|appreciate)|preference|good stead|"
    r"helps? if|stand out|not essential)\b"
)
_ESSENTIAL = re.compile(
    r"\b(?:essentials?|must haves?|musts?|need|needed|needs|required?|requires?|minimum|mandatory|necessary|vital|"
    r"non negotiables?|negotiables?|can't do without|dealbreakers?|expect|looking for|look for)\b"
)
_NAMES = frozenset(["specification", "spec", "profile"])  # of the whole, in a heading of one kind
_USEFUL = re.compile(r"\b(?:useful|helpful|handy|beneficial|valuable)\b")
_OPENS = re.compile(r"\b(?:if you|for|if|out|extra|bonus|have)$|^(?:extra|bonus|nice)\b")
_WEAK = re.compile(r"\b(?:need|needs|expect|looking for|look for)\b")
_ASKS = re.compile(
    r"\b(?:have|hold|possess|bring|show|demonstrate|need|require|looking for|look for|seek(?:ing)?|want|"
    r"ask(?:ing)? for|expect|be able|essential|must|should|like|love|desirable|with|advantage|useful|"
    r"helpful|bonus|plus)\b"
)
_SEEKS = frozenset(
    """person candidate candidates applicant applicants someone somebody bring need require requirements requirement
    criteria look looking hope hoping hoped want wanted wanting seek seeking ask asking expect skills experience
    qualities background specification profile qualifications abilities attributes strengths after fit suit take takes
    make makes
    """.split()  # noqa: SIM905 - words are easier to read so
)
_GIVES = frozenset(
    """offer offers offered get give gives gain benefits perks rewards do doing duties duty tasks responsibilities
    apply up applying application applications interview interviews date dates us return stuff next contact values
    team trust organisation company charity employer learn grow join note notes salary pay leave pension start
    exists about day week month office place role job worry mind fine matter matters package process equality
    diversity
    """.split()  # noqa: SIM905 - words are easier to read so
)
_OF_PEOPLE = re.compile(
    r"\b(?:person|candidate|applicant|someone|somebody)s?\b|\bwe(?:'re| are)? (?:want|look|hop|need)"
)
_DENIES = re.compile(
    r"\b(?:don't|do not|doesn't|does not|needn't|isn't|aren't|won't|not|no|never|without)\b(?! to have\b)"
)
_WELCOMED = re.compile(
    r"\b(?:but|though|although)? ?(?:(?:it is|is|are|by) )?(?:not essential|not needed|not required|"
    r"not necessary|no means \w+)|\bcan't\b.*\bwithout\b"
)


def words_of(key: str) -> list[str]:
    """The words of a line in lower case."""
    return _WORD.findall(key)


def kind_in(key: str) -> Kind | None:
    """The kind that words speak of: desirable before essential, as in "useful, but not essential"."""
    key = key.replace("-", " ")
    if _DESIRABLE.search(key):
        return Kind.DESIRABLE
    return Kind.ESSENTIAL if _ESSENTIAL.search(key) else None


def kind_heading(key: str, also: frozenset[str]) -> Kind | None:
    """The kind of a heading made only of words that join, words of kind, and words in ``also``."""
    key = re.sub(r"\([ed]\)?(?=\W|$)", " ", key.replace("-", " "))
    kind = kind_in(key)
    if denies(key):
        return None
    if _USEFUL.search(key) and (kind is None or "but" in words_of(key)):
        kind = Kind.DESIRABLE
    if kind is None:
        return None
    rest = _USEFUL.sub(" ", _ESSENTIAL.sub(" ", _DESIRABLE.sub(" ", key)))
    own = [word for word in words_of(rest) if not any(word in known for known in (_JOINS, _NAMES, also))]
    if len(own) == 1 and kind is Kind.DESIRABLE and len(words_of(key)) < 8 and _OPENS.search(key):
        return kind  # "Brownie points for", "What would make you stand out"
    return None if own else kind


def is_weak(key: str) -> bool:
    """Whether words ask without insisting, "What we need": what follows may be of both kinds."""
    return kind_in(key) is Kind.ESSENTIAL and kind_in(_WEAK.sub(" ", key)) is None


def denies(key: str) -> bool:
    """Whether a heading stands over what is not asked for: "Don't worry about", "Not required"."""
    if (kind_in(key) is Kind.DESIRABLE or _USEFUL.search(key)) and "but" in words_of(key):
        return False  # "Not vital, but nice"
    left = _WELCOMED.sub(" ", key)
    welcome = left != key and (kind_in(left) is Kind.DESIRABLE or "not essential" in key or "without" in key)
    return bool(_DENIES.search(left if welcome else key))


def seeks(key: str, also: frozenset[str]) -> bool | None:
    """Whether a heading asks the candidate (True) or gives and tells (False).

    None where it says neither, or has words of its own, which joining words, asking, giving and ``also`` are not.
    """
    key = key.replace("look after", "give")
    words = words_of(key)
    if own_words(key, also):
        return True if own_words(key, also) == 1 and _OF_PEOPLE.search(key) else None
    asking = sum(word in _SEEKS for word in words)
    giving = sum(word in _GIVES for word in words)
    if (
        words == ["you"]
        or {"you", "have"} <= set(words)
        or {"you'll", "have"} <= set(words)
        or (asking and asking > giving)
    ):
        return True
    return False if giving else None


def own_words(key: str, also: frozenset[str]) -> int:
    """How many words are neither joining nor asking nor giving nor in ``also``."""
    known = (_JOINS, _SEEKS, _GIVES, also)
    return sum(not any(word in some for some in known) for word in words_of(_ESSENTIAL.sub(" ", key.replace("-", " "))))


def lead_in(words: str) -> tuple[int, Kind] | None:
    """Where the opening of a list ends within a sentence, and its kind: "You will need", "We would also like".

    Only words that join and ask are taken, and one at least must ask. With a colon, what stands before it.
    """
    colon = words.find(":")
    if 0 < colon < 160 and ";" not in words[:colon]:
        key = words[:colon]
        kind = kind_in(key) or (Kind.DESIRABLE if _USEFUL.search(key) else None)
        if denies(key) or not (kind or re.search(r"\b(?:you|candidates?|applicants?|holder|person)\b", key)):
            return None
        return (colon + 1, kind or Kind.ESSENTIAL) if _ASKS.search(key) else None
    end = 0
    for word in re.finditer(r"[\w'’-]+", words):
        own = word[0].replace("’", "'")
        if own not in _JOINS and not kind_in(own):
            break
        if words[end : word.start()].strip(" ,"):
            break
        end = word.end()
    # Back to the last word that asks: "you will need some" keeps "some" for the list.
    asks = [ask.end() for ask in _ASKS.finditer(words, 0, end)]
    if not asks or not re.match(
        r"(?:[\w, ]* )?(?:you|we|we'd|it|applicants|candidates|candidate|holder)\b", words[:end]
    ):
        return None
    end = asks[-1]
    if opened := re.match(r" (?:to (?:have|be|show|see|bring)|if you (?:had|have))\b", words[end:]):
        end += opened.end()
    return end, kind_in(words[:end]) or Kind.ESSENTIAL
