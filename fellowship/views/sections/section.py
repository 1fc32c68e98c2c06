"""A part of a page that many subjects share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from fellowship.models import Fellow


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and a template, which reads ``here`` (the context), ``fellow`` and ``cohort``."""

    id: str
    title: str
    template: str
    here: Mapping[str, Any] = field(default_factory=dict)


# For one fellow, with who reads the page and the moment. None where there is nothing to say.
Maker = Callable[[Fellow, User, datetime], Section | None]
