"""A mentor round for a cohort, made and begun in one go: fellows on one side, willing mentors on the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from careers.frame import current_frame
from careers.models import Level
from common.refusals import Refused
from fellowship.models import Cohort, Fellow
from fellowship.models.moves import FellowState
from mentoring.answering import locked, withdraw
from mentoring.ending import end, tell_side
from mentoring.models import Match, Mentee, Mentor, Participant, Round, Run
from mentoring.people.keeping import save_mentee
from mentoring.people.prefilling import gaps_to, goal_of
from mentoring.rounds.keeping import PRESETS, add_participant, exclude, readmit, save_round
from mentoring.rounds.running import ask_run
from notifications.outbox import hold_emails

PUT_IN = "mentoring.round_joined_for_you"
# Why somebody is left out of the round, as its team reads it.
LEFT_THE_COHORT = "They have left the cohort."
OURS, ALL = "OURS", "ALL"
Side = Participant.Side


class RoundIsThere(Refused):
    """This cohort has its mentor round already."""


class NobodyThere(Refused):
    """A round needs at least one fellow and one mentor. Invite alumni to mentor, or take the whole directory."""


class PeopleHaveChanged(Refused):
    """The numbers of people have changed since you looked. Look at them again, then begin."""


@dataclass(frozen=True)
class Made:
    """What came of it: the round, its first run, and how many letters about it are held."""

    round: Round
    run: Run
    held: int


def fellows_for(cohort: Cohort) -> "QuerySet[User]":
    """The fellows who take part."""
    active = Fellow.objects.filter(cohort=cohort, state=FellowState.ACTIVE, user__is_active=True)
    return User.objects.filter(pk__in=active.values("user")).order_by("pk")


def mentors_for(cohort: Cohort, which: str, *, now: datetime) -> "QuerySet[User]":
    """The mentors who may take part, without the cohort's own fellows and those on a break.

    ``OURS``: who was a mentor in a round of the programme, and alumni who mentor. ``ALL``: also everybody in the
    directory.
    """
    came = Participant.objects.filter(
        round__programme=cohort.programme_id, side=Side.MENTOR, state=Participant.State.IN
    )
    finished = Fellow.objects.filter(
        cohort__programme=cohort.programme_id, state__in=(FellowState.COMPLETED, FellowState.ALUMNI)
    )
    chosen = Q(user__in=came.values("user")) | Q(user__in=finished.values("user"))
    if which == ALL:
        chosen |= Q(is_listed=True)
    mentors = Mentor.objects.available(timezone.localdate(now)).filter(chosen)
    return User.objects.filter(pk__in=mentors.values("user")).exclude(
        pk__in=Fellow.objects.filter(cohort=cohort).values("user")
    ).order_by("pk")  # fmt: skip


@transaction.atomic
def begin_round(cohort: Cohort, *, which: str, expected: str, actor: User, now: datetime) -> Made:
    """Make the round of a cohort with everybody in it, and ask for its first run.

    What fellows have not said yet is taken from their assessment, as far as there is one; they may change it. Letters
    about it are held. ``expected``: fellows and mentors that the admin was told, as ``numbers`` writes them. Raises
    RoundIsThere, NobodyThere, PeopleHaveChanged, RoundNameTaken.
    """
    held = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("programme").get(pk=cohort.pk)
    if held.mentor_round_id:
        raise RoundIsThere
    fellows, mentors = list(fellows_for(held)), list(mentors_for(held, which, now=now))
    if not fellows or not mentors:
        raise NobodyThere
    if numbers(len(fellows), len(mentors)) != expected:
        raise PeopleHaveChanged
    settings: dict[str, Any] = {
        **PRESETS["most"].settings, "name": f"Mentors for {held.name}"[:150], "welcome": "", "join_until": None,
        "scores": Round.Scores.OWN, "most_places": None, "answer_days": 7,
    }  # fmt: skip
    round_ = save_round(None, programme=held.programme, settings=settings, actor=actor, now=now)
    held.mentor_round = round_
    held.save()
    _fill_in(fellows)
    joined = [
        add_participant(round_, user, side, source=Participant.Source.ADDED, now=now)
        for side, people in ((Side.MENTEE, fellows), (Side.MENTOR, mentors))
        for user in people
    ]
    letters = hold_emails(
        letter=PUT_IN, keys={one.pk: f"{PUT_IN}:{one.pk}" for one in joined}, scope=held.programme.scope, now=now
    )
    return Made(round_, ask_run(round_, actor=actor, now=now), letters)


@transaction.atomic
def end_pair_of(fellow: Fellow, *, actor: User | None, now: datetime) -> int:
    """End what a fellow who leaves has in the mentor round of their cohort; mentor and mentee hear of it kindly, and
    no run of the round gives them a mentor. Returns how many pairs ended. Pairs from elsewhere go on."""
    round_ = fellow.cohort.mentor_round
    if round_ is None:
        return 0
    theirs = Match.objects.filter(round=round_, mentee=fellow.user).live().order_by("pk")
    ended = 0
    for uuid in list(theirs.values_list("uuid", flat=True)):
        pair, _, _ = locked(uuid)
        if pair.state == Match.State.PROPOSED:
            withdraw(uuid, by=None, now=now)
        elif pair.is_live:
            end(pair, reason=Match.EndReason.MOVED_ON, by=None, now=now)
            for person in (pair.mentor, pair.mentee):
                tell_side(pair, "pair_ended", person, now=now)
        ended += 1
    for one in _place_in(round_, fellow).filter(state=Participant.State.IN).select_related("round", "user"):
        exclude(one, reason=LEFT_THE_COHORT, actor=actor, now=now)
    return ended


def take_part_again(fellow: Fellow, *, actor: User | None, now: datetime) -> None:
    """Who is back may be given a mentor again; pairs that ended stay ended."""
    if fellow.cohort.mentor_round is not None:
        out = _place_in(fellow.cohort.mentor_round, fellow).filter(
            state=Participant.State.EXCLUDED, reason=LEFT_THE_COHORT
        )
        for one in out.select_related("round", "user"):
            readmit(one, actor=actor, now=now)


def _place_in(round_: Round, fellow: Fellow) -> "QuerySet[Participant]":
    return Participant.objects.filter(round=round_, user=fellow.user_id, side=Side.MENTEE)


def numbers(fellows: int, mentors: int) -> str:
    """How many would take part, as a form sends it back."""
    return f"{fellows}-{mentors}"


def _fill_in(fellows: list[User]) -> None:
    """Wishes for those who have said none: the goal and the gaps that their assessment shows."""
    frame = current_frame()
    skills = dict(zip(frame.skills.slugs, frame.skills.ids, strict=True))
    said = set(Mentee.objects.filter(user__in=fellows).values_list("user", flat=True))
    for user in fellows:
        if user.pk in said:
            continue
        at = goal_of(user, frame)
        goal = Level.objects.filter(pk=frame.levels.ids[at]).first() if at is not None else None
        gaps = gaps_to(user, frame, at) if at is not None else {}
        save_mentee(
            user, goal=goal, gaps={skills[slug]: (gap.have, gap.target) for slug, gap in gaps.items()}, region=None,
            fields={},
        )  # fmt: skip
