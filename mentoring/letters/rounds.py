"""Letters of mentoring: about rounds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from mentoring.models import Match, Participant, Round, RunUnmet
from notifications.letters import Drop, Mail, letter


@dataclass(frozen=True)
class Left:
    """Somebody whom a run left without a mentor, and whether one was found meanwhile."""

    unmet: RunUnmet
    is_paired: bool


def left_without(unmet_ids: Collection[int]) -> Mapping[int, Left]:
    """Those whom a run left. One query."""
    paired = Match.objects.live().filter(mentee=OuterRef("mentee"), programme=OuterRef("run__round__programme"))
    rows = RunUnmet.objects.select_related("mentee", "run__round__programme").annotate(is_paired=Exists(paired))
    return {one.pk: Left(one, one.is_paired) for one in rows.filter(pk__in=unmet_ids)}


@letter("mentoring.round_waiting", title="A round found you no mentor this time", essential=True, look_up=left_without)
def round_waiting(found: Left | None, now: datetime) -> Mail | Drop:
    """About somebody whom a published run leaves without any mentor, to them."""
    if found is None or not found.unmet.mentee.is_active:
        return Drop("The person has left.")
    if found.is_paired:
        return Drop("A mentor was found meanwhile.")
    left, round_ = found.unmet, found.unmet.run.round
    answers_to = round_.programme.reply_to
    return Mail(
        to=left.mentee.email,
        template="mentoring/round_waiting",
        context={
            "person": left.mentee,
            "round": round_,
            "all_taken": left.cause == "all_taken",
            "address": _address(round_),
        },
        reply_to=(answers_to,) if answers_to else (),
    )


@letter("mentoring.round_joined_for_you", title="A programme put you into a mentoring round", essential=True)
def round_joined_for_you(participant_id: int, now: datetime) -> Mail | Drop:
    """About somebody with an account whom a programme brought into a round by a file, to them."""
    one = Participant.objects.select_related("user", "round__programme").filter(pk=participant_id).first()
    if one is None or not one.user.is_active:
        return Drop("The person has left.")
    if one.state != Participant.State.IN or one.round.state == Round.State.CLOSED:
        return Drop("They take part no longer.")
    answers_to = one.round.programme.reply_to
    return Mail(
        to=one.user.email,
        template="mentoring/round_joined_for_you",
        context={"one": one, "person": one.user, "round": one.round, "address": _address(one.round)},
        reply_to=(answers_to,) if answers_to else (),
    )


def _address(round_: Round) -> str:
    return f"{settings.SITE_URL}{reverse('mentoring:round_join', args=[round_.uuid])}"
