"""Letters that say that there is more time to apply."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from fellowship.models import Application, Call, Extension
from fellowship.models.moves import ApplicationState
from notifications.letters import Drop, Mail, letter


@letter("fellowship.more_time", title="You have more time to apply", essential=True)
def more_time(extension_id: int, now: datetime) -> Mail | Drop:
    """About an extension, to the person who got it."""
    given = Extension.objects.filter(pk=extension_id).select_related("user", "call__cohort__programme").first()
    if given is None or not given.user.is_active:
        return Drop("The person has left.")
    if given.until <= now:
        return Drop("The time is over.")
    return _mail(given.user, given.call, given.until)


@letter("fellowship.more_time_for_all", title="There is more time to apply", essential=True)
def more_time_for_all(application_id: int, now: datetime) -> Mail | Drop:
    """About a draft, to who writes it."""
    found = Application.objects.filter(pk=application_id).select_related("user", "call__cohort__programme").first()
    if found is None or found.state != ApplicationState.DRAFT or not found.user.is_active:
        return Drop("It was handed in or withdrawn.")
    if found.call.extended_to is None or found.call.extended_to <= now:
        return Drop("The time is over.")
    return _mail(found.user, found.call, found.call.extended_to)


def _mail(user: User, call: Call, until: datetime) -> Mail:
    cohort = call.cohort
    address = reverse("fellowship:call_start", args=[cohort.programme.slug, cohort.slug])
    return Mail(
        to=user.email,
        template="fellowship/more_time",
        context={
            "person": user,
            "cohort": cohort,
            "programme": cohort.programme,
            "until": until,
            "address": f"{settings.SITE_URL}{address}",
        },
        reply_to=(cohort.programme.reply_to,) if cohort.programme.reply_to else (),
    )
