"""What meetings, conversations and concerns hold about a person: entries of the registry of personal data."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows, delete_rows, goes_with_the_account, keep, register
from mentoring.models import (
    Attendee,
    Concern,
    Conversation,
    EndFeedback,
    Goal,
    GoneMeeting,
    Meeting,
    Outcome,
    Progress,
    ProposedTime,
    Slot,
    Step,
    TeamLetter,
    TeamLetterTo,
)
from mentoring.people.leaving import end_conversations_of, take_meetings_of

TOGETHER = "As long as both accounts exist: what was between two people goes when one of them leaves."
CONCERNS = "As long as the programme needs it to keep people safe. When your account goes, it no longer names you."
SIDES = ("mentor", "mentee")


def register_meetings() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    _register_conversations()
    for side in SIDES:
        words = f"as a {side}"
        register(
            Meeting, side, title=f"Your meetings {words}", keeps=TOGETHER, erase=_take_meetings,
            fields=("state", "starts_at", "minutes", "zone", "where", "link", "agenda"),
        )  # fmt: skip
        register(
            ProposedTime, f"meeting__{side}", title=f"Times proposed for them {words}", keeps=TOGETHER,
            erase=delete_rows, fields=("starts_at",),
        )  # fmt: skip
        register(
            Step, side, title=f"What you agreed to do {words}", keeps=TOGETHER, erase=delete_rows,
            fields=("whose", "text", "skill__name", "due_on", "done_on"),
        )  # fmt: skip
    register(
        Meeting, "proposed_by", title="Times you proposed", keeps=TOGETHER, erase=goes_with_the_account,
        fields=("state", "minutes"),
    )  # fmt: skip
    register(
        Meeting, "arranged_by", title="Meetings you arranged", keeps=TOGETHER, erase=goes_with_the_account,
        fields=("state", "starts_at"),
    )  # fmt: skip
    register(
        Attendee, "user", title="Your notes and answers after meetings", keeps=TOGETHER, erase=delete_rows,
        fields=("meeting__starts_at", "note", "useful", "forward", "answered_at"),
    )  # fmt: skip
    register(
        GoneMeeting, "user", title="Meetings that somebody who left had agreed on with you", erase=delete_rows,
        keeps="Until 30 days after the time of the meeting.", fields=("starts_at", "minutes", "zone"),
    )  # fmt: skip
    _register_pairs()
    _register_concerns()
    register(
        TeamLetter, "written_by", title="Letters you wrote to people of a programme", erase=goes_with_the_account,
        keeps="As long as the programme.", fields=("subject", "text", "written_at"),
    )  # fmt: skip
    register(
        TeamLetterTo, "user", title="Letters from the teams of your programmes", erase=delete_rows,
        keeps="As long as the account exists.", fields=("letter__subject", "letter__text", "letter__written_at"),
    )  # fmt: skip


def _register_conversations() -> None:
    register(
        Slot, "mentor", title="Times you offer for conversations", keeps="Until you take them back.", erase=delete_rows,
        fields=("starts_at", "minutes", "zone"),
    )  # fmt: skip
    for side in SIDES:
        register(
            Conversation, side, title=f"Your conversations as a {side}", keeps=TOGETHER, erase=_end_conversations,
            fields=("state", "starts_at", "about", "booked_at", "ended_at", f"{side}_again_at"),
        )  # fmt: skip
        register(
            Conversation.skills.through, f"conversation__{side}", title=f"What they were about, as a {side}",
            keeps=TOGETHER, erase=delete_rows, fields=("conversation__starts_at", "skill__name"),
        )  # fmt: skip
    register(
        Conversation, "ended_by", title="Conversations you called off", keeps=TOGETHER, erase=goes_with_the_account,
        fields=("starts_at", "ended_at"),
    )  # fmt: skip


def _register_pairs() -> None:
    for side in SIDES:
        register(
            Goal, f"match__{side}", title=f"Goals of your pairs as a {side}", keeps=TOGETHER, erase=delete_rows,
            fields=("text", "reached_on"),
        )  # fmt: skip
        register(
            Progress, f"match__{side}", title=f"Progress in your pairs as a {side}", keeps=TOGETHER, erase=delete_rows,
            fields=("skill__name", "have", "reached", "said_at", "agreed_at"),
        )  # fmt: skip
    register(
        Progress, "said_by", title="Progress you named", keeps=TOGETHER, erase=goes_with_the_account,
        fields=("skill__name", "reached", "said_at"),
    )  # fmt: skip
    register(
        EndFeedback, "user", title="What you said when a pair ended", keeps=TOGETHER, erase=delete_rows,
        fields=("worked", "text", "thanks", "given_at"),
    )  # fmt: skip
    register(
        Outcome, "match__mentee", title="What became of you, as you told a mentor", keeps=TOGETHER, erase=delete_rows,
        fields=("asked_at", "text", "answered_at", "may_tell"),
    )  # fmt: skip


def _register_concerns() -> None:
    register(
        Concern, "reporter", title="Concerns you reported", keeps=CONCERNS, erase=_cut_off,
        fields=("kind", "text", "state", "reported_at", "acknowledged_at", "resolved_at", "answer"),
    )  # fmt: skip
    register(Concern, "about", title="Concerns", keeps=f"{CONCERNS} Who wrote it is never told.", erase=keep)
    register(
        Concern, "handled_by", title="Concerns you dealt with", keeps=CONCERNS, erase=goes_with_the_account,
        fields=("kind", "state", "acknowledged_at", "resolved_at"),
    )  # fmt: skip


def _end_conversations(rows: Rows, user: User, now: datetime) -> None:
    end_conversations_of(rows, user, now=now)


def _take_meetings(rows: Rows, user: User, now: datetime) -> None:
    take_meetings_of(rows, user, now=now)


def _cut_off(rows: Rows, user: User, now: datetime) -> None:
    """What was told in confidence goes with the person who told it; that there was a concern stays."""
    rows.update(text="", answer="", updated_at=now)
