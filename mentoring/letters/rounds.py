"""Letters of mentoring: about rounds."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from mentoring.models import Match, Participant, Round, RunUnmet
from notifications.letters import Drop, Mail, letter


@letter("mentoring.round_waiting", title="A round found you no mentor this time", essential=True)
def round_waiting(unmet_id: int, now: datetime) -> Mail | Drop:
    """About somebody whom a published run leaves without any mentor, to them."""
    left = RunUnmet.objects.select_related("mentee", "run__round__programme").filter(pk=unmet_id).first()
    if left is None or not left.mentee.is_active:
        return Drop("The person has left.")
    round_ = left.run.round
    if Match.objects.live().filter(mentee=left.mentee, programme=round_.programme).exists():
        return Drop("A mentor was found meanwhile.")
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
