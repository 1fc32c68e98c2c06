"""Letters that check during the year whether the time and the employer's support are still there."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from fellowship.hearing import who_hears
from fellowship.models import SupportCheck
from fellowship.models.fellows import check_token
from fellowship.models.moves import FellowState
from notifications.letters import Drop, Mail, letter


@letter("fellowship.check_time", title="Do you get the time that was agreed?", essential=True)
def check_time(check_id: int, now: datetime) -> Mail | Drop:
    """About a check, to the fellow."""
    check = _check(check_id)
    if check is None or check.time:
        return Drop("They have answered.")
    user = check.fellow.user
    return _mail(check, "check_time", user.email, str(user), reverse("fellowship:support_check", args=[check.uuid]))


@letter("fellowship.check_sponsor", title="Do you still support a fellowship?", essential=True)
def check_sponsor(check_id: int, now: datetime) -> Mail | Drop:
    """About a check, to the sponsor."""
    check = _check(check_id)
    if check is None or check.sponsor != SupportCheck.Sponsor.ASKED:
        return Drop("It was answered.")
    address = reverse("fellowship:support_check_sponsor", args=[check_token(check)])
    return _mail(check, "check_sponsor", check.sponsor_email, check.sponsor_name, address)


@letter("fellowship.check_sponsor_left", title="Your employer’s support has changed", essential=True)
def check_sponsor_left(check_id: int, now: datetime) -> Mail | Drop:
    """About a check whose sponsor said no or is not the right person, to the fellow."""
    check = _check(check_id)
    if check is None or check.sponsor not in (SupportCheck.Sponsor.REFUSED, SupportCheck.Sponsor.WRONG_PERSON):
        return Drop("Somebody else was asked.")
    user = check.fellow.user
    address = reverse("fellowship:support_check", args=[check.uuid])
    return _mail(check, "check_sponsor_left", user.email, str(user), address)


@letter("fellowship.support_is_thin", title="A fellow lacks time or support", essential=True)
def support_is_thin(check_id: int, now: datetime) -> Mail | Drop:
    """About a check, to who hears about the fellow today."""
    check = _check(check_id)
    to = who_hears(check.fellow, now=now) if check else None
    if check is None or to is None:
        return Drop("Nobody runs the programme.")
    address = reverse("fellowship:fellow", args=[check.fellow.uuid])
    return _mail(check, "support_is_thin", to.email, str(to), address)


def _mail(check: SupportCheck, name: str, to: str, to_name: str, address: str) -> Mail | Drop:
    fellow = check.fellow
    if fellow.state not in (FellowState.ACTIVE, FellowState.PAUSED) or not fellow.user.is_active:
        return Drop("The year of this fellow has ended.")
    programme = fellow.cohort.programme
    context: dict[str, Any] = {
        "to_name": to_name, "check": check, "fellow": fellow.user, "cohort": fellow.cohort, "programme": programme,
        "address": f"{settings.SITE_URL}{address}",
    }  # fmt: skip
    return Mail(
        to=to, template=f"fellowship/{name}", context=context,
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip


def _check(check_id: int) -> SupportCheck | None:
    with_all = SupportCheck.objects.select_related("fellow__user", "fellow__adviser", "fellow__cohort__programme")
    return with_all.filter(pk=check_id).first()
