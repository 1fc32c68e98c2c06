"""Publishes a draft: its pairs become proposals, their letters wait to be released, and who is left waits on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from mentoring.models import Bond, Match, Participant, Round, Run, RunPair, RunUnmet
from mentoring.proposing import hold_people, propose
from mentoring.rounds.keeping import RoundIsClosed
from notifications import outbox
from notifications.models import Message

Side = Participant.Side
WAITING = "mentoring.round_waiting"


class NotADraft(Refused):
    """Only a run that came to its end can be published."""


class PublishedAlready(Refused):
    """This run is published already."""


class DraftIsOutOfDate(Refused):
    """Since this run somebody has left, or two were kept apart, and some of its pairs may not be. Run it again."""


@dataclass(frozen=True, slots=True)
class NotProposed:
    """A pair that became impossible meanwhile, with the sentence that says why."""

    pair: RunPair
    reason: str


@dataclass(frozen=True, slots=True)
class Published:
    """How many proposals were made, and which pairs were not."""

    made: int
    waiting: int
    left_out: Sequence[NotProposed]


def no_longer_allowed(run: Run) -> "QuerySet[RunPair, RunPair]":
    """Pairs of a draft of whom somebody takes part no longer, or whom the team has kept apart since."""

    def takes_part(name: str, side: str) -> Exists:
        return Exists(
            Participant.objects.filter(
                round=run.round_id, user=OuterRef(name), side=side, state=Participant.State.IN, user__is_active=True
            )
        )

    apart = Bond.objects.filter(
        round=run.round_id, mentee=OuterRef("mentee"), mentor=OuterRef("mentor"), kind=Bond.Kind.FORBID
    )
    return run.pairs.filter(~takes_part("mentee", Side.MENTEE) | ~takes_part("mentor", Side.MENTOR) | Q(Exists(apart)))


@transaction.atomic
def publish(run: Run, *, letter_note: str, actor: User, now: datetime) -> Published:
    """Propose each pair of a draft. ``letter_note``: the team's own words, in each letter to mentors.

    Letters are held: they can be read and changed until somebody releases them in the outbox, and mentors have their
    days from then on. A pair that cannot be any more (the mentor has said yes to somebody else meanwhile) is left out,
    and named. Raises RoundIsClosed, NotADraft, PublishedAlready, DraftIsOutOfDate.
    """
    round_ = Round.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=run.round_id)
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if round_.state == Round.State.CLOSED:
        raise RoundIsClosed
    if run.state != Run.State.DONE:
        raise NotADraft
    if run.published_at is not None:
        raise PublishedAlready
    if no_longer_allowed(run).exists():
        raise DraftIsOutOfDate
    round_.letter_note = letter_note
    round_.state, round_.published_at = Round.State.PUBLISHED, round_.published_at or now
    round_.save()  # before the letters are written, which say its words
    made, left_out = 0, []
    pairs = list(run.pairs.select_related("mentee", "mentor").order_by("pk"))
    hold_people(mentors={pair.mentor_id for pair in pairs}, mentees={pair.mentee_id for pair in pairs})
    for pair in pairs:
        try:
            propose(
                pair.mentee, pair.mentor, programme=round_.programme, round=round_, origin=Match.Origin.ROUND,
                points=pair.points, reasons=pair.reasons, answer_days=round_.answer_days, now=now, held=True,
            )  # fmt: skip
        except Refused as refusal:
            left_out.append(NotProposed(pair, str(refusal)))
        else:
            made += 1
    waiting = _write_to_waiting(run, round_, now=now)
    run.published_by, run.published_at = actor, now
    run.save()
    audit.record(
        actor=actor, action="mentoring.run_published", about=run, scope=round_.programme.scope,
        detail={"pairs": made, "left_out": len(left_out)}, now=now,
    )  # fmt: skip
    return Published(made, waiting, tuple(left_out))


def _write_to_waiting(run: Run, round_: Round, *, now: datetime) -> int:
    """A letter, held, to everybody whom the draft leaves without any mentor. Returns how many."""
    held = 0
    for pk, mentee in run.unmet.filter(has=0, mentee__is_active=True).values_list("pk", "mentee"):
        key = f"{WAITING}:{run.pk}:{mentee}"
        letter = outbox.hold_email(letter=WAITING, about_id=pk, key=key, scope=round_.programme.scope, now=now)
        held += letter is not None
    return held


def held_letters(round_: Round) -> "QuerySet[Message, Message]":
    """Letters of the round that wait to be released, in the outbox, where they can be read and changed."""
    proposals = Match.objects.filter(round=round_, state=Match.State.PROPOSED)
    left = RunUnmet.objects.filter(run__round=round_)
    held = Message.objects.filter(state=Message.State.HELD, scope=round_.programme.scope)
    return held.filter(
        Q(letter="mentoring.proposed", about_id__in=proposals.values("pk"))
        | Q(letter=WAITING, about_id__in=left.values("pk"))
    )
