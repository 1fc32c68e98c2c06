"""The matching engine: who is matched with whom, how well, and why. Rules and example: docs/matching.md.

    draft = find_pairs(Round(mentees=[…], mentors=[…], fixed=[…], bars=[…], floor=40), on_progress)
    for pair in draft.pairs:              # mentee, mentor, points, is_pin
        for reason in pair.reasons:       # term, points, of, facts; the points add up
            ...
    for unmet in draft.unmet:             # mentee, cause, barred (mentors by rule), changes (what would be enough)
        ...
    draft.bounds[Aim.PLACES]              # value and bound of each aim: equal, which proves that nothing is better

Nothing here reads the database, the clock or a request, and nobody has a name: people are ids.
"""

from mentoring.engine.draft import Bound, Draft, Load, Pair
from mentoring.engine.finding import MOST_PAIRS, OnProgress, Round, RoundIsTooLarge, Stage, find_pairs
from mentoring.engine.fixed import Fault, Misfit, PinsDoNotFit
from mentoring.engine.flow import NoFlow
from mentoring.engine.people import LONGEST_WAIT, Bar, Fixed, Gap, Mentee, Mentor, Rule
from mentoring.engine.problem import MOST_POINTS, NO_PAIR, Aim, Objective, Points
from mentoring.engine.scoring import Given, Reason, Scheme, Scoring, Term
from mentoring.engine.unmatched import Cause, Change, Step, Unmet
from mentoring.engine.weights import FOR_CONVERSATIONS, Weights

__all__ = [
    "FOR_CONVERSATIONS",
    "LONGEST_WAIT",
    "MOST_PAIRS",
    "MOST_POINTS",
    "NO_PAIR",
    "Aim",
    "Bar",
    "Bound",
    "Cause",
    "Change",
    "Draft",
    "Fault",
    "Fixed",
    "Gap",
    "Given",
    "Load",
    "Mentee",
    "Mentor",
    "Misfit",
    "NoFlow",
    "Objective",
    "OnProgress",
    "Pair",
    "PinsDoNotFit",
    "Points",
    "Reason",
    "Round",
    "RoundIsTooLarge",
    "Rule",
    "Scheme",
    "Scoring",
    "Stage",
    "Step",
    "Term",
    "Unmet",
    "Weights",
    "find_pairs",
]
