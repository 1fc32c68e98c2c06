"""Tables of mentoring: what people offer and wish for, rounds and their runs, and pairs from proposal to end."""

from mentoring.models.files import FileReading, RoundFile
from mentoring.models.matches import Match, NotLegal, Question
from mentoring.models.people import (
    Format,
    HalfDay,
    Mentee,
    MenteeGap,
    Mentor,
    MentorRole,
    MentorSkill,
    Preference,
)
from mentoring.models.rounds import Bond, GivenScore, Participant, Round
from mentoring.models.runs import Run, RunPair, RunUnmet

__all__ = [
    "Bond",
    "FileReading",
    "Format",
    "GivenScore",
    "HalfDay",
    "Match",
    "Mentee",
    "MenteeGap",
    "Mentor",
    "MentorRole",
    "MentorSkill",
    "NotLegal",
    "Participant",
    "Preference",
    "Question",
    "Round",
    "RoundFile",
    "Run",
    "RunPair",
    "RunUnmet",
]
