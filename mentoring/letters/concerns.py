"""Letters of mentoring: concerns. They say that there is something to read, and nothing of what it is."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from mentoring.models import Concern
from notifications.letters import Drop, Mail, letter


@letter("mentoring.concern_waits", title="A concern waits for you", essential=True)
def concern_waits(user_id: int, now: datetime) -> Mail | Drop:
    """About the person who deals with concerns. Which they may read is asked when they come."""
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return Drop("The person has left.")
    if not Concern.objects.filter(state=Concern.State.REPORTED).exists():
        return Drop("Somebody else took it on meanwhile.")
    return _mail(person, "concern_waits", reverse("mentoring:concern_list"))


@letter("mentoring.concern_stands", title="Where your concern stands", essential=True)
def concern_stands(concern_id: int, now: datetime) -> Mail | Drop:
    """About a concern, to whoever reported it."""
    concern = Concern.objects.select_related("reporter").filter(pk=concern_id).first()
    if concern is None or concern.reporter is None or not concern.reporter.is_active:
        return Drop("The person has left.")
    return _mail(
        concern.reporter, "concern_stands", reverse("mentoring:concern_detail", args=[concern.uuid]), concern=concern
    )


def _mail(person: User, name: str, address: str, **context: object) -> Mail:
    return Mail(
        to=person.email,
        template=f"mentoring/{name}",
        context={"person": person, "address": f"{settings.SITE_URL}{address}", **context},
    )
