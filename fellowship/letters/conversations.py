"""Letters that ask for first conversations. They name people and days, and nothing that was said."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.acting import line_for
from accounts.models import User
from fellowship.hearing import is_adviser, line_about
from fellowship.models import Cohort, DeepDive
from fellowship.talks import still_to_hold, without_adviser
from notifications.letters import Drop, Mail, letter

LETTER, NOBODY = "fellowship.first_conversation", "fellowship.conversation_for_nobody"


@letter(LETTER, title="First conversations to hold before the start", essential=True)
def first_conversation(note_id: int, now: datetime) -> Mail | Drop:
    """About a conversation that is still to come, to its adviser or who stands in, and about all others they have to
    hold in the cohort."""
    note = DeepDive.objects.select_related("adviser", "user", "cohort__programme").filter(pk=note_id).first()
    if note is None or note.adviser is None:
        return Drop("Somebody else is to hold it now.")
    if note.cohort.has_started(timezone.localdate(now)):
        return Drop("The cohort has started.")
    people = (
        still_to_hold().filter(call__cohort=note.cohort, asked=note.adviser_id).order_by("name", "user__name", "pk")
    )
    line = line_about(note.cohort.programme, note.user, note.adviser, now=now)
    to = line[0][0] if line else None
    if to is None:
        return Drop("Nobody runs the programme.")
    mine = list(people.exclude(user=to).order_by("name", "user__name", "pk"))
    if not mine:
        return Drop("All were held.")
    # Only advisers open the notes; where none is left to ask, who runs the programme names another.
    page = "deep_dive_list" if is_adviser(to, note.cohort.programme, now=now) else "advisers"
    more = {"people": mine, "adviser": note.adviser, "is_mine": to.pk == note.adviser_id, "holds": page != "advisers"}
    return _mail("first_conversation", to, note.cohort, page, more)


@letter(NOBODY, title="Nobody is to talk with people who accepted a place", essential=True)
def conversation_for_nobody(cohort_id: int, now: datetime) -> Mail | Drop:
    """About a cohort, to who runs the programme."""
    cohort = Cohort.objects.select_related("programme").get(pk=cohort_id)
    people = list(without_adviser(cohort))
    line = line_for(cohort.programme, None, now=now)
    if not people or not line:
        return Drop("Everybody has an adviser now.")
    return _mail("conversation_for_nobody", line[0][0], cohort, "advisers", {"people": people})


def _mail(name: str, to: User, cohort: Cohort, page: str, more: dict[str, object]) -> Mail:
    programme = cohort.programme
    return Mail(
        to=to.email,
        template=f"fellowship/{name}",
        context={
            "person": to, "cohort": cohort, "programme": programme,
            "address": f"{settings.SITE_URL}{reverse(f'fellowship:{page}', args=[cohort.uuid])}", **more,
        },
        reply_to=(programme.reply_to,) if programme.reply_to else (),
    )  # fmt: skip
