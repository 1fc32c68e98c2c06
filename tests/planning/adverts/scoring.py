"""Scores what is read off adverts against the gold texts; how is said in gold/README.md."""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold"
FOLDERS = ("open", "sealed", "fresh", "second", "second_sealed")
NEVER_LEARNT = "third"
OVERLAP = 0.8
_WORD = re.compile(r"[\w+#&/.']*\w[+#]*")


@dataclass(frozen=True)
class GoldAdvert:
    """A text with what a careful reader found in it."""

    name: str
    text: str
    truth: dict[str, Any] = field(repr=False)


@dataclass
class Score:
    """Counts over several texts together."""

    found: int = 0
    gold: int = 0
    paired: int = 0
    offered: int = 0  # skills, on criteria that were paired
    right: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.paired / (self.found + self.gold)

    @property
    def links(self) -> float:
        """The share of the skills offered that the gold accepts."""
        return self.right / self.offered if self.offered else 0.0

    def add(self, found: list[dict[str, Any]], gold: list[dict[str, Any]]) -> None:
        """Count one text. Each criterion has ``text``, ``kind`` and ``skills``."""
        matched = pairs(found, gold)
        self.found += len(found)
        self.gold += len(gold)
        self.paired += len(matched)
        for i, j in matched:
            self.offered += len(found[i]["skills"])
            self.right += len({*found[i]["skills"]} & {*gold[j]["skills"]})


def adverts(folder: str) -> list[GoldAdvert]:
    """The texts of a folder, with their own line ends."""
    return [
        GoldAdvert(path.stem, path.read_bytes().decode(), json.loads(path.with_suffix(".json").read_text("utf-8")))
        for path in sorted((GOLD / folder).glob("*.txt"))
    ]


def pairs(found: list[dict[str, Any]], gold: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Criteria of the same kind with nearly the same words, one to one, the best overlap first."""
    near = [
        (_overlap(_words(one["text"]), _words(other["text"])), i, j)
        for i, one in enumerate(found)
        for j, other in enumerate(gold)
        if one["kind"] == other["kind"]
    ]
    used_found: set[int] = set()
    used_gold: set[int] = set()
    chosen = []
    for overlap, i, j in sorted(near, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if overlap >= OVERLAP and i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
            chosen.append((i, j))
    return chosen


def _words(text: str) -> set[str]:
    text = re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", unicodedata.normalize("NFKC", text))
    return set(_WORD.findall(text.casefold().replace("’", "'")))


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
