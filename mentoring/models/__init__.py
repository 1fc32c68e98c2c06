"""Tables of mentoring: what people offer and wish for, rounds and their runs, and pairs from proposal to end."""

from mentoring.models.conversations import Conversation, Slot
from mentoring.models.files import FileReading, RoundFile
from mentoring.models.going_on import Concern, EndFeedback, Goal, Outcome, Progress
from mentoring.models.matches import Match, NotLegal, Question
from mentoring.models.meetings import Attendee, GoneMeeting, Meeting, ProposedTime, Pulse, Step
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
from mentoring.models.team_letters import TeamLetter, TeamLetterTo

__all__ = [
    "Attendee",
    "Bond",
    "Concern",
    "Conversation",
    "EndFeedback",
    "FileReading",
    "Format",
    "GivenScore",
    "Goal",
    "GoneMeeting",
    "HalfDay",
    "Match",
    "Meeting",
    "Mentee",
    "MenteeGap",
    "Mentor",
    "MentorRole",
    "MentorSkill",
    "NotLegal",
    "Outcome",
    "Participant",
    "Preference",
    "Progress",
    "ProposedTime",
    "Pulse",
    "Question",
    "Round",
    "RoundFile",
    "Run",
    "RunPair",
    "RunUnmet",
    "Slot",
    "Step",
    "TeamLetter",
    "TeamLetterTo",
]
