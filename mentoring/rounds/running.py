"""Runs: asked for by an admin, worked on by whoever takes them up, stored whole or not at all.

Nothing of a draft is there before all of it is. Workers that die: ``common.runs``.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.refusals import Refused
from common.runs import MOST_TRIES, Clock, Hold, Lost, work_on
from mentoring.engine import Draft, Misfit, PinsDoNotFit, Reason, Stage, find_pairs
from mentoring.models import Participant, Round, Run, RunPair, RunUnmet
from mentoring.rounds.keeping import PRESETS, RoundIsClosed
from mentoring.rounds.people import engine_round
from mentoring.rounds.wording import misfit_words
from notifications.doorbell import ring

State = Run.State

# What a stage is called while it goes on; reading and storing are ours, the others the engine's.
READING, STORING = "reading", "storing"
STAGES = {
    "": "Waiting to start", READING: "Reading what people said", Stage.SCORING.value: "Scoring every pair",
    Stage.SOLVING.value: "Finding the best pairs", Stage.EXPLAINING.value: "Writing down the reasons",
    STORING: "Storing the draft",
}  # fmt: skip
GAVE_UP = (
    f"The run was begun {MOST_TRIES} times and each time its worker stopped before the end. "
    "Tell whoever looks after this site, and try again later."
)
BROKE = "Something went wrong on our side. The people who look after this site can read what; your round is as it was."


class RunsAlready(Refused):
    """A run of this round is going on. Wait for it, or cancel it."""


class NobodyToMatch(Refused):
    """A run needs at least one mentor and one mentee who take part."""


class _Cancelled(Exception):
    """An admin asked for it to end."""


def ask_run(round_: Round, *, preset: str = "", actor: User, now: datetime) -> Run:
    """Put a run into the queue, with the settings of the round, or with weights and floor of a preset.

    Raises RoundIsClosed, RunsAlready, NobodyToMatch.
    """
    chosen = {name: getattr(round_, name) for name in ("objective", "weights", "floor")}
    if preset in PRESETS:
        chosen = {name: PRESETS[preset].settings[name] for name in chosen}
    try:
        with transaction.atomic():
            held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
            if held.state == Round.State.CLOSED:
                raise RoundIsClosed
            in_it = Participant.objects.filter(round=held, state=Participant.State.IN)
            if in_it.values("side").distinct().count() < len(Participant.Side):
                raise NobodyToMatch
            number = (held.runs.aggregate(last=Max("number"))["last"] or 0) + 1
            run: Run = Run.objects.create(
                round=held, number=number, asked_by=actor, asked_at=now, scores=held.scores, **chosen
            )
            audit.record(actor=actor, action="mentoring.run_asked", about=run, scope=round_.programme.scope, now=now)
            ring("mentoring.work_on_runs", run.pk)
    except IntegrityError:
        raise RunsAlready from None
    return run


@transaction.atomic
def cancel_run(run: Run, *, actor: User, now: datetime) -> None:
    """End a run: at once if nobody works on it, else as soon as its worker looks up."""
    held = Run.objects.select_for_update().select_related("round__programme").get(pk=run.pk)
    if held.state == State.QUEUED:
        held.state, held.finished_at = State.CANCELLED, now
    elif held.state == State.RUNNING:
        held.cancel_asked = True
    else:
        return
    held.save()
    audit.record(actor=actor, action="mentoring.run_cancelled", about=held, scope=held.round.programme.scope, now=now)


def work_on_runs(*, clock: Clock, first: int | None = None) -> int:
    """Work on every run that waits, or whose worker died. ``first`` is the one that was rung for. Returns how many."""
    return work_on(Run, _match, clock=clock, first=first, gave_up=GAVE_UP, broke=BROKE)


def _match(run: Run, hold: Hold) -> None:
    """Find the pairs and store them. Raises Lost."""
    said = _Said(hold)
    try:
        said.say(READING, 0, at_once=True)
        asked = engine_round(run, now=run.asked_at)
        run.mentees, run.mentors = len(asked.mentees), len(asked.mentors)
        # The engine has nine tenths of the bar, reading and storing the rest.
        draft = find_pairs(asked, lambda stage, percent: said.say(stage, 5 + percent * 85 // 100))
        del asked  # it is large
        said.say(STORING, 90, at_once=True)
        _store(run, draft, hold)
    except _Cancelled:
        hold.end(state=State.CANCELLED)
    except PinsDoNotFit as misfits:
        hold.end(state=State.FAILED, problem=_pins_in_words(misfits.misfits))


@dataclass
class _Said:
    """Says where a run is, and hears whether it should go on."""

    hold: Hold
    stage: str = field(default="", init=False)

    def say(self, stage: str, percent: int, *, at_once: bool = False) -> None:
        """Twice a second at most, but each new stage. Raises Lost, _Cancelled."""
        if not at_once and stage == self.stage and not self.hold.is_time():
            return
        self.stage = stage
        if not self.hold.say(stage=stage, percent=percent):
            raise Lost
        if Run.objects.filter(pk=self.hold.pk, cancel_asked=True).exists():
            raise _Cancelled


def _store(run: Run, draft: Draft, hold: Hold) -> None:
    """The whole draft in one transaction, with the end of the run. Raises Lost."""
    with transaction.atomic():
        hold.lock()
        RunPair.objects.bulk_create(
            [
                RunPair(
                    run=run, mentee_id=int(pair.mentee), mentor_id=int(pair.mentor), points=pair.points,
                    is_pin=pair.is_pin, reasons=[_kept(reason) for reason in pair.reasons],
                )
                for pair in draft.pairs
            ],
            batch_size=1000,
        )  # fmt: skip
        RunUnmet.objects.bulk_create(
            [
                RunUnmet(
                    run=run, mentee_id=int(one.mentee), has=one.has, wanted=one.wanted, cause=one.cause.value,
                    facts={
                        "allowed": one.allowed, "places": one.places,
                        "barred": {rule.value: count for rule, count in one.barred.items()},
                        "changes": [asdict(change) for change in one.changes],
                    },
                )
                for one in draft.unmet
            ],
            batch_size=1000,
        )  # fmt: skip
        hold.done(
            stage="", mentees=run.mentees, mentors=run.mentors, possible=draft.possible, met=list(draft.met),
            total=draft.total, lowest=draft.lowest, best=draft.best,
            bounds={aim.value: [bound.value, bound.bound] for aim, bound in draft.bounds.items()},
            loads=[[int(one.mentor), one.places, one.live, one.pinned, one.found] for one in draft.loads],
            inputs=draft.inputs,
        )  # fmt: skip


def _kept(reason: Reason) -> dict[str, Any]:
    return {"term": reason.term.value, "points": reason.points, "of": reason.of, "facts": dict(reason.facts)}


def _pins_in_words(misfits: Iterable[Misfit]) -> str:
    """A sentence for each pin that cannot stand. One query."""
    misfits = list(misfits)
    ids = {int(pk) for misfit in misfits for pk in (misfit.mentee, misfit.mentor)}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return "\n".join(
        misfit_words(misfit, names.get(int(misfit.mentee), ""), names.get(int(misfit.mentor), "")) for misfit in misfits
    )
