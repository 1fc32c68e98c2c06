"""What a person asks for against what we know of a course, network or event, with "not known" as an answer."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q

from common.vocabulary import Background, Band, EmployerKind, Nation

# What a person may say beside the words of the vocabularies.
NO_BAND = "NONE"
NO_REGISTRATION = "NONE"
ANOTHER_AREA = "ANOTHER"

NEVER = Q(pk__in=[])
ALWAYS = ~NEVER


@dataclass(frozen=True)
class Condition:
    """One thing a person asked for.

    ``met`` finds the rows that do not rule it out, ``unknown`` those of them that say nothing about it. ``words`` name
    it after "not known:". ``name`` is a word without spaces.
    """

    name: str
    words: str
    met: Q
    unknown: Q


@dataclass(frozen=True)
class Applicant:
    """What a person says of themselves; an empty string where they did not say.

    ``band`` may be ``NO_BAND``, ``profession`` ``NO_REGISTRATION``, ``area`` ``ANOTHER_AREA``: none that any course
    names.
    """

    background: str = ""
    band: str = ""
    profession: str = ""
    nation: str = ""
    area: str = ""
    employer_kind: str = ""

    def conditions(self) -> Iterator[Condition]:
        """What they said, in the order of the fields."""
        if self.background:
            # The one field where a course that names none is open to all.
            met = Q(backgrounds="") | Q(backgrounds__contains=f";{self.background};")
            yield Condition("background", f"{Background(self.background).label.lower()} background", met, NEVER)
        if self.band:
            yield self._band()
        if self.profession == NO_REGISTRATION:
            yield _none_named("profession", "people without a registration", "professions")
        elif self.profession:
            yield _named("profession", "your profession", "professions", self.profession)
        if self.nation:
            yield _named("nation", Nation(self.nation).label, "nations", self.nation)
        if self.area == ANOTHER_AREA:
            yield _none_named("area", "your area", "areas")
        elif self.area:
            yield _named("area", self.area, "areas", self.area)
        if self.employer_kind:
            nobody = self.employer_kind == EmployerKind.NONE
            words = "people without an employer" if nobody else "your kind of employer"
            yield _named("employer_kind", words, "employer_kinds", self.employer_kind)

    def _band(self) -> Condition:
        nothing_said = Q(band_low="", band_high="")
        if self.band == NO_BAND:
            # A rule about bands seldom says what it means for people without one, such as doctors: nobody is ruled out.
            return Condition("band", "people without a band", ALWAYS, ALWAYS)
        rank = Band(self.band).rank
        at_or_below = [band.value for band in Band if band.rank <= rank]
        at_or_above = [band.value for band in Band if band.rank >= rank]
        met = Q(band_low__in=["", *at_or_below]) & Q(band_high__in=["", *at_or_above])
        words = Band(self.band).label if self.band == Band.VSM else Band(self.band).label.lower()
        return Condition("band", words, met, nothing_said)


def in_words(name: str, words: str, field: str, wanted: Collection[str], unknown: str) -> Condition:
    """A field that holds one of a few words, ``unknown`` among them: one of ``wanted``, or not known."""
    if unknown in wanted:
        return Condition(name, words, Q(**{f"{field}__in": wanted}), NEVER)
    return Condition(name, words, Q(**{f"{field}__in": [*wanted, unknown]}), Q(**{field: unknown}))


def _named(name: str, words: str, field: str, word: str) -> Condition:
    return Condition(name, words, Q(**{field: ""}) | Q(**{f"{field}__contains": f";{word};"}), Q(**{field: ""}))


def _none_named(name: str, words: str, field: str) -> Condition:
    return Condition(name, words, Q(**{field: ""}), Q(**{field: ""}))
