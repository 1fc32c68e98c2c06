"""What a column of the open data is: where its value comes from, how it is written, and what it means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

Value = str | int | bool | list[str] | None


class Kind(Enum):
    """What a value is: WORD and WORDS are from a fixed vocabulary, LIST is free."""

    TEXT = "text"
    WORD = "word"
    WORDS = "list of words"
    NUMBER = "number"
    YES_NO = "yes or no"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True)
class Column:
    """``path`` is the field or expression it is read from; ``official`` where the framework itself says it."""

    name: str
    meaning: str
    path: str | Combinable = ""
    kind: Kind = Kind.TEXT
    official: bool = False

    def value(self, stored: Any) -> Value:
        """The value as JSON has it."""
        if stored is None or (self.kind in (Kind.NUMBER, Kind.DATE) and stored == ""):
            return None if self.kind in (Kind.NUMBER, Kind.DATE) else ""
        match self.kind:
            case Kind.WORD:
                return _word(stored)
            case Kind.WORDS:
                return [_word(word) for word in stored]
            case Kind.LIST:
                return list(stored)
            case Kind.DATE:
                return stored.isoformat() if isinstance(stored, date) else str(stored)
            case Kind.NUMBER:
                return int(stored)
            case Kind.YES_NO:
                return bool(stored)
        return str(stored)

    def cell(self, value: Value) -> str | int | None:
        """A value as CSV has it: lists joined by semicolons, "yes" and "no"."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "; ".join(value) if isinstance(value, list) else value

    def read(self, cell: str) -> Value:
        """The value that ``cell`` wrote."""
        match self.kind:
            case Kind.NUMBER:
                return int(cell) if cell else None
            case Kind.YES_NO:
                return cell == "yes"
            case Kind.LIST | Kind.WORDS:
                return cell.split("; ") if cell else []
            case Kind.DATE:
                return cell or None
        return cell


def _word(stored: Any) -> str:
    """A stored choice as the catalogue's own files write it: ``GRADUATE_SCHEME`` is "graduate scheme"."""
    return str(stored).lower().replace("_", " ")


@dataclass(frozen=True)
class Dataset:
    """One table of the open data. ``query`` gives its rows for a framework, in the order of ``order_by``."""

    name: str
    title: str
    description: str
    query: Callable[[str], QuerySet[Any]]
    order_by: tuple[str, ...]
    columns: tuple[Column, ...]
    column_by_name: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column_by_name", {column.name: column for column in self.columns})

    def rows(self, framework: str) -> Iterator[list[Value]]:
        """The live rows, one query; each row a list of values in the order of ``columns``."""
        paths = [column.path or column.name for column in self.columns]
        for stored in self.query(framework).order_by(*self.order_by).values_list(*paths):
            yield [column.value(value) for column, value in zip(self.columns, stored, strict=True)]

    def count(self, framework: str) -> int:
        return self.query(framework).count()
