"""Letters that ask somebody to look after a fellow."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fellowship.models import FlagAlert
from notifications.letters import Drop, Mail, letter

LETTER = "fellowship.warning"


def alerts(alert_ids: Collection[int]) -> Mapping[int, FlagAlert]:
    """What these letters are about. One query."""
    found = FlagAlert.objects.filter(pk__in=alert_ids).select_related(
        "user", "flag__fellow__user", "flag__fellow__cohort__programme"
    )
    return {one.pk: one for one in found}


@letter(LETTER, title="A fellow needs somebody to look after their year", essential=True, look_up=alerts)
def warning(found: FlagAlert | None, now: datetime) -> Mail | Drop:
    """About an alert, to whoever must see to it. The reasons are on the page: a letter may be read over a shoulder."""
    if found is None or not found.user.is_active:
        return Drop("The person has left.")
    flag = found.flag
    if flag.ended_at is not None:
        return Drop("It is settled.")
    programme = flag.fellow.cohort.programme
    return Mail(
        to=found.user.email,
        template="fellowship/warning",
        context={
            "person": found.user, "flag": flag, "fellow": flag.fellow, "cohort": flag.fellow.cohort,
            "programme": programme, "is_mine": flag.owner_id in (None, found.user_id),
            "address": f"{settings.SITE_URL}{reverse('fellowship:flag', args=[flag.uuid])}",
        },
    )  # fmt: skip
