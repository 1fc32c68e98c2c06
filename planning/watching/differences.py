"""What changed between two states of a watched thing, in sentences for the person who watches it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from careers.models import CostBand, LearningStatus
from common.vocabulary import Background, Band
from planning.watching.facts import Facts


@dataclass(frozen=True)
class Watcher:
    """What a person said of themselves; empty where they did not say."""

    background: str = ""
    band: str = ""
    journey: str = ""  # the id of the one they told themselves


def differences(kind: str, before: Facts, after: Facts, watcher: Watcher) -> list[str]:
    """Sentences, what matters most first; empty if nothing did that they could use."""
    if after["retired"] and not before["retired"]:
        return ["It is no longer in our list."]
    said = list(_SAY[kind](before, after, watcher))
    if before["retired"] and not after["retired"]:
        said.insert(0, "It is in our list again.")
    return [*said, *_journeys(before, after, watcher)]


def _course(before: Facts, after: Facts, watcher: Watcher) -> Iterator[str]:
    if after["status"] != before["status"]:
        if after["status"] == LearningStatus.OPEN:
            yield "It is open now."
        elif after["status"] == LearningStatus.CLOSED:
            yield "It is closed now."
    yield from _opened(before, after, watcher)
    who = ("professions", "nations", "areas", "employer_kinds", "eligibility_note")
    if any(before[name] != after[name] for name in who):
        yield "What we know of who may apply has changed."
    yield from _cost(before, after)
    if before["duration"] != after["duration"] and after["duration"]:
        yield f"It takes {after['duration']} now."


def _opened(before: Facts, after: Facts, watcher: Watcher) -> Iterator[str]:
    """Doors that were shut: to the watcher first, then to others."""
    opened = [one for one in Background if _shut_out(before, one) and not _shut_out(after, one)]
    if watcher.background in opened:
        background = Background(watcher.background).label.lower()
        yield f"It is open to people from your background ({background}) now, and was not before."
    elif opened:
        words = " and ".join(one.label.lower() for one in opened)
        yield f"It is open to more backgrounds now: {words}."
    elif before["backgrounds"] != after["backgrounds"]:
        yield "The backgrounds that it is open to have changed."
    if "band_low" not in after or (before["band_low"], before["band_high"]) == (after["band_low"], after["band_high"]):
        return
    if watcher.band in Band.values and not _in_bands(before, watcher.band) and _in_bands(after, watcher.band):
        yield f"It is open to {Band(watcher.band).label.lower()} now, which is yours, and was not before."
    else:
        yield "The pay bands that it is open to have changed."


def _network(before: Facts, after: Facts, watcher: Watcher) -> Iterator[str]:
    yield from _opened(before, after, watcher)
    yield from _cost(before, after)
    if before["joining"] != after["joining"]:
        yield f"How to join: {after['joining']}" if after["joining"] else "How to join is not known any more."


def _cost(before: Facts, after: Facts) -> Iterator[str]:
    if before["cost_band"] != after["cost_band"]:
        yield f"Its cost: {CostBand(after['cost_band']).label.lower()}."


def _role(before: Facts, after: Facts, watcher: Watcher) -> Iterator[str]:
    new, gone = _names(before["levels"], after["levels"])
    if new:
        yield f"It has new levels: {', '.join(new)}."
    if gone:
        yield f"These levels are gone: {', '.join(gone)}."
    if any(before["levels"][name] != bands for name, bands in after["levels"].items() if name in before["levels"]):
        yield "The typical bands of its levels have changed."
    new, gone = _names(before["skills"], after["skills"])
    if new:
        yield f"It needs further skills: {', '.join(new)}."
    if gone:
        yield f"It needs these skills no longer: {', '.join(gone)}."


def _family(before: Facts, after: Facts, watcher: Watcher) -> Iterator[str]:
    new, gone = _names(before["roles"], after["roles"])
    if new:
        yield f"It has new roles: {', '.join(new)}."
    if gone:
        yield f"These roles are gone: {', '.join(gone)}."


def _journeys(before: Facts, after: Facts, watcher: Watcher) -> Iterator[str]:
    known = {watcher.journey} | {journey for journeys in before["journeys"].values() for journey in journeys}
    new = [journey for journey in after["journeys"].get(watcher.background, ()) if journey not in known]
    if new:
        who = "Somebody" if len(new) == 1 else f"{len(new)} people"
        yield f"{who} from a background like yours told a journey that it is part of."


def _shut_out(facts: Facts, background: str) -> bool:
    return bool(facts["backgrounds"]) and background not in facts["backgrounds"]


def _in_bands(facts: Facts, band: str) -> bool:
    rank = Band(band).rank
    low, high = facts["band_low"], facts["band_high"]
    return (not low or Band(low).rank <= rank) and (not high or rank <= Band(high).rank)


def _names(before: Any, after: Any) -> tuple[list[str], list[str]]:
    """(new, gone)."""
    return sorted(set(after) - set(before)), sorted(set(before) - set(after))


_SAY = {"course": _course, "network": _network, "role": _role, "family": _family}
