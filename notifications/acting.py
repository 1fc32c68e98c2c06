"""What staff may do with letters that they have chosen and seen listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from notifications.models import Message
from notifications.outbox import cancel_chosen, release, retry

State = Message.State
# No more at once: a list that a person can still look through.
MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class Action:
    """One thing to do. ``perform(seen, reason, now)`` does it to those still in ``states`` and returns to how many.

    ``seen`` are the ids of the letters with the version of each that the person had before them.
    """

    verb: str
    past: str
    follows: str
    states: tuple[State, ...]
    perform: Callable[[Mapping[int, str], str, datetime], int]
    asks_why: bool = False
    waiting_only_if_tried: bool = False

    def fits(self, message: Message) -> bool:
        """Whether this can be done with the letter."""
        not_yet = self.waiting_only_if_tried and message.state == State.WAITING and not message.tries
        return message.state in self.states and not not_yet

    def outcome(self, done: int, listed: int) -> str:
        """What to tell the person, who saw ``listed`` letters."""
        words = f"{_letters(done)} {self.past}. {self.follows}"
        if done < listed:
            words += f" {_letters(listed - done)} left alone: they had changed meanwhile."
        return words

    def refusal(self) -> str:
        """Why nothing can be done with letters that are in no fitting state."""
        fitting = " or ".join(state.label.lower() for state in self.states)
        return f"None of the letters that you chose can be {self.past}: that takes one that is {fitting}."


def _letters(count: int) -> str:
    return "1 letter was" if count == 1 else f"{count:,} letters were"


ACTIONS = {
    "release": Action(
        "Release",
        "released",
        "They leave within a minute.",
        (State.HELD,),
        lambda seen, reason, now: release(seen, seen=seen, now=now),
    ),
    "retry": Action(
        "Send again",
        "put back to be sent",
        "They leave within a minute; held ones wait for release, scheduled ones for their moment.",
        (State.ABANDONED, State.DROPPED, State.CANCELLED, State.WAITING),
        lambda seen, reason, now: retry(seen, now=now),
        waiting_only_if_tried=True,
    ),
    "cancel": Action(
        "Cancel",
        "cancelled",
        "Nobody gets them.",
        (State.HELD, State.WAITING),
        lambda seen, reason, now: cancel_chosen(seen, reason=reason, now=now),
        asks_why=True,
    ),
}
