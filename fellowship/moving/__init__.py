"""The one way by which an application changes its state: who may, what is written down, and what follows from it.

``STEPS`` is the whole table; a move that is not in it does not exist. ``UNDO`` are the few ways back, for those who run
the programme and with a reason; they cancel the letters of what is undone that have not left.
"""

from fellowship.moving.following import OfferIsOver, end_of_offer, letter_key
from fellowship.moving.table import STEPS, UNDO, Step, Who, open_to
from fellowship.moving.taking import NoPlaceLeft, NotYours, SayWhy, locked, move

__all__ = [
    "STEPS",
    "UNDO",
    "NoPlaceLeft",
    "NotYours",
    "OfferIsOver",
    "SayWhy",
    "Step",
    "Who",
    "end_of_offer",
    "letter_key",
    "locked",
    "move",
    "open_to",
]
