"""Letters of mentoring: proposals, answers, questions."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from mentoring.models import Match
from notifications.letters import Drop, Mail, letter

State = Match.State
ANSWERED_MEANWHILE = "The proposal was answered or withdrawn meanwhile."


@letter("mentoring.proposed", title="Somebody hopes that you will be their mentor", essential=True)
def proposed(match_id: int, now: datetime) -> Mail | Drop:
    """About a pair, to the mentor."""
    pair = _pair(match_id)
    if pair is None or pair.state != State.PROPOSED:
        return Drop(ANSWERED_MEANWHILE)
    return _mail(pair, pair.mentor, "proposed", days=pair.round.answer_days if pair.round else 7)


def _pair(match_id: int) -> Match | None:
    with_people = Match.objects.select_related("mentee", "mentor", "programme", "round")
    found: Match | None = with_people.filter(pk=match_id).first()
    return found


def _mail(pair: Match, to: User, name: str, **context: object) -> Mail | Drop:
    if not to.is_active:
        return Drop("The person has left.")
    address = f"{settings.SITE_URL}{reverse('mentoring:proposal', args=[pair.uuid])}"
    answers_to = pair.programme.reply_to if pair.programme else ""
    return Mail(
        to=to.email,
        template=f"mentoring/{name}",
        context={"pair": pair, "person": to, "address": address, **context},
        reply_to=(answers_to,) if answers_to else (),
    )
