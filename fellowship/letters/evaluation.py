"""Letters that ask people to answer a questionnaire."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.preferences import refused_topics_of, stop_url
from fellowship.models import Response, Wave, WaveReminder
from notifications.letters import Drop, Mail, letter

LETTER = "fellowship.questionnaire"


@dataclass(frozen=True)
class Asked:
    """A reminder with what decides whether it is still wanted."""

    reminder: WaveReminder
    has_answered: bool
    refuses: bool


def asked(reminder_ids: Collection[int]) -> Mapping[int, Asked]:
    """What these letters are about. Three queries."""
    found = list(WaveReminder.objects.filter(pk__in=reminder_ids).select_related("user", "wave__cohort__programme"))
    waves, people = {one.wave_id for one in found}, {one.user_id for one in found}
    answered = set(
        Response.objects.filter(wave__in=waves, user__in=people, handed_in_at__isnull=False).values_list(
            "wave_id", "user_id"
        )
    )
    refused = refused_topics_of(people)
    return {
        one.pk: Asked(one, (one.wave_id, one.user_id) in answered, LETTER in refused.get(one.user_id, ()))
        for one in found
    }


@letter(LETTER, title="Questionnaires of your fellowship, and reminders of them", look_up=asked)
def questionnaire(found: Asked | None, now: datetime) -> Mail | Drop:
    """About a reminder, to the person who is asked."""
    if found is None or not found.reminder.user.is_active:
        return Drop("The person has left.")
    if found.refuses:
        return Drop("The person does not want this letter.")
    if found.has_answered:
        return Drop("The person has answered.")
    wave: Wave = found.reminder.wave
    if not wave.opens_on <= timezone.localdate(now) <= wave.closes_on:
        return Drop("The questionnaire is closed.")
    person, programme = found.reminder.user, wave.cohort.programme
    return Mail(
        to=person.email,
        template="fellowship/questionnaire",
        context={
            "person": person, "wave": wave, "cohort": wave.cohort, "programme": programme,
            "number": found.reminder.number,
            "address": f"{settings.SITE_URL}{reverse('fellowship:questionnaire', args=[wave.uuid])}",
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
        unsubscribe_url=stop_url(person.pk, LETTER),
    )  # fmt: skip
