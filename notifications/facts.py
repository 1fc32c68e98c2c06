"""What letters are about, looked up for several at once and never long before each is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from notifications.letters import Drop, Mail, letter_called
from notifications.models import Message

# Hardly longer than one letter takes to a mail server far away, and enough for ten to one nearby.
FRESH = timedelta(seconds=0.5)


class Facts:
    """Of messages that one worker has claimed, each to be written once."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._to_come: defaultdict[str, list[int]] = defaultdict(list)
        for message in messages:
            self._to_come[message.letter].append(message.about_id)
        self._found: dict[str, tuple[datetime, Mapping[int, Any]]] = {}

    def render(self, message: Message, now: datetime) -> Mail | Drop:
        """The letter as things are, or were at most ``FRESH`` ago. Raises KeyError if nobody registered it."""
        letter = letter_called(message.letter)
        read_at, found = self._found.get(letter.name, (None, {}))
        if read_at is None or abs(now - read_at) > FRESH:  # a clock may be set back
            found = letter.look_up(self._to_come[letter.name])
            self._found[letter.name] = now, found
        self._to_come[letter.name].remove(message.about_id)
        return letter.write(found.get(message.about_id), now)
