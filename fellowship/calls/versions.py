"""What changed from one version of a call's questions to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fellowship.models import Call, CallVersion


@dataclass(frozen=True, slots=True)
class Change:
    """A version beside the one before: questions by their words. The first has nothing before it."""

    version: CallVersion
    applications: int
    added: tuple[str, ...]
    taken_out: tuple[str, ...]
    changed: tuple[str, ...]


def changes_of(call: Call) -> list[Change]:
    """The versions of a call, newest first, each with how many applications were handed in with it. Three queries."""
    versions = list(call.versions.select_related("made_by"))
    handed_in: dict[int, int] = {}
    for number in call.applications.submitted().values_list("version", flat=True):
        handed_in[number] = handed_in.get(number, 0) + 1
    found = []
    for place, version in enumerate(versions):
        now = _by_id(version.questions)
        before = _by_id(versions[place + 1].questions) if place + 1 < len(versions) else now
        found.append(
            Change(
                version=version,
                applications=handed_in.get(version.number, 0),
                added=tuple(one["text"] for key, one in now.items() if key not in before),
                taken_out=tuple(one["text"] for key, one in before.items() if key not in now),
                changed=tuple(one["text"] for key, one in now.items() if before.get(key, one) != one),
            )
        )
    return found


def _by_id(sections: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {one["id"]: one for section in sections for one in section["questions"]}
