"""What mentoring holds about a person: entries of the registry of personal data."""

from datetime import datetime

from accounts.models import User
from accounts.privacy import Rows, delete_rows, goes_with_the_account, register
from mentoring.models import (
    Bond,
    GivenScore,
    Match,
    Mentee,
    MenteeGap,
    Mentor,
    MentorRole,
    MentorSkill,
    Participant,
    Preference,
    Question,
    RoundFile,
    Run,
    RunPair,
    RunUnmet,
)
from mentoring.people.leaving import end_pairs_of, forget_mentor

WITH_THE_ACCOUNT = "As long as the account exists, or until you delete it."
PAIRS = "As long as both accounts exist: what was between two people goes when one of them leaves."
ROUNDS = "As long as the programme keeps its round; your part in it goes with your account."
TAKES_PART = ("formats", "other_organisation", "remote", "times", "languages", "experiences")


def register_personal_data() -> None:
    """Called once, when the app is ready. Erased from the last to the first."""
    _register_pairs()
    _register_rounds()
    _register_people()


def _register_people() -> None:
    register(
        Mentor, "user", title="What you offer as a mentor", keeps=WITH_THE_ACCOUNT, erase=_forget_mentor,
        fields=(
            "level__name", "helps_with", "places", "hours_a_month", "meeting_link", "training", "trained_on",
            "is_listed", "paused_until", *TAKES_PART,
        ),
    )  # fmt: skip
    register(
        MentorRole, "mentor__user", title="Jobs you held before", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("level__name",),
    )  # fmt: skip
    register(
        MentorSkill, "mentor__user", title="Skills you help with", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("skill__name", "level"),
    )  # fmt: skip
    register(
        Mentee, "user", title="What you look for in a mentor", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("goal__name", "hopes", "wanted", *TAKES_PART),
    )  # fmt: skip
    register(
        MenteeGap, "mentee__user", title="Skills you want to work on", keeps=WITH_THE_ACCOUNT, erase=delete_rows,
        fields=("skill__name", "have", "target"),
    )  # fmt: skip
    register(
        Preference, "mentee__user", title="Whom you would like as a mentor, or not", keeps=WITH_THE_ACCOUNT,
        erase=delete_rows, fields=("mentor__user__name", "kind", "position"),
    )  # fmt: skip
    register(
        Preference, "mentor__user", title="Who would like you as a mentor, or not", erase=delete_rows,
        keeps="As long as both take part. It is not in your download: what somebody wishes is theirs.",
    )  # fmt: skip


def _register_pairs() -> None:
    said = ("state", "origin", "points", "proposed_at", "answer_by", "answered_at", "ended_at", "end_reason")
    register(
        Match, "mentee", title="Your mentors", keeps=PAIRS, erase=_end_pairs,
        fields=("mentor__name", "message", "reasons", *said),
    )  # fmt: skip
    # Not the reasons: they tell whether the mentor is on the mentee's own list, which nobody else learns.
    register(
        Match, "mentor", title="People you mentor", keeps=PAIRS, erase=_end_pairs,
        fields=("mentee__name", "message", *said, "decline_reason", "decline_note"),
    )  # fmt: skip
    register(
        Match, "ended_by", title="Pairs you ended", keeps=PAIRS, erase=goes_with_the_account,
        fields=("ended_at", "end_reason"),
    )  # fmt: skip
    for side, title in (("mentee", "Questions your mentors asked"), ("mentor", "Questions you asked as a mentor")):
        register(
            Question, f"match__{side}", title=title, keeps=PAIRS, erase=delete_rows,
            fields=("text", "asked_at", "answer", "answered_at"),
        )  # fmt: skip


def _register_rounds() -> None:
    # Not the team's reasons for leaving somebody out or keeping two apart: they may say what another person told.
    register(
        Participant, "user", title="Rounds of matching you take part in", keeps=ROUNDS, erase=delete_rows,
        fields=("round__programme__name", "round__name", "side", "state", "source", "waiting_since"),
    )  # fmt: skip
    for side, words in (("mentee", "as a mentee"), ("mentor", "as a mentor")):
        register(
            Bond, side, title=f"What a programme fixed for you {words}", keeps=ROUNDS, erase=delete_rows,
            fields=("round__name", "kind"),
        )  # fmt: skip
        register(
            GivenScore, side, title=f"Scores that a programme brought {words}", keeps=ROUNDS, erase=delete_rows,
            fields=("round__name", "score"),
        )  # fmt: skip
        register(
            RunPair, side, title=f"Drafts of rounds you were in {words}", keeps=ROUNDS, erase=delete_rows,
            fields=("run__round__name", "run__number", "points", "is_pin", *(["reasons"] if side == "mentee" else [])),
        )  # fmt: skip
    register(
        RunUnmet, "mentee", title="Drafts that left you without a mentor", keeps=ROUNDS, erase=delete_rows,
        fields=("run__round__name", "run__number", "has", "wanted", "cause"),
    )  # fmt: skip
    register(
        Bond, "made_by", title="Pairs you fixed or kept apart as staff", keeps=ROUNDS, erase=goes_with_the_account,
        fields=("round__name", "kind"),
    )  # fmt: skip
    register(
        RoundFile, "sent_by", title="Files you brought to rounds and have not confirmed", keeps="A day.",
        erase=delete_rows, fields=("round__name", "name", "kind", "sent_at"),
    )  # fmt: skip
    register(
        Run, "asked_by", title="Drafts of rounds you asked for", keeps=ROUNDS, erase=goes_with_the_account,
        fields=("round__name", "number", "asked_at"),
    )  # fmt: skip
    register(
        Run, "published_by", title="Rounds you published", keeps=ROUNDS, erase=goes_with_the_account,
        fields=("round__name", "number", "published_at"),
    )  # fmt: skip


def _forget_mentor(rows: Rows, user: User, now: datetime) -> None:
    forget_mentor(user)


def _end_pairs(rows: Rows, user: User, now: datetime) -> None:
    end_pairs_of(rows, user, now=now)
